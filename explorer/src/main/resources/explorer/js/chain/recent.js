// SPDX-License-Identifier: Apache-2.0
// The last few hundred blocks, kept up to date by asking only for what is new; and what they say about the chain's pace.

import { call } from './rpc.js';

const KEPT = 300;
const PAGE = 100;

/** What banyan_status said last; undefined before the first answer. */
let lastStatus;
let skewMillis = 0;
let blocks = [];
/** For blocks that became final before our eyes: number -> milliseconds from proposal to arrival here. */
const latencies = new Map();
let updating;

export const status = () => lastStatus;

/** Blocks, newest first. */
export const recentBlocks = () => blocks;

/** The node's clock, as far as known: ages must not depend on the viewer's. */
export const now = () => Date.now() + skewMillis;

export async function refreshStatus(signal) {
  const asked = Date.now();
  const answer = await call('banyan_status', [], signal);
  if (Number.isSafeInteger(answer.nowMillis)) {
    skewMillis = answer.nowMillis - (asked + Date.now()) / 2;
  }
  lastStatus = answer;
  return answer;
}

/** Fetches the blocks that are new; several callers share one fetch. */
export function refreshBlocks() {
  updating ??= fetchNew().finally(() => {
    updating = undefined;
  });
  return updating;
}

async function fetchNew() {
  const newest = blocks[0]?.number;
  const limit = newest === undefined ? PAGE : Math.min(PAGE, 8);
  let fresh = await call('banyan_blocks', [{ limit }]);
  if (newest !== undefined && fresh.length > 0 && fresh.at(-1).number > newest + 1) {
    const gap = Math.min(PAGE, fresh[0].number - newest);
    fresh = await call('banyan_blocks', [{ limit: gap }]);
  }
  blocks = merge(blocks, fresh);
  if (newest !== undefined) fresh.filter(({ number }) => number > newest).forEach(noteLatency);
  return blocks;
}

function noteLatency({ number, timestampMillis }) {
  latencies.set(number, now() - timestampMillis);
  if (latencies.size > 60) latencies.delete(latencies.keys().next().value);
}

/** Joins two lists of blocks, newest first; if they do not touch, the older one is dropped. */
export function merge(old, fresh) {
  if (fresh.length === 0) return old;
  const lowest = fresh.at(-1).number;
  const touching = old.length > 0 && old[0].number >= lowest - 1;
  return (touching ? [...fresh, ...old.filter(({ number }) => number < lowest)] : [...fresh]).slice(0, KEPT);
}

/** Whether blocks after a height may carry transactions: asking for lists that cannot have changed is a burden. */
export const busySince = (list, height) =>
  height === undefined || list.length === 0 || list.at(-1).number > height + 1
  || list.some(({ number, transactionCount }) => number > height && transactionCount > 0);

/** Median time from proposal to finality as seen here; undefined until it is known or if the clocks disagree. */
export function finalityMillis() {
  const seen = [...latencies.values()].slice(-20).sort((a, b) => a - b);
  const median = seen[seen.length >> 1];
  return median !== undefined && median >= 0 && median < 60_000 ? median : undefined;
}

/** Mean time between blocks over the newest `window` of a list, in milliseconds. */
export function intervalMillis(list, window = 40) {
  const newest = list[0];
  const oldest = list[Math.min(window, list.length - 1)];
  return newest && newest.number > oldest.number
    ? (newest.timestampMillis - oldest.timestampMillis) / (newest.number - oldest.number)
    : undefined;
}

/** Transactions in each of the `seconds` full seconds before the newest block's, oldest first; a rate a second. */
export function rates(list, seconds = 60, width = 2) {
  if (list.length < 2) return [];
  const end = list[0].timestampMillis;
  const reach = Math.min(seconds, Math.floor((end - list.at(-1).timestampMillis) / 1000));
  const buckets = new Array(Math.max(0, Math.floor(reach / width))).fill(0);
  for (const { timestampMillis, transactionCount } of list) {
    const index = buckets.length - 1 - Math.floor((end - timestampMillis) / (width * 1000));
    if (index >= 0) buckets[index] += transactionCount / width;
  }
  return buckets;
}

/** How many of the blocks each account proposed, and its newest: address -> { proposed, last }. */
export function proposals(list) {
  const byAccount = new Map();
  for (const block of list) {
    const entry = byAccount.get(block.beneficiary) ?? { proposed: 0, last: block };
    entry.proposed += 1;
    byAccount.set(block.beneficiary, entry);
  }
  return byAccount;
}
