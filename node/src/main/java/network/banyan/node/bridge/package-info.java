// SPDX-License-Identifier: Apache-2.0
/**
 * {@code banyan bridge}: value, tokens and calls between a root and its sidechains, and where they are on their way
 * (docs/spec/hub.md, rules 15 to 32).
 *
 * <p>{@link network.banyan.node.bridge.Ends} are the nodes that a command asks, {@link network.banyan.node.bridge.Purse} an account's
 * holdings on one of them. What happened to a transfer is found by {@code edge/bridge}; here it becomes sentences.
 */
@NullMarked
package network.banyan.node.bridge;

import org.jspecify.annotations.NullMarked;
