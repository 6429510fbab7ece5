// SPDX-License-Identifier: Apache-2.0
// Who may vouch for a checkpoint, when, and what is kept of it.
import { after, before, test as plain } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { coins, events, refused as refusedBy, startDpos, undone } from './dpos.mjs';
import { done } from './chain.mjs';

const EVERY = 24;
const WINDOW = 7;
const signature = (text) => ethers.concat([ethers.id(text), ethers.id(`${text}.`), ethers.id(`${text}!`)]);
const nothing = `0x${'00'.repeat(96)}`;
let dpos, checkpoints, alice, bob, mallory, one, two;

before(async () => {
  dpos = await startDpos({ values: { MIN_PLEDGE: coins(1000), MIN_VOTES: coins(1000) } });
  ({ checkpoints } = dpos);
  [, alice, bob, mallory] = dpos.signers;
  one = await dpos.candidate('one', alice, { amount: coins(3000) });
  two = await dpos.candidate('two', bob, { amount: coins(2000) });
  for (let epoch = 0; epoch < EVERY; epoch++) await dpos.turn();
});
after(() => dpos?.stop());

const test = (name, run) => plain(name, undone(() => dpos, run));
const refused = (name, call) => refusedBy(checkpoints, name, call);
const identity = async ({ id }) => Number(await dpos.delegates.identityOf(id));
const sign = async (who, epoch, of, text = who.address) =>
  checkpoints.connect(who).sign(epoch, of, signature(text));

test('a checkpoint is of every 24th epoch, from its beginning until its candidates are forgotten', async () => {
  const own = await identity(one);
  assert.equal(await checkpoints.EVERY(), BigInt(EVERY));
  assert.deepEqual([...await refused('NotNow', () => sign(alice, EVERY, own))], [BigInt(EVERY), BigInt(EVERY - 1)]);
  await dpos.turn();
  for (const epoch of [0, 1, EVERY - 1, EVERY + 1]) await refused('NoCheckpoint', () => sign(alice, epoch, own));
  await refused('NotNow', () => sign(alice, 2 * EVERY, own));
  for (let i = 1; i < WINDOW; i++) await dpos.turn();
  await done(await sign(alice, EVERY, own));
  await dpos.turn();
  await refused('NotNow', () => sign(bob, EVERY, own));
});

test('the operator signs for its identity and nobody else does; the last signature stands', async () => {
  await dpos.turn();
  const [first, second] = [await identity(one), await identity(two)];
  assert.deepEqual([...await refused('NotOperator', () => sign(mallory, EVERY, first))], [BigInt(first), alice.address]);
  await refused('NotOperator', () => sign(alice, EVERY, second));
  await refused('NotOperator', () => sign(mallory, EVERY, 99));
  for (const length of [0, 95, 97, 192]) {
    await refused('BadLength', () => checkpoints.connect(alice).sign(EVERY, first, `0x${'11'.repeat(length)}`));
  }
  const receipt = await done(await sign(alice, EVERY, first, 'mistaken'));
  assert.deepEqual(events(checkpoints, receipt), [['Signed', BigInt(EVERY), BigInt(first)]]);
  await done(await sign(alice, EVERY, first, 'right'));
  assert.deepEqual([...await checkpoints.signaturesOf(EVERY, [second, first])], [nothing, signature('right')]);
});

test('the candidates are those the committee was drawn from, and stay known', async () => {
  await dpos.turn();
  assert.deepEqual([...await checkpoints.candidates(EVERY)], []);
  const drawn = [...await dpos.election.identities(EVERY)];
  assert.deepEqual(drawn, (await dpos.election.candidates(EVERY)).map((each) => each.identity));
  assert.deepEqual(drawn, [BigInt(await identity(one)), BigInt(await identity(two))]);
  await done(await sign(bob, EVERY, await identity(two)));
  for (let i = 0; i < 2 * WINDOW; i++) await dpos.turn();
  assert.deepEqual([...await checkpoints.candidates(EVERY)], drawn);
});

test('an operator whose keys were replaced may still sign with the old ones', async () => {
  await dpos.turn();
  const old = await identity(one);
  const changed = dpos.application('one', alice.address, { key: (await import('./bls.mjs')).blsKey('another') });
  await done(dpos.delegates.connect(alice).setIdentity(one.id, changed));
  assert.notEqual(await identity(one), old);
  await done(await sign(alice, EVERY, old));
});

test('signing costs less than a hundredth of a block', async () => {
  await dpos.turn();
  const [first, second] = [await identity(one), await identity(two)];
  const opening = await done(await sign(alice, EVERY, first));
  const next = await done(await sign(bob, EVERY, second));
  console.log(`# checkpoint: ${opening.gasUsed} gas for the first to sign, ${next.gasUsed} for each after it`);
  assert.ok(opening.gasUsed < 300_000n && next.gasUsed < 150_000n);
});
