// SPDX-License-Identifier: Apache-2.0
/**
 * A root and its sidechains in one process: the root's own contracts run as they stand in genesis, on a clock that the simulation
 * moves, and chains that are honest or not sign what the contracts judge (docs/spec/hub.md).
 *
 * <p>{@link network.banyan.simulation.hub.TrialRoot} is the root, {@link network.banyan.simulation.hub.Child} what a chain knows,
 * {@link network.banyan.simulation.hub.Plan} what users mean to do, {@link network.banyan.simulation.hub.Conduct} how a committee
 * attacks. {@link network.banyan.simulation.hub.History} lives a plan through twice, with the attacks and without, and
 * {@link network.banyan.simulation.hub.Books} holds the laws of docs/invariants/hub.md.
 *
 * <p>On the same root {@link network.banyan.simulation.hub.Examination} drives a chain in any language, a
 * {@link network.banyan.simulation.hub.Guest} there, from its registration to its end (docs/spec/foreign.md, rule 12).
 */
@NullMarked
package network.banyan.simulation.hub;

import org.jspecify.annotations.NullMarked;
