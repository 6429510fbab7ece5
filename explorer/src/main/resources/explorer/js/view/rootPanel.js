// SPDX-License-Identifier: Apache-2.0
// What a sidechain's explorer says of its root.

import { el } from './dom.js';
import { accountLink, card, coinName, facts, table } from './parts.js';
import { coins, count, counted, decimal } from './format.js';
import { amountOf } from '../chain/assets.js';

/** One line for the overview. */
export const rootLine = (here) => el('section', { class: 'card root-panel' },
  el('p', {}, 'This chain is a sidechain of ', el('strong', {}, `root ${here.root}`), `: ${counted(here.handled, 'message')} of it handled, run ${count(here.lastClosed)} closed, ${counted(here.sent, 'message')} sent.`),
  el('a', { href: '#/bridge' }, 'To and from the root'));

/** All of it. */
export const rootCard = (here) => card(el('h2', {}, `A sidechain of root ${here.root}`), facts(
  ['Handled', here.handled === 0 ? 'nothing of its inbox yet' : `the first ${here.handled === 1 ? 'message' : counted(here.handled, 'message')} of its inbox`],
  ['Last closed run', here.lastClosed === 0 ? 'none yet' : `${count(here.lastClosed)}, up to block ${count(here.lastClosed * here.runBlocks)}`],
  ['A run', `${counted(here.runBlocks, 'block')}; what is sent leaves with the checkpoint of its run`],
  ['Sent', counted(here.sent, 'message')],
  ['Own token out', here.wrapper ? `${coins(here.out, 4)} of ${coins(here.cap, 4)} ${coinName()}` : 'it stays at home'],
  here.wrapper && ['On the root', el('span', { class: 'mono hash' }, here.wrapper)],
  ['Members', `${here.members}; ${here.quorum} of them must see a message on the root before it is handled`]));

/** Assets of the root that stand here. */
export function bridgedTable(rows, nameOf) {
  return table('Assets of the root on this chain', [
    { head: 'Asset', cell: ({ twin }) => el('span', { class: 'pair' }, el('bdi', { class: 'name' }, nameOf(twin).symbol || 'token'), accountLink(twin)) },
    { head: 'On the root', kind: 'middle', cell: ({ asset }) => (/^0x0{40}$/.test(asset) ? 'its coin' : el('span', { class: 'mono', title: asset }, `${asset.slice(0, 6)}…${asset.slice(-4)}`)) },
    { head: 'Here', kind: 'number', cell: ({ twin, supply, isToken }) => (isToken ? counted(decimal(supply, 0), 'token') : amountOf(supply, nameOf(twin), 4)) },
  ], rows).whole;
}
