// SPDX-License-Identifier: Apache-2.0
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, root } from './load.mjs';

const words = await load('chain/sidechainWords.js');
const { blockAt, logsAround, WINDOW } = await load('chain/logs.js');
const { rootTimes } = await load('chain/hub.js');
const { amountOf, plainAmount } = await load('chain/assets.js');
const { parse } = await load('routes.js');

const seconds = 1_800_000_000;
const chain = (more = {}) => ({
  id: 7001, state: 'ACTIVE', tier: 1, delay: 86_400, patience: 86_400, since: seconds - 1000, stoppedAt: 0, resumes: 0, stopped: 0, isSilent: false, rentUntil: seconds + 86_400, clock: seconds, inbox: 5, mature: 2, ending: { last: 0, cursor: 0 }, oldest: undefined,
  line: { sequence: 4, cursor: 5, lastBlock: 60 }, ...more,
});

test('a tier is told in the sentences of the specification', () => {
  const spec = readFileSync(join(root, 'docs/spec/hub.md'), 'utf8').replace(/\s+/g, ' ');
  const rule = /34\. In plain words,.*?(?= 35\. )/.exec(spec)[0];
  const sentences = [...rule.matchAll(/"([^"]+)"/g)].map(([, sentence]) => sentence);
  assert.equal(sentences.length, 4);
  const [s, d, v, all] = sentences;
  assert.equal(words.tierOf(1).says, `${s} ${all}`);
  assert.ok(words.tierOf(2).says.endsWith(`${d} ${all}`));
  assert.ok(words.tierOf(3).says.endsWith(`${v} ${all}`));
  assert.match(words.tierOf(9).says, /does not know/);
});

test('a state is told by what it means now', () => {
  const says = (more) => [words.badgeOf(chain(more), seconds)[1], words.meaningOf(chain(more), seconds)];
  assert.match(says({})[1], /takes deposits and messages. What leaves is paid 24 h after/);
  assert.deepEqual(says({ rentUntil: seconds - 1 })[0], 'active, rent is due');
  assert.match(says({ rentUntil: seconds - 1 })[1], /nothing can be brought there until somebody pays it/);
  assert.match(says({ oldest: seconds - 86_401, line: { sequence: 0, cursor: 4 } })[1], /Anybody may report it as silent/);
  assert.match(says({ oldest: seconds - 86_400, line: { sequence: 0, cursor: 4 } })[1], /^It takes deposits and messages/, 'a day to the second is in time');
  assert.match(says({ state: 'FOUNDING' })[1], /Nothing can be brought there yet/);
  assert.match(says({ state: 'SUSPENDED', resumes: seconds + 60 })[1], /owner has stopped it until .*no deposits and no checkpoints/);
  assert.match(says({ state: 'SUSPENDED', isSilent: true })[1], /If it does not answer until/);
  assert.match(says({ state: 'SUSPENDED', isSilent: true, since: seconds - 86_400 })[1], /Anybody may end it now/);
  assert.match(says({ state: 'FROZEN' })[1], /From .* on anybody may begin the exit/);
  assert.match(says({ state: 'FROZEN', since: seconds - 86_400 })[1], /Now anybody may begin the exit/);
  assert.match(says({ state: 'EXIT', ending: { last: 3, cursor: 4 } })[1], /what checkpoint 3 says/);
  assert.match(says({ state: 'EXIT' })[1], /before any checkpoint counted/);
  assert.match(says({ state: 'SOMETHING' })[1], /does not know/);
});

test('what waits, waits by the chain’s clock', () => {
  const waiting = (more) => words.waitingText(chain(more));
  assert.equal(waiting({}), 'none waits');
  assert.equal(waiting({ inbox: 0, line: { cursor: 0 } }), 'none sent yet');
  assert.equal(waiting({ inbox: 6, oldest: seconds - 7200 }), '1 message waits, for 2 h');
  assert.equal(waiting({ inbox: 8, oldest: seconds - 120 }), '3 messages wait, the oldest for 2 min');
  assert.equal(waiting({ state: 'EXIT', inbox: 8, ending: { last: 1, cursor: 5 } }), '3 messages to be paid back');
  assert.deepEqual(words.arrivalOf(4, chain(), false), ['good', 'handled']);
  assert.deepEqual(words.arrivalOf(5, chain(), false), ['warm', 'waiting']);
  const ended = chain({ state: 'EXIT', ending: { last: 1, cursor: 3 } });
  assert.deepEqual([2, 3].map((index) => words.arrivalOf(index, ended, false)[1]), ['handled', 'can be paid back'], 'what a void checkpoint handled comes back');
  assert.equal(words.arrivalOf(4, ended, true)[1], 'paid back');
});

test('a checkpoint is payable once its delay is over, and void if the chain ended before', () => {
  const maturity = (sequence, more, clock = seconds - 1000) => words.maturityOf(sequence, { clock }, chain(more), seconds);
  assert.deepEqual(maturity(2), { badge: ['good', 'payable'] });
  assert.deepEqual(maturity(3), { badge: ['warm', 'waiting'], at: seconds + 86_400 - 1000 });
  assert.deepEqual(maturity(3, { state: 'FROZEN' }).at, undefined, 'the clock stands still');
  assert.deepEqual(maturity(3, { state: 'EXIT', ending: { last: 2, cursor: 0 } }), { badge: ['bad', 'void'] });
  assert.deepEqual(words.departureOf(maturity(2), { drawn: 5n, isDone: false }).badge, ['warm', 'paid in part']);
  assert.deepEqual(words.departureOf(maturity(2), { drawn: 5n, isDone: true }).badge, ['good', 'paid']);
  assert.deepEqual(words.departureOf(maturity(3), undefined), maturity(3), 'what the node did not tell is no claim');
  assert.equal(words.bitsOf(0b1011n), 3);
});

test('a chain’s clock is only roughly the root’s once it stood still', () => {
  assert.deepEqual(rootTimes(chain(), 500, seconds), [500, 500]);
  assert.deepEqual(rootTimes(chain({ stopped: 60 }), 500, seconds), [500, 560]);
  assert.deepEqual(rootTimes(chain({ state: 'FROZEN', clock: 500, stoppedAt: seconds - 9 }), 500, seconds), [500, 509]);
});

test('an amount of a token without decimals is told in its smallest unit', () => {
  assert.equal(amountOf(1_234_500n, { symbol: 'USDX', decimals: 6, address: 'x' }), '1.2345 USDX');
  assert.equal(amountOf(7n, { symbol: '', decimals: undefined, address: `0x${'ab'.repeat(20)}` }), '7 units of 0xabab…abab');
  assert.equal(plainAmount(7n, { decimals: 0 }), '7');
});

test('addresses of pages are exact', () => {
  assert.deepEqual(parse('#/sidechain/7001').args, ['7001']);
  assert.deepEqual(parse('#/sidechain/7001/checkpoint/3').args, ['7001', '3']);
  assert.equal(parse('#/sidechains?from=20').page, 'sidechains');
  for (const bad of ['#/sidechain/0', '#/sidechain/x', '#/sidechain/7001/checkpoint/0', '#/sidechain/12345678901234567', '#/transfer/0x12']) assert.equal(parse(bad).page, 'missing', bad);
});

/** A node with blocks of these times, by number; those before `kept` are gone. */
function node(times, kept = 0) {
  const asked = [];
  globalThis.fetch = async (_, { body }) => {
    const { id, method, params } = JSON.parse(body);
    asked.push(method);
    if (method === 'eth_blockNumber') return answer(id, `0x${(times.length - 1).toString(16)}`);
    if (method === 'eth_getLogs') return answer(id, [{ from: Number(params[0].fromBlock), to: Number(params[0].toBlock) }]);
    const number = params[0] === 'latest' ? times.length - 1 : Number(params[0]);
    return answer(id, number < kept ? null : { number: `0x${number.toString(16)}`, timestamp: `0x${times[number].toString(16)}` });
  };
  return asked;
}
const answer = (id, result) => ({ json: async () => ({ jsonrpc: '2.0', id, result }) });
const fetched = globalThis.fetch;
after(() => { globalThis.fetch = fetched; });

test('the block of a time is found in few steps, whatever the pace', async () => {
  const even = Array.from({ length: 400_000 }, (_, number) => 1000 + number);
  const fast = Array.from({ length: 400_000 }, (_, number) => 1000 + Math.floor(number / 4));
  const slept = Array.from({ length: 400_000 }, (_, number) => 1000 + number + (number > 1000 ? 5_000_000 : 0));
  for (const [times, most] of [[even, 8], [fast, 40], [slept, 60]]) {
    for (const wanted of [1000, 1001, 1500, 90_000, times.at(-1)]) {
      const asked = node(times);
      const first = times.findIndex((time) => time >= wanted);
      assert.equal(await blockAt(wanted), first, `${wanted} of ${times.length}`);
      assert.ok(asked.length <= most, `${asked.length} questions for ${wanted}`);
    }
    node(times);
    assert.equal(await blockAt(times.at(-1) + 1), undefined, 'still to come');
    assert.equal(await blockAt(0), 0);
  }
});

test('a node that let old blocks go answers with the first it has', async () => {
  node(Array.from({ length: 100_000 }, (_, number) => 1000 + number), 70_000);
  assert.equal(await blockAt(5000), 70_000);
  assert.equal(await blockAt(81_000), 80_000);
});

test('events are searched at once if they lie near, else one by one, and never over too many blocks', async () => {
  node(Array.from({ length: 100_000 }, (_, number) => 1000 + number));
  assert.deepEqual(await logsAround({}, [[3000, 3000], [2000, 2000], [4000, 4010]]), [{ from: 1000, to: 3010 }]);
  assert.deepEqual(await logsAround({}, [[2000, 2000], [90_000, 90_000]]), [{ from: 1000, to: 1000 }, { from: 89_000, to: 89_000 }]);
  assert.deepEqual(await logsAround({}, [[2000, 80_000]]), [{ from: 1000, to: 1000 + WINDOW - 1 }]);
  assert.deepEqual(await logsAround({}, [[200_000, 200_000]]), [], 'of the future there is nothing');
});
