// SPDX-License-Identifier: Apache-2.0
// Chains of tier D: what convicts a quorum that lies, and what convicts nobody (docs/spec/disputes.md).
import { after, before, test as plainTest } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { events, refused as refusedBy, undone } from './dpos.mjs';
import { COIN, DAY, HOUR, actor, artifact, coins, done, joined, kind, startHub, state } from './hub.mjs';
import { DisputedSide, FALSE, JUDGE, RULES, TRUE, standIn } from './disputed.mjs';
import { Side } from './side.mjs';

let hub, disputes, checkpoints, chains, members, escrow, exits, owner, alice, bob, keys, side, judge, gold, deeds;
const D = 81, S = 82, L = 83;
const DELAY = HOUR;
const OUTBOX = artifact('OutpostOutbox'), ASSETS = artifact('OutpostAssets');
const outbox = new ethers.Interface(OUTBOX.abi), assets = new ethers.Interface(ASSETS.abi);
before(async () => {
  hub = await startHub();
  ({ disputes, checkpoints, chains, members, escrow, exits } = hub);
  [, owner, alice, bob] = hub.signers;
  judge = await standIn(hub);
  keys = await hub.found(D, owner, { charter: { tier: 2, delay: DELAY, verifier: ethers.keccak256(RULES(D)) } });
  gold = await actor('Coin20', owner, 0);
  deeds = await actor('Coin721', owner);
  await done(gold.mint(alice.address, 1000));
  await done(gold.connect(alice).approve(escrow.target, 1000));
  await done(deeds.mint(alice.address, 5));
  await done(deeds.connect(alice).setApprovalForAll(escrow.target, true));
  await hub.send(alice, D, { amount: coins(10) });
});
after(() => hub?.stop());
const test = (name, run) => plainTest(name, undone(() => hub, async () => {
  side = new DisputedSide(hub, D, keys);
  await run();
}));
const refused = (name, call, contract = disputes) => refusedBy(contract, name, call);
const evidence = (rest = '0x1234', pieces = []) => ({ pieces, rest });
const bonds = async () => Promise.all(keys.map(async (key) => (await members.member(D, ethers.keccak256(key.uncompressed))).bond));
const convicted = async (reporter) => {
  assert.equal(await chains.stateOf(D), state.FROZEN);
  assert.deepEqual(await bonds(), [0n, 0n, 0n, 0n]);
  assert.equal(await members.owed(reporter.address), coins(2000));
};
const lied = { alter: (number) => (number === 3n ? { gasUsed: 7n } : {}) };
const falseBlock = (made, number = 3n, changes = {}) => judge({
  what: 1, evidence: evidence(), verdict: FALSE, rules: ethers.keccak256(RULES(D)), hash: ethers.keccak256(made.headers[Number(number) - 1]),
  ...changes,
});
const all = () => joined(keys);
const nobody = () => ({ ...side.last.checkpoint });
const BOND = coins(100), bonded = { value: BOND };
const burnt = () => hub.provider.getBalance(ethers.ZeroAddress);

test('a chain of tier D is registered with its rules, and an hour of delay at least', async () => {
  for (const [what, charter] of [
    ['verifier', { tier: 2, delay: DELAY, verifier: ethers.ZeroHash }], ['verifier', { tier: 1, verifier: ethers.id('x') }],
    ['delay', { tier: 2, delay: DELAY - 1, verifier: ethers.id('x') }], ['delay', { tier: 1, delay: DELAY }],
  ]) {
    assert.deepEqual([...await refused('BadCharter', () => hub.register(90, owner, { charter }), chains)], [what]);
  }
  await refused('TierNotBuilt', () => hub.register(90, owner, { charter: { tier: 3, verifier: ethers.id('x') } }), chains);
  const lasting = await hub.provider.getCode(JUDGE);
  await hub.provider.send('anvil_setCode', [JUDGE, '0x']);
  await refused('TierNotBuilt', () => hub.register(90, owner, { charter: { tier: 2, delay: DELAY, verifier: ethers.id('x') } }), chains);
  await hub.provider.send('anvil_setCode', [JUDGE, lasting]);
  assert.equal(await chains.tierOf(D), 2n);
});

test('its checkpoints come with the list of their blocks, and no other way', async () => {
  const made = await side.over(side.chain(5));
  await refused('OnlyFor', () => checkpoints.submit(side.submission(made)), checkpoints);
  await refused('OnlyFor', () => checkpoints.submitFor(side.submission(made), bob.address), checkpoints);
  await refused('WrongBlocks', () => side.bring(made, { blocks: ethers.dataSlice(made.blocks, 32) }));
  await refused('WrongBlocks', () => side.bring(made, { blocks: ethers.concat([made.blocks, ethers.ZeroHash]) }));
  await refused('WrongBlocks', () => side.bring(made, { blocks: ethers.concat([ethers.dataSlice(made.blocks, 32), ethers.id('x')]) }));
  const trees = await side.over(side.chain(5), { holders: [[COIN, [[alice.address, 1n]]]] });
  await refused('WrongBlocks', () => side.bring(trees));
  const long = await side.over(side.chain(1025));
  await refused('WrongBlocks', () => side.bring(long));
  const receipt = await done(side.bring(made, {}, bob));
  assert.deepEqual(events(disputes, receipt), [['Submitted', BigInt(D), 1n, made.blocks]]);
  assert.deepEqual(events(disputes, await done(side.bring(made))), [], 'the same again does nothing');
  side.last = made;
  const most = await side.add(side.chain(1024));
  assert.ok(most.receipt.gasUsed < 3_000_000n, `1024 blocks take ${most.receipt.gasUsed}`);
});

test('an overdraw of a chain of tier D costs its signers as any, and pays who carried it', async () => {
  const theft = await side.over(side.chain(2), { messages: [side.message({ amount: coins(11) })] });
  const receipt = await done(side.bring(theft, {}, bob));
  assert.deepEqual(events(disputes, receipt), []);
  await convicted(bob);
});

test('pieces lie where their bytes say', async () => {
  const part = ethers.hexlify(ethers.randomBytes(24_575));
  const piece = await disputes.lay.staticCall(part);
  await done(disputes.lay(part));
  assert.equal(await hub.provider.getCode(piece), ethers.concat(['0x00', part]));
  assert.equal(await disputes.connect(bob).lay.staticCall(part), piece);
  await done(disputes.connect(bob).lay(part));
  assert.notEqual(await disputes.lay.staticCall('0x01'), piece);
  await done(disputes.lay('0xef'));
  await refused('TooLarge', () => disputes.lay('0x'));
  await refused('TooLarge', () => disputes.lay(ethers.concat([part, '0x00'])));
});

test('a false block freezes its chain and costs its signers their bonds', async () => {
  const made = await side.add(side.chain(5, lied));
  await falseBlock(made);
  const receipt = await done(disputes.connect(bob).disputeBlock(made.file, all(), 3, evidence(), bonded));
  assert.deepEqual(events(disputes, receipt), [['FalseBlock', BigInt(D), 1n, 3n, ethers.keccak256(made.headers[2])]]);
  await convicted(bob);
  await refused('TooLate', () => disputes.disputeBlock(made.file, all(), 3, evidence(), bonded));
});

test('evidence lies in pieces as well', async () => {
  const made = await side.add(side.chain(5, lied));
  const parts = ['0x1111', '0x2222'];
  const pieces = [];
  for (const part of parts) {
    pieces.push(await disputes.lay.staticCall(part));
    await done(disputes.lay(part));
  }
  await falseBlock(made, 3n, { evidence: evidence('0x33', pieces) });
  await refused('Incomplete', () => disputes.disputeBlock(made.file, all(), 3, evidence('0x33', pieces.toReversed()), bonded));
  await done(disputes.connect(bob).disputeBlock(made.file, all(), 3, evidence('0x33', pieces), bonded));
  await convicted(bob);
});

test('a block that is true, another one, by other rules, or not fully shown convicts nobody', async () => {
  const made = await side.add(side.chain(5, lied));
  const tried = (changes = {}) => disputes.disputeBlock(changes.file ?? made.file, changes.keys ?? all(), changes.number ?? 3, evidence(), bonded);
  await refused('Incomplete', () => tried());
  await falseBlock(made, 3n, { verdict: 0n });
  await refused('Incomplete', () => tried());
  await falseBlock(made, 3n, { verdict: 3n });
  await refused('Incomplete', () => tried());
  await falseBlock(made, 3n, { rules: ethers.id('others') });
  await refused('Incomplete', () => tried());
  await falseBlock(made, 3n, { hash: ethers.id('elsewhere') });
  await refused('Incomplete', () => tried());
  await falseBlock(made);
  await refused('Incomplete', () => tried({ number: 2 }));
  await refused('NoSuchBlock', () => tried({ number: 0 }));
  await refused('NoSuchBlock', () => tried({ number: 6 }));
  await refused('WrongKeys', () => tried({ keys: joined(keys.toReversed()) }));
  await refused('WrongBlocks', () => tried({ file: { ...made.file, blocks: ethers.concat([made.blocks, ethers.ZeroHash]) } }));
  await refused('NotAccepted', () => tried({ file: { ...made.file, checkpoint: { ...made.checkpoint, postState: ethers.ZeroHash } } }));
  await refused('NotDisputable', () => tried({ file: { ...made.file, checkpoint: { ...made.checkpoint, chainId: BigInt(S) } } }));
  assert.equal(await hub.provider.getBalance(disputes.target), 0n, 'what is refused takes no bond');
  assert.deepEqual(await bonds(), keys.map(() => coins(1000)));
  await hub.warp(DELAY);
  await refused('TooLate', () => tried());
});

test('who accuses without reason loses the bond, and is not heard again about that', async () => {
  const made = await side.add(side.chain(5, lied));
  const tried = (number = 3, value = BOND) => disputes.connect(bob).disputeBlock(made.file, all(), number, evidence(), { value });
  await falseBlock(made, 3n, { verdict: TRUE });
  for (const value of [0n, BOND - 1n, BOND + 1n]) await refused('WrongBond', () => tried(3, value));
  const before = await burnt();
  const receipt = await done(tried());
  assert.deepEqual(events(disputes, receipt), [['Unfounded', BigInt(D), 1n, 3n, bob.address]]);
  assert.equal(await burnt() - before, BOND);
  assert.equal(await hub.provider.getBalance(disputes.target), 0n);
  assert.equal(await chains.stateOf(D), state.ACTIVE);
  assert.deepEqual(await bonds(), keys.map(() => coins(1000)));
  await refused('NotFalse', () => tried());
  await falseBlock(made, 4n);
  await done(tried(4));
  await convicted(bob);
  assert.equal(await disputes.owed(bob.address), BOND, 'the bond of who was right comes back');
});

test('a list that is no chain is false', async () => {
  const good = await side.add(side.chain(4));
  const cases = [
    [6n, { alter: (number) => (number === 6n ? { parent: ethers.id('x') } : {}) }, {}],
    [5n, { alter: (number) => (number === 5n ? { parent: ethers.id('x') } : {}) }, {}],
    [6n, { alter: (number) => (number === 6n ? { number: 7n } : {}) }, {}],
    [8n, {}, { postState: ethers.id('x') }],
    [8n, {}, { blockHash: ethers.id('x') }],
  ];
  for (const [number, how, changes] of cases) {
    const snapshot = await hub.provider.send('evm_snapshot', []);
    const made = await side.over(side.chain(4, how), { changes });
    await done(side.bring(made));
    const place = Number(number) - 5;
    const call = (changed = {}) => disputes.connect(bob).disputeList(
      made.file, all(), changed.number ?? number, changed.header ?? made.headers[place], changed.before ?? good.checkpoint, '0x');
    await refused('WrongHeader', () => call({ header: made.headers[(place + 1) % 4] }));
    if (number === 5n) await refused('NotAccepted', () => call({ before: made.checkpoint }));
    const other = number === 8n ? 6n : 8n;
    if (!how.alter) await refused('NotFalse', () => call({ number: other, header: made.headers[Number(other) - 5] }));
    const receipt = await done(call());
    assert.deepEqual(events(disputes, receipt), [['FalseList', BigInt(D), 2n, number]]);
    await convicted(bob);
    await hub.provider.send('evm_revert', [snapshot]);
  }
});

test('no honest list is false, and the first block follows on block 0', async () => {
  const first = await side.add(side.chain(3));
  const second = await side.add(side.chain(300));
  for (const [made, number] of [[first, 1n], [first, 2n], [first, 3n], [second, 4n], [second, 260n], [second, 303n]]) {
    const header = made.headers[Number(number - made.checkpoint.firstBlock)];
    await refused('NotFalse', () => disputes.disputeList(made.file, all(), number, header, first.checkpoint, RULES(D)));
  }
  await refused('Incomplete', () => disputes.disputeList(first.file, all(), 1, first.headers[0], first.checkpoint, RULES(S)));
});

test('a first block that does not follow on block 0 is false', async () => {
  const made = await side.add(side.chain(3, { alter: (number) => (number === 1n ? { parent: ethers.id('x') } : {}) }));
  await done(disputes.connect(bob).disputeList(made.file, all(), 1, made.headers[0], nobody(), RULES(D)));
  await convicted(bob);
});

test('a checkpoint that says something else than its chain\'s contract is false', async () => {
  const ask = (number) => outbox.encodeFunctionData('recordAt', [number]);
  const made = await side.add(side.chain(5), { messages: [side.message({ amount: 1n, recipient: bob.address })] });
  const tell = (number, answer, changes = {}) => judge({
    what: 2, to: OUTBOX.address, question: ask(number), evidence: evidence(), hash: made.checkpoint.blockHash, answer, ...changes,
  });
  const tried = (number = 5, who = bob) => disputes.connect(who).disputeRecord(made.file, all(), number, evidence(), bonded);
  const undo = await hub.provider.send('evm_snapshot', []);
  await tell(5, side.record(made));
  await refused('WrongBond', () => disputes.disputeRecord(made.file, all(), 5, evidence()));
  const before = await burnt();
  assert.deepEqual(events(disputes, await done(tried())), [['Unfounded', BigInt(D), 1n, 5n, bob.address]]);
  assert.equal(await burnt() - before, BOND);
  await refused('NotFalse', tried);
  await hub.provider.send('evm_revert', [undo]);
  await tell(5, side.record(made, { count: 0n }), { hash: ethers.id('x') });
  await refused('Incomplete', tried);
  for (const number of [2, 4]) {
    for (const answer of [{ count: 0n }, { ends: false }]) {
      const snapshot = await hub.provider.send('evm_snapshot', []);
      await tell(number, side.record(made, answer));
      assert.deepEqual(events(disputes, await done(tried(number))), [['Unfounded', BigInt(D), 1n, BigInt(number), bob.address]]);
      assert.equal(await chains.stateOf(D), state.ACTIVE);
      await hub.provider.send('evm_revert', [snapshot]);
    }
  }
  await refused('NoSuchBlock', () => tried(6));
  const lies = [
    [5, { ends: false }], [5, { cursor: 0n }], [5, { inboxHash: ethers.id('x') }], [5, { outboxRoot: ethers.id('x') }], [5, { count: 0n }],
    [5, { totals: ethers.id('x') }], [3, {}],
  ];
  for (const [number, changes] of lies) {
    const snapshot = await hub.provider.send('evm_snapshot', []);
    await tell(number, side.record(made, changes));
    assert.deepEqual(events(disputes, await done(tried(number))), [['FalseRecord', BigInt(D), 1n, BigInt(number)]]);
    await convicted(bob);
    await hub.provider.send('evm_revert', [snapshot]);
  }
});

test('a block that is demanded is shown, and pays who shows it', async () => {
  const made = await side.add(side.chain(5));
  await refused('NoSuchBlock', () => disputes.demand(made.file, 6, { value: coins(1) }));
  await refused('PaidTooLittle', () => disputes.demand(made.file, 3));
  await done(disputes.connect(bob).demand(made.file, 3, { value: coins(1) }));
  await refused('AlreadyDemanded', () => disputes.demand(made.file, 3, { value: coins(2) }));
  assert.equal(await disputes.depositFor(D), coins(2));
  await refused('PaidTooLittle', () => disputes.demand(made.file, 4, { value: coins(1) }));
  await done(disputes.connect(bob).demand(made.file, 4, { value: coins(2) }));
  assert.equal(await disputes.depositFor(D), coins(4));
  const shown = (number) => disputes.connect(alice).show(made.file, number, evidence());
  await judge({ what: 3, evidence: evidence(), hash: ethers.id('x') });
  await refused('Incomplete', () => shown(3));
  await judge({ what: 3, evidence: evidence(), hash: ethers.keccak256(made.headers[2]) });
  await refused('NotDemanded', () => disputes.show(made.file, 3, evidence()).then(() => disputes.show(made.file, 3, evidence())));
  await judge({ what: 3, evidence: evidence(), hash: ethers.keccak256(made.headers[3]) });
  await refused('Incomplete', () => shown(3));
  await done(shown(4));
  assert.equal(await disputes.owed(alice.address), coins(2));
  const before = await hub.provider.getBalance(alice.address);
  const { fee } = await done(disputes.connect(alice).withdraw());
  assert.equal(await hub.provider.getBalance(alice.address) - before, coins(2) - fee);
  await refused('NothingOwed', () => disputes.connect(alice).withdraw());
});

test('no price that rises just before keeps a demand out, and what was too much comes back', async () => {
  const made = await side.add(side.chain(5));
  await done(disputes.connect(alice).demand(made.file, 2, { value: coins(1) }));
  await done(disputes.connect(bob).demand(made.file, 3, { value: coins(8) }));
  assert.equal((await disputes.demandOf(D, 1, 3)).deposit, coins(2));
  assert.equal(await disputes.owed(bob.address), coins(6));
  await done(disputes.connect(bob).withdraw());
  assert.equal(await hub.provider.getBalance(disputes.target), coins(3));
});

test('a block is demanded in the first third of the delay, and shown until the end of the second', async () => {
  const early = await side.add(side.chain(5));
  await done(disputes.connect(bob).demand(early.file, 3, { value: coins(1) }));
  await hub.warp(DELAY / 3);
  await refused('TooLate', () => disputes.demand(early.file, 4, { value: coins(2) }));
  await refused('TooEarly', () => disputes.reportWithheld(early.file, 3));
  await hub.warp(DELAY / 3);
  await refused('NotDemanded', () => disputes.reportWithheld(early.file, 4));
  const receipt = await done(disputes.connect(alice).reportWithheld(early.file, 3));
  assert.deepEqual(events(disputes, receipt), [['Withheld', BigInt(D), 1n, 3n]]);
  assert.equal(await chains.stateOf(D), state.FROZEN);
  assert.deepEqual(await bonds(), keys.map(() => coins(1000)), 'a network may fail');
  assert.equal(await disputes.owed(bob.address), coins(1));
  assert.equal(await disputes.open(D), 0n);
});

test('who demanded a block of a chain that ended has the deposit back', async () => {
  const made = await side.add(side.chain(5, lied));
  await done(disputes.connect(bob).demand(made.file, 3, { value: coins(1) }));
  await falseBlock(made);
  await done(disputes.disputeBlock(made.file, all(), 3, evidence(), bonded));
  await done(disputes.reportWithheld(made.file, 3));
  assert.equal(await disputes.owed(bob.address), coins(1));
  assert.equal(await chains.stateOf(D), state.FROZEN);
});

test('what the contract has is what is demanded and owed, and all of it can be fetched', async () => {
  const made = await side.add(side.chain(5, lied));
  const has = () => hub.provider.getBalance(disputes.target);
  const owed = async () => await disputes.owed(alice.address) + await disputes.owed(bob.address);
  await done(disputes.connect(bob).demand(made.file, 1, { value: coins(1) }));
  await done(disputes.connect(bob).demand(made.file, 2, { value: coins(5) }));
  assert.equal(await has(), coins(1) + coins(2) + await owed());
  await judge({ what: 3, evidence: evidence(), hash: ethers.keccak256(made.headers[1]) });
  await done(disputes.connect(alice).show(made.file, 2, evidence()));
  await falseBlock(made, 4n, { verdict: TRUE });
  await done(disputes.connect(alice).disputeBlock(made.file, all(), 4, evidence(), bonded));
  await falseBlock(made);
  await done(disputes.connect(bob).disputeBlock(made.file, all(), 3, evidence(), bonded));
  assert.equal(await has(), coins(1) + await owed());
  await done(disputes.reportWithheld(made.file, 1));
  assert.deepEqual([await disputes.owed(bob.address), await disputes.owed(alice.address)], [coins(104), coins(2)]);
  for (const who of [alice, bob]) await done(disputes.connect(who).withdraw());
  assert.deepEqual([await has(), await owed(), await disputes.open(D)], [0n, 0n, 0n]);
});

test('who refuses its coins holds up nobody but itself', async () => {
  const made = await side.add(side.chain(5));
  const wall = await actor('Receiver', owner);
  await done(wall.refuse(true));
  await hub.provider.send('anvil_impersonateAccount', [wall.target]);
  await hub.provider.send('anvil_setBalance', [wall.target, ethers.toQuantity(coins(10))]);
  const it = await hub.provider.getSigner(wall.target);
  await done(disputes.connect(it).demand(made.file, 3, { value: coins(1) }));
  await hub.warp(DELAY * 2 / 3);
  await done(disputes.reportWithheld(made.file, 3));
  await refused('CoinRefused', () => disputes.connect(it).withdraw());
  assert.equal(await disputes.owed(wall.target), coins(1));
  assert.equal(await chains.stateOf(D), state.FROZEN);
});

test('an asset that is called disputes nothing meanwhile', async () => {
  const made = await side.add(side.chain(5));
  await done(disputes.connect(bob).demand(made.file, 3, { value: coins(1) }));
  await hub.warp(DELAY * 2 / 3);
  const thief = await actor('Thief20', alice);
  await done(thief.mint(alice.address, 100));
  await done(thief.aim(disputes.target, disputes.interface.encodeFunctionData('reportWithheld', [made.file, 3])));
  await hub.send(alice, D, { asset: thief.target, amount: 10n });
  assert.equal(await thief.worked(), false);
  assert.equal(await chains.stateOf(D), state.ACTIVE);
  await done(disputes.reportWithheld(made.file, 3));
  assert.equal(await chains.stateOf(D), state.FROZEN);
});

test('everybody leaves with what the state itself says', async () => {
  await hub.send(alice, D, { asset: gold.target, amount: 50n });
  await hub.send(alice, D, { kind: kind.TOKEN, asset: deeds.target, amount: 5n });
  const paid = await side.add(side.chain(5));
  await hub.warp(DELAY);
  const theft = await side.add(side.chain(5, { alter: (number) => (number === 7n ? { gasUsed: 9n } : {}) }), {
    messages: [side.message({ amount: coins(10), recipient: owner.address })],
  });
  const hash = ethers.keccak256(theft.headers[1]);
  await judge({ what: 1, evidence: evidence(), verdict: FALSE, rules: ethers.keccak256(RULES(D)), hash });
  await done(disputes.connect(bob).disputeBlock(theft.file, all(), 7, evidence(), bonded));
  await hub.warp(DAY);
  await done(exits.beginExit(D));
  const tell = (asset, account, id, amount, block = paid.checkpoint.blockHash) => judge({
    what: 2, to: ASSETS.address, question: assets.encodeFunctionData('heldBy', [asset, account, id]), evidence: evidence(), hash: block,
    answer: ethers.toBeHex(amount, 32),
  });
  const left = (asset, account, id = 0n, made = paid) => exits.connect(bob).exitByState(made.checkpoint, asset, account, id, evidence());
  await refused('Incomplete', () => left(COIN, alice.address), exits);
  await tell(COIN, alice.address, 0n, coins(10), theft.checkpoint.blockHash);
  await refused('Incomplete', () => left(COIN, alice.address), exits);
  await refused('NotAccepted', () => left(COIN, alice.address, 0n, theft), exits);
  await tell(COIN, bob.address, 0n, 0n);
  await refused('NothingToPay', () => left(COIN, bob.address), exits);
  await tell(COIN, bob.address, 0n, coins(10) + 1n);
  await assert.rejects(async () => done(left(COIN, bob.address)), 'escrow pays no more than it has');
  const leaf = { exits: [], which: 0, account: alice.address, amount: coins(10), path: [] };
  await refused('NotInTree', () => exits.exit(paid.checkpoint, leaf), exits);
  await tell(COIN, alice.address, 0n, coins(10));
  const before = await hub.provider.getBalance(alice.address);
  await done(left(COIN, alice.address));
  assert.equal(await hub.provider.getBalance(alice.address) - before, coins(10));
  await refused('AlreadyPaid', () => left(COIN, alice.address), exits);
  assert.equal(await escrow.escrow(D, COIN), 0n);
  await tell(gold.target, alice.address, 0n, 50n);
  await done(left(gold.target, alice.address));
  assert.equal(await gold.balanceOf(alice.address), 1000n);
  await tell(deeds.target, alice.address, 5n, 1n);
  await tell(deeds.target, bob.address, 5n, 0n);
  await refused('NothingToPay', () => left(deeds.target, bob.address, 5n), exits);
  await done(left(deeds.target, alice.address, 5n));
  assert.equal(await deeds.ownerOf(5n), alice.address);
  await refused('AlreadyPaid', () => left(deeds.target, alice.address, 5n), exits);
});

test('of a chain of tier S nobody leaves by its state, and nothing is disputed', async () => {
  const theirs = await hub.found(S, owner);
  const sovereign = new Side(hub, S, theirs);
  await hub.send(alice, S, { amount: coins(3) });
  const made = await sovereign.submit();
  await hub.warp(DAY);
  await hub.send(alice, S, { amount: coins(3) });
  await hub.warp(DAY + 60);
  await done(exits.reportSilence(S));
  await hub.warp(DAY);
  await done(exits.beginExit(S));
  await judge({
    what: 2, to: ASSETS.address, question: assets.encodeFunctionData('heldBy', [COIN, alice.address, 0n]), evidence: evidence(),
    hash: made.checkpoint.blockHash, answer: ethers.toBeHex(coins(3), 32),
  });
  await refused('NotInTree', () => exits.exitByState(made.checkpoint, COIN, alice.address, 0n, evidence()), exits);
  const file = { checkpoint: made.checkpoint, blocks: '0x' };
  await refused('NotDisputable', () => disputes.disputeBlock(file, joined(theirs), 1, evidence(), bonded));
  await refused('NotDisputable', () => disputes.demand(file, 1, { value: coins(1) }));
  await refused('NotDisputable', () => disputes.submit(sovereign.submission(made), '0x'));
});

test('a forced withdrawal that was answered with too little ends the chain, by what the state says', async () => {
  await side.add(side.chain(2));
  const { message: request, index } = hub.sent(await done(hub.inbox.connect(alice).force(D, COIN, coins(4))));
  const answer = side.answer(request, coins(1));
  const made = await side.add(side.chain(3), { messages: [answer] });
  const tell = (amount) => judge({
    what: 2, to: ASSETS.address, question: assets.encodeFunctionData('heldBy', [COIN, alice.address, coins(4)]), evidence: evidence(),
    hash: made.checkpoint.blockHash, answer: ethers.toBeHex(amount, 32),
  });
  const tried = () => exits.connect(bob)
    .proveIgnoredByState(made.checkpoint, index, request, answer, made.outbox.path(0), evidence());
  await tell(0n);
  await refused('Answered', tried, exits);
  await tell(1n);
  await done(tried());
  assert.equal(await chains.stateOf(D), state.EXIT);
});

test('what it costs, without the judge', async () => {
  const rows = [];
  const measured = async (what, call, most) => {
    const { gasUsed } = await done(call);
    rows.push(`# | ${what} | ${Number(gasUsed).toLocaleString('en')} |`);
    assert.ok(gasUsed <= most, `${what}: ${gasUsed} gas`);
  };
  const part = ethers.hexlify(ethers.randomBytes(24_575));
  await measured('lay down 24,575 bytes of evidence', disputes.lay(part), 16_777_216n / 3n);
  await measured('lay them down again', disputes.lay(part), 1_500_000n);
  await measured('a checkpoint of 4 members and 10 blocks', side.bring(side.last = await side.over(side.chain(10))), 500_000n);
  const made = await side.over(side.chain(1024, { alter: (number) => (number === 12n ? { gasUsed: 7n } : {}) }));
  await measured('a checkpoint of 4 members and 1,024 blocks', side.bring(side.last = made), 2_500_000n);
  await measured('demand a block of 1,024', disputes.connect(bob).demand(made.file, 13, { value: coins(1) }), 2_000_000n);
  await judge({ what: 3, evidence: evidence(), hash: ethers.keccak256(made.headers[2]) });
  await measured('show it', disputes.connect(alice).show(made.file, 13, evidence()), 2_000_000n);
  const convicts = async (what, call) => {
    const snapshot = await hub.provider.send('evm_snapshot', []);
    await measured(what, call(), 2_500_000n);
    assert.equal(await chains.stateOf(D), state.FROZEN);
    await hub.provider.send('evm_revert', [snapshot]);
  };
  await judge({
    what: 2, to: OUTBOX.address, question: outbox.encodeFunctionData('recordAt', [1034]), evidence: evidence(),
    hash: made.checkpoint.blockHash, answer: side.record(made, { ends: false }),
  });
  await convicts('convict 4 members of a record', () => disputes.disputeRecord(made.file, all(), 1034, evidence(), bonded));
  await falseBlock(made, 2n);
  await convicts('convict 4 members of a block', () => disputes.disputeBlock(made.file, all(), 12, evidence(), bonded));
  for (const row of rows) console.log(row); // for contracts/README.md
});

test('the largest dispute fits one transaction, as long as its evidence lies in pieces', async () => {
  const large = await hub.found(L, owner, { size: 36, charter: { tier: 2, delay: DELAY, verifier: ethers.keccak256(RULES(L)) } });
  const its = new DisputedSide(hub, L, large);
  const made = await its.add(its.chain(1024, { alter: (number) => (number === 9n ? { gasUsed: 7n } : {}) }));
  const pieces = Array.from({ length: Math.ceil((4 << 20) / 24_575) }, (_, i) => ethers.toBeHex(2n ** 159n + BigInt(i), 20));
  await judge.charge(50_000 + (4 << 20) / 4 + 2_600 * pieces.length + 14_000_000); // rule 7
  const dispute = async (inline) => {
    const shown = evidence(`0x${'ee'.repeat(inline)}`, pieces);
    await judge({ what: 1, evidence: shown, verdict: FALSE, rules: ethers.keccak256(RULES(L)), hash: ethers.keccak256(made.headers[8]) });
    return disputes.connect(bob).disputeBlock(made.file, joined(large), 9, shown, { ...bonded, gasLimit: 1 << 24 });
  };
  await assert.rejects(async () => done(await dispute(90 << 10)));
  const receipt = await done(await dispute(4 << 10));
  assert.equal(await chains.stateOf(L), state.FROZEN);
  assert.ok(receipt.gasUsed > 16_000_000n, `the judge was paid: ${receipt.gasUsed}`);
});
