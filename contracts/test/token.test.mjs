// SPDX-License-Identifier: Apache-2.0
// A device as a token, and its passport: whatever changes it, one word at a pinned place says so.
import { after, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { done, newDevice, refusal, register, startChain } from './chain.mjs';

let chain, registry, alice, bob, carol, mallory, device;

before(async () => {
  chain = await startChain();
  registry = chain.registry;
  [alice, bob, carol, mallory] = chain.signers;
});
after(() => chain?.stop());
beforeEach(async () => {
  device = newDevice();
  await register(chain, device, alice.address, 'meter');
});

const refused = async (name, call) => {
  const error = await refusal(registry, call);
  assert.equal(error.name, name);
  return error;
};

/** The passport as a verifier sees it: one storage word, by the layout the specification promises. */
const stored = (id) => {
  const slot = ethers.keccak256(ethers.concat([id, ethers.ZeroHash]));
  return chain.provider.getStorage(registry.target, slot);
};
const types = ['bytes32', 'address', 'bytes32', 'bytes32', 'uint64', 'bool', 'uint8', 'bytes32'];
const hashOf = (fields) => ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(types, fields));

const mustRead = async (changes) => {
  const fields = [...(await registry.passportFields(device.id))];
  const { timestamp } = await chain.provider.getBlock((await registeredEvent()).blockNumber);
  const expected = {
    id: device.id, owner: alice.address, keyX: device.keyX, keyY: device.keyY, registeredAt: BigInt(timestamp),
    active: true, kind: 0n, hash: ethers.ZeroHash, ...changes,
  };
  assert.deepEqual(fields, Object.values(expected));
  assert.equal(await registry.passport(device.id), hashOf(Object.values(expected)));
  assert.equal(await stored(device.id), hashOf(Object.values(expected)));
};
const registeredEvent = async () =>
  (await registry.queryFilter(registry.filters.DeviceRegistered(device.id), 0)).at(0);

test('a device is a token of its owner, and its URI is its DID', async () => {
  assert.equal(await registry.ownerOf(device.id), alice.address);
  assert.equal(await registry.name(), 'Banyan Device');
  assert.equal(await registry.symbol(), 'DEVICE');
  assert.equal(await registry.tokenURI(device.id), `did:banyan:${chain.chainId}:device:${device.id}`);
  assert.equal(await registry.supportsInterface('0x80ac58cd'), true, 'ERC-721');
  const held = await registry.balanceOf(alice.address);
  await done(registry.transfer(device.id, bob.address));
  assert.equal(await registry.balanceOf(alice.address), held - 1n);
  const nobody = newDevice();
  await refused('ERC721NonexistentToken', () => registry.ownerOf(nobody.id));
  await refused('ERC721NonexistentToken', () => registry.tokenURI(nobody.id));
});

test('the passport lies at keccak256(id . 0) and follows every change', async () => {
  assert.equal(await stored(newDevice().id), ethers.ZeroHash);
  await mustRead({});

  await done(registry.transferFrom(alice.address, bob.address, device.id));
  await mustRead({ owner: bob.address });
  await done(registry.connect(bob).transfer(device.id, alice.address));
  await mustRead({});

  const evidence = ethers.sha256('0xcafe');
  await done(registry.attest(device.id, 3, evidence, device.sign(await registry.messageAttest(device.id, 3, evidence))));
  await mustRead({ kind: 3n, hash: evidence });

  const fresh = newDevice();
  const message = await registry.messageRotate(device.id, fresh.keyX, fresh.keyY);
  await done(registry.rotateKey(device.id, fresh.keyX, fresh.keyY, device.sign(message), fresh.sign(message)));
  await mustRead({ keyX: fresh.keyX, keyY: fresh.keyY });

  await done(registry.revoke(device.id));
  await mustRead({ keyX: fresh.keyX, keyY: fresh.keyY, active: false });
});

test('one storage proof proves a passport under the state root', async () => {
  const slot = ethers.keccak256(ethers.concat([device.id, ethers.ZeroHash]));
  const { storageProof } = await chain.provider.send('eth_getProof', [registry.target, [slot], 'latest']);
  assert.equal(ethers.toBeHex(storageProof[0].value, 32), await registry.passport(device.id));
  assert.ok(storageProof[0].proof.length > 0);
});

test('approvals, operators and signatures of one owner end with a transfer by token', async () => {
  const fresh = newDevice();
  const message = await registry.messageRotate(device.id, fresh.keyX, fresh.keyY);
  const evidence = ethers.id('report');
  const attestation = device.sign(await registry.messageAttest(device.id, 1, evidence));
  await done(registry.setOperator(device.id, carol.address, true));
  await done(registry.approve(carol.address, device.id));
  await done(registry.connect(carol).safeTransferFrom(alice.address, bob.address, device.id));

  assert.equal(await registry.getApproved(device.id), ethers.ZeroAddress);
  assert.equal(await registry.isOperator(device.id, carol.address), false);
  await refused('ERC721InsufficientApproval', () =>
    registry.connect(carol).transferFrom(bob.address, carol.address, device.id));
  await refused('BadSignature', () => registry.connect(bob).attest(device.id, 1, evidence, attestation));
  await refused('BadSignature', () => registry.connect(bob).rotateKey(
    device.id, fresh.keyX, fresh.keyY, device.sign(message), fresh.sign(message)));
  await done(registry.connect(bob).transferFrom(bob.address, alice.address, device.id));
  assert.equal(await registry.isOperator(device.id, carol.address), false, 'not even when the device comes back');
});

test('who may move a token may not speak for the device', async () => {
  await done(registry.approve(mallory.address, device.id));
  const theirs = registry.connect(mallory);
  await refused('NotOwner', () => theirs.revoke(device.id));
  await refused('NotOwner', () => theirs.setOperator(device.id, mallory.address, true));
  await refused('NotOwner', () => theirs.transfer(device.id, mallory.address));
});

test('a stranger moves nothing, and nothing moves to nobody', async () => {
  await refused('ERC721InsufficientApproval', () =>
    registry.connect(mallory).transferFrom(alice.address, mallory.address, device.id));
  await refused('ERC721InvalidReceiver', () => registry.transferFrom(alice.address, ethers.ZeroAddress, device.id));
  await refused('ERC721IncorrectOwner', () => registry.transferFrom(bob.address, carol.address, device.id));
});

test('a revoked device stays with its last owner', async () => {
  await done(registry.approve(bob.address, device.id));
  await done(registry.revoke(device.id));
  await refused('NotActive', () => registry.transferFrom(alice.address, bob.address, device.id));
  await refused('NotActive', () => registry.connect(bob).transferFrom(alice.address, bob.address, device.id));
  assert.equal(await registry.ownerOf(device.id), alice.address);
});
