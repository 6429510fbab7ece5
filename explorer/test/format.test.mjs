// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { load } from './load.mjs';

const f = await load('view/format.js');

test('quantities come as hex, decimal text and numbers', () => {
  assert.equal(f.big('0x10'), 16n);
  assert.equal(f.big('340282366920938463463374607431768211456'), 2n ** 128n);
  assert.equal(f.big(7), 7n);
  assert.equal(f.big(undefined), 0n);
});

test('amounts are exact and never rounded up', () => {
  assert.equal(f.coins(10n ** 18n), '1');
  assert.equal(f.coins(1_234_567_899_999_999_999_999n, 4), '1,234.5678');
  assert.equal(f.coins(1n, 18), '0.000000000000000001');
  assert.equal(f.coins(1n, 4), '<0.0001');
  assert.equal(f.coins(0n), '0');
  assert.equal(f.decimal(-1_500_000_000n, 9), '-1.5');
  assert.equal(f.gwei('0x3b9aca00'), '1');
});

test('counts are grouped and agree with their noun', () => {
  assert.equal(f.count(1234567), '1,234,567');
  assert.equal(f.count(999n), '999');
  assert.equal(f.counted(1, 'block'), '1 block');
  assert.equal(f.counted(1200, 'block'), '1,200 blocks');
});

test('times are said in whole units and never lie in the future', () => {
  assert.equal(f.ago(5000, 4000), 'now');
  assert.equal(f.ago(0, 12_999), '12 s ago');
  assert.equal(f.ago(0, 125_000), '2 min ago');
  assert.equal(f.span(287), '287 ms');
  assert.equal(f.span(1234), '1.2 s');
  assert.equal(f.span(3 * 86_400_000), '3 days');
  assert.equal(f.when(Number.NaN), 'no time');
  assert.match(f.when(0), /^19(69|70)-\d\d-\d\d \d\d:\d\d:\d\d$/);
});

test('long hex is shortened, short hex is not', () => {
  assert.equal(f.short('0xbf9a15065b6a50167c627c534db474605b495d8d'), '0xbf9a…5d8d');
  assert.equal(f.short('0x1234'), '0x1234');
  assert.equal(f.short(undefined), '');
});

test('sizes are binary', () => {
  assert.deepEqual([512, 2048, 3_500_000, 2_410_000_000].map(f.size), ['512 B', '2.00 KiB', '3.34 MiB', '2.24 GiB']);
});

test('a name cannot hide, turn or break the text around it', () => {
  assert.equal(f.stranger('pump\u202Egnp.exe'), 'pump\uFFFDgnp.exe');
  assert.equal(f.stranger('a\u0000b\nc\u2028d\u200Be'), 'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe');
  assert.equal(f.stranger('  '), 'unnamed');
  assert.equal(f.stranger(null), 'unnamed');
  assert.equal(f.stranger('温度計 №7'), '温度計 №7');
});

test('a reading keeps its digits', () => {
  assert.equal(f.measure('-18.40', 'Cel'), '−18.40 °C');
  assert.equal(f.measure('412000', 'Pa'), '412,000 Pa');
  assert.equal(f.measure('71.5', '%RH'), '71.5 % RH');
  assert.equal(f.measure('38.0', '%'), '38.0 %');
  assert.equal(f.measure('0.83', ''), '0.83');
  assert.equal(f.measure('2410000000', 'B'), '2.24 GiB');
  assert.equal(f.measure('1', 'constructor'), '1 constructor');
});

test('names of quantities read like words', () => {
  assert.equal(f.title('cpu.temperature'), 'CPU temperature');
  assert.equal(f.title('motorTemperature'), 'Motor temperature');
  assert.equal(f.title('door_open'), 'Door open');
});
