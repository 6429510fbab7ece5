// SPDX-License-Identifier: Apache-2.0
import type { Address, Hash } from './bytes.js';
import { refuse, unless } from './refusal.js';
import { onlyList, type RlpReader } from './rlp.js';

/** What a contract told the world. */
export interface Log {
  readonly address: Address;
  readonly topics: readonly Hash[];
  readonly data: Uint8Array;
}

/** What became of a transaction. */
export interface Receipt {
  readonly type: number;
  readonly success: boolean;
  readonly logs: readonly Log[];
}

/** Takes the bytes that stand in a receipts trie. */
export function decodeReceipt(encoded: Uint8Array): Receipt {
  const first = encoded[0] ?? refuse('no bytes');
  const type = first >= 0xc0 ? 0 : first;
  unless(first >= 0xc0 || (first >= 1 && first <= 4), `no such receipt type: ${first}`);
  const read = onlyList(type === 0 ? encoded : encoded.subarray(1));
  const status = read.long();
  unless(status <= 1n, 'receipt status is neither 0 nor 1');
  read.long();
  const bloom = read.bytes();
  unless(bloom.length === 256, `a bloom filter has 256 bytes, not ${bloom.length}`);
  const logs = read.items(readLog);
  read.end();
  return { type, success: status === 1n, logs };
}

function readLog(outer: RlpReader): Log {
  const read = outer.list();
  const log = { address: read.address(), topics: read.items((topic) => topic.hash()), data: read.bytes() };
  read.end();
  unless(log.topics.length <= 4, 'a log has at most 4 topics');
  return log;
}
