// SPDX-License-Identifier: Apache-2.0
/**
 * Proof that the simulator sees what it is there to see. A {@link network.banyan.simulation.mutants.Mutant} is one rule of
 * the protocol broken on purpose: a patch of one source file, kept as text in {@code mutants.patch} beside this package, and
 * never a hook in the code that it breaks. The patched file is compiled into memory, loaded in front of the real classes
 * together with all that stands above it, and simulated until a law breaks. A mutant that survives shows a law that is
 * missing.
 *
 * <p>Nothing in this package is loaded twice: it is what the runner and the mutated world have in common.
 */
@NullMarked
package network.banyan.simulation.mutants;

import org.jspecify.annotations.NullMarked;
