// SPDX-License-Identifier: Apache-2.0
// A sidechain's own side of the bridge: how it stands to its root, what of the root stands here, and sending there.

import { el, fill } from '../view/dom.js';
import { accountLink, badge, card, coinName, empty, table, title } from '../view/parts.js';
import { big, count } from '../view/format.js';
import { bridgeForm } from '../view/bridgeForm.js';
import { bridgedTable, rootCard } from '../view/rootPanel.js';
import { cargo, came, kindOf, transferLink } from '../view/sidechains.js';
import { call } from '../chain/rpc.js';
import { whileWatching } from '../chain/live.js';
import { now } from '../chain/recent.js';
import { askAll } from '../chain/views.js';
import { balanceOf, namesOf } from '../chain/assets.js';
import { withdraw } from '../chain/bridgeDeeds.js';
import { sentLately } from '../chain/hubHistory.js';
import { bridgedAssets, outpost, rootNames } from '../chain/outpost.js';

const REFRESH_MILLIS = 4000;
const ROWS = 10;

export async function show({ main, signal, say }) {
  say('Root');
  let here = await outpost(signal);
  if (!here) {
    fill(main, title('Root'), card(null, empty('This chain is nobody’s sidechain.', 'It has no root: it was founded without the contracts that would tie it to one. ', el('a', { href: '#/' }, 'Back to the overview'))));
    return;
  }
  const panel = el('div', { class: 'stack' });
  const lately = el('div', {});
  const [rows, nameOf] = await bridged(signal);
  const facts = { account: undefined, node: location.origin, assets: assetsOf(here, rows, nameOf), get seconds() { return Math.floor(now() / 1000); }, get here() { return here; } };
  const form = facts.assets.length > 0 && bridgeForm('Send to the root', facts, withdraw, (told) => balances(told, signal), signal);
  let last = 0;
  const paint = async () => {
    last = Date.now();
    here = (await outpost(signal)) ?? here;
    const [found, names] = await bridged(signal);
    const sent = await sentLately(ROWS, signal);
    if (signal.aborted) return;
    fill(panel, rootCard(here), el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, 'Assets of the root here')),
      found.length > 0 ? bridgedTable(found, names) : empty('None is listed yet.', 'Members of the committee list them.')));
    fill(lately, el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, 'Sent lately')), sent.length > 0 ? sentTable(sent, here, rootNames(here, found, names, coinName())) : empty('Nothing left the chain lately.')));
  };
  await Promise.all([paint(), form && form.renew()]);
  fill(main, title('To and from the root'), form && form.wallet, form && form.notice,
    el('div', { class: 'columns' }, el('div', { class: 'stack' }, form ? form.whole : card(null, empty('Nothing can leave this chain.', 'Its own token stays at home, and no asset of the root is listed.'))), panel), lately);
  whileWatching(signal, async () => {
    if (Date.now() - last < REFRESH_MILLIS) return;
    if (form) await form.renew();
    if (!panel.matches(':focus-within') && !lately.matches(':focus-within')) await paint();
  });
}

async function bridged(signal) {
  const rows = await bridgedAssets(signal);
  return [rows, await namesOf(rows.map(({ twin }) => twin), coinName(), signal)];
}

/** What can be sent from here: the own token, and coins and ERC-20 tokens of the root. */
function assetsOf(here, rows, nameOf) {
  const own = here.wrapper ? [{ asset: here.wrapper, symbol: coinName(), decimals: 18, isOwn: true }] : [];
  return [...own, ...rows.filter(({ isToken, twin }) => !isToken && nameOf(twin).decimals !== undefined).map(({ asset, twin }) => ({ ...nameOf(twin), asset, twin, isOwn: false }))];
}

async function balances({ account, assets }, signal) {
  const wei = account && big(await call('eth_getBalance', [account, 'latest'], signal));
  const held = account ? await askAll(assets.filter(({ twin }) => twin).map(({ twin }) => balanceOf(twin, account)), signal) : [];
  let next = 0;
  for (const asset of assets) asset.have = !account ? undefined : asset.isOwn ? wei : held[next++];
  return wei;
}

const sentTable = (rows, here, nameOf) => table('What was sent lately, newest first', [
  { head: 'Kind', kind: 'middle', cell: kindOf },
  { head: 'Takes out', cell: (message) => cargo(message, nameOf) },
  { head: 'From', kind: 'middle', cell: ({ sender }) => accountLink(sender) },
  { head: 'To', kind: 'wide', cell: ({ to }) => (to === 0n ? 'the root' : `chain ${to}`) },
  { head: 'Sent', kind: 'middle', cell: ({ seconds }) => (seconds === undefined ? '–' : came(seconds)) },
  { head: 'Tracking', cell: ({ tracking, block }) => transferLink(tracking, block) },
  { head: 'Leaves', cell: ({ run }) => (Number(run) <= here.lastClosed ? badge('good', `with run ${count(run)}`) : badge('warm', `run ${count(run)} is open`)) },
], rows).whole;
