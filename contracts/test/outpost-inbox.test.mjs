// SPDX-License-Identifier: Apache-2.0
// What arrives on a chain: whose word counts, what is minted, called and given back (docs/spec/outpost.md, rules 1 to 12).
import { after, before, test as plainTest } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { compileForTest, deployed, refused } from './dpos.mjs';
import { COIN, FOREVER, actor, coins, done, inboxBeginning, kind } from './hub.mjs';
import { startOutpost } from './outpost.mjs';

const GOLD = '0x00000000000000000000000000000000000a0001';
const DEEDS = '0x00000000000000000000000000000000000a0002';
const JUNK = (i) => ethers.toBeHex(0xb0000 + i, 20);
const FROST = '0x00000000000000000000000000000000000f0057';
let chain, post, coin, gold, deeds, receiver, wall, carrier, alice, bob, carol;
before(async () => {
  chain = await startOutpost({ wrapper: FROST, cap: coins(1000) });
  ({ post } = chain);
  [carrier, alice, bob, carol] = chain.signers;
  coin = await chain.list(COIN, { name: 'IOTX', symbol: 'IOTX' });
  gold = await chain.list(GOLD, { name: 'Gold', symbol: 'AU', decimals: 6 });
  deeds = await chain.list(DEEDS, { isToken: true, name: 'Deeds', symbol: 'DEED' });
  receiver = await actor('Receiver', carrier);
  wall = await actor('Receiver', carrier);
  await done(wall.refuse(true));
});
after(() => chain?.stop());
const test = (name, run) => plainTest(name, (t) => chain.undone(run)(t));
const refuses = (name, call, contract = post) => refused(contract, name, call);
const greet = (least) => receiver.interface.encodeFunctionData('greet', [least]);

test('three of four members make a head, each with one word for a cursor', async () => {
  const [a, b, c, d] = chain.members.map((member) => post.connect(member));
  chain.arrive({ amount: 5n });
  const [right, wrong] = [chain.headAt(1), ethers.id('wrong')];
  await refuses('NotAMember', () => post.connect(alice).observe(1, right));
  await done(a.observe(1, right));
  await done(b.observe(1, wrong));
  await done(c.observe(1, right));
  assert.deepEqual(await refuses('SaidAlready', () => b.observe(1, right)), ethers.Result.fromItems([chain.members[1].address], ['account']));
  assert.equal(await post.isObserved(1, right), false);
  await refuses('NotObserved', () => post.handle(chain.inbox, []));
  const receipt = await done(d.observe(1, right));
  assert.equal(post.interface.parseLog(receipt.logs[0]).name, 'Observed');
  assert.equal(await post.isObserved(1, right), true);
  assert.equal(await post.isObserved(1, wrong), false);
  assert.deepEqual([...await post.head()], [0n, inboxBeginning(71)]);
  assert.deepEqual((await chain.handle()).fared, [true]);
  assert.deepEqual([...await post.head()], [1n, right]);
  await refuses('HandledAlready', () => a.observe(1, right));
  await refuses('NotObserved', () => post.handle(chain.inbox, []));
});

test('messages are handled in order, once, in steps up to a head and never beyond it', async () => {
  for (let i = 1; i <= 6; i++) chain.arrive({ amount: BigInt(10 ** i) });
  const all = chain.inbox;
  const hashes = all.map(chain.hash);
  await chain.observe(4);
  for (const [messages, rest] of [
    [all, []], [all.slice(0, 3), []], [all.slice(1, 4), []], [[all[1], all[0], all[2], all[3]], []], [[{ ...all[0], amount: 11n }], hashes.slice(1, 4)],
    [all.slice(0, 2), hashes.slice(2, 5)], [all.slice(0, 2), hashes.slice(3, 4)], [all.slice(0, 5), []],
  ]) await refuses('NotObserved', () => post.handle(messages, rest));
  await refuses('NothingToHandle', () => post.handle([], hashes.slice(0, 4)));
  await done(post.handle(all.slice(0, 2), hashes.slice(2, 4)));
  assert.equal(await coin.balanceOf(bob.address), 110n);
  await refuses('NotObserved', () => post.handle(all.slice(0, 2), hashes.slice(2, 4)));
  await done(post.handle(all.slice(2, 3), hashes.slice(3, 4)));
  await done(post.handle(all.slice(3, 4), []));
  assert.equal(await coin.balanceOf(bob.address), 11_110n);
  assert.deepEqual((await chain.handle()).fared, [true, true]);
  assert.equal(await coin.totalSupply(), 1_111_110n);
});

test('coin, ERC-20 and ERC-721 tokens stand here as listed, and nobody else mints or burns them', async () => {
  assert.equal(await coin.symbol(), 'IOTX');
  assert.equal(await gold.decimals(), 6n);
  assert.equal(await gold.asset(), GOLD);
  assert.equal(await deeds.name(), 'Deeds');
  assert.deepEqual([...await chain.assets.listed()], [COIN, GOLD, DEEDS].map((each) => ethers.getAddress(each)));
  chain.arrive({ asset: GOLD, amount: 7n });
  chain.arrive({ asset: DEEDS, kind: kind.TOKEN, amount: 9n });
  chain.arrive({ asset: GOLD, amount: 3n, kind: kind.REFUND, data: ethers.id('some transfer') });
  const { receipt, fared } = await chain.handle();
  assert.deepEqual(fared, [true, true, true]);
  const refund = receipt.logs.filter(({ address }) => address === post.target).map((log) => post.interface.parseLog(log).args)[2];
  assert.equal(refund.tracking, ethers.id('some transfer'));
  assert.deepEqual([await gold.balanceOf(bob.address), await deeds.holder(9), await deeds.totalSupply()], [10n, bob.address, 1n]);
  await refuses('OnlyFor', () => gold.mint(alice.address, 1), gold);
  await refuses('OnlyFor', () => gold.connect(bob).burn(bob.address, 1), gold);
  await refuses('OnlyFor', () => deeds.connect(bob).burn(9), gold);
  const { assets, outbox, mailbox } = chain;
  for (const call of [
    () => assets.bring(GOLD, 1, alice.address), () => assets.bringToken(DEEDS, 1, alice.address), () => assets.take(GOLD, bob.address, 1),
    () => assets.takeToken(DEEDS, bob.address, 9), () => assets.takeUpTo(GOLD, bob.address, 1), () => outbox.endBlock(),
    () => assets.list({ asset: JUNK(0), isToken: false, decimals: 0, name: 'x', symbol: 'x' }), () => post.carry(chain.inbox[0], 1),
    () => outbox.ask(GOLD, bob.address, 1, ethers.ZeroHash), () => outbox.giveBack(chain.inbox[0], ethers.ZeroHash),
    () => mailbox.deliver(0, alice.address, bob.address, 0, 0, '0x'), () => carrier.sendTransaction({ to: mailbox.target, value: 1 }),
  ]) await refuses('OnlyFor', call, gold);
});

test('an asset is listed once, by the same words of a quorum', async () => {
  const [a, b, c, d] = chain.members.map((member) => post.connect(member));
  const listing = { asset: JUNK(1), isToken: false, decimals: 2, name: 'Copper', symbol: 'CU' };
  await refuses('NotAMember', () => post.list(listing));
  await done(a.list(listing));
  await refuses('SaidAlready', () => a.list(listing));
  await done(b.list(listing));
  await done(c.list({ ...listing, decimals: 3 }));
  assert.equal(await chain.assets.bridged(JUNK(1)), ethers.ZeroAddress);
  await done(d.list(listing));
  assert.equal(await (await chain.bridged(JUNK(1))).decimals(), 2n);
  for (const changes of [
    {}, { decimals: 37 }, { name: '' }, { name: 'x'.repeat(33) }, { symbol: '' }, { symbol: 'x'.repeat(12) }, { isToken: true }, { asset: FROST },
    { asset: COIN, isToken: true, decimals: 0 },
  ]) {
    const bad = { ...listing, symbol: 'X', ...changes };
    if (Object.keys(changes).length > 0 && !('asset' in changes)) bad.asset = JUNK(2);
    for (const member of [a, b]) await done(member.list(bad));
    await refuses('BadListing', () => c.list(bad), chain.assets);
  }
  for (let i = 10; i < 30; i++) await chain.list(JUNK(i));
  await assert.rejects(chain.list(JUNK(30)));
  assert.equal((await chain.assets.listed()).length, 24);
});

test('what cannot be delivered goes back to where it came from, with its tracking id', async () => {
  const cases = [
    chain.arrive({ asset: JUNK(1), amount: 4n }), // unlisted
    chain.arrive({ asset: JUNK(2), amount: 0n, kind: kind.TOKEN }), // an id, and no amount
    chain.arrive({ asset: DEEDS, amount: 6n }), // of the other kind
    chain.arrive({ asset: GOLD, amount: 7n, kind: kind.TOKEN }),
    chain.arrive({ asset: GOLD, amount: 8n, recipient: ethers.ZeroAddress }),
    chain.arrive({ asset: DEEDS, amount: 8n, kind: kind.TOKEN, recipient: ethers.ZeroAddress }),
    chain.arrive({ asset: GOLD, amount: 9n, from: 72n, nonce: 77n, deadline: BigInt(await chain.now()) - 1n }), // late
    chain.arrive({ asset: FROST, amount: 10n }), // none of it is out
  ];
  const { receipt, fared } = await chain.handle();
  assert.deepEqual(fared, cases.map(() => false));
  const sent = chain.sent(receipt);
  for (const [i, m] of cases.entries()) {
    const isToken = m.kind === kind.TOKEN;
    const tracking = chain.hash(m);
    assert.deepEqual(sent[i].message, {
      from: 71n, to: m.from, nonce: BigInt(i), kind: isToken ? 3n : 5n, sender: post.target, recipient: carol.address,
      asset: ethers.getAddress(m.asset), amount: m.amount, gas: 0n, deadline: FOREVER, refund: carol.address, data: tracking,
    });
    assert.equal(sent[i].tracking, isToken ? chain.hash(sent[i].message) : tracking);
    assert.equal(sent[i].place, BigInt(i));
  }
  assert.equal(await gold.totalSupply(), 0n);
  assert.equal(await deeds.totalSupply(), 0n);
});

test('what was on its way back and is refused again ends on the root', async () => {
  chain.arrive({ from: 72n, kind: kind.REFUND, asset: JUNK(1), amount: 4n, data: ethers.id('first') });
  chain.arrive({ from: 72n, kind: kind.TOKEN, asset: JUNK(2), amount: 4n, data: ethers.id('second') });
  chain.arrive({ from: 72n, kind: kind.TOKEN, asset: JUNK(2), amount: 5n, data: '0x' });
  const sent = chain.sent((await chain.handle()).receipt).map(({ message }) => message);
  assert.deepEqual(sent.map(({ to }) => to), [0n, 0n, 72n]);
  assert.equal(sent[0].data, ethers.id('first'));
});

test('a call finds its origin, its value and its gas, and one without value that fails leaves nothing', async () => {
  chain.arrive({ kind: kind.CALL, recipient: receiver.target, gas: 200_000n, data: greet(190_000) });
  chain.arrive({ kind: kind.CALL, from: 72n, sender: carol.address, recipient: receiver.target, gas: 200_000n, data: greet(0), asset: GOLD, amount: 5n });
  assert.deepEqual((await chain.handle(1)).fared, [true]);
  assert.deepEqual([await receiver.chain(), await receiver.sender()], [0n, alice.address]);
  assert.deepEqual((await chain.handle()).fared, [true]);
  assert.deepEqual([await receiver.chain(), await receiver.sender(), await gold.balanceOf(receiver.target)], [72n, carol.address, 5n]);
  await refuses('NoMessage', () => chain.mailbox.origin(), chain.mailbox);
  chain.arrive({ kind: kind.CALL, recipient: receiver.target, gas: 200_000n, data: greet(201_000) });
  chain.arrive({ kind: kind.CALL, recipient: wall.target, gas: 200_000n, data: greet(0), asset: GOLD, amount: 6n });
  chain.arrive({ kind: kind.CALL, recipient: receiver.target, gas: 1_000_000n, data: receiver.interface.encodeFunctionData('flood') });
  const { receipt, fared } = await chain.handle();
  assert.deepEqual(fared, [false, false, false]);
  assert.deepEqual(chain.sent(receipt).map(({ message }) => message.amount), [6n]);
  assert.equal(await gold.balanceOf(wall.target), 0n);
  assert.equal(await gold.totalSupply(), 5n);
});

test('an origin ends with its call, also for who comes later in the same transaction', async () => {
  const later = await deployed(compileForTest(`pragma solidity ^0.8.37;
    interface IMailbox { function origin() external view returns (uint64, address); }
    contract Later {
      bool public told;
      function go(address post, bytes calldata data, IMailbox mailbox) external {
        (bool ok,) = post.call(data);
        require(ok);
        try mailbox.origin() { told = true; } catch {}
      }
    }`, 'Later', carrier).factory);
  chain.arrive({ kind: kind.CALL, recipient: receiver.target, gas: 100_000n, data: greet(0) });
  await chain.observe();
  await done(later.go(post.target, post.interface.encodeFunctionData('handle', [chain.inbox, []]), chain.mailbox.target));
  assert.equal(await receiver.sender(), alice.address);
  assert.equal(await later.told(), false);
});

test('with too little gas nothing is handled: no receiver is made to look unwilling', async () => {
  await chain.send(alice, { asset: FROST, amount: 50n }, 50n);
  const call = { kind: kind.CALL, recipient: receiver.target, gas: 500_000n, data: greet(480_000) };
  for (const changes of [{ ...call, asset: GOLD, amount: 5n }, { ...call, asset: FROST, amount: 5n }, { asset: FROST, amount: 5n, recipient: receiver.target }]) {
    await chain.undone(async () => {
      chain.arrive(changes);
      await chain.observe();
      const data = post.interface.encodeFunctionData('handle', [chain.inbox, []]);
      const enough = [];
      for (let gasLimit = 100_000; gasLimit <= 3_000_000; gasLimit += 100_000) {
        const answer = await chain.provider.call({ from: carrier.address, to: post.target, data, gasLimit }).catch(() => null);
        if (answer === null) assert.equal(enough.length, 0, `${gasLimit} fails where ${enough[0]} was enough`);
        else enough.push(gasLimit);
      }
      assert.ok(enough.length > 5 && enough[0] > 400_000);
      const receipt = await done(post.handle(chain.inbox, [], { gasLimit: enough[0] }));
      assert.deepEqual(chain.fared(receipt), [true], 'the least that is enough is enough for the receiver, too');
    })();
  }
});

test('while a receiver is called every entrance is shut', async () => {
  const thief = await deployed(compileForTest(`pragma solidity ^0.8.37;
    contract Thief {
      address[] to; bytes[] data; bool[] public worked;
      function aim(address to_, bytes calldata data_) external { to.push(to_); data.push(data_); }
      function go() public { for (uint256 i = 0; i < to.length; i++) { (bool ok,) = to[i].call(data[i]); worked.push(ok); } }
      function number() external view returns (uint256) { return worked.length; }
    }`, 'Thief', carrier).factory);
  const again = chain.arrive({ asset: GOLD, amount: 5n, recipient: thief.target });
  await chain.handle();
  const call = chain.arrive({
    kind: kind.CALL, recipient: thief.target, gas: 1_000_000n, data: thief.interface.encodeFunctionData('go'),
  });
  await chain.observe();
  const parcel = await chain.parcel({ asset: GOLD, amount: 1n });
  const calls = [
    [post, 'handle', [[again], []]], [post, 'handle', [[call], []]], [chain.outbox, 'send', [parcel]], [post, 'observe', [3, ethers.ZeroHash]],
  ];
  for (const [contract, name, args] of calls) await done(thief.aim(contract.target, contract.interface.encodeFunctionData(name, args)));
  assert.deepEqual((await chain.handle()).fared, [true]);
  assert.equal(await thief.number(), 4n);
  for (let i = 0; i < 4; i++) assert.equal(await thief.worked(i), false, calls[i][1]);
  await done(thief.go());
  assert.equal(await thief.worked(6), true, 'the same send goes through when nobody is called');
});

test('a head that no root could have is never handled', async () => {
  for (const changes of [{ amount: (1n << 207n) + 1n }, { kind: kind.FORCED, from: 72n, amount: 1n }]) {
    await chain.undone(async () => {
      chain.arrive(changes);
      await chain.observe();
      await refuses('Impossible', () => post.handle(chain.inbox, []));
    })();
  }
});

test('a token that stands here already is not minted again, and holds nothing up', async () => {
  for (let i = 0; i < 2; i++) chain.arrive({ kind: kind.TOKEN, asset: DEEDS, amount: 5n });
  assert.deepEqual((await chain.handle()).fared, [true, false]);
  assert.deepEqual([await deeds.holder(5), await deeds.totalSupply()], [bob.address, 1n]);
});

test('handling stops where the run has no room for what would go back, and goes on in the next', async () => {
  for (let i = 0; i < 9; i++) chain.arrive({ asset: JUNK(i), amount: 1n });
  await chain.observe();
  await chain.close();
  assert.equal((await chain.handle()).fared.length, 7);
  await refuses('WaitForNextRun', () => post.handle(chain.inbox.slice(7), []));
  const { run } = await chain.close();
  assert.deepEqual([(await chain.outbox.record(run)).cursor, (await chain.outbox.record(run)).count], [7n, 7n]);
  assert.deepEqual((await chain.handle()).fared, [false, false]);
});

test('a member posts one share for each sequence, and nobody else posts any', async () => {
  const [a, b] = chain.members.map((member) => post.connect(member));
  const signature = ethers.zeroPadValue('0x0102', 96);
  await refuses('NotAMember', () => post.connect(alice).share(1, ethers.id('one'), signature));
  assert.deepEqual([...await refuses('BadSignature', () => a.share(1, ethers.id('one'), '0x'))], [0n]);
  const { logs } = await done(a.share(1, ethers.id('one'), signature));
  assert.deepEqual([...post.interface.parseLog(logs[0]).args], [1n, chain.members[0].address, ethers.id('one'), signature]);
  await refuses('SaidAlready', () => a.share(1, ethers.id('two'), signature));
  await done(b.share(1, ethers.id('two'), signature));
  await done(a.share(2, ethers.id('two'), signature));
});
