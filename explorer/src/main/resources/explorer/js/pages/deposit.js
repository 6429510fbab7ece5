// SPDX-License-Identifier: Apache-2.0
// Sending to a sidechain with a wallet: the coin, the chain's own tokens home, and tokens of this root.

import { el, fill } from '../view/dom.js';
import { card, coinName, empty, title } from '../view/parts.js';
import { big } from '../view/format.js';
import { chainLink, noChain, stateBadge, tierBadge } from '../view/sidechains.js';
import { bridgeForm } from '../view/bridgeForm.js';
import { fieldOf } from '../view/fields.js';
import { call } from '../chain/rpc.js';
import { whileWatching } from '../chain/live.js';
import { now } from '../chain/recent.js';
import { askAll } from '../chain/views.js';
import { balanceOf, namesOf } from '../chain/assets.js';
import { deposit } from '../chain/bridgeDeeds.js';
import { accountEntry } from '../chain/entries.js';
import { chain as chainBy, VIEWS, wrapperOf } from '../chain/hub.js';
import { foundingOf, messagesOf } from '../chain/hubHistory.js';
import { COIN } from '../chain/hubWords.js';
import { meaningOf, takes } from '../chain/sidechainWords.js';
import { assetsIn } from './sidechain.js';

const OWN = `0x${'0'.repeat(64)}`;
const REFRESH_MILLIS = 5000;
/** So many of the newest messages tell which tokens people bring. */
const LOOKED_AT = 16;

export async function show({ main, signal, say, args: [id], query }) {
  say(`Send to chain ${id}`);
  const number = Number(id);
  const chain = await chainBy(number, signal);
  const seconds = () => Math.floor(now() / 1000);
  if (!chain) {
    fill(main, noChain(number));
    return;
  }
  const heading = title(['Send to ', chainLink(chain.id, chain.name)], tierBadge(chain), stateBadge(chain, seconds()));
  if (!takes(chain, seconds())) {
    fill(main, heading, card(null, empty('It takes nothing now.', meaningOf(chain, seconds()))));
    return;
  }
  const token = accountEntry(query.get('token') ?? '').value;
  const assets = await assetsFor(chain, token, seconds(), signal);
  const facts = { account: undefined, assets, node: location.origin, get seconds() { return seconds(); } };
  const form = bridgeForm('What goes there', facts, (told) => deposit(told, chain), (told) => balances(told, signal), signal);
  let last = Date.now();
  await form.renew();
  fill(main, heading, el('p', { class: 'lead' }, meaningOf(chain, seconds())), form.wallet, form.notice,
    el('div', { class: 'columns' }, form.whole, el('div', { class: 'stack' }, tokenCard(chain, token, assets), card('How it goes', el('ol', { class: 'chain' }, HOW.map(([head, text]) => el('li', {}, el('strong', {}, head), text)))))));
  whileWatching(signal, async () => {
    if (Date.now() - last < REFRESH_MILLIS) return;
    last = Date.now();
    await form.renew();
  });
}

const HOW = [
  ['This root takes it', 'Into an escrow that is the chain’s alone. The message gets a tracking id in the same step.'],
  ['The chain handles it', 'Its members look at this root and bring in what they saw as final, in order.'],
  ['Or it comes back', 'By itself, to your account on this root, if it cannot be delivered or its day is over.'],
];

/** What can be sent: the coin, the chain's own tokens, what people bring lately, and one that was asked for. */
async function assetsFor(chain, token, seconds, signal) {
  const [own, founding, messages] = await Promise.all([wrapperOf(chain.id, OWN, signal), foundingOf(chain, signal), messagesOf(chain, chain.inbox - 1, LOOKED_AT, seconds, signal)]);
  const wrappers = new Set([own, ...founding.wrappers.map(({ address }) => address)].filter(Boolean));
  const all = [...new Set([COIN, ...wrappers, ...founding.limited, ...assetsIn(messages), token].filter(Boolean))];
  const [nameOf, kinds] = await Promise.all([namesOf(all, coinName(), signal), askAll(all.map((asset) => [VIEWS.isToken, [asset]]), signal)]);
  // A token whose decimals nobody tells cannot be written as people write amounts.
  return all.map((asset, index) => ({ ...nameOf(asset), asset, isOwn: wrappers.has(asset), isToken: kinds[index]?.[0] === true, have: undefined }))
    .filter(({ isToken, decimals }) => !isToken && decimals !== undefined);
}

async function balances(facts, signal) {
  const { account } = facts;
  const wei = account && big(await call('eth_getBalance', [account, 'latest'], signal));
  const held = account ? await askAll(facts.assets.filter(({ asset }) => asset !== COIN).map(({ asset }) => balanceOf(asset, account)), signal) : [];
  let next = 0;
  for (const asset of facts.assets) asset.have = !account ? undefined : asset.asset === COIN ? wei : held[next++];
  return wei;
}

/** A token that nobody brought lately is named by its address. */
function tokenCard(chain, token, assets) {
  const missing = token && !assets.some(({ asset }) => asset === token);
  const field = fieldOf({ name: 'token', kind: 'account', label: 'Another token of this root', value: token, hint: 'Its address. ERC-20 tokens; others are for the command line.' });
  if (missing) field.complain('That is no ERC-20 token that tells its decimals.');
  return card(null, el('form', { class: 'watching token', novalidate: true, on: { submit: (event) => {
    event.preventDefault();
    const { value, wrong } = accountEntry(field.read());
    field.complain(wrong);
    if (value) location.hash = `#/sidechain/${chain.id}/deposit?token=${value}`;
  } } }, field.whole, el('button', { class: 'button', type: 'submit' }, 'Take it')));
}
