// SPDX-License-Identifier: Apache-2.0
// What controllers say of their DIDs, and how others might try to say it for them.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { done, newDevice, refusal, register, startChain } from './chain.mjs';

const [ED25519, P256, P384, ACCOUNT, X25519] = [1, 2, 3, 4, 5];
const [AUTHENTICATION, ASSERTION, AGREEMENT, INVOCATION] = [1, 2, 4, 8];
const key = ethers.id('a key');
const subjectOf = (address) => ethers.zeroPadValue(address, 32);
let chain, dids, registry, alice, bob, mallory;

before(async () => {
  chain = await startChain();
  ({ dids, registry } = chain);
  [alice, bob, mallory] = chain.signers;
});
after(() => chain?.stop());

const refused = async (name, call) => {
  const error = await refusal(dids, call);
  assert.equal(error.name, name);
  return error;
};

/** A person with a key of its own and a DID that nobody touched. */
const person = () => {
  const wallet = ethers.Wallet.createRandom();
  return { wallet, subject: subjectOf(wallet.address) };
};
const types = { Authorisation: [
  { name: 'subject', type: 'bytes32' }, { name: 'action', type: 'bytes4' }, { name: 'document', type: 'bytes32' },
  { name: 'nonce', type: 'uint256' }, { name: 'expires', type: 'uint256' }] };
const later = async () => (await chain.provider.getBlock('latest')).timestamp + 3600;
const setKeyCall = (subject, material = key) =>
  dids.interface.encodeFunctionData('setKey', [subject, ED25519, ASSERTION, 0, material]);
/** What the signer authorises, put together outside the contract, with whatever is changed in it. */
const authorise = (wallet, { subject, call, nonce = 0, expires, chainId = chain.chainId, contract = dids.target,
  action = call.slice(0, 10), document = ethers.keccak256(call) }) => wallet.signTypedData(
  { name: 'Banyan DID Registry', version: '1', chainId, verifyingContract: contract }, types,
  { subject, action, document, nonce, expires });
const keysOf = async (subject) => (await dids.document(subject)).publicKeys.map((one) => [...one]);

test('an account that changed nothing controls itself', async () => {
  const { wallet, subject } = person();
  const shown = await dids.document(subject);
  assert.deepEqual(shown.toArray(true), [wallet.address, false, 0n, 0n, [], []]);
});

test('an account adds, changes and removes keys, delegates and services', async () => {
  const subject = subjectOf(alice.address);
  await done(dids.setKey(subject, ED25519, ASSERTION, 0, key));
  await done(dids.setKey(subject, ACCOUNT, AUTHENTICATION | INVOCATION, 4_000_000_000, bob.address));
  await done(dids.setKey(subject, X25519, AGREEMENT, 0, key));
  await done(dids.setService(subject, 'status', 'BitstringStatusList', 'https://alice.example/status'));
  assert.deepEqual(await keysOf(subject), [
    [1n, 2n, 0n, key], [4n, 9n, 4_000_000_000n, bob.address.toLowerCase()], [5n, 4n, 0n, key]]);
  assert.equal(await dids.speaksFor(subject, ACCOUNT, INVOCATION, bob.address), true);
  assert.equal(await dids.speaksFor(subject, ACCOUNT, ASSERTION, bob.address), false);
  assert.equal(await dids.speaksFor(subject, ACCOUNT, INVOCATION, mallory.address), false);

  await done(dids.setKey(subject, ACCOUNT, INVOCATION, 1_000, bob.address));
  assert.equal(await dids.speaksFor(subject, ACCOUNT, INVOCATION, bob.address), false, 'its time is over');
  await done(dids.removeKey(subject, ED25519, key));
  await done(dids.setService(subject, 'status', 'BitstringStatusList', 'https://alice.example/2'));
  const shown = await dids.document(subject);
  assert.equal(shown.publicKeys.length, 2);
  assert.deepEqual(shown.services.map((one) => [...one]), [['status', 'BitstringStatusList', 'https://alice.example/2']]);
  assert.equal(shown.version, 7n);
  await done(dids.removeService(subject, 'status'));
  await refused('NoSuchKey', () => dids.removeKey(subject, ED25519, key));
  await refused('NoSuchService', () => dids.removeService(subject, 'status'));
});

test('nobody changes the DID of another, not even a delegate', async () => {
  const subject = subjectOf(bob.address);
  await done(dids.connect(bob).setKey(subject, ACCOUNT, 27, 0, mallory.address));
  const theirs = dids.connect(mallory);
  await refused('NotController', () => theirs.setKey(subject, ED25519, ASSERTION, 0, key));
  await refused('NotController', () => theirs.removeKey(subject, ACCOUNT, mallory.address));
  await refused('NotController', () => theirs.setService(subject, 's', 'k', 'e'));
  await refused('NotController', () => theirs.changeController(subject, mallory.address));
  await refused('NotController', () => theirs.deactivate(subject));
  await refused('NotController', () => theirs.strike(subject));
});

test('anyone carries what a controller signed, once', async () => {
  const { wallet, subject } = person();
  const [call, expires] = [setKeyCall(subject), await later()];
  const signature = await authorise(wallet, { subject, call, expires });
  await done(dids.connect(mallory).submit(subject, call, expires, signature));
  assert.deepEqual(await keysOf(subject), [[1n, 2n, 0n, key]]);
  assert.equal(await dids.nonce(subject), 1n);
  await refused('BadSignature', () => dids.submit(subject, call, expires, signature));
});

test('an authorisation is good for its action, document, nonce, chain, contract and time only', async () => {
  const { wallet, subject } = person();
  const other = person();
  const [call, expires] = [setKeyCall(subject), await later()];
  const attempts = [
    { chainId: 1 }, { contract: mallory.address }, { nonce: 1 }, { expires: expires + 1 }, { action: '0x00000000' },
    { document: ethers.id('other') }, { subject: other.subject },
  ];
  for (const changed of attempts) {
    const signature = await authorise(wallet, { subject, call, expires, ...changed });
    await refused('BadSignature', () => dids.submit(subject, call, expires, signature));
  }
  const signature = await authorise(wallet, { subject, call, expires });
  await refused('BadSignature', () => dids.submit(subject, setKeyCall(subject, ethers.id('mine')), expires, signature));
  await refused('BadSignature', () => dids.submit(other.subject, call, expires, signature));
  const strangers = await authorise(other.wallet, { subject, call, expires });
  await refused('BadSignature', () => dids.submit(subject, call, expires, strangers));
  const late = await authorise(wallet, { subject, call, expires: 1000 });
  await refused('Expired', () => dids.submit(subject, call, 1000, late));
});

test('who signs for its own DID moves no other, and the twin of a signature is none', async () => {
  const { wallet, subject } = person();
  const [call, expires] = [setKeyCall(subjectOf(bob.address)), await later()];
  const signature = await authorise(wallet, { subject, call, expires });
  await refused('WrongSubject', () => dids.submit(subject, call, expires, signature));

  const own = setKeyCall(subject);
  const { r, s, v } = ethers.Signature.from(await authorise(wallet, { subject, call: own, expires }));
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const twin = ethers.concat([r, ethers.toBeHex(order - BigInt(s), 32), ethers.toBeHex(v === 27 ? 28 : 27)]);
  await refused('BadSignature', () => dids.submit(subject, own, expires, twin));
});

test('a controller strikes what it signed before it was carried', async () => {
  const { wallet, subject } = person();
  const [call, expires] = [setKeyCall(subject), await later()];
  const signature = await authorise(wallet, { subject, call, expires });
  const strike = dids.interface.encodeFunctionData('strike', [subject]);
  await done(dids.submit(subject, strike, expires, await authorise(wallet, { subject, call: strike, expires })));
  await refused('BadSignature', () => dids.submit(subject, call, expires, signature));
});

test('a DID that is handed over begins empty, and what the last one signed is worth nothing', async () => {
  const { wallet, subject } = person();
  const expires = await later();
  const say = async (call, nonce) =>
    done(dids.submit(subject, call, expires, await authorise(wallet, { subject, call, expires, nonce })));
  await say(setKeyCall(subject), 0);
  await say(dids.interface.encodeFunctionData('changeController', [subject, bob.address]), 1);
  assert.equal(await dids.controllerOf(subject), bob.address);
  assert.deepEqual(await keysOf(subject), []);
  const call = setKeyCall(subject);
  const old = await authorise(wallet, { subject, call, expires, nonce: 2 });
  await refused('BadSignature', () => dids.submit(subject, call, expires, old));
  await done(dids.connect(bob).setKey(subject, P256, ASSERTION, 0, ethers.concat([key, key])));
  await done(dids.connect(bob).changeController(subject, wallet.address));
  assert.deepEqual(await keysOf(subject), [], 'not even when it comes back');
  await refused('ZeroController', async () => {
    const zero = dids.interface.encodeFunctionData('changeController', [subject, ethers.ZeroAddress]);
    return dids.submit(subject, zero, expires, await authorise(wallet, { subject, call: zero, expires, nonce: 2 }));
  });
});

test('a closed DID stays closed', async () => {
  const { wallet, subject } = person();
  const expires = await later();
  const close = dids.interface.encodeFunctionData('deactivate', [subject]);
  await done(dids.submit(subject, close, expires, await authorise(wallet, { subject, call: close, expires })));
  assert.equal((await dids.document(subject)).deactivated, true);
  const call = setKeyCall(subject);
  const more = await authorise(wallet, { subject, call, expires, nonce: 1 });
  await refused('IsDeactivated', () => dids.submit(subject, call, expires, more));
});

test('a device has a DID of its owner, which goes with the token', async () => {
  const device = newDevice();
  await refused('UnknownSubject', () => dids.document(device.id));
  await register(chain, device, alice.address, 'probe');
  await done(dids.setService(device.id, 'data', 'Readings', 'https://gateway.example'));
  await refused('NotController', () => dids.connect(mallory).setService(device.id, 'data', 'Readings', 'x'));
  await refused('IsDevice', () => dids.changeController(device.id, mallory.address));
  await refused('IsDevice', () => dids.deactivate(device.id));
  assert.equal((await dids.document(device.id)).services.length, 1);

  await done(registry.transferFrom(alice.address, bob.address, device.id));
  const shown = await dids.document(device.id);
  assert.deepEqual([shown.controller, shown.services.length], [bob.address, 0]);
  await refused('NotController', () => dids.setService(device.id, 'data', 'Readings', 'x'));
  await done(registry.connect(bob).revoke(device.id));
  assert.equal((await dids.document(device.id)).deactivated, true);
});

test('what is no key, no service or too much is refused', async () => {
  const subject = subjectOf(mallory.address);
  const theirs = dids.connect(mallory);
  const bad = [
    [0, 1, key], [6, 1, key], [ED25519, 0, key], [ED25519, 32, key], [ED25519, AGREEMENT, key], [X25519, ASSERTION, key],
    [ED25519, 1, '0x12'], [P256, 1, key], [P384, 1, ethers.concat([key, key])], [ACCOUNT, 1, key],
  ];
  for (const [kind, purposes, material] of bad) {
    await refused('BadKey', () => theirs.setKey(subject, kind, purposes, 0, material));
  }
  for (const [name, kind, endpoint] of [['', 'k', 'e'], ['a b', 'k', 'e'], ['n'.repeat(33), 'k', 'e'], ['n', '', 'e'],
    ['n', 'k'.repeat(65), 'e'], ['n', 'k', ''], ['n', 'k', 'e'.repeat(257)]]) {
    await refused('BadService', () => theirs.setService(subject, name, kind, endpoint));
  }
  for (let i = 0; i < 16; i++) await done(theirs.setKey(subject, ED25519, 1, 0, ethers.id(`${i}`)));
  await refused('TooMany', () => theirs.setKey(subject, ED25519, 1, 0, key));
  for (let i = 0; i < 8; i++) await done(theirs.setService(subject, `s${i}`, 'k', 'e'));
  await refused('TooMany', () => theirs.setService(subject, 's8', 'k', 'e'));
});
