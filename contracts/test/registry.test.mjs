// SPDX-License-Identifier: Apache-2.0
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { done, newDevice, refusal, register, registrationMessage, startChain } from './chain.mjs';

let chain, registry, alice, bob, carol, mallory;

before(async () => {
  chain = await startChain();
  registry = chain.registry;
  [alice, bob, carol, mallory] = chain.signers;
});
after(() => chain?.stop());

const refused = async (name, call) => {
  const error = await refusal(registry, call);
  assert.equal(error.name, name);
  return error;
};

test('a device registers with its own signature', async () => {
  const device = newDevice();
  const before = await registry.deviceCount();
  const receipt = await register(chain, device, alice.address, 'pump 7');

  const event = registry.interface.parseLog(receipt.logs[0]);
  assert.equal(event.name, 'DeviceRegistered');
  assert.deepEqual([...event.args], [device.id, alice.address, device.keyX, device.keyY, 'pump 7']);
  const shown = await registry.device(device.id);
  const { timestamp } = await chain.provider.getBlock(receipt.blockNumber);
  assert.deepEqual([...shown], [alice.address, device.keyX, device.keyY, true, BigInt(timestamp), 'pump 7']);
  assert.equal(await registry.isActive(device.id), true);
  assert.equal(await registry.deviceCount(), before + 1n);
  assert.equal(await registry.deviceAt(before), device.id);
  assert.equal(await registry.deviceOfKey(device.keyX, device.keyY), device.id);
  assert.equal(await registry.nonce(device.id), 1n);
});

test('the signed message is 256 bytes that a device can build without a node', async () => {
  const device = newDevice();
  const own = registrationMessage({
    chainId: chain.chainId,
    registry: registry.target,
    owner: alice.address,
    device,
    name: 'välve',
  });
  assert.equal(own, await registry.messageRegister(alice.address, device.keyX, device.keyY, 'välve'));
  assert.equal(own.length, 2 + 2 * 256);
});

test('a stranger may carry a registration but change nothing in it', async () => {
  const device = newDevice();
  const message = await registry.messageRegister(alice.address, device.keyX, device.keyY, 'meter');
  const { r, s } = device.sign(message);
  const theirs = registry.connect(mallory);
  await refused('BadSignature', () => theirs.register(mallory.address, device.keyX, device.keyY, 'meter', r, s));
  await refused('BadSignature', () => theirs.register(alice.address, device.keyX, device.keyY, 'metre', r, s));
  const other = newDevice();
  await refused('BadSignature', () => theirs.register(alice.address, other.keyX, other.keyY, 'meter', r, s));

  await done(theirs.register(alice.address, device.keyX, device.keyY, 'meter', r, s));
  assert.equal((await registry.device(device.id)).owner, alice.address);
});

test('a registration for another chain or another contract is worth nothing', async () => {
  const device = newDevice();
  const facts = { chainId: chain.chainId, registry: registry.target, owner: alice.address, device, name: 'x' };
  for (const changed of [{ chainId: 1 }, { registry: mallory.address }]) {
    const { r, s } = device.sign(registrationMessage({ ...facts, ...changed }));
    await refused('BadSignature', () => registry.register(alice.address, device.keyX, device.keyY, 'x', r, s));
  }
});

test('a changed bit anywhere in a signature is refused', async () => {
  const device = newDevice();
  const message = await registry.messageRegister(alice.address, device.keyX, device.keyY, 'bits');
  const { r, s } = device.sign(message);
  const flip = (word, bit) => `0x${(BigInt(word) ^ (1n << BigInt(bit))).toString(16).padStart(64, '0')}`;
  for (let bit = 0; bit < 256; bit += 5) {
    const call = (a, b) => registry.register.staticCall(alice.address, device.keyX, device.keyY, 'bits', a, b);
    await refused('BadSignature', () => call(flip(r, bit), s));
    await refused('BadSignature', () => call(r, flip(s, bit)));
  }
});

test('a key off the curve, a zero owner and a long name are refused', async () => {
  const device = newDevice();
  const one = `0x${'0'.repeat(63)}1`;
  await refused('BadSignature', () => registry.register(alice.address, one, one, 'n', one, one));
  await refused('ZeroOwner', () =>
    registry.register(`0x${'0'.repeat(40)}`, device.keyX, device.keyY, 'n', one, one));
  const error = await refused('NameTooLong', () =>
    registry.register(alice.address, device.keyX, device.keyY, 'n'.repeat(65), one, one));
  assert.equal(error.args[0], 65n);
  await register(chain, device, alice.address, 'n'.repeat(64));
});

test('a key belongs to one device for ever', async () => {
  const [first, second] = [newDevice(), newDevice()];
  await register(chain, first, alice.address, 'first');
  await refused('KeyTaken', () => register(chain, first, alice.address, 'again'));

  const message = await registry.messageRotate(first.id, second.keyX, second.keyY);
  await done(registry.rotateKey(
    first.id, second.keyX, second.keyY, first.sign(message), second.sign(message)));
  await refused('KeyTaken', () => register(chain, second, bob.address, 'second'));
  await refused('KeyTaken', () => register(chain, first, bob.address, 'first'));
  assert.equal(await registry.deviceOfKey(second.keyX, second.keyY), first.id);
});

test('a key changes only with the owner, the old key and the new key', async () => {
  const [old, fresh] = [newDevice(), newDevice()];
  await register(chain, old, alice.address, 'rotating');
  const message = await registry.messageRotate(old.id, fresh.keyX, fresh.keyY);
  const [byOld, byNew] = [old.sign(message), fresh.sign(message)];
  const rotate = (who, a, b) => registry.connect(who).rotateKey(old.id, fresh.keyX, fresh.keyY, a, b);

  await refused('NotOwner', () => rotate(mallory, byOld, byNew));
  await refused('BadSignature', () => rotate(alice, byNew, byNew));
  await refused('BadSignature', () => rotate(alice, byOld, byOld));
  const receipt = await done(rotate(alice, byOld, byNew));
  assert.deepEqual([...registry.interface.parseLog(receipt.logs[0]).args], [old.id, fresh.keyX, fresh.keyY]);
  assert.deepEqual([...(await registry.device(old.id))].slice(1, 3), [fresh.keyX, fresh.keyY]);
  assert.equal(await registry.nonce(old.id), 2n);
  await refused('KeyTaken', () => rotate(alice, byOld, byNew));
});

test('a rotation signed under one owner is worth nothing under the next', async () => {
  const [old, fresh] = [newDevice(), newDevice()];
  await register(chain, old, alice.address, 'sold');
  const message = await registry.messageRotate(old.id, fresh.keyX, fresh.keyY);
  await done(registry.transfer(old.id, bob.address));
  await refused('BadSignature', () => registry.connect(bob).rotateKey(
    old.id, fresh.keyX, fresh.keyY, old.sign(message), fresh.sign(message)));
});

test('only the owner transfers, and operators go with the old owner', async () => {
  const device = newDevice();
  await register(chain, device, alice.address, 'handed over');
  await refused('NotOwner', () => registry.connect(mallory).transfer(device.id, mallory.address));
  await refused('NotOwner', () => registry.connect(mallory).setOperator(device.id, mallory.address, true));
  await done(registry.setOperator(device.id, carol.address, true));
  assert.equal(await registry.isOperator(device.id, carol.address), true);

  await done(registry.transfer(device.id, bob.address));
  assert.equal(await registry.isOperator(device.id, carol.address), false);
  await refused('NotOwner', () => registry.transfer(device.id, alice.address));
  await done(registry.connect(bob).transfer(device.id, alice.address));
  assert.equal(await registry.isOperator(device.id, carol.address), false, 'not even when the device comes back');
  await refused('ZeroOwner', () => registry.transfer(device.id, `0x${'0'.repeat(40)}`));
});

test('a revoked device stays known, and nothing brings it back', async () => {
  const device = newDevice();
  await register(chain, device, alice.address, 'broken seal');
  await refused('NotOwner', () => registry.connect(mallory).revoke(device.id));
  await done(registry.revoke(device.id));
  assert.equal(await registry.isActive(device.id), false);
  assert.equal((await registry.device(device.id)).label, 'broken seal');
  await refused('NotActive', () => registry.revoke(device.id));
  await refused('NotActive', () => registry.transfer(device.id, bob.address));
  await refused('NotActive', () => registry.setOperator(device.id, bob.address, true));
  await refused('KeyTaken', () => register(chain, device, alice.address, 'back'));
});

test('what does not exist is said so', async () => {
  const nobody = newDevice();
  await refused('UnknownDevice', () => registry.device(nobody.id));
  await refused('UnknownDevice', () => registry.revoke(nobody.id));
  await refused('NoSuchIndex', () => registry.deviceAt(1_000_000));
  assert.equal(await registry.isActive(nobody.id), false);
});
