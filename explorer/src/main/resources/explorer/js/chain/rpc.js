// SPDX-License-Identifier: Apache-2.0
// JSON-RPC 2.0 over HTTP, at the address this page came from.

const TIMEOUT_MILLIS = 15_000;
let lastId = 0;

/** The node answered with an error. */
export class Refused extends Error {
  constructor({ code, message, data }) {
    super(String(message ?? 'the node refused without saying why').slice(0, 400));
    this.code = code;
    this.data = typeof data === 'string' ? data : undefined;
  }

  /** The node does not offer this method at all. */
  get absent() {
    return this.code === -32601;
  }
}

/** The node gave no answer that could be understood. */
export class Unreachable extends Error {}

/**
 * Calls one method.
 *
 * @param signal ends the call when the page is left
 * @throws Refused, Unreachable, or an AbortError once `signal` ends the call
 */
export async function call(method, params = [], signal = undefined) {
  lastId += 1;
  const timeout = AbortSignal.timeout(TIMEOUT_MILLIS);
  let answer;
  try {
    const response = await fetch('/', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    answer = await response.json();
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Unreachable(timeout.aborted ? 'The node did not answer in time.' : 'The node cannot be reached.');
  }
  if (answer?.error) throw new Refused(answer.error);
  if (!answer || !('result' in answer)) throw new Unreachable('The node gave an answer that makes no sense.');
  return answer.result;
}

/** Calls a method that not every node offers; `fallback` if this one does not. */
export async function callIfOffered(method, params, signal, fallback) {
  try {
    return await call(method, params, signal);
  } catch (failure) {
    if (failure instanceof Refused && failure.absent) return fallback;
    throw failure;
  }
}
