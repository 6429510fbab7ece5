// SPDX-License-Identifier: Apache-2.0
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ethers } from 'ethers';
import { compileForTest, deployed, startDpos } from './dpos.mjs';
import { exactMultiplier, examples, multiplier, weight } from './weight.mjs';

let dpos;
before(async () => { dpos = await startDpos(); });
after(() => dpos?.stop());

const onChain = (amount, days, auto, pledged) => dpos.staking.weightOf(amount, days, auto, pledged);

test('every duration there can be weighs what an independent reckoning says', async () => {
  const { factory } = compileForTest(`
    pragma solidity ^0.8.37;
    interface I { function weightOf(uint256, uint16, bool, bool) external pure returns (uint256); }
    contract Asker {
      function ask(uint16 from, uint16 count, bool auto_, bool pledged) external pure returns (uint256[] memory list) {
        list = new uint256[](count);
        I staking = I(0x0000000000000000000000000000000000001003);
        for (uint16 i = 0; i < count; i++) list[i] = staking.weightOf(1_000_000, from + i, auto_, pledged);
      }
    }`, 'Asker', dpos.signers[0]);
  const asker = await deployed(factory);
  for (let from = 0; from <= 3650; from += 365) {
    for (const [auto, pledged] of [[false, false], [false, true], [true, false], [true, true]]) {
      const list = await asker.ask(from, Math.min(365, 3651 - from), auto, pledged, { gasLimit: 16_000_000 });
      list.forEach((weighs, i) =>
        assert.equal(weighs, multiplier(BigInt(from + i), auto, pledged), `${from + i} ${auto} ${pledged}`));
    }
  }
});

test('it is never more than the real formula, and less by no more than the spec says', () => {
  let worst = [0n, 0n];
  for (let days = 0n; days <= 3650n; days++) {
    for (const pledged of [false, true]) {
      const short = exactMultiplier(days, true, pledged) - (multiplier(days, true, pledged) << 64n);
      assert.ok(short >= 0n, `${days}`);
      if (short > worst[Number(pledged)]) worst[Number(pledged)] = short;
    }
  }
  const shown = worst.map((short) => Number((short * 1_000_000n) >> 64n) / 1e6);
  console.log(`# worst shortfall: ${shown[0]} millionths, ${shown[1]} for a pledge`);
  assert.ok(shown[0] < 1.00002 && shown[1] < 2.06003);
});

test('the table in the spec is what both compute', async () => {
  const here = dirname(fileURLToPath(import.meta.url));
  const spec = readFileSync(join(here, '../../docs/spec/staking.md'), 'utf8');
  for (const [amount, days, auto, pledged] of examples) {
    const wei = ethers.parseEther(amount);
    const expected = weight(wei, days, auto, pledged);
    assert.equal(await onChain(wei, days, auto, pledged), expected);
    const m = multiplier(BigInt(days), auto, pledged);
    const row = `| ${amount} | ${days} | ${auto ? 'yes' : 'no'} | ${pledged ? 'yes' : 'no'} | ${m} | ${ethers.formatEther(expected)} |`;
    assert.ok(spec.includes(row), `the spec lacks: ${row}`);
  }
});
