// SPDX-License-Identifier: Apache-2.0
import { after, before, test as plain } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { DAY, coins, events, refused as refusedBy, startDpos, undone } from './dpos.mjs';
import { done } from './chain.mjs';
import { blsKey, voteMessage } from './bls.mjs';

let dpos, slashing, staking, delegates, alice, bob, carol, liar;
const [NOTARIZE, NULLIFY, FINALIZE] = [1, 2, 3];

before(async () => {
  dpos = await startDpos();
  ({ slashing, staking, delegates } = dpos);
  [alice, bob, carol] = dpos.signers;
  liar = await dpos.candidate('liar', bob);
  await dpos.turn();
});
after(() => dpos?.stop());

const test = (name, run) => plain(name, undone(() => dpos, run));
const refused = (name, call) => refusedBy(slashing, name, call);
const hash = (text) => ethers.id(text);
const vote = (kind, changes = {}) => ({
  epoch: 7, view_: 12, kind, height: kind === NULLIFY ? 0 : 900,
  blockHash: kind === NULLIFY ? ethers.ZeroHash : hash('a'), ...changes,
});
const signed = (v, key = blsKey('liar')) => key.sign(voteMessage(dpos.chainId, v));
const accuse = (a, b, { by = carol, identity = 1, keyA, keyB } = {}) =>
  slashing.connect(by).report(identity, a, signed(a, keyA), b, signed(b, keyB));
const balance = (address) => dpos.provider.getBalance(address);

test('a vote signs the bytes of rule 1', async () => {
  const v = vote(FINALIZE);
  assert.equal(await slashing.message(v), voteMessage(dpos.chainId, v));
  assert.equal(ethers.dataLength(await slashing.message(v)), 79);
});

test('two blocks notarized in one view cost the place and half the pledge', async () => {
  const before = { zero: await balance(ethers.ZeroAddress), carol: await balance(carol.address), held: await balance(staking.target) };
  const receipt = await done(accuse(vote(NOTARIZE), vote(NOTARIZE, { blockHash: hash('b') })));
  const slashed = coins(600_000);
  assert.deepEqual(events(slashing, receipt), [['Convicted', 1n, 1n, carol.address, 7n, 12n, slashed]]);
  assert.deepEqual(events(staking, receipt).find(([name]) => name === 'Slashed'),
    ['Slashed', BigInt(liar.bucket), 1n, slashed - slashed / 10n, carol.address, slashed / 10n]);
  assert.equal(await balance(ethers.ZeroAddress), before.zero + coins(540_000) + receipt.fee, 'fees go there, too, on this chain');
  assert.equal(await balance(carol.address), before.carol + coins(60_000) - receipt.fee);
  assert.equal(await balance(staking.target), before.held - slashed);
  assert.equal((await staking.bucket(liar.bucket))[1].amount, coins(600_000));
  assert.equal(Number((await delegates.delegate(liar.id)).status), 6);
  assert.equal((await dpos.election.standing(liar.id)).onBoard, false);
  assert.equal(await staking.isBound(liar.bucket, liar.id), true);
  await refusedBy(staking, 'NoSuchDelegate', () => staking.create(0, false, false, liar.id, { value: coins(100) }));
});

test('another height, FINALIZE for two, and FINALIZE beside NULLIFY convict as well', async () => {
  for (const [a, b] of [
    [vote(NOTARIZE), vote(NOTARIZE, { height: 901 })],
    [vote(FINALIZE), vote(FINALIZE, { blockHash: hash('b') })],
    [vote(FINALIZE), vote(NULLIFY)],
    [vote(NULLIFY), vote(FINALIZE)],
  ]) {
    const snapshot = await dpos.provider.send('evm_snapshot', []);
    await done(accuse(a, b));
    await dpos.provider.send('evm_revert', [snapshot]);
  }
});

test('votes that an honest member may cast convict nobody', async () => {
  for (const [a, b] of [
    [vote(NOTARIZE), vote(NOTARIZE)],
    [vote(NULLIFY), vote(NULLIFY)],
    [vote(NOTARIZE), vote(FINALIZE, { blockHash: hash('b') })],
    [vote(NOTARIZE), vote(NULLIFY)],
    [vote(NOTARIZE), vote(NOTARIZE, { blockHash: hash('b'), view_: 13 })],
    [vote(NOTARIZE), vote(NOTARIZE, { blockHash: hash('b'), epoch: 8 })],
    [vote(FINALIZE), vote(NULLIFY, { height: 1 })],
    [vote(0), vote(0, { height: 1 })],
    [vote(4), vote(4, { height: 1 })],
    [vote(NOTARIZE, { view_: 0 }), vote(NOTARIZE, { view_: 0, height: 1 })],
  ]) await refused('NoContradiction', () => accuse(a, b));
});

test('both signatures must be true, of this key and this chain', async () => {
  const [a, b] = [vote(NOTARIZE), vote(NOTARIZE, { blockHash: hash('b') })];
  const other = blsKey('honest');
  assert.deepEqual([...await refused('BadSignature', () => accuse(a, b, { keyA: other }))], [0n]);
  assert.deepEqual([...await refused('BadSignature', () => accuse(a, b, { keyB: other }))], [1n]);
  const foreign = blsKey('liar').sign(voteMessage(1, b));
  await refused('BadSignature', () => slashing.report(1, a, signed(a), b, foreign));
  await refused('BadSignature', () => slashing.report(1, a, '0x', b, signed(b)));
  await refused('UnknownIdentity', () => accuse(a, b, { identity: 2 }));
  await dpos.register('honest', alice);
  await refused('BadSignature', () => accuse(a, b, { identity: 2 }));
});

test('nobody is convicted twice, for this offence or another', async () => {
  const [a, b] = [vote(NOTARIZE), vote(NOTARIZE, { blockHash: hash('b') })];
  await done(accuse(a, b));
  await refusedBy(delegates, 'WrongStatus', () => accuse(a, b));
  await refusedBy(delegates, 'WrongStatus', () => accuse(b, a));
  await refusedBy(delegates, 'WrongStatus', () => accuse(vote(FINALIZE), vote(NULLIFY)));
});

test('a key of the past convicts as well as the present one', async () => {
  const next = blsKey('fresh');
  await done(delegates.connect(bob).setIdentity(liar.id, dpos.application('liar', bob.address, { key: next })));
  await done(accuse(vote(FINALIZE), vote(NULLIFY)));
  assert.equal(Number((await delegates.delegate(liar.id)).status), 6);
});

test('who has left is punished while its pledge is bound, and not after', async () => {
  await done(delegates.connect(bob).requestExit(liar.id));
  await dpos.turn();
  const snapshot = await dpos.provider.send('evm_snapshot', []);
  await dpos.warp(13 * DAY);
  await done(accuse(vote(FINALIZE), vote(NULLIFY)));
  assert.equal((await staking.bucket(liar.bucket))[1].amount, coins(600_000));
  await dpos.provider.send('evm_revert', [snapshot]);
  await dpos.warp(15 * DAY);
  await refusedBy(delegates, 'NothingBound', () => accuse(vote(FINALIZE), vote(NULLIFY)));
});

test('a pledge replaced lately pays too, and an endorser with its delegate', async () => {
  const theirs = await dpos.bucket(alice, coins(2_000_000), { days: 91, auto: true, delegate: liar.id });
  await done(delegates.connect(alice).endorse(theirs, liar.id));
  await done(delegates.connect(bob).activate(liar.id, theirs));
  await done(accuse(vote(FINALIZE), vote(NULLIFY)));
  const amount = async (id) => (await staking.bucket(id))[1].amount;
  assert.deepEqual([await amount(liar.bucket), await amount(theirs)], [coins(600_000), coins(1_000_000)]);
});

test('the candidates of epochs already fixed stay as they are', async () => {
  await done(staking.connect(alice).create(91, false, false, liar.id, { value: coins(2_000_000) }));
  await dpos.turn();
  await done(accuse(vote(FINALIZE), vote(NULLIFY)));
  assert.deepEqual((await dpos.election.candidates(2)).map(({ delegate }) => delegate), [1n]);
  await dpos.turn();
  assert.deepEqual((await dpos.election.candidates(3)).length, 0);
});
