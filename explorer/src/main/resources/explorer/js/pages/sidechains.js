// SPDX-License-Identifier: Apache-2.0
// The sidechains that are registered on this root, a page at a time: a thousand of them are as light as twenty.

import { el, fill } from '../view/dom.js';
import { card, coinName, empty, title } from '../view/parts.js';
import { coins, count, counted, stranger, when } from '../view/format.js';
import { chainLink, checkpointLink, came, noHub, outflow, stateBadge, steps, tierBadge } from '../view/sidechains.js';
import { fieldOf } from '../view/fields.js';
import { whileWatching } from '../chain/live.js';
import { now } from '../chain/recent.js';
import { chainCount, chainsFrom, kindOfChain, rootTimes } from '../chain/hub.js';
import { meaningOf, tierOf, waitingText } from '../chain/sidechainWords.js';
import { COIN } from '../chain/hubWords.js';
import { wholeNumber } from '../routes.js';

const PAGE = 20;
/** A page of chains takes two hundred calls, and a chain changes with its checkpoints. */
const REFRESH_MILLIS = 12_000;

export async function show({ main, signal, say, query }) {
  say('Sidechains');
  const { hasHub } = await kindOfChain();
  const total = hasHub ? await chainCount(signal) : undefined;
  if (total === undefined) {
    fill(main, noHub('Sidechains'));
    return;
  }
  const start = Math.min(wholeNumber(query, 'from') ?? 0, Math.max(0, Math.floor((total - 1) / PAGE) * PAGE));
  const list = el('ul', { class: 'chain-list' });
  const seconds = () => Math.floor(now() / 1000);
  const paint = (found) => fill(list, found.map((chain, index) => (chain ? chainItem(chain, seconds()) : unread(start + index))));
  const load = async () => (await chainsFrom(start, PAGE, signal)) ?? [];
  let last = Date.now();
  paint(await load());
  fill(main, title('Sidechains', el('span', { class: 'steps' }, finder())),
    el('p', { class: 'lead' }, `Chains of their own that bring value and messages here and take them from here. ${total === 0 ? 'None' : counted(total, 'chain')} ${total === 1 ? 'is' : total === 0 ? 'is' : 'are'} registered, in the order in which they came. Whatever one of them does, it can take nothing that was not brought to it.`),
    total === 0 ? card(null, empty('Nobody has registered a sidechain yet.', 'Anybody may: ', el('code', {}, './banyan sidechain create'), ' begins one.')) : list,
    total > PAGE && steps(start > 0 && `#/sidechains?from=${Math.max(0, start - PAGE)}`, `${count(start + 1)} to ${count(Math.min(total, start + PAGE))} of ${count(total)}`, start + PAGE < total && `#/sidechains?from=${start + PAGE}`));
  whileWatching(signal, async () => {
    if (Date.now() - last < REFRESH_MILLIS || list.matches(':focus-within')) return;
    last = Date.now();
    const found = await load();
    if (!signal.aborted && found.length > 0) paint(found);
  });
}

/** A chain may be one of many pages: whoever knows its id needs none of them. */
function finder() {
  const field = fieldOf({ name: 'chain', kind: 'number', label: 'Chain id' });
  return el('form', { class: 'finder', novalidate: true, on: { submit: (event) => {
    event.preventDefault();
    const typed = field.read().trim();
    if (/^[1-9]\d{0,15}$/.test(typed)) location.hash = `#/sidechain/${typed}`;
    else field.complain('A chain’s id is a whole number.');
  } } }, field.whole, el('button', { class: 'button', type: 'submit' }, 'Go'));
}

const unread = (place) => el('li', { class: 'card' }, el('p', { class: 'quiet' }, `The node did not tell of chain number ${count(place + 1)}; it may be busy.`));

function chainItem(chain, seconds) {
  const { line, accepted } = chain;
  const coin = { symbol: coinName(), decimals: 18, address: COIN };
  const fact = (head, ...value) => el('div', {}, el('dt', {}, head), el('dd', {}, value));
  return el('li', { class: 'card chain-item' },
    el('div', { class: 'chain-head' }, el('h2', {}, chainLink(chain.id, chain.name)), el('span', { class: 'quiet' }, `chain ${chain.id}`),
      el('span', { class: 'badges' }, tierBadge(chain), stateBadge(chain, seconds))),
    el('p', { class: 'chain-means' }, meaningOf(chain, seconds)),
    el('dl', { class: 'chain-facts' },
      fact('In escrow', `${coins(chain.escrow, 4)} `, el('small', {}, coinName())),
      fact('Last checkpoint', line.sequence === 0 ? el('span', { class: 'quiet' }, 'none yet') : [checkpointLink(chain.id, line.sequence), ' ', el('small', {}, `up to block ${count(line.lastBlock)}${accepted ? `, term ${count(accepted.term)}` : ''}`),
        accepted && el('small', { class: 'line' }, came(rootTimes(chain, accepted.clock, seconds)[1]))]),
      fact('Inbox', waitingText(chain)),
      fact(`Outflow of ${stranger(coinName(), 'coin')} used`, outflow(chain.limit, coin))),
    el('p', { class: 'chain-tier quiet' }, tierOf(chain.tier).says),
    chain.state === 'ACTIVE' && chain.rentUntil - seconds < 7 * 86_400 && chain.rentUntil > seconds && el('p', { class: 'chain-tier held' }, `Its rent is paid until ${when(chain.rentUntil * 1000)}.`));
}
