// SPDX-License-Identifier: Apache-2.0
// Events by when they happened. A node searches a bounded run of blocks at once, and contracts know times and no block
// numbers; so a time is turned into a block first, by asking for few blocks between two known ones.

import { call, Refused } from './rpc.js';
import { intervalMillis, recentBlocks } from './recent.js';
import { num } from '../view/format.js';

/** Blocks that one search may span. */
export const WINDOW = 10_000;
const STEPS = 80;

/**
 * The first block of a time or later, as its number; undefined where that is still to come. A node that lacks old blocks
 * answers with the first it has.
 *
 * @param seconds of the chain's time
 */
export async function blockAt(seconds, signal) {
  const look = async (tag) => {
    const block = await call('eth_getBlockByNumber', [typeof tag === 'number' ? hex(tag) : tag, false], signal);
    return block ? { number: num(block.number), seconds: num(block.timestamp) } : undefined;
  };
  let high = await look('latest');
  if (!high || high.seconds < seconds) return undefined;
  let low = { number: -1 };
  const pace = Math.max(0.05, (intervalMillis(recentBlocks()) ?? 1000) / 1000);
  for (let step = 0; high.number - low.number > 1 && step < STEPS; step += 1) {
    const guess = clamp(guessed(low, high, seconds, pace, step), low.number + 1, high.number - 1);
    const found = await look(guess);
    if (!found || found.seconds < seconds) low = { number: guess, seconds: found?.seconds };
    else high = found;
  }
  return high.number;
}

/** By the pace of late, then by rule of three, then by halving, in turn: an even chain is found in few steps, any in some. */
function guessed(low, high, seconds, pace, step) {
  const half = Math.floor((low.number + high.number) / 2);
  if (step % 3 === 2) return half;
  if (low.seconds === undefined) return high.number - Math.ceil(((high.seconds - seconds + 1) / pace) * (1 + step));
  if (high.seconds === low.seconds) return half;
  return low.number + Math.round(((seconds - low.seconds) / (high.seconds - low.seconds)) * (high.number - low.number)) - (step % 3);
}

const clamp = (value, least, most) => Math.max(least, Math.min(most, value));
const hex = (value) => `0x${value.toString(16)}`;

/** A number or a chain's id as a topic. */
export const topic = (value) => `0x${BigInt(value).toString(16).padStart(64, '0')}`;

/**
 * Events of a run of blocks.
 *
 * @param filter { address, topics }
 * @returns undefined where the node does not have the blocks, or finds too many
 */
export async function logsOf(filter, from, to, signal) {
  try {
    const found = await call('eth_getLogs', [{ ...filter, fromBlock: hex(Math.max(0, from)), toBlock: hex(to) }], signal);
    return Array.isArray(found) ? found : undefined;
  } catch (failure) {
    if (failure instanceof Refused) return undefined;
    throw failure;
  }
}

/** The newest block's number. */
export const newest = async (signal) => num(await call('eth_blockNumber', [], signal));

/**
 * Events between two times, if they lie within one search of each other; else those around each of `moments`.
 *
 * @param moments the least and greatest time of each event that is looked for: [[from, to]], in any order, not empty
 */
export async function logsAround(filter, moments, signal) {
  const from = Math.min(...moments.map(([first]) => first));
  const to = Math.max(...moments.map(([, last]) => last));
  const [first, end] = [await blockAt(from, signal), await endOf(to, signal)];
  if (first === undefined) return [];
  if (end - first < WINDOW) return (await logsOf(filter, first, end, signal)) ?? [];
  const found = [];
  for (const [start, last] of moments) {
    const begin = await blockAt(start, signal);
    if (begin === undefined) continue;
    const stop = Math.min(await endOf(last, signal), begin + WINDOW - 1);
    found.push(...((await logsOf(filter, begin, stop, signal)) ?? []));
  }
  return found;
}

/** The last block of a second. */
async function endOf(seconds, signal) {
  const after = await blockAt(seconds + 1, signal);
  return after === undefined ? newest(signal) : Math.max(0, after - 1);
}

/**
 * Looks back from a block, window by window, until `enough` says so.
 *
 * @param enough (logs of one window) whether to stop
 * @returns { logs, from, isWhole }: newest window's first; the oldest block looked at; whether there is none before it
 */
export async function lookBack(filter, last, windows, enough, signal) {
  const logs = [];
  let from = last + 1;
  for (let count = 0; count < windows && from > 0; count += 1) {
    const to = from - 1;
    const start = Math.max(0, to - WINDOW + 1);
    const found = await logsOf(filter, start, to, signal);
    if (!found) return { logs, from, isWhole: true };
    from = start;
    logs.push(...found);
    if (enough(found)) break;
  }
  return { logs, from, isWhole: from === 0 };
}
