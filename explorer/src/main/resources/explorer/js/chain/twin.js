// SPDX-License-Identifier: Apache-2.0
// What is desired of a device and what it reported (docs/spec/twin.md), setting by setting. Pure but for the fetch;
// test/twin.test.mjs holds the examples.

import { gatewayJson } from './gateway.js';
import { Refused } from './rpc.js';

/** How many settings a device may fill a page with. */
export const ROWS = 40;

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const own = (object, name) => (isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined);
const pointer = (name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Names in the order of RFC 8785: by UTF-16 units. */
const names = (...objects) => [...new Set(objects.filter(isObject).flatMap(Object.keys))].sort((a, b) => (a < b ? -1 : 1));

/** Whether two JSON values are the same; lists as a whole, objects whatever the order of their names. */
export function same(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => same(value, b[i]));
  if (isObject(a) && isObject(b)) return names(a, b).every((name) => Object.hasOwn(a, name) && Object.hasOwn(b, name) && same(a[name], b[name]));
  return a === b;
}

/**
 * One row a setting, in order: { pointer, desired, reported, state, reason }, where a value that is not there is undefined
 * and state is applied, pending, refused or, for what only the device speaks of, told.
 */
export function settings(desired, reported, refused = {}) {
  const rows = [];
  const walk = (at, wanted, found) => {
    for (const name of names(wanted, found)) {
      const path = at + pointer(name);
      const [want, told] = [own(wanted, name), own(found, name)];
      if (isObject(want) && isObject(told)) {
        walk(path, want, told);
      } else {
        const reason = want === undefined ? undefined : own(refused, path);
        rows.push({ pointer: path, desired: want, reported: told, state: state(want, told, reason), reason });
      }
    }
  };
  walk('', desired ?? {}, reported ?? {});
  return rows.slice(0, ROWS);
}

function state(want, told, reason) {
  if (want === undefined) return 'told';
  if (reason !== undefined) return 'refused';
  return told !== undefined && same(want, told) ? 'applied' : 'pending';
}

/** A device's twin as its gateway tells it; null if it has none, or the gateway is older than twins. */
export async function twinOf(id, signal = undefined) {
  try {
    return await gatewayJson(`/v1/devices/${id}/twin`, signal);
  } catch (failure) {
    if (failure instanceof Refused) return null;
    throw failure;
  }
}
