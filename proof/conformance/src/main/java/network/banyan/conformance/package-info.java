// SPDX-License-Identifier: Apache-2.0
/**
 * The EVM held against others: Ethereum's official suites, programs drawn at random run through every engine, and the time
 * it takes, beside that of other clients.
 *
 * <p>A {@link network.banyan.conformance.Suite} reads one kind of file into cases; a
 * {@link network.banyan.conformance.SuiteRun} runs files side by side and tells what failed, in the order of their names.
 * {@link network.banyan.conformance.StateTests} and {@link network.banyan.conformance.BlockTests} go through the very
 * execution that our own blocks go through. The {@link network.banyan.conformance.fuzz} package draws programs that nobody
 * thought of.
 */
@NullMarked
package network.banyan.conformance;

import org.jspecify.annotations.NullMarked;
