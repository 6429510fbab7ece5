// SPDX-License-Identifier: Apache-2.0
import { after, before, test as plain } from 'node:test';
import assert from 'node:assert/strict';
import { DAY, coins, events, refused as refusedBy, startDpos, undone } from './dpos.mjs';
import { done } from './chain.mjs';
import { weight } from './weight.mjs';

let dpos, staking, alice, bob, carol, one, two;

before(async () => {
  dpos = await startDpos();
  ({ staking } = dpos);
  [alice, bob, carol] = dpos.signers;
  one = await dpos.candidate('one', bob);
  two = await dpos.candidate('two', carol);
});
after(() => dpos?.stop());

const test = (name, run) => plain(name, undone(() => dpos, run));
const refused = (name, call) => refusedBy(staking, name, call);
const by = (who) => staking.connect(who);
const state = async (id) => (await staking.bucket(id))[1];
const votes = (delegate) => dpos.election.votes(delegate);

test('a bucket is a token, counts for its delegate, and says so', async () => {
  const before = await votes(one.id);
  const receipt = await done(staking.create(30, true, false, one.id, { value: coins(500) }));
  const id = Number(await staking.lastBucket());
  const w = weight(coins(500), 30, true, false);
  assert.deepEqual(events(staking, receipt), [
    ['Transfer', '0x0000000000000000000000000000000000000000', alice.address, BigInt(id)],
    ['BucketCreated', BigInt(id), alice.address, coins(500), 30n, true, false],
    ['VotesCounted', BigInt(id), BigInt(one.id), w],
  ]);
  assert.equal(await staking.ownerOf(id), alice.address);
  assert.equal(await staking.name(), 'Banyan Bucket');
  assert.equal(await staking.symbol(), 'BUCKET');
  assert.equal(await staking.tokenURI(id), '');
  assert.equal(await votes(one.id), before + w);
  const b = await state(id);
  assert.deepEqual([b.amount, b.weight, b.durationDays, b.delegate, b.autoStake], [coins(500), w, 30n, BigInt(one.id), true]);
});

test('the minimum, the longest duration and the delegate are checked', async () => {
  const create = (days, delegate, value) => staking.create(days, false, false, delegate, { value });
  assert.deepEqual([...await refused('AmountTooSmall', () => create(0, one.id, coins(100) - 1n))], [coins(100) - 1n, coins(100)]);
  assert.deepEqual([...await refused('DurationOutOfRange', () => create(1051, one.id, coins(100)))], [1051n, 0n, 1050n]);
  await refused('NoSuchDelegate', () => create(0, 99, coins(100)));
  await done(create(1050, 0, coins(100)));
});

test('a deposit weighs at once; nothing is no deposit; only the owner deposits', async () => {
  const id = await dpos.bucket(alice, coins(100), { days: 91, delegate: one.id });
  const before = await votes(one.id);
  await done(staking.deposit(id, { value: coins(7) }));
  assert.equal(await votes(one.id), before - weight(coins(100), 91, false, false) + weight(coins(107), 91, false, false));
  await refused('AmountTooSmall', () => staking.deposit(id));
  await refused('NotOwner', () => by(bob).deposit(id, { value: 1n }));
  await refused('NotOwner', () => staking.deposit(999, { value: 1n }));
});

test('a duration grows or stays, and starts anew', async () => {
  const id = await dpos.bucket(alice, coins(100), { days: 30, delegate: one.id });
  await dpos.warp(20 * DAY);
  await refused('DurationOutOfRange', () => staking.extend(id, 29, true));
  await refused('DurationOutOfRange', () => staking.extend(id, 1051, true));
  await refused('NotOwner', () => by(bob).extend(id, 40, true));
  const receipt = await done(staking.extend(id, 40, false));
  assert.deepEqual(events(staking, receipt)[0], ['Extended', BigInt(id), 40n, false]);
  assert.equal((await state(id)).weight, weight(coins(100), 40, false, false));
  assert.equal((await state(id)).since, await dpos.now());
  await dpos.warp(39 * DAY);
  await refused('TooEarly', () => staking.unstake(id));
  await dpos.warp(1 * DAY);
  await done(staking.unstake(id));
});

test('auto-stake stands still until it is ended', async () => {
  const id = await dpos.bucket(alice, coins(100), { days: 7, auto: true, delegate: one.id });
  await dpos.warp(100 * DAY);
  await refused('OnAutoStake', () => staking.unstake(id));
  await done(staking.extend(id, 7, false));
  await refused('TooEarly', () => staking.unstake(id));
  await dpos.warp(7 * DAY);
  await done(staking.unstake(id));
});

test('votes move to another delegate, or to nobody', async () => {
  const id = await dpos.bucket(alice, coins(100), { days: 7, delegate: one.id });
  const [w, first, second] = [(await state(id)).weight, await votes(one.id), await votes(two.id)];
  await done(staking.changeDelegate(id, two.id));
  assert.deepEqual([await votes(one.id), await votes(two.id)], [first - w, second + w]);
  await done(staking.changeDelegate(id, 0));
  assert.deepEqual([await votes(one.id), await votes(two.id)], [first - w, second]);
  await refused('NoSuchDelegate', () => staking.changeDelegate(id, 77));
  await refused('NotOwner', () => by(bob).changeDelegate(id, one.id));
});

test('unstaked coins count for nothing and come back after the waiting period', async () => {
  const id = await dpos.bucket(alice, coins(100), { delegate: one.id });
  const before = await votes(one.id);
  await refused('NotUnstaked', () => staking.withdraw(id));
  await refused('NotOwner', () => by(bob).unstake(id));
  await done(staking.unstake(id));
  assert.equal(await votes(one.id), before - coins(100));
  for (const call of [
    () => staking.unstake(id), () => staking.deposit(id, { value: 1n }), () => staking.extend(id, 9, true),
    () => staking.changeDelegate(id, two.id), () => staking.setCompounding(id, true),
  ]) await refused('AlreadyUnstaked', call);
  await dpos.warp(3 * DAY - 5);
  await refused('TooEarly', () => staking.withdraw(id));
  await dpos.warp(5);
  await refused('NotOwner', () => by(bob).withdraw(id));
  const [held, wealth] = [await dpos.provider.getBalance(staking.target), await dpos.provider.getBalance(alice.address)];
  const { fee } = await done(staking.withdraw(id));
  assert.equal(await dpos.provider.getBalance(staking.target), held - coins(100));
  assert.equal(await dpos.provider.getBalance(alice.address), wealth + coins(100) - fee);
  await refused('NotOwner', () => staking.withdraw(id));
  await refused('ERC721NonexistentToken', () => staking.ownerOf(id));
});

test('a bucket changes hands as ERC-721 says, and lists of owners follow', async () => {
  const ids = [];
  for (let i = 0; i < 20; i++) ids.push(await dpos.bucket(alice, coins(100)));
  const list = async (who, from = 0, limit = 200) => [...await staking.bucketsOf(who.address, from, limit)].map(Number);
  assert.deepEqual(await list(alice), ids);
  assert.deepEqual(await list(alice, 15, 3), ids.slice(15, 18));
  assert.deepEqual(await list(alice, 18, 100), ids.slice(18));
  assert.deepEqual(await list(alice, 20, 100), []);
  await refused('TooMany', () => list(alice, 0, 201));
  const target = dpos.signers[4];
  await refused('ERC721InsufficientApproval', () => by(bob).transferFrom(alice.address, target.address, ids[3]));
  await done(staking.approve(bob.address, ids[3]));
  await done(by(bob).transferFrom(alice.address, target.address, ids[3]));
  await done(staking['safeTransferFrom(address,address,uint256)'](alice.address, target.address, ids[19]));
  await done(staking.transferFrom(alice.address, alice.address, ids[5]));
  assert.deepEqual(await list(target), [ids[3], ids[19]]);
  assert.deepEqual((await list(alice)).sort((a, b) => a - b), ids.filter((id) => id !== ids[3] && id !== ids[19]));
  await refused('NotOwner', () => staking.unstake(ids[3]));
  await done(by(target).unstake(ids[3]));
  await dpos.warp(3 * DAY);
  await done(by(target).withdraw(ids[3]));
  assert.deepEqual(await list(target), [ids[19]]);
});

test('a merge keeps every coin, and frees none earlier', async () => {
  const long = await dpos.bucket(alice, coins(100), { days: 91, auto: true, delegate: one.id });
  const short = await dpos.bucket(alice, coins(200), { days: 30, delegate: two.id });
  const free = await dpos.bucket(alice, coins(300));
  const theirs = await dpos.bucket(bob, coins(300));
  await refused('WouldShorten', () => staking.merge([long], short));
  await refused('WouldShorten', () => staking.merge([long], long));
  await refused('WouldShorten', () => staking.merge([short], free));
  await refused('NotOwner', () => staking.merge([theirs], long));
  await refused('NotOwner', () => staking.merge([short, short], long));
  await refused('NotOwner', () => by(bob).merge([long], theirs));
  await refused('TooMany', () => staking.merge(Array(17).fill(short), long));
  await refused('Bound', () => by(bob).merge([one.bucket], theirs));
  const before = [await votes(one.id), await votes(two.id)];
  const receipt = await done(staking.merge([short, free], long));
  assert.deepEqual(events(staking, receipt).filter(([name]) => name === 'Merged'), [
    ['Merged', BigInt(short), BigInt(long), coins(200)], ['Merged', BigInt(free), BigInt(long), coins(300)]]);
  assert.equal((await state(long)).amount, coins(600));
  assert.equal(await votes(one.id), before[0] - weight(coins(100), 91, true, false) + weight(coins(600), 91, true, false));
  assert.equal(await votes(two.id), before[1] - weight(coins(200), 30, false, false));
  await refused('ERC721NonexistentToken', () => staking.ownerOf(short));
});

test('of two that run, the one merged into must run at least as long', async () => {
  const older = await dpos.bucket(alice, coins(100), { days: 30 });
  await dpos.warp(DAY);
  const younger = await dpos.bucket(alice, coins(100), { days: 30 });
  await refused('WouldShorten', () => staking.merge([younger], older));
  await done(staking.merge([older], younger));
});

test('a pledge stays where it is', async () => {
  const other = await dpos.bucket(bob, coins(100), { days: 1050, auto: true });
  await refused('Bound', () => by(bob).changeDelegate(one.bucket, two.id));
  await done(by(bob).extend(one.bucket, 91, false));
  await dpos.warp(91 * DAY);
  await refused('Bound', () => by(bob).unstake(one.bucket));
  await refused('Bound', () => by(bob).transferFrom(bob.address, alice.address, one.bucket));
  await refused('Bound', () => by(bob).merge([one.bucket], other));
});

test('a pledge on auto-stake for 91 days weighs 6 % more', async () => {
  assert.equal((await state(one.bucket)).weight, weight(coins(1_200_000), 91, true, true));
  await done(by(bob).extend(one.bucket, 91, false));
  assert.equal((await state(one.bucket)).weight, weight(coins(1_200_000), 91, false, true));
  assert.ok(weight(coins(100), 91, true, true) > weight(coins(100), 91, true, false));
});

test('what belongs to the other contracts is closed to everyone else', async () => {
  for (const call of [
    () => staking.pledge(1, 1), () => staking.release(1, 1), () => staking.compound(1, { value: 1n }),
    () => staking.slash(1, 1, 10_000, 5000, alice.address),
  ]) await refused('OnlyFor', call);
});

test('sums of staked coins follow', async () => {
  const before = await staking.totalStaked();
  const id = await dpos.bucket(alice, coins(100));
  await done(staking.deposit(id, { value: coins(5) }));
  assert.equal(await staking.totalStaked(), before + coins(105));
  await done(staking.unstake(id));
  assert.equal(await staking.totalStaked(), before);
});
