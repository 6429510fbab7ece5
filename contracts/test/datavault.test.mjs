// SPDX-License-Identifier: Apache-2.0
import { after, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ethers } from 'ethers';
import { artifact, done, newDevice, refusal, register, startAnvil } from './chain.mjs';

let chain, vault, registry, alice, bob, mallory, device;

before(async () => {
  chain = await startAnvil(['DeviceRegistry', 'GatewayLog', 'DataVault']);
  registry = chain.contract('DeviceRegistry');
  vault = chain.contract('DataVault');
  chain.registry = registry;
  [alice, bob, mallory] = chain.signers;
});
after(() => chain?.stop());
beforeEach(async () => {
  device = newDevice();
  await register(chain, device, alice.address, 'meter');
});

// RFC 9162 from its definitions.
const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leaves = Array.from({ length: 24 }, (_, i) => sha(Buffer.from([0]), Buffer.from(`entry ${i}`)));
const node = (left, right) => sha(Buffer.from([1]), left, right);
const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
const rootOf = (list) =>
  list.length === 1 ? list[0] : node(rootOf(list.slice(0, split(list.length))), rootOf(list.slice(split(list.length))));
function subproof(m, list, whole) {
  if (m === list.length) return whole ? [] : [rootOf(list)];
  const k = split(list.length);
  return m <= k
    ? [...subproof(m, list.slice(0, k), whole), rootOf(list.slice(k))]
    : [...subproof(m - k, list.slice(k), false), rootOf(list.slice(0, k))];
}
const hex = (bytes) => ethers.hexlify(bytes);
const root = (n, of = leaves) => hex(rootOf(of.slice(0, n)));
const proof = (m, n, of = leaves) => (m === 0 ? [] : subproof(m, of.slice(0, n), true).map(hex));

const envelope = (name) => ethers.id(name);
const subject = (account) => ethers.zeroPadValue(account.address, 32);
const refused = async (name, call) => {
  const error = await refusal(vault, call);
  assert.equal(error.name, name);
  return error;
};
const headOf = async (id = device.id) => {
  const [owner, tenure, rootNow, size, epoch, , grantCount] = await vault.head(id);
  return { owner, tenure, root: rootNow, size, epoch, grantCount };
};
const commit = (m, n, epoch = 0, by = alice, list = leaves) =>
  vault.connect(by).commit(device.id, root(n, list), n, epoch, proof(m, n, list));
const grant = (to = bob, { from = 100, until = 200, epoch = 0, as = 'e', by = alice } = {}) =>
  vault.connect(by).grant(device.id, subject(to), from, until, epoch, envelope(as));

test('a list only grows, and no other history can take its place', async () => {
  const first = await done(commit(0, 5));
  assert.deepEqual([...vault.interface.parseLog(first.logs[0]).args], [device.id, 0n, root(5), 5n, 0n]);
  await refused('NotGrown', () => commit(0, 5));
  await refused('NotGrown', () => commit(0, 4));
  const rewritten = leaves.with(2, sha(Buffer.from('other')));
  const error = await refused('NotConsistent', () => commit(5, 9, 0, alice, rewritten));
  assert.deepEqual([...error.args], [device.id, 5n, 9n]);
  const second = await done(commit(5, 9));
  const head = await headOf();
  assert.deepEqual([head.owner, head.root, head.size, head.epoch], [alice.address, root(9), 9n, 0n]);
  console.log(`# first commit of a stream: ${first.gasUsed} gas; a later one: ${second.gasUsed}`);
});

test('only the owner commits, grants, renews and revokes', async () => {
  await done(grant());
  for (const call of [
    () => commit(0, 5, 0, mallory),
    () => grant(bob, { by: mallory }),
    () => vault.connect(mallory).renew(device.id, 0, 0, envelope('x')),
    () => vault.connect(mallory).revoke(device.id, 0),
  ]) {
    assert.deepEqual([...(await refused('NotOwner', call)).args], [device.id, mallory.address]);
  }
  await done(registry.setOperator(device.id, bob.address, true));
  await refused('NotOwner', () => commit(0, 5, 0, bob));
  await refused('NotOwner', () => vault.commit(newDevice().id, root(5), 5, 0, []));
});

test('a revocation begins an epoch, and nothing under older keys is taken', async () => {
  await done(commit(0, 5));
  const granted = await done(grant());
  await done(grant(mallory, { as: 'm' }));
  const revoked = await done(vault.revoke(device.id, 1));
  assert.deepEqual([...vault.interface.parseLog(revoked.logs[0]).args], [device.id, subject(mallory), 1n, 1n]);
  assert.equal((await headOf()).epoch, 1n);

  assert.deepEqual([...(await refused('WrongEpoch', () => commit(5, 9, 0))).args], [device.id, 1n, 0n]);
  await refused('WrongEpoch', () => commit(5, 9, 2));
  await refused('WrongEpoch', () => grant());
  await refused('WrongEpoch', () => vault.renew(device.id, 0, 0, envelope('e2')));
  await refused('AlreadyRevoked', () => vault.revoke(device.id, 1));
  await refused('AlreadyRevoked', () => vault.renew(device.id, 1, 1, envelope('m2')));
  await done(commit(5, 9, 1));
  const renewed = await done(vault.renew(device.id, 0, 1, envelope('e2')));
  const [g, m] = await vault.grantsOf(device.id, 0, 10);
  assert.deepEqual([...g], [subject(bob), envelope('e2'), 100n, 200n, 1n, false]);
  assert.deepEqual([...m], [subject(mallory), envelope('m'), 100n, 200n, 0n, true]);
  console.log(`# grant: ${granted.gasUsed} gas; renew: ${renewed.gasUsed}; revoke: ${revoked.gasUsed}`);
});

test('grants that say nothing are refused', async () => {
  await refused('EmptyRange', () => grant(bob, { from: 5, until: 5 }));
  await refused('EmptyRange', () => grant(bob, { from: 6, until: 5 }));
  await refused('ZeroGrantee', () => vault.grant(device.id, ethers.ZeroHash, 1, 2, 0, envelope('e')));
  await refused('ZeroEnvelope', () => vault.grant(device.id, subject(bob), 1, 2, 0, ethers.ZeroHash));
  await refused('NoSuchGrant', () => vault.revoke(device.id, 0));
  await refused('NoSuchGrant', () => vault.renew(device.id, 3, 0, envelope('e')));
});

test('a new owner begins anew, and cannot touch what the last one granted', async () => {
  await done(commit(0, 5));
  await done(grant());
  await done(vault.revoke(device.id, 0));
  await done(registry.transfer(device.id, bob.address));
  assert.deepEqual(await headOf(), {
    owner: bob.address, tenure: 1n, root: ethers.ZeroHash, size: 0n, epoch: 0n, grantCount: 0n,
  });
  assert.equal((await vault.grantsOf(device.id, 0, 10)).length, 0);
  await refused('NotOwner', () => commit(5, 9, 1));
  await refused('NoSuchGrant', () => vault.connect(bob).revoke(device.id, 0));
  const others = leaves.toReversed();
  await done(commit(0, 3, 0, bob, others));
  assert.equal((await headOf()).root, root(3, others));
});

test("a revoked device's data is still its owner's", async () => {
  await done(commit(0, 5));
  await done(registry.revoke(device.id));
  await done(commit(5, 6));
  await done(grant());
  await done(vault.revoke(device.id, 0));
});

test('pages of grants are bounded', async () => {
  for (let i = 0; i < 70; i++) await done(grant(bob, { as: `e${i}` }));
  assert.equal((await headOf()).grantCount, 70n);
  assert.equal((await vault.grantsOf(device.id, 0, 1000)).length, 64);
  const rest = await vault.grantsOf(device.id, 64, 1000);
  assert.deepEqual(rest.map((g) => g.envelope), Array.from({ length: 6 }, (_, i) => envelope(`e${64 + i}`)));
  assert.equal((await vault.grantsOf(device.id, 70, 5)).length, 0);
  assert.equal((await vault.grantsOf(device.id, 2n ** 255n, 2n ** 255n)).length, 0);
});

test('an unknown device has nothing', async () => {
  const nobody = await headOf(newDevice().id);
  assert.deepEqual([nobody.owner, nobody.size, nobody.grantCount], [ethers.ZeroAddress, 0n, 0n]);
});

test('the artifact stands at its address', () => {
  assert.equal(artifact('DataVault').address, '0x0000000000000000000000000000000000001012');
});
