// SPDX-License-Identifier: Apache-2.0
import { after, before, test as plain } from 'node:test';
import assert from 'node:assert/strict';
import { DAY, coins, events, refused as refusedBy, startDpos, undone } from './dpos.mjs';
import { done } from './chain.mjs';

let dpos, election, staking, alice, bob, list;

// The least a pledge may be is low here, so that one account can put up many.
before(async () => {
  dpos = await startDpos({ values: { MIN_PLEDGE: coins(1000), MIN_VOTES: coins(2000) } });
  ({ election, staking } = dpos);
  [alice, bob] = dpos.signers;
  list = [];
  for (let i = 0; i < 6; i++) list.push(await dpos.candidate(`delegate-${i}`, alice, { amount: coins(2000), days: 0, auto: false }));
});
after(() => dpos?.stop());

const test = (name, run) => plain(name, undone(() => dpos, run));
const refused = (name, call) => refusedBy(election, name, call);
const order = async () => [...(await election.ranked())[0]].map(Number);
const report = (delegate, produced = 100, expected = 100, missedReveals = 0) => ({ delegate, produced, expected, missedReveals });
const vote = (delegate, amount) => dpos.bucket(bob, amount, { delegate });

test('more votes rank higher, and of equal votes the earlier registration', async () => {
  assert.deepEqual(await order(), [1, 2, 3, 4, 5, 6]);
  await vote(5, coins(300));
  await vote(3, coins(200));
  await vote(6, coins(200));
  assert.deepEqual(await order(), [5, 3, 6, 1, 2, 4]);
  const [, votes] = await election.ranked();
  assert.deepEqual([...votes].slice(0, 4), [coins(2300), coins(2200), coins(2200), coins(2000)]);
});

test('beyond a hundred, the best of the others come in as votes change', async () => {
  // Only the ranking is of interest: the callers it trusts are played by hand.
  const { electors } = await import('./electors.mjs');
  const board = await electors(dpos);
  const votes = new Map(list.map(({ id }) => [id, coins(2000)]));
  await board.enter(7, 150, (id) => coins(1000 + ((id * 7919) % 1000)));
  for (let id = 7; id <= 150; id++) votes.set(id, coins(1000 + ((id * 7919) % 1000)));
  const best = () => [...votes].sort(([a, x], [b, y]) => (x === y ? a - b : x > y ? -1 : 1)).slice(0, 100).map(([id]) => id);
  assert.deepEqual((await election.rankedCount()).map(Number), [100, 50]);
  assert.deepEqual(await order(), best());
  let random = 1;
  const next = (n) => (random = (random * 48271) % 2147483647) % n;
  for (let i = 0; i < 300; i++) {
    const id = 7 + next(144);
    const amount = coins(next(2500));
    if (next(10) === 0) {
      if (votes.has(id)) {
        await board.quit(id);
        votes.delete(id);
      } else {
        await board.reenter(id);
        votes.set(id, await election.votes(id));
      }
    } else {
      await board.setVotes(id, amount);
      if (votes.has(id)) votes.set(id, amount);
    }
    if (i % 10 === 9) assert.deepEqual(await order(), best(), `after ${i}`);
  }
});

test('the first block of an epoch fixes the candidates of the next', async () => {
  await vote(4, coins(110));
  const { receipt } = await dpos.turn();
  assert.deepEqual(events(election, receipt), [['EpochBegun', 0n, 0n], ['SnapshotTaken', 1n, 6n]]);
  const shown = await election.candidates(1);
  assert.deepEqual(shown.map(({ delegate }) => Number(delegate)), [4, 1, 2, 3, 5, 6]);
  assert.deepEqual(shown.map(({ identity }) => Number(identity)), [4, 1, 2, 3, 5, 6]);
  assert.equal(shown[0].votes, coins(2110));
  await vote(2, coins(150));
  await done(dpos.delegates.setIdentity(4, dpos.application('delegate-3', alice.address, { operator: bob.address })));
  assert.deepEqual((await election.candidates(1)).map(({ identity }) => Number(identity)), [4, 1, 2, 3, 5, 6]);
  await refused('NoSnapshot', () => election.candidates(2));
  await dpos.turn();
  assert.deepEqual((await election.candidates(2)).map(({ identity }) => Number(identity)), [2, 7, 1, 3, 5, 6]);
  for (let i = 0; i < 7; i++) await dpos.turn();
  await refused('NoSnapshot', () => election.candidates(1));
  assert.equal((await election.candidates(2)).length, 6);
  assert.equal((await election.candidates(9)).length, 6);
});

test('who has too few votes is no candidate', async () => {
  const weak = await dpos.candidate('weak', alice, { amount: coins(1999), days: 0, auto: false });
  await dpos.turn();
  assert.ok(!(await election.candidates(1)).some(({ delegate }) => Number(delegate) === weak.id));
  await vote(weak.id, coins(100));
  await dpos.turn();
  assert.equal(Number((await election.candidates(2))[0].delegate), weak.id);
});

test('no more candidates than the parameter says', async () => {
  const { parameters } = dpos;
  await done(parameters.propose(11, 4));
  await dpos.warp(2 * DAY);
  await done(parameters.enact(11));
  await dpos.turn();
  assert.deepEqual((await election.candidates(1)).map(({ delegate }) => Number(delegate)), [1, 2, 3, 4]);
});

test('only the protocol turns epochs, and only forward', async () => {
  await refused('OnlyFor', () => election.turn(0, 0, []));
  await dpos.turn();
  const call = (epoch, reports = []) => election.connect(dpos.system).turn(epoch, 0, reports);
  await refused('NotNext', () => call(0));
  await refused('TooMany', () => call(1, Array(37).fill(report(1))));
  await done(call(5));
  assert.equal(await election.epoch(), 5n);
  assert.equal((await election.candidates(6)).length, 6);
  await refused('NotNext', () => call(5));
});

test('below 85 % productivity votes count a tenth for six epochs, then in full by themselves', async () => {
  await vote(2, coins(1000));
  await dpos.turn();
  await dpos.turn([report(1, 85), report(2, 84)]);
  let s = await election.standing(2);
  assert.deepEqual([s.votes_, s.votesRanked, s.probationUntil], [coins(3000), coins(300), 7n]);
  assert.equal((await election.standing(1)).probationUntil, 0n);
  assert.equal((await order()).at(-1), 2);
  assert.ok(!(await election.candidates(2)).some(({ delegate }) => Number(delegate) === 2));
  await vote(2, coins(500)); // counts a tenth too
  assert.equal((await election.standing(2)).votesRanked, coins(350));
  for (let epoch = 2; epoch < 7; epoch++) {
    await dpos.turn();
    assert.equal((await election.standing(2)).votesRanked, coins(350), `epoch ${epoch}`);
  }
  const { receipt } = await dpos.turn();
  assert.ok(events(election, receipt).some(([name, id]) => name === 'ProbationEnded' && id === 2n));
  s = await election.standing(2);
  assert.deepEqual([s.votesRanked, s.probationUntil], [coins(3500), 0n]);
  assert.equal((await order())[0], 2);
  assert.equal(Number((await election.candidates(8))[0].delegate), 2);
});

test('a second lapse prolongs probation', async () => {
  await dpos.turn();
  await dpos.turn([report(3, 0)]);
  await dpos.turn();
  await dpos.turn([report(3, 0)]);
  for (let epoch = 4; epoch <= 8; epoch++) {
    await dpos.turn();
    assert.equal((await election.standing(3)).probationUntil, 9n);
  }
  await dpos.turn();
  assert.equal((await election.standing(3)).probationUntil, 0n);
});

test('probation ends even if epochs were skipped', async () => {
  await dpos.turn();
  await dpos.turn([report(3, 0)]);
  dpos.epoch = 199;
  await dpos.turn();
  assert.equal((await election.standing(3)).probationUntil, 0n);
});

test('a withheld reveal costs as much as ten blocks, on duty or not', async () => {
  await dpos.turn();
  await dpos.turn([report(1, 100, 100, 1), report(2, 100, 100, 2), report(3, 0, 0, 0), report(4, 0, 0, 1)]);
  const until = async (id) => (await election.standing(id)).probationUntil;
  assert.deepEqual([await until(1), await until(2), await until(3), await until(4)], [0n, 7n, 0n, 7n]);
});

test('reports of unknown or departed delegates do no harm', async () => {
  await dpos.turn();
  await done(dpos.delegates.requestExit(1));
  await dpos.turn([report(0, 0), report(4_000_000_000, 0), report(1, 0), report(1, 0)]);
  assert.deepEqual(await order(), [2, 3, 4, 5, 6]);
  for (let i = 0; i < 7; i++) await dpos.turn();
  assert.equal((await election.standing(1)).probationUntil, 0n);
});

test('what belongs to the other contracts is closed to everyone else', async () => {
  for (const call of [() => election.changeVotes(0, 0, 1, 1), () => election.enter(1), () => election.quit(1)]) {
    await refused('OnlyFor', call);
  }
});
