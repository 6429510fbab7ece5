// SPDX-License-Identifier: Apache-2.0
// Who is paid what was earned, and what a delegate's owner does. Deeds as in bucketDeeds.js.

import { choiceEntry, percentEntry, together } from './entries.js';
import { commandLine } from './bucketDeeds.js';
import { bucketState, commissionAt } from './staking.js';
import { DELEGATES, inputOf, REWARDS } from './stakingWords.js';
import { basisPoints, coins, counted, short, span, stranger } from '../view/format.js';

const nothing = { fields: [], read: () => ({ wanted: {} }) };
const plain = (to, name, values) => ({ to, data: inputOf(to, name, values), value: 0n });
const pendingOf = (buckets) => buckets.reduce((sum, { pending }) => sum + pending, 0n);
const listed = (buckets) => (buckets.length === 1 ? `Bucket ${buckets[0].number}` : counted(buckets.length, 'bucket'));
const numbersOf = (buckets) => buckets.map(({ number }) => number);

/** Those that have something to pay, as many as one call takes. */
const worth = (buckets, most) => buckets.filter(({ pending }) => pending > 0n).slice(0, most);

/** Pays what buckets earned; undefined where that is nothing. */
export function claim(facts, buckets) {
  const paid = worth(buckets, facts.atOnce.mostClaimed);
  return paid.length === 0 ? undefined : {
    title: 'Claim rewards', verb: 'Claim', about: 'Pays what it earned to you.', ...nothing,
    says: () => [`${listed(paid)} ${paid.length === 1 ? 'pays' : 'pay'} ${coins(pendingOf(paid), 18)} ${facts.coin} to you, and what comes until then.`],
    call: () => plain(REWARDS, 'claim', [numbersOf(paid)]),
    command: () => commandLine(facts, `stake claim ${numbersOf(paid).join(' ')}`),
  };
}

/** Adds what buckets earned to them; undefined where there is nothing to add. */
export function compound(facts, buckets) {
  const grown = worth(buckets.filter(({ unstaked }) => !unstaked), facts.atOnce.mostClaimed);
  return grown.length === 0 ? undefined : {
    title: 'Compound rewards', verb: 'Compound', about: 'Adds what it earned to it; it comes free when the bucket does.', ...nothing,
    says: () => [`Adds ${coins(pendingOf(grown), 18)} ${facts.coin} to ${grown.length === 1 ? `bucket ${grown[0].number}` : `${counted(grown.length, 'bucket')}, to each what it earned`}.`, 'It weighs more then, and comes free when the bucket does.'],
    call: () => plain(REWARDS, 'compound', [numbersOf(grown)]),
    command: () => commandLine(facts, `stake compound ${numbersOf(grown).join(' ')}`),
  };
}

/** Pays a delegate's own part to its account; undefined where that is nothing. */
export const claimOwn = (facts, delegate, earned) => (earned > 0n ? {
  title: `Claim for ${stranger(delegate.name)}`, verb: 'Claim', about: 'Pays its commission and bonus to its account.', ...nothing,
  says: () => [`Pays ${coins(earned, 18)} ${facts.coin} to ${short(delegate.rewardAddress, 6, 6)}, where this delegate is paid.`],
  call: () => plain(REWARDS, 'claimDelegate', [delegate.number]),
  command: () => commandLine(facts, `delegate claim ${delegate.number}`),
} : undefined);

export function commission(facts, delegate) {
  const { rules: { maxCommission, commissionDelay }, seconds } = facts;
  const now = commissionAt(delegate, seconds);
  return {
    title: `Commission of ${stranger(delegate.name)}`, verb: 'Set', about: `Now ${basisPoints(now)}. It falls at once and rises after ${span(commissionDelay * 1000)}.`,
    fields: [{ name: 'commission', kind: 'percent', label: 'Commission in percent', value: basisPoints(now).replace(' %', ''), hint: `0 to ${basisPoints(maxCommission)}.` }],
    read: ({ commission: text }) => together({ commission: percentEntry(text, { most: maxCommission }) }),
    says: ({ commission: points }) => [points > now ? `Rises from ${basisPoints(now)} to ${basisPoints(points)} after ${span(commissionDelay * 1000)}, so that voters can leave first.` : `Is ${basisPoints(points)} from now on.`],
    call: ({ commission: points }) => plain(DELEGATES, 'setCommission', [delegate.number, points]),
    command: ({ commission: points }) => commandLine(facts, `delegate commission ${delegate.number} ${basisPoints(points).replace(' %', '')}`),
  };
}

/** Why a bucket cannot be a delegate's pledge, or undefined (rule 15). */
export function cannotPledge(bucket, delegate, { rules, seconds }) {
  if (bucket.unstaked) return 'it is unstaked';
  if (bucket.delegate !== delegate.number) return 'it does not vote for this delegate';
  if (['pledge', 'bound'].includes(bucketState(bucket, seconds, 0).name)) return 'it is bound';
  return bucket.amount < rules.minPledge ? 'it is too small' : undefined;
}

export function activate(facts, delegate, buckets) {
  const able = buckets.filter((bucket) => cannotPledge(bucket, delegate, facts) === undefined);
  return {
    title: `Pledge for ${stranger(delegate.name)}`, verb: 'Put up', grave: true,
    about: `Makes a bucket of yours its pledge: at least ${coins(facts.rules.minPledge)} ${facts.coin} that vote for it.`,
    fields: [{ name: 'bucket', kind: 'choice', label: 'Bucket', value: String(able[0]?.number ?? ''), choices: able.length === 0 ? [['', 'no bucket of yours can be its pledge']] : able.map(({ number, amount }) => [number, `Bucket ${number}, ${coins(amount, 4)} ${facts.coin}`]),
      hint: 'Put up by somebody else, it takes an endorsement: see the command line.' }],
    read: ({ bucket }) => together({ bucket: choiceEntry(bucket, numbersOf(able), `It takes a bucket with at least ${coins(facts.rules.minPledge)} ${facts.coin} that votes for the delegate and is not bound.`) }),
    says: ({ bucket }) => [
      `Bucket ${bucket} stands good for ${stranger(delegate.name)}, which is ranked from then on.`,
      `It is bound while it stands, and ${span(facts.rules.unbonding * 1000)} after that. If the delegate votes twice in one view, a part of it is lost.`,
    ],
    call: ({ bucket }) => plain(DELEGATES, 'activate', [delegate.number, bucket]),
    command: ({ bucket }) => commandLine(facts, `delegate activate ${delegate.number} ${bucket}`),
  };
}

export const exit = (facts, delegate) => ({
  title: `Leave with ${stranger(delegate.name)}`, verb: 'Leave for good', about: 'Ends its standing for election, for good.', grave: true, ...nothing,
  says: () => [
    delegate.status === 'registered' ? `${stranger(delegate.name)} is out at once, for good.` : `${stranger(delegate.name)} is queued to leave with one of the next epochs, for good.`,
    `Its pledge stays bound for ${span(facts.rules.unbonding * 1000)} after that. This cannot be taken back.`,
  ],
  call: () => plain(DELEGATES, 'requestExit', [delegate.number]),
  command: () => commandLine(facts, `delegate exit ${delegate.number}`),
});
