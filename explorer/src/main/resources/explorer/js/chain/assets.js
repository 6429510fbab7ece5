// SPDX-License-Identifier: Apache-2.0
// What assets call themselves. Whoever made a token chose its symbol, so it never stands without its address.

import { decode } from './abi.js';
import { askAll, uint } from './views.js';
import { COIN } from './hubWords.js';
import { decimal, short, stranger } from '../view/format.js';

const at = (address, selector, signature, read) => ({ at: address, selector, signature, read });
const SYMBOL_MOST = 12;

const name = (data) => decode(['string'], data)?.[0];
const asked = new Map();

/** Names of tokens of this chain, asked once each. @param coin how the chain's own coin is called */
export async function namesOf(addresses, coin, signal) {
  const fresh = [...new Set(addresses)].filter((address) => address !== COIN && !asked.has(address));
  const answers = await askAll(fresh.flatMap((address) => [
    [at(address, '0x95d89b41', 'symbol()', name), []], [at(address, '0x313ce567', 'decimals()', (data) => decode(['uint8'], data)?.[0]), []]]), signal);
  fresh.forEach((address, index) => {
    const [symbol, decimals] = answers.slice(index * 2, index * 2 + 2);
    asked.set(address, { address, symbol: stranger([...(symbol ?? '')].slice(0, SYMBOL_MOST).join(''), ''), decimals: decimals === undefined || decimals > 36n ? undefined : Number(decimals) });
  });
  return (address) => (address === COIN ? { address, symbol: coin, decimals: 18 } : asked.get(address) ?? { address, symbol: '', decimals: undefined });
}

/** How much of a token there is at all, and what an account has of it. */
export const supplyOf = (address) => [at(address, '0x18160ddd', 'totalSupply()', uint), []];
export const balanceOf = (address, account) => [at(address, '0x70a08231', 'balanceOf(address)', uint), [account]];
export const allowanceOf = (address, owner, spender) => [at(address, '0xdd62ed3e', 'allowance(address,address)', uint), [owner, spender]];

/** An amount where a column says of what. */
export const plainAmount = (amount, { decimals }) => (decimals === undefined ? `${decimal(amount, 0)} units` : decimal(amount, decimals, 4));

/** An amount with the asset's sign; one whose decimals nobody knows in its smallest unit. */
export const amountOf = (amount, { symbol, decimals, address }, places = 6) =>
  `${decimals === undefined ? `${decimal(amount, 0)} units of` : decimal(amount, decimals, places)} ${symbol || short(address)}`;
