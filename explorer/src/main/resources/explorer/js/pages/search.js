// SPDX-License-Identifier: Apache-2.0
// Finds what a text may mean. One meaning leads straight there; several are listed.

import { el, fill } from '../view/dom.js';
import { accountLink, card, deviceLink, empty, title } from '../view/parts.js';
import { short, stranger } from '../view/format.js';
import { rings } from '../view/glyph.js';
import { call } from '../chain/rpc.js';
import { committee, devices } from '../chain/names.js';
import { recentRanking } from '../chain/staking.js';
import { delegateLink } from '../view/staking.js';

const MOST = 50;

/** Whether a device's name, id or owner holds a text. */
export function matches({ id, name, owner }, text) {
  const wanted = text.trim().toLowerCase();
  return wanted === '' || [id, name, owner].some((value) => String(value ?? '').toLowerCase().includes(wanted));
}

export async function show({ main, signal, say, args: [text] }) {
  const wanted = text.trim();
  say(`Search: ${wanted}`);
  const found = await meanings(wanted, signal);
  if (signal.aborted) return;
  if (found.length === 1) {
    location.replace(found[0].href);
    return;
  }
  fill(main, title(found.length === 0 ? 'Nothing found' : 'Search'),
    el('p', { class: 'lead' }, 'For “', el('bdi', {}, stranger(wanted)), '”'),
    found.length === 0
      ? card(null, empty('Nothing on this chain goes by that.', 'Try a block number, the hash of a block or transaction, an account, or a device’s id or name.'))
      : card(null, el('ul', { class: 'found' }, found.slice(0, MOST).map(({ row }) => el('li', {}, row())))));
}

async function meanings(wanted, signal) {
  if (/^[\d, ]{1,20}$/.test(wanted)) {
    const number = Number(wanted.replace(/[, ]/g, ''));
    const block = Number.isSafeInteger(number) && (await call('eth_getBlockByNumber', [`0x${number.toString(16)}`, false], signal));
    if (block) return [{ href: `#/block/${number}` }];
  }
  const hex = /^(0x)?([0-9a-f]{40}|[0-9a-f]{64})$/i.exec(wanted)?.[2].toLowerCase();
  if (hex?.length === 40) return [{ href: `#/account/0x${hex}` }];
  const list = (await devices.get()) ?? [];
  if (hex) return byHash(`0x${hex}`, list, signal);
  const named = list.filter((device) => matches(device, wanted)).map(deviceResult);
  const members = ((await committee.get()) ?? [])
    .filter(({ name }) => String(name).toLowerCase().includes(wanted.toLowerCase()))
    .map(({ operator }) => ({ href: `#/account/${operator}`, row: () => [el('span', { class: 'quiet' }, 'Validator '), accountLink(operator)] }));
  const standing = ((await recentRanking(signal)) ?? [])
    .filter(({ name }) => name.includes(wanted.toLowerCase()))
    .map((delegate) => ({ href: `#/delegate/${delegate.number}`, row: () => [el('span', { class: 'quiet' }, 'Delegate '), delegateLink(delegate.number, delegate.name)] }));
  return [...named, ...members, ...standing];
}

async function byHash(hash, list, signal) {
  const [transaction, block] = await Promise.all([
    call('eth_getTransactionByHash', [hash], signal), call('eth_getBlockByHash', [hash, false], signal)]);
  if (transaction) return [{ href: `#/transaction/${hash}` }];
  if (block) return [{ href: `#/block/${hash}` }];
  return list.filter(({ id }) => id.toLowerCase() === hash).map(deviceResult);
}

const deviceResult = (device) => ({
  href: `#/device/${device.id}`,
  row: () => el('span', { class: 'who' }, rings(device.id, device.active), deviceLink(device.id, stranger(device.name)), el('span', { class: 'mono quiet' }, short(device.id))),
});
