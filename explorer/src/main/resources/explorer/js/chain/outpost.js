// SPDX-License-Identifier: Apache-2.0
// What a sidechain's own contracts say of it and its root (docs/spec/outpost.md).

import { ask, askAll, uint, V, words } from './views.js';
import { COIN, OUTBOX, OUTPOST, OUTPOST_ASSETS } from './hubWords.js';
import { supplyOf } from './assets.js';

/** Checked against contracts/artifacts by test/hub.test.mjs. */
export const OUTPOST_VIEWS = {
  root: V(OUTPOST, '0xebf0c717', 'root()', uint),
  head: V(OUTPOST, '0x8f7dcfa3', 'head()', words('uint64', 'bytes32')),
  memberCount: V(OUTPOST, '0x11aee380', 'memberCount()', uint),
  quorum: V(OUTPOST, '0x1703a018', 'quorum()', uint),
  wrapper: V(OUTPOST_ASSETS, '0xac210cc7', 'wrapper()', words('address')),
  cap: V(OUTPOST_ASSETS, '0x355274ea', 'cap()', uint),
  out: V(OUTPOST_ASSETS, '0xb2a1449b', 'out()', uint),
  listed: V(OUTPOST_ASSETS, '0x1747a57b', 'listed()', words('address[]')),
  bridged: V(OUTPOST_ASSETS, '0x9ba3277a', 'bridged(address)', words('address')),
  isToken: V(OUTPOST_ASSETS, '0x19f37361', 'isToken(address)', words('bool')),
  lastClosed: V(OUTBOX, '0xfc3e563e', 'lastClosed()', uint),
  current: V(OUTBOX, '0x9fa6a6e3', 'current()', uint),
  runBlocks: V(OUTBOX, '0xad3bd0d6', 'runBlocks()', uint),
  sent: V(OUTBOX, '0xaffed0e0', 'nonce()', uint),
};

/**
 * How a sidechain stands to its root; undefined where the contracts do not stand, or were never founded.
 *
 * @returns { root, handled, members, quorum, wrapper, cap, out, lastClosed, current, runBlocks, sent }
 */
export async function outpost(signal) {
  const names = ['root', 'head', 'memberCount', 'quorum', 'wrapper', 'cap', 'out', 'lastClosed', 'current', 'runBlocks', 'sent'];
  const [root, head, members, quorum, wrapper, cap = 0n, out = 0n, lastClosed, current, runBlocks, sent] = await askAll(names.map((name) => [OUTPOST_VIEWS[name], []]), signal);
  if (!root || !head) return undefined;
  const own = wrapper?.[0];
  return {
    root: Number(root), handled: Number(head[0]), members: Number(members ?? 0n), quorum: Number(quorum ?? 0n), wrapper: own === COIN ? undefined : own, cap, out,
    lastClosed: Number(lastClosed ?? 0n), current: Number(current ?? 0n), runBlocks: Number(runBlocks ?? 0n), sent: Number(sent ?? 0n),
  };
}

/**
 * Names of assets by their addresses on the root: a bridged one is called as its contract here, the own token as the coin.
 *
 * @param twinName names contracts of this chain
 */
export function rootNames(here, rows, twinName, coin) {
  const twins = new Map(rows.map(({ asset, twin }) => [asset, twin]));
  return (asset) => {
    if (asset === here.wrapper) return { address: asset, symbol: coin, decimals: 18 };
    return twins.has(asset) ? { ...twinName(twins.get(asset)), address: asset } : { address: asset, symbol: '', decimals: undefined };
  };
}

/** Assets of the root that stand here: { asset, twin, isToken, supply }; at most 24, as the contract has it. */
export async function bridgedAssets(signal) {
  const assets = (await ask(OUTPOST_VIEWS.listed, [], signal))?.[0] ?? [];
  const answers = await askAll(assets.flatMap((asset) => [[OUTPOST_VIEWS.bridged, [asset]], [OUTPOST_VIEWS.isToken, [asset]]]), signal);
  const found = assets.map((asset, index) => ({ asset, twin: answers[index * 2]?.[0], isToken: answers[index * 2 + 1]?.[0] === true })).filter(({ twin }) => twin);
  const supplies = await askAll(found.map(({ twin }) => supplyOf(twin)), signal);
  return found.map((one, index) => ({ ...one, supply: supplies[index] ?? 0n }));
}
