// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { load } from './load.mjs';

const { niceTicks, byteTicks, timeTicks, nearest, runs } = await load('view/scale.js');

test('ticks are round and cover what is shown', () => {
  assert.deepEqual(niceTicks(0.12, 0.43, 3), [0, 0.2, 0.4, 0.6]);
  assert.deepEqual(niceTicks(-19, -17, 4), [-19, -18.5, -18, -17.5, -17]);
  for (const [low, high] of [[0, 1], [1e-9, 3e-9], [-5e12, 7e15], [99.99, 100.01]]) {
    const ticks = niceTicks(low, high);
    assert.ok(ticks[0] <= low && ticks.at(-1) >= high, `${ticks} covers ${low} to ${high}`);
    assert.ok(ticks.length >= 3 && ticks.length <= 8, `${ticks.length} ticks`);
  }
});

test('a value that never changes still has an axis', () => {
  assert.ok(niceTicks(20, 20).length >= 3);
  assert.ok(niceTicks(0, 0).length >= 3);
  assert.deepEqual(niceTicks(Number.NaN, 1), [0, 1]);
});

test('bytes are ticked in binary units', () => {
  const gib = 1024 ** 3;
  assert.deepEqual(byteTicks(2.1 * gib, 2.4 * gib, 3), [2.1, 2.2, 2.3, 2.4].map((value) => value * gib));
});

test('times are ticked on round clock times', () => {
  const { step, ticks } = timeTicks(1000, 601_000, 6);
  assert.equal(step, 120_000);
  assert.deepEqual(ticks, [120_000, 240_000, 360_000, 480_000, 600_000]);
});

test('the nearest point is found', () => {
  const points = [0, 10, 20, 30].map((time) => ({ time }));
  assert.deepEqual([-5, 4, 6, 14, 29, 99].map((time) => nearest(points, time)), [0, 0, 1, 1, 3, 3]);
  assert.equal(nearest([{ time: 5 }], 77), 0);
});

test('a pause breaks the line', () => {
  const points = [0, 1, 2, 3, 40, 41, 42].map((time) => ({ time }));
  assert.deepEqual(runs(points).map((run) => run.length), [4, 3]);
  assert.deepEqual(runs([]), []);
});
