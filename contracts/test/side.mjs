// SPDX-License-Identifier: Apache-2.0
// A sidechain as its root sees it: checkpoints with their lists, trees and signatures, honest unless a test says otherwise.
import { ethers } from 'ethers';
import { bitmap, coder, done, joined, kind, plain, signTogether, FOREVER } from './hub.mjs';

const hash = (...parts) => ethers.keccak256(ethers.concat(parts));
const word = (number) => ethers.toBeHex(number, 32);
const TOTALS = ['tuple(address asset, uint256 amount)[]', 'tuple(address asset, uint256 id)[]'];
const EXITS = ['tuple(address asset, bytes32 root, uint256 sum, uint32 count)[]'];
const byAsset = (a, b) => (BigInt(a.asset) < BigInt(b.asset) ? -1 : 1);

/** The levels over leaves; what has no partner goes up as it is. */
function levels(leaves, join) {
  const all = [leaves];
  while (all.at(-1).length > 1) {
    const below = all.at(-1);
    all.push(Array.from({ length: Math.ceil(below.length / 2) }, (_, i) =>
      (2 * i + 1 < below.length ? join(below[2 * i], below[2 * i + 1]) : below[2 * i])));
  }
  return all;
}
const siblings = (all, index) =>
  all.slice(0, -1).flatMap((level, depth) => {
    const place = (index >> depth) ^ 1;
    return place < level.length ? [{ node: level[place], isLeft: (index >> depth & 1) === 1 }] : [];
  });

/** The tree of rule 23 over hashes of messages. */
export function outboxTree(hashes) {
  const all = levels(hashes.map((h, i) => hash('0x00', word(i), h)), (a, b) => hash('0x01', a, b));
  return { root: all.at(-1)[0] ?? ethers.ZeroHash, path: (index) => siblings(all, index).map(({ node }) => node) };
}

/** The Merkle-sum tree of rule 44 over `[account, amount]`, or, of tokens, `[account, id]`. */
export function sumTree(asset, holders, isToken = false) {
  const leaves = holders.map(([account, amount]) => ({
    hash: hash(isToken ? '0x04' : '0x02', account, word(amount)), sum: isToken ? 1n : amount,
  }));
  const all = levels(leaves, (a, b) => ({ hash: hash('0x03', a.hash, word(a.sum), b.hash, word(b.sum)), sum: a.sum + b.sum }));
  const top = all.at(-1)[0] ?? { hash: ethers.ZeroHash, sum: 0n };
  return {
    exit: { asset, root: top.hash, sum: top.sum, count: holders.length },
    path: (index) => siblings(all, index).map(({ node, isLeft }) => ({ hash: node.hash, sum: node.sum, isLeft })),
  };
}

/** What the messages of an outbox take out together. */
export function totalsOf(messages) {
  const sums = new Map();
  for (const m of messages.filter((each) => each.kind !== kind.TOKEN && each.amount > 0n)) {
    sums.set(m.asset, (sums.get(m.asset) ?? 0n) + m.amount);
  }
  const tokens = messages.filter((m) => m.kind === kind.TOKEN).map((m) => ({ asset: m.asset, id: m.amount }));
  return {
    totals: [...sums].map(([asset, amount]) => ({ asset, amount })).sort(byAsset),
    tokens: tokens.sort((a, b) => byAsset(a, b) * (a.asset === b.asset ? 0 : 1) || (a.id < b.id ? -1 : 1)),
  };
}

export const hashTotals = (totals, tokens) => ethers.keccak256(coder.encode(TOTALS, [totals, tokens]));
export const hashExits = (exits) => ethers.keccak256(coder.encode(EXITS, [exits]));
export const committeeHash = (id, term, keys) => ethers.keccak256(
  coder.encode(['string', 'uint64', 'uint64', 'bytes'], ['BANYAN-HUB-COMMITTEE-V1', id, term, joined(keys)]));

export class Side {
  constructor(hub, id, keys) {
    Object.assign(this, { hub, id, keys, term: 1n, nonce: 0n, last: null, blocks: 0n });
  }

  /** A message of this chain's outbox. */
  message(changes = {}) {
    const { address } = this.hub.signers[1];
    return {
      from: BigInt(this.id), to: 0n, nonce: this.nonce++, kind: kind.DEPOSIT, sender: address, recipient: address,
      asset: ethers.ZeroAddress, amount: 0n, gas: 0n, deadline: FOREVER, refund: address, data: '0x', ...changes,
    };
  }

  /**
   * The next checkpoint. `holders` is a list of `[asset, [[account, amount], ...], isToken]`; `lists` and `changes` overrule what
   * an honest chain would say.
   */
  async checkpoint({ messages = [], cursor, holders = [], nextKeys = [], lists = {}, changes = {}, previous = this.last } = {}) {
    const { inbox } = this.hub;
    const handled = cursor ?? (await inbox.count(this.id));
    const trees = holders.map(([asset, list, isToken]) => ({ ...sumTree(asset, list, isToken), list }))
      .sort((a, b) => byAsset(a.exit, b.exit));
    const { totals, tokens } = { ...totalsOf(messages), ...lists };
    const exits = lists.exits ?? trees.map(({ exit }) => exit);
    const hashes = messages.map((m) => this.hub.hash('Message', m));
    const outbox = outboxTree(hashes);
    const sequence = (previous?.checkpoint.sequence ?? 0n) + 1n;
    const checkpoint = {
      chainId: BigInt(this.id), sequence, previous: previous?.digest ?? ethers.ZeroHash, term: this.term,
      firstBlock: (previous?.checkpoint.lastBlock ?? 0n) + 1n, lastBlock: (previous?.checkpoint.lastBlock ?? 0n) + 10n,
      blockHash: ethers.id(`block ${this.id} ${sequence}`), preState: previous?.checkpoint.postState ?? ethers.id(`state ${this.id} 0`),
      postState: ethers.id(`state ${this.id} ${sequence}`), inboxCursor: BigInt(handled), inboxHash: await inbox.hashAt(this.id, handled),
      outboxRoot: outbox.root, outboxCount: BigInt(messages.length), totals: hashTotals(totals, tokens), exits: hashExits(exits),
      data: ethers.ZeroHash,
      nextCommittee: nextKeys.length > 0 ? committeeHash(this.id, this.term + 1n, nextKeys) : ethers.ZeroHash, ...changes,
    };
    const digest = this.hub.hash('Checkpoint', checkpoint);
    return { checkpoint, digest, messages, hashes, outbox, totals, tokens, exits, trees, nextKeys };
  }

  /** What members sign together. */
  sign(digest, members = this.keys.map((_, i) => i), keys = this.keys) {
    return { signers: bitmap(members), signature: signTogether(members.map((i) => keys[i]), digest) };
  }

  submission(made, { members, keys = this.keys, ...changes } = {}) {
    const { checkpoint, totals, tokens, exits, nextKeys } = made;
    return { checkpoint, totals, tokens, exits, keys: joined(keys), ...this.sign(made.digest, members, keys), nextKeys: joined(nextKeys), ...changes };
  }

  /** Submits a checkpoint and takes it for the last one; resolves to it, with its receipt. */
  async submit(options = {}) {
    const made = await this.checkpoint(options);
    made.receipt = await done(this.hub.checkpoints.submit(this.submission(made)));
    this.last = made;
    return made;
  }

  claim(made, index, signer = this.hub.signers[0]) {
    return this.hub.claims.connect(signer).claim(made.checkpoint, index, made.messages[index], made.outbox.path(index));
  }

  /** The leaf of an account, as {HubExits} takes it. */
  leaf(made, asset, index) {
    const which = made.exits.findIndex((exit) => exit.asset === asset);
    const [account, amount] = made.trees[which].list[index];
    return { exits: made.exits, which, account, amount, path: made.trees[which].path(index) };
  }

  /** What answers a forced withdrawal. */
  answer(request, amount = request.amount, changes = {}) {
    return this.message({
      recipient: request.sender, refund: request.sender, asset: request.asset, amount, data: this.hub.hash('Message', request), ...changes,
    });
  }
}

export { plain };
