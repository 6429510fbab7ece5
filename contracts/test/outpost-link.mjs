// SPDX-License-Identifier: Apache-2.0
// What runs between a root and a chain with an outpost: the inbox is carried in, and members sign checkpoints of what the outpost
// recorded, with exit trees of who holds what.
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import { done, plain } from './hub.mjs';
import { Side } from './side.mjs';

const byNumber = ([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1);
const message = (decoded) => {
  const m = plain(decoded);
  return { ...m, kind: Number(m.kind) };
};

export class Link {
  constructor(hub, post, keys) {
    Object.assign(this, { hub, post, id: post.id, side: new Side(hub, post.id, keys), open: [], known: new Map(), seen: { root: 0, chain: 0 } });
    this.tally = { delivered: 0, back: 0, answered: 0, sent: 0, claimed: 0, checkpoints: 0 };
  }

  /** What the root took for the chain since the last time. */
  async pull() {
    const { hub, post, id } = this;
    const upTo = await hub.provider.getBlockNumber();
    const logs = upTo < this.seen.root ? [] : await hub.inbox.queryFilter(hub.inbox.filters.Sent(id), this.seen.root, upTo);
    this.seen.root = upTo + 1;
    post.inbox.push(...logs.map(({ args }) => message(args.message)));
    assert.equal(post.headAt(post.inbox.length), await hub.inbox.hashAt(id, post.inbox.length), 'the inbox is the root’s (rule 17)');
    return post.inbox.length - Number((await post.post.head())[0]);
  }

  /** Carries in and handles what has come, or the first `count` of it; resolves to how each fared. */
  async handle(count) {
    const fared = (await this.pull()) === 0 ? [] : (await this.post.handle(count)).fared;
    for (const delivered of fared) this.tally[delivered ? 'delivered' : 'back']++;
    return fared;
  }

  /** The bridged contracts, which stay as they are: `{ asset, bridged, isToken }`. */
  async standing() {
    const { post } = this;
    this.contracts ??= await Promise.all([...await post.assets.listed()].map(async (asset) => {
      const isToken = await post.assets.isToken(asset);
      return { asset, isToken, bridged: await post.bridged(asset, isToken) };
    }));
    return this.contracts;
  }

  /** Who holds how much of each listed asset, and who owns which token: `[asset, [[account, amount or id], ...], isToken]`. */
  async holders() {
    const { post } = this;
    const all = [];
    const upTo = await post.provider.getBlockNumber();
    for (const { asset, isToken, bridged } of await this.standing()) {
      if (!this.known.has(asset)) this.known.set(asset, new Set());
      const known = this.known.get(asset);
      for (const { args: { to, what } } of await bridged.queryFilter(bridged.filters.Transfer(), this.seen.chain, upTo)) {
        if (to !== ethers.ZeroAddress) known.add(isToken ? what : to);
      }
      const list = [];
      for (const each of known) {
        const [account, amount] = isToken ? [await bridged.holder(each), each] : [each, await bridged.balanceOf(each)];
        if (isToken ? account !== ethers.ZeroAddress : amount > 0n) list.push([account, amount]);
      }
      list.sort(isToken ? ([, a], [, b]) => (a < b ? -1 : 1) : byNumber);
      const sum = list.reduce((total, [, amount]) => total + (isToken ? 1n : amount), 0n);
      assert.equal(sum, await bridged.totalSupply());
      if (list.length > 0) all.push([asset, list, isToken]);
    }
    this.seen.chain = upTo + 1;
    return all;
  }

  /** How many blocks are left before the run must be closed. */
  async blocksLeft() {
    return this.post.runBlocks - await this.post.provider.getBlockNumber() % this.post.runBlocks;
  }

  /** Closes the run and brings its checkpoint to the root, signed by all; the root must take it. */
  async checkpoint() {
    const { hub, post, side } = this;
    const { run } = await post.close();
    const record = await post.outbox.record(run);
    const answers = (await post.outbox.answers(run)).map(message);
    const sent = await post.outbox.queryFilter(post.outbox.filters.Sent(), (run - 1) * post.runBlocks + 1, run * post.runBlocks);
    const messages = [...answers, ...sent.map(({ args }) => message(args.message))];
    const made = await side.checkpoint({
      messages, cursor: record.cursor, holders: await this.holders(), changes: { lastBlock: BigInt(run * post.runBlocks) },
    });
    const { inboxHash, outboxRoot, outboxCount, totals } = made.checkpoint;
    assert.deepEqual([inboxHash, outboxRoot, outboxCount, totals], [record.inboxHash, record.outboxRoot, record.count, record.totals]);
    made.receipt = await done(hub.checkpoints.submit(side.submission(made)));
    side.last = made;
    assert.equal(await hub.checkpoints.isAccepted(made.checkpoint), true);
    this.tally.checkpoints++;
    this.tally.answered += answers.length;
    this.tally.sent += sent.length;
    this.open.push(...messages.map((_, index) => ({ made, index })));
    await this.requireSums(record.cursor);
    return made;
  }

  /** Right after a checkpoint what stands on the chain is what the root has in escrow for what the chain has handled. */
  async requireSums(cursor) {
    const { hub, post, id } = this;
    for (const { asset, isToken, bridged } of await this.standing()) {
      if (isToken) continue;
      const supply = await bridged.totalSupply();
      assert.equal(supply, await hub.escrow.handled(id, asset, cursor), `chain ${id}: what stands there of ${asset} is what is in escrow`);
    }
    const own = await post.assets.wrapper();
    if (own === ethers.ZeroAddress) return;
    const out = await post.assets.out();
    assert.equal(await post.assets.cap() - out, await hub.escrow.handled(id, own, cursor), `chain ${id}: of its own token what may still go out`);
    assert.equal(await post.provider.getBalance(post.assets.target), out);
  }

  /** Claims what has waited its time; resolves to the receipts. */
  async claim() {
    const receipts = [];
    const rest = [];
    const mature = await this.hub.checkpoints.lastMature(this.id);
    for (const each of this.open) {
      if (each.made.checkpoint.sequence <= mature) receipts.push(await done(this.side.claim(each.made, each.index)));
      else rest.push(each);
    }
    this.open = rest;
    this.tally.claimed += receipts.length;
    return receipts;
  }
}
