// SPDX-License-Identifier: Apache-2.0
// Who stands for election: the ranking.

import { el, fill, reconcile, write } from '../view/dom.js';
import { card, coinName, empty, table, title } from '../view/parts.js';
import { basisPoints, coins, count, counted, share, span } from '../view/format.js';
import { leaf } from '../view/glyph.js';
import { delegateLink, noStaking, rateText, service, standing } from '../view/staking.js';
import { whileWatching } from '../chain/live.js';
import { now } from '../chain/recent.js';
import { epochOf, lengthOf, paceOf, voterRate } from '../chain/epochs.js';
import { buckets, commissionAt, governed, identities, candidates, recentRanking, VIEWS } from '../chain/staking.js';
import { ask } from '../chain/views.js';

const RANKING_MILLIS = 10_000;

export async function show({ main, signal, say }) {
  say('Delegates');
  let facts = await fetchAll(signal);
  if (!facts) {
    fill(main, noStaking('Delegates'));
    return;
  }
  const tiles = el('dl', { class: 'tiles' });
  const note = el('p', { class: 'table-note' });
  const view = table('Delegates by their votes', columns(() => facts), []);
  const frame = el('section', { class: 'card flush' });
  const paint = () => {
    showTiles(tiles, facts);
    write(note, assumption(facts));
    if (facts.list.length === 0) {
      fill(frame, empty('Nobody stands for election yet.', 'A delegate appears here once it has registered its keys.'));
      return;
    }
    if (!view.whole.isConnected) fill(frame, view.whole, note);
    if (!view.body.matches(':focus-within')) {
      reconcile(view.body, facts.list, ({ number }) => number, view.line, (old, row) => fill(old, [...view.line(row).children]));
    }
  };
  paint();
  fill(main, title('Delegates', el('span', { class: 'steps' }, el('a', { class: 'button', href: '#/epoch' }, 'This epoch'), el('a', { class: 'button', href: '#/stake' }, 'Stake'))),
    el('p', { class: 'lead' }, 'Everybody who stakes votes for a delegate. The best by votes are candidates; who of them sits in the committee is drawn anew for each epoch.'),
    tiles, frame);
  let ranked = Date.now();
  whileWatching(signal, async () => {
    if (Date.now() - ranked >= RANKING_MILLIS) {
      ranked = Date.now();
      facts = (await fetchAll(signal)) ?? facts;
    } else {
      facts = { ...facts, epoch: (await epochOf(undefined, signal)) ?? facts.epoch };
    }
    if (!signal.aborted) paint();
  });
}

async function fetchAll(signal) {
  const [list, rules, epoch, staked] = await Promise.all([recentRanking(signal, 3000), governed(signal), epochOf(undefined, signal), ask(VIEWS.totalStaked, [], signal)]);
  if (!list || !rules) return undefined;
  const pledges = await buckets(list.map(({ pledge }) => pledge), signal);
  return {
    list: list.map((delegate, index) => ({ ...delegate, pledged: pledges[index]?.amount ?? 0n })),
    rules, epoch, staked, seats: await seatsByDelegate(epoch, list, signal), paceMillis: epoch && (await paceOf(epoch, signal)),
    total: votesOf(list),
  };
}

/** All votes as ranked: what rewards are shared by. */
export const votesOf = (list) => list.reduce((sum, { rank, votesRanked }) => (rank ? sum + votesRanked : sum), 0n);

/** Whose seat is whose: by the key the delegate stood with when the epoch was drawn, else by the one it has now. */
export async function seatsByDelegate(epoch, list, signal) {
  if (!epoch) return new Map();
  const drawn = await candidates(epoch.epoch, signal);
  const known = drawn ?? (await identities(list.map(({ identity }) => identity), signal))?.map((keys, index) => ({ ...keys, delegate: list[index].number })) ?? [];
  const byKey = new Map(known.map(({ nodeKey, delegate }) => [nodeKey, delegate]));
  return new Map(epoch.seats.filter(({ nodeKey }) => byKey.has(nodeKey)).map(({ nodeKey, seat }) => [byKey.get(nodeKey), seat]));
}

/** What a year pays a voter of a delegate, in millionths of a coin that weighs 1. */
export function yearOf({ epoch, paceMillis, rules, total }, delegate) {
  if (!delegate.rank || !epoch) return undefined;
  return voterRate({ blocks: lengthOf(epoch), paceMillis, blockReward: rules.blockReward, epochReward: rules.epochReward, votes: total }, delegate, commissionAt(delegate, now() / 1000));
}

/** What the yearly rate takes for granted, in a sentence. */
export function assumption({ epoch, paceMillis, rules }) {
  const blocks = epoch && lengthOf(epoch);
  if (!blocks || !paceMillis) return 'A yearly rate cannot be told before this chain has epochs with a pace.';
  const epochs = Math.floor((365 * 86_400_000) / (blocks * paceMillis));
  return `A year: what a coin that weighs 1 earns its voter if votes, commissions and the pace of this epoch (a block every ${span(paceMillis)}) last. `
    + `(${count(blocks)} blocks · ${coins(rules.blockReward)} + ${coins(rules.epochReward)}) ${coinName()} · ${counted(epochs, 'epoch')}, shared by votes, less the commission. Coins staked for longer weigh more, and earn as much more.`;
}

function showTiles(container, { list, staked, total, rules, epoch }) {
  const tile = (term, ...value) => el('div', { class: 'tile' }, el('dt', {}, term), el('dd', {}, value));
  const standingOnes = list.filter(({ rank, votesRanked }) => rank <= rules.candidates && votesRanked >= rules.minVotes && votesRanked > 0n).length;
  const blocks = epoch && lengthOf(epoch);
  fill(container,
    tile('Staked', `${coins(staked, 0)} `, el('small', {}, coinName())),
    tile('Votes, as ranked', coins(total, 0)),
    tile('Candidates', `${count(standingOnes)} `, el('small', {}, `of ${counted(list.filter(({ rank }) => rank).length, 'delegate')} ranked`)),
    tile(epoch ? `Epoch ${count(epoch.epoch)}` : 'Epoch', blocks ? [`${count(epoch.blocks)} `, el('small', {}, `of ${count(blocks)} blocks`)] : el('small', {}, 'the committee does not change')));
}

const columns = (facts) => [
  { head: '#', kind: 'number', cell: ({ rank }) => rank ?? '–' },
  { head: 'Delegate', cell: (delegate) => el('span', { class: 'who' }, leaf(delegate.owner), el('span', { class: 'device-cell' }, delegateLink(delegate.number, delegate.name), el('span', { class: 'narrow' }, badges(delegate, facts())[0]))) },
  { head: 'Votes', kind: 'number', cell: (delegate) => votes(delegate, facts()) },
  { head: 'Commission', kind: 'number wide', cell: (delegate) => basisPoints(commissionAt(delegate, now() / 1000)) },
  { head: 'Pledge', kind: 'number wide', cell: ({ pledged }) => coins(pledged, 0) },
  { head: 'Standing', kind: 'middle', cell: (delegate) => el('span', { class: 'badges' }, badges(delegate, facts())) },
  { head: 'This epoch', kind: 'number wide', cell: ({ number }) => service(facts().epoch?.seats[facts().seats.get(number)], facts().epoch) },
  { head: el('abbr', { title: 'What a coin that weighs 1 earns its voter; see below' }, 'A year'), kind: 'number', cell: (delegate) => rateText(yearOf(facts(), delegate)) },
];

const badges = (delegate, { rules, seats }) => standing(delegate, { seated: seats.has(delegate.number), minVotes: rules.minVotes, most: rules.candidates });

function votes(delegate, { total }) {
  if (!delegate.rank) return el('span', { class: 'quiet' }, coins(delegate.votes, 0));
  const part = Number((delegate.votesRanked * 10_000n) / (total || 1n));
  return el('span', { class: 'gas votes' }, `${coins(delegate.votesRanked, 0)} `, el('small', {}, share(delegate.votesRanked, total)),
    el('progress', { value: part, max: 1000, 'aria-hidden': 'true' }),
    delegate.probationUntil > 0 && el('small', { class: 'in-full' }, `${coins(delegate.votes, 0)} in full`));
}
