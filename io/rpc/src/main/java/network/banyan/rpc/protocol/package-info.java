// SPDX-License-Identifier: Apache-2.0
/**
 * JSON-RPC 2.0 itself, without a transport and without a chain: bytes of a request in, bytes of its answer out.
 *
 * <p>{@link network.banyan.rpc.protocol.Dispatcher} reads single requests and batches, finds the method in
 * {@link network.banyan.rpc.protocol.RpcMethods}, and turns what goes wrong into the error codes that Ethereum's clients
 * know. Everything read here is hostile: size, depth and count are bounded before anything is built from it.
 *
 * <p>Source: the JSON-RPC 2.0 specification; error codes of EIP-1474 and go-ethereum.
 */
@NullMarked
package network.banyan.rpc.protocol;

import org.jspecify.annotations.NullMarked;
