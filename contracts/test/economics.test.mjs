// SPDX-License-Identifier: Apache-2.0
// The tables of docs/spec/staking.md that come from the contracts' own values.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ethers } from 'ethers';
import { parameter, parameterNames, startDpos } from './dpos.mjs';
import { delegateRate, percent, pledges, reference, year } from './economics.mjs';

let dpos;
before(async () => { dpos = await startDpos(); });
after(() => dpos?.stop());

const spec = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../docs/spec/staking.md'), 'utf8');
const states = (text) => assert.ok(spec.includes(text), `the spec lacks: ${text}`);
const grouped = (number) => number.toLocaleString('en');

test('the spec states what the default parameters pay in a year', async () => {
  const value = async (name) => (await dpos.parameters.range(parameter[name])).byDefault;
  const p = {
    blockReward: await value('BLOCK_REWARD'), epochReward: await value('EPOCH_REWARD'), bonus: await value('FOUNDATION_BONUS'),
  };
  const paid = year(p);
  for (const coins of [paid.shared, paid.bonuses, paid.shared + paid.bonuses, paid.voters, paid.ofDelegate]) {
    states(`| ${grouped(coins)} |`);
  }
  states(`**${percent(paid.voterRate)}** of the stake`);
  states(`${percent(paid.mintRate)} of the supply`);
  const votes = reference.staked / reference.delegates;
  for (const pledge of pledges) {
    states(`| ${grouped(pledge)} | ${percent((pledge * 1_000_000n) / votes)} | ${percent(delegateRate(p, pledge))} |`);
  }
  assert.ok(paid.voterRate >= 99_000n && paid.voterRate <= 101_000n, 'near 10 % for voters');
});

test('the spec states every parameter with its default and range', async () => {
  const inCoins = ['MIN_STAKE', 'REGISTRATION_FEE', 'MIN_PLEDGE', 'MIN_VOTES', 'BLOCK_REWARD', 'EPOCH_REWARD', 'FOUNDATION_BONUS'];
  for (let p = 0; p < parameterNames.length; p++) {
    const name = parameterNames[p];
    const show = (v) => (inCoins.includes(name) ? `${ethers.formatEther(v).replace(/\.0$/, '')} coins` : `${v}`);
    states(`| ${p} | \`${name}\` | ${[...await dpos.parameters.range(p)].map(show).join(' | ')} |`);
  }
});
