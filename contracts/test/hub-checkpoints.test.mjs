// SPDX-License-Identifier: Apache-2.0
// What a committee signs: what is taken, what is refused, and what costs its members their bonds.
import { after, before, test as plainTest } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { refused as refusedBy, undone } from './dpos.mjs';
import { COIN, DAY, HOUR, actor, coins, done, joined, kind, startHub, state } from './hub.mjs';
import { Side } from './side.mjs';

let hub, checkpoints, proofs, escrow, members, chains, owner, alice, bob, keys, other, side;
const A = 71, B = 72;
before(async () => {
  hub = await startHub();
  ({ checkpoints, proofs, escrow, members, chains } = hub);
  [, owner, alice, bob] = hub.signers;
  keys = await hub.found(A, owner, { size: 4 });
  other = await hub.found(B, owner, { size: 4 });
  await hub.send(alice, A, { amount: coins(10) });
  await hub.send(alice, B, { amount: coins(10) });
});
after(() => hub?.stop());
const test = (name, run) => plainTest(name, undone(() => hub, async () => {
  side = new Side(hub, A, keys);
  await run();
}));
const refused = (name, call, contract = checkpoints) => refusedBy(contract, name, call);
const submit = (made, changes, who = bob) => checkpoints.connect(who).submit(side.submission(made, changes));
const hashOf = (key) => ethers.keccak256(key.uncompressed);
const bondOf = async (key, id = A) => (await members.member(id, hashOf(key))).bond;
const out = (amount, changes = {}) => side.message({ amount, recipient: bob.address, ...changes });

test('a checkpoint moves its totals from escrow to pending; the same one again does nothing', async () => {
  const made = await side.submit({ messages: [out(coins(3)), out(coins(2))], holders: [[COIN, [[alice.address, coins(5)]]]] });
  assert.equal(await checkpoints.digestOf(made.checkpoint), made.digest);
  assert.equal(await escrow.escrow(A, COIN), coins(5));
  assert.equal(await escrow.pending(A, COIN), coins(5));
  assert.equal(await escrow.escrow(B, COIN), coins(10));
  await done(submit(made));
  assert.equal(await escrow.pending(A, COIN), coins(5));
  assert.equal((await checkpoints.lineOf(A)).sequence, 1n);
  await side.submit({ messages: [out(coins(5))] });
  assert.equal(await escrow.escrow(A, COIN), 0n);
});

test('checkpoints make one line', async () => {
  await side.submit();
  for (const [what, changes] of Object.entries({
    sequence: { sequence: 3n }, previous: { previous: ethers.id('x') }, blocks: { firstBlock: 12n }, preState: { preState: ethers.id('x') },
    inboxCursor: { inboxCursor: 0n },
  })) {
    const made = await side.checkpoint({ changes });
    assert.deepEqual([...await refused('OutOfLine', async () => submit(made))], [what]);
  }
  const backwards = await side.checkpoint({ changes: { firstBlock: 11n, lastBlock: 10n } });
  await refused('OutOfLine', () => submit(backwards));
  for (const changes of [{ inboxHash: ethers.id('x') }, { inboxCursor: 2n, inboxHash: ethers.ZeroHash }]) {
    const made = await side.checkpoint({ changes });
    await refused('WrongInbox', () => submit(made));
  }
});

test('a quorum signs, of this committee, for this chain, this checkpoint, and with keys that are its own', async () => {
  const made = await side.checkpoint();
  await refused('NotSigned', () => submit(made, { members: [0, 1] }));
  await refused('NotSigned', () => submit(made, { members: [0], signers: 0n }));
  const three = side.sign(made.digest, [0, 1, 2]);
  for (const changes of [
    { ...three, signers: 0n }, { ...three, signers: 0b1111n }, { ...three, signers: 0b1011n }, { ...three, signers: 0b10111n },
    { ...three, signers: (1n << 63n) | 7n }, { ...three, signature: `0x${'00'.repeat(256)}` }, { ...three, signature: '0x' },
    side.sign(ethers.id('another'), [0, 1, 2]),
  ]) {
    await refused('NotSigned', () => submit(made, changes));
  }
  await refused('WrongKeys', () => submit(made, { keys: other }));
  await refused('WrongKeys', () => submit(made, { keys: keys.slice(0, 3), members: [0, 1, 2] }));
  await refused('WrongKeys', () => submit(made, { nextKeys: joined(other) }));
  const elsewhere = await new Side(hub, B, keys).checkpoint();
  await refused('WrongKeys', () => checkpoints.submit(side.submission(elsewhere)));
  const later = await side.checkpoint({ changes: { term: 2n } });
  await refused('WrongTerm', () => submit(later));
  await done(submit(made, { members: [0, 1, 2] }));
});

test('lists rise, hash to what is signed, and nothing stands there twice', async () => {
  const gold = await actor('Coin20', owner, 0);
  const of = (asset, amount) => ({ asset, amount });
  const low = COIN, high = gold.target;
  for (const lists of [
    { totals: [of(low, 1n), of(low, 1n)] }, { totals: [of(high, 0n), of(low, 1n)] },
    { tokens: [{ asset: high, id: 2n }, { asset: high, id: 1n }] }, { tokens: [{ asset: high, id: 1n }, { asset: high, id: 1n }] },
    { exits: [{ asset: high, root: ethers.ZeroHash, sum: 0n, count: 0 }, { asset: low, root: ethers.ZeroHash, sum: 0n, count: 0 }] },
    { totals: Array.from({ length: 33 }, (_, i) => of(ethers.toBeHex(i, 20), 0n)) },
  ]) {
    const made = await side.checkpoint({ lists });
    await refused('WrongLists', () => submit(made));
  }
  const made = await side.checkpoint({ messages: [out(1n)] });
  await refused('WrongLists', () => submit(made, { totals: [] }));
  await refused('WrongLists', () => submit(made, { exits: [{ asset: low, root: ethers.ZeroHash, sum: 0n, count: 0 }] }));
  for (const changes of [{ outboxCount: 0n }, { outboxRoot: ethers.ZeroHash }, { outboxCount: 65_537n }]) {
    const bad = await side.checkpoint({ messages: [out(1n)], changes });
    await refused('WrongLists', () => submit(bad));
  }
});

/** The chain is frozen, nothing moved, and these members' bonds are gone: half burnt, half the reporter's. */
async function punished(receiptOf, liars, reporter = bob) {
  const burnt = await hub.provider.getBalance(ethers.ZeroAddress);
  const before = [await escrow.escrow(A, COIN), await escrow.pending(A, COIN)];
  await receiptOf();
  assert.equal(await chains.stateOf(A), state.FROZEN);
  for (let i = 0; i < keys.length; i++) assert.equal(await bondOf(keys[i]), liars.includes(i) ? 0n : coins(1000), `member ${i}`);
  const total = coins(1000) * BigInt(liars.length);
  assert.equal(await hub.provider.getBalance(ethers.ZeroAddress) - burnt, total / 2n);
  assert.equal(await members.owed(reporter.address), total / 2n);
  assert.deepEqual([await escrow.escrow(A, COIN), await escrow.pending(A, COIN)], before);
  assert.equal(await chains.stateOf(B), state.ACTIVE);
  assert.equal(await bondOf(other[0], B), coins(1000));
  const had = await hub.provider.getBalance(reporter.address);
  await done(members.connect(reporter).fetch({ gasPrice: 0n }));
  assert.equal(await hub.provider.getBalance(reporter.address) - had, total / 2n);
  await refused('NothingOwed', () => members.connect(reporter).fetch(), members);
}

test('an overdraw moves nothing, freezes the chain and costs its signers their bonds', async () => {
  const made = await side.checkpoint({ messages: [out(coins(10) + 1n)] });
  await punished(async () => done(submit(made, { members: [0, 1, 3] })), [0, 1, 3]);
  const next = await side.checkpoint();
  await refused('WrongState', () => submit(next));
});

test('what a chain has not handled yet is not its own to give, nor to promise in exits', async () => {
  const early = await side.checkpoint({ messages: [out(1n)], cursor: 0 });
  await punished(async () => done(submit(early)), [0, 1, 2, 3]);
});

test('exits beyond what the totals leave are an overdraw', async () => {
  const made = await side.checkpoint({ messages: [out(coins(4))], holders: [[COIN, [[alice.address, coins(6) + 1n]]]] });
  await punished(async () => done(submit(made)), [0, 1, 2, 3]);
});

test('a token that is not there, or not handled, or leaving already, is an overdraw', async () => {
  const deeds = await actor('Coin721', owner);
  await done(deeds.mint(alice.address, 5));
  await done(deeds.connect(alice).setApprovalForAll(escrow.target, true));
  await hub.send(alice, A, { kind: kind.TOKEN, asset: deeds.target, amount: 5n });
  const message = out(5n, { kind: kind.TOKEN, asset: deeds.target });
  const snapshot = await hub.provider.send('evm_snapshot', []);
  const early = await side.checkpoint({ messages: [message], cursor: 1 });
  await done(submit(early));
  assert.equal(await chains.stateOf(A), state.FROZEN);
  await hub.provider.send('evm_revert', [snapshot]);
  await side.submit({ messages: [message] });
  assert.equal((await escrow.placeOf(deeds.target, 5)).leaving, 1n);
  const again = await side.checkpoint({ messages: [message] });
  await done(submit(again));
  assert.equal(await chains.stateOf(A), state.FROZEN);
});

test('two checkpoints of one sequence freeze the chain, accepted or not; only who signed both pays', async () => {
  const a = await side.checkpoint();
  const b = await side.checkpoint({ changes: { blockHash: ethers.id('fork') } });
  const sign = (made, list) => ({ ...side.sign(made.digest, list) });
  const prove = (x, sx, y, sy, k = keys, who = bob) => proofs.connect(who).proveConflict(x.checkpoint, sx, y.checkpoint, sy, joined(k));
  const refusedProof = (name, call) => refused(name, call, proofs);
  const both = [sign(a, [0, 1, 2]), sign(b, [1, 2, 3])];
  await refusedProof('NoContradiction', () => prove(a, both[0], a, both[0]));
  await refusedProof('NotSigned', () => prove(a, both[0], b, sign(b, [1, 2])));
  await refusedProof('NotSigned', () => prove(a, both[0], b, both[0]));
  await refusedProof('WrongKeys', () => prove(a, both[0], b, both[1], other));
  for (const changes of [{ sequence: 2n }, { term: 2n }, { chainId: BigInt(B) }]) {
    const c = await side.checkpoint({ changes });
    await refusedProof('NoContradiction', () => prove(a, both[0], c, sign(c, [0, 1, 2])));
  }
  const [x, y] = await Promise.all([2n, 2n].map((term, i) => side.checkpoint({ changes: { term, blockHash: ethers.id(`${i}`) } })));
  await refusedProof('TooOld', () => prove(x, sign(x, [0, 1, 2]), y, sign(y, [0, 1, 2])));
  await done(submit(a));
  await punished(async () => done(prove(a, both[0], b, both[1])), [1, 2]);
  await done(prove(a, both[0], b, both[1]));
  assert.equal(await members.owed(bob.address), 0n, 'once for one lie');
});

test('one member that signs twice pays, and the chain goes on', async () => {
  const a = await side.checkpoint();
  const b = await side.checkpoint({ changes: { blockHash: ethers.id('fork') } });
  const signature = (made, i) => keys[i].sign(made.digest);
  const prove = (x, sx, y, sy, key) => proofs.connect(bob).proveDouble(x.checkpoint, sx, y.checkpoint, sy, key.uncompressed);
  await refused('NotSigned', () => prove(a, signature(a, 2), b, signature(b, 1), keys[2]), proofs);
  await refused('NotMember', () => prove(a, signature(a, 2), b, signature(b, 2), other[2]), proofs);
  await refused('NoContradiction', () => prove(a, signature(a, 2), a, signature(a, 2), keys[2]), proofs);
  await done(prove(a, signature(a, 2), b, signature(b, 2), keys[2]));
  assert.equal(await bondOf(keys[2]), 0n);
  assert.equal(await bondOf(keys[1]), coins(1000));
  assert.equal(await chains.stateOf(A), state.ACTIVE);
  await refused('NotMember', () => prove(a, signature(a, 2), b, signature(b, 2), keys[2]), proofs);
});

test('short totals are shown by all messages of the outbox', async () => {
  const prove = (made, { asset = COIN, list = made.messages, totals = made.totals, k = keys } = {}) => proofs.connect(bob)
    .proveShortTotals(made.checkpoint, totals, made.tokens, list, asset, joined(k));
  const good = await side.submit({ messages: [out(coins(1)), out(coins(1))] });
  await refused('TotalsSuffice', () => prove(good), proofs);
  const short = await side.submit({ messages: [out(coins(3)), out(coins(2))], lists: { totals: [{ asset: COIN, amount: coins(5) - 1n }] } });
  await refused('NotTheOutbox', () => prove(short, { list: short.messages.slice(0, 1) }), proofs);
  await refused('NotTheOutbox', () => prove(short, { list: [...short.messages].reverse() }), proofs);
  await refused('NotTheOutbox', () => prove(short, { totals: [] }), proofs);
  await refused('WrongKeys', () => prove(short, { k: other }), proofs);
  await refused('NotAccepted', async () => prove(await side.checkpoint()), proofs);
  await punished(async () => done(prove(short)), [0, 1, 2, 3]);
});

test('the next committee sits eight days of the chain\'s clock later, and the old one\'s bonds are free 14 days after', async () => {
  const next = await hub.committee(A, alice, 5, 'next');
  await side.submit({ nextKeys: next });
  await side.submit({ nextKeys: keys }); // another change waits: the checkpoint stands without it
  await hub.warp(7 * DAY);
  await done(chains.connect(owner).suspend(A, 3 * HOUR));
  await hub.warp(DAY + HOUR);
  const early = await side.checkpoint({ changes: { term: 2n } });
  await refused('WrongTerm', () => submit(early, { keys: next }));
  await side.submit();
  await hub.warp(2 * HOUR);
  const late = await side.checkpoint();
  await refused('WrongTerm', () => submit(late));
  side.term = 2n;
  side.keys = next;
  await side.submit();
  assert.equal(await members.sitting(A), 2n);
  const first = hashOf(keys[0]);
  const takeBond = (who, hash) => members.connect(who).takeBond(A, hash);
  await refused('BondStillHeld', () => takeBond(owner, first), members);
  await done(members.connect(owner).resign(A, first));
  await done(members.connect(alice).resign(A, hashOf(next[0])));
  await hub.warp(14 * DAY - 60);
  await refused('BondStillHeld', () => takeBond(owner, first), members);
  assert.equal(await members.answers(A, 1), true);
  await hub.warp(61);
  await done(takeBond(owner, first));
  await refused('BondStillHeld', () => takeBond(alice, hashOf(next[0])), members);
  assert.equal(await members.answers(A, 1), false);
  const [x, y] = await Promise.all(['x', 'y'].map((fork) => side.checkpoint({ changes: { term: 1n, blockHash: ethers.id(fork) } })));
  const old = ({ digest }) => ({ ...side.sign(digest, [0, 1, 2], keys) });
  await refused('TooOld', () => proofs.proveConflict(x.checkpoint, old(x), y.checkpoint, old(y), joined(keys)), proofs);
});

test('a committee that nobody bonded, or that one leaves in between, is not taken; the checkpoint is', async () => {
  const next = await hub.committee(A, alice, 4, 'next');
  const made = await side.checkpoint({ nextKeys: next });
  await done(members.connect(alice).resign(A, hashOf(next[2])));
  await done(submit(made));
  side.last = made;
  await side.submit({ nextKeys: other });
  await hub.warp(9 * DAY);
  assert.equal(await members.sitting(A), 1n);
  const bad = await side.checkpoint({ nextKeys: next });
  await refused('WrongKeys', () => submit(bad, { nextKeys: joined(other) }));
  await refused('WrongKeys', () => submit(bad, { nextKeys: '0x' }));
});
