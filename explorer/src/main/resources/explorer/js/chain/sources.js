// SPDX-License-Identifier: Apache-2.0
// Where a device's readings and their evidence come from: the gateway that takes its records, or the node's own shelf.

import { call, callIfOffered } from './rpc.js';
import { gatewayJson, gatewayText } from './gateway.js';
import { evidenceText } from './readings.js';
import { deviceOf } from './names.js';

/** Records of a device, newest first; null if nobody keeps any. */
export async function readingsOf(id, { before, limit }, signal = undefined) {
  if (!deviceOf(id)?.gateway) return callIfOffered('banyan_readings', [{ device: id, before, limit }], signal, null);
  const rows = await gatewayJson(`/v1/devices/${id}/readings${before ? `/before/${before}` : ''}`, signal);
  return Array.isArray(rows) ? rows.slice(0, limit) : [];
}

/** The exact text of a record's evidence file. */
export const evidenceOf = async ({ device, id, sequence }, signal = undefined) =>
  (deviceOf(device)?.gateway
    ? gatewayText(`/v1/devices/${device}/evidence/${sequence}.json`, signal)
    : evidenceText(await call('banyan_evidence', [id], signal)));
