// SPDX-License-Identifier: Apache-2.0
import { after, before, test as plain } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { DAY, coins, events, parameter, parameterNames, refused as refusedBy, startDpos, undone } from './dpos.mjs';
import { done } from './chain.mjs';

let dpos, parameters, governor, other;

before(async () => {
  dpos = await startDpos({ values: { MIN_VOTES: 0n, EPOCH_REWARD: coins(1) } });
  ({ parameters } = dpos);
  [governor, other] = dpos.signers;
});
after(() => dpos?.stop());

const test = (name, run) => plain(name, undone(() => dpos, run));
const refused = (name, call) => refusedBy(parameters, name, call);

test('every parameter has a default within its range, unless genesis sets it', async () => {
  const all = await parameters.values();
  assert.equal(all.length, parameterNames.length);
  for (let p = 0; p < all.length; p++) {
    const [byDefault, least, most] = await parameters.range(p);
    assert.ok(least <= byDefault && byDefault <= most && least < most, parameterNames[p]);
    if (!['MIN_VOTES', 'EPOCH_REWARD'].includes(parameterNames[p])) assert.equal(all[p], byDefault, parameterNames[p]);
  }
  assert.deepEqual([all[parameter.MIN_VOTES], all[parameter.EPOCH_REWARD]], [0n, coins(1)]);
  await refused('UnknownParameter', () => parameters.value(all.length));
  await refused('UnknownParameter', () => parameters.range(all.length));
});

test('a value changes after the delay, by anyone\'s hand', async () => {
  const p = parameter.MIN_STAKE;
  const receipt = await done(parameters.propose(p, coins(5)));
  assert.deepEqual(events(parameters, receipt)[0].slice(0, 3), ['ChangeProposed', BigInt(p), coins(5)]);
  assert.equal((await parameters.proposed(p)).newValue, coins(5));
  await refused('TooEarly', () => parameters.enact(p));
  assert.equal(await parameters.value(p), coins(100));
  await dpos.warp(2 * DAY);
  const enacted = await done(parameters.connect(other).enact(p));
  assert.deepEqual(events(parameters, enacted), [['ValueChanged', BigInt(p), coins(100), coins(5)]]);
  assert.equal(await parameters.value(p), coins(5));
  await refused('NothingProposed', () => parameters.enact(p));
  await dpos.bucket(other, coins(5));
});

test('zero is a value like any other', async () => {
  const p = parameter.MIN_PRODUCTIVITY;
  await done(parameters.propose(p, 0));
  await dpos.warp(2 * DAY);
  await done(parameters.enact(p));
  assert.equal(await parameters.value(p), 0n);
});

test('no value leaves its range, and only the governor proposes', async () => {
  const p = parameter.SLASHED_SHARE;
  await refused('OutOfRange', () => parameters.propose(p, 99));
  await refused('OutOfRange', () => parameters.propose(p, 10_001));
  await refused('UnknownParameter', () => parameters.propose(999, 1));
  await refused('NotGovernor', () => parameters.connect(other).propose(p, 100));
  await refused('NotGovernor', () => parameters.connect(other).cancel(p));
  await refused('NotGovernor', () => parameters.connect(other).proposeGovernor(other.address));
});

test('a proposal can be replaced, which starts the delay anew, or taken back', async () => {
  const p = parameter.MIN_STAKE;
  await done(parameters.propose(p, coins(5)));
  await dpos.warp(DAY);
  await done(parameters.propose(p, coins(6)));
  await dpos.warp(DAY);
  await refused('TooEarly', () => parameters.enact(p));
  await done(parameters.cancel(p));
  await refused('NothingProposed', () => parameters.enact(p));
  await refused('NothingProposed', () => parameters.cancel(p));
});

test('the office changes hands after the delay, when the successor accepts', async () => {
  await done(parameters.proposeGovernor(other.address));
  await refused('TooEarly', () => parameters.connect(other).acceptGovernor());
  await refused('NotGovernor', () => parameters.acceptGovernor());
  await dpos.warp(2 * DAY);
  await done(parameters.connect(other).acceptGovernor());
  assert.equal(await parameters.governor(), other.address);
  assert.equal(await parameters.nextGovernor(), ethers.ZeroAddress);
  await refused('NotGovernor', () => parameters.propose(0, DAY));
});

test('a longer maximum serves who has less, a shorter one takes nothing from who has more', async () => {
  const { staking } = dpos;
  const id = await dpos.bucket(other, coins(100), { days: 1050 });
  const p = parameter.MAX_DURATION_DAYS;
  await done(parameters.propose(p, 500));
  await dpos.warp(2 * DAY);
  await done(parameters.enact(p));
  await refusedBy(staking, 'DurationOutOfRange', () => staking.create(501, false, false, 0, { value: coins(100) }));
  await done(staking.connect(other).extend(id, 1050, true));
  await refusedBy(staking, 'DurationOutOfRange', () => staking.connect(other).extend(id, 1051, true));
});
