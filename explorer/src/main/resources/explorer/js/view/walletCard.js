// SPDX-License-Identifier: Apache-2.0
// The card that says which wallet is connected, and connects one.

import { el, fill, write } from './dom.js';
import { accountLine, badge, coinName } from './parts.js';
import { coins, stranger } from './format.js';
import { lookForWallets, onWallets, wallets } from '../chain/discovery.js';
import { connect, connected, disconnect, onSession, onThisChain, switchChain, WalletRefused } from '../chain/wallet.js';
import { status } from '../chain/recent.js';

const STAKING = 'To stake from this page, add a wallet to the browser, such as MetaMask or Rabby, and load the page again. Everything works on the command line too: fill in a form and it shows the command.';

/**
 * @param watch what is offered without a wallet beside, or undefined
 * @param without what a browser without a wallet is told
 * @returns { card, balance(wei) }
 */
export function walletCard(signal, watch, without = STAKING) {
  const body = el('div', {});
  const said = el('p', { class: 'wallet-said', role: 'status' });
  const balance = el('span', { class: 'balance' });
  const attempt = (job) => async ({ currentTarget }) => {
    currentTarget.disabled = true;
    write(said, 'Waiting for the wallet …');
    let sentence = '';
    try {
      await job();
    } catch (failure) {
      if (!(failure instanceof WalletRefused)) throw failure;
      sentence = failure.calm ? 'You declined in the wallet.' : failure.message;
    } finally {
      currentTarget.disabled = false;
      write(said, sentence);
    }
  };
  const paint = () => fill(body, connected() ? known(attempt, balance) : offered(attempt, watch, without));
  const card = el('section', { class: 'card wallet', 'aria-label': 'Wallet' }, body, said);
  onSession(paint, signal);
  onWallets(() => !connected() && paint(), signal);
  lookForWallets();
  paint();
  return { card, balance: (wei) => fill(balance, wei === undefined ? '' : [`${coins(wei, 4)} `, el('small', {}, coinName())]) };
}

function known(attempt, balance) {
  const { wallet, account, chainId } = connected();
  const chain = stranger(status()?.name, `chain ${status()?.chainId}`);
  const leave = el('button', { class: 'button', type: 'button', on: { click: disconnect } }, 'Disconnect');
  return [
    el('div', { class: 'wallet-line' }, mark(wallet),
      el('div', { class: 'wallet-who' }, el('span', { class: 'quiet' }, el('bdi', {}, wallet.name)), accountLine(account)),
      balance,
      el('span', { class: 'wallet-end' }, onThisChain() ? badge('good', chain) : badge('warm', chainId === undefined ? 'on no chain' : `on chain ${chainId}`), leave)),
    !onThisChain() && el('div', { class: 'wallet-wrong' },
      el('p', {}, chainId === undefined ? 'The wallet is connected to no chain.' : `The wallet is on chain ${chainId}, and this node serves ${chain}, chain ${status()?.chainId}.`, ' Nothing can be sent until they agree.'),
      el('button', { class: 'button main', type: 'button', on: { click: attempt(switchChain) } }, `Switch the wallet to ${chain}`)),
  ];
}

function offered(attempt, watch, without) {
  const found = wallets();
  return [
    el('h2', {}, found.length > 0 ? 'Connect a wallet' : 'This browser has no wallet'),
    el('p', { class: 'wallet-text' }, found.length > 0
      ? 'It signs what you decide here; keys never come near this page. Nothing is asked of it before you choose it.'
      : without),
    found.length > 0 && el('ul', { class: 'wallets' }, found.map((wallet) =>
      el('li', {}, el('button', { class: 'button wallet-choice', type: 'button', on: { click: attempt(() => connect(wallet)) } }, mark(wallet), el('bdi', {}, wallet.name))))),
    watch,
  ];
}

/** A wallet's icon, or its first letter where it has none that can be shown. */
function mark({ name, icon }) {
  const letter = el('span', { class: 'wallet-mark', 'aria-hidden': 'true' }, [...name][0].toUpperCase());
  if (!icon) return letter;
  const image = el('img', { class: 'wallet-mark', src: icon, alt: '', width: 32, height: 32 });
  image.addEventListener('error', () => image.replaceWith(letter));
  return image;
}
