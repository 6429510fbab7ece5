// SPDX-License-Identifier: Apache-2.0
/**
 * A small JSON-RPC client and wallet for Java programs outside the node: the command line, the device agent, examples.
 *
 * <p>{@link network.banyan.sdk.JsonRpcClient} carries any call; {@link network.banyan.sdk.ChainClient} names the few that
 * most programs need; {@link network.banyan.sdk.Wallet} builds and signs what an account sends. Every failure is a
 * {@link network.banyan.sdk.RpcFailure}. What such a program keeps it writes with {@link network.banyan.sdk.WholeFiles}.
 */
@NullMarked
package network.banyan.sdk;

import org.jspecify.annotations.NullMarked;
