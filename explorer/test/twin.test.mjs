// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { ROWS, same, settings } from '../src/main/resources/explorer/js/chain/twin.js';

const states = (rows) => Object.fromEntries(rows.map(({ pointer, state }) => [pointer, state]));

test('what desired says and reported does not is pending, as the gateway has it', () => {
  // The example of TwinDocumentTest.
  const desired = { interval: '5s', led: { on: true, colour: [1, 2] }, 'a/b~': 1, new: {} };
  const reported = { interval: '1s', led: { on: true, colour: [2, 1], x: 1 }, new: { y: 1 } };
  const pending = settings(desired, reported).filter(({ state }) => state === 'pending').map(({ pointer }) => pointer);
  assert.deepEqual(pending, ['/a~1b~0', '/interval', '/led/colour']);
  assert.deepEqual(settings(desired, null).map(({ state }) => state), ['pending', 'pending', 'pending', 'pending']);
});

test('a setting that was refused says why, and what only the device speaks of is told', () => {
  const rows = settings({ led: true, interval: '5s' }, { interval: '5s', queue: 3 }, { '/led': 'no led', '/queue': 'not desired' });
  assert.deepEqual(states(rows), { '/interval': 'applied', '/led': 'refused', '/queue': 'told' });
  assert.equal(rows.find(({ pointer }) => pointer === '/led').reason, 'no led');
});

test('values are compared, not their spelling', () => {
  assert.ok(same({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1.0 }));
  for (const [a, b] of [[[1, 2], [2, 1]], [{ a: 1 }, { a: 1, b: 2 }], [null, {}], ['1', 1], [[], {}]]) assert.ok(!same(a, b));
});

test('names of strangers are names and nothing else', () => {
  const hostile = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}');
  assert.deepEqual(states(settings(hostile, {})), { '/__proto__': 'pending', '/constructor': 'pending', '/toString': 'pending' });
  assert.equal(settings(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`n${i}`, i])), {}).length, ROWS);
  assert.deepEqual(settings(null, 'no object'), []);
});
