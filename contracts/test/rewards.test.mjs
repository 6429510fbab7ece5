// SPDX-License-Identifier: Apache-2.0
import { after, before, test as plain } from 'node:test';
import assert from 'node:assert/strict';
import { DAY, coins, compileForTest, deployed, events, refused as refusedBy, startDpos, undone } from './dpos.mjs';
import { done } from './chain.mjs';

let dpos, rewards, staking, alice, bob, carol, dave, one, two;
const SCALE = 1n << 96n;

before(async () => {
  dpos = await startDpos({ values: { MIN_VOTES: 0n } });
  ({ rewards, staking } = dpos);
  [alice, bob, carol, dave] = dpos.signers;
  one = await dpos.candidate('one', bob, { commission: 1000, payTo: dave.address });
  two = await dpos.candidate('two', carol, { commission: 0 });
  await dpos.turn();
});
after(() => dpos?.stop());

const test = (name, run) => plain(name, undone(() => dpos, run));
const refused = (name, call) => refusedBy(rewards, name, call);
const balance = (who) => dpos.provider.getBalance(who.address ?? who.target ?? who);
const report = (delegate, produced, expected = produced) => ({ delegate, produced, expected, missedReveals: 0 });
const first = (coins(200) - 2n * coins(10)) / 2n;

/** The books and the balance agree. */
async function assertSound() {
  assert.equal(await rewards.accounted(), await balance(rewards));
}

test('an epoch pays blocks, bonus and votes; commission is kept, the rest is the voters\'', async () => {
  const { minted, receipt } = await dpos.turn([report(one.id, 100), report(two.id, 60)]);
  const [blockReward, bonus] = [coins('3.25'), coins(10)];
  assert.equal(minted, 160n * blockReward + 2n * bonus + coins(18_750));
  const [v1, v2] = [await dpos.election.votes(one.id), await dpos.election.votes(two.id)];
  assert.equal(v1, v2);
  // Equal votes, so half of the epoch reward each. In the first epoch nothing is minted: there was the same bonus, and
  // then half each, of what two registrations paid.
  const half = coins(18_750) / 2n;
  const [share1, share2] = [100n * blockReward + half, 60n * blockReward + half];
  const account1 = await rewards.accountOf(one.id);
  const account2 = await rewards.accountOf(two.id);
  assert.equal(account1.earned - bonus - first / 10n, share1 / 10n + bonus);
  assert.equal(account2.earned - bonus, bonus);
  const voters = [await rewards.pendingOf(one.bucket), await rewards.pendingOf(two.bucket)];
  assert.equal(voters[1], share2 + first - 1n, 'a part of a wei is still to come');
  assert.equal(voters[0], ((share1 + first) * 9n) / 10n - 1n);
  const [name, paid, carried, left] = events(rewards, receipt).at(-1);
  assert.deepEqual([name, paid, carried, left], ['EpochPaid', minted, 0n, 0n]);
  await assertSound();
});

test('a claim pays the owner alone, once', async () => {
  await dpos.turn([report(one.id, 100)]);
  const due = await rewards.pendingOf(one.bucket);
  await refused('NotOwner', () => rewards.connect(alice).claim([one.bucket]));
  await refused('NotOwner', () => rewards.connect(bob).claim([999]));
  await refused('TooMany', () => rewards.connect(bob).claim(Array(65).fill(one.bucket)));
  const before = await balance(bob);
  const receipt = await done(rewards.connect(bob).claim([one.bucket, one.bucket]));
  assert.equal(await balance(bob), before + due - receipt.fee);
  assert.deepEqual(events(rewards, receipt), [
    ['Claimed', BigInt(one.bucket), bob.address, due], ['Claimed', BigInt(one.bucket), bob.address, 0n]]);
  assert.equal(await rewards.pendingOf(one.bucket), 0n);
  await assertSound();
});

test('a delegate\'s part goes to its reward address, whoever asks', async () => {
  await dpos.turn([report(one.id, 100)]);
  const { earned } = await rewards.accountOf(one.id);
  const before = await balance(dave);
  await done(rewards.connect(alice).claimDelegate(one.id));
  assert.equal(await balance(dave), before + earned);
  assert.equal((await rewards.accountOf(one.id)).earned, 0n);
  await done(rewards.claimDelegate(one.id));
  assert.equal(await balance(dave), before + earned);
  await refusedBy(dpos.delegates, 'UnknownDelegate', () => rewards.claimDelegate(99));
  await assertSound();
});

test('voters share by weight, from the moment they vote to the moment they stop', async () => {
  const early = await dpos.bucket(alice, coins(1_200_000), { days: 91, auto: true, delegate: two.id });
  await dpos.turn([report(two.id, 10)]);
  const late = await dpos.bucket(alice, coins(1_200_000), { days: 91, auto: true, delegate: two.id });
  const once = await rewards.pendingOf(early);
  assert.ok(once > 0n);
  assert.equal(await rewards.pendingOf(late), 0n);
  await done(staking.changeDelegate(early, 0));
  await dpos.turn([report(two.id, 10)]);
  assert.equal(await rewards.pendingOf(early), once);
  assert.ok((await rewards.pendingOf(late)) > 0n);
  await done(staking.changeDelegate(early, two.id));
  assert.equal(await rewards.pendingOf(early), once);
});

test('rewards go with the bucket when it changes hands', async () => {
  const id = await dpos.bucket(alice, coins(1000), { delegate: two.id });
  await dpos.turn([report(two.id, 10)]);
  const due = await rewards.pendingOf(id);
  await done(staking.transferFrom(alice.address, dave.address, id));
  await refused('NotOwner', () => rewards.connect(alice).claim([id]));
  const before = await balance(dave);
  const { fee } = await done(rewards.connect(dave).claim([id]));
  assert.equal(await balance(dave), before + due - fee);
});

test('a merge and a withdrawal lose nothing that was earned', async () => {
  const [a, b] = [await dpos.bucket(alice, coins(1000), { delegate: one.id }), await dpos.bucket(alice, coins(3000), { delegate: two.id })];
  await dpos.turn([report(one.id, 11), report(two.id, 7)]);
  const due = (await rewards.pendingOf(a)) + (await rewards.pendingOf(b));
  await done(staking.merge([a], b));
  const after = await rewards.pendingOf(b);
  assert.ok(after - due <= 1n && after >= due, 'two parts of a wei may make one');
  await done(staking.unstake(b));
  await dpos.turn([report(two.id, 7)]);
  assert.equal(await rewards.pendingOf(b), after, 'unstaked, it earns no more');
  await dpos.warp(3 * DAY);
  const before = await balance(alice);
  const { fee } = await done(staking.withdraw(b));
  assert.equal(await balance(alice), before + coins(4000) + after - fee);
  assert.ok((await rewards.dust()) > 0n);
  await assertSound();
});

test('rewards can be compounded by anyone if the owner says so, else by the owner', async () => {
  const open = await dpos.bucket(alice, coins(1_000_000), { days: 91, compounding: true, delegate: two.id });
  const shut = await dpos.bucket(alice, coins(1_000_000), { days: 91, delegate: two.id });
  await dpos.turn([report(two.id, 10)]);
  const due = await rewards.pendingOf(open);
  await refused('NotCompounding', () => rewards.connect(bob).compound([shut]));
  const votes = await dpos.election.votes(two.id);
  await done(rewards.connect(bob).compound([open]));
  assert.equal((await staking.bucket(open))[1].amount, coins(1_000_000) + due);
  assert.ok((await dpos.election.votes(two.id)) > votes);
  assert.equal(await rewards.pendingOf(open), 0n);
  await done(rewards.connect(alice).compound([shut]));
  assert.ok((await staking.bucket(shut))[1].amount > coins(1_000_000));
  await done(staking.setCompounding(open, false));
  await refused('NotCompounding', () => rewards.connect(bob).compound([open]));
  await assertSound();
});

test('an unstaked bucket\'s rewards are claimed, not compounded', async () => {
  const id = await dpos.bucket(alice, coins(1000), { compounding: true, delegate: two.id });
  await dpos.turn([report(two.id, 10)]);
  await done(staking.unstake(id));
  await refused('NotCompounding', () => rewards.connect(bob).compound([id]));
  await refusedBy(staking, 'AlreadyUnstaked', () => rewards.compound([id]));
  await done(rewards.claim([id]));
});

test('coins that were not credited are not booked, and surplus is left alone', async () => {
  const before = await rewards.accounted();
  const call = (minted) => dpos.election.connect(dpos.system).turn(++dpos.epoch, minted, []);
  const receipt = await done(call(coins(5))); // nothing was credited
  assert.deepEqual(events(rewards, receipt).at(-1).slice(1, 2), [0n]);
  assert.equal(await rewards.accounted(), before);
  await dpos.credit(coins(7));
  await done(call(coins(5)));
  assert.equal(await rewards.accounted(), before + coins(5));
  assert.equal(await balance(rewards), before + coins(7));
});

test('where nobody is ranked, an epoch\'s coins wait for the next', async () => {
  const { delegates } = dpos;
  await done(delegates.connect(bob).requestExit(one.id));
  await done(delegates.connect(carol).requestExit(two.id));
  await dpos.turn();
  const { minted } = await dpos.turn();
  assert.equal(minted, coins(18_750));
  assert.equal(await rewards.carried(), minted);
  await assertSound();
});

test('anyone may give to all who stake', async () => {
  await done(rewards.connect(alice).fund({ value: coins(50) }));
  assert.equal(await rewards.carried(), coins(50));
  const before = await rewards.pendingOf(two.bucket);
  await dpos.turn([], { minted: 0n });
  // Nothing minted: the bonus comes first, then the votes.
  assert.equal((await rewards.pendingOf(two.bucket)) - before, coins(15));
});

test('what rounding leaves is carried on, to the last part of a wei', async () => {
  const id = await dpos.bucket(alice, coins(777), { days: 13, delegate: one.id });
  for (let i = 0; i < 5; i++) await dpos.turn([report(one.id, 3 + i), report(two.id, 1)]);
  // All that was booked to the voters of a delegate is what its buckets have pending, and the rest of the division.
  const account = await rewards.accountOf(one.id);
  const weights = await Promise.all([one.bucket, id].map(async (b) => (await staking.position(b)).weight));
  assert.equal(weights[0] + weights[1], await dpos.election.votes(one.id));
  assert.ok(account.rest < weights[0] + weights[1]);
  const pending = await Promise.all([one.bucket, id].map((b) => rewards.pendingOf(b)));
  const whole = pending[0] + pending[1];
  const others = (await rewards.pendingOf(two.bucket)) + (await rewards.accountOf(two.id)).earned + account.earned;
  const open = (await rewards.accounted()) - whole - others - (await rewards.carried());
  assert.ok(open >= 0n && open <= 3n, `${open} wei are in parts`);
  assert.ok(SCALE > account.rest);
});

test('a contract that reenters while it is paid gets nothing twice', async () => {
  const source = `
  pragma solidity ^0.8.37;
  interface I {
    function create(uint16, bool, bool, uint32) external payable returns (uint32);
    function unstake(uint32) external;
    function withdraw(uint32) external;
    function claim(uint32[] calldata) external returns (uint256);
    function compound(uint32[] calldata) external;
    function safeTransferFrom(address, address, uint256) external;
  }
  contract Thief {
    I constant STAKING = I(0x0000000000000000000000000000000000001003);
    I constant REWARDS = I(0x0000000000000000000000000000000000001005);
    uint32 public id;
    uint256 public tries;
    uint256 public successes;
    function stake(uint32 delegate) external payable {
      id = STAKING.create{value: msg.value}(0, false, true, delegate);
    }
    function list() private view returns (uint32[] memory ids) { ids = new uint32[](1); ids[0] = id; }
    function claim() external { REWARDS.claim(list()); }
    function unstake() external { STAKING.unstake(id); }
    function withdraw() external { STAKING.withdraw(id); }
    function send(address to) external { STAKING.safeTransferFrom(address(this), to, id); }
    function attempt() private {
      tries++;
      try REWARDS.claim(list()) { successes++; } catch {}
      try REWARDS.compound(list()) { successes++; } catch {}
      try STAKING.withdraw(id) { successes++; } catch {}
      try STAKING.unstake(id) { successes++; } catch {}
    }
    receive() external payable { attempt(); }
    function onERC721Received(address, address, uint256 token, bytes calldata) external returns (bytes4) {
      id = uint32(token);
      attempt();
      try STAKING.safeTransferFrom(address(this), address(1), id) { successes++; } catch {}
      return this.onERC721Received.selector;
    }
  }`;
  const { factory } = compileForTest(source, 'Thief', alice);
  const thief = await deployed(factory);
  await done(thief.stake(two.id, { value: coins(5000) }));
  await dpos.turn([report(two.id, 10)]);
  const id = Number(await thief.id());
  const due = await rewards.pendingOf(id);
  // The claim's own coins arrive; inside, another claim is refused, yet the bucket may be unstaked: it is its owner's.
  // With gas said, because what it tries in vain makes every estimate a guess.
  const gasLimit = 5_000_000;
  await done(thief.claim({ gasLimit }));
  assert.equal(await balance(thief), due);
  assert.equal(await thief.tries(), 1n);
  await assertSound();
  await dpos.warp(3 * DAY);
  const held = await balance(staking);
  await done(thief.withdraw({ gasLimit }));
  assert.equal(await balance(thief), due + coins(5000));
  assert.equal(await balance(staking), held - coins(5000));
  await assertSound();
  // A receiver that reenters from the hook of a transfer owns the bucket already, and no more than it.
  const mine = await dpos.bucket(alice, coins(100), { delegate: two.id });
  await done(staking['safeTransferFrom(address,address,uint256)'](alice.address, thief.target, mine, { gasLimit }));
  assert.equal((await staking.bucket(mine))[1].unstaked, true);
  assert.equal(await staking.balanceOf(thief.target), 0n, 'it passed the bucket on to address 1');
  await assertSound();
});

test('what belongs to the other contracts is closed to everyone else', async () => {
  for (const call of [
    () => rewards.pay(1, []), () => rewards.settle(1, 1, 1, 1), () => rewards.absorb(1, 2), () => rewards.close(1, alice.address),
  ]) await refused('OnlyFor', call);
});
