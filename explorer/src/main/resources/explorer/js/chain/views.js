// SPDX-License-Identifier: Apache-2.0
// Asking contracts by eth_call. A chain without a contract answers with nothing; then so do these.

import { decode, encode } from './abi.js';
import { call, callAll, Refused } from './rpc.js';

/**
 * A view: its contract, selector, parameters and how its answer is read.
 *
 * @param from who asks, where the answer is for somebody alone; nothing is changed by asking
 */
export const V = (at, selector, signature, read, from = undefined) => ({ at, selector, signature, read, from });

export const words = (...types) => (data) => decode(types, data);
export const uint = (data) => decode(['uint256'], data)?.[0];

function asking({ at, selector, signature, from }, values) {
  const types = signature.slice(signature.indexOf('(') + 1, -1).split(',').filter(Boolean);
  return ['eth_call', [{ from, to: at, data: encode(selector, types, values) }, 'latest']];
}

const understood = (view, answer) => (typeof answer === 'string' ? view.read(answer.slice(2)) : undefined);

/** Asks one view; undefined where there is no such contract, or it has nothing to say. */
export async function ask(view, values = [], signal = undefined) {
  try {
    return understood(view, await call(...asking(view, values), signal));
  } catch (failure) {
    if (failure instanceof Refused && failure.code === 3) return undefined;
    throw failure;
  }
}

/** Asks many: pairs of view and values. */
export async function askAll(questions, signal) {
  const answers = await callAll(questions.map(([view, values]) => asking(view, values)), signal);
  return answers.map((answer, index) => understood(questions[index][0], answer));
}
