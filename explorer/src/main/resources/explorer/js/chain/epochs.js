// SPDX-License-Identifier: Apache-2.0
// Epochs: who sits, how far an epoch is, and what a year pays at its pace.

import { call, callIfOffered } from './rpc.js';

/** An epoch, the current one without a number; null if it is not known, undefined if the node does not tell of epochs. */
export const epochOf = (number, signal) =>
  callIfOffered('banyan_epoch', number === undefined ? [] : [`0x${number.toString(16)}`], signal, undefined);

/** Blocks of a whole epoch; undefined where the committee does not change. */
export const lengthOf = ({ firstBlock, lastBlock }) =>
  (Number.isSafeInteger(lastBlock) ? lastBlock - firstBlock + 1 : undefined);

/** What every member is expected to make in a whole epoch: an even share, rounded down. */
export const evenShare = (epoch) => (lengthOf(epoch) === undefined ? undefined : Math.floor(lengthOf(epoch) / Math.max(1, epoch.seats.length)));

/** Mean time between the epoch's blocks so far, in milliseconds; undefined before it has two. */
export async function paceOf({ firstBlock, blocks }, signal) {
  if (blocks < 2) return undefined;
  const [first, last] = await Promise.all([firstBlock, firstBlock + blocks - 1]
    .map((number) => call('banyan_blocks', [{ before: number + 1, limit: 1 }], signal).then(([block]) => block)));
  if (!first || !last || last.number <= first.number) return undefined;
  return (last.timestampMillis - first.timestampMillis) / (last.number - first.number);
}

const YEAR_MILLIS = 365 * 86_400_000;

/**
 * What a coin that weighs 1 earns its voter in a year, in millionths: "What a year pays" of docs/spec/staking.md. What is
 * shared in an epoch goes by votes as ranked; the delegate keeps its commission, its voters share the rest by weight.
 *
 * @param year { blocks, paceMillis, blockReward, epochReward, votes: all votes as ranked }
 * @param delegate { votes, votesRanked } and its commission in basis points
 */
export function voterRate({ blocks, paceMillis, blockReward, epochReward, votes }, delegate, commission) {
  if (!blocks || !paceMillis || votes === 0n || delegate.votes === 0n) return undefined;
  const epochs = BigInt(Math.floor(YEAR_MILLIS / (blocks * paceMillis)));
  const shared = (BigInt(blocks) * blockReward + epochReward) * epochs;
  const toVoters = (shared * delegate.votesRanked * BigInt(10_000 - commission)) / (votes * 10_000n);
  return (toVoters * 1_000_000n) / delegate.votes;
}

/** Whether a member's service in a whole epoch puts it on probation (docs/spec/staking.md, rule 25). */
export function lapsed({ produced, missedReveals }, expected, { revealWeight, minProductivity }) {
  if (expected === 0) return missedReveals > 0;
  return Math.max(0, produced - revealWeight * missedReveals) * 10_000 < minProductivity * expected;
}
