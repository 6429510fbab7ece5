// SPDX-License-Identifier: Apache-2.0
// From a call to its final block: tried out by the node first, then signed and sent by the wallet, then waited for.

import { call, callAll, Refused, Unreachable } from './rpc.js';
import { errorWords } from './contracts.js';
import { big, coins, stranger } from '../view/format.js';

const REVERTED = 3;
const POLL_MILLIS = 400;
/** A block is final within a second or two; a minute is for a full pool. */
export const PATIENCE_MILLIS = 60_000;

/** The chain would refuse this; the message is a sentence. */
export class Declined extends Error {}

const sentence = (words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** Why a node refused a call, as a sentence. */
export function declined(to, failure) {
  const words = failure.code === REVERTED ? errorWords(to, failure.data) : undefined;
  if (words) return new Declined(sentence(words));
  return new Declined(failure.message.startsWith('insufficient funds') ? 'The account does not have the coins for this, and the gas.' : `The chain refuses: ${stranger(failure.message, 'it does not say why')}`);
}

/**
 * Runs a call on the newest state without sending it.
 *
 * @param transaction { from, to, data, value }
 * @param coin how coins are called
 * @returns { gas, fee }: a limit with a fifth to spare, and what the gas costs at today's price, in wei
 * @throws Declined, Refused, Unreachable
 */
export async function tryOut({ from, to, data, value }, coin, signal) {
  const asked = { from, to, data, value: `0x${value.toString(16)}` };
  const [ran, estimate, price, balance] = await callAll([['eth_call', [asked, 'latest']], ['eth_estimateGas', [asked]], ['eth_gasPrice', []], ['eth_getBalance', [from, 'latest']]], signal);
  for (const answer of [ran, estimate]) if (answer instanceof Refused) throw declined(to, answer);
  for (const answer of [price, balance]) if (answer instanceof Refused) throw answer;
  const gas = (big(estimate) * 6n) / 5n;
  const fee = big(estimate) * big(price);
  if (big(balance) < value + fee) {
    throw new Declined(`The account has ${coins(balance, 18)} ${coin}, and this takes ${coins(value + fee, 18)} with the gas.`);
  }
  return { gas, fee };
}

/**
 * Waits until a transaction is in a block, which is final.
 *
 * @returns its receipt; undefined if there is none after {@link PATIENCE_MILLIS}
 */
export async function untilFinal(hash, signal) {
  const end = Date.now() + PATIENCE_MILLIS;
  while (Date.now() < end) {
    try {
      const receipt = await call('eth_getTransactionReceipt', [hash], signal);
      if (receipt?.blockNumber) return receipt;
    } catch (failure) {
      // A node that is away for a moment is no reason to give up.
      if (!(failure instanceof Unreachable)) throw failure;
    }
    await new Promise((rested) => setTimeout(rested, POLL_MILLIS));
    signal.throwIfAborted();
  }
  return undefined;
}
