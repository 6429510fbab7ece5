// SPDX-License-Identifier: Apache-2.0
// A root and two chains with outposts, each its own EVM: value and calls go round, come back and leave; then random histories of
// it, in which every sum is the root's. BANYAN_SEED, BANYAN_HISTORIES and BANYAN_STEPS choose others.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { refused } from './dpos.mjs';
import { COIN, DAY, HOUR, actor, coins, done, kind, startHub, state } from './hub.mjs';
import { Link } from './outpost-link.mjs';
import { startOutpost } from './outpost.mjs';
import { randomness } from './randomness.mjs';

const SEED = Number(process.env.BANYAN_SEED ?? 20261122);
const HISTORIES = Number(process.env.BANYAN_HISTORIES ?? 1);
const STEPS = Number(process.env.BANYAN_STEPS ?? 40);
const [A, B] = [71, 72];
const CAP = 5000n;
const PARTS = ['function balanceOf(address) view returns (uint256)', 'function totalSupply() view returns (uint256)'];
let w;
const balance = (provider, asset, account) =>
  (asset === COIN ? provider.getBalance(account) : new ethers.Contract(asset, PARTS, provider).balanceOf(account));

before(async () => {
  const hub = await startHub({ accounts: 6 });
  const [, owner, ...users] = hub.signers;
  const own = { token: ethers.id('FROST'), cap: CAP, decimals: 18, name: 'Frost', symbol: 'FROST' };
  const frost = await hub.wrappers.predict(A, own);
  const [gold, junk, deeds] = [await actor('Coin20', owner, 0), await actor('Coin20', owner, 0), await actor('Coin721', owner)];
  const [wall, receiver] = [await actor('Receiver', owner), await actor('Receiver', owner)];
  await done(wall.refuse(true));
  for (const user of users) {
    for (const token of [gold, junk]) await done(token.mint(user.address, 10_000));
    await done(deeds.connect(user).setApprovalForAll(hub.escrow.target, true));
  }
  for (let id = 1; id <= 4; id++) await done(deeds.mint(users[id % 2].address, id));
  const keys = { [A]: await hub.found(A, owner, { exports: [own] }), [B]: await hub.found(B, owner) };
  for (const user of users) {
    for (const token of [gold, junk, gold.attach(frost)]) await done(token.connect(user).approve(hub.escrow.target, 1n << 200n));
  }
  const posts = {
    [A]: await startOutpost({ id: A, wrapper: frost, cap: CAP }), [B]: await startOutpost({ id: B }),
  };
  for (const id of [A, B]) {
    const post = posts[id];
    post.wall = await actor('Receiver', post.signers[0]);
    post.receiver = await actor('Receiver', post.signers[0]);
    await done(post.wall.refuse(true));
    await post.list(COIN);
    await post.list(gold.target);
    await post.list(deeds.target, { isToken: true });
    if (id === B) await post.list(frost);
    await post.close();
  }
  w = { hub, owner, users, frost, gold: gold.target, junk: junk.target, deeds, wall, receiver, keys, posts };
});
after(() => Promise.all([w?.hub.stop(), w?.posts[A].stop(), w?.posts[B].stop()]));

/** Links of both chains, from the same state as every test. */
const undone = (run) => async () => {
  const chains = [w.hub, w.posts[A], w.posts[B]];
  const snapshots = [];
  for (const { provider } of chains) snapshots.push(await provider.send('evm_snapshot', []));
  try {
    await run(new Link(w.hub, w.posts[A], w.keys[A]), new Link(w.hub, w.posts[B], w.keys[B]));
  } finally {
    for (const [i, { provider }] of chains.entries()) await provider.send('evm_revert', [snapshots[i]]);
    for (const id of [A, B]) w.posts[id].inbox = [];
  }
};
const warp = async (seconds) => {
  for (const chain of [w.hub, w.posts[A], w.posts[B]]) await chain.warp(seconds);
};
/** One round: the chains handle all they can and sign, a day goes by, all is claimed. */
const round = async (...links) => {
  const moved = [];
  for (const link of links) moved.push((await link.handle()).length, (await link.checkpoint()).messages.length);
  await warp(DAY + 60);
  for (const link of links) moved.push((await link.claim()).length);
  return moved.some((count) => count > 0);
};

test('deposits, withdrawals, calls, refunds and chain to chain, between the real contracts of both sides', undone(async (a, b) => {
  const { hub, posts, users: [alice, bob], gold, junk, deeds, frost, wall, receiver } = w;
  const [pa, pb] = [posts[A], posts[B]];
  const [me, you] = [pa.signers[1], pa.signers[2]]; // the same accounts on all chains
  const far = async (chain) => await chain.now() + 5 * DAY;
  const at = { recipient: me.address, refund: bob.address, deadline: await far(hub) };
  const greet = receiver.interface.encodeFunctionData('greet', [90_000]);
  await hub.send(alice, A, { ...at, amount: 1000n });
  await hub.send(alice, A, { ...at, asset: gold, amount: 500n });
  await hub.send(alice, A, { ...at, asset: deeds.target, kind: kind.TOKEN, amount: 2n });
  await hub.send(alice, A, { ...at, kind: kind.CALL, recipient: pa.receiver.target, gas: 100_000, data: greet });
  const unwanted = await hub.send(alice, A, { ...at, asset: gold, kind: kind.CALL, amount: 7n, recipient: pa.wall.target, gas: 100_000, data: greet });
  await hub.send(alice, A, { ...at, asset: junk, amount: 9n });
  assert.deepEqual(await a.handle(), [true, true, true, true, false, false]);
  assert.deepEqual([await pa.receiver.chain(), await pa.receiver.sender()], [0n, alice.address]);

  const home = { recipient: you.address, refund: me.address, deadline: await far(pa) };
  await pa.send(me, { ...home, amount: 100n });
  await pa.send(me, { ...home, asset: frost, amount: 300n }, 300n);
  await pa.send(me, { ...home, asset: gold, amount: 50n, to: B });
  await pa.send(me, { ...home, asset: deeds.target, kind: kind.TOKEN, amount: 2n, to: B });
  await pa.send(me, { ...home, asset: frost, amount: 40n, to: B }, 40n);
  await pa.send(me, { ...home, kind: kind.CALL, amount: 11n, recipient: receiver.target, gas: 100_000, data: greet });
  await pa.send(me, { ...home, kind: kind.CALL, amount: 12n, recipient: pb.receiver.target, gas: 100_000, data: greet, to: B });
  await pa.send(me, { ...home, amount: 13n, to: 99 }); // there is no such chain
  const [richer, refund] = [await balance(hub.provider, COIN, you.address), await balance(hub.provider, gold, bob.address)];
  await round(a, b);
  assert.equal(await balance(hub.provider, COIN, you.address) - richer, 100n);
  assert.equal(await balance(hub.provider, frost, you.address), 300n);
  assert.equal(await balance(hub.provider, gold, bob.address) - refund, 7n, 'what the receiver refused is back on the root');
  assert.equal(await balance(hub.provider, junk, bob.address), 10_009n);
  assert.deepEqual([await receiver.got(), await receiver.chain(), await receiver.sender()], [11n, BigInt(A), me.address]);
  const claims = await hub.claims.queryFilter(hub.claims.filters.Claimed(A, unwanted.tracking));
  assert.equal(claims.length, 1, 'one tracking id shows the way there and back');

  await a.handle();
  assert.deepEqual(await b.handle(), [true, true, true, true]);
  assert.equal(await (await pa.bridged(COIN)).balanceOf(me.address), 1000n - 100n - 11n - 12n, 'what no chain took is back');
  assert.equal(await (await pb.bridged(gold)).balanceOf(you.address), 50n);
  assert.equal(await (await pb.bridged(frost)).balanceOf(you.address), 40n);
  assert.equal(await (await pb.bridged(deeds.target, true)).holder(2), you.address);
  assert.deepEqual([await pb.receiver.chain(), await pb.receiver.sender()], [BigInt(A), me.address]);

  const coinsBefore = await balance(pa.provider, COIN, bob.address);
  await pb.send(pb.signers[2], { ...home, asset: frost, amount: 40n, to: A, recipient: bob.address, deadline: await far(pb) });
  await pb.send(pb.signers[2], { ...home, asset: gold, amount: 5n, to: A, recipient: me.address, refund: me.address, deadline: await pb.now() + 2 * HOUR }); // too late after a day
  await round(a, b);
  await hub.send(hub.signers[2], A, { ...at, asset: frost, amount: 100n, recipient: bob.address, deadline: await far(hub) });
  assert.deepEqual(await a.handle(), [true, false, true]);
  assert.equal(await balance(pa.provider, COIN, bob.address) - coinsBefore, 140n);
  assert.equal(await pa.assets.out(), 200n);
  await round(a, b);
  await b.handle();
  assert.equal(await (await pb.bridged(gold)).balanceOf(me.address), 5n, 'what came late is back where it came from');
}));

test('a forced withdrawal cannot be ignored, and whoever stays leaves by the exit trees', undone(async (a) => {
  const { hub, posts, users: [alice, bob], gold, deeds } = w;
  const pa = posts[A];
  for (const recipient of [alice.address, bob.address]) {
    await hub.send(alice, A, { amount: 100n, recipient });
    await hub.send(alice, A, { asset: gold, amount: 50n, recipient });
  }
  await hub.send(alice, A, { asset: deeds.target, kind: kind.TOKEN, amount: 2n, recipient: bob.address });
  await hub.send(alice, A, { asset: deeds.target, kind: kind.TOKEN, amount: 4n, recipient: bob.address });
  await done(hub.inbox.connect(bob).force(A, COIN, 500n)); // all it has, and answered in full
  await done(hub.inbox.connect(bob).force(A, deeds.target, 4n));
  await a.handle();
  const before = await balance(hub.provider, COIN, bob.address);
  const made = await a.checkpoint();
  assert.deepEqual(made.messages.map(({ amount }) => amount), [100n, 4n]);
  const requests = pa.inbox.slice(-2);
  for (const [k, request] of requests.entries()) {
    const leaf = a.side.leaf(made, COIN, 0);
    await refused(hub.exits, 'Answered', () =>
      hub.exits.proveIgnored(made.checkpoint, 6 + k, request, made.messages[k], made.outbox.path(k), leaf));
  }
  await warp(DAY + 60);
  await a.claim();
  assert.equal(await balance(hub.provider, COIN, bob.address) - before, 100n);
  assert.equal(await deeds.ownerOf(4), bob.address);
  // The chain falls silent: what it never handled goes back, what it knew of is paid by its trees.
  await hub.send(alice, A, { amount: 33n, recipient: bob.address, refund: alice.address });
  await done(hub.inbox.connect(alice).force(A, COIN, 1n));
  await warp(DAY + 60);
  await done(hub.exits.reportSilence(A));
  await warp(DAY + 60);
  await done(hub.exits.beginExit(A));
  for (const { exit, list } of made.trees) {
    for (const index of list.keys()) await done(hub.exits.exit(made.checkpoint, a.side.leaf(made, exit.asset, index)));
  }
  await a.pull();
  await done(hub.exits.payBack(A, 8, pa.inbox[8]));
  assert.equal(await hub.chains.stateOf(A), state.EXIT);
  for (const asset of [COIN, gold]) assert.equal(await hub.escrow.escrow(A, asset), 0n);
  assert.equal(await deeds.ownerOf(2), bob.address);
}));

for (let history = 0; history < HISTORIES; history++) {
  test(`history ${history}: ${STEPS} random steps, and everybody has what is theirs (seed ${SEED})`, undone(async (a, b) => {
    await new History([a, b], randomness(SEED + 7919 * history)).run();
    const tally = Object.fromEntries(Object.keys(a.tally).map((name) => [name, a.tally[name] + b.tally[name]]));
    console.log(`# ${Object.entries(tally).map(([name, count]) => `${name} ${count}`).join(', ')}`);
    for (const name of ['delivered', 'back', 'sent', 'claimed']) assert.ok(tally[name] > 0, `nothing was ${name}: the history proves nothing of it`);
  }));
}

class History {
  constructor(links, random) {
    Object.assign(this, w, { links, random });
    this.pick = (list) => list[random(list.length)];
    this.assets = [COIN, w.gold, w.junk, w.frost];
  }

  async run() {
    this.deedsOn = {};
    for (const { id, post } of this.links) this.deedsOn[id] = await post.bridged(w.deeds.target, true);
    const { hub, links } = this;
    const before = await this.wealth();
    const steps = [
      [8, () => this.deposit()], [2, () => this.force()], [8, () => this.send()], [5, () => this.handle()], [3, () => this.checkpoint()],
      [3, () => this.claim()], [2, () => warp(this.pick([HOUR, 5 * HOUR, DAY + 60]))],
    ].flatMap(([weight, step]) => Array(weight).fill(step));
    for (let i = 0; i < STEPS; i++) {
      await this.pick(steps)();
      for (const link of links) if (await link.blocksLeft() < 20) await link.checkpoint();
      if (i % 5 === 0) await this.requireSums(`step ${i}`); // what is wrong stays wrong
    }
    for (let turn = 0; await round(...links); turn++) {
      assert.ok(turn < 12, 'all that is under way arrives or comes back');
      await this.requireSums('in the end');
    }
    const afterwards = await this.wealth();
    for (const [i, asset] of this.assets.entries()) assert.equal(afterwards[i], before[i], `nothing of ${asset} is lost or made`);
    for (const { id } of links) {
      assert.equal(await hub.chains.stateOf(id), state.ACTIVE, 'an honest chain never overdraws (H3)');
      for (const asset of this.assets) assert.equal(await hub.escrow.pending(id, asset), 0n, 'all was claimed (H13)');
    }
  }

  /** All there is of each asset: with people and contracts of the root, or nobody there, in the hub, and standing on chains. */
  async wealth() {
    const { hub, wall, receiver, frost, posts } = this;
    const { miner } = await hub.provider.getBlock('latest'); // it has the tips
    const people = [...hub.signers.map(({ address }) => address), wall.target, receiver.target, miner, ethers.ZeroAddress];
    const sum = async (asset, accounts) => (await Promise.all(accounts.map((account) => balance(hub.provider, asset, account))))
      .reduce((total, each) => total + each, 0n);
    // Of a wrapper what is out of its home is somewhere; of other assets what the hub holds stands on the chains, or is owed.
    return Promise.all(this.assets.map(async (asset) => (asset === frost
      ? sum(frost, [...people, hub.escrow.target]).then(async (there) => there - await posts[A].assets.out())
      : sum(asset, [...people, hub.escrow.target]))));
  }

  /** H1, H8, H9 on the root, whatever is under way. */
  async requireSums(step) {
    const { hub: { escrow, provider }, links, frost, deeds } = this;
    await Promise.all(this.assets.map(async (asset) => {
      const parts = links.filter(({ id }) => asset !== frost || id !== A)
        .flatMap(({ id }) => [escrow.escrow(id, asset), escrow.pending(id, asset)]);
      const [has, ...owns] = await Promise.all([balance(provider, asset, escrow.target), escrow.owedInAll(asset), ...parts]);
      assert.equal(has, owns.reduce((sum, each) => sum + each), `${step}: what the hub owns of ${asset} (H1)`);
    }));
    const supply = await new ethers.Contract(frost, PARTS, provider).totalSupply();
    assert.equal(supply + await escrow.escrow(A, frost) + await escrow.pending(A, frost), CAP, `${step}: the wrapper's cap (H8)`);
    for (let token = 1; token <= 4; token++) {
      const [{ chain }, ...holders] = await Promise.all([
        escrow.placeOf(deeds.target, token), ...links.map(({ id }) => this.deedsOn[id].holder(token)),
      ]);
      for (const [i, holder] of holders.entries()) {
        if (holder !== ethers.ZeroAddress) assert.equal(chain, BigInt(links[i].id), `${step}: token ${token} stands where its escrow is (H9)`);
      }
    }
  }

  async deposit() {
    const { hub, users, deeds, random } = this;
    const [link, user] = [this.pick(this.links), this.pick(users)];
    const { post } = link;
    const common = {
      recipient: this.pick([...users.map(({ address }) => address), post.wall.target, ethers.ZeroAddress]), refund: this.pick(users).address,
      deadline: await hub.now() + HOUR + 60 + random(3 * DAY),
    };
    if (random(4) === 0) {
      for (let id = 1; id <= 4; id++) {
        if (await deeds.ownerOf(id) === user.address) {
          return hub.send(user, link.id, { ...common, kind: kind.TOKEN, asset: deeds.target, amount: BigInt(id) });
        }
      }
    }
    const asset = this.pick(this.assets);
    const there = asset === COIN ? 1000n : await balance(hub.provider, asset, user.address);
    if (there === 0n) return undefined;
    const amount = 1n + BigInt(random(Number(there < 1000n ? there : 1000n)));
    const call = { kind: kind.CALL, recipient: this.pick([post.receiver, post.wall]).target, gas: 100_000, data: w.receiver.interface.encodeFunctionData('greet', [0]) };
    return hub.send(user, link.id, { ...common, asset, amount, ...(random(4) === 0 ? call : {}) });
  }

  async force() {
    const { hub, users, gold, frost, junk, deeds } = this;
    const asset = this.pick([COIN, gold, frost, junk, deeds.target]);
    await done(hub.inbox.connect(this.pick(users)).force(this.pick([A, B]), asset, 1 + this.random(4)));
  }

  async send() {
    const { links, users, gold, frost, deeds, random } = this;
    const { post, id } = this.pick(links);
    const user = post.signers.find(({ address }) => address === this.pick(users).address) ?? post.signers[2];
    const to = this.pick([0, 0, A + B - id, A + B - id, 99]);
    const common = {
      to, recipient: this.pick([...users.map(({ address }) => address), this.wall.target, ethers.ZeroAddress]), refund: this.pick(users).address,
      deadline: await post.now() + (random(3) === 0 ? HOUR + 60 : 4 * DAY),
    };
    for (let token = 1; token <= 4; token++) {
      if (await this.deedsOn[id].holder(token) === user.address && random(2) === 0) {
        return post.send(user, { ...common, kind: kind.TOKEN, asset: deeds.target, amount: BigInt(token) });
      }
    }
    const asset = this.pick([COIN, gold, frost]);
    const isOwn = id === A && asset === frost;
    const there = isOwn ? CAP - await post.assets.out()
      : await post.assets.isFungible(asset) ? await (await post.bridged(asset)).balanceOf(user.address) : 0n;
    if (there === 0n) return undefined;
    const amount = 1n + BigInt(random(Number(there < 500n ? there : 500n)));
    const call = { kind: kind.CALL, recipient: this.pick([this.receiver, this.wall]).target, gas: 100_000, data: w.receiver.interface.encodeFunctionData('greet', [0]) };
    // On the root a wall is where it stands there; on another chain that address is nobody's, and a call to it finds no code.
    return post.send(user, { ...common, asset, amount, ...(to === 0 && random(4) === 0 ? call : {}) }, isOwn ? amount : 0n);
  }

  async handle() {
    await this.pick(this.links).handle(1 + this.random(6));
  }

  async checkpoint() {
    await this.pick(this.links).checkpoint();
  }

  async claim() {
    await this.pick(this.links).claim();
  }
}
