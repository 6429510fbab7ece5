// SPDX-License-Identifier: Apache-2.0
/**
 * A member of a sidechain's committee at work (docs/spec/member.md): {@link network.banyan.bridge.member.Member} takes a step
 * whenever it is asked, and each step says, handles, signs and carries what is due. What is decided is decided in
 * {@code network.banyan.hub.member}; here it is read and sent.
 *
 * <p>One thread takes the steps. All state but what the {@link network.banyan.bridge.member.CheckpointSigner} keeps can be read anew
 * from both chains.
 */
@NullMarked
package network.banyan.bridge.member;

import org.jspecify.annotations.NullMarked;
