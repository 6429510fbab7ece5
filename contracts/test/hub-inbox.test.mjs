// SPDX-License-Identifier: Apache-2.0
// Value and messages to a sidechain: what is credited, what is hashed, and what is refused.
import { after, before, test as plainTest } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { refused as refusedBy, undone } from './dpos.mjs';
import {
  COIN, DAY, FOREVER, HOUR, actor, coins, done, inboxBeginning, inboxNext, kind, startHub,
} from './hub.mjs';

let hub, inbox, escrow, owner, alice, bob, gold, toll, deeds, wrapper;
const A = 71, B = 72;
before(async () => {
  hub = await startHub();
  ({ inbox, escrow } = hub);
  [, owner, alice, bob] = hub.signers;
  const token = { token: ethers.id('FROST'), cap: 1000, decimals: 6, name: 'Frost', symbol: 'FROST' };
  wrapper = await hub.wrappers.predict(A, token);
  await hub.found(A, owner, { exports: [token] });
  await hub.found(B, owner);
  gold = await actor('Coin20', owner, 0);
  toll = await actor('Coin20', owner, 10);
  deeds = await actor('Coin721', owner);
  for (const c of [gold, toll]) {
    await done(c.mint(alice.address, 1_000_000));
    await done(c.connect(alice).approve(escrow.target, 1_000_000));
  }
  await done(deeds.mint(alice.address, 5));
  await done(deeds.connect(alice).setApprovalForAll(escrow.target, true));
});
after(() => hub?.stop());
const test = (name, run) => plainTest(name, undone(() => hub, run));
const refused = (name, call, contract = inbox) => refusedBy(contract, name, call);

test('messages make a hash chain that a reader of EIP-712 makes again', async () => {
  let hash = inboxBeginning(A);
  assert.equal(await inbox.hashAt(A, 0), hash);
  const bytes = ethers.hexlify(ethers.randomBytes(300));
  for (const changes of [
    { amount: coins(3) }, { kind: kind.CALL, gas: 70_000, data: bytes }, { kind: kind.CALL, amount: 5n, asset: gold.target },
    { kind: kind.TOKEN, asset: deeds.target, amount: 5n },
  ]) {
    const { index, message, tracking } = await hub.send(alice, A, changes);
    assert.equal(tracking, hub.hash('Message', message));
    assert.equal(message.sender, alice.address);
    assert.equal(message.nonce, index);
    hash = inboxNext(hash, tracking);
    assert.equal(await inbox.hashAt(A, index + 1n), hash);
    assert.equal(await inbox.holds(A, index, tracking), true);
    assert.equal(await inbox.holds(A, index + 1n, tracking), false);
  }
  assert.equal(await inbox.count(A), 4n);
  assert.equal(await inbox.hashAt(B, 0), inboxBeginning(B));
  assert.notEqual(inboxBeginning(A), inboxBeginning(B));
});

test('escrow is credited with what came: coin, tokens, tokens that take a fee, a token by its id', async () => {
  await hub.send(alice, A, { amount: coins(3) });
  await hub.send(alice, B, { amount: coins(4) });
  assert.equal(await escrow.escrow(A, COIN), coins(3));
  assert.equal(await hub.provider.getBalance(escrow.target), coins(7));
  await hub.send(alice, A, { asset: gold.target, amount: 50n });
  const { message } = await hub.send(alice, A, { asset: toll.target, amount: 50n });
  assert.equal(message.amount, 45n);
  assert.equal(await escrow.escrow(A, toll.target), 45n);
  await hub.send(alice, A, { kind: kind.TOKEN, asset: deeds.target, amount: 5n });
  assert.equal((await escrow.placeOf(deeds.target, 5)).chain, BigInt(A));
  assert.equal(await deeds.ownerOf(5), escrow.target);
  assert.equal(await escrow.handled(A, COIN, 0), 0n, 'a chain that handled nothing has nothing');
  assert.equal(await escrow.handled(A, COIN, 1), coins(3));
});

test('an asset is of one kind for ever, has code, and is no contract of the hub', async () => {
  const send = async (changes, options = {}) => inbox.connect(alice).send(await hub.parcel(A, changes), options);
  for (const asset of [bob.address, '0x0000000000000000000000000000000000000002', escrow.target, hub.inbox.target]) {
    await refused('NotAnAsset', () => send({ asset, amount: 1n }), escrow);
    await refused('NotAnAsset', () => send({ asset, amount: 1n, kind: kind.TOKEN }), escrow);
  }
  await refused('NotAnAsset', () => send({ asset: deeds.target, amount: 5n }), escrow);
  await refused('Refused', () => send({ asset: gold.target, amount: 5n, kind: kind.TOKEN }), escrow);
  await hub.send(alice, A, { asset: gold.target, amount: 5n });
  await refused('NotAnAsset', () => send({ asset: gold.target, amount: 5n, kind: kind.TOKEN }), escrow);
  await hub.send(alice, A, { kind: kind.TOKEN, asset: deeds.target, amount: 5n });
  await refused('Refused', () => send({ asset: gold.target, amount: 10_000_000n }), escrow);
});

test('a parcel out of its ranges is refused, and so is a wrong value', async () => {
  const now = await hub.now();
  const send = async (changes, options = {}) => inbox.connect(alice).send(await hub.parcel(A, changes), options);
  for (const [what, changes] of [
    ['kind', { kind: kind.FORCED, amount: 1n }], ['kind', { kind: kind.REFUND, amount: 1n }], ['kind', { kind: 0, amount: 1n }],
    ['deadline', { amount: 1n, deadline: now + HOUR - 60 }], ['refund', { amount: 1n, refund: ethers.ZeroAddress }],
    ['gas', { amount: 1n, gas: 1_000_001 }], ['data', { amount: 1n, data: `0x${'00'.repeat(8193)}` }],
    ['amount', {}], ['amount', { kind: kind.CALL, asset: gold.target }],
  ]) {
    assert.deepEqual([...await refused('BadParcel', () => send(changes))], [what]);
  }
  await refused('WrongValue', () => send({ amount: 2n }, { value: 1n }), escrow);
  await refused('WrongValue', () => send({ asset: gold.target, amount: 2n }, { value: 2n }), escrow);
  await refused('BadParcel', () => send({ kind: kind.CALL }, { value: 2n }));
  await refused('BadParcel', () => send({ kind: kind.TOKEN, asset: deeds.target, amount: 5n }, { value: 2n }));
  await refused('NotTaking', async () => inbox.send(await hub.parcel(99, { amount: 1n }), { value: 1n }));
  await assert.rejects(hub.signers[0].sendTransaction({ to: escrow.target, value: 1n }), 'coins come by messages only');
});

test('a suspended chain takes forced withdrawals only, and from accounts with keys only', async () => {
  await done(hub.chains.connect(owner).suspend(A, DAY));
  await refused('NotTaking', async () => inbox.send(await hub.parcel(A, { amount: 1n }), { value: 1n }));
  const { message, tracking } = hub.sent(await done(inbox.connect(alice).force(A, COIN, 7)));
  assert.equal(tracking, hub.hash('Message', message));
  assert.deepEqual([message.kind, message.sender, message.recipient, message.refund, message.amount, message.deadline],
    [BigInt(kind.FORCED), alice.address, alice.address, alice.address, 7n, FOREVER]);
  await refused('NotTaking', () => inbox.force(99, COIN, 7));
  await refused('BadParcel', () => inbox.force(A, COIN, 0));
  const proxy = await actor('Receiver', alice);
  await refused('OnlyForKeys', () => proxy.call(inbox.target, inbox.interface.encodeFunctionData('force', [A, COIN, 7])));
});

test('forced withdrawals are numbered from any cursor on', async () => {
  const at = [];
  for (let i = 0; i < 12; i++) {
    if ([2, 3, 7, 8, 11].includes(i)) at.push(hub.sent(await done(inbox.connect(alice).force(A, COIN, 7))).index);
    else await hub.send(alice, A, { kind: kind.CALL });
  }
  assert.deepEqual(at, [2n, 3n, 7n, 8n, 11n]);
  for (let cursor = 0; cursor <= 12; cursor++) {
    for (let i = 0; i < 12; i++) {
      const rest = [2, 3, 7, 8, 11].filter((each) => each >= cursor);
      const number = rest.indexOf(i);
      assert.deepEqual([...await inbox.forcedFrom(A, cursor, i)], [number >= 0, BigInt(Math.max(number, 0))], `${cursor} ${i}`);
    }
  }
});

test('a token that calls the hub while it is being taken finds it shut', async () => {
  const thief = await actor('Thief20', alice);
  await done(thief.mint(alice.address, 100));
  await hub.send(alice, A, { asset: gold.target, amount: 5n });
  const again = await hub.parcel(A, { amount: 10n, asset: thief.target });
  for (const data of [inbox.interface.encodeFunctionData('send', [again]), inbox.interface.encodeFunctionData('force', [A, COIN, 1])]) {
    await done(thief.aim(inbox.target, data));
    await hub.send(alice, A, { asset: thief.target, amount: 10n });
    assert.equal(await thief.worked(), false);
  }
  assert.equal(await escrow.escrow(A, thief.target), 20n);
});

test('a wrapper stands where it was foretold, and its chain may bring out its cap', async () => {
  assert.equal(await hub.wrappers.wrapperOf(A, ethers.id('FROST')), wrapper);
  const token = new ethers.Contract(wrapper, ['function symbol() view returns (string)', 'function decimals() view returns (uint8)',
    'function totalSupply() view returns (uint256)', 'function chain() view returns (uint64)', 'function mint(address, uint256)',
    'error OnlyFor(address)'], alice);
  assert.deepEqual([await token.symbol(), await token.decimals(), await token.chain(), await token.totalSupply()],
    ['FROST', 6n, BigInt(A), 0n]);
  assert.equal(await escrow.escrow(A, wrapper), 1000n);
  await refused('OnlyFor', () => token.mint(alice.address, 1), token);
  const exports = [{ token: ethers.id('X'), cap: 0, decimals: 6, name: 'X', symbol: 'X' }];
  await refused('BadExport', () => hub.register(80, owner, { exports }), hub.wrappers);
});

test('what a message costs', async () => {
  await hub.send(alice, A, { amount: 1n });
  const rows = [];
  for (const [what, changes] of [
    ['deposit coin', { amount: coins(1) }], ['deposit an ERC-20 token', { asset: gold.target, amount: 5n }],
    ['deposit an ERC-721 token', { kind: kind.TOKEN, asset: deeds.target, amount: 5n }], ['a call without value', { kind: kind.CALL }],
  ]) {
    const { receipt } = await hub.send(alice, A, changes);
    rows.push([what, receipt.gasUsed]);
    assert.ok(receipt.gasUsed < 350_000n, `${what}: ${receipt.gasUsed}`);
  }
  for (const [what, gas] of rows) console.log(`# | ${what} | ${Number(gas).toLocaleString('en')} |`);
});
