// SPDX-License-Identifier: Apache-2.0
/**
 * What a root chain and its sidechains sign, hash and prove to each other (docs/spec/hub.md, whose rules the types cite).
 * The root's contracts in {@code contracts/src/hub} judge by the same rules, and {@code hub/vectors} holds both to them.
 *
 * <ol>
 *   <li>What goes to a chain is a {@link network.banyan.hub.Message}; the root folds their digests into an
 *       {@link network.banyan.hub.InboxPrefix}.
 *   <li>What a chain sends stands in an {@link network.banyan.hub.OutboxTree}; {@link network.banyan.hub.Totals} say what it
 *       takes out, {@link network.banyan.hub.Exits} and their {@link network.banyan.hub.ExitTree}s who holds what is left.
 *   <li>A {@link network.banyan.hub.Checkpoint} names all of these, and a quorum of the
 *       {@link network.banyan.hub.CommitteeKeys} signs its digest: a {@link network.banyan.hub.Certificate}. A member has
 *       proven before that the key is its own ({@link network.banyan.hub.MemberStatement}).
 *   <li>Anybody carries all of it to the root as a {@link network.banyan.hub.Submission}, and knows by a
 *       {@link network.banyan.hub.SubmissionRule} what the root will say.
 *   <li>Whoever is ignored asks through the root; {@link network.banyan.hub.ForcedWithdrawal} says what answers that.
 *   <li>A committee that signs twice is shown to the root: {@link network.banyan.hub.Contradiction}.
 * </ol>
 *
 * <p>Everything signed is under one {@link network.banyan.hub.HubDomain}. Everything has one encoding, the ABI's; a decoder
 * takes no other, and answers what it does not take with a {@link network.banyan.hub.HubException}.
 *
 * <p>A {@code long} that Solidity calls {@code uint64} is read as unsigned: a stranger's chain may use all its bits.
 */
@NullMarked
package network.banyan.hub;

import org.jspecify.annotations.NullMarked;
