// SPDX-License-Identifier: Apache-2.0
// What a sidechain sent reaches its receiver, once, in time, and whoever carries it with whatever gas.
import { after, before, test as plainTest } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { events, refused as refusedBy, undone } from './dpos.mjs';
import { COIN, DAY, HOUR, actor, coins, done, kind, startHub, state } from './hub.mjs';
import { Side } from './side.mjs';

let hub, claims, escrow, inbox, chains, owner, alice, bob, carol, keysOf, sideA, sideB, gold, silver, deeds, frost, receiver;
const A = 71, B = 72;
const LIMITED = coins(4);
before(async () => {
  hub = await startHub();
  ({ claims, escrow, inbox, chains } = hub);
  [, owner, alice, bob, carol] = hub.signers;
  const token = { token: ethers.id('FROST'), cap: 1000, decimals: 6, name: 'Frost', symbol: 'FROST' };
  [gold, silver] = [await actor('Coin20', owner, 0), await actor('Coin20', owner, 0)];
  deeds = await actor('Coin721', owner);
  receiver = await actor('Receiver', owner);
  frost = new ethers.Contract(await hub.wrappers.predict(A, token),
    ['function totalSupply() view returns (uint256)', 'function balanceOf(address) view returns (uint256)'], hub.signers[0]);
  keysOf = {
    [A]: await hub.found(A, owner, { exports: [token], limits: [
      { asset: COIN, burst: LIMITED, perHour: coins(1) }, { asset: silver.target, burst: 10, perHour: 10 },
    ] }),
    [B]: await hub.found(B, owner),
  };
  for (const token20 of [gold, silver]) {
    await done(token20.mint(alice.address, 1000));
    await done(token20.connect(alice).approve(escrow.target, 1000));
  }
  for (const id of [5, 6]) await done(deeds.mint(alice.address, id));
  await done(deeds.connect(alice).setApprovalForAll(escrow.target, true));
  await hub.send(alice, A, { amount: coins(10) });
  await hub.send(alice, A, { asset: gold.target, amount: 100n });
  await hub.send(alice, A, { kind: kind.TOKEN, asset: deeds.target, amount: 5n });
});
after(() => hub?.stop());
const test = (name, run) => plainTest(name, undone(() => hub, async () => {
  [sideA, sideB] = [A, B].map((id) => new Side(hub, id, keysOf[id]));
  await run();
}));
const refused = (name, call, contract = claims) => refusedBy(contract, name, call);
const balance = (who) => hub.provider.getBalance(who.target ?? who.address ?? who);
const out = (changes) => sideA.message({ recipient: bob.address, refund: carol.address, ...changes });
/** A checkpoint that has waited. */
const mature = async (messages, side = sideA) => {
  const made = await side.submit({ messages });
  await hub.warp(DAY + 1);
  return made;
};
const claim = async (made, index = 0) => done(sideA.claim(made, index));

test('a message is claimed once, after the delay, with its path, from an accepted checkpoint', async () => {
  const messages = Array.from({ length: 5 }, (_, i) => out({ amount: BigInt(i + 1) }));
  const made = await sideA.submit({ messages });
  await refused('NotMature', () => sideA.claim(made, 0));
  await hub.warp(DAY + 1);
  const before = await balance(bob);
  for (let i = 0; i < 5; i++) {
    for (let wrong = 0; wrong < 6; wrong++) {
      if (wrong === i) continue;
      await refused('NotInOutbox', () => claims.claim(made.checkpoint, wrong, messages[i], made.outbox.path(i)));
    }
    await refused('NotInOutbox', () => claims.claim(made.checkpoint, i, { ...messages[i], amount: 9n }, made.outbox.path(i)));
    await refused('NotInOutbox', () => claims.claim(made.checkpoint, i, messages[i], [...made.outbox.path(i), ethers.ZeroHash]));
    const receipt = await claim(made, i);
    assert.deepEqual(events(claims, receipt).at(-1), ['Claimed', BigInt(A), made.hashes[i], 1n, BigInt(i), true]);
    await refused('AlreadyClaimed', () => sideA.claim(made, i));
  }
  assert.equal(await balance(bob) - before, 15n);
  assert.equal(await escrow.pending(A, COIN), 0n);
  const other = await sideA.checkpoint({ messages });
  await refused('NotAccepted', () => sideA.claim(other, 0));
  const foreign = await mature([out({ amount: 1n, from: BigInt(B) })]);
  await refused('NotInOutbox', () => sideA.claim(foreign, 0));
});

test('tokens and wrappers are paid as coin is', async () => {
  const made = await mature([
    out({ asset: gold.target, amount: 60n }), out({ kind: kind.TOKEN, asset: deeds.target, amount: 5n }),
    out({ asset: frost.target, amount: 700n }),
  ]);
  for (let i = 0; i < 3; i++) await claim(made, i);
  assert.equal(await gold.balanceOf(bob.address), 60n);
  assert.equal(await deeds.ownerOf(5), bob.address);
  assert.equal(await frost.balanceOf(bob.address), 700n);
  assert.equal(await escrow.escrow(A, frost.target), 300n);
  await hub.send(bob, A, { asset: frost.target, amount: 200n });
  assert.equal(await frost.totalSupply(), 500n);
  assert.equal(await escrow.escrow(A, frost.target), 500n);
  const over = await sideA.checkpoint({ messages: [out({ asset: frost.target, amount: 501n })] });
  await done(hub.checkpoints.submit(sideA.submission(over)));
  assert.equal(await chains.stateOf(A), state.FROZEN, 'beyond the cap is beyond the escrow');
});

test('a larger claim is paid as far as the hour\'s limit goes, and poking loses nothing of it', async () => {
  const made = await mature([out({ amount: coins(6) }), out({ amount: coins(1) })]);
  const before = await balance(bob);
  await claim(made);
  assert.equal(await balance(bob) - before, LIMITED);
  assert.equal((await claims.progressOf(A, 1, 0)).isDone, false);
  for (let i = 0; i < 20; i++) {
    await hub.warp(HOUR / 20);
    await claim(made);
  }
  const paid = await balance(bob) - before - LIMITED;
  assert.ok(paid >= coins(1) && paid < coins(1) + coins(1) / 60n, `${paid} in an hour`);
  await hub.warp(10 * HOUR);
  await claim(made);
  assert.equal(await balance(bob) - before, coins(6));
  await claim(made, 1);
  assert.equal(await escrow.pending(A, COIN), 0n);
});

test('where the hour is used up nothing is paid, and nothing is lost', async () => {
  await hub.send(alice, A, { asset: silver.target, amount: 100n });
  const made = await mature([out({ asset: silver.target, amount: 25n })]);
  await claim(made);
  await refused('OutflowReached', () => sideA.claim(made, 0));
  await hub.warp(HOUR);
  await claim(made);
  assert.equal(await silver.balanceOf(bob.address), 20n);
  await hub.warp(1000 * HOUR);
  await claim(made);
  assert.equal(await silver.balanceOf(bob.address), 25n);
});

test('a call brings its value, and tells chain and sender', async () => {
  const data = receiver.interface.encodeFunctionData('greet', [200_000]);
  const made = await mature([out({ kind: kind.CALL, recipient: receiver.target, sender: alice.address, amount: 7n, gas: 300_000n, data })]);
  await claim(made);
  assert.deepEqual([await receiver.got(), await receiver.chain(), await receiver.sender()], [7n, BigInt(A), alice.address]);
  await refused('NoMessage', () => hub.mailbox.origin(), hub.mailbox);
  await refused('OnlyFor', () => hub.mailbox.deliver(1, alice.address, bob.address, 0, 0, '0x'), hub.mailbox);
  await refused('OnlyFor', () => claims.carry(made.messages[0], 1));
});

test('a call that waits for the limit is made once, with all of its value', async () => {
  const data = receiver.interface.encodeFunctionData('greet', [0]);
  const made = await mature([out({ kind: kind.CALL, recipient: receiver.target, amount: coins(6), gas: 300_000n, data })]);
  await claim(made);
  assert.equal(await receiver.got(), 0n);
  assert.equal(await escrow.pending(A, COIN), coins(6));
  await hub.warp(3 * HOUR);
  await claim(made);
  assert.equal(await receiver.got(), coins(6));
});

test('what a receiver refuses goes to refund, and what that refuses is owed', async () => {
  await done(receiver.refuse(true));
  const greet = receiver.interface.encodeFunctionData('greet', [0]);
  const flood = receiver.interface.encodeFunctionData('flood');
  const messages = [
    out({ recipient: receiver.target, amount: 1n }), out({ recipient: receiver.target, amount: 2n, refund: receiver.target }),
    out({ kind: kind.CALL, recipient: receiver.target, amount: 4n, gas: 100_000n, data: greet }),
    out({ kind: kind.CALL, recipient: receiver.target, amount: 8n, gas: 1_000_000n, data: flood }),
    out({ kind: kind.CALL, recipient: receiver.target, asset: gold.target, amount: 16n, gas: 100_000n, data: greet }),
    out({ kind: kind.TOKEN, recipient: ethers.ZeroAddress, refund: ethers.ZeroAddress, asset: deeds.target, amount: 5n }),
    out({ recipient: ethers.ZeroAddress, refund: alice.address, asset: frost.target, amount: 32n }),
    out({ kind: kind.CALL, recipient: receiver.target, amount: 64n, gas: 1n << 63n, data: `0x${'00'.repeat(8193)}` }),
  ];
  const made = await mature(messages);
  const before = await balance(carol);
  for (let i = 0; i < messages.length; i++) await claim(made, i);
  assert.equal(await balance(carol) - before, 1n + 4n + 8n + 64n);
  assert.equal(await gold.balanceOf(receiver.target), 0n, 'the value of a call that failed is taken back');
  assert.equal(await gold.balanceOf(carol.address), 16n);
  assert.equal(await escrow.owed(receiver.target, COIN), 2n);
  assert.equal(await escrow.owedToken(deeds.target, 5), ethers.ZeroAddress);
  assert.equal(await frost.balanceOf(alice.address), 32n);
  await refused('NothingOwed', () => escrow.connect(alice).fetch(COIN, alice.address), escrow);
  await done(receiver.call(escrow.target, escrow.interface.encodeFunctionData('fetch', [COIN, bob.address])));
  assert.equal(await escrow.owed(receiver.target, COIN), 0n);
  assert.equal(await escrow.owedInAll(COIN), 0n);
});

test('whoever carries with too little gas fails, and cannot make a receiver look unwilling', async () => {
  const data = receiver.interface.encodeFunctionData('greet', [900_000]);
  const message = out({ kind: kind.CALL, recipient: receiver.target, amount: 7n, gas: 1_000_000n, data });
  const made = await mature([message, out({ recipient: receiver.target, amount: 3n })]);
  let refusals = 0;
  for (const index of [0, 1]) {
    for (let gas = 150_000; ; gas += 50_000) {
      const snapshot = await hub.provider.send('evm_snapshot', []);
      const refund = await balance(carol);
      const hash = await hub.provider.send('eth_sendTransaction', [{
        from: bob.address, to: claims.target, gas: ethers.toQuantity(gas), gasPrice: '0x0',
        data: claims.interface.encodeFunctionData('claim', [made.checkpoint, index, made.messages[index], made.outbox.path(index)]),
      }]).catch(() => null);
      let receipt = null;
      while (hash && receipt === null) receipt = await hub.provider.send('eth_getTransactionReceipt', [hash]);
      assert.equal(await balance(carol), refund, `${gas} gas made message ${index} a refund`);
      if (receipt?.status === '0x1') break;
      refusals++;
      await hub.provider.send('evm_revert', [snapshot]);
    }
  }
  assert.equal(await receiver.got(), 10n);
  assert.ok(refusals > 5 && await receiver.gasSeen() >= 900_000n);
});

test('a token that claims for others while it is being taken finds the hub shut, and nobody loses a turn', async () => {
  const made = await mature([out({ recipient: bob.address, amount: 3n })]);
  const thief = await actor('Thief20', alice);
  await done(thief.mint(alice.address, 100));
  const call = claims.interface.encodeFunctionData('claim', [made.checkpoint, 0, made.messages[0], []]);
  await done(thief.aim(claims.target, call));
  const before = [await balance(bob), await balance(carol)];
  await hub.send(alice, A, { asset: thief.target, amount: 10n });
  assert.equal(await thief.worked(), false);
  assert.deepEqual([await balance(bob), await balance(carol)], before);
  await claim(made);
  assert.equal(await balance(bob) - before[0], 3n);
});

test('chain to chain: from the escrow of one to that of the other, and the same message in its inbox', async () => {
  const messages = [
    out({ to: BigInt(B), amount: coins(2) }), out({ to: BigInt(B), asset: gold.target, amount: 30n }),
    out({ to: BigInt(B), kind: kind.TOKEN, asset: deeds.target, amount: 5n }), out({ to: BigInt(B), asset: frost.target, amount: 9n }),
    out({ to: BigInt(B), kind: kind.CALL, data: '0x1234' }),
  ];
  const made = await mature(messages);
  for (let i = 0; i < messages.length; i++) {
    const receipt = await claim(made, i);
    const { index, tracking } = hub.sent(receipt);
    assert.deepEqual([index, tracking], [BigInt(i), made.hashes[i]]);
    assert.equal(await inbox.holds(B, i, made.hashes[i]), true);
    await refused('AlreadyClaimed', () => sideA.claim(made, i));
  }
  assert.equal(await escrow.escrow(B, COIN), coins(2));
  assert.equal(await escrow.escrow(B, gold.target), 30n);
  assert.equal((await escrow.placeOf(deeds.target, 5)).chain, BigInt(B));
  assert.deepEqual([await frost.balanceOf(escrow.target), await escrow.escrow(B, frost.target)], [9n, 9n]);
  const back = await mature([sideB.message({ to: BigInt(A), asset: frost.target, amount: 4n }),
    sideB.message({ asset: frost.target, amount: 5n, recipient: bob.address })], sideB);
  await claim(back, 0);
  await claim(back, 1);
  assert.deepEqual([await frost.balanceOf(escrow.target), await escrow.escrow(A, frost.target), await frost.totalSupply()],
    [0n, 995n, 5n]);
});

test('what the other chain does not take comes back: into the own inbox, or to refund', async () => {
  const messages = [
    out({ to: 99n, amount: 1n }), out({ to: BigInt(B), kind: kind.FORCED, amount: 2n }),
    out({ to: BigInt(B), amount: 4n, data: `0x${'00'.repeat(8193)}` }), out({ to: 99n, kind: kind.TOKEN, asset: deeds.target, amount: 5n }),
    out({ to: 99n, amount: 8n }),
  ];
  const made = await mature(messages);
  for (let i = 0; i < 4; i++) {
    const { message, tracking } = hub.sent(await claim(made, i));
    const isToken = i === 3;
    assert.equal(tracking, isToken ? hub.hash('Message', message) : made.hashes[i]);
    assert.deepEqual([message.from, message.to, message.kind, message.recipient, message.amount, message.data],
      [0n, BigInt(A), BigInt(isToken ? kind.TOKEN : kind.REFUND), carol.address, messages[i].amount, made.hashes[i]]);
  }
  assert.equal(await escrow.pending(A, COIN), 8n);
  assert.equal((await escrow.placeOf(deeds.target, 5)).chain, BigInt(A));
  await done(chains.connect(owner).suspend(A, DAY));
  const before = await balance(carol);
  await claim(made, 4);
  assert.equal(await balance(carol) - before, 8n);
});

test('one checkpoint never pays with another\'s totals', async () => {
  const rich = await sideA.submit({ messages: [out({ amount: coins(2) })] });
  const poor = await mature([out({ amount: 5n }), out({ amount: 5n })]);
  const lying = await sideA.submit({ messages: [out({ amount: 5n }), out({ amount: 5n })], lists: { totals: [{ asset: COIN, amount: 5n }] } });
  await hub.warp(DAY + 1);
  await claim(lying, 0);
  await refused('TotalSpent', () => sideA.claim(lying, 1));
  await claim(poor, 0);
  await claim(poor, 1);
  await claim(rich, 0);
});

test('the delay counts by the chain\'s clock, and a frozen chain still pays what had waited', async () => {
  const first = await sideA.submit({ messages: [out({ amount: 1n })] });
  await hub.warp(20 * HOUR);
  await done(chains.connect(owner).suspend(A, 10 * HOUR));
  const early = () => refused('NotMature', () => sideA.claim(first, 0));
  await hub.warp(9 * HOUR);
  await early();
  await hub.warp(4 * HOUR);
  await early();
  const young = await sideA.submit({ messages: [out({ amount: 2n })] });
  await hub.warp(2 * HOUR);
  const lie = await sideA.checkpoint({ messages: [out({ amount: coins(11) })] });
  await done(hub.checkpoints.submit(sideA.submission(lie)));
  await hub.warp(100 * DAY);
  await claim(first);
  await refused('NotMature', () => sideA.claim(young, 0));
});
