// SPDX-License-Identifier: Apache-2.0
import { after, before, test as plain } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { DAY, coins, events, refused as refusedBy, startDpos, undone } from './dpos.mjs';
import { done } from './chain.mjs';
import { blsKey, statement } from './bls.mjs';

let dpos, delegates, staking, election, alice, bob, carol, dave;

before(async () => {
  dpos = await startDpos({ values: { UNBONDING: 14 * DAY } });
  ({ delegates, staking, election } = dpos);
  [alice, bob, carol, dave] = dpos.signers;
});
after(() => dpos?.stop());

const test = (name, run) => plain(name, undone(() => dpos, run));
const refused = (name, call) => refusedBy(delegates, name, call);
const by = (who) => delegates.connect(who);
const status = async (id) => Number((await delegates.delegate(id)).status);
const [REGISTERED, ACTIVE, SUSPENDING, LEAVING, EXITED] = [1, 2, 3, 4, 5];
const onBoard = async (id) => (await election.standing(id)).onBoard;
const pledgeFor = (owner, id, amount = coins(1_200_000)) =>
  dpos.bucket(owner, amount, { days: 91, auto: true, delegate: id });

test('a delegate registers with proven keys, and its fee goes to all who stake', async () => {
  const receipt = await done(dpos.registerCall('alpha', alice));
  const key = blsKey('alpha');
  assert.deepEqual(events(delegates, receipt).map(([name]) => name), [
    'DelegateRegistered', 'CommissionSet', 'IdentitySet', 'RewardAddressSet', 'ProfileSet']);
  const d = await delegates.delegate(1);
  assert.deepEqual([d.owner, d.status, d.commission, d.web, d.endpoint],
    [alice.address, 1n, 1000n, 'https://alpha.example', 'alpha.example:4040']);
  const [member] = await delegates.members([1]);
  assert.deepEqual([...member], [
    ethers.zeroPadBytes(ethers.toUtf8Bytes('alpha'), 32), alice.address, key.compressed, ethers.id('node of alpha'), 1n]);
  assert.deepEqual([...await delegates.publicKey(1)], [1n, key.uncompressed]);
  assert.equal(await delegates.delegateOfKey(key.uncompressed), 1n);
  assert.equal(await dpos.rewards.carried(), coins(100));
  assert.equal(await dpos.provider.getBalance(dpos.rewards.target), coins(100));
  assert.equal(await onBoard(1), false);
});

test('keys of both signs compress as the nodes have them', async () => {
  const signs = new Set();
  for (let i = 0; i < 6; i++) {
    const id = await dpos.register(`sign-${i}`, alice);
    const { compressed } = blsKey(`sign-${i}`);
    assert.equal((await delegates.members([id]))[0].blsKey, compressed);
    signs.add(parseInt(compressed.slice(2, 4), 16) & 0x20);
  }
  assert.equal(signs.size, 2);
});

test('a key without proof, with another key\'s proof, or bound to somebody else is refused', async () => {
  const right = () => dpos.application('beta', alice.address);
  const call = (application, owner = alice) => dpos.registerCall('beta', owner, { application });
  const other = blsKey('other');
  await refused('BadProof', () => call({ ...right(), proof: other.prove() }));
  await refused('BadProof', () => call({ ...right(), proof: blsKey('beta').sign(blsKey('beta').compressed) }));
  await refused('BadBinding', () => call({ ...right(), binding: right().proof }));
  await refused('BadBinding', () => call(right(), bob)); // copied by an onlooker
  await refused('BadBinding', () => call({ ...right(), operator: bob.address }));
  await refused('BadBinding', () => call({ ...right(), nodeKey: ethers.id('x') }));
  await refused('BadBinding', () => dpos.registerCall('gamma', alice, { application: right() }));
  for (const said of [{ chainId: 1 }, { contract: staking.target }]) {
    await refused('BadBinding', () => call(dpos.application('beta', alice.address, { said })));
  }
});

test('bytes that are no point of the subgroup are refused', async () => {
  const right = dpos.application('beta', alice.address);
  const call = (changes) => dpos.registerCall('beta', alice, { application: { ...right, ...changes } });
  const zeros = (size) => `0x${'00'.repeat(size)}`;
  const p = '1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab';
  await refused('BadKey', () => call({ blsKey: right.blsKey.slice(0, -2) }));
  await refused('BadKey', () => call({ nodeKey: zeros(32) }));
  await refused('BadKey', () => call({ operator: ethers.ZeroAddress }));
  await refused('BadProof', () => call({ blsKey: zeros(128) }));
  await refused('BadProof', () => call({ proof: zeros(256) }));
  await refused('BadProof', () => call({ proof: '0x' }));
  await refused('BadProof', () => call({ blsKey: `${right.blsKey.slice(0, -2)}00` }));
  await refused('BadProof', () => call({ blsKey: `0x${'0'.repeat(32)}${p}${right.blsKey.slice(130)}` }));
  // On the curve y^2 = x^3 + 4, but of the wrong order: x = 0, y = 2.
  await refused('BadProof', () => call({ blsKey: `0x${'0'.repeat(255)}2` }));
});

test('names are plain, short, and one delegate\'s for ever', async () => {
  const call = (name) => dpos.registerCall(name, alice, { application: dpos.application('beta', alice.address) });
  for (const name of ['', 'ab', 'a'.repeat(33), 'Upper', 'sp ace', 'ünï', 'dot.']) await refused('BadName', () => call(name));
  await dpos.register('a-name-9', alice);
  assert.equal(await delegates.delegateNamed('a-name-9'), 1n);
  await refused('NameTaken', () => dpos.registerCall('a-name-9', bob));
  await done(delegates.requestExit(1));
  await refused('NameTaken', () => dpos.registerCall('a-name-9', bob));
});

test('fee, texts, commission and reward address are checked', async () => {
  await refused('WrongFee', () => dpos.registerCall('beta', alice, { fee: coins(99) }));
  await refused('WrongFee', () => dpos.registerCall('beta', alice, { fee: coins(101) }));
  await refused('CommissionTooHigh', () => dpos.registerCall('beta', alice, { commission: 2001 }));
  await refused('ZeroAddress', () => dpos.registerCall('beta', alice, { payTo: ethers.ZeroAddress }));
  const id = await dpos.register('beta', alice);
  await refused('TooLong', () => delegates.setProfile(id, 'x'.repeat(129), ethers.ZeroHash, ''));
  await refused('TooLong', () => delegates.setProfile(id, '', ethers.ZeroHash, 'x'.repeat(129)));
  await done(delegates.setProfile(id, 'x'.repeat(128), ethers.ZeroHash, ''));
  await refused('ZeroAddress', () => delegates.setRewardAddress(id, ethers.ZeroAddress));
  await refused('NotOwner', () => by(bob).setProfile(id, '', ethers.ZeroHash, ''));
  await refused('NotOwner', () => by(bob).setRewardAddress(id, bob.address));
  await refused('UnknownDelegate', () => delegates.setCommission(99, 0));
});

test('a key belongs to one delegate for ever; a new identity leaves the old one known', async () => {
  const id = await dpos.register('beta', alice);
  const next = blsKey('beta 2');
  const with_ = (changes) => dpos.application('beta', alice.address, changes);
  await refused('NotOwner', () => by(bob).setIdentity(id, with_({ key: next })));
  const receipt = await done(delegates.setIdentity(id, with_({ key: next, nodeKey: ethers.id('n2') })));
  assert.deepEqual(events(delegates, receipt), [
    ['IdentitySet', BigInt(id), 2n, alice.address, ethers.id('n2'), next.compressed]]);
  assert.deepEqual([...await delegates.publicKey(1)], [BigInt(id), blsKey('beta').uncompressed]);
  assert.equal(await delegates.identityOf(id), 2n);
  await refused('KeyTaken', () => delegates.setIdentity(id, with_())); // the old key does not come back
  // The present key stays when only the operator changes, and needs no second proof.
  await done(delegates.setIdentity(id, with_({ key: next, operator: bob.address, proof: '0x' })));
  assert.equal((await delegates.members([3]))[0].operator, bob.address);
  await refused('KeyTaken', () => dpos.registerCall('theirs', bob, {
    application: dpos.application('theirs', bob.address, { key: next }) }));
  await refused('KeyTaken', () => dpos.registerCall('theirs', bob, {
    application: dpos.application('theirs', bob.address, { nodeKey: ethers.id('n2') }) }));
});

test('a commission falls at once and rises after the delay', async () => {
  const id = await dpos.register('beta', alice);
  const current = async () => (await delegates.commissions([id]))[0];
  await refused('CommissionTooHigh', () => delegates.setCommission(id, 2001));
  await done(delegates.setCommission(id, 1500));
  assert.equal(await current(), 1000n);
  await dpos.warp(7 * DAY - 10);
  assert.equal(await current(), 1000n);
  await dpos.warp(10);
  assert.equal(await current(), 1500n);
  await done(delegates.setCommission(id, 2000));
  assert.equal(await current(), 1500n);
  await done(delegates.setCommission(id, 100));
  assert.equal(await current(), 100n);
  await dpos.warp(30 * DAY);
  assert.equal(await current(), 100n, 'the rise that waited is off');
});

test('a delegate changes hands when both agree', async () => {
  const id = await dpos.register('beta', alice);
  await refused('NotOwner', () => by(bob).takeOwnership(id));
  await refused('NotOwner', () => by(bob).offerOwnership(id, bob.address));
  await done(delegates.offerOwnership(id, bob.address));
  await refused('NotOwner', () => by(carol).takeOwnership(id));
  await done(by(bob).takeOwnership(id));
  await refused('NotOwner', () => delegates.setCommission(id, 0));
  await done(by(bob).setCommission(id, 0));
});

test('a delegate is ranked once its pledge stands', async () => {
  const id = await dpos.register('beta', alice);
  const other = await dpos.register('gamma', alice);
  await refusedBy(staking, 'NotEligible', async () =>
    delegates.activate(id, await pledgeFor(alice, id, coins(1_200_000) - 1n)));
  await refusedBy(staking, 'NotEligible', async () => delegates.activate(id, await pledgeFor(alice, other)));
  const theirs = await pledgeFor(bob, id);
  await refused('NotEndorsed', () => delegates.activate(id, theirs));
  const gone = await dpos.bucket(alice, coins(1_200_000), { delegate: id });
  await done(staking.unstake(gone));
  await refusedBy(staking, 'NotEligible', () => delegates.activate(id, gone));
  const bucket = await pledgeFor(alice, id);
  await refused('NotOwner', () => by(bob).activate(id, bucket));
  const receipt = await done(delegates.activate(id, bucket));
  assert.deepEqual(events(delegates, receipt), [['Activated', BigInt(id), BigInt(bucket)]]);
  assert.equal(await onBoard(id), true);
  assert.equal(await status(id), ACTIVE);
  await refusedBy(staking, 'Bound', () => delegates.activate(id, bucket));
});

test('an endorsement stands for a pledge, ends with a delay, and stays bound after', async () => {
  const id = await dpos.register('beta', alice);
  const bucket = await pledgeFor(bob, id);
  await refused('NotEndorsed', () => delegates.endorse(bucket, id));
  await done(by(bob).endorse(bucket, id));
  await done(by(bob).endorse(bucket, 0)); // taken back
  await refused('NotEndorsed', () => delegates.activate(id, bucket));
  await done(by(bob).endorse(bucket, id));
  await done(delegates.activate(id, bucket));
  await refusedBy(staking, 'Bound', () => staking.connect(bob).changeDelegate(bucket, 0));
  await refused('NotEndorsed', () => delegates.withdrawEndorsement(id));
  await refused('NotEndorsed', () => delegates.suspend(id));
  await done(by(bob).withdrawEndorsement(id));
  await refused('TooEarly', () => by(bob).withdrawEndorsement(id));
  await refused('TooEarly', () => delegates.suspend(id));
  await dpos.turn();
  assert.equal(await status(id), ACTIVE);
  await dpos.warp(3 * DAY);
  await done(by(carol).suspend(id));
  assert.equal(await status(id), SUSPENDING);
  await dpos.turn();
  assert.equal(await status(id), REGISTERED);
  assert.equal(await onBoard(id), false);
  assert.equal(await staking.isBound(bucket, id), true);
  await done(staking.connect(bob).changeDelegate(bucket, 0)); // votes are free, coins are not
  await refusedBy(staking, 'Bound', () => staking.connect(bob).transferFrom(bob.address, alice.address, bucket));
  await dpos.warp(14 * DAY);
  assert.equal(await staking.isBound(bucket, id), false);
  await done(staking.connect(bob).transferFrom(bob.address, alice.address, bucket));
});

test('an endorsement is void once the bucket is another\'s', async () => {
  const id = await dpos.register('beta', alice);
  const bucket = await pledgeFor(bob, id);
  await done(by(bob).endorse(bucket, id));
  await done(staking.connect(bob).transferFrom(bob.address, carol.address, bucket));
  await refused('NotEndorsed', () => delegates.activate(id, bucket));
});

test('a delegate in the queue for want of endorsement comes back with another pledge', async () => {
  const id = await dpos.register('beta', alice);
  const [first, own, third] = [await pledgeFor(bob, id), await pledgeFor(alice, id), await pledgeFor(alice, id)];
  await done(by(bob).endorse(first, id));
  await done(delegates.activate(id, first));
  await done(by(bob).withdrawEndorsement(id));
  await dpos.warp(3 * DAY);
  await done(delegates.suspend(id));
  await done(delegates.activate(id, own));
  await dpos.turn();
  assert.equal(await status(id), ACTIVE);
  assert.equal(await onBoard(id), true);
  assert.deepEqual([await staking.isBound(first, id), await staking.isBound(own, id)], [true, true]);
  await refused('PledgeBusy', () => delegates.activate(id, third));
  await dpos.warp(14 * DAY);
  await done(delegates.activate(id, third));
  assert.deepEqual([await staking.isBound(first, id), await staking.isBound(own, id)], [false, true]);
});

test('few may leave in an epoch, in order; who is not ranked leaves at once', async () => {
  const list = [];
  for (let i = 0; i < 5; i++) list.push(await dpos.candidate(`leaver-${i}`, alice));
  const unranked = await dpos.register('unranked', alice);
  await done(delegates.requestExit(unranked));
  assert.equal(await status(unranked), EXITED);
  await refused('WrongStatus', () => delegates.requestExit(unranked));
  await refused('NotOwner', () => by(bob).requestExit(list[0].id));
  for (const { id } of list) await done(delegates.requestExit(id));
  await refused('WrongStatus', () => delegates.requestExit(list[0].id));
  await refused('WrongStatus', async () => delegates.activate(list[0].id, await dpos.bucket(alice, coins(100))));
  await refusedBy(staking, 'NoSuchDelegate', () => staking.create(0, false, false, list[0].id, { value: coins(100) }));
  assert.equal(await delegates.queued(), 5n);
  const left = async () => Promise.all(list.map(({ id }) => status(id)));
  await dpos.turn();
  assert.deepEqual(await left(), [EXITED, EXITED, LEAVING, LEAVING, LEAVING]);
  assert.equal((await election.candidates(1)).length, 0, 'of too few votes');
  await dpos.turn();
  await dpos.turn();
  assert.deepEqual(await left(), Array(5).fill(EXITED));
  assert.equal(await delegates.queued(), 0n);
  assert.deepEqual([...(await election.rankedCount())], [0n, 0n]);
  await done(staking.extend(list[0].bucket, 91, false));
  await dpos.warp(13 * DAY);
  assert.equal(await staking.isBound(list[0].bucket, list[0].id), true);
  await dpos.warp(78 * DAY);
  await done(staking.unstake(list[0].bucket));
  await dpos.warp(3 * DAY);
  await done(staking.withdraw(list[0].bucket));
});

test('the statement the key signs can be put together without the chain', async () => {
  const own = statement({
    chainId: dpos.chainId, contract: delegates.target, owner: alice.address, operator: bob.address,
    nodeKey: ethers.id('n'), name: 'beta' });
  assert.equal(await delegates.statement(alice.address, bob.address, ethers.id('n'), 'beta'), own);
  assert.equal(ethers.dataLength(own), 150);
});

test('what belongs to the other contracts is closed to everyone else', async () => {
  await refused('OnlyFor', () => delegates.turn());
  await refused('OnlyFor', () => delegates.expel(1, dave.address));
});
