// SPDX-License-Identifier: Apache-2.0
// What may be done with a bucket or a delegate now: { label, deed }, or { label, why } for what has to wait.

import { bucketState, freeAt } from './staking.js';
import * as bucketDeeds from './bucketDeeds.js';
import * as rewardDeeds from './rewardDeeds.js';
import { when } from '../view/format.js';

const moment = (seconds) => when(seconds * 1000);

/** @param all the owner's buckets */
export function bucketOffers(facts, bucket, all) {
  const state = bucketState(bucket, facts.seconds, facts.rules.withdrawalWait);
  const held = { pledge: 'It stands good for a delegate.', bound: `It was a pledge and is bound until ${moment(state.until)}.` }[state.name];
  const offer = (label, make, why) => (why ? { label, why } : { label, deed: make() });
  const others = all.filter(({ number }) => number !== bucket.number);
  const claim = offer('Claim rewards', () => rewardDeeds.claim(facts, [bucket]), bucket.pending === 0n && 'It has earned nothing yet: rewards come with each epoch, to buckets that vote for a ranked delegate.');
  const give = offer('Give away', () => bucketDeeds.transfer(facts, bucket), held);
  if (bucket.unstaked) {
    return [offer('Withdraw', () => bucketDeeds.withdraw(facts, bucket), state.name === 'waiting' && `It has to wait until ${moment(state.until)}.`), claim, give];
  }
  return [
    offer('Add coins', () => bucketDeeds.deposit(facts, bucket)),
    offer(bucket.autoStake ? 'Change days, end auto-stake' : 'Stake for longer', () => bucketDeeds.extend(facts, bucket)),
    offer('Change vote', () => bucketDeeds.vote(facts, bucket), state.name === 'pledge' && 'A pledge votes for its delegate.'),
    claim,
    offer('Compound', () => rewardDeeds.compound(facts, [bucket]), bucket.pending === 0n && 'There is nothing to add.'),
    offer('Who may compound', () => bucketDeeds.compounding(facts, bucket)),
    offer('Merge others into it', () => bucketDeeds.merge(facts, bucket, others),
      others.every((other) => bucketDeeds.cannotMerge(other, bucket, facts.seconds)) && 'You have no bucket that could go into it: coins may not come free earlier than they were promised to.'),
    give,
    offer('Unstake', () => bucketDeeds.unstake(facts, bucket),
      held ?? (bucket.autoStake ? 'It is on auto-stake: end that first, then wait for its days.' : state.name === 'unlocking' && `Its days are over at ${moment(freeAt(bucket))}.`)),
  ];
}

/** The one thing somebody most likely wants next; undefined where that is nothing. */
export function nextFor(offers) {
  return ['Withdraw', 'Unstake', 'Claim rewards'].map((label) => offers.find((offer) => offer.label === label && offer.deed)).find(Boolean);
}

/** @param earned what waits for the delegate, in wei @param buckets its owner's */
export function delegateOffers(facts, delegate, earned, buckets) {
  const claim = rewardDeeds.claimOwn(facts, delegate, earned);
  const offers = [claim ? { label: 'Claim its rewards', deed: claim } : { label: 'Claim its rewards', why: 'Nothing waits for it: its part comes with each epoch.' }];
  if (['exited', 'expelled'].includes(delegate.status)) return offers;
  const leaving = delegate.status === 'leaving' && 'It is leaving.';
  return [
    ...offers,
    { label: 'Set commission', deed: rewardDeeds.commission(facts, delegate) },
    leaving ? { label: 'Put up a pledge', why: leaving } : { label: delegate.status === 'registered' ? 'Put up a pledge' : 'Put up another pledge', deed: rewardDeeds.activate(facts, delegate, buckets) },
    leaving ? { label: 'Leave for good', why: leaving } : { label: 'Leave for good', deed: rewardDeeds.exit(facts, delegate) },
  ];
}
