// SPDX-License-Identifier: Apache-2.0
/**
 * How fast the EVM is: {@link network.banyan.conformance.bench.Program}s called again and again on the same state, by the
 * interpreter, by compiled code, and by {@link network.banyan.conformance.bench.Anvil} beside them in the same run.
 *
 * <p>Execution alone is measured: neither a transaction's own gas nor the state's root.
 */
@NullMarked
package network.banyan.conformance.bench;

import org.jspecify.annotations.NullMarked;
