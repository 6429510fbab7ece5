// SPDX-License-Identifier: Apache-2.0
// Names for accounts and devices, fetched once and again now and then. A name is only ever a help beside an address.

import { callIfOffered } from './rpc.js';
import { gatewayDevices } from './gateway.js';
import { systemName } from './contracts.js';

const STALE_MILLIS = 10_000;

function cached(list) {
  let value;
  let fetchedAt = 0;
  let fetching;
  const fetchIt = async () => {
    const answer = await list();
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

const listed = (method) => callIfOffered(method, [], undefined, null);

/** The registry's devices; what a gateway knows of one stands under `gateway`, and counts. */
async function devicesAndTheirGateway() {
  const [list, through] = await Promise.all([listed('banyan_devices'), gatewayDevices()]);
  if (!Array.isArray(list)) return null;
  return list.map((device) => {
    const row = through.get(device.id);
    return row ? { ...device, gateway: row, readings: whole(row.anchored), lastReading: Math.max(device.lastReading ?? 0, whole(row.lastReading)) } : device;
  });
}

const whole = (value) => (Number.isSafeInteger(value) && value >= 0 ? value : 0);

export const committee = cached(() => listed('banyan_committee'));
export const devices = cached(devicesAndTheirGateway);

/** A name for an account, or undefined. */
export const accountName = (address) =>
  systemName(address) ?? committee.known().find((seat) => same(seat.operator, address))?.name;

/** The device with this id, if the node listed it. */
export const deviceOf = (id) => devices.known().find((device) => same(device.id, id));

const same = (left, right) => String(left).toLowerCase() === String(right).toLowerCase();
