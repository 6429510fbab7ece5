// SPDX-License-Identifier: Apache-2.0
// Names for accounts and devices, fetched once and again now and then. A name is only ever a help beside an address.

import { callIfOffered } from './rpc.js';
import { systemName } from './contracts.js';

const STALE_MILLIS = 10_000;

function cached(method) {
  let value;
  let fetchedAt = 0;
  let fetching;
  const fetchIt = async () => {
    const answer = await callIfOffered(method, [], undefined, null);
    value = Array.isArray(answer) ? answer : null;
    fetchedAt = Date.now();
    return value;
  };
  return {
    /** The list; null if the node does not offer it. */
    get: (maxAgeMillis = STALE_MILLIS) => {
      if (value !== undefined && Date.now() - fetchedAt < maxAgeMillis) return Promise.resolve(value);
      fetching ??= fetchIt().finally(() => {
        fetching = undefined;
      });
      return fetching;
    },
    known: () => value ?? [],
  };
}

export const committee = cached('banyan_committee');
export const devices = cached('banyan_devices');

/** A name for an account, or undefined. */
export const accountName = (address) =>
  systemName(address) ?? committee.known().find((seat) => same(seat.operator, address))?.name;

/** The device with this id, if the node listed it. */
export const deviceOf = (id) => devices.known().find((device) => same(device.id, id));

const same = (left, right) => String(left).toLowerCase() === String(right).toLowerCase();
