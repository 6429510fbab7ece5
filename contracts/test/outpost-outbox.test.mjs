// SPDX-License-Identifier: Apache-2.0
// What a chain sends, run by run, and how the protocol closes a run (docs/spec/outpost.md, rules 13 to 21).
import { after, before, test as plainTest } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { compileForTest, deployed, refused } from './dpos.mjs';
import { COIN, FOREVER, actor, coins, done, inboxBeginning, kind, plain } from './hub.mjs';
import { hashTotals, outboxTree, totalsOf } from './side.mjs';
import { OUTPOST, artifact, startOutpost } from './outpost.mjs';

const GOLD = '0x00000000000000000000000000000000000a0001';
const DEEDS = '0x00000000000000000000000000000000000a0002';
const FROST = '0x00000000000000000000000000000000000F0057';
const listedAs = (i) => ethers.toBeHex(0xc0000 + i, 20);
const unlisted = (i) => ethers.toBeHex(0xb0000 + i, 20);
let chain, post, assets, outbox, coin, gold, deeds, wall, carrier, alice, bob, carol;
before(async () => {
  chain = await startOutpost({ wrapper: FROST, cap: coins(1000) });
  ({ post, assets, outbox } = chain);
  [carrier, alice, bob, carol] = chain.signers;
  coin = await chain.list(COIN, { name: 'IOTX', symbol: 'IOTX' });
  gold = await chain.list(GOLD, { name: 'Gold', symbol: 'AU', decimals: 6 });
  deeds = await chain.list(DEEDS, { isToken: true, name: 'Deeds', symbol: 'DEED' });
  wall = await actor('Receiver', carrier);
  await done(wall.refuse(true));
  await chain.close(); // the first run is idle
  for (const asset of [COIN, GOLD]) chain.arrive({ asset, amount: 1000n, recipient: alice.address });
  for (const amount of [1n, 2n, 3n]) chain.arrive({ kind: kind.TOKEN, asset: DEEDS, amount, recipient: alice.address });
  await chain.handle();
  await chain.close();
});
after(() => chain?.stop());
const test = (name, run) => plainTest(name, (t) => chain.undone(run)(t));
const refuses = (name, call, contract = outbox) => refused(contract, name, call);

/** The record of a closed run, against what its messages make when told again. */
async function requireRecord(run, sent) {
  const answers = (await outbox.answers(run)).map(plain);
  const messages = [...answers, ...sent];
  const record = await outbox.record(run);
  const { totals, tokens } = totalsOf(messages.map((m) => ({ ...m, kind: Number(m.kind) })));
  assert.equal(record.outboxRoot, outboxTree(messages.map(chain.hash)).root);
  assert.equal(record.count, BigInt(messages.length));
  assert.equal(record.totals, hashTotals(totals, tokens));
  const lists = await outbox.lists(run);
  assert.equal(hashTotals(lists[0].map(plain), lists[1].map(plain)), record.totals);
  assert.deepEqual([...(await outbox.hashes(run))], sent.map(chain.hash));
  return { record, answers, messages };
}

test('coin, tokens and calls leave, burnt or locked, and the record of their run commits to them', async () => {
  const sent = [];
  const send = async (...args) => sent.push((await chain.send(alice, ...args)).message);
  await send({ amount: 10n });
  await send({ asset: GOLD, amount: 20n, to: 72 });
  await send({ asset: DEEDS, kind: kind.TOKEN, amount: 2n });
  await send({ asset: FROST, amount: coins(5) }, coins(5));
  await send({ kind: kind.CALL, gas: 70_000, data: '0x1234' });
  await send({ kind: kind.CALL, asset: GOLD, amount: 1n, to: 73, gas: 1_000_000 });
  await send({ asset: DEEDS, kind: kind.TOKEN, amount: 1n, to: 72 });
  assert.deepEqual(sent[0], {
    from: 71n, to: 0n, nonce: 0n, kind: 1n, sender: alice.address, recipient: bob.address, asset: COIN, amount: 10n, gas: 0n,
    deadline: sent[0].deadline, refund: carol.address, data: '0x',
  });
  assert.deepEqual(sent.map(({ nonce }) => nonce), [0n, 1n, 2n, 3n, 4n, 5n, 6n]);
  assert.deepEqual([await coin.totalSupply(), await gold.totalSupply(), await deeds.totalSupply()], [990n, 979n, 1n]);
  assert.equal(await chain.provider.getBalance(assets.target), coins(5));
  assert.equal(await assets.out(), coins(5));
  const { run } = await chain.close();
  const { record } = await requireRecord(run, sent);
  assert.deepEqual([record.cursor, record.inboxHash], [5n, chain.headAt(5)]);
});

test('a parcel that could not be carried is refused', async () => {
  const now = await chain.now();
  for (const [changes, value] of [
    [{ kind: kind.FORCED, amount: 1n }], [{ kind: kind.REFUND, amount: 1n }], [{ kind: 0, amount: 1n }], [{ amount: 1n, to: 71 }],
    [{ amount: 1n, deadline: now + 3500 }], [{ amount: 1n, refund: ethers.ZeroAddress }], [{ kind: kind.CALL, gas: 1_000_001 }],
    [{ kind: kind.CALL, data: `0x${'00'.repeat(8193)}` }], [{ kind: kind.TOKEN, asset: DEEDS, amount: 1n, data: ethers.ZeroHash }],
    [{ amount: 0n }], [{ kind: kind.CALL, asset: GOLD }], [{ kind: kind.CALL }, 1n], [{ kind: kind.TOKEN, asset: DEEDS, amount: 1n }, 1n],
  ]) {
    const parcel = await chain.parcel(changes);
    await refuses('BadParcel', () => outbox.connect(alice).send(parcel, { value: value ?? 0n }));
  }
  const from = async (signer, changes, value = 0n) => outbox.connect(signer).send(await chain.parcel(changes), { value });
  await refuses('WrongValue', () => from(alice, { asset: FROST, amount: 2n }, 1n), assets);
  await refuses('WrongValue', () => from(alice, { asset: GOLD, amount: 2n }, 2n), assets);
  await refuses('NotHere', () => from(alice, { asset: unlisted(1), amount: 2n }), assets);
  await refuses('NotHere', () => from(alice, { asset: DEEDS, amount: 2n }), assets);
  await refuses('NotHere', () => from(alice, { asset: GOLD, kind: kind.TOKEN, amount: 2n }), assets);
  await refuses('NotYours', () => from(bob, { asset: DEEDS, kind: kind.TOKEN, amount: 2n }), assets);
  await refuses('NotYours', () => from(alice, { asset: DEEDS, kind: kind.TOKEN, amount: 9n }), assets);
  await assert.rejects(from(bob, { asset: GOLD, amount: 1n }));
  await refuses('OverCap', () => from(alice, { asset: FROST, amount: coins(1000) + 1n }, coins(1000) + 1n), assets);
  await done(from(alice, { asset: FROST, amount: coins(1000) }, coins(1000)));
  await refuses('OverCap', () => from(alice, { asset: FROST, amount: 1n }, 1n), assets);
});

test('the own token comes home by being unlocked, to a receiver that takes it', async () => {
  await chain.send(alice, { asset: FROST, amount: 100n }, 100n);
  const before = await chain.provider.getBalance(bob.address);
  chain.arrive({ asset: FROST, amount: 30n, recipient: bob.address });
  chain.arrive({ asset: FROST, amount: 20n, recipient: wall.target });
  chain.arrive({ asset: FROST, amount: 71n, recipient: bob.address }); // more than is out
  const receiver = await actor('Receiver', carrier);
  chain.arrive({ asset: FROST, amount: 10n, kind: kind.CALL, recipient: receiver.target, gas: 100_000n, data: receiver.interface.encodeFunctionData('greet', [0]) });
  chain.arrive({ asset: FROST, amount: 10n, kind: kind.CALL, recipient: wall.target, gas: 100_000n, data: receiver.interface.encodeFunctionData('greet', [0]) });
  const { receipt, fared } = await chain.handle();
  assert.deepEqual(fared, [true, false, false, true, false]);
  assert.deepEqual(chain.sent(receipt).map(({ message }) => message.amount), [20n, 71n, 10n]);
  assert.equal(await chain.provider.getBalance(bob.address) - before, 30n);
  assert.equal(await receiver.got(), 10n);
  assert.equal(await assets.out(), 60n);
  assert.equal(await chain.provider.getBalance(assets.target), 60n);
  assert.equal(await chain.provider.getBalance(chain.mailbox.target), 0n);
});

test('forced withdrawals are answered in order at the end of the run, with what there is then', async () => {
  const ask = (sender, asset, amount) => chain.arrive({ kind: kind.FORCED, sender: sender.address, asset, amount });
  const sent = [(await chain.send(alice, { amount: 1n })).message];
  const asked = [
    ask(alice, COIN, 100n), ask(alice, GOLD, 5000n), ask(alice, GOLD, 1n), ask(bob, GOLD, 7n), ask(alice, DEEDS, 2n), ask(bob, DEEDS, 1n),
    ask(alice, unlisted(3), 1n), ask(alice, FROST, 5n), ask(bob, DEEDS, 99n), ask(alice, COIN, ethers.MaxUint256),
  ];
  await chain.handle();
  await done(gold.connect(alice).transfer(bob.address, 600n)); // what is sent away before the end is not there
  sent.push((await chain.send(alice, { asset: GOLD, amount: 100n })).message);
  await refuses('NotClosed', async () => outbox.answers(await chain.run()));
  const { run } = await chain.close();
  const { answers, record } = await requireRecord(run, sent);
  assert.deepEqual(answers.map(({ amount }) => amount), [100n, 300n, 0n, 7n, 2n, 0n, 0n, 0n, 0n, 899n]);
  assert.deepEqual(answers.map(({ kind: k }) => Number(k)), [1, 1, 1, 1, 3, 1, 1, 1, 1, 1]);
  for (const [k, m] of answers.entries()) {
    assert.deepEqual(m, {
      from: 71n, to: 0n, nonce: BigInt(2 + k), kind: m.kind, sender: asked[k].sender, recipient: asked[k].sender,
      asset: ethers.getAddress(asked[k].asset), amount: m.amount, gas: 0n, deadline: FOREVER, refund: asked[k].sender, data: chain.hash(asked[k]),
    });
  }
  assert.deepEqual([await coin.totalSupply(), await gold.balanceOf(bob.address), await deeds.holder(2)], [0n, 593n, ethers.ZeroAddress]);
  assert.equal(record.cursor, 15n);
  assert.equal(await outbox.nonce(), 12n);
});

test('only the protocol closes, only in the last block of a run, and an idle run repeats the cursor before it', async () => {
  await refuses('OnlyFor', () => outbox.connect(alice).endBlock());
  const last = await outbox.lastClosed();
  await done(outbox.connect(chain.system).endBlock());
  assert.equal(await outbox.lastClosed(), last);
  await chain.send(alice, { amount: 1n });
  const { run, receipt } = await chain.close();
  const idle = (await chain.close()).receipt;
  assert.equal(await outbox.lastClosed(), BigInt(run) + 1n);
  const [first, second] = [await outbox.record(run), await outbox.record(run + 1)];
  assert.deepEqual([second.cursor, second.inboxHash, second.count, second.outboxRoot], [first.cursor, first.inboxHash, 0n, ethers.ZeroHash]);
  assert.equal(second.totals, hashTotals([], []));
  assert.deepEqual([...(await outbox.answers(run + 1))], []);
  assert.deepEqual([...(await outbox.record(1))].slice(0, 4), [0n, 0n, 0n, inboxBeginning(71)]);
  await refuses('NotClosed', () => outbox.record(run + 2));
  await refuses('NotClosed', () => outbox.record(0));
  assert.ok(idle.gasUsed < 80_000n && receipt.gasUsed < 300_000n, `${idle.gasUsed} ${receipt.gasUsed}`);
  chain.arrive({ asset: GOLD, amount: 1n });
  await chain.handle();
  const next = await chain.close();
  assert.equal((await outbox.record(next.run)).cursor, 6n);
  assert.equal((await outbox.record(run)).cursor, 5n);
});

test('whoever judges the chain is told what a run that ends with a block says, and of other blocks that none does', async () => {
  const said = async (number, expected) => {
    const [ends, record] = await outbox.recordAt(number);
    assert.deepEqual([ends, ...record], [expected !== undefined, ...(expected ?? [0n, 0n, 0n, ethers.ZeroHash, ethers.ZeroHash, ethers.ZeroHash])], `${number}`);
  };
  await chain.send(alice, { amount: 1n });
  const { run } = await chain.close();
  await chain.close();
  const size = chain.runBlocks;
  for (const each of [1, run - 1, run, run + 1]) await said(each * size, [...await outbox.record(each)]);
  assert.equal((await outbox.recordAt(run * size)).r.count, 1n);
  assert.equal((await outbox.recordAt((run + 1) * size)).r.count, 0n, 'an idle run ends as well');
  for (const number of [0, 1, size - 1, run * size - 1, run * size + 1, (run + 2) * size]) await said(number);
  await said(2n ** 64n - 64n);
  const last = await outbox.recordAt.estimateGas((run + 1) * size);
  assert.ok(last < 300_000n, `a judge asks with 3,000,000 gas: ${last}`);
});

test('whoever judges the chain is told who holds what', async () => {
  const held = (asset, { address }, id = 0n) => assets.heldBy(asset, address, id);
  const mine = await gold.balanceOf(alice.address);
  await done(gold.connect(alice).transfer(bob.address, 7n));
  assert.deepEqual([await held(GOLD, alice), await held(GOLD, bob), await held(GOLD, carol)], [mine - 7n, 7n, 0n]);
  assert.equal(await held(GOLD, bob, 5n), 7n, 'an id says nothing of an ERC-20 token');
  assert.equal(await held(COIN, alice), await coin.balanceOf(alice.address));
  assert.deepEqual([await held(DEEDS, alice, 2n), await held(DEEDS, bob, 2n), await held(DEEDS, alice, 9n)], [1n, 0n, 0n]);
  assert.equal(await held(DEEDS, { address: ethers.ZeroAddress }, 9n), 0n, 'nobody\'s token is nobody\'s');
  await chain.send(alice, { asset: FROST, amount: 100n }, 100n);
  assert.deepEqual([await held(FROST, alice), await held(FROST, { address: assets.target }), await held(unlisted(1), alice)], [0n, 0n, 0n]);
});

/** Sends as one account many parcels in one transaction. */
const CROWD = `pragma solidity ^0.8.37;
  struct Parcel { uint64 to; uint8 kind; address recipient; address asset; uint256 amount; uint64 gas; uint64 deadline; address refund; bytes data; }
  interface IOutbox { function send(Parcel calldata p) external payable returns (bytes32); }
  contract Crowd {
    IOutbox constant OUTBOX = IOutbox(0x0000000000000000000000000000000000001032);
    function send(Parcel[] calldata all) external payable {
      for (uint256 i = 0; i < all.length; i++) OUTBOX.send{value: all[i].asset == 0x00000000000000000000000000000000000F0057 ? all[i].amount : 0}(all[i]);
    }
  }`;

test('the worst run there can be: every room full, and closing it stays far below what the protocol gives', async () => {
  const long = await startOutpost({ wrapper: FROST, cap: coins(1000), runBlocks: 100 });
  try {
    const crowd = await deployed(compileForTest(CROWD, 'Crowd', long.signers[0]).factory);
    const names = [COIN, ...Array.from({ length: 22 }, (_, i) => listedAs(22 - i))];
    for (const asset of names) await long.list(asset);
    await long.list(DEEDS, { isToken: true });
    await long.close(); // all of what follows stands in one run
    const askers = Array.from({ length: 64 }, (_, i) => ethers.getAddress(ethers.toBeHex(0xd0000 + i, 20)));
    for (const [i, asset] of names.entries()) long.arrive({ asset, amount: 1000n, recipient: crowd.target, nonce: BigInt(i) });
    for (let id = 0; id < 24; id++) long.arrive({ kind: kind.TOKEN, asset: DEEDS, amount: BigInt(1000 - id), recipient: crowd.target });
    for (const [i, recipient] of askers.entries()) {
      if (i < 16) long.arrive({ kind: kind.TOKEN, asset: DEEDS, amount: BigInt(500 - i), recipient });
      else long.arrive({ asset: names[i % names.length], amount: 70n, recipient });
    }
    await long.handle();
    const overfull = async (m) => {
      await long.undone(async () => {
        long.arrive(m);
        await long.observe();
        await refused(long.outbox, 'WaitForNextRun', () => long.post.handle(long.inbox.slice(-1), []));
      })();
    };
    for (const [i, sender] of askers.entries()) {
      if (i === 16) {
        await long.handle();
        for (const asset of [DEEDS, unlisted(1)]) await overfull({ kind: kind.FORCED, asset, amount: 1n });
      }
      long.arrive({ kind: kind.FORCED, sender, ...(i < 16 ? { asset: DEEDS, amount: BigInt(500 - i) } : { asset: names[i % names.length], amount: 60n }) });
    }
    await long.handle();
    await overfull({ kind: kind.FORCED, asset: COIN, amount: 1n });
    // What goes back: 24 tokens, 7 assets that are not listed, and listed ones.
    for (let i = 0; i < 24; i++) long.arrive({ kind: kind.TOKEN, asset: DEEDS, amount: BigInt(300 - i), recipient: ethers.ZeroAddress });
    for (let i = 0; i < 456; i++) {
      const asset = i < 7 ? unlisted(7 - i) : names[i % names.length];
      long.arrive({ asset, amount: 1n, recipient: ethers.ZeroAddress });
    }
    for (let i = 0; i < 480; i += 60) await long.handle(60, { gasLimit: 16_000_000 });
    await overfull({ asset: COIN, amount: 1n, recipient: ethers.ZeroAddress });
    const parcel = await long.parcel();
    const parcels = Array.from({ length: 480 }, (_, i) => {
      const what = i < 24 ? { kind: kind.TOKEN, asset: DEEDS, amount: BigInt(1000 - i) }
        : i < 30 ? { asset: FROST, amount: 1n } : { asset: names[i % names.length], amount: 1n };
      return { ...parcel, ...what };
    });
    for (let i = 0; i < 480; i += 60) await done(crowd.send(parcels.slice(i, i + 60), { value: 60n, gasLimit: 16_000_000 }));
    const one = await long.parcel({ kind: kind.CALL });
    await refused(long.outbox, 'WaitForNextRun', () => long.outbox.send(one));
    assert.deepEqual([...await long.outbox.loadOf(await long.run())], [64n, 16n, 480n, 24n, 480n, 24n, 7n]);
    const { run, receipt } = await long.close({ gasLimit: 16_777_216 });
    const [totals, tokens] = await long.outbox.lists(run);
    assert.deepEqual([totals.length, tokens.length], [31, 64]);
    const record = await long.outbox.record(run);
    assert.equal(record.count, 1024n);
    const hashes = [...(await long.outbox.answers(run)).map((m) => long.hash(plain(m))), ...await long.outbox.hashes(run)];
    assert.equal(record.outboxRoot, outboxTree(hashes).root);
    console.log(`# closing the worst run takes ${receipt.gasUsed} gas`);
    assert.ok(receipt.gasUsed < 16_000_000n, `${receipt.gasUsed}`);
    await done(long.outbox.send(one)); // the next run has room
  } finally {
    await long.stop();
  }
});

test('what people pay', async () => {
  const measured = (what, { gasUsed }, most) => {
    console.log(`# | ${what} | ${gasUsed.toLocaleString('en')} |`);
    assert.ok(gasUsed <= most, `${what}: ${gasUsed} gas`);
  };
  const receiver = await actor('Receiver', carrier);
  const greet = receiver.interface.encodeFunctionData('greet', [0]);
  const handled = async (what, most, changes) => {
    chain.arrive(changes);
    measured(what, (await chain.handle()).receipt, most);
  };
  chain.arrive({ amount: 1n });
  const words = [];
  for (const member of chain.members.slice(0, 3)) words.push(await done(post.connect(member).observe(6, chain.headAt(6))));
  measured('name a head, the first member', words[0], 120_000);
  measured('name a head, the third', words[2], 90_000);
  await chain.handle();
  await handled('handle a deposit of coin', 110_000, { amount: 1n, recipient: carol.address });
  await handled('handle an ERC-721 token', 160_000, { kind: kind.TOKEN, asset: DEEDS, amount: 77n, recipient: carol.address });
  await handled('handle a call without value', 150_000, { kind: kind.CALL, recipient: receiver.target, gas: 100_000n, data: greet });
  await handled('handle a request', 220_000, { kind: kind.FORCED, sender: alice.address, asset: COIN, amount: 1n });
  await handled('handle what goes back, the first of its asset in the run', 320_000, { asset: GOLD, amount: 1n, recipient: ethers.ZeroAddress });
  const sent = async (what, most, ...args) => measured(what, (await chain.send(alice, ...args)).receipt, most);
  await sent('send coin, the first of its asset in the run', 220_000, { amount: 1n });
  await sent('send coin', 130_000, { amount: 1n });
  await sent('send the own token', 200_000, { asset: FROST, amount: 1n }, 1n);
  await sent('send an ERC-721 token', 200_000, { asset: DEEDS, kind: kind.TOKEN, amount: 1n });
  await sent('send a call without value', 120_000, { kind: kind.CALL });
  for (let i = 0; i < 10; i++) {
    chain.arrive({ amount: 1n, recipient: carol.address });
  }
  measured('handle ten deposits of coin', (await chain.handle()).receipt, 500_000);
  measured('close a run of eight messages', (await chain.close()).receipt, 600_000);
  measured('close an idle run', (await chain.close()).receipt, 80_000);
});

test('code fits', () => {
  for (const name of OUTPOST) assert.ok((artifact(name).deployedBytecode.length - 2) / 2 <= 24_576, name);
});
