// SPDX-License-Identifier: Apache-2.0
import { type Address, type Hash, toAddress } from './bytes.js';
import { keccak } from './hashes.js';
import { refuse, unless } from './refusal.js';
import { onlyList, type RlpReader } from './rlp.js';

const MAX_BYTES = 128 * 1024;
const ACCESS_LIST = 1;
const DYNAMIC_FEE = 2;
const BLOB = 3;
const SET_CODE = 4;

/** What evidence needs of a transaction. Who sent it is not looked at: the block's certificate vouches for it. */
export interface Transaction {
  readonly hash: Hash;
  /** EIP-2718; 0 for a legacy one. */
  readonly type: number;
  /** Null if it creates a contract. */
  readonly to: Address | null;
  readonly data: Uint8Array;
}

/** Takes one canonical transaction of EIP-155, 2930, 1559, 4844 or 7702 and nothing else. */
export function decodeTransaction(encoded: Uint8Array): Transaction {
  unless(encoded.length <= MAX_BYTES, `transaction over ${MAX_BYTES} bytes`);
  const first = encoded[0] ?? refuse('no bytes');
  if (first >= 0xc0) {
    return { hash: keccak(encoded), type: 0, ...legacy(onlyList(encoded)) };
  }
  unless(first >= ACCESS_LIST && first <= SET_CODE, `transaction type not supported: ${first}`);
  return { hash: keccak(encoded), type: first, ...typed(first, onlyList(encoded.subarray(1))) };
}

type Call = Pick<Transaction, 'to' | 'data'>;

function legacy(read: RlpReader): Call {
  nonce(read);
  const price = read.number();
  const call = callOf(read, price);
  const v = read.number();
  unless(v >= 35n || v === 27n || v === 28n, 'v is neither 27, 28 nor of EIP-155');
  read.number();
  read.number();
  read.end();
  return call;
}

function typed(type: number, read: RlpReader): Call {
  read.number();
  nonce(read);
  if (type >= DYNAMIC_FEE) {
    read.number();
  }
  const price = read.number();
  const call = callOf(read, price);
  read.items(accessListEntry);
  unless(type < BLOB || call.to !== null, `a transaction of type ${type} cannot create a contract`);
  if (type === BLOB) {
    read.number();
    read.items((hash) => hash.hash());
  } else if (type === SET_CODE) {
    read.items(authorization);
  }
  unless(read.number() <= 1n, 'y parity is neither 0 nor 1');
  read.number();
  read.number();
  read.end();
  return call;
}

function callOf(read: RlpReader, price: bigint): Call {
  unless(read.unsignedLong() * price < 1n << 256n, 'gas limit times price over 256 bits');
  const to = read.bytes();
  read.number();
  return { to: to.length === 0 ? null : toAddress(to), data: read.bytes() };
}

function nonce(read: RlpReader): void {
  unless(read.unsignedLong() < 2n ** 64n - 1n, 'nonce over 2^64 - 2');
}

function accessListEntry(outer: RlpReader): void {
  const read = outer.list();
  read.address();
  read.items((slot) => slot.hash());
  read.end();
}

function authorization(outer: RlpReader): void {
  const read = outer.list();
  read.number();
  read.address();
  read.unsignedLong();
  unless(read.number() <= 255n, 'authorization out of range');
  read.number();
  read.number();
  read.end();
}
