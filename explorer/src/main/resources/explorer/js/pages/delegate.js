// SPDX-License-Identifier: Apache-2.0
// One delegate: what it says of itself, its keys, its pledge, and how it served.

import { el, fill, outward } from '../view/dom.js';
import { accountLine, amount, badge, card, coinName, copyable, empty, facts, moment, table, title } from '../view/parts.js';
import { basisPoints, coins, count, decimal, share, stranger, when } from '../view/format.js';
import { leaf } from '../view/glyph.js';
import { noStaking, rateText, service, standing } from '../view/staking.js';
import { callAll } from '../chain/rpc.js';
import { now } from '../chain/recent.js';
import { epochOf, evenShare, lapsed, lengthOf, paceOf } from '../chain/epochs.js';
import { buckets, commissionAt, compressed, delegates, governed, identities, recentRanking, VIEWS } from '../chain/staking.js';
import { ask } from '../chain/views.js';
import { takingVotes } from '../chain/bucketDeeds.js';
import { assumption, seatsByDelegate, votesOf, yearOf } from './delegates.js';

/** How many epochs back its service is shown. */
const EPOCHS = 8;

export async function show({ main, signal, say, args: [digits] }) {
  const number = Number(digits);
  const [list, rules, epoch] = await Promise.all([recentRanking(signal), governed(signal), epochOf(undefined, signal)]);
  if (!list || !rules) {
    say('Delegates');
    fill(main, noStaking('Delegates'));
    return;
  }
  const delegate = list.find((candidate) => candidate.number === number) ?? (await delegates([number], signal))[0];
  if (!delegate) {
    say('No such delegate');
    fill(main, title('No such delegate'), card(null, empty('Nobody registered under this number.', el('a', { href: '#/delegates' }, 'See all delegates'))));
    return;
  }
  const [[pledge], keys, earned, paceMillis, seats, past] = await Promise.all([
    buckets([delegate.pledge], signal), identities([delegate.identity], signal), ask(VIEWS.accountOf, [number], signal),
    epoch ? paceOf(epoch, signal) : undefined, seatsByDelegate(epoch, list, signal), epoch ? pastEpochs(epoch, signal) : []]);
  const about = { rules, epoch, paceMillis, total: votesOf(list) };
  say(stranger(delegate.name));
  fill(main,
    title(el('span', { class: 'who big' }, leaf(delegate.owner), el('bdi', {}, stranger(delegate.name))),
      standing(delegate, { seated: seats.has(number), minVotes: rules.minVotes, most: rules.candidates }),
      takingVotes([delegate]).length > 0 && el('span', { class: 'steps' }, el('a', { class: 'button', href: `#/stake?delegate=${number}` }, 'Stake for it'))),
    tiles(delegate, about),
    el('div', { class: 'columns' }, profile(delegate, pledge, earned), keyCard(delegate, keys?.[0])),
    serviceRecord(delegate, keys?.[0], past, rules),
    el('p', { class: 'quiet foot-note' }, assumption(about)));
}

function tiles(delegate, about) {
  const tile = (term, ...value) => el('div', { class: 'tile' }, el('dt', {}, term), el('dd', {}, value));
  return el('dl', { class: 'tiles' },
    tile('Rank', delegate.rank ? count(delegate.rank) : 'not ranked'),
    tile(delegate.probationUntil > 0 ? 'Votes that count' : 'Votes', `${coins(delegate.rank ? delegate.votesRanked : delegate.votes, 0)} `, delegate.rank && el('small', {}, share(delegate.votesRanked, about.total))),
    tile('Commission', basisPoints(commissionAt(delegate, now() / 1000))),
    tile('A year, for a voter', rateText(yearOf(about, delegate))));
}

function profile(delegate, pledge, earned) {
  const seconds = now() / 1000;
  const web = stranger(delegate.web, '');
  return card('Profile', facts(
    ['Number', count(delegate.number)],
    web !== '' && ['Web', el('bdi', {}, outward(delegate.web, web) ?? web)],
    stranger(delegate.endpoint, '') !== '' && ['Endpoint', el('bdi', { class: 'mono' }, stranger(delegate.endpoint))],
    ['Owner', accountLine(delegate.owner)],
    ['Paid to', accountLine(delegate.rewardAddress)],
    ['Registered', moment(delegate.registeredAt * 1000)],
    ['Votes in full', amount(delegate.votes, 4)],
    delegate.probationUntil > 0 && ['Probation', el('span', {}, badge('warm', `until epoch ${count(delegate.probationUntil)}`), ' from then on its votes count in full again')],
    delegate.nextCommissionAt > seconds && ['Commission to come', `${basisPoints(delegate.nextCommission)} from ${when(delegate.nextCommissionAt * 1000)}`],
    delegate.endorsementEnds > 0 && ['Endorsement ends', when(delegate.endorsementEnds * 1000)],
    pledge ? ['Pledge', el('span', {}, amount(pledge.amount, 4), el('span', { class: 'quiet' }, ` · bucket ${pledge.number} of `), accountLine(pledge.owner))] : ['Pledge', 'none'],
    earned && ['Waiting for it', el('span', {}, `${decimal(earned[0], 18, 6)} ${coinName()}`)],
  ));
}

const keyCard = (delegate, keys) => card('Keys', keys ? facts(
  ['Identity', `number ${count(delegate.identity)}`],
  ['Operator', accountLine(keys.operator)],
  ['Node key', copyable(keys.nodeKey)],
  ['Signing key', copyable(compressed(keys.blsKey) ?? keys.blsKey)],
) : empty('The chain shows no keys for it.'));

async function pastEpochs({ epoch }, signal) {
  const numbers = Array.from({ length: Math.min(EPOCHS, epoch + 1) }, (_, back) => epoch - back);
  const answers = await callAll(numbers.map((number) => ['banyan_epoch', [`0x${number.toString(16)}`]]), signal);
  return answers.filter((answer) => Array.isArray(answer?.seats));
}

/** The chain keeps no record of probations that are over; how a delegate served says why they came. */
function serviceRecord(delegate, keys, past, rules) {
  const rows = past.map((epoch, back) => ({ epoch, over: back > 0, seat: epoch.seats.find(({ nodeKey }) => nodeKey === keys?.nodeKey) }));
  if (rows.length === 0) return undefined;
  const outcome = ({ epoch, over, seat }) => {
    if (!seat) return el('span', { class: 'quiet' }, 'not in the committee');
    // A node counts blocks for this epoch and the one before.
    if (seat.produced === undefined) return el('span', { class: 'quiet' }, 'in the committee; this node kept no count');
    if (!over || lengthOf(epoch) === undefined) return badge('good', 'serving');
    return lapsed(seat, evenShare(epoch), rules) ? badge('warm', 'fell short: probation') : badge('good', 'served well');
  };
  const view = table('How it served in the last epochs', [
    { head: 'Epoch', cell: ({ epoch }) => el('a', { href: `#/epoch/${epoch.epoch}` }, count(epoch.epoch)) },
    { head: 'Seat', kind: 'number', cell: ({ seat }) => seat?.seat ?? '–' },
    { head: 'Blocks', kind: 'number', cell: ({ seat, epoch }) => service(seat, epoch) },
    { head: 'Missed reveals', kind: 'number middle', cell: ({ seat }) => seat?.missedReveals ?? '–' },
    { head: 'Outcome', cell: outcome },
  ], rows);
  return el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, 'Service')), view.whole);
}
