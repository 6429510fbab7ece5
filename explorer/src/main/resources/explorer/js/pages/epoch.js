// SPDX-License-Identifier: Apache-2.0
// One epoch: who was drawn into its committee, and how its members serve.

import { el, fill, reconcile } from '../view/dom.js';
import { accountLink, badge, blockLink, card, copyable, empty, facts, table, title } from '../view/parts.js';
import { coins, count, counted, percent, short, span } from '../view/format.js';
import { icon, leaf } from '../view/glyph.js';
import { drawing } from '../view/draw.js';
import { delegateLink, service } from '../view/staking.js';
import { whileWatching } from '../chain/live.js';
import { epochOf, evenShare, lengthOf, paceOf } from '../chain/epochs.js';
import { candidates } from '../chain/staking.js';

export async function show({ main, signal, say, args: [digits] }) {
  const asked = digits === undefined ? undefined : Number(digits);
  const [epoch, current] = await Promise.all([epochOf(asked, signal), epochOf(undefined, signal)]);
  if (!epoch || !current) {
    say('Epoch');
    fill(main, title('No such epoch'), card(null, current
      ? empty('This epoch is not decided yet, or this node does not know it any more.', el('a', { href: '#/epoch' }, 'See the current one'))
      : empty('This node does not name its validators.')));
    return;
  }
  const changing = lengthOf(epoch) !== undefined;
  say(changing ? `Epoch ${count(epoch.epoch)}` : 'Validators');
  const running = epoch.epoch === current.epoch;
  const state = { epoch, list: await standing(epoch, signal), paceMillis: await paceOf(epoch, signal), running };
  const hero = heroPanel();
  const view = table('The committee', columns(() => state), []);
  const paint = () => {
    hero.show(state);
    if (!view.body.matches(':focus-within')) {
      reconcile(view.body, state.epoch.seats, ({ seat }) => seat, view.line, (old, row) => fill(old, [...view.line(row).children]));
    }
  };
  paint();
  fill(main,
    title(changing ? `Epoch ${count(epoch.epoch)}` : 'Validators', changing && (running ? badge('good', 'Now') : badge('plain', icon('done'), 'Over')), changing && steps(epoch, current)),
    el('p', { class: 'lead' }, about(epoch, changing)),
    hero.panel,
    el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, counted(epoch.seats.length, 'seat')), el('div', { class: 'card-aside' }, el('a', { href: '#/delegates' }, 'All delegates'))), view.whole),
    idle(state.list),
    card('Facts', facts(
      ['Blocks', changing ? el('span', {}, blockLink(epoch.firstBlock), ' to ', count(epoch.lastBlock)) : el('span', {}, 'from ', blockLink(epoch.firstBlock), ' on')],
      ['Quorum', `${count(epoch.quorum)} of ${counted(epoch.seats.length, 'seat')}`],
      ['Beacon', el('span', {}, copyable(epoch.beacon), changing && el('small', { class: 'explained' }, 'the randomness that drew this committee: every proposer before had added to it, and none could choose it'))],
      ['Committee root', copyable(epoch.committeeRoot)],
    )));
  if (!running) return;
  let told = Date.now();
  let over = false;
  whileWatching(signal, async () => {
    if (over) return;
    const next = await epochOf(undefined, signal);
    if (signal.aborted || !next) return;
    if (next.epoch !== state.epoch.epoch) {
      // Who looks at "now" sees the next committee; who asked for this very epoch keeps it.
      over = true;
      await show({ main, signal, say, args: asked === undefined ? [] : [digits] });
      return;
    }
    state.epoch = next;
    if (Date.now() - told > 10_000) {
      told = Date.now();
      state.paceMillis = (await paceOf(next, signal)) ?? state.paceMillis;
    }
    if (!signal.aborted) paint();
  });
}

/** The candidates with their seats; where none are kept, nobody is shown as passed over. */
async function standing(epoch, signal) {
  const seatOf = new Map(epoch.seats.map(({ nodeKey, seat }) => [nodeKey, seat]));
  return ((await candidates(epoch.epoch, signal)) ?? []).map((candidate) => ({ ...candidate, seat: seatOf.get(candidate.nodeKey) }));
}

const steps = ({ epoch }, current) => el('nav', { class: 'steps', 'aria-label': 'Neighbouring epochs' },
  epoch > 0 && el('a', { class: 'button square', href: `#/epoch/${epoch - 1}`, 'aria-label': 'Epoch before' }, icon('back')),
  epoch < current.epoch && el('a', { class: 'button square', href: `#/epoch/${epoch + 1}`, 'aria-label': 'Epoch after' }, icon('next')));

/** Simplex holds while fewer than a third of the seats fail: quorum n - f with n > 3f. */
function about({ seats, quorum }, changing) {
  const faulty = seats.length - quorum;
  const harm = faulty <= 0 ? 'none may fail' : `any ${faulty === 1 ? 'one' : faulty} of them may fail or lie without harm`;
  const who = seats.length === 1 ? 'One validator runs this chain and signs every block alone.'
    : `${count(seats.length)} validators ${changing ? 'sit in this epoch' : 'run this chain'}. A block is final once ${quorum} of them have signed it; ${harm}.`;
  return changing ? who : `${who} This chain’s committee does not change.`;
}

function heroPanel() {
  const picture = el('div', { class: 'draw-place' });
  const numbers = el('dl', { class: 'metrics' });
  const progress = el('progress', { max: 1, value: 0, 'aria-label': 'How much of the epoch is over' });
  const panel = el('section', { class: 'hero epoch-hero', 'aria-label': 'The draw' }, picture, el('div', { class: 'epoch-progress' }, progress), el('div', { class: 'hero-front' }, numbers));
  const metric = (term, value, hint) => el('div', { class: 'metric' }, el('dt', {}, term), el('dd', {}, el('span', { class: 'metric-value' }, value), el('span', { class: 'metric-hint' }, hint)));
  return {
    panel,
    show({ epoch, list, paceMillis, running }) {
      const whole = lengthOf(epoch);
      const share = evenShare(epoch) ?? Math.ceil(epoch.blocks / Math.max(1, epoch.seats.length));
      const seats = epoch.seats.map((seat) => ({ ...seat, href: hrefOf(seat, list) }));
      if (!picture.matches(':hover')) fill(picture, drawing(list.map((candidate) => ({ ...candidate, href: `#/delegate/${candidate.delegate}` })), seats, share));
      progress.parentElement.hidden = whole === undefined;
      progress.value = whole === undefined ? 0 : epoch.blocks / whole;
      const left = whole !== undefined && paceMillis && (whole - epoch.blocks) * paceMillis;
      const missed = epoch.seats.reduce((sum, { missedReveals }) => sum + (missedReveals ?? 0), 0);
      fill(numbers,
        metric('Block', whole === undefined ? count(epoch.blocks) : `${count(epoch.blocks)} of ${count(whole)}`,
          whole === undefined ? 'no epoch ends' : running && left !== undefined ? (left > 0 ? `about ${span(left)} left` : 'the last one') : 'over'),
        metric('Drawn', `${count(epoch.seats.length)}${list.length > 0 ? ` of ${count(list.length)}` : ''}`, list.length > 0 ? 'candidates, by the beacon' : 'in the committee'),
        metric('To sign a block', `${count(epoch.quorum)} of ${count(epoch.seats.length)}`, percent(epoch.quorum, epoch.seats.length)),
        metric('Missed reveals', count(missed), missed === 0 ? 'everybody keeps up' : `by ${counted(epoch.seats.filter(({ missedReveals }) => missedReveals > 0).length, 'member')}`));
    },
  };
}

const hrefOf = ({ nodeKey, operator }, list) => {
  const delegate = list.find((candidate) => candidate.nodeKey === nodeKey)?.delegate;
  return delegate ? `#/delegate/${delegate}` : `#/account/${operator}`;
};

const columns = (state) => [
  { head: 'Seat', kind: 'number', cell: ({ seat }) => seat },
  { head: 'Member', cell: (seat) => el('span', { class: 'who' }, leaf(seat.operator), named(seat, state().list)) },
  { head: 'Operator', kind: 'wide', cell: ({ operator }) => accountAddress(operator) },
  { head: 'Signing key', kind: 'wide', cell: ({ blsPublicKey }) => (blsPublicKey ? copyable(blsPublicKey, el('span', { class: 'mono', title: blsPublicKey }, short(blsPublicKey))) : '–') },
  { head: 'Votes', kind: 'number middle', cell: ({ nodeKey }) => votesOf(nodeKey, state().list) },
  { head: 'Blocks', kind: 'number', cell: (seat) => service(seat, state().epoch) },
  { head: 'Missed reveals', kind: 'number', cell: ({ missedReveals }) => (missedReveals > 0 ? badge('warm', missedReveals) : (missedReveals ?? '–')) },
];

const accountAddress = (address) => el('a', { class: 'mono', href: `#/account/${address}`, title: address }, short(address));

function named(seat, list) {
  const candidate = list.find(({ nodeKey }) => nodeKey === seat.nodeKey);
  return candidate ? delegateLink(candidate.delegate, seat.name) : accountLink(seat.operator);
}

function votesOf(key, list) {
  const candidate = list.find(({ nodeKey }) => nodeKey === key);
  return candidate ? coins(candidate.votes, 0) : el('span', { class: 'quiet' }, '–');
}

function idle(list) {
  const passed = list.filter(({ seat }) => seat === undefined);
  if (passed.length === 0) return undefined;
  return card('Not drawn this time', el('ul', { class: 'owned' }, passed.map(({ delegate, name, operator, votes }) =>
    el('li', { class: 'who' }, leaf(operator), el('span', { class: 'device-cell' }, delegateLink(delegate, name), el('small', {}, `${coins(votes, 0)} votes`))))));
}
