// SPDX-License-Identifier: Apache-2.0
/**
 * The calls of the service. What changes anything is written in the journal first and done afterwards, so that what was answered
 * is there after a power loss, and a restart comes to the same.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join as path } from 'node:path';
import { keccak, require, rising, sizeOf, text } from './bytes.js';
import type { Hex } from './bytes.js';
import * as hub from './hub.js';
import type { Order } from './hub.js';
import { Journal } from './journal.js';
import { keyOf, newSecret, sign, signer } from './keys.js';
import { BATCH, Ledger, Refused, unwritten, written } from './ledger.js';
import type { Closed, Record } from './ledger.js';
import * as wire from './wire.js';
import type { Call, Request } from './wire.js';

/** A committee has at least four members (hub rule 3); this process holds all of a sample's keys. */
const MEMBERS = 4;

/** There is no such checkpoint or leaf, or not yet. */
export class Absent extends Error {}

type Calls = { [C in Call]: (request: Request<C>) => object };

export class Node implements Calls {
  private readonly secrets: Map<Hex, Hex>;
  private readonly ledger: Ledger;
  private readonly journal: Journal;

  constructor(folder: string, private readonly name: string, private readonly chain: bigint) {
    mkdirSync(folder, { recursive: true });
    this.secrets = new Map(votingKeys(path(folder, 'keys.json')).map((secret): [Hex, Hex] => [keyOf(secret), secret]).sort((a, b) => rising(a[0], b[0])));
    this.ledger = new Ledger(chain);
    this.journal = new Journal(path(folder, 'journal'));
    this.journal.records.forEach((record) => this.ledger.apply(unwritten(record)));
  }

  call = <C extends Call>(name: C, given: unknown): object => (this[name] as (request: Request<C>) => object)(wire.read(name, given));

  private do(record: Record): void {
    try {
      this.journal.append(written(record));
    } catch (failure) {
      // Nobody knows how much of it is on the disk: whoever starts next reads that.
      console.error(`the journal cannot be written: ${String(failure)}`);
      process.exit(1);
    }
    this.ledger.apply(record);
  }

  private doBlock(record: Record): void {
    this.do(record);
    if (this.ledger.isFull()) this.do({ do: 'close' });
  }

  Describe(): object {
    return {
      name: this.name,
      chainId: String(this.chain),
      genesis: wire.b64(keccak(text(JSON.stringify(['banyan sample chain', this.name, String(this.chain)])))),
      keys: [...this.secrets.keys()].map(wire.b64),
      head: String(this.ledger.block),
      inboxCursor: String(this.ledger.cursor),
    };
  }

  Prove(r: Request<'Prove'>): object {
    const secret = this.secrets.get(r.key);
    require(secret !== undefined, 'that is no key of this process');
    const domain = { root: r.rootChainId, chains: r.hubChains };
    return { signature: wire.b64(sign(secret, hub.statement(domain, this.chain, r.account, r.key))) };
  }

  Found(r: Request<'Found'>): object {
    require(r.rootChainId >= 1n && r.rootChainId <= hub.MAX_CHAIN && r.rootChainId !== this.chain, 'that is no root’s chain id');
    require(r.term >= 1n, 'terms begin with 1');
    require(r.committee.length >= 4 && r.committee.length <= 36 && new Set(r.committee).size === r.committee.length, 'that is no committee');
    require(r.committee.some((key) => this.secrets.has(key)), 'no key of this process is in the committee');
    const record: Record = { do: 'found', domain: { root: r.rootChainId, chains: r.hubChains }, term: r.term, committee: r.committee };
    if (!this.ledger.place) this.do(record);
    else if (JSON.stringify(written({ do: 'found', ...this.ledger.place })) !== JSON.stringify(written(record))) {
      throw new Refused('the chain has another place already');
    }
    return {};
  }

  Deliver(r: Request<'Deliver'>): object {
    this.ledger.domain();
    r.messages.forEach((message) => require(hub.checked(message).to === this.chain, 'a message to another chain'));
    if (r.first > this.ledger.cursor) throw new Refused(`message ${this.ledger.cursor} comes next`);
    const had = Number(this.ledger.cursor - r.first);
    const messages = r.messages.slice(had, had + BATCH);
    if (messages.length > 0) this.doBlock({ do: 'deliver', messages, time: r.time });
    return { inboxCursor: String(this.ledger.cursor) };
  }

  Order({ signature, ...parcel }: Request<'Order'>): object {
    const order: Order = { chain: this.chain, ...parcel };
    this.ledger.check(order, signer(hub.orderDigest(order, this.ledger.domain()), signature));
    const tracking = this.ledger.tracking(order);
    this.doBlock({ do: 'order', order });
    return { tracking: wire.b64(tracking) };
  }

  Holding(r: Request<'Holding'>): object {
    require([0, 20].includes(sizeOf(r.account)) && [0, 32].includes(sizeOf(r.id)), 'that is no account, or no id');
    const holder = r.id === '0x' ? undefined : this.ledger.holder(r.asset, BigInt(r.id));
    return { amount: wire.amount(this.ledger.held(r.asset, r.account)), holder: wire.b64(holder ?? '0x'), nonce: String(this.ledger.ordersOf(r.account)) };
  }

  Line(r: Request<'Line'>): object {
    const { line } = this.ledger;
    if (r.sequence === BigInt(line.length) + 1n && this.ledger.place && this.ledger.hasNews()) this.do({ do: 'close' });
    const closed = this.closed(r.sequence);
    if (!closed) throw new Absent(`there is no checkpoint ${r.sequence} yet`);
    return wire.ofClosed(closed);
  }

  private closed(sequence: bigint): Closed | undefined {
    return sequence >= 1n && sequence <= BigInt(this.ledger.line.length) ? this.ledger.line[Number(sequence) - 1] : undefined;
  }

  Sign(r: Request<'Sign'>): object {
    const domain = this.ledger.domain();
    const closed = this.closed(r.sequence);
    if (!closed) throw new Refused(`there is no checkpoint ${r.sequence} to sign`);
    const digest = hub.checkpointDigest(closed.checkpoint, domain);
    const before = this.ledger.signed.get(r.sequence);
    if (r.digest !== digest || (before ?? digest) !== digest) throw new Refused(`this chain’s checkpoint ${r.sequence} is another one`);
    if (!before) this.do({ do: 'sign', sequence: r.sequence, digest });
    const shares = this.ledger.place!.committee.flatMap((key) => {
      const secret = this.secrets.get(key);
      return secret ? [{ key: wire.b64(key), signature: wire.b64(sign(secret, digest)) }] : [];
    });
    return { shares };
  }

  Leaf(r: Request<'Leaf'>): object {
    require([0, 32].includes(sizeOf(r.id)), 'that is no id');
    const isToken = r.id !== '0x';
    const tree = this.ledger.trees.get(r.sequence)?.get(r.asset);
    const index = tree?.holdings.findIndex(({ account, value }) => account === r.account && (!isToken || value === BigInt(r.id))) ?? -1;
    const holding = tree?.holdings[index];
    if (!tree || !holding || tree.areTokens !== isToken) throw new Absent('there is no such leaf');
    const path = tree.path(index).map(({ hash, sum, isLeft }) => ({ left: isLeft, hash: wire.b64(hash), sum: wire.amount(sum) }));
    return { amount: wire.amount(isToken ? 1n : holding.value), index, path };
  }
}

/** Made at the first start, readable by nobody else; a file that is there is never written again. */
function votingKeys(file: string): Hex[] {
  if (!existsSync(file)) {
    const made = Array.from({ length: MEMBERS }, newSecret);
    rmSync(`${file}.new`, { force: true });
    const draft = openSync(`${file}.new`, 'wx', 0o600);
    writeSync(draft, JSON.stringify(made));
    fsyncSync(draft);
    closeSync(draft);
    renameSync(`${file}.new`, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Hex[];
}
