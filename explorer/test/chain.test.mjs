// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { load } from './load.mjs';

const { merge, intervalMillis, rates, proposals } = await load('chain/recent.js');
const { join, series, evidenceName, evidenceText } = await load('chain/readings.js');
const { parse, wholeNumber } = await load('routes.js');
const { seatsOf } = await load('view/seats.js');

const block = (number, transactionCount = 0, beneficiary = 'a') => ({ number, timestampMillis: number * 1000, transactionCount, beneficiary });
const numbers = (list) => list.map(({ number }) => number);

test('blocks join without a hole or a double', () => {
  const old = [block(5), block(4), block(3)];
  assert.deepEqual(numbers(merge(old, [block(7), block(6), block(5)])), [7, 6, 5, 4, 3]);
  assert.deepEqual(numbers(merge(old, [block(7), block(6)])), [7, 6, 5, 4, 3]);
  assert.deepEqual(numbers(merge(old, [block(9), block(8)])), [9, 8], 'a hole drops what is old');
  assert.deepEqual(numbers(merge([], [block(1)])), [1]);
  assert.deepEqual(numbers(merge(old, [])), [5, 4, 3]);
});

test('the pace of the chain comes from its own timestamps', () => {
  const list = [block(12, 4), block(11, 2), block(10, 6), block(9, 0), block(8, 8)];
  assert.equal(intervalMillis(list), 1000);
  assert.equal(intervalMillis([block(3)]), undefined);
  assert.deepEqual(rates(list, 60, 2), [3, 3]);
  assert.deepEqual(rates([block(1)]), []);
});

test('proposals are counted by account', () => {
  const counted = proposals([block(3, 0, 'x'), block(2, 0, 'y'), block(1, 0, 'x')]);
  assert.equal(counted.get('x').proposed, 2);
  assert.equal(counted.get('x').last.number, 3);
});

const record = (sequence, anchored, values) => ({ sequence, anchored, timeMillis: sequence * 1000, values });

test('what is newly known about a record replaces what was known', () => {
  const joined = join([record(2, null), record(1, null)], [record(3, null), record(2, { block: 9 })]);
  assert.deepEqual(joined.map(({ sequence, anchored }) => [sequence, anchored?.block]), [[3, undefined], [2, 9], [1, undefined]]);
});

test('every quantity gets a series of its own, in time order', () => {
  const at = (value) => [{ name: 't', unit: 'Cel', value }, { name: 'state', unit: '', value: 'open' }];
  const all = series([record(2, null, at('2.50')), record(1, { block: 1 }, at('1.0'))]);
  assert.deepEqual([...all.keys()], ['t'], 'what is no number is no series');
  assert.deepEqual(all.get('t').points.map(({ value, text, anchored }) => [value, text, anchored]), [[1, '1.0 °C', true], [2.5, '2.50 °C', false]]);
});

test('an evidence file has the canonical form byte for byte', () => {
  assert.equal(evidenceText({ format: 'x', path: [], proof: ['0x01'] }), '{\n  "format": "x",\n  "path": [],\n  "proof": [\n    "0x01"\n  ]\n}\n');
  assert.equal(evidenceText('as it came'), 'as it came');
});

test('an evidence file name is harmless', () => {
  assert.equal(evidenceName('Cold store 2, Rotterdam', 7), 'banyan-evidence-cold-store-2-rotterdam-7.json');
  assert.equal(evidenceName('../../etc/passwd\u202E', 7), 'banyan-evidence-etc-passwd-7.json');
  assert.equal(evidenceName('温度', 7), 'banyan-evidence-device-7.json');
});

test('addresses in the bar are known forms or nothing', () => {
  const hash = `0x${'Ab'.repeat(32)}`;
  assert.equal(parse('').page, 'overview');
  assert.equal(parse('#/').page, 'overview');
  assert.deepEqual(parse('#/block/12').args, ['12']);
  assert.deepEqual(parse(`#/transaction/${hash}`).args, [hash.toLowerCase()]);
  assert.equal(parse('#/transaction/0x12').page, 'missing');
  assert.equal(parse('#/account/<script>').page, 'missing');
  assert.deepEqual(parse('#/search/Pump%20%2F7').args, ['Pump /7']);
  assert.equal(parse('#/search/%E0%A4%A').page, 'missing');
  assert.equal(wholeNumber(parse('#/blocks?before=77').query, 'before'), 77);
  assert.equal(wholeNumber(parse('#/blocks?before=-1').query, 'before'), undefined);
});

test('a certificate names its seats, lowest bit first', () => {
  assert.deepEqual(seatsOf('0x0d'), [0, 2, 3]);
  assert.deepEqual(seatsOf('0x0180'), [0, 15]);
  assert.deepEqual(seatsOf('nonsense'), []);
});
