// SPDX-License-Identifier: Apache-2.0
/**
 * Speaks with a chain in any language: the service of hub/service/sidechain.proto by Connect's unary protocol with JSON, as
 * docs/spec/foreign.md says.
 *
 * <p>{@link network.banyan.bridge.foreign.ForeignChain} has a method for each call and hands out core/hub's types. The chain
 * is believed nothing: an answer is bounded in size and time, its shape is held to the page member by member, and whatever
 * breaks it is a {@link network.banyan.bridge.foreign.ForeignFailure} whose message says what and where. Whether checkpoints
 * are right is for others to judge.
 */
@NullMarked
package network.banyan.bridge.foreign;

import org.jspecify.annotations.NullMarked;
