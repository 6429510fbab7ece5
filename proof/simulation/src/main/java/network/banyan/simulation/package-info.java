// SPDX-License-Identifier: Apache-2.0
/**
 * Whole replicas in a simulated world. Time, network, disks and everything that goes wrong with them come from one seed, so
 * a seed and a commit reproduce any failure.
 *
 * <p>{@link network.banyan.simulation.Simulation} runs a network of replicas, the very ones a node runs, in one thread:
 * first a storm of lost, late, doubled and reordered messages, partitions and power cuts in the middle of writes, then calm
 * weather. Customers send transfers all the while. {@link network.banyan.simulation.Law} lists what must be true after every
 * step, and what must have come true in the end: {@link network.banyan.simulation.Laws} looks at all replicas together,
 * {@link network.banyan.simulation.Conduct} at each one's manners, {@link network.banyan.simulation.Books} at the blocks it
 * calls final. Members may lie: by running twice, or by what a {@link network.banyan.simulation.Forger} makes up.
 *
 * <p>Signatures are real BLS, but remembered: the same signature is never computed twice.
 */
@NullMarked
package network.banyan.simulation;

import org.jspecify.annotations.NullMarked;
