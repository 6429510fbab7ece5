// SPDX-License-Identifier: Apache-2.0
// What evidence a device gave of where its key lives, and how somebody else might try to give it for them.
import { after, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { done, newDevice, refusal, register, registrationMessage, startChain } from './chain.mjs';
import { batchTree, leaf } from './batch.mjs';

const [VENDOR_CHAIN, TPM2, VENDOR_BATCH] = [2, 3, 5];
const evidence = ethers.sha256('0x01');
let chain, registry, alice, bob, acme, mallory, device;

before(async () => {
  chain = await startChain();
  registry = chain.registry;
  [alice, bob, acme, mallory] = chain.signers;
  await done(registry.connect(acme).nameVendor('ACME Sensors'));
});
after(() => chain?.stop());
beforeEach(async () => {
  device = newDevice();
  await register(chain, device, alice.address, 'probe');
});

const refused = async (name, call) => {
  const error = await refusal(registry, call);
  assert.equal(error.name, name);
  return error;
};
const attestMessage = ({ chainId = chain.chainId, at = registry.target, owner = alice.address, id = device.id,
  kind = TPM2, hash = evidence, nonce = 1, action = 'banyan.device.attest.v1' } = {}) => ethers.concat([
  ethers.zeroPadBytes(ethers.toUtf8Bytes(action), 32), ethers.toBeHex(chainId, 32), ethers.zeroPadValue(at, 32),
  ethers.zeroPadValue(owner, 32), id, ethers.toBeHex(kind, 32), hash, ethers.toBeHex(nonce, 32)]);
const shown = async (id) => {
  const { attestationKind, attestationHash } = await registry.passportFields(id);
  return [Number(attestationKind), attestationHash];
};

test('a device puts its evidence on record with its own signature', async () => {
  const message = attestMessage();
  assert.equal(message, await registry.messageAttest(device.id, TPM2, evidence));
  const receipt = await done(registry.attest(device.id, TPM2, evidence, device.sign(message)));
  const { name, args } = registry.interface.parseLog(receipt.logs[0]);
  assert.deepEqual([name, ...args], ['Attested', device.id, BigInt(TPM2), evidence]);
  assert.deepEqual(await shown(device.id), [TPM2, evidence]);
  assert.equal(await registry.nonce(device.id), 2n);
});

test('an attestation is good once, for its action, document, nonce, owner, chain and contract only', async () => {
  const other = newDevice();
  await register(chain, other, alice.address, 'other');
  const attempts = [
    { chainId: 1 }, { at: mallory.address }, { owner: mallory.address }, { id: other.id }, { kind: VENDOR_CHAIN },
    { hash: ethers.id('another report') }, { nonce: 0 }, { nonce: 2 }, { action: 'banyan.device.rotate.v1' },
  ];
  for (const changed of attempts) {
    await refused('BadSignature', () =>
      registry.attest(device.id, TPM2, evidence, device.sign(attestMessage(changed))));
  }
  await refused('BadSignature', () => registry.attest(device.id, TPM2, evidence, other.sign(attestMessage())));
  const good = device.sign(attestMessage());
  await refused('NotOwner', () => registry.connect(mallory).attest(device.id, TPM2, evidence, good));
  await done(registry.attest(device.id, TPM2, evidence, good));
  await refused('BadSignature', () => registry.attest(device.id, TPM2, evidence, good));
});

test('neither the other half of a signature nor a registration passes for an attestation', async () => {
  const good = device.sign(attestMessage());
  await done(registry.attest(device.id, TPM2, evidence, good));
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const twin = { r: good.r, s: ethers.toBeHex(order - BigInt(good.s), 32) };
  await refused('BadSignature', () => registry.attest(device.id, TPM2, evidence, twin));
  const registration = device.sign(registrationMessage({
    chainId: chain.chainId, registry: registry.target, owner: alice.address, device, name: 'probe' }));
  await refused('BadSignature', () => registry.attest(device.id, TPM2, evidence, registration));
});

test('no evidence, or a batch nobody proved, is not recorded', async () => {
  const attest = (kind, hash) => registry.attest(device.id, kind, hash, device.sign(attestMessage({ kind, hash })));
  await refused('NoEvidence', () => attest(0, evidence));
  await refused('NoEvidence', () => attest(VENDOR_BATCH, evidence));
  await refused('NoEvidence', () => attest(TPM2, ethers.ZeroHash));
});

test('a new key takes nothing of the evidence over', async () => {
  await done(registry.attest(device.id, TPM2, evidence, device.sign(attestMessage())));
  const fresh = newDevice();
  const message = await registry.messageRotate(device.id, fresh.keyX, fresh.keyY);
  await done(registry.rotateKey(device.id, fresh.keyX, fresh.keyY, device.sign(message), fresh.sign(message)));
  assert.deepEqual(await shown(device.id), [0, ethers.ZeroHash]);
  const { root, proof } = batchTree([device.id]);
  await done(registry.connect(acme).endorse(root, 1, evidence));
  await refused('NotInBatch', () => registry.presentBatch(device.id, acme.address, root, proof(0)));
});

test('a revoked device attests nothing', async () => {
  await done(registry.revoke(device.id));
  await refused('NotActive', () => registry.attest(device.id, TPM2, evidence, device.sign(attestMessage())));
});

test('one transaction of a vendor endorses a thousand devices, each of which enters with one', async () => {
  const devices = Array.from({ length: 5 }, newDevice);
  const others = Array.from({ length: 995 }, (_, index) => ethers.id(`device ${index}`));
  const { root, proof } = batchTree([...devices.map(({ id }) => id), ...others]);
  const endorsed = await done(registry.connect(acme).endorse(root, 1000, evidence));
  console.log(`# endorsing a batch: ${endorsed.gasUsed} gas`);
  assert.deepEqual([...(await registry.batchOf(acme.address, root))].filter((_, i) => i !== 1), [evidence, 0n, 1000n]);

  for (const [index, one] of devices.entries()) {
    const signature = one.sign(await registry.messageRegister(alice.address, one.keyX, one.keyY, 'batch'));
    const receipt = await done(registry.registerFromBatch(
      one.keyX, one.keyY, 'batch', signature, acme.address, root, proof(index)));
    if (index === 0) console.log(`# registering from a batch of 1,000: ${receipt.gasUsed} gas`);
    const said = ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(['address', 'bytes32'], [acme.address, root]));
    assert.deepEqual(await shown(one.id), [VENDOR_BATCH, said]);
  }
  const alone = newDevice();
  console.log(`# registering: ${(await register(chain, alone, alice.address, 'alone')).gasUsed} gas`);
});

test('who is not in a batch, or calls an inner node a device, is refused', async () => {
  const ids = [device.id, ...Array.from({ length: 6 }, (_, index) => ethers.id(`${index}`))];
  const { root, proof } = batchTree(ids);
  await done(registry.connect(acme).endorse(root, 7, evidence));
  const outsider = newDevice();
  await register(chain, outsider, alice.address, 'outsider');
  await refused('NotInBatch', () => registry.presentBatch(outsider.id, acme.address, root, proof(0)));
  await refused('NotInBatch', () => registry.presentBatch(device.id, acme.address, root, proof(0).slice(1)));
  await refused('NotInBatch', () => registry.presentBatch(device.id, acme.address, root, [leaf(device.id), ...proof(0)]));
  await refused('NoBatch', () => registry.presentBatch(device.id, mallory.address, root, proof(0)));
  await refused('NotOwner', () =>
    registry.connect(mallory).presentBatch(device.id, acme.address, root, proof(0)));
  await done(registry.presentBatch(device.id, acme.address, root, proof(0)));
});

test('a stranger cannot put a vendor of its own over a device that it sees on its way', async () => {
  const one = newDevice();
  const { root, proof } = batchTree([one.id]);
  await done(registry.connect(mallory).nameVendor('ACME Sensors'));
  await done(registry.connect(mallory).endorse(root, 1, evidence));
  await done(registry.connect(acme).endorse(root, 1, evidence));
  const signature = one.sign(await registry.messageRegister(alice.address, one.keyX, one.keyY, 'seen'));
  const enter = (who, vendor) =>
    registry.connect(who).registerFromBatch(one.keyX, one.keyY, 'seen', signature, vendor.address, root, proof(0));

  await refused('BadSignature', () => enter(mallory, mallory));
  // All it can do is to register first, for Alice; her own call then goes through all the same.
  await done(registry.connect(mallory).register(alice.address, one.keyX, one.keyY, 'seen', signature.r, signature.s));
  await refused('NotOwner', () => enter(mallory, mallory));
  await done(enter(alice, acme));
  assert.equal((await shown(one.id))[0], VENDOR_BATCH);
});

test('a withdrawn batch endorses nothing more, and what it said stays on record', async () => {
  const late = newDevice();
  await register(chain, late, alice.address, 'late');
  const { root, proof } = batchTree([device.id, late.id]);
  await done(registry.connect(acme).endorse(root, 2, evidence));
  await done(registry.presentBatch(device.id, acme.address, root, proof(0)));
  await refused('NoBatch', () => registry.connect(mallory).withdraw(root));
  await done(registry.connect(acme).withdraw(root));
  await refused('NoBatch', () => registry.presentBatch(late.id, acme.address, root, proof(1)));
  await refused('NoBatch', () => registry.connect(acme).withdraw(root));
  await refused('BatchKnown', () => registry.connect(acme).endorse(root, 2, evidence));
  assert.equal((await shown(device.id))[0], VENDOR_BATCH);
  assert.notEqual((await registry.batchOf(acme.address, root)).withdrawnAt, 0n);
});

test('only who named itself endorses, and names have bounds', async () => {
  await refused('NotVendor', () => registry.connect(bob).endorse(leaf(device.id), 1, evidence));
  await refused('VendorNameLength', () => registry.connect(bob).nameVendor(''));
  await refused('VendorNameLength', () => registry.connect(bob).nameVendor('n'.repeat(65)));
  assert.equal(await registry.vendorName(acme.address), 'ACME Sensors');
});
