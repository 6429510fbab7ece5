// SPDX-License-Identifier: Apache-2.0
// Who may register a sidechain, join it, limit it and stop it, and how its state and its clock go.
import { after, before, test as plainTest } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { refused as refusedBy, undone } from './dpos.mjs';
import { DAY, HOUR, blsKey, coins, done, joined, startHub, state } from './hub.mjs';

let hub, chains, members, owner, alice, bob;
before(async () => {
  hub = await startHub();
  ({ chains, members } = hub);
  [, owner, alice, bob] = hub.signers;
});
after(() => hub?.stop());
const test = (name, run) => plainTest(name, undone(() => hub, run));
const refused = (name, call, contract = chains) => refusedBy(contract, name, call);
const zero = () => hub.provider.getBalance(ethers.ZeroAddress);

test('a chain is registered once, with what never changes of it; fee and rent are burnt', async () => {
  const burnt = await zero();
  await done(hub.register(77, owner, { charter: { name: 'cold chain', data: 'https://cold.example' } }));
  assert.equal(await zero() - burnt, coins(500));
  assert.equal(await chains.stateOf(77), state.FOUNDING);
  assert.equal(await chains.ownerOf(77), owner.address);
  assert.equal((await chains.charterOf(77)).name, 'cold chain');
  assert.deepEqual([...await chains.list(0, 1000)], [77n]);
  assert.equal(await chains.rentUntil(77) - BigInt(await hub.now()), BigInt(400 * DAY));
  assert.deepEqual([...await refused('ChainTaken', () => hub.register(77, alice))], [77n]);
});

test('a charter out of its ranges is refused, and so are the tiers that are not built', async () => {
  for (const tier of [0, 3, 255]) {
    assert.deepEqual([...await refused('TierNotBuilt', () => hub.register(77, owner, { charter: { tier } }))], [BigInt(tier)]);
  }
  const bad = {
    chainId: [[0], [hub.chainId], [2 ** 52 + 1]], genesis: [[77, { genesis: ethers.ZeroHash }]],
    verifier: [[77, { verifier: ethers.id('x') }]], delay: [[77, { delay: DAY - 1 }], [77, { delay: 5 * DAY + 1 }]],
    name: [[77, { name: '' }], [77, { name: 'x'.repeat(33) }], [77, { name: 'a\u007f' }], [77, { name: 'é' }]],
    data: [[77, { data: 'x'.repeat(257) }]],
  };
  for (const [what, cases] of Object.entries(bad)) {
    for (const [id, charter] of cases) {
      assert.deepEqual([...await refused('BadCharter', () => hub.register(id, owner, { charter }))], [what]);
    }
  }
  await refused('PaidTooLittle', () => hub.register(77, owner, { value: coins(130) - 1n }));
  await done(hub.register(2 ** 52, owner, { value: coins(130) }));
});

test('a root for trials lets messages wait less than a day, if its genesis says so', async () => {
  assert.equal(await chains.minDelay(), BigInt(DAY));
  await hub.provider.send('anvil_setStorageAt', [chains.target, ethers.toBeHex(6, 32), ethers.toBeHex(20, 32)]);
  assert.equal(await chains.minDelay(), 20n);
  await refused('BadCharter', () => hub.register(77, owner, { charter: { delay: 19 } }));
  await done(hub.register(77, owner, { charter: { delay: 20 } }));
  assert.equal(await chains.delayOf(77), 20n);
  assert.equal(await chains.patience(), BigInt(DAY));
  await hub.provider.send('anvil_setStorageAt', [chains.target, ethers.toBeHex(7, 32), ethers.toBeHex(60, 32)]);
  assert.equal(await chains.patience(), 60n);
});

test('a member proves its key for one account, chain and root; a copied proof is worth nothing', async () => {
  await done(hub.register(77, owner));
  await done(hub.register(78, owner));
  const key = blsKey('one');
  const proof = key.sign(hub.statement(77, alice.address, key));
  const join = (who, id, k, p, value = coins(1000)) => members.connect(who).join(id, k, p, { value });
  await refused('BadProof', () => join(bob, 77, key.uncompressed, proof), members);
  await refused('BadProof', () => join(alice, 78, key.uncompressed, proof), members);
  await refused('BadProof', () => join(alice, 77, key.uncompressed, key.prove()), members);
  await refused('BadProof', () => join(alice, 77, `0x${'00'.repeat(128)}`, `0x${'00'.repeat(256)}`), members);
  await refused('BadProof', () => join(alice, 77, key.uncompressed.slice(0, -2), proof), members);
  await refused('BondTooSmall', () => join(alice, 77, key.uncompressed, proof, coins(1000) - 1n), members);
  await refused('WrongState', () => join(alice, 79, key.uncompressed, proof), chains);
  await done(join(alice, 77, key.uncompressed, proof));
  await refused('KeyTaken', () => join(alice, 77, key.uncompressed, proof), members);
  await hub.join(78, bob, key); // another chain is another matter
});

test('a committee is 4 to 36 bonded members, rising in x, and no stranger among them', async () => {
  await done(hub.register(77, owner));
  const keys = await hub.committee(77, alice, 5);
  const open = (list, who = owner) => chains.connect(who).open(77, joined(list));
  const stranger = blsKey('stranger');
  for (const list of [
    [], keys.slice(0, 3), [...keys].reverse(), [keys[0], ...keys.slice(0, 4)],
    [...keys.slice(0, 3), stranger].sort((a, b) => (a.uncompressed < b.uncompressed ? -1 : 1)),
  ]) {
    await refused('CommitteeNotEligible', () => open(list));
  }
  await refused('CommitteeNotEligible', () => chains.connect(owner).open(77, `${joined(keys)}00`));
  await refused('NotOwner', () => open(keys, alice));
  await done(members.connect(alice).resign(77, ethers.keccak256(keys[4].uncompressed)));
  await refused('CommitteeNotEligible', () => open(keys));
  await done(open(keys.slice(0, 4)));
  assert.equal(await chains.stateOf(77), state.ACTIVE);
  assert.equal(await members.sitting(77), 1n);
  await refused('WrongState', () => open(keys.slice(0, 4)));
});

test('a bond is held while its member sits; one that never sat has it at once', async () => {
  const keys = await hub.found(77, owner);
  const hashes = keys.map(({ uncompressed }) => ethers.keccak256(uncompressed));
  const [idle] = await hub.committee(77, alice, 1, 'idle');
  const idleHash = ethers.keccak256(idle.uncompressed);
  await refused('BondStillHeld', () => members.connect(alice).takeBond(77, idleHash), members);
  await refused('NotMember', () => members.connect(bob).resign(77, idleHash), members);
  await done(members.connect(alice).resign(77, idleHash));
  const had = await hub.provider.getBalance(alice.address);
  await done(members.connect(alice).takeBond(77, idleHash, { gasPrice: 0n }));
  assert.equal(await hub.provider.getBalance(alice.address) - had, coins(1000));
  await refused('BondStillHeld', () => members.connect(alice).takeBond(77, idleHash), members);
  await done(members.connect(owner).resign(77, hashes[0]));
  await hub.warp(400 * DAY);
  await refused('BondStillHeld', () => members.connect(owner).takeBond(77, hashes[0]), members);
  await refused('AlreadyLeaving', () => members.connect(owner).resign(77, hashes[0]), members);
});

test('the owner rests its chain for 72 hours, and 30 days later again; the chain\'s clock stands still', async () => {
  await hub.found(77, owner);
  const suspend = (seconds, who = owner) => chains.connect(who).suspend(77, seconds);
  await refused('NotOwner', () => suspend(HOUR, alice));
  await refused('TooLong', () => suspend(72 * HOUR + 1));
  await refused('TooLong', () => suspend(0));
  const clock = await chains.clockOf(77);
  await done(suspend(72 * HOUR));
  assert.equal(await chains.stateOf(77), state.SUSPENDED);
  await refused('WrongState', () => suspend(HOUR));
  await hub.warp(71 * HOUR);
  assert.ok(await chains.clockOf(77) - clock < 60n);
  await hub.warp(2 * HOUR);
  assert.equal(await chains.stateOf(77), state.ACTIVE);
  assert.ok(await chains.clockOf(77) - clock > BigInt(HOUR) - 60n && await chains.clockOf(77) - clock < BigInt(HOUR) + 60n);
  await refused('TooEarly', () => suspend(1));
  await hub.warp(30 * DAY - 2 * HOUR);
  await refused('TooEarly', () => suspend(1));
  await hub.warp(2 * HOUR);
  await done(suspend(1));
  await hub.warp(10);
  const grown = await chains.clockOf(77) - clock;
  assert.ok(grown > BigInt(30 * DAY - 60) && grown < BigInt(30 * DAY + 2 * HOUR), 'only what it rested is missing');
});

test('a limit is lowered at once to a tenth at most, raised in seven days, and never made afterwards', async () => {
  const limit = (burst, perHour, asset = ethers.ZeroAddress) => ({ asset, burst, perHour });
  await hub.found(77, owner, { limits: [limit(1000, 100)] });
  const set = (...l) => chains.connect(owner).setLimit(77, limit(...l));
  const now = async () => [...await chains.rateOf(77, ethers.ZeroAddress)];
  await refused('BadLimit', () => set(99, 100));
  await refused('BadLimit', () => set(1000, 9));
  await refused('BadLimit', () => set(1000, 100, alice.address));
  await refused('NotOwner', () => chains.connect(alice).setLimit(77, limit(100, 10)));
  await done(set(100, 10));
  assert.deepEqual(await now(), [100n, 10n]);
  await done(set(5000, 10));
  await hub.warp(7 * DAY - 60);
  assert.deepEqual(await now(), [100n, 10n]);
  await hub.warp(61);
  assert.deepEqual(await now(), [5000n, 10n]);
  await done(set(6000, 50));
  await done(set(200, 20)); // what was to be raised is forgotten
  assert.deepEqual(await now(), [200n, 10n]);
  await hub.warp(8 * DAY);
  assert.deepEqual(await now(), [200n, 20n]);
  for (const l of [limit(9, 100), limit(100, 9)]) await refused('BadLimit', () => hub.register(78, owner, { limits: [l] }));
  await refused('BadLimit', () => hub.register(78, owner, { limits: [limit(10, 10), limit(20, 20)] }));
});

test('rent ends deposits and nothing else; anybody may pay it', async () => {
  await hub.found(77, owner, { value: coins(130) });
  assert.equal(await chains.takesMessages(77), true);
  await hub.warp(31 * DAY);
  assert.equal(await chains.takesMessages(77), false);
  assert.equal(await chains.stateOf(77), state.ACTIVE);
  await done(chains.connect(bob).payRent(77, { value: coins(1) }));
  assert.equal(await chains.takesMessages(77), true);
  await refused('WrongState', () => chains.payRent(79, { value: 1n }));
  await refused('PaidTooLittle', () => chains.payRent(77));
});

test('what belongs to the hub\'s contracts is nobody else\'s', async () => {
  await hub.found(77, owner);
  const { escrow, inbox, wrappers } = hub;
  for (const [contract, call] of [
    [chains, () => chains.silence(77)], [chains, () => chains.resume(77)], [chains, () => chains.freeze(77)],
    [chains, () => chains.end(77)], [members, () => members.name(77, '0x')], [members, () => members.seat(77)],
    [members, () => members.burn(77, '0x', 0, alice.address)], [escrow, () => escrow.admit(77, alice.address, 1)],
    [escrow, () => escrow.bring(77, 0, ethers.ZeroAddress, alice.address, 0)],
    [escrow, () => escrow.bringToken(77, 0, alice.address, alice.address, 0)],
    [escrow, () => escrow.release(77, 1, 0, [], [], [])], [escrow, () => escrow.draw(77, alice.address, 1)],
    [escrow, () => escrow.spend(77, 1, alice.address, 1)], [escrow, () => escrow.spendToken(77, 1, alice.address, 1)],
    [escrow, () => escrow.move(77, 78, 0, alice.address, 1)], [escrow, () => escrow.moveToken(77, 0, alice.address, 1)],
    [escrow, () => escrow.pay(77, ethers.ZeroAddress, 1, alice.address)],
    [escrow, () => escrow.settleWith(77, ethers.ZeroAddress, 1, alice.address, alice.address)],
    [escrow, () => escrow.settleTokenWith(alice.address, 1, alice.address, alice.address)],
    [escrow, () => escrow.withdraw(77, 1, ethers.ZeroAddress, 0)],
    [escrow, () => escrow.withdrawToken(77, 1, alice.address, 0, 0, false)],
    [inbox, () => inbox.append(77, { ...emptyMessage })],
    [wrappers, () => wrappers.make(77, { token: ethers.ZeroHash, cap: 1, decimals: 0, name: 'a', symbol: 'a' })],
  ]) {
    await refused('OnlyFor', call, contract);
  }
});

const emptyMessage = {
  from: 0, to: 0, nonce: 0, kind: 1, sender: ethers.ZeroAddress, recipient: ethers.ZeroAddress, asset: ethers.ZeroAddress, amount: 0,
  gas: 0, deadline: 0, refund: ethers.ZeroAddress, data: '0x',
};
