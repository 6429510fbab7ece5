// SPDX-License-Identifier: Apache-2.0
// JSON-RPC 2.0 over HTTP, at the address this page came from.

const TIMEOUT_MILLIS = 15_000;
/** Requests in one batch; a node takes 100. */
const BATCH = 60;
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
  return resultOf(await post(request(method, params), signal));
}

/**
 * Calls many methods in as few requests as the node's limit allows.
 *
 * @param requests pairs of method and parameters
 * @returns the results in the same order; in place of one that was refused, its Refused
 * @throws Unreachable, or an AbortError once `signal` ends the call
 */
export async function callAll(requests, signal = undefined) {
  const answers = [];
  for (let at = 0; at < requests.length; at += BATCH) {
    const batch = requests.slice(at, at + BATCH).map(([method, params]) => request(method, params));
    const replies = await post(batch, signal);
    if (!Array.isArray(replies)) resultOf(replies);
    const byId = new Map((Array.isArray(replies) ? replies : []).map((reply) => [reply?.id, reply]));
    answers.push(...batch.map(({ id }) => resultOrRefused(byId.get(id))));
  }
  return answers;
}

function request(method, params) {
  lastId += 1;
  return { jsonrpc: '2.0', id: lastId, method, params };
}

async function post(body, signal) {
  const timeout = AbortSignal.timeout(TIMEOUT_MILLIS);
  try {
    const response = await fetch('/', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return await response.json();
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Unreachable(timeout.aborted ? 'The node did not answer in time.' : 'The node cannot be reached.');
  }
}

function resultOf(answer) {
  if (answer?.error) throw new Refused(answer.error);
  if (!answer || !('result' in answer)) throw new Unreachable('The node gave an answer that makes no sense.');
  return answer.result;
}

function resultOrRefused(answer) {
  try {
    return resultOf(answer);
  } catch (failure) {
    if (failure instanceof Refused) return failure;
    throw failure;
  }
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
