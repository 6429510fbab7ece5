// SPDX-License-Identifier: Apache-2.0
// Nobody is locked in: silence, ignored withdrawals, and what each has when a chain has ended.
import { after, before, test as plainTest } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { refused as refusedBy, undone } from './dpos.mjs';
import { COIN, DAY, HOUR, actor, coins, done, kind, startHub, state } from './hub.mjs';
import { Side } from './side.mjs';

let hub, exits, escrow, inbox, chains, checkpoints, owner, alice, bob, carol, keys, side, gold, deeds, frost;
const A = 71;
before(async () => {
  hub = await startHub();
  ({ exits, escrow, inbox, chains, checkpoints } = hub);
  [, owner, alice, bob, carol] = hub.signers;
  const token = { token: ethers.id('FROST'), cap: 1000, decimals: 6, name: 'Frost', symbol: 'FROST' };
  gold = await actor('Coin20', owner, 0);
  deeds = await actor('Coin721', owner);
  frost = new ethers.Contract(await hub.wrappers.predict(A, token), ['function balanceOf(address) view returns (uint256)'], hub.signers[0]);
  keys = await hub.found(A, owner, { exports: [token] });
  await done(gold.mint(alice.address, 1000));
  await done(gold.connect(alice).approve(escrow.target, 1000));
  for (const id of [5, 6]) await done(deeds.mint(alice.address, id));
  await done(deeds.connect(alice).setApprovalForAll(escrow.target, true));
  await hub.send(alice, A, { amount: coins(10) });
});
after(() => hub?.stop());
const test = (name, run) => plainTest(name, undone(() => hub, async () => {
  side = new Side(hub, A, keys);
  await run();
}));
const refused = (name, call, contract = exits) => refusedBy(contract, name, call);
const balance = (who) => hub.provider.getBalance(who.address);
const out = (changes) => side.message({ recipient: bob.address, refund: carol.address, ...changes });
const end = async () => {
  await hub.warp(DAY + 60);
  await done(exits.reportSilence(A));
  await hub.warp(DAY);
  await done(exits.beginExit(A));
};

test('a chain that leaves a message for a day is suspended, and ended a day later', async () => {
  await side.submit();
  await hub.warp(10 * DAY);
  await refused('NotSilent', () => exits.reportSilence(A)); // nothing waits
  await hub.send(alice, A, { amount: 1n });
  await hub.warp(DAY - 60);
  await refused('NotSilent', () => exits.reportSilence(A));
  await side.submit({ cursor: 1 }); // says something, but leaves the message
  await hub.warp(120);
  await refused('WrongState', () => exits.beginExit(A));
  await done(exits.reportSilence(A));
  assert.equal(await chains.stateOf(A), state.SUSPENDED);
  await refused('TooEarly', () => exits.beginExit(A));
  await refused('WrongState', () => exits.reportSilence(A), chains);
  await side.submit({ cursor: 1 });
  assert.equal(await chains.stateOf(A), state.SUSPENDED, 'who still leaves it is still silent');
  await side.submit();
  assert.equal(await chains.stateOf(A), state.ACTIVE);
  await refused('WrongState', () => exits.beginExit(A));
});

test('the owner\'s rest is no silence', async () => {
  await side.submit();
  await hub.send(alice, A, { amount: 1n });
  await done(chains.connect(owner).suspend(A, 72 * HOUR));
  await hub.warp(73 * HOUR);
  await refused('NotSilent', () => exits.reportSilence(A));
  await hub.warp(24 * HOUR);
  await done(exits.reportSilence(A));
});

test('a chain that never said a word gives everything back', async () => {
  await hub.send(bob, A, { asset: COIN, amount: 5n, refund: carol.address });
  await hub.send(alice, A, { asset: gold.target, amount: 50n });
  await hub.send(alice, A, { kind: kind.TOKEN, asset: deeds.target, amount: 5n });
  const { message: call } = await hub.send(alice, A, { kind: kind.CALL });
  const sent = await Promise.all((await inbox.queryFilter(inbox.filters.Sent(A))).map(({ args }) => ({ ...args.message.toObject() })));
  await refused('WrongState', () => exits.payBack(A, 0, sent[0]));
  await end();
  const before = [await balance(alice), await balance(carol)];
  for (let i = 0; i < 4; i++) {
    await refused('WrongMessage', () => exits.payBack(A, i, { ...sent[i], refund: bob.address }));
    await done(exits.connect(bob).payBack(A, i, sent[i]));
    await refused('AlreadyPaid', () => exits.payBack(A, i, sent[i]));
  }
  await refused('NothingToPay', () => exits.payBack(A, 4, call));
  await refused('WrongMessage', () => exits.payBack(A, 5, call));
  assert.deepEqual([await balance(alice) - before[0], await balance(carol) - before[1]], [coins(10), 5n]);
  assert.equal(await gold.balanceOf(alice.address), 1000n);
  assert.equal(await deeds.ownerOf(5), alice.address);
  assert.equal(await escrow.escrow(A, COIN), 0n);
});

test('everybody leaves with what the last checkpoint that counts says; later ones are void', async () => {
  await hub.send(alice, A, { asset: gold.target, amount: 50n });
  await hub.send(alice, A, { kind: kind.TOKEN, asset: deeds.target, amount: 5n });
  await hub.send(alice, A, { kind: kind.TOKEN, asset: deeds.target, amount: 6n });
  const paid = await side.submit({ messages: [out({ amount: coins(1) })] });
  const holders = [
    [COIN, [[alice.address, coins(4)], [bob.address, coins(3)], [carol.address, coins(1)]]],
    [gold.target, [[alice.address, 20n], [bob.address, 30n]]], [deeds.target, [[alice.address, 5n], [bob.address, 6n]], true],
    [frost.target, [[carol.address, 1000n]]],
  ];
  const last = await side.submit({ messages: [out({ amount: coins(1), asset: COIN })], holders });
  await hub.warp(DAY + 1);
  // A committee that takes all there is, seen within its delay.
  const theft = await side.submit({
    messages: [out({ amount: coins(8), recipient: owner.address }), out({ kind: kind.TOKEN, asset: deeds.target, amount: 5n })],
  });
  const { message, index } = await hub.send(alice, A, { amount: coins(2) });
  const lie = await side.checkpoint({ messages: [out({ amount: coins(11) })] });
  await done(checkpoints.submit(side.submission(lie)));
  await hub.warp(DAY);
  await done(exits.beginExit(A));
  const ending = await exits.endingOf(A);
  assert.deepEqual([ending.last, ending.cursor], [2n, 4n]);
  await refused('NotMature', () => side.claim(theft, 0), hub.claims);
  await refused('NotAccepted', () => exits.exit(theft.checkpoint, side.leaf(last, COIN, 0)));
  const before = { alice: await balance(alice), bob: await balance(bob) };
  const exit = (asset, i, changes = {}) => exits.exit(last.checkpoint, { ...side.leaf(last, asset, i), ...changes });
  await refused('NotInTree', () => exit(COIN, 0, { amount: coins(5) }));
  await refused('NotInTree', () => exit(COIN, 0, { account: owner.address }));
  await refused('NotInTree', () => exit(COIN, 0, { which: 9 }));
  await refused('NotInTree', () => exit(COIN, 0, { exits: [] }));
  await refused('NotInTree', () => exit(COIN, 0, { path: side.leaf(last, COIN, 0).path.map((s) => ({ ...s, isLeft: !s.isLeft })) }));
  for (const [asset, list] of holders) {
    for (let i = 0; i < list.length; i++) {
      await done(exit(asset, i));
      await refused('AlreadyPaid', () => exit(asset, i));
    }
  }
  await refused('WasHandled', async () => exits.payBack(A, 0, { ...(await inbox.queryFilter(inbox.filters.Sent(A)))[0].args.message.toObject() }));
  await done(exits.payBack(A, index, message));
  assert.equal(await balance(alice) - before.alice, coins(6));
  for (const made of [paid, last]) await done(side.claim(made, 0));
  assert.equal(await balance(bob) - before.bob, coins(5));
  assert.deepEqual([await gold.balanceOf(bob.address), await deeds.ownerOf(6), await frost.balanceOf(carol.address)],
    [30n, bob.address, 1000n]);
  assert.equal(await escrow.escrow(A, COIN), 0n);
  assert.equal(await escrow.pending(A, COIN), 0n);
  assert.equal(await hub.provider.getBalance(escrow.target), 0n);
});

test('a leaf whose tree overflows is nobody\'s', async () => {
  const max = (1n << 256n) - 1n;
  const holders = [[alice.address, coins(10)], [bob.address, 1n]];
  const honest = await side.checkpoint({ holders: [[COIN, holders]] });
  // sums that wrap round: 10 coins, and a branch of 2^256 - 1, make 10 coins less 1
  const leafHash = ethers.keccak256(ethers.concat(['0x02', alice.address, ethers.toBeHex(coins(10), 32)]));
  const root = ethers.keccak256(ethers.concat(['0x03', leafHash, ethers.toBeHex(coins(10), 32), ethers.ZeroHash, ethers.toBeHex(max, 32)]));
  const made = await side.submit({ lists: { exits: [{ asset: COIN, root, sum: coins(10) - 1n, count: 2 }] } });
  await hub.warp(DAY + 1);
  await hub.send(bob, A, { amount: 1n });
  await end();
  const leaf = { ...side.leaf(honest, COIN, 0), exits: made.exits, path: [{ hash: ethers.ZeroHash, sum: max, isLeft: false }] };
  await refused('NotInTree', () => exits.exit(made.checkpoint, leaf));
});

test('an honest chain that answers every forced withdrawal is not ended, whatever its users do', async () => {
  await side.submit();
  const ask = async (who, amount, asset = COIN) => hub.sent(await done(inbox.connect(who).force(A, asset, amount)));
  const first = await ask(alice, coins(3));
  const second = await ask(alice, coins(20));
  const third = await ask(bob, 7n);
  const made = await side.submit({
    messages: [side.answer(first.message), side.answer(second.message, coins(6)), side.answer(third.message, 0n), out({ amount: 1n })],
    holders: [[COIN, [[carol.address, 1n]]]],
  });
  const accuse = ({ index, message }, number, leaf = side.leaf(made, COIN, 0)) => exits.connect(bob)
    .proveIgnored(made.checkpoint, index, message, made.messages[number], made.outbox.path(number), leaf);
  await refused('Answered', () => accuse(first, 0));
  await refused('Answered', () => accuse(second, 1)); // the leaf is another's
  await refused('Answered', () => accuse(third, 2));
  await refused('WrongMessage', () => accuse(first, 1).then(() => exits.proveIgnored(made.checkpoint, first.index, first.message,
    made.messages[1], made.outbox.path(1), side.leaf(made, COIN, 0))));
  await refused('NotForced', () => exits.proveIgnored(made.checkpoint, 0, first.message, made.messages[0], [], side.leaf(made, COIN, 0)));
  await refused('WrongMessage', () => exits.proveIgnored(made.checkpoint, first.index, second.message, made.messages[0],
    made.outbox.path(0), side.leaf(made, COIN, 0)));
  const later = await ask(alice, 1n);
  await refused('NotForced', () => accuse(later, 3));
  assert.equal(await chains.stateOf(A), state.ACTIVE);
});

test('a chain that passes a forced withdrawal without its answer is ended at once', async () => {
  await hub.send(alice, A, { kind: kind.TOKEN, asset: deeds.target, amount: 5n });
  await side.submit();
  const { index, message } = hub.sent(await done(inbox.connect(alice).force(A, COIN, coins(3))));
  const deed = hub.sent(await done(inbox.connect(alice).force(A, deeds.target, 5)));
  const holders = [[COIN, [[alice.address, coins(5)]]], [deeds.target, [[alice.address, 5n]], true]];
  const none = (number, made) => [made.messages[number], made.outbox.path(number)];
  const cases = {
    'no message at all': [{}, () => [out({}), []]],
    'another\'s money': [{ messages: [out({ amount: coins(3) }), out({})] }, (made) => none(0, made)],
    'to another': [{ messages: [side.answer(message, message.amount, { recipient: bob.address }), out({})] }, (made) => none(0, made)],
    'to another chain': [{ messages: [side.answer(message, message.amount, { to: 72n }), out({})] }, (made) => none(0, made)],
    'too little': [{ messages: [side.answer(message, coins(3) - 1n), out({})] }, (made) => none(0, made)],
    'a deed kept': [{ messages: [side.answer(message), side.answer(deed.message, 0n)] }, (made) => none(1, made), deed],
  };
  for (const [what, [options, shown, request = { index, message }]] of Object.entries(cases)) {
    const snapshot = await hub.provider.send('evm_snapshot', []);
    const last = side.last;
    const made = await side.submit({ ...options, holders });
    const leaf = side.leaf(made, request === deed ? deeds.target : COIN, 0);
    await done(exits.proveIgnored(made.checkpoint, request.index, request.message, ...shown(made), leaf));
    assert.equal(await chains.stateOf(A), state.EXIT, what);
    await refused('WrongState', () => exits.proveIgnored(made.checkpoint, request.index, request.message, ...shown(made), leaf));
    side.last = last;
    await hub.provider.send('evm_revert', [snapshot]);
  }
  const good = await side.submit({
    messages: [side.answer(message), side.answer(deed.message, 5n, { kind: kind.TOKEN })], holders: [[COIN, [[alice.address, coins(5)]]]],
  });
  for (const [i, request] of [{ index, message }, deed].entries()) {
    await refused('Answered', () => exits.proveIgnored(good.checkpoint, request.index, request.message, ...none(i, good),
      side.leaf(good, COIN, 0)));
  }
});

test('a chain that lied is ended a day later; its bonds are free 14 days after that', async () => {
  const lie = await side.checkpoint({ messages: [out({ amount: coins(11) })] });
  const [, first] = keys;
  const hash = ethers.keccak256(first.uncompressed);
  await done(checkpoints.submit(side.submission(lie, { members: [0, 2, 3] })));
  await done(hub.members.connect(owner).resign(A, hash));
  await refused('TooEarly', () => exits.beginExit(A));
  await hub.warp(DAY);
  await done(exits.beginExit(A));
  await refused('WrongState', () => exits.beginExit(A));
  await hub.warp(13 * DAY);
  await refused('BondStillHeld', () => hub.members.connect(owner).takeBond(A, hash), hub.members);
  await hub.warp(DAY);
  await done(hub.members.connect(owner).takeBond(A, hash));
  await refused('WrongState', async () => hub.join(A, alice, (await import('./bls.mjs')).blsKey('late')), chains);
});
