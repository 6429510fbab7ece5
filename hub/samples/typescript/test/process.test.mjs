// SPDX-License-Identifier: Apache-2.0
// The chain as a process of its own: what a kill leaves, and what it says to callers who mean it ill.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const CHAIN = '700002';
const HUB_CHAINS = Buffer.from(`${'00'.repeat(18)}1020`, 'hex').toString('base64');
const ALICE = Buffer.from('aa'.repeat(20), 'hex').toString('base64');
const COIN = Buffer.alloc(20).toString('base64');
const amount = (value) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex').toString('base64');

async function start(data) {
  const child = spawn(process.execPath, [MAIN, '--port', '0', '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part) => (said += part));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve) => {
    child.stdout.once('data', (line) => resolve(/http:\S+/.exec(line)[0]));
    exited.then(() => resolve(undefined));
  });
  const post = async (call, body) => {
    const response = await fetch(`${url}/banyan.sidechain.v1.Sidechain/${call}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    return { status: response.status, ...(await response.json()) };
  };
  const ask = (call, request = {}) => post(call, JSON.stringify(request));
  const kill = async (how) => {
    child.kill(how);
    await exited;
  };
  return { url, post, ask, kill, said: () => said, exited };
}

const deposit = (index, value) => ({
  first: String(index),
  messages: [{ from: '0', to: CHAIN, nonce: String(index), kind: 1, sender: ALICE, recipient: ALICE, asset: COIN, amount: amount(value), deadline: '9000', refund: ALICE }],
  time: '8000',
});

async function within(body) {
  const data = mkdtempSync(join(tmpdir(), 'chain-'));
  const started = [];
  const again = async () => {
    started.push(await start(data));
    return started.at(-1);
  };
  try {
    await body(again, data);
  } finally {
    for (const chain of started) await chain.kill('SIGKILL');
    rmSync(data, { recursive: true });
  }
}

test('a kill loses nothing, and nothing is signed twice', () => within(async (again, data) => {
  let chain = await again();
  const { keys } = await chain.ask('Describe');
  assert.equal((await chain.ask('Deliver', deposit(0, 10n))).code, 'failed_precondition', 'it has no place yet');
  await chain.ask('Found', { rootChainId: '4690', hubChains: HUB_CHAINS, term: '1', committee: keys });
  assert.deepEqual(await chain.ask('Deliver', deposit(0, 10n)), { status: 200, inboxCursor: '1' });
  const line = await chain.ask('Line', { sequence: '1' });
  await chain.kill('SIGKILL');
  appendFileSync(join(data, 'journal'), 'half a rec');
  chain = await again();
  assert.deepEqual((await chain.ask('Describe')).keys, keys);
  assert.deepEqual(await chain.ask('Line', { sequence: '1' }), line);
  assert.equal((await chain.ask('Holding', { asset: COIN, account: ALICE })).amount, amount(10n));
  assert.equal((await chain.ask('Line', { sequence: '2' })).code, 'not_found');
  const second = await again();
  assert.equal(second.url, undefined, 'two of them on one journal');
  assert.match(second.said(), /the journal is that of process/);
}));

test('a hole in the journal stops it', () => within(async (again, data) => {
  const chain = await again();
  const { keys } = await chain.ask('Describe');
  await chain.ask('Found', { rootChainId: '4690', hubChains: HUB_CHAINS, term: '1', committee: keys });
  await chain.ask('Deliver', deposit(0, 10n));
  await chain.kill('SIGKILL');
  const whole = readFileSync(join(data, 'journal'), 'utf8');
  writeFileSync(join(data, 'journal'), whole.replace('"4690n"', '"4691n"'));
  const next = await again();
  await next.exited;
  assert.match(next.said(), /are damaged, and there is more behind/);
}));

test('callers who mean it ill', () => within(async (again) => {
  const chain = await again();
  for (const body of ['', '{', '[]', 'null', '{"sequence": -1}', '{"sequence": 1.5}', '{"sequence": "1x"}', '{"sequence": true}', '{"other": 1}',
    '{"sequence": "18446744073709551616"}', '['.repeat(100_000), new Uint8Array([0xff, 0xfe]), '{"__proto__": 1}']) {
    const { status, code } = await chain.post('Line', body);
    assert.deepEqual([status, code], [400, 'invalid_argument'], String(body).slice(0, 40));
  }
  assert.equal((await chain.post('constructor', '{}')).code, 'unimplemented');
  assert.deepEqual((await chain.post('Line', ' '.repeat(5 << 20))).status, 429);
  assert.equal((await chain.ask('Describe')).chainId, CHAIN);
}));
