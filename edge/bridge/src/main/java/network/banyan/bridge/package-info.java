// SPDX-License-Identifier: Apache-2.0
/**
 * What runs between a root and its sidechains, beside their nodes: it reads both over JSON-RPC and sends transactions like
 * anybody.
 *
 * <p>{@link network.banyan.bridge.RootHub} is what the root says of one chain, {@link network.banyan.bridge.ChainOutpost} what
 * that chain says of itself, {@link network.banyan.bridge.Outbox} the messages of one of its runs with their paths. Whoever
 * follows a transfer needs no more than these; members of a committee do their work in {@code member}. docs/spec/hub.md,
 * docs/spec/outpost.md and docs/spec/member.md are the rules.
 *
 * <p>Methods that ask a node throw {@link network.banyan.sdk.RpcFailure}; what nodes answer is believed to be final, for who runs
 * this runs the nodes (docs/spec/member.md, rule 1), and is bounded all the same.
 */
@NullMarked
package network.banyan.bridge;

import org.jspecify.annotations.NullMarked;
