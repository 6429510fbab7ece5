// SPDX-License-Identifier: Apache-2.0
/** What docs/spec/hub.md hashes: messages, orders, checkpoints, inboxes, outboxes, lists and exit trees; held to hub/vectors. */
import { dynamic, join, keccak, NOTHING, require, rising, sizeOf, text, word, words } from './bytes.js';
import type { Hex } from './bytes.js';

export const DEPOSIT = 1;
export const CALL = 2;
export const TOKEN = 3;
export const FORCED = 4;
export const REFUND = 5;
export const FOR_EVER = 2n ** 64n - 1n;
export const MAX_CHAIN = 2n ** 52n;
export const MAX_ASSETS = 32;
const MAX_DATA = 8_192;
const MAX_GAS = 1_000_000n;

/** Of which root something is said (rule 48). */
export interface Domain {
  root: bigint;
  chains: Hex;
}

function digest(domain: Domain, struct: Hex): Hex {
  const kind = keccak(text('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'));
  const separator = keccak(join(kind, keccak(text('Banyan Hub')), keccak(text('1')), words(domain.root, domain.chains)));
  return keccak(join('0x1901', separator, struct));
}

const PARCEL = 'address recipient,address asset,uint256 amount,uint64 gas,uint64 deadline,address refund,bytes data)';

/** What messages and orders say alike. */
export interface Parcel {
  to: bigint;
  kind: number;
  sender: Hex;
  recipient: Hex;
  asset: Hex;
  amount: bigint;
  gas: bigint;
  deadline: bigint;
  refund: Hex;
  data: Hex;
}

/** Rule 15. */
export interface Message extends Parcel {
  from: bigint;
  nonce: bigint;
}

const MESSAGE = keccak(text(`Message(uint64 from,uint64 to,uint64 nonce,uint8 kind,address sender,${PARCEL}`));

export function checked(m: Message): Message {
  require(m.from <= MAX_CHAIN && m.to <= MAX_CHAIN, 'a chain id is out of bounds');
  require(m.from !== 0n || m.to !== 0n, 'a message from the root to the root');
  require(m.kind >= DEPOSIT && m.kind <= REFUND, `no kind has the number ${m.kind}`);
  require(m.gas <= MAX_GAS, `a message asks for ${m.gas} gas`);
  require(sizeOf(m.data) <= MAX_DATA, `a message has ${sizeOf(m.data)} bytes of data`);
  return m;
}

const headOf = (m: Message): Hex =>
  words(m.from, m.to, m.nonce, m.kind, m.sender, m.recipient, m.asset, m.amount, m.gas, m.deadline, m.refund);

export const encodeMessage = (m: Message): Hex => join(word(32), headOf(m), word(12 * 32), dynamic(m.data));
export const messageDigest = (m: Message, domain: Domain): Hex => digest(domain, keccak(join(MESSAGE, headOf(m), keccak(m.data))));

/** The id that follows a transfer through all its steps (rule 32). */
export const trackingOf = (m: Message, domain: Domain): Hex =>
  m.kind === REFUND && sizeOf(m.data) === 32 ? m.data : messageDigest(m, domain);

/** What an account signs to send something away (docs/spec/foreign.md, rule 6). */
export interface Order extends Parcel {
  chain: bigint;
  nonce: bigint;
}

const ORDER = keccak(text(`Order(uint64 chainId,uint64 nonce,address sender,uint64 to,uint8 kind,${PARCEL}`));

export function orderDigest(o: Order, domain: Domain): Hex {
  const head = words(o.chain, o.nonce, o.sender, o.to, o.kind, o.recipient, o.asset, o.amount, o.gas, o.deadline, o.refund);
  return digest(domain, keccak(join(ORDER, head, keccak(o.data))));
}

/** Rule 20. */
export interface Checkpoint {
  chainId: bigint;
  sequence: bigint;
  previous: Hex;
  term: bigint;
  firstBlock: bigint;
  lastBlock: bigint;
  blockHash: Hex;
  preState: Hex;
  postState: Hex;
  inboxCursor: bigint;
  inboxHash: Hex;
  outboxRoot: Hex;
  outboxCount: number;
  totals: Hex;
  exits: Hex;
  data: Hex;
  nextCommittee: Hex;
}

const CHECKPOINT = keccak(text(
  'Checkpoint(uint64 chainId,uint64 sequence,bytes32 previous,uint64 term,uint64 firstBlock,uint64 lastBlock,bytes32 blockHash,'
  + 'bytes32 preState,bytes32 postState,uint64 inboxCursor,bytes32 inboxHash,bytes32 outboxRoot,uint32 outboxCount,bytes32 totals,'
  + 'bytes32 exits,bytes32 data,bytes32 nextCommittee)'));

export const encodeCheckpoint = (c: Checkpoint): Hex =>
  words(c.chainId, c.sequence, c.previous, c.term, c.firstBlock, c.lastBlock, c.blockHash, c.preState, c.postState, c.inboxCursor,
    c.inboxHash, c.outboxRoot, c.outboxCount, c.totals, c.exits, c.data, c.nextCommittee);
export const checkpointDigest = (c: Checkpoint, domain: Domain): Hex => digest(domain, keccak(join(CHECKPOINT, encodeCheckpoint(c))));

/** The hash of an inbox without messages (rule 17). */
export const inboxOf = (chain: bigint): Hex => keccak(join(words(64, chain), dynamic(text('BANYAN-HUB-INBOX-V1'))));
export const inboxWith = (before: Hex, message: Hex): Hex => keccak(join(before, message));

/** Level for level up to one node; one without a partner goes up as it is. */
function levelsOf<T>(leaves: T[], joined: (left: T, right: T) => T): T[][] {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) {
    const below = level;
    level = [];
    for (let i = 0; i < below.length; i += 2) {
      const left = below[i]!;
      level.push(i + 1 < below.length ? joined(left, below[i + 1]!) : left);
    }
  }
  return levels;
}

/** Rule 23. */
export function outboxRoot(digests: Hex[]): Hex {
  const leaves = digests.map((message, index) => keccak(join('0x00', word(index), message)));
  return levelsOf(leaves, (left, right) => keccak(join('0x01', left, right))).at(-1)![0] ?? NOTHING;
}

/** An asset with an amount, or with a token's id. */
export interface Total {
  asset: Hex;
  value: bigint;
}

/** Rule 24. */
export function encodeTotals(totals: Total[], tokens: Total[]): Hex {
  totals.slice(1).forEach((total, i) => require(totals[i]!.asset < total.asset, 'assets do not rise'));
  tokens.slice(1).forEach((token, i) => {
    const before = tokens[i]!;
    require(before.asset < token.asset || (before.asset === token.asset && before.value < token.value), 'tokens do not rise');
  });
  require(totals.length <= MAX_ASSETS && tokens.length <= 64, 'too many totals or tokens');
  const list = (items: Total[]): Hex => join(word(items.length), ...items.map(({ asset, value }) => words(asset, value)));
  return join(words(64, 64 + sizeOf(list(totals))), list(totals), list(tokens));
}

/** What an outbox takes out. */
export function totalsOf(messages: Message[]): { totals: Total[]; tokens: Total[] } {
  const sums = new Map<Hex, bigint>();
  const tokens: Total[] = [];
  for (const { kind, asset, amount } of messages) {
    if (kind === TOKEN) tokens.push({ asset, value: amount });
    else if (amount > 0n) sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  }
  const totals = [...sums].map(([asset, value]) => ({ asset, value })).sort((a, b) => rising(a.asset, b.asset));
  return { totals, tokens: tokens.sort((a, b) => rising(a.asset, b.asset) || rising(a.value, b.value)) };
}

export interface Exit {
  asset: Hex;
  root: Hex;
  sum: bigint;
  count: number;
}

/** Rule 44. */
export function encodeExits(exits: Exit[]): Hex {
  exits.slice(1).forEach((exit, i) => require(exits[i]!.asset < exit.asset, 'assets do not rise'));
  require(exits.length <= MAX_ASSETS, 'too many exit trees');
  require(exits.every(({ count }) => count < 2 ** 32), 'an exit tree of too many leaves');
  return join(words(32, exits.length), ...exits.map((e) => words(e.asset, e.root, e.sum, e.count)));
}

/** Who holds an amount, or the token of an id. */
export interface Holding {
  account: Hex;
  value: bigint;
}

interface Node {
  hash: Hex;
  sum: bigint;
}

/** Who holds what of an asset: amounts rise by account, tokens by id (rules 44 and 47). */
export class ExitTree {
  private readonly levels: Node[][];

  constructor(readonly asset: Hex, readonly holdings: Holding[], readonly areTokens = false) {
    holdings.slice(1).forEach((holding, i) => {
      const before = holdings[i]!;
      require(areTokens ? before.value < holding.value : before.account < holding.account, 'leaves do not rise');
    });
    require(areTokens || holdings.every(({ value }) => value > 0n), 'a leaf of nothing');
    const tag: Hex = areTokens ? '0x04' : '0x02';
    const leaves = holdings.map(({ account, value }) => ({ hash: keccak(join(tag, account, word(value))), sum: areTokens ? 1n : value }));
    this.levels = levelsOf(leaves, (left, right) => {
      const sum = left.sum + right.sum;
      return { hash: keccak(join('0x03', left.hash, word(left.sum), right.hash, word(right.sum))), sum: BigInt(word(sum)) };
    });
  }

  exit(): Exit {
    const top = this.levels.at(-1)![0] ?? { hash: NOTHING, sum: 0n };
    return { asset: this.asset, root: top.hash, sum: top.sum, count: this.holdings.length };
  }

  /** From the leaf up; a level without a partner has none. */
  path(index: number): (Node & { isLeft: boolean })[] {
    const path: (Node & { isLeft: boolean })[] = [];
    let here = index;
    for (const level of this.levels.slice(0, -1)) {
      const beside = level[here ^ 1];
      if (beside) path.push({ ...beside, isLeft: (here & 1) === 1 });
      here >>= 1;
    }
    return path;
  }
}

/** The 124 bytes that prove a voting key's possession (rule 3). */
export function statement(domain: Domain, chain: bigint, account: Hex, key: Hex): Hex {
  const uint64 = (value: bigint): Hex => `0x${value.toString(16).padStart(16, '0')}`;
  return join(text('BANYAN-HUB-MEMBER-V1'), uint64(domain.root), domain.chains, uint64(chain), account, key);
}
