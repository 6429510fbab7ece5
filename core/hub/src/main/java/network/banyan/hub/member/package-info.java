// SPDX-License-Identifier: Apache-2.0
/**
 * What members of a sidechain's committee decide, from facts of both chains alone (docs/spec/member.md). All honest members come to
 * the same, or no checkpoint would find a quorum: nothing here looks at a clock, or at what others did.
 *
 * <p>{@link network.banyan.hub.member.InboxView} is what there is to say of the root, {@link network.banyan.hub.member.CheckpointEnd}
 * where checkpoints end, {@link network.banyan.hub.member.Holdings} who could leave with what, and
 * {@link network.banyan.hub.member.CheckpointMaker} makes of them what is signed. {@link network.banyan.hub.member.Turn} says who
 * carries first.
 */
@NullMarked
package network.banyan.hub.member;

import org.jspecify.annotations.NullMarked;
