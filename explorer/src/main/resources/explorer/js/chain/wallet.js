// SPDX-License-Identifier: Apache-2.0
// The wallet that somebody connected: its account and chain, kept up to date by its events. Nothing is asked of a wallet
// before somebody clicked. What it answers is checked like any other input from outside.

import { status } from './recent.js';
import { stranger } from '../view/format.js';

const listeners = new Set();
/** { wallet, account, chainId } while connected; chainId is undefined where the wallet is on none. */
let session;
let forget = () => {};

export const connected = () => session;

/** Calls back when the wallet, its account or its chain changed. Ends with `signal`. */
export function onSession(listener, signal) {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}

function become(next) {
  session = next;
  listeners.forEach((listener) => listener(session));
}

/** A wallet said no, or something that makes no sense. `calm`: somebody declined, and nothing is wrong. */
export class WalletRefused extends Error {
  constructor(message, { calm = false, code } = {}) {
    super(message);
    this.calm = calm;
    this.code = code;
  }
}

const SENTENCES = {
  4100: 'The wallet does not let this page use that account. Disconnect and connect again.',
  4200: 'The wallet cannot do that.',
  4900: 'The wallet has lost its connection to all chains.',
  4901: 'The wallet has lost its connection to this chain.',
  [-32002]: 'The wallet is still waiting for an earlier answer. Open it and answer there.',
};

/** What a provider threw, as a sentence. Some wrap the code that matters. */
export function refusal(failure) {
  const inner = failure?.data?.originalError;
  const code = [failure?.code, inner?.code].find((one) => Number.isInteger(one) && (Object.hasOwn(SENTENCES, one) || one === 4001 || one === 4902)) ?? failure?.code;
  if (code === 4001) return new WalletRefused('You declined in the wallet. Nothing was sent.', { calm: true, code });
  const said = stranger(String(inner?.message ?? failure?.message ?? '').slice(0, 200), '');
  return new WalletRefused(Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : said ? `The wallet refuses: ${said}` : 'The wallet refuses and does not say why.', { code });
}

async function ask(provider, method, params) {
  try {
    return await provider.request(params ? { method, params } : { method });
  } catch (failure) {
    throw refusal(failure);
  }
}

const firstAccount = (list) => (Array.isArray(list) && /^0x[0-9a-f]{40}$/i.test(list[0]) ? list[0].toLowerCase() : undefined);
const chainOf = (id) => (typeof id === 'string' && /^0x[0-9a-f]{1,13}$/i.test(id) ? Number(id) : undefined);

/** @throws WalletRefused */
export async function connect(wallet) {
  const account = firstAccount(await ask(wallet.provider, 'eth_requestAccounts'));
  if (!account) throw new WalletRefused('The wallet named no account.');
  const chainId = chainOf(await ask(wallet.provider, 'eth_chainId'));
  disconnect();
  forget = listen(wallet.provider);
  become({ wallet, account, chainId });
}

/** Forgets the wallet. What it allowed this page is for the wallet to take back. */
export function disconnect() {
  forget();
  forget = () => {};
  if (session) become(undefined);
}

function listen(provider) {
  const on = {
    accountsChanged: (list) => {
      const account = firstAccount(list);
      if (!account) disconnect();
      else if (session && account !== session.account) become({ ...session, account });
    },
    chainChanged: (id) => session && become({ ...session, chainId: chainOf(id) }),
    connect: (info) => session && become({ ...session, chainId: chainOf(info?.chainId) }),
    disconnect: () => session && become({ ...session, chainId: undefined }),
  };
  if (typeof provider.on !== 'function') return () => {};
  for (const [event, listener] of Object.entries(on)) provider.on(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(on)) provider.removeListener?.(event, listener);
  };
}

export const onThisChain = () => session !== undefined && session.chainId === status()?.chainId;

/** What a wallet has to know of this chain (EIP-3085). */
export const chainParameters = ({ chainId, name, coin }, origin) => ({
  chainId: `0x${chainId.toString(16)}`,
  chainName: stranger(name, `Chain ${chainId}`),
  nativeCurrency: { name: stranger(coin, 'Coin'), symbol: stranger(coin, 'COIN').slice(0, 6), decimals: 18 },
  rpcUrls: [`${origin}/`],
});

/**
 * Brings the wallet to this node's chain; one that does not know it is told of it first.
 *
 * @throws WalletRefused
 */
export async function switchChain() {
  const { provider } = session.wallet;
  const chain = chainParameters(status(), location.origin);
  const { chainId } = chain;
  try {
    await ask(provider, 'wallet_switchEthereumChain', [{ chainId }]);
  } catch (failure) {
    if (failure.code !== 4902) throw failure;
    await ask(provider, 'wallet_addEthereumChain', [chain]);
    // Adding a chain may leave the wallet where it was.
    if (chainOf(await ask(provider, 'eth_chainId')) !== status().chainId) await ask(provider, 'wallet_switchEthereumChain', [{ chainId }]);
  }
  const now = chainOf(await ask(provider, 'eth_chainId'));
  if (session && now !== session.chainId) become({ ...session, chainId: now });
}

/**
 * Has the wallet sign and send. Account and chain are asked once more: events may be late.
 *
 * @param transaction { from, to, data, value, gas }, quantities as bigints
 * @returns the transaction's hash
 * @throws WalletRefused
 */
export async function send({ from, to, data, value, gas }) {
  if (!session) throw new WalletRefused('The wallet is not connected any more. Nothing was sent.');
  const { provider } = session.wallet;
  const [accounts, chainId] = [await ask(provider, 'eth_accounts'), chainOf(await ask(provider, 'eth_chainId'))];
  if (!Array.isArray(accounts) || !accounts.some((one) => String(one).toLowerCase() === from)) throw new WalletRefused('The wallet does not offer this account any more. Nothing was sent.');
  if (chainId !== status().chainId) throw new WalletRefused('The wallet is on another chain now. Nothing was sent.');
  const hash = await ask(provider, 'eth_sendTransaction', [{ from, to, data, value: hex(value), gas: hex(gas) }]);
  if (typeof hash !== 'string' || !/^0x[0-9a-f]{64}$/i.test(hash)) throw new WalletRefused('The wallet gave no transaction’s hash. Look into the wallet before you try again.');
  return hash.toLowerCase();
}

const hex = (value) => `0x${value.toString(16)}`;
