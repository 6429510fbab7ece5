// SPDX-License-Identifier: Apache-2.0
// The pieces that pages about staking share.

import { el } from './dom.js';
import { amount, badge, card, coinName, empty, title } from './parts.js';
import { coins, count, counted, decimal, stranger, when } from './format.js';
import { evenShare } from '../chain/epochs.js';

export const delegateLink = (number, name) =>
  el('a', { class: 'name', href: `#/delegate/${number}` }, el('bdi', {}, stranger(name, `Delegate ${number}`)));

/** What a page says on a chain that has no staking contracts. */
export const noStaking = (heading) => [title(heading), card(null, empty('Nobody stakes on this chain.',
  'It was started without the staking contracts: its validators are those of its genesis. ', el('a', { href: '#/epoch' }, 'See who they are')))];

/** How a delegate stands, as badges; the weightiest first. */
export function standing(delegate, { seated, minVotes, most }) {
  const out = { registered: ['plain', 'no pledge'], exited: ['plain', 'left'], expelled: ['bad', 'expelled'] }[delegate.status];
  if (out) return [badge(...out)];
  const candidate = delegate.rank <= most && delegate.votesRanked >= minVotes && delegate.votesRanked > 0n;
  return [
    delegate.status === 'leaving' && badge('warm', 'leaving'),
    delegate.status === 'suspending' && badge('warm', 'losing its pledge'),
    delegate.probationUntil > 0 && badge('warm', `probation until epoch ${count(delegate.probationUntil)}`),
    seated ? badge('good', 'in the committee') : candidate ? badge('plain', 'candidate') : badge('plain', 'below the threshold'),
  ].filter(Boolean);
}

/** Blocks made of an even share, with a bar. */
export function service(seat, epoch) {
  if (!seat || seat.produced === undefined) return el('span', { class: 'quiet' }, '–');
  const whole = evenShare(epoch) ?? Math.floor(epoch.blocks / Math.max(1, epoch.seats.length));
  return el('span', { class: 'gas' }, `${count(seat.produced)} `, el('small', {}, `of ${count(whole)}`),
    el('progress', { value: Math.min(seat.produced, Math.max(1, whole)), max: Math.max(1, whole), 'aria-hidden': 'true' }));
}

/** A yearly rate in millionths. */
export const rateText = (millionths) => (millionths === undefined ? '–' : `${decimal(millionths, 4, 2)} %`);

/** For how long a bucket stands. */
export const term = ({ days, autoStake }) => `${counted(days, 'day')}${autoStake ? ', auto-stake' : ''}`;

const STATES = {
  pledge: ['good', 'pledge'], bound: ['warm', 'bound'], voting: ['good', 'on auto-stake'], unlocking: ['good', 'unlocking'], free: ['plain', 'may be unstaked'],
  waiting: ['warm', 'waiting'], withdrawable: ['plain', 'may be withdrawn'],
};

/** A bucket's state, and when it ends where that is certain. */
export const stateOf = ({ name, until }) => el('span', { class: 'pair' }, el('span', {}, badge(...STATES[name])), until && el('small', {}, `until ${when(until * 1000)}`));

/** Columns about a bucket that the account's page and the staking page share. */
export const bucketColumns = (nameOf, stateFor) => [
  { head: el('abbr', { title: 'The bucket’s number' }, '#'), kind: 'number', cell: ({ number }) => number },
  { head: 'Coins', kind: 'number', cell: (bucket) => el('span', { class: 'pair' }, amount(bucket.amount), el('small', { class: 'middle' }, `weighs ${coins(bucket.weight, 2)}`)) },
  { head: 'For', kind: 'middle', cell: term },
  { head: 'Delegate', cell: (bucket) => el('span', { class: 'device-cell' },
    bucket.delegate === 0 ? el('span', { class: 'quiet' }, 'nobody') : delegateLink(bucket.delegate, nameOf(bucket.delegate)),
    el('span', { class: 'narrow' }, badge(...STATES[stateFor(bucket).name]))) },
  { head: 'State', kind: 'middle', cell: (bucket) => stateOf(stateFor(bucket)) },
  { head: 'Pending', kind: 'number', cell: ({ pending }) => [coins(pending, 6), el('small', { class: 'middle' }, ` ${coinName()}`)] },
];
