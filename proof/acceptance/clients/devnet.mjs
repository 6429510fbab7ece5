// SPDX-License-Identifier: Apache-2.0
// What every script needs of the devnet it is run against: BANYAN_RPC names it, as http://host:port.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { keccak256, toUtf8Bytes } from 'ethers';

export const url = process.env.BANYAN_RPC ?? 'http://127.0.0.1:8545';
export const webSocketUrl = url.replace(/^http/, 'ws');
export const CHAIN_ID = 468_900;

/** The key of a devnet's test account, 1 to 10. Each script has accounts of its own: nonces are no shared matter. */
export const key = (number) => keccak256(toUtf8Bytes(`banyan devnet account ${number}`));

export const counter = JSON.parse(readFileSync(new URL('Counter.json', import.meta.url), 'utf8'));

/** Asks as no library would: the very text over HTTP. */
export async function post(body) {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal(answer.status, 200);
  return answer.json();
}

export async function rpc(method, ...params) {
  const { result, error } = await post({ jsonrpc: '2.0', id: 1, method, params });
  if (error) throw Object.assign(new Error(error.message), error);
  return result;
}

/** Resolves with what a look finds, once it finds something. */
export async function until(what, look, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, `not within ${seconds} s: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Fails, instead of waiting for ever, when a promised event does not come. */
export function soon(what, promise, seconds = 20) {
  let timer;
  const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(`not within ${seconds} s: ${what}`)), seconds * 1000); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
