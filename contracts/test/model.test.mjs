// SPDX-License-Identifier: Apache-2.0
// Thousands of random actions, right and wrong ones, against the model; BANYAN_SEED and BANYAN_ACTIONS choose others.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { coins, startDpos } from './dpos.mjs';
import { done } from './chain.mjs';
import { blsKey, voteMessage } from './bls.mjs';
import { electors } from './electors.mjs';
import { ACTIVE, DAY, HOUR, Model, SCALE } from './model.mjs';
import { randomness } from './randomness.mjs';

const SEED = Number(process.env.BANYAN_SEED ?? 20261121);
const ACTIONS = Number(process.env.BANYAN_ACTIONS ?? 3000);
const TRUE_DELEGATES = 14;
const OTHERS = 110;
const values = {
  MIN_STAKE: coins(1), MIN_PLEDGE: coins(1000), WITHDRAWAL_WAIT: HOUR, UNBONDING: DAY, ENDORSEMENT_DELAY: HOUR,
  MIN_VOTES: coins(1500), MAX_DURATION_DAYS: 91n, EXITS_PER_EPOCH: 1n,
};

let dpos;
after(() => dpos?.stop());

test(`${ACTIONS} random actions leave what the model says, to the last wei (seed ${SEED})`, async () => {
  dpos = await startDpos({ values, accounts: 6 });
  const { provider, signers, staking, delegates, rewards, election, slashing } = dpos;
  const parameters = {};
  const all = await dpos.parameters.values();
  const { parameter } = await import('./dpos.mjs');
  for (const [name, number] of Object.entries(parameter)) parameters[name] = all[number];
  const model = new Model(parameters);
  const random = randomness(SEED);
  const pick = (list) => list[random(list.length)];
  const who = signers.map(({ address }) => address);
  const start = await Promise.all(who.map((address) => provider.getBalance(address)));

  const free = { gasPrice: 0n };
  for (let id = 1; id <= TRUE_DELEGATES; id++) {
    const owner = signers[id % 4];
    const commission = random(2001);
    await done(delegates.connect(owner).register(`delegate-${id}`, dpos.application(`delegate-${id}`, owner.address),
      owner.address, commission, '', ethers.ZeroHash, '', { value: coins(100), ...free }));
    model.addDelegate(id, owner.address, BigInt(commission));
  }
  const board = await electors(dpos);
  const votesOf = (id) => coins(1000 + ((id * 7919) % 6000));
  await board.enter(TRUE_DELEGATES + 1, TRUE_DELEGATES + OTHERS, votesOf);
  for (let id = TRUE_DELEGATES + 1; id <= TRUE_DELEGATES + OTHERS; id++) model.addDelegate(id, null, 0n, votesOf(id));
  for (let i = 0; i < who.length; i++) {
    const fees = start[i] + (model.wealth.get(who[i]) ?? 0n) - (await provider.getBalance(who[i]));
    start[i] -= fees; // what setting up the ranking cost
  }
  const zeroAtStart = await provider.getBalance(ethers.ZeroAddress);
  const lies = new Map();
  const lie = (id) => {
    if (!lies.has(id)) {
      const vote = (blockHash) => ({ epoch: 1, view_: 1, kind: 1, height: 1, blockHash });
      const both = [vote(ethers.id('a')), vote(ethers.id('b'))];
      const key = blsKey(`delegate-${id}`);
      lies.set(id, both.flatMap((v) => [v, key.sign(voteMessage(dpos.chainId, v))]));
    }
    return lies.get(id);
  };

  /** Sends a call at the model's time; the chain must accept what the model accepts, and nothing else. */
  const tally = { accepted: 0, refused: 0, kinds: new Map() };
  async function act(from, contract, name, args, value, expected) {
    await provider.send('evm_setNextBlockTimestamp', [Number(model.now)]);
    const transaction = {
      from, to: contract.target, data: contract.interface.encodeFunctionData(name, args), value: ethers.toQuantity(value),
      gas: '0x900000', gasPrice: '0x0',
    };
    const hash = await provider.send('eth_sendTransaction', [transaction]);
    let receipt = null; // it may take a moment after the answer
    while (receipt === null) receipt = await provider.send('eth_getTransactionReceipt', [hash]);
    assert.equal(receipt.status === '0x1', expected, `${name}(${args}) by ${from} at ${model.now}`);
    tally[expected ? 'accepted' : 'refused']++;
    const [yes, no] = tally.kinds.get(name) ?? [0, 0];
    tally.kinds.set(name, expected ? [yes + 1, no] : [yes, no + 1]);
  }

  const someBucket = (owner) => {
    const own = [...model.buckets.values()].filter((b) => b.owner === owner);
    return own.length > 0 && random(20) !== 0 ? pick(own).id : 1 + random(model.lastBucket + 2);
  };
  const someDelegate = () => 1 + random(TRUE_DELEGATES);
  const alive = () => [...model.delegates.values()].filter((d) => d.owner !== null && d.status <= ACTIVE).length;
  const amount = (most) => BigInt(1 + random(1_000_000)) * (coins(most) / 1_000_003n);
  const bucketCalls = {
    create() {
      const [from, value] = [pick(who), amount(random(8) === 0 ? 4000 : 500)];
      const args = [random(4) === 0 ? 91 : random(93), random(2) === 0, random(2) === 0, random(8) === 0 ? 0 : someDelegate()];
      return act(from, staking, 'create', args, value, model.create(from, value, ...args));
    },
    deposit() {
      const [from, value] = [pick(who), random(30) === 0 ? 0n : amount(300)];
      const id = someBucket(from);
      return act(from, staking, 'deposit', [id], value, model.deposit(from, id, value));
    },
    extend() {
      const from = pick(who);
      const id = someBucket(from);
      const days = random(3) === 0 ? (model.buckets.get(id)?.days ?? 0) : random(92);
      const auto = random(4) === 0;
      return act(from, staking, 'extend', [id, days, auto], 0n, model.extend(from, id, days, auto));
    },
    changeDelegate() {
      const from = pick(who);
      const args = [someBucket(from), random(TRUE_DELEGATES + 1)];
      return act(from, staking, 'changeDelegate', args, 0n, model.changeDelegate(from, ...args));
    },
    transfer() {
      const [from, to] = [pick(who), pick(who)];
      const id = someBucket(from);
      return act(from, staking, 'transferFrom', [from, to, id], 0n, model.transfer(from, id, to));
    },
    merge() {
      const from = pick(who);
      const ids = Array.from({ length: 1 + random(3) }, () => someBucket(from));
      const into = someBucket(from);
      return act(from, staking, 'merge', [ids, into], 0n, model.merge(from, ids, into));
    },
    unstake() {
      const from = pick(who);
      const ripe = [...model.buckets.values()].filter((b) => b.owner === from && !b.auto && model.now >= model.freeAt(b));
      const id = ripe.length > 0 && random(3) !== 0 ? pick(ripe).id : someBucket(from);
      return act(from, staking, 'unstake', [id], 0n, model.unstake(from, id));
    },
    withdraw() {
      const from = pick(who);
      const waiting = [...model.buckets.values()].filter((b) => b.owner === from && b.unstaked);
      const id = waiting.length > 0 ? pick(waiting).id : someBucket(from);
      return act(from, staking, 'withdraw', [id], 0n, model.withdraw(from, id));
    },
    claim() {
      const from = pick(who);
      const ids = Array.from({ length: 1 + random(4) }, () => someBucket(from));
      return act(from, rewards, 'claim', [ids], 0n, model.claim(from, ids));
    },
    compound() {
      const from = pick(who);
      const id = someBucket(pick(who));
      return act(from, rewards, 'compound', [[id]], 0n, model.compound(from, id));
    },
    setCompounding() {
      const from = pick(who);
      const args = [someBucket(from), random(2) === 0];
      return act(from, staking, 'setCompounding', args, 0n, model.setCompounding(from, ...args));
    },
  };
  const delegateCalls = {
    claimDelegate() {
      const id = someDelegate();
      return act(pick(who), rewards, 'claimDelegate', [id], 0n, model.claimDelegate(id, model.delegates.get(id).owner));
    },
    async activate() {
      const id = someDelegate();
      const d = model.delegates.get(id);
      const fit = [...model.buckets.values()].filter((b) => b.delegate === id && b.amount >= parameters.MIN_PLEDGE);
      const bucket = fit.length > 0 ? pick(fit).id : someBucket(d.owner);
      const b = model.buckets.get(bucket);
      const endorse = b !== undefined && b.owner !== d.owner && random(5) !== 0;
      if (endorse) {
        await act(b.owner, delegates, 'endorse', [bucket, id], 0n, true);
        model.now += 1n;
      }
      const from = random(10) === 0 ? pick(who) : d.owner;
      const expected = model.activate(from, id, bucket, endorse);
      await act(from, delegates, 'activate', [id, bucket], 0n, expected);
      if (!endorse || expected) return;
      model.now += 1n;
      await act(b.owner, delegates, 'endorse', [bucket, 0], 0n, true);
    },
    withdrawEndorsement() {
      const id = someDelegate();
      const pledge = model.buckets.get(model.delegates.get(id).pledge);
      const from = pledge?.owner ?? pick(who);
      return act(from, delegates, 'withdrawEndorsement', [id], 0n, model.withdrawEndorsement(from, id));
    },
    suspend() {
      const id = someDelegate();
      return act(pick(who), delegates, 'suspend', [id], 0n, model.suspend(id));
    },
    async requestExit() {
      if (alive() < 7 || random(9) !== 0) return;
      const id = someDelegate();
      const from = model.delegates.get(id).owner;
      await act(from, delegates, 'requestExit', [id], 0n, model.requestExit(from, id));
    },
    async report() {
      if (alive() < 7 || random(9) !== 0) return;
      const [id, from] = [someDelegate(), pick(who)];
      await act(from, slashing, 'report', [id, ...lie(id)], 0n, model.expel(id, from));
    },
  };

  async function turn() {
    const members = [...model.delegates.keys()].filter(() => random(4) === 0).slice(0, 36);
    const reports = members.map((delegate) => ({
      delegate, produced: BigInt(80 + random(21)), expected: 100n, missedReveals: BigInt(random(6) === 0 ? 1 : 0) }));
    const minted = model.epoch < 0n ? 0n : model.due(reports);
    if (model.epoch >= 0n) assert.equal(await election.due(reports), minted);
    await dpos.credit(minted);
    model.turn(reports, minted);
    await act('0xfffffffffffffffffffffffffffffffffffffffe', election, 'turn', [model.epoch, minted, reports], 0n, true);
    assert.deepEqual((await election.candidates(model.epoch + 1n)).map(({ delegate, votes }) => [Number(delegate), votes]),
      model.snapshots.get(model.epoch + 1n));
  }

  async function compare() {
    const best = await election.ranked();
    const expected = model.best();
    assert.deepEqual([...best[0]].map(Number), expected.map(({ id }) => id));
    assert.deepEqual([...best[1]], expected.map((d) => model.rankedVotes(d)));
    for (const d of model.delegates.values()) {
      if (d.owner === null) continue;
      let sum = 0n;
      for (const b of model.buckets.values()) if (b.delegate === d.id) sum += b.weight;
      assert.equal(sum, d.votes, 'votes are the sum of the weights');
      assert.equal(await election.votes(d.id), d.votes);
      const account = await rewards.accountOf(d.id);
      assert.deepEqual([...account], [d.earned, d.perWeight, d.rest]);
    }
    await Promise.all([...model.buckets.values()].map(async (b) => {
      const [owner, shown] = await staking.bucket(b.id);
      assert.deepEqual([owner, shown.amount, shown.weight, Number(shown.delegate), shown.unstaked],
        [b.owner, b.amount, b.weight, b.delegate, b.unstaked]);
      assert.equal(await rewards.pendingOf(b.id), model.pendingOf(b));
    }));
    for (const address of who) {
      const listed = await staking.bucketsOf(address, 0, 200);
      assert.deepEqual([...listed].map(Number).sort((a, b) => a - b),
        [...model.buckets.values()].filter((b) => b.owner === address).map(({ id }) => id).sort((a, b) => a - b));
    }
    // Every wei: on the books, in the buckets, with people, burned.
    assert.equal(model.counted96(), model.accounted * SCALE);
    assert.equal(await rewards.accounted(), model.accounted);
    assert.equal(await rewards.carried(), model.carried);
    assert.equal(await rewards.dust(), model.dust);
    assert.equal(await provider.getBalance(rewards.target), model.accounted);
    assert.equal(await provider.getBalance(staking.target), model.stakedTotal());
    assert.equal(await staking.totalStaked(),
      [...model.buckets.values()].reduce((sum, b) => sum + (b.unstaked ? 0n : b.amount), 0n));
    assert.equal((await provider.getBalance(ethers.ZeroAddress)) - zeroAtStart, model.burned);
    for (let i = 0; i < who.length; i++) {
      assert.equal(await provider.getBalance(who[i]), start[i] + (model.wealth.get(who[i]) ?? 0n), who[i]);
    }
    for (const address of [delegates.target, election.target, dpos.parameters.target, slashing.target]) {
      assert.equal(await provider.getBalance(address), 0n, 'only buckets and books hold coins');
    }
  }

  model.now = (await dpos.now()) + 1n;
  await turn();
  // Some pledges first, so that there is something to rank.
  for (let id = 1; id <= TRUE_DELEGATES; id++) {
    const { owner } = model.delegates.get(id);
    for (const days of [91, 30]) {
      const value = coins(1500 + 100 * id);
      const args = [days, days === 91, true, id];
      model.now += 1n;
      await act(owner, staking, 'create', args, value, model.create(owner, value, ...args));
    }
    model.now += 1n;
    await act(owner, delegates, 'activate', [id, 2 * id - 1], 0n, model.activate(owner, id, 2 * id - 1, false));
  }
  const weighted = [
    ...Object.values(bucketCalls).flatMap((call) => Array(call === bucketCalls.create ? 4 : 2).fill(call)),
    ...Object.values(delegateCalls),
  ];
  for (let i = 1; i <= ACTIONS; i++) {
    model.now += random(100) === 0 ? DAY * BigInt(random(20)) + 1n : BigInt(1 + random(2000));
    await pick(weighted)();
    if (i % 160 === 0) {
      model.now += 1n;
      await turn();
      await compare();
    }
  }
  await compare();
  console.log(`# ${tally.accepted} accepted, ${tally.refused} refused, ${model.epoch} epochs, ${model.buckets.size} buckets left`);
  console.log(`# ${[...tally.kinds].map(([name, [yes, no]]) => `${name} ${yes}/${no}`).join(', ')}`);
});
