// SPDX-License-Identifier: Apache-2.0
// One sidechain: what it could do to somebody, what it holds, who signs for it, and what goes to and fro.

import { el, fill } from '../view/dom.js';
import { accountLine, badge, card, cardWith, coinName, copyable, empty, facts, moment, table, title } from '../view/parts.js';
import { coins, count, counted, short, stranger, when } from '../view/format.js';
import { arrivalTable, checkpointTable, outboxTable } from '../view/crossing.js';
import { assetLink, checkpointLink, lasts, noChain, noHub, outflow, stateBadge, tierBadge, came } from '../view/sidechains.js';
import { whileWatching } from '../chain/live.js';
import { now } from '../chain/recent.js';
import { askAll } from '../chain/views.js';
import { namesOf, plainAmount, supplyOf } from '../chain/assets.js';
import { chain as chainBy, holdings, kindOfChain, rootTimes, wrapperOf } from '../chain/hub.js';
import { checkpointsOf, committeeOf, foundingOf, messagesOf, outboxOf } from '../chain/hubHistory.js';
import { COIN } from '../chain/hubWords.js';
import { meaningOf, takes, tierOf, waitingText } from '../chain/sidechainWords.js';

const ROWS = 8;
/** How many messages of the newest checkpoints are shown. */
const LEAVING = 8;
const REFRESH_MILLIS = 10_000;
/** Banyan's own chains name their coin so (node/sidechain/OwnToken.java). */
const OWN = `0x${'0'.repeat(64)}`;

export async function show({ main, signal, say, args: [id] }) {
  const number = Number(id);
  say(`Chain ${id}`);
  if (!(await kindOfChain()).hasHub) {
    fill(main, noHub('Sidechain'));
    return;
  }
  let chain = await chainBy(number, signal);
  if (!chain) {
    fill(main, noChain(number));
    return;
  }
  say(stranger(chain.name));
  const page = { head: el('div', { class: 'filled' }), assets: el('div', { class: 'filled' }), traffic: el('div', { class: 'stack' }), committee: el('div', {}) };
  let founding = await foundingOf(chain, signal);
  let last = 0;
  const paint = async () => {
    last = Date.now();
    const seconds = Math.floor(now() / 1000);
    const [checkpoints, messages, members, own] = await Promise.all([
      checkpointsOf(chain, chain.line.sequence, ROWS, seconds, signal), messagesOf(chain, chain.inbox - 1, ROWS, seconds, signal),
      committeeOf(chain, founding, signal), wrapperOf(number, OWN, signal)]);
    const wrappers = [...new Set([own, ...founding.wrappers.map(({ address }) => address)].filter(Boolean))];
    const met = [...new Set([COIN, ...founding.limited, ...assetsIn(messages)])].filter((asset) => !wrappers.includes(asset));
    const left = await leaving(chain, checkpoints, signal);
    const [nameOf, held] = await Promise.all([namesOf([...met, ...wrappers, ...assetsIn(left)], coinName(), signal), holdings(number, [...met, ...wrappers], signal)]);
    const supplies = await askAll(wrappers.map(supplyOf), signal);
    if (signal.aborted) return;
    fill(page.head, headOf(chain, founding, seconds));
    fill(page.assets, assetsCard(held.filter(({ asset }) => met.includes(asset)), nameOf, chain), wrappers.length > 0 && wrappersCard(held.filter(({ asset }) => wrappers.includes(asset)), supplies, nameOf));
    fill(page.traffic,
      section('Checkpoints', chain.line.sequence > ROWS && el('a', { href: `#/sidechain/${id}/checkpoints` }, 'All checkpoints'), checkpoints.length > 0 ? checkpointTable(chain, checkpoints, members, seconds) : empty('No checkpoint yet.', 'Its committee signs one about each run of its blocks; what leaves the chain, leaves with one.')),
      section('Messages to the chain', chain.inbox > ROWS && el('a', { href: `#/sidechain/${id}/messages` }, 'All messages'), messages.length > 0 ? arrivalTable(chain, messages, nameOf) : empty('Nothing was sent to it yet.')),
      section('Messages from the chain', undefined, left.length > 0 ? outboxTable(chain, left, nameOf, seconds) : empty('Nothing left with the newest checkpoints.')));
    fill(page.committee, committeeCard(chain, members, founding, async () => {
      founding = await foundingOf(chain, signal, 12);
      await paint();
    }));
  };
  await paint();
  fill(main, title(el('bdi', {}, stranger(chain.name)), tierBadge(chain), stateBadge(chain, now() / 1000),
    takes(chain, now() / 1000) && el('span', { class: 'steps' }, el('a', { class: 'button main', href: `#/sidechain/${id}/deposit` }, 'Send to it'))),
    page.head, page.assets, page.traffic, page.committee);
  whileWatching(signal, async () => {
    if (Date.now() - last < REFRESH_MILLIS || main.matches(':focus-within') || document.querySelector('dialog[open]')) return;
    last = Date.now();
    chain = (await chainBy(number, signal)) ?? chain;
    await paint();
  });
}

/** The assets of messages that are known. */
export const assetsIn = (rows) => rows.filter(({ said }) => said).map(({ said }) => said.asset);

const section = (text, aside, content) => el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, text), aside), content);

function headOf(chain, founding, seconds) {
  const { line, accepted } = chain;
  const tier = tierOf(chain.tier);
  return [
    el('p', { class: 'lead' }, meaningOf(chain, seconds)),
    el('div', { class: 'columns uneven' },
      card(null, facts(
        ['Chain id', copyable(String(chain.id))],
        ['Owner', accountLine(chain.owner)],
        ['Last checkpoint', line.sequence === 0 ? 'none yet' : el('span', {}, checkpointLink(chain.id, line.sequence), ` up to block ${count(line.lastBlock)}${accepted ? ` · term ${count(accepted.term)} · ` : ''}`, accepted && came(rootTimes(chain, accepted.clock, seconds)[1]))],
        ['Paid so far', line.sequence === 0 ? undefined : chain.mature === 0 ? 'no checkpoint has waited its time yet' : el('span', {}, 'up to checkpoint ', checkpointLink(chain.id, chain.mature))],
        ['Inbox', el('span', {}, `${counted(chain.inbox, 'message')} so far; `, waitingText(chain), chain.oldest !== undefined && chain.state === 'ACTIVE' && el('span', { class: 'quiet' }, ` of ${lasts(chain.patience)} that it may`))],
        ['Rent', chain.state === 'EXIT' ? undefined : chain.rentUntil > seconds ? `paid until ${when(chain.rentUntil * 1000)}` : `ran out on ${when(chain.rentUntil * 1000)}`],
        ['In this state', el('span', {}, 'since ', moment(chain.since * 1000))],
        founding.registered && ['Registered', el('span', {}, founding.registered.seconds === undefined ? '' : [moment(founding.registered.seconds * 1000), ' '], el('a', { href: `#/transaction/${founding.registered.hash}` }, 'by this transaction'))],
        ['Genesis', el('span', { class: 'mono hash' }, chain.genesis)],
        chain.data && ['Its data', el('bdi', {}, stranger(chain.data))])),
      card(el('h2', {}, `Tier ${tier.letter}, ${tier.name}`), el('p', { class: 'tier-says' }, tier.says),
        facts(['Delay', `${lasts(chain.delay)} from a checkpoint to its payment`], ['Checkpoints', chain.tier === 1 ? 'signed by its own committee; nobody else checks them' : undefined]))),
  ];
}

function assetsCard(held, nameOf, chain) {
  const view = table('What is in escrow for the chain', [
    { head: 'Asset', cell: ({ asset }) => assetLink(nameOf(asset)) },
    { head: 'In escrow', kind: 'number', cell: ({ asset, escrow }) => plainAmount(escrow, nameOf(asset)) },
    { head: 'Released, not claimed', kind: 'number middle', cell: ({ asset, pending }) => plainAmount(pending, nameOf(asset)) },
    { head: 'Outflow used', kind: 'number', cell: ({ asset, limit }) => outflow(limit, nameOf(asset)) },
    { head: 'Refilled each hour', kind: 'number wide', cell: ({ asset, limit }) => (limit ? plainAmount(limit.perHour, nameOf(asset)) : '–') },
  ], held);
  return el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, 'Held for it here'), el('span', { class: 'quiet middle' }, 'the most that can ever leave it')), view.whole,
    el('p', { class: 'table-note' }, chain.state === 'EXIT' ? 'It has ended: this is what its users fetch.' : 'Shown are the coin, what has a limit, and what the messages below brought.'));
}

function wrappersCard(held, supplies, nameOf) {
  const rows = held.map((one, index) => ({ ...one, supply: supplies[index] }));
  const view = table('Its own tokens on this root', [
    { head: 'Token', cell: ({ asset }) => assetLink(nameOf(asset)) },
    { head: 'In circulation', kind: 'number', cell: ({ asset, supply }) => (supply === undefined ? '–' : plainAmount(supply, nameOf(asset))) },
    { head: 'Released, not claimed', kind: 'number middle', cell: ({ asset, pending }) => plainAmount(pending, nameOf(asset)) },
    // What may still be made, what is released and what was made are the cap together, always (rule 14).
    { head: 'Cap', kind: 'number', cell: ({ asset, escrow, pending, supply }) => (supply === undefined ? '–' : plainAmount(escrow + pending + supply, nameOf(asset))) },
    { head: 'Outflow used', kind: 'number middle', cell: ({ asset, limit }) => outflow(limit, nameOf(asset)) },
  ], rows);
  return el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, 'Its own tokens on this root')), view.whole);
}

/** Messages of the newest checkpoints that have any, newest first. */
async function leaving(chain, checkpoints, signal) {
  const rows = [];
  for (const checkpoint of checkpoints.filter(({ said }) => said?.outboxCount > 0n)) {
    if (rows.length >= LEAVING) break;
    const found = await outboxOf(chain, checkpoint, 0, LEAVING - rows.length, signal);
    rows.push(...found.map((message) => ({ ...message, checkpoint })));
  }
  return rows;
}

function committeeCard(chain, members, founding, further) {
  const sits = ({ term }) => term === chain.sitting && chain.sitting > 0;
  const seated = members.filter(sits);
  const bonds = seated.reduce((sum, { bond }) => sum + bond, 0n);
  const aside = el('span', { class: 'quiet' }, chain.sitting === 0 ? counted(members.length, 'member') : `term ${count(chain.sitting)}, ${counted(seated.length, 'member')}, ${coins(bonds, 2)} ${coinName()} of bonds`);
  if (members.length === 0) {
    const button = founding.from > 0 && !founding.registered && el('button', { class: 'button', type: 'button', on: { click: ({ currentTarget }) => {
      currentTarget.disabled = true;
      further().catch(() => { currentTarget.disabled = false; });
    } } }, 'Look further back');
    return cardWith('Who signs for it', undefined, founding.registered ? empty('Nobody has joined it yet.') : el('div', { class: 'empty' }, el('p', { class: 'empty-head' }, 'Not found yet.'), el('p', {}, `Members are told of by events, and there is none from block ${count(founding.from)} on that this node has.`), button));
  }
  const view = table('Members', [
    { head: 'Member', cell: ({ account }) => accountLine(account) },
    { head: 'Bond', kind: 'number', cell: ({ bond }) => [coins(bond, 2), el('small', { class: 'middle' }, ` ${coinName()}`)] },
    { head: 'Stands', cell: (member) => (member.bond === 0n ? badge('bad', 'no bond any more') : member.leaving > 0 ? badge('warm', 'leaving') : sits(member) ? badge('good', chain.state === 'EXIT' ? 'signed' : 'signs') : badge('plain', member.term === 0 ? 'not in a committee' : `in term ${count(member.term)}`)) },
    { head: 'Key', kind: 'middle', cell: ({ keyHash }) => el('span', { class: 'mono', title: keyHash }, short(keyHash)) },
  ], members);
  return el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, 'Who signs for it'), aside), view.whole);
}
