// SPDX-License-Identifier: Apache-2.0
/**
 * A light node (docs/spec/light-node.md): follows the chain from nodes that it believes nothing, and answers Ethereum's
 * JSON-RPC with what core's {@code light} module has verified.
 *
 * <p>{@link network.banyan.node.light.LightNode} wires it. A {@link network.banyan.node.light.Follower} asks each
 * {@link network.banyan.node.light.Source} for what is new; {@link network.banyan.node.light.LightChainView} answers
 * questions, and {@link network.banyan.node.light.LightMethods} says which can be asked.
 */
@NullMarked
package network.banyan.node.light;

import org.jspecify.annotations.NullMarked;
