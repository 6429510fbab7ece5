// SPDX-License-Identifier: Apache-2.0
// What the gateway behind this node says of the devices that write to it. The node passes it on under its own address, so
// this page talks to nobody else.

import { Refused, Unreachable } from './rpc.js';

const TIMEOUT_MILLIS = 15_000;

/** Fetches a path below /gateway as text; says why if there is none. */
export async function gatewayText(path, signal = undefined) {
  const timeout = AbortSignal.timeout(TIMEOUT_MILLIS);
  let answer;
  let body;
  try {
    answer = await fetch(`gateway${path}`, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout, cache: 'no-store' });
    body = await answer.text();
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Unreachable('The node does not answer.');
  }
  if (!answer.ok) throw new Refused({ message: `The gateway says: ${body.trim().slice(0, 200)}` });
  return body;
}

export async function gatewayJson(path, signal = undefined) {
  const text = await gatewayText(path, signal);
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreachable('The gateway gave no answer that could be understood.');
  }
}

/** The devices that write to the gateway, by id; none if there is no gateway, or it is away. */
export async function gatewayDevices() {
  try {
    const { devices } = await gatewayJson('/v1/devices');
    return new Map((Array.isArray(devices) ? devices : []).map((row) => [String(row?.id), row]));
  } catch {
    return new Map();
  }
}
