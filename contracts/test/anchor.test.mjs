// SPDX-License-Identifier: Apache-2.0
import { after, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { done, newDevice, refusal, register, startChain } from './chain.mjs';

let chain, anchor, registry, alice, bob, mallory, device;
const root = ethers.sha256('0x01');

before(async () => {
  chain = await startChain();
  ({ anchor, registry } = chain);
  [alice, bob, mallory] = chain.signers;
});
after(() => chain?.stop());
beforeEach(async () => {
  device = newDevice();
  await register(chain, device, alice.address, 'meter');
});

const refused = async (name, call) => {
  const error = await refusal(anchor, call);
  assert.equal(error.name, name);
  return error;
};

test('the event carries the key and owner that the registry held', async () => {
  const receipt = await done(anchor.anchor(device.id, root, 1, 64));
  assert.equal(receipt.logs.length, 1);
  const { name, args } = anchor.interface.parseLog(receipt.logs[0]);
  assert.equal(name, 'Anchored');
  assert.deepEqual([...args], [device.id, root, 1n, 64n, device.keyX, device.keyY, alice.address]);
  assert.deepEqual([...(await anchor.latest(device.id))], [root, 1n, 64n, BigInt(receipt.blockNumber)]);
  console.log(`# first anchor of a device: ${receipt.gasUsed} gas`);
  const second = await done(anchor.anchor(device.id, root, 65, 64));
  console.log(`# every further anchor: ${second.gasUsed} gas`);
});

test('batches follow each other without gap or overlap', async () => {
  assert.equal(await anchor.next(device.id), 1n);
  const error = await refused('OutOfSequence', () => anchor.anchor(device.id, root, 2, 1));
  assert.deepEqual([...error.args], [device.id, 1n, 2n]);
  await done(anchor.anchor(device.id, root, 1, 10));
  assert.equal(await anchor.next(device.id), 11n);
  for (const wrong of [1, 10, 12]) {
    await refused('OutOfSequence', () => anchor.anchor(device.id, root, wrong, 1));
  }
  await done(anchor.anchor(device.id, root, 11, 4294967295));
  assert.equal(await anchor.next(device.id), 4294967306n);
});

test('devices have sequences of their own', async () => {
  const other = newDevice();
  await register(chain, other, alice.address, 'other');
  await done(anchor.anchor(device.id, root, 1, 5));
  assert.equal(await anchor.next(other.id), 1n);
});

test('only owner and operator anchor, the operator only until the device changes hands', async () => {
  await refused('NotEntitled', () => anchor.connect(mallory).anchor(device.id, root, 1, 1));
  await done(registry.setOperator(device.id, bob.address, true));
  await done(anchor.connect(bob).anchor(device.id, root, 1, 1));
  await done(registry.setOperator(device.id, bob.address, false));
  await refused('NotEntitled', () => anchor.connect(bob).anchor(device.id, root, 2, 1));

  await done(registry.setOperator(device.id, bob.address, true));
  await done(registry.transfer(device.id, mallory.address));
  await refused('NotEntitled', () => anchor.connect(bob).anchor(device.id, root, 2, 1));
  await refused('NotEntitled', () => anchor.anchor(device.id, root, 2, 1));
  await done(anchor.connect(mallory).anchor(device.id, root, 2, 1));
});

test('an unknown or revoked device anchors nothing', async () => {
  await refused('NotActive', () => anchor.anchor(newDevice().id, root, 1, 1));
  await done(registry.revoke(device.id));
  await refused('NotActive', () => anchor.anchor(device.id, root, 1, 1));
});

test('an empty batch is no batch', async () => {
  await refused('EmptyBatch', () => anchor.anchor(device.id, root, 1, 0));
  await refused('EmptyBatch', () => anchor.anchor(device.id, ethers.ZeroHash, 1, 1));
});

test('after a rotation the event names the new key', async () => {
  const fresh = newDevice();
  const message = await registry.messageRotate(device.id, fresh.keyX, fresh.keyY);
  await done(registry.rotateKey(device.id, fresh.keyX, fresh.keyY, device.sign(message), fresh.sign(message)));
  const receipt = await done(anchor.anchor(device.id, root, 1, 1));
  const { args } = anchor.interface.parseLog(receipt.logs[0]);
  assert.deepEqual([args.keyX, args.keyY], [fresh.keyX, fresh.keyY]);
});
