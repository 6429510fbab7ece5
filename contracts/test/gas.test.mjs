// SPDX-License-Identifier: Apache-2.0
// What calls cost, with few and with many delegates and buckets, and what somebody who means harm can make them cost.
// Prints the table of docs/spec/staking.md; the bounds asserted leave a tenth to compilers and forks.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { artifact, coins, compileForTest, deployed, NAMES, startDpos } from './dpos.mjs';
import { done } from './chain.mjs';
import { blsKey, voteMessage } from './bls.mjs';
import { electors } from './electors.mjs';
import { ethers } from 'ethers';

/** How long buckets are created before costs are measured again; the figures in the spec come from 40. */
const SECONDS = Number(process.env.BANYAN_CROWD_SECONDS ?? 5);

let dpos, board, staking, delegates, election, rewards, alice, bob, carol, first, second;
const report = (delegate, produced = 100) => ({ delegate, produced, expected: 100, missedReveals: 0 });
const rows = [];
const measured = (what, receipt, most) => {
  const gas = Number(receipt.gasUsed);
  rows.push([what, gas]);
  assert.ok(gas <= most, `${what}: ${gas} gas`);
  return gas;
};

before(async () => {
  dpos = await startDpos({ values: { MIN_PLEDGE: coins(1000), MIN_VOTES: 0n } });
  ({ staking, delegates, election, rewards } = dpos);
  [alice, bob, carol] = dpos.signers;
  board = await electors(dpos);
});
after(() => {
  for (const [what, gas] of rows) console.log(`# | ${what} | ${gas.toLocaleString('en')} |`);
  return dpos?.stop();
});

test('code fits, and says how large it is', () => {
  for (const name of NAMES) {
    const size = (artifact(name).deployedBytecode.length - 2) / 2;
    console.log(`# | ${name} | ${size.toLocaleString('en')} |`);
    assert.ok(size <= 24_576);
  }
});

test('what people do', async () => {
  measured('register a delegate', await done(dpos.registerCall('first', alice)), 1_000_000);
  first = 1;
  const pledge = await dpos.bucket(alice, coins(1000), { days: 91, auto: true, delegate: first });
  measured('put up a pledge, with few delegates', await done(delegates.activate(first, pledge)), 250_000);
  second = (await dpos.candidate('second', bob, { amount: coins(1000) })).id;
  await dpos.turn();
  await dpos.turn([report(first), report(second)]);
  await dpos.bucket(carol, coins(100), { delegate: first });
  const s = staking.connect(carol);
  measured('create a bucket', await done(s.create(365, true, false, first, { value: coins(5000) })), 260_000);
  const id = Number(await staking.lastBucket());
  await dpos.turn([report(first), report(second)]);
  measured('deposit', await done(s.deposit(id, { value: coins(5) })), 160_000);
  await dpos.turn([report(first), report(second)]);
  measured('extend', await done(s.extend(id, 400, true)), 150_000);
  measured('change the delegate', await done(s.changeDelegate(id, second)), 180_000);
  await dpos.turn([report(first), report(second)]);
  measured('claim for one bucket', await done(rewards.connect(carol).claim([id])), 110_000);
  await dpos.turn([report(first), report(second)]);
  measured('compound one bucket', await done(rewards.connect(carol).compound([id])), 220_000);
  const free = await dpos.bucket(carol, coins(100), { delegate: first });
  const other = await dpos.bucket(carol, coins(100), { delegate: first });
  measured('transfer a bucket', await done(s.transferFrom(carol.address, bob.address, other)), 130_000);
  // The one that is merged first: it must not be bound longer than the one it goes into, and a second may pass between.
  const more = await dpos.bucket(carol, coins(100), { delegate: first });
  const into = await dpos.bucket(carol, coins(100), { delegate: first });
  measured('merge one bucket into another', await done(s.merge([more], into)), 220_000);
  measured('unstake', await done(s.unstake(free)), 140_000);
  await dpos.warp(3 * 86_400);
  measured('withdraw', await done(s.withdraw(free)), 120_000);
  const vote = (blockHash) => ({ epoch: 1, view_: 1, kind: 1, height: 1, blockHash });
  const votes = [vote(ethers.id('a')), vote(ethers.id('b'))];
  const [a, b] = votes.map((v) => blsKey('second').sign(voteMessage(dpos.chainId, v)));
  const snapshot = await dpos.provider.send('evm_snapshot', []);
  measured('convict a delegate', await done(dpos.slashing.report(2, votes[0], a, votes[1], b)), 900_000);
  await dpos.provider.send('evm_revert', [snapshot]);
});

const votesOf = (id) => coins(2000 + ((id * 7919) % 50_000)) + BigInt(id);

/** Changes of votes that move a delegate through the whole ranking, and the epoch's call. */
async function atSize(size, from) {
  await board.enter(from, size, votesOf);
  const label = size.toLocaleString('en');
  const bucket = await dpos.bucket(carol, coins(100), { delegate: first });
  const s = staking.connect(carol);
  measured(`a small deposit, ${label} delegates`, await done(s.deposit(bucket, { value: 1n })), 170_000);
  // From the bottom of the others to the top of the best, and back.
  measured(`last becomes first, ${label} delegates`, await done(s.deposit(bucket, { value: coins(10_000_000) })), 450_000);
  measured(`first becomes last, ${label} delegates`, await done(s.changeDelegate(bucket, 0)), 450_000);
  await done(s.changeDelegate(bucket, second));
  measured(`first and last change places, ${label} delegates`, await done(s.changeDelegate(bucket, first)), 750_000);
  await done(s.changeDelegate(bucket, 0));
  const [ids] = await election.ranked();
  const members = [...ids].slice(0, 36).map((id) => report(Number(id)));
  await dpos.turn(members);
  measured(`an epoch's call, all well, ${label} delegates`, (await dpos.turn(members)).receipt, 6_000_000);
  measured(`an epoch's call, all 36 lapse, ${label} delegates`,
    (await dpos.turn(members.map((r) => ({ ...r, produced: 0 })))).receipt, 12_000_000);
  for (let i = 0; i < 5; i++) await dpos.turn();
  measured(`an epoch's call, 36 come back, ${label} delegates`, (await dpos.turn()).receipt, 10_000_000);
}

test('with 1,000 delegates', async () => atSize(1000, 3));
test('with 5,000 delegates', async () => atSize(5000, 1001));

test('and with some thousands of buckets, dust among them, nothing costs more', async () => {
  const { abi, factory } = compileForTest(`
    pragma solidity ^0.8.37;
    interface I { function create(uint16, bool, bool, uint32) external payable returns (uint32); }
    contract Crowd {
      I constant STAKING = I(0x0000000000000000000000000000000000001003);
      function stake(uint256 count, uint32 delegate) external payable {
        for (uint256 i = 0; i < count; i++) STAKING.create{value: 100 ether}(uint16(i % 1050), i % 2 == 0, true, delegate);
      }
    }`, 'Crowd', alice);
  assert.ok(abi.length > 0);
  const crowd = await deployed(factory);
  const s = staking.connect(carol);
  const cost = async () => {
    const id = await dpos.bucket(carol, coins(100), { delegate: first });
    return Number((await done(s.deposit(id, { value: 1n }))).gasUsed);
  };
  const before = await cost();
  const begun = Date.now();
  let buckets = 0;
  while (buckets < 10_000 && Date.now() - begun < SECONDS * 1000) {
    await done(crowd.stake(50, first, { value: coins(5000), gasLimit: 16_000_000 }));
    buckets += 50;
  }
  const after = await cost();
  rows.push([`a small deposit, ${(buckets).toLocaleString('en')} more buckets for the same delegate`, after]);
  // Where its delegate stands among the best may make some words' difference; the number of buckets makes none.
  assert.ok(Math.abs(after - before) < 10_000, `${before} before, ${after} after`);
  const { receipt } = await dpos.turn();
  measured(`an epoch's call, with ${buckets.toLocaleString('en')} more buckets`, receipt, 6_000_000);
  assert.equal((await staking.bucketsOf(crowd.target, 0, 200)).length, 200);
  assert.equal(await staking.balanceOf(crowd.target), BigInt(buckets));
});

test('who fills the exit queue pays a pledge for each place', async () => {
  const before = await delegates.queued();
  for (let i = 0; i < 5; i++) {
    const id = await dpos.register(`squatter-${i}`, bob);
    await done(delegates.connect(bob).requestExit(id));
  }
  assert.equal(await delegates.queued(), before, 'who has none is out at once and takes no place');
});
