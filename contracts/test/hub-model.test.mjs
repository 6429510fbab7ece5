// SPDX-License-Identifier: Apache-2.0
// Random histories of three chains, hostile committees among them, against the model; the invariants of docs/invariants/hub.md
// are checked after each step, and in the end everybody leaves. BANYAN_SEED, BANYAN_HISTORIES and BANYAN_STEPS choose others.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { compileForTest } from './dpos.mjs';
import { COIN, DAY, FOREVER, HOUR, actor, coins, done, joined, kind, startHub } from './hub.mjs';
import { HubModel, get } from './hub-model.mjs';
import { Side, totalsOf } from './side.mjs';
import { randomness } from './randomness.mjs';

const SEED = Number(process.env.BANYAN_SEED ?? 20261122);
const HISTORIES = Number(process.env.BANYAN_HISTORIES ?? 3);
const STEPS = Number(process.env.BANYAN_STEPS ?? 90);
const [A, B, C] = [71, 72, 73];
const IDS = [A, B, C];
const CAP = 1000n;
const TOKENS = [1n, 2n, 3n, 4n];
const STATES = ['UNKNOWN', 'FOUNDING', 'ACTIVE', 'SUSPENDED', 'FROZEN', 'EXIT'];

let hub;
after(() => hub?.stop());

/** All that is compared, in one call. */
const READER = `
  pragma solidity ^0.8.37;
  interface IEscrow {
    function escrow(uint64, address) external view returns (uint256);
    function pending(uint64, address) external view returns (uint256);
    function owed(address, address) external view returns (uint256);
    function owedInAll(address) external view returns (uint256);
  }
  interface IChains { function stateOf(uint64) external view returns (uint8); function clockOf(uint64) external view returns (uint64); }
  interface IInbox { function count(uint64) external view returns (uint64); function hashAt(uint64, uint64) external view returns (bytes32); }
  interface I20 { function balanceOf(address) external view returns (uint256); function totalSupply() external view returns (uint256); }
  interface I721 { function ownerOf(uint256) external view returns (address); }
  contract Reader {
    IEscrow constant E = IEscrow(0x0000000000000000000000000000000000001022);
    uint256[] private w;
    bytes32[] private inboxes;
    /// It is only ever called, never sent: what it writes is forgotten.
    function read(uint64[] calldata ids, address[] calldata assets, address[] calldata accounts, address deeds, address wrapper)
      external returns (uint256[] memory, bytes32[] memory)
    {
      for (uint256 i = 0; i < ids.length; i++) chain(ids[i], assets);
      for (uint256 j = 0; j < assets.length; j++) {
        w.push(balance(assets[j], address(E)));
        w.push(E.owedInAll(assets[j]));
        for (uint256 k = 0; k < accounts.length; k++) {
          w.push(balance(assets[j], accounts[k]));
          w.push(E.owed(accounts[k], assets[j]));
        }
      }
      for (uint256 id = 1; id <= 4; id++) w.push(uint160(I721(deeds).ownerOf(id)));
      w.push(I20(wrapper).totalSupply());
      w.push(address(0x0000000000000000000000000000000000001021).balance);
      return (w, inboxes);
    }
    function chain(uint64 id, address[] calldata assets) private {
      for (uint256 j = 0; j < assets.length; j++) {
        w.push(E.escrow(id, assets[j]));
        w.push(E.pending(id, assets[j]));
      }
      w.push(IChains(0x0000000000000000000000000000000000001020).stateOf(id));
      w.push(IChains(0x0000000000000000000000000000000000001020).clockOf(id));
      IInbox inbox = IInbox(0x0000000000000000000000000000000000001023);
      inboxes.push(inbox.hashAt(id, inbox.count(id)));
    }
    function balance(address asset, address account) private view returns (uint256) {
      return asset == address(0) ? account.balance : I20(asset).balanceOf(account);
    }
  }`;

async function world() {
  hub = await startHub({ accounts: 6 });
  const { escrow, provider, signers } = hub;
  const [, owner, ...rest] = signers;
  const users = rest.slice(0, 3);
  const gold = await actor('Coin20', owner, 0);
  const deeds = await actor('Coin721', owner);
  const wall = await actor('Receiver', owner);
  await done(wall.refuse(true));
  const token = { token: ethers.id('FROST'), cap: CAP, decimals: 6, name: 'Frost', symbol: 'FROST' };
  const wrapper = await hub.wrappers.predict(A, token);
  const limits = [{ asset: COIN, burst: 5000, perHour: 700 }];
  const keys = { [A]: await hub.found(A, owner, { exports: [token] }), [B]: await hub.found(B, owner, { limits }), [C]: await hub.found(C, owner) };
  for (const user of users) {
    await done(gold.mint(user.address, 100_000));
    for (const asset of [gold, gold.attach(wrapper)]) await done(asset.connect(user).approve(escrow.target, 1n << 200n));
    await done(deeds.connect(user).setApprovalForAll(escrow.target, true));
  }
  for (const [i, id] of TOKENS.entries()) await done(deeds.mint(users[i % 3].address, id));
  const reader = await (await compileForTest(READER, 'Reader', owner).factory.deploy()).waitForDeployment();
  return { owner, users, gold: gold.target, deeds: deeds.target, wall: wall.target, wrapper, keys, reader, provider };
}

test(`${HISTORIES} histories of ${STEPS} steps keep what docs/invariants/hub.md promises (seed ${SEED})`, async () => {
  const w = await world();
  const tally = new Map();
  for (let history = 0; history < HISTORIES; history++) {
    const snapshot = await hub.provider.send('evm_snapshot', []);
    await new History(w, randomness(SEED + 7919 * history), tally).run();
    await hub.provider.send('evm_revert', [snapshot]);
  }
  console.log(`# ${[...tally].sort().map(([name, [yes, no]]) => `${name} ${yes}/${no}`).join(', ')}`);
  for (const name of ['submit', 'claim', 'exit', 'payBack', 'beginExit']) {
    assert.ok(tally.get(name)?.[0] > 0, `${name} was never accepted: the histories prove nothing of it`);
  }
});

class History {
  constructor(w, random, tally) {
    Object.assign(this, w, { random, tally, assets: [COIN, w.gold, w.wrapper] });
    this.accounts = [...w.users.map(({ address }) => address), w.wall];
    this.pick = (list) => list[random(list.length)];
    this.model = new HubModel({
      hash: (m) => hub.hash('Message', m), isWall: (account) => account === w.wall, deeds: w.deeds, claims: hub.claims.target,
    });
    this.sides = new Map(IDS.map((id) => [id, new Side(hub, id, w.keys[id])]));
    // What each chain's users have there, as an honest chain counts it: `asset -> account -> amount`, and who has a token.
    this.books = new Map(IDS.map((id) => [id, { held: new Map(), deeds: new Map(), isHonest: id !== C }]));
  }

  async run() {
    const { model, provider, users } = this;
    model.now = BigInt(await hub.now()) + 10n;
    for (const id of IDS) {
      model.found(id, {
        ...(id === A ? { wrapper: this.wrapper, cap: CAP } : {}),
        limits: id === B ? new Map([[COIN, { burst: 5000n, perHour: 700n }]]) : new Map(),
      });
    }
    for (const [i, id] of TOKENS.entries()) model.owners.set(id, { owner: users[i % 3].address });
    for (const asset of this.assets) {
      for (const account of this.accounts) {
        model.wealth.set(`${account} ${asset}`, await this.balance(asset, account));
      }
    }
    this.pot = await provider.getBalance(hub.members.target);
    const steps = [
      [10, () => this.deposit()], [9, () => this.checkpoint()], [12, () => this.claim()], [2, () => this.force()], [4, () => this.warp()],
      [1, () => this.suspend()], [1, () => this.silence()], [1, () => this.beginExit()], [2, () => this.exit()], [1, () => this.payBack()],
      [2, () => this.hostile()],
    ].flatMap(([weight, step]) => Array(weight).fill(step));
    for (let i = 0; i < STEPS; i++) {
      model.now += BigInt(1 + this.random(1800));
      await this.pick(steps)();
    }
    await this.leave();
  }

  balance(asset, account) {
    return asset === COIN ? this.provider.getBalance(account)
      : new ethers.Contract(asset, ['function balanceOf(address) view returns (uint256)'], this.provider).balanceOf(account);
  }

  /** Sends a call at the model's time: the hub must accept what the model accepts, and nothing else; then all is compared. */
  async act(from, contract, name, args, expected, value = 0n) {
    const { provider, model } = this;
    await provider.send('evm_setNextBlockTimestamp', [Number(model.now)]);
    const hash = await provider.send('eth_sendTransaction', [{
      from, to: contract.target, data: contract.interface.encodeFunctionData(name, args), value: ethers.toQuantity(value), gas: '0xe00000',
      gasPrice: '0x0',
    }]);
    let receipt = null; // it may take a moment after the answer
    while (receipt === null) receipt = await provider.send('eth_getTransactionReceipt', [hash]);
    const [yes, no] = this.tally.get(name) ?? [0, 0];
    this.tally.set(name, expected ? [yes + 1, no] : [yes, no + 1]);
    if (expected !== (receipt.status === '0x1')) {
      const why = await provider.send('eth_call', [{ from, to: contract.target, data: contract.interface.encodeFunctionData(name, args),
        value: ethers.toQuantity(value) }, 'latest']).catch((failure) => failure.error?.data ?? failure.message);
      assert.fail(`${name} was ${expected ? 'refused' : 'accepted'} (${String(why).slice(0, 200)})`);
    }
    await this.compare(name);
    model.now += 1n;
    return expected;
  }

  async compare(step) {
    const { model } = this;
    const [words, inboxes] = await this.reader.read.staticCall(IDS, this.assets, this.accounts, this.deeds, this.wrapper);
    let n = 0;
    const next = () => words[n++];
    const sums = new Map();
    for (const [i, id] of IDS.entries()) {
      const c = model.at(id);
      for (const asset of this.assets) {
        const [escrow, pending] = [next(), next()];
        assert.deepEqual([escrow, pending], [get(c.escrow, asset), get(c.pending, asset)], `${step}: escrow and pending of ${id} (H3, H4)`);
        // H2: nothing is ever paid that was not brought, whatever was signed.
        assert.equal(escrow + pending + get(c.claimed, asset) + get(c.paidOut, asset), get(c.brought, asset) + get(c.minted, asset),
          `${step}: paid in is not paid out (H2)`);
        if (model.homes.get(asset) !== id) sums.set(asset, get(sums, asset) + escrow + pending);
        else assert.equal(escrow + pending + words[words.length - 2], CAP, `${step}: cap (H8)`);
      }
      assert.equal(STATES[Number(next())], c.state, `${step}: state of ${id}`);
      assert.equal(next(), model.clock(c), `${step}: clock of ${id}`);
      assert.equal(inboxes[i], c.inboxHash, `${step}: inbox of ${id} (H10)`);
      this.requireCovered(step, c);
    }
    for (const asset of this.assets) {
      const [has, owed] = [next(), next()];
      assert.equal(has, get(sums, asset) + owed, `${step}: the hub owns what it owes (H1)`);
      for (const account of this.accounts) {
        const ether = asset === COIN && account === this.wall ? 0n : get(model.wealth, `${account} ${asset}`);
        assert.equal(next(), ether, `${step}: what ${account} has of ${asset}`);
        assert.equal(next(), get(model.owed, `${account} ${asset}`), `${step}: what ${account} is owed`);
      }
    }
    for (const id of TOKENS) {
      assert.equal(BigInt(next()), BigInt(model.owners.get(id).owner ?? hub.escrow.target), `${step}: token ${id} (H9)`);
    }
    assert.equal(next(), get(model.supply, this.wrapper), `${step}: supply of the wrapper (H8)`);
    assert.equal(next(), this.pot - coins(1) * model.burnt, `${step}: bonds (H17)`);
  }

  /** H7: what exits would pay now, and what would go back, is there. */
  requireCovered(step, c) {
    if (c.state === 'EXIT') return;
    const last = c.line.findLastIndex((_, i) => this.model.isMature(c, i + 1));
    for (const asset of this.assets) {
      const sum = c.line[last]?.made.exits.find((each) => each.asset === asset)?.sum ?? 0n;
      const later = c.line.slice(last + 1)
        .reduce((total, { made }) => total + (made.totals.find((each) => each.asset === asset)?.amount ?? 0n), 0n);
      assert.ok(sum <= this.model.handled(c, asset, c.line[last]?.cursor ?? 0) + later, `${step}: exits are covered (H7)`);
    }
  }

  async deposit() {
    const { model } = this;
    const [id, user] = [this.pick(IDS), this.pick(this.users)];
    const asset = this.pick([COIN, COIN, this.gold, this.wrapper, this.deeds]);
    const isToken = asset === this.deeds;
    const own = isToken ? TOKENS.filter((token) => model.owners.get(token).owner === user.address) : [];
    if (isToken && own.length === 0) return;
    const has = isToken ? 1n : get(model.wealth, `${user.address} ${asset}`);
    const amount = isToken ? this.pick(own) : BigInt(1 + this.random(3000));
    if (!isToken && has < amount) return;
    const m = {
      from: 0n, to: BigInt(id), nonce: BigInt(model.at(id).inbox.length), kind: isToken ? kind.TOKEN : kind.DEPOSIT, sender: user.address,
      recipient: this.pick(this.users).address, asset, amount, gas: 0n, deadline: model.now + BigInt(DAY), refund: this.pick(this.accounts),
      data: '0x',
    };
    const { to, kind: k, recipient, gas, deadline, refund, data } = m;
    if (isToken && refund === this.wall) return;
    await this.act(user.address, hub.inbox, 'send', [{ to, kind: k, recipient, asset, amount, gas, deadline, refund, data }],
      model.deposit(id, m), asset === COIN ? amount : 0n);
  }

  async force(id = this.pick(IDS), user = this.pick(this.users)) {
    const { model } = this;
    const asset = this.pick([COIN, this.gold]);
    const amount = BigInt(1 + this.random(2000));
    const m = {
      from: 0n, to: BigInt(id), nonce: BigInt(model.at(id).inbox.length), kind: kind.FORCED, sender: user.address, recipient: user.address,
      asset, amount, gas: 0n, deadline: FOREVER, refund: user.address, data: '0x',
    };
    await this.act(user.address, hub.inbox, 'force', [id, asset, amount], model.force(id, m));
  }

  /** An honest run of blocks, up to a cursor: what users have afterwards, and what they send. */
  honest(id, cursor) {
    const [c, side, book] = [this.model.at(id), this.sides.get(id), structuredClone(this.books.get(id))];
    const of = (asset) => book.held.get(asset) ?? book.held.set(asset, new Map()).get(asset);
    const answers = [];
    const asked = [];
    if (id === A && c.line.length === 0) of(this.wrapper).set(this.users[0].address, CAP); // its own token, all of it
    for (const { m } of c.inbox.slice(c.cursor, cursor)) {
      if (m.kind === kind.FORCED) asked.push(m);
      else if (m.kind === kind.TOKEN) book.deeds.set(m.amount, m.recipient);
      else of(m.asset).set(m.recipient, get(of(m.asset), m.recipient) + m.amount);
    }
    const messages = [];
    for (let i = this.random(4); i > 0; i--) {
      const asset = this.pick(this.assets);
      const [account, has] = this.pick([...of(asset), [null, 0n]]);
      if (has === 0n) continue;
      const amount = 1n + BigInt(this.random(Number(has)));
      of(asset).set(account, has - amount);
      messages.push(side.message({
        sender: account, asset, amount, to: BigInt(this.pick([0, 0, 0, ...IDS, 99])), recipient: this.pick(this.accounts),
        refund: this.pick(this.accounts), kind: this.random(20) === 0 ? kind.FORCED : kind.DEPOSIT,
      }));
    }
    if (this.random(3) === 0 && book.deeds.size > 0) {
      const [token, account] = this.pick([...book.deeds]);
      book.deeds.delete(token);
      messages.push(side.message({
        sender: account, kind: kind.TOKEN, asset: this.deeds, amount: token, to: BigInt(this.pick([0, ...IDS])), recipient: account, refund: account,
      }));
    }
    for (const m of asked) {
      const has = get(of(m.asset), m.sender);
      const paid = has < m.amount ? has : m.amount;
      of(m.asset).set(m.sender, has - paid);
      answers.push(side.answer(m, paid));
    }
    const holders = [...book.held].map(([asset, list]) => [asset, [...list].filter(([, amount]) => amount > 0n)])
      .filter(([, list]) => list.length > 0);
    if (book.deeds.size > 0) holders.push([this.deeds, [...book.deeds].map(([token, account]) => [account, token]), true]);
    return { messages: [...answers, ...messages], holders, book };
  }

  async submit(id, made, members = [0, 1, 2, 3]) {
    const verdict = this.model.submit(id, made, members);
    const submission = { ...this.sides.get(id).submission(made, { members }), ...made.forged };
    await this.act(this.owner.address, hub.checkpoints, 'submit', [submission], verdict !== 'refused');
    if (verdict === 'accepted') this.sides.get(id).last = made;
    return verdict;
  }

  async checkpoint() {
    const { model } = this;
    const id = this.pick(IDS);
    const c = model.at(id);
    const cursor = this.random(4) === 0 ? c.cursor + this.random(c.inbox.length - c.cursor + 1) : c.inbox.length;
    const { messages, holders, book } = this.honest(id, cursor);
    const made = await this.sides.get(id).checkpoint({ messages, holders, cursor });
    assert.equal(made.checkpoint.inboxHash, c.inboxHashes[cursor]);
    const verdict = await this.submit(id, made, this.pick([[0, 1, 2, 3], [1, 2, 3]]));
    // Who was honest never overdraws, whatever the others do (H3).
    if (this.books.get(id).isHonest) assert.notEqual(verdict, 'overdrawn');
    if (verdict === 'accepted') {
      this.books.set(id, book);
      if (this.random(10) === 0) await this.submit(id, made); // the same one again does nothing
    }
  }

  /** What a committee that lies with all its members does, and what anybody may do about it. */
  async hostile() {
    const { model, random } = this;
    const id = C;
    const [c, side] = [model.at(id), this.sides.get(id)];
    const cursor = c.inbox.length;
    const all = this.assets.map((asset) => [asset, model.handled(c, asset, cursor)]).filter(([, amount]) => amount > 0n);
    const thief = this.users[2].address;
    const loot = all.map(([asset, amount]) => side.message({ asset, amount, recipient: thief, refund: thief }));
    const attacks = [
      async () => this.submit(id, await side.checkpoint({ messages: loot, cursor })), // its own users' money: tier S says so
      async () => this.submit(id, await side.checkpoint({ messages: loot.slice(0, 1), cursor, lists: { totals: [] } })),
      async () => { // What came and it has not handled is in escrow, and not its own yet.
        const unhandled = this.assets.find((each) => model.handled(c, each, c.cursor) < model.handled(c, each, cursor));
        if (unhandled === undefined) return undefined;
        const messages = [side.message({ asset: unhandled, amount: model.handled(c, unhandled, cursor), recipient: thief })];
        return random(2) === 0 ? this.submit(id, await side.checkpoint({ messages, cursor: c.cursor })) : undefined;
      },
      async () => { // more than there is, of any asset, its own or not
        const asset = this.pick(this.assets);
        const messages = [side.message({ asset, amount: model.handled(c, asset, cursor) + 1n + BigInt(random(5000)), recipient: thief })];
        return random(3) === 0 ? this.submit(id, await side.checkpoint({ messages, cursor })) : undefined;
      },
      async () => { // another chain's token
        const [token] = TOKENS.filter((each) => model.owners.get(each).chain !== id);
        const messages = [side.message({ kind: kind.TOKEN, asset: this.deeds, amount: token ?? 9n, recipient: thief, refund: thief })];
        return random(3) === 0 ? this.submit(id, await side.checkpoint({ messages, cursor })) : undefined;
      },
      async () => { // exits that promise more than there is
        const holders = [[COIN, [[thief, model.handled(c, COIN, cursor) + 1n]]]];
        return random(3) === 0 ? this.submit(id, await side.checkpoint({ holders, cursor })) : undefined;
      },
      async () => { // too few, forged, of another chain
        const made = await side.checkpoint({ messages: loot, cursor });
        await this.submit(id, made, [0, 1]);
        const other = this.sides.get(A).sign(made.digest);
        for (const forged of [{ signers: 0n }, { signers: 31n }, other, { keys: joined(this.keys[A]), ...other }]) {
          await this.submit(id, { ...made, isForged: true, forged });
        }
        const victim = this.sides.get(A);
        const foreign = await victim.checkpoint({ messages: loot.map((m) => ({ ...m, from: BigInt(A) })) });
        await this.submit(A, { ...foreign, isForged: true, forged: { keys: joined(this.keys[C]), ...side.sign(foreign.digest) } });
      },
      async () => { // two of one sequence, shown by anybody
        if (random(3) !== 0) return;
        const [x, y] = [await side.checkpoint({ cursor }), await side.checkpoint({ messages: loot, cursor })];
        if (x.digest === y.digest) return;
        await this.act(this.users[0].address, hub.proofs, 'proveConflict', [x.checkpoint, side.sign(x.digest, [0, 1, 2]), y.checkpoint,
          side.sign(y.digest, [1, 2, 3]), joined(side.keys)], model.conflict(id, [1, 2]));
      },
      async () => { // messages beyond totals, shown by anybody
        const [asset, amount] = all[0] ?? [COIN, 0n];
        if (amount < 2n) return;
        const messages = [1n, amount, 1n].map((each) => side.message({ asset, amount: each, recipient: thief }));
        const made = await side.checkpoint({ messages, cursor, lists: totalsOf(messages.slice(1, 2)) });
        if (await this.submit(id, made) !== 'accepted' || random(2) === 0) return;
        await this.act(this.users[0].address, hub.proofs, 'proveShortTotals', [made.checkpoint, made.totals, made.tokens, messages, asset,
          joined(side.keys)], model.shortTotals(id, c.line.length, asset));
      },
    ];
    await this.pick(attacks)();
    this.books.set(C, { ...this.books.get(C), held: new Map(), deeds: new Map() }); // nothing it says of its users counts
  }

  async claim(id = this.pick(IDS), sequence = null, index = null) {
    const { model, random } = this;
    const c = model.at(id);
    const open = c.line.flatMap(({ isDone }, i) => isDone.flatMap((is, j) => (is ? [] : [[i + 1, j]])));
    const any = c.line.flatMap(({ isDone }, i) => isDone.map((_, j) => [i + 1, j]));
    const list = random(6) === 0 ? any : open;
    if (sequence === null && list.length === 0) return;
    const [s, i] = sequence === null ? this.pick(list) : [sequence, index];
    const { made } = c.line[s - 1];
    await this.act(this.pick(this.users).address, hub.claims, 'claim', [made.checkpoint, i, made.messages[i], made.outbox.path(i)],
      model.claim(id, s, i));
  }

  async warp() {
    this.model.now += BigInt(this.pick([HOUR, 6 * HOUR, DAY, DAY + HOUR]));
  }

  async suspend() {
    const [id, seconds] = [this.pick(IDS), BigInt(1 + this.random(72 * HOUR))];
    await this.act(this.owner.address, hub.chains, 'suspend', [id, seconds], this.model.suspend(id, seconds));
  }

  async silence(id = this.pick(IDS)) {
    return this.act(this.users[1].address, hub.exits, 'reportSilence', [id], this.model.silence(id));
  }

  async beginExit(id = this.pick(IDS)) {
    return this.act(this.users[1].address, hub.exits, 'beginExit', [id], this.model.beginExit(id));
  }

  async exit(id = this.pick(IDS), from = null) {
    const c = this.model.at(id);
    const entry = from ?? this.pick([...c.line.filter(({ made }) => made.trees.length > 0)].slice(-3));
    if (!entry) return;
    const tree = from?.tree ?? this.pick(entry.made.trees);
    const index = from?.index ?? this.random(tree.list.length);
    const [account, amount] = tree.list[index];
    const { asset } = tree.exit;
    const expected = this.model.exit(id, Number(entry.made.checkpoint.sequence), asset, account, amount);
    await this.act(this.users[1].address, hub.exits, 'exit', [entry.made.checkpoint, this.sides.get(id).leaf(entry.made, asset, index)], expected);
    return expected;
  }

  async payBack(id = this.pick(IDS), index = null) {
    const c = this.model.at(id);
    if (c.inbox.length === 0) return;
    const i = index ?? this.random(c.inbox.length);
    return this.act(this.users[1].address, hub.exits, 'payBack', [id, i, c.inbox[i].m], this.model.payBack(id, i));
  }

  /** H13, H14, H16: nobody of any chain does anything again, and everybody leaves with all that is theirs. */
  async leave() {
    const { model } = this;
    for (const id of IDS) {
      if (model.at(id).state === 'EXIT') continue;
      model.now += BigInt(73 * HOUR); // an owner's rest is over then
      if (model.at(id).state === 'ACTIVE') {
        if (!model.isLate(model.at(id), model.at(id).cursor)) {
          await this.force(id);
          model.now += BigInt(DAY + 1);
        }
        assert.ok(await this.silence(id));
      }
      model.now += BigInt(DAY);
      assert.ok(await this.beginExit(id), 'after a day everybody may leave (H14)');
    }
    for (const id of IDS) {
      const c = model.at(id);
      const entry = c.line[c.ending.last - 1];
      for (const tree of entry?.made.trees ?? []) {
        for (let index = 0; index < tree.list.length; index++) {
          const [account, amount] = tree.list[index];
          const isToken = tree.exit.asset === this.deeds;
          const isPaid = isToken ? !this.model.isStill(c, amount) : c.exited.has(`${tree.exit.asset} ${account}`);
          assert.equal(await this.exit(id, { ...entry, tree, index }), !isPaid, 'each leaf is paid once, in full (H5, H14)');
        }
      }
      for (let i = 0; i < c.inbox.length; i++) {
        const { m } = c.inbox[i];
        const isDue = i >= c.ending.cursor && !c.paidBack.has(i) && m.kind !== kind.FORCED && (m.amount > 0n || m.kind === kind.TOKEN);
        assert.equal(await this.payBack(id, i), isDue, 'what was never handled goes back once (H5)');
      }
      for (let s = 1; s <= c.ending.last; s++) {
        for (let i = 0; i < c.line[s - 1].isDone.length; i++) {
          for (let turn = 0; !c.line[s - 1].isDone[i] && turn < 3; turn++) {
            model.now += BigInt(8 * HOUR); // the hour's limit, and nothing else, delays a claim (H13)
            await this.claim(id, s, i);
          }
        }
      }
      if (!this.books.get(id).isHonest) continue;
      for (const asset of this.assets) {
        assert.equal(get(c.pending, asset), 0n, `all claims of ${id} are paid (H13)`);
        if (this.model.homes.get(asset) !== id) assert.equal(get(c.escrow, asset), 0n, `nothing of ${id} is left behind (H14)`);
      }
    }
  }
}

