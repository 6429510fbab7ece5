// SPDX-License-Identifier: Apache-2.0
// What the hub's calls cost, and that it does not grow with what others do. Prints the table of contracts/README.md.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { artifact, COIN, DAY, HUB, actor, coins, done, joined, kind, startHub } from './hub.mjs';
import { Side } from './side.mjs';

const A = 71, LARGE = 72;
const rows = [];
let hub, owner, alice, bob, gold, side;
const measured = (what, receipt, most) => {
  rows.push([what, Number(receipt.gasUsed)]);
  assert.ok(receipt.gasUsed <= most, `${what}: ${receipt.gasUsed} gas`);
  return Number(receipt.gasUsed);
};
before(async () => {
  hub = await startHub();
  [, owner, alice, bob] = hub.signers;
  gold = await actor('Coin20', owner, 0);
  await done(gold.mint(alice.address, 100_000));
  await done(gold.connect(alice).approve(hub.escrow.target, 100_000));
});
after(() => {
  for (const [what, gas] of rows) console.log(`# | ${what} | ${gas.toLocaleString('en')} |`);
  return hub?.stop();
});

test('code fits', () => {
  for (const name of HUB) assert.ok((artifact(name).deployedBytecode.length - 2) / 2 <= 24_576, name);
});

test('what people do', async () => {
  const exports = [{ token: ethers.id('FROST'), cap: 1000, decimals: 6, name: 'Frost', symbol: 'FROST' }];
  measured('register a chain', await done(hub.register(70, owner)), 350_000);
  measured('register a chain with a wrapper and a limit',
    await done(hub.register(A, owner, { exports, limits: [{ asset: gold.target, burst: 100_000, perHour: 1000 }] })), 2_000_000);
  const keys = await hub.committee(A, owner, 3, 'few');
  const key = (await import('./bls.mjs')).blsKey('last');
  measured('join as a member', await hub.join(A, owner, key), 500_000);
  const four = [...keys, key].sort((a, b) => (a.uncompressed < b.uncompressed ? -1 : 1));
  measured('open it with 4 members', await done(hub.chains.connect(owner).open(A, joined(four))), 300_000);
  side = new Side(hub, A, four);
  await hub.send(alice, A, { amount: coins(10) });
  await hub.send(alice, A, { asset: gold.target, amount: 1000n });
  measured('deposit coin', (await hub.send(alice, A, { amount: coins(1) })).receipt, 180_000);
  measured('deposit an ERC-20 token', (await hub.send(alice, A, { asset: gold.target, amount: 10n })).receipt, 250_000);
  measured('send a call without value', (await hub.send(alice, A, { kind: kind.CALL })).receipt, 150_000);
  measured('force a withdrawal', await done(hub.inbox.connect(alice).force(A, COIN, 1)), 220_000);
  const out = (changes) => side.message({ recipient: bob.address, ...changes });
  const holders = [[COIN, [[alice.address, coins(1)], [bob.address, 1n]]]];
  measured('a checkpoint of 4 members that brings nothing out', (await side.submit({ cursor: 0 })).receipt, 600_000);
  const made = await side.submit({
    messages: [side.answer({ ...(await hub.inbox.queryFilter(hub.inbox.filters.Sent(A))).at(-1).args.message.toObject() }, 1n),
      out({ amount: 5n }), out({ asset: gold.target, amount: 6n }), out({ kind: kind.CALL, gas: 50_000n }), out({ to: BigInt(A), amount: 7n })],
    holders,
  });
  measured('a checkpoint of 4 members with 2 assets and exits', made.receipt, 900_000);
  await hub.warp(DAY + 1);
  for (const [i, what] of [[1, 'claim coin'], [2, 'claim an ERC-20 token, under a limit'], [3, 'claim a call'], [4, 'claim to a chain']]) {
    measured(what, await done(side.claim(made, i)), 350_000);
  }
});

test('a checkpoint of the largest committee, and the one that names it', async () => {
  await done(hub.register(LARGE, owner));
  const keys = await hub.committee(LARGE, owner, 36, 'many');
  measured('open a chain with 36 members', await done(hub.chains.connect(owner).open(LARGE, joined(keys))), 1_500_000);
  const large = new Side(hub, LARGE, keys);
  measured('a checkpoint of 36 members', (await large.submit()).receipt, 1_200_000);
  measured('a checkpoint of 36 members that names 36', (await large.submit({ nextKeys: keys })).receipt, 2_500_000);
  const lie = await large.checkpoint({ messages: [large.message({ amount: 1n })] });
  measured('an overdraw of 36 members', await done(hub.checkpoints.submit(large.submission(lie))), 2_000_000);
});

test('nothing costs more where much has happened', async () => {
  const round = async () => {
    const { receipt } = await hub.send(alice, A, { amount: 100n });
    const made = await side.submit({ messages: [side.message({ amount: 100n, recipient: bob.address })] });
    return { made, costs: [receipt, made.receipt].map(({ gasUsed }) => Number(gasUsed)) };
  };
  await round();
  const early = await round();
  for (let i = 0; i < 30; i++) await round();
  const late = await round();
  await hub.warp(DAY + 1);
  for (const each of [early, late]) each.costs.push(Number((await done(side.claim(each.made, 0))).gasUsed));
  for (const [i, gas] of late.costs.entries()) {
    // What is looked up among n is found in log n steps, and a page of four times is opened every fourth message.
    assert.ok(gas - early.costs[i] < 35_000, `${early.costs} before, ${late.costs} after`);
  }
});

test('leaving', async () => {
  const holders = [[COIN, [[alice.address, 5n], [bob.address, 1n]]], [gold.target, [[alice.address, 5n]]]];
  const last = await side.submit({ holders });
  await hub.warp(DAY + 1);
  const { message, index } = await hub.send(alice, A, { amount: 100n });
  await hub.warp(DAY + 60);
  measured('report silence', await done(hub.exits.reportSilence(A)), 150_000);
  await hub.warp(DAY);
  measured('begin EXIT', await done(hub.exits.beginExit(A)), 300_000);
  measured('exit, the first of its asset', await done(hub.exits.exit(last.checkpoint, side.leaf(last, COIN, 0))), 250_000);
  measured('exit', await done(hub.exits.exit(last.checkpoint, side.leaf(last, COIN, 1))), 250_000);
  measured('pay a message back', await done(hub.exits.payBack(A, index, message)), 200_000);
});
