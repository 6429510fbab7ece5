// SPDX-License-Identifier: Apache-2.0
/**
 * What the chain is: who holds what, what came, and what leaves. A pure function of the records that `apply` takes one after the
 * other: whoever has the same records has the same line of checkpoints. Rules are those of docs/spec/foreign.md, hub rules of hub.md.
 */
import { join, keccak, NOBODY, NOTHING, require, rising, text } from './bytes.js';
import type { Hex } from './bytes.js';
import * as hub from './hub.js';
import { CALL, DEPOSIT, FOR_EVER, FORCED, REFUND, TOKEN } from './hub.js';
import type { Checkpoint, Domain, Exit, Message, Order, Parcel, Total } from './hub.js';

/** So many messages are taken in one block, and leave with one checkpoint at most twice as many less one: lists of tokens end with 64. */
export const BATCH = 32;
/** Of how many checkpoints the ways to leaves are kept (rule 9). */
const KEPT = 64n;

/** What is asked is well-formed and not to be done now. */
export class Refused extends Error {}

/** A checkpoint with all that belongs to it. */
export interface Closed {
  checkpoint: Checkpoint;
  totals: Total[];
  tokens: Total[];
  exits: Exit[];
  outbox: Message[];
}

export type Record =
  | { do: 'found'; domain: Domain; term: bigint; committee: Hex[] }
  | { do: 'deliver'; messages: Message[]; time: bigint }
  | { do: 'order'; order: Order }
  | { do: 'close' }
  | { do: 'sign'; sequence: bigint; digest: Hex };

/** Records have numbers that JSON has not: they are written with an n behind. */
export const written = (record: Record): unknown =>
  JSON.parse(JSON.stringify(record, (_, member) => (typeof member === 'bigint' ? `${member}n` : member)));
export const unwritten = (record: unknown): Record =>
  JSON.parse(JSON.stringify(record), (_, member) => (typeof member === 'string' && /^[0-9]+n$/.test(member) ? BigInt(member.slice(0, -1)) : member)) as Record;

export class Ledger {
  place: { domain: Domain; term: bigint; committee: Hex[] } | undefined;
  readonly line: Closed[] = [];
  readonly trees = new Map<bigint, Map<Hex, hub.ExitTree>>();
  readonly signed = new Map<bigint, Hex>();
  cursor = 0n;
  block = 0n;
  private readonly amounts = new Map<Hex, Map<Hex, bigint>>();
  private readonly tokens = new Map<Hex, Map<bigint, Hex>>();
  private readonly orders = new Map<Hex, bigint>();
  private inbox: Hex;
  private nonce = 0n;
  private outbox: Message[] = [];
  private asked: Message[] = [];
  private blockHash = NOTHING;
  private preState: Hex;

  constructor(readonly chain: bigint) {
    this.inbox = hub.inboxOf(chain);
    this.preState = this.state();
  }

  domain(): Domain {
    if (!this.place) throw new Refused('the chain was not told its place under a root');
    return this.place.domain;
  }

  // What is asked about.

  held = (asset: Hex, account: Hex): bigint => this.amounts.get(asset)?.get(account) ?? 0n;
  holder = (asset: Hex, id: bigint): Hex | undefined => this.tokens.get(asset)?.get(id);
  ordersOf = (account: Hex): bigint => this.orders.get(account) ?? 0n;
  hasNews = (): boolean => this.block > (this.line.at(-1)?.checkpoint.lastBlock ?? 0n);
  isFull = (): boolean => this.outbox.length + this.asked.length >= BATCH;

  /** Of everything that the next blocks depend on. */
  private state(): Hex {
    const sorted = (map: Map<unknown, unknown>): unknown[] =>
      [...map].map(([key, member]) => [String(key), member instanceof Map ? sorted(member) : String(member)]).sort((a, b) => rising(a[0] as string, b[0] as string));
    const all = [this.chain, sorted(this.amounts), sorted(this.tokens), sorted(this.orders), this.cursor, this.inbox, this.nonce];
    return keccak(text(JSON.stringify(all, (_, member) => (typeof member === 'bigint' ? String(member) : member))));
  }

  /** Throws Wrong for an order that is none, and Refused for one that cannot be paid. */
  check(order: Order, signer: Hex | undefined): void {
    require(signer === order.sender, 'the order is signed by somebody else than its sender');
    require(order.nonce === this.ordersOf(order.sender), 'the sender’s next order has another nonce');
    require([DEPOSIT, CALL, TOKEN].includes(order.kind), `no order sends a message of kind ${order.kind}`);
    require(order.refund !== NOBODY, 'nobody would have the value if it cannot be delivered');
    require(order.kind === CALL || order.recipient !== NOBODY, 'nobody would receive it');
    require(order.kind !== DEPOSIT || order.amount > 0n, 'an order of nothing');
    require(order.to !== this.chain || order.kind !== CALL, 'there is nothing here to call');
    hub.checked(this.message(order));
    if (order.kind === TOKEN) {
      if (this.holder(order.asset, order.amount) !== order.sender) throw new Refused('the sender does not own that token');
    } else if (this.held(order.asset, order.sender) < order.amount) {
      throw new Refused(`the sender has ${this.held(order.asset, order.sender)} of it`);
    }
  }

  /** What an order will be found by: its message's id, or, if it stays here, its own. */
  tracking(order: Order): Hex {
    return order.to === this.chain ? hub.orderDigest(order, this.domain()) : hub.trackingOf(this.message(order), this.domain());
  }

  // Records.

  apply(record: Record): void {
    switch (record.do) {
      case 'found':
        this.place = { domain: record.domain, term: record.term, committee: record.committee };
        break;
      case 'deliver':
        for (const message of record.messages) {
          this.inbox = hub.inboxWith(this.inbox, hub.messageDigest(message, this.domain()));
          this.cursor += 1n;
          this.handle(message, record.time);
        }
        this.nextBlock(record);
        break;
      case 'order':
        this.carryOut(record.order);
        this.nextBlock(record);
        break;
      case 'close':
        this.close();
        break;
      case 'sign':
        this.signed.set(record.sequence, record.digest);
        break;
    }
  }

  private nextBlock(record: Record): void {
    this.block += 1n;
    this.blockHash = keccak(join(this.blockHash, keccak(text(JSON.stringify(written(record))))));
  }

  private handle(message: Message, time: bigint): void {
    const isLate = message.deadline < time && message.kind !== REFUND;
    if (message.kind === FORCED) this.asked.push(message);
    else if (message.kind === CALL || isLate || message.recipient === NOBODY || !this.admits(message)) this.sendBack(message);
    else if (message.kind === TOKEN) this.give(message.asset, message.amount, message.recipient);
    else this.credit(message.asset, message.recipient, message.amount);
  }

  /** An asset is of one kind for ever, and there are no more than lists can name (hub rule 44). */
  private admits({ kind, asset }: Message): boolean {
    const isToken = kind === TOKEN;
    const known = isToken ? this.tokens.has(asset) : this.amounts.has(asset);
    const isOther = isToken ? this.amounts.has(asset) : this.tokens.has(asset);
    return !isOther && (known || this.amounts.size + this.tokens.size < hub.MAX_ASSETS);
  }

  private sendBack(message: Message): void {
    const kind = message.kind === TOKEN ? TOKEN : REFUND;
    this.leave({ kind, sender: message.sender, recipient: message.refund, asset: message.asset, amount: message.amount,
      data: hub.trackingOf(message, this.domain()) });
  }

  /** To the root, for whoever `recipient` is. */
  private leave(parcel: Pick<Parcel, 'kind' | 'sender' | 'recipient' | 'asset' | 'amount' | 'data'>): void {
    this.outbox.push({ from: this.chain, nonce: this.nonce, to: 0n, gas: 0n, deadline: FOR_EVER, refund: parcel.recipient, ...parcel });
    this.nonce += 1n;
  }

  private carryOut(order: Order): void {
    const { kind, sender, recipient, asset, amount } = order;
    const stays = order.to === this.chain;
    this.orders.set(sender, order.nonce + 1n);
    if (kind === TOKEN) this.give(asset, amount, stays ? recipient : undefined);
    else {
      this.credit(asset, sender, -amount);
      if (stays) this.credit(asset, recipient, amount);
    }
    if (!stays) {
      this.outbox.push(this.message(order));
      this.nonce += 1n;
    }
  }

  private message({ to, kind, sender, recipient, asset, amount, gas, deadline, refund, data }: Order): Message {
    return { from: this.chain, nonce: this.nonce, to, kind, sender, recipient, asset, amount, gas, deadline, refund, data };
  }

  private give(asset: Hex, id: bigint, account: Hex | undefined): void {
    const owners = this.tokens.get(asset) ?? new Map<bigint, Hex>();
    this.tokens.set(asset, owners);
    if (account) owners.set(id, account);
    else owners.delete(id);
  }

  private credit(asset: Hex, account: Hex, amount: bigint): void {
    if (amount === 0n) return;
    const accounts = this.amounts.get(asset) ?? new Map<Hex, bigint>();
    this.amounts.set(asset, accounts);
    const left = this.held(asset, account) + amount;
    if (left > 0n) accounts.set(account, left);
    else accounts.delete(account);
  }

  /** Forced withdrawals are carried out after everything else, and answered before it (hub rule 46). */
  private close(): void {
    const domain = this.domain();
    const others = this.outbox;
    this.outbox = [];
    this.asked.forEach((request) => this.answer(request));
    const outbox = [...this.outbox, ...others];
    this.outbox = [];
    this.asked = [];
    const { totals, tokens } = hub.totalsOf(outbox);
    const trees = this.grown();
    const exits = [...trees.values()].map((tree) => tree.exit());
    const last = this.line.at(-1)?.checkpoint;
    const checkpoint: Checkpoint = {
      chainId: this.chain,
      sequence: (last?.sequence ?? 0n) + 1n,
      previous: last ? hub.checkpointDigest(last, domain) : NOTHING,
      term: this.place!.term,
      firstBlock: (last?.lastBlock ?? 0n) + 1n,
      lastBlock: this.block,
      blockHash: this.blockHash,
      preState: this.preState,
      postState: this.state(),
      inboxCursor: this.cursor,
      inboxHash: this.inbox,
      outboxRoot: hub.outboxRoot(outbox.map((message) => hub.messageDigest(message, domain))),
      outboxCount: outbox.length,
      totals: keccak(hub.encodeTotals(totals, tokens)),
      exits: keccak(hub.encodeExits(exits)),
      data: NOTHING,
      nextCommittee: NOTHING,
    };
    this.preState = checkpoint.postState;
    this.line.push({ checkpoint, totals, tokens, exits, outbox });
    this.trees.set(checkpoint.sequence, trees);
    this.trees.delete(checkpoint.sequence - KEPT);
  }

  private answer(request: Message): void {
    const { sender, asset, amount } = request;
    const data = hub.messageDigest(request, this.domain());
    const isTheirs = this.holder(asset, amount) === sender;
    const there = this.held(asset, sender);
    const given = isTheirs ? amount : there < amount ? there : amount;
    if (isTheirs) this.give(asset, amount, undefined);
    else this.credit(asset, sender, -given);
    this.leave({ kind: isTheirs ? TOKEN : DEPOSIT, sender, recipient: sender, asset, amount: given, data });
  }

  private grown(): Map<Hex, hub.ExitTree> {
    const trees: hub.ExitTree[] = [];
    for (const [asset, of] of this.amounts) {
      const holdings = [...of].map(([account, value]) => ({ account, value })).sort((a, b) => rising(a.account, b.account));
      if (holdings.length > 0) trees.push(new hub.ExitTree(asset, holdings));
    }
    for (const [asset, of] of this.tokens) {
      const holdings = [...of].map(([value, account]) => ({ account, value })).sort((a, b) => rising(a.value, b.value));
      if (holdings.length > 0) trees.push(new hub.ExitTree(asset, holdings, true));
    }
    return new Map(trees.sort((a, b) => rising(a.asset, b.asset)).map((tree) => [tree.asset, tree]));
  }
}
