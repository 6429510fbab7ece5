// SPDX-License-Identifier: Apache-2.0
/**
 * What transactions did, step by step: the {@code debug_trace} methods. The chain runs the transactions again
 * ({@link network.banyan.replica.ChainView#replay}); who asks watches them with a {@link network.banyan.rpc.trace.Recorder}
 * that writes what it sees in the form of one of go-ethereum's tracers. Source: go-ethereum's documentation of its
 * built-in tracers, and ethereum/execution-apis for the steps.
 */
@NullMarked
package network.banyan.rpc.trace;

import org.jspecify.annotations.NullMarked;
