// SPDX-License-Identifier: Apache-2.0
/**
 * Simplex: how a committee of n, of which at most f = (n - 1) / 3 lie, agrees on one chain of blocks. A block every two
 * message delays, final after three, and no protocol beside it for changing leaders.
 *
 * <h2>The protocol in a page</h2>
 *
 * <p>Time is cut into <em>views</em>, numbered from 1 in each epoch. Each view has one leader, who may propose one block.
 * Each view ends with a <em>certificate</em>: the same word of a quorum of n - f.
 *
 * <pre>
 *   leader      proposal            proposal
 *                 |    \               |
 *   members       |     NOTARIZE ---- certificate ---- FINALIZE ---- certificate: final
 *                 |                    |
 *                 +-- nothing in time: |
 *                      NULLIFY ------ certificate
 *   view          v                   v + 1
 * </pre>
 *
 * <p>A member that finds the block good says NOTARIZE. A quorum of these makes the block <em>notarized</em>: it may stand,
 * and everybody moves on to the next view, whose leader builds on it. Whoever moves on this way, and never asked to skip
 * the view, also says FINALIZE. A quorum of these makes the block and all before it final. When time runs out, members say
 * NULLIFY instead; a quorum of these ends the view without a block, and the next leader builds on the last notarized one,
 * showing that every view in between was nullified.
 *
 * <p>Why it is safe: of any two quorums at least f + 1 members are in both, so one that does not lie. No honest member says
 * NOTARIZE twice in a view, so no two blocks of one view are notarized. No honest member says both FINALIZE and NULLIFY in
 * a view, so a final view cannot be nullified, hence not be skipped: every later block stands on the final one. Both rest
 * on {@link network.banyan.consensus.VoteGuard}, and on writing to disk before speaking.
 *
 * <p>Why it goes on: the certificate that takes one honest member into a view takes all there. In that view none of them
 * has said FINALIZE yet, so either its block is notarized, or all say NULLIFY. Once delta exceeds the network's real delay
 * and the leader is honest, its block becomes final.
 *
 * <h2>The machine</h2>
 *
 * <p>{@link network.banyan.consensus.Simplex#step} takes an {@link network.banyan.consensus.Input} and answers with
 * {@link network.banyan.consensus.Effect}s, to be carried out in order. It knows blocks by
 * {@link network.banyan.consensus.BlockId} only: building, fetching, executing and storing them is the replica's.
 *
 * <p>Votes go to everyone. They are added up unverified ({@link network.banyan.consensus.VoteBook}); one pairing check
 * verifies the sum, and only if it fails are the wrong ones searched for. Certificates bring the slow up to date: one for
 * any later view moves a replica there at once.
 *
 * <p>Memory is bounded: votes within 8 views of the current one, one per seat, view and type; certificates since the last
 * final block, which only a quorum can produce.
 *
 * <p>Source: Simplex Consensus (eprint 2023/463); the rules are numbered in docs/spec/consensus.md, and
 * modelled in docs/spec/model.
 */
@NullMarked
package network.banyan.consensus;

import org.jspecify.annotations.NullMarked;
