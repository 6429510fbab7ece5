// SPDX-License-Identifier: Apache-2.0
// The way of one transfer by its tracking id: every step that this chain's contracts told of, and what comes next.

import { el, fill } from '../view/dom.js';
import { accountLink, blockLink, card, coinName, copyable, empty, facts, title } from '../view/parts.js';
import { count, when } from '../view/format.js';
import { cargo, came, chainLink, kindOf, placeOf } from '../view/sidechains.js';
import { whileWatching } from '../chain/live.js';
import { now, status } from '../chain/recent.js';
import { namesOf } from '../chain/assets.js';
import { chains, kindOfChain, rootTimes } from '../chain/hub.js';
import { stepsOf } from '../chain/hubHistory.js';
import { bridgedAssets, outpost, rootNames } from '../chain/outpost.js';
import { INBOX, OUTBOX } from '../chain/hubWords.js';
import { waitingText } from '../chain/sidechainWords.js';
import { wholeNumber } from '../routes.js';

const REFRESH_MILLIS = 5000;
const WINDOWS = 2;

export async function show({ main, signal, say, args: [tracking], query }) {
  say(`Transfer ${tracking.slice(0, 10)}`);
  const near = wholeNumber(query, 'block');
  const { hasHub, hasOutpost } = await kindOfChain();
  if (!hasHub && !hasOutpost) {
    fill(main, title('Transfer'), card(null, empty('This chain is neither a root nor a sidechain.', 'Nothing goes from it to another one.')));
    return;
  }
  let windows = WINDOWS;
  let last = 0;
  const paint = async () => {
    last = Date.now();
    const found = await stepsOf(tracking, near, windows, signal);
    const sent = found.steps.find(({ event }) => event === 'Sent');
    const nameOf = await namesFor(sent, signal);
    const next = await nextOf(found.steps, hasOutpost, signal);
    if (signal.aborted) return;
    const further = !found.isWhole && !sent && el('button', { class: 'button', type: 'button', on: { click: ({ currentTarget }) => {
      currentTarget.disabled = true;
      windows *= 4;
      paint().catch(() => { currentTarget.disabled = false; });
    } } }, 'Look further back');
    fill(main, title('Transfer'),
      card(null, facts(
        ['Tracking id', copyable(tracking)],
        sent && ['Brings', el('span', {}, kindOf(sent), ' ', cargo(sent, nameOf))],
        sent && ['From', el('span', {}, accountLink(sent.sender, { full: true }), ' on ', sideOf(sent.from, hasOutpost))],
        sent && ['To', el('span', {}, el('span', { class: 'mono' }, sent.recipient), ' on ', sideOf(sent.to, hasOutpost))],
        sent && ['If it fails', el('span', {}, 'back to ', el('span', { class: 'mono' }, sent.refund))])),
      el('section', { class: 'card' }, el('div', { class: 'card-head' }, el('h2', {}, 'Its way, as far as this chain knows')),
        found.steps.length === 0 ? el('div', { class: 'empty' }, el('p', { class: 'empty-head' }, 'No step of it was found.'), el('p', {}, `Looked at the blocks from ${count(found.from)} on. Steps on another chain are told by that chain’s own explorer${hasHub ? '; what comes from a chain is known here once somebody claims it' : ''}.`), further)
          : [el('ol', { class: 'way' }, found.steps.map(stepItem), next && el('li', { class: next.kind }, el('strong', {}, next.head), el('p', {}, next.text))), further]));
  };
  await paint();
  whileWatching(signal, async () => {
    if (Date.now() - last >= REFRESH_MILLIS && !main.matches(':focus-within')) await paint();
  });
}

/** How the asset of a transfer is called: what left a sidechain goes by its address on the root. */
async function namesFor(sent, signal) {
  if (sent?.contract !== OUTBOX) return namesOf(sent ? [sent.asset] : [], coinName(), signal);
  const [here, rows] = await Promise.all([outpost(signal), bridgedAssets(signal)]);
  return rootNames(here ?? {}, rows, await namesOf(rows.map(({ twin }) => twin), coinName(), signal), coinName());
}

/** A side of a message: on a sidechain its own number is this chain, and the root is elsewhere. */
function sideOf(id, isSidechain) {
  if (Number(id) === status()?.chainId) return 'this chain';
  if (Number(id) === 0) return isSidechain ? 'the root' : 'this root';
  return isSidechain ? `chain ${id}` : placeOf(id);
}

function stepItem(one) {
  const [head, text] = wordsOf(one) ?? [one.event];
  return el('li', { class: one.event === 'Claimed' && !one.paid ? 'bad' : one.event === 'Handled' && !one.delivered ? 'bad' : '' },
    el('strong', {}, head), text && el('p', {}, text),
    el('small', {}, 'block ', blockLink(one.block), one.seconds !== undefined && [' · ', came(one.seconds)], ' · ', el('a', { href: `#/transaction/${one.hash}` }, 'transaction')));
}

function wordsOf(one) {
  switch (one.event) {
    case 'Sent':
      if (one.contract !== INBOX) return [`Sent on this chain, in run ${count(one.run)}`, 'It leaves with the checkpoint of that run.'];
      return [el('span', {}, one.from === 0n ? 'Sent to ' : 'Put into the inbox of ', chainLink(one.chain)), `It is message ${count(one.index)} of the chain’s inbox.`];
    case 'Drawn': return ['Let through by the outflow limit', one.drawn === one.amount ? 'All of it.' : `${count((one.drawn * 100n) / (one.amount || 1n))} % of it so far; the rest by claiming again.`];
    case 'Claimed': return [one.paid ? 'Claimed and paid on this root' : 'Claimed, but its receiver refused', one.paid ? `It left with checkpoint ${count(one.sequence)}.` : 'Its value went to whom the message names for that.'];
    case 'Forwarded': return one.to === 0n ? ['Given back on this root', 'The other chain does not take it.'] : [el('span', {}, 'Went on to ', chainLink(one.to)), `It is message ${count(one.place)} of that chain’s inbox.`];
    case 'PaidBack': return ['Paid back on this root', 'The chain ended before it handled the message.'];
    case 'Handled': return one.delivered ? ['Handled on this chain', 'It was delivered.'] : ['Not delivered on this chain', 'Its value goes back with a checkpoint.'];
    default: return undefined;
  }
}

/** What comes after the last step: { kind, head, text }, or undefined where that is nothing. */
async function nextOf(steps, hasOutpost, signal) {
  const last = steps.at(-1);
  if (last?.event === 'Sent' && last.contract === INBOX) {
    const [chain] = await chains([Number(last.chain)], signal);
    return chain && afterInbox(Number(last.index), chain);
  }
  if (last?.event === 'Forwarded' && last.to !== 0n) {
    const [chain] = await chains([Number(last.to)], signal);
    return chain && afterInbox(Number(last.place), chain);
  }
  if (last?.event === 'Drawn' && last.drawn !== last.amount) return { kind: 'waits', head: 'Waits for the outflow limit', text: 'Anybody may claim the rest as the limit is refilled.' };
  if (last?.event === 'Sent' && hasOutpost) {
    const here = await outpost(signal);
    const closed = here && Number(last.run) <= here.lastClosed;
    return here && { kind: 'waits', head: closed ? `Run ${count(last.run)} is closed` : `Run ${count(last.run)} is not closed yet`, text: closed ? ['Its committee signs a checkpoint about it; the root’s explorer shows when that is accepted, and when it can be paid. Then anybody may claim it: ', el('code', {}, `./banyan bridge claim ${last.tracking} --chain-node ${location.origin} --key my.key`)] : `It closes with block ${count(Number(last.run) * here.runBlocks)}.` };
  }
  return undefined;
}

function afterInbox(index, chain) {
  const name = el('span', {}, chainLink(chain.id, chain.name));
  if (chain.state === 'EXIT' && index >= (chain.ending?.cursor ?? 0)) return { kind: 'waits', head: 'The chain has ended', text: 'It did not handle the message; anybody may have it paid back.' };
  if (index < chain.line.cursor) return { kind: '', head: el('span', {}, 'Handled by ', name), text: `Its committee says so since checkpoint ${count(chain.line.sequence)} at the latest${chain.accepted ? `, accepted by ${when(rootTimes(chain, chain.accepted.clock, now() / 1000)[1] * 1000)}` : ''}. What it did there, the chain’s own explorer shows.` };
  return { kind: 'waits', head: el('span', {}, 'Waits for ', name), text: `In its inbox ${waitingText(chain)}.` };
}
