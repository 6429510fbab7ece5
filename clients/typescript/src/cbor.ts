// SPDX-License-Identifier: Apache-2.0
import { fromUtf8 } from './bytes.js';
import { refuse, unless } from './refusal.js';

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
export const TAG = 6;

const NAMES = ['a number', 'a negative number', 'a byte string', 'a text', 'an array', 'a map', 'a tag', 'a simple value'];

/**
 * Reads the part of CBOR that evidence uses, and only its deterministic form (RFC 8949, section 4.2.1): shortest heads,
 * definite lengths, nothing left over. No item is believed to be longer than the bytes that are there, and as callers ask
 * for what must come next, nesting is bounded by their code.
 */
export class CborReader {
  private position = 0;

  constructor(private readonly buffer: Uint8Array) {}

  /** The major type of the next item. */
  nextType(): number {
    unless(this.position < this.buffer.length, 'the CBOR ends too early');
    return this.buffer[this.position]! >>> 5;
  }

  /** From 0 to 2^63 - 1. */
  unsigned(): bigint {
    return this.head(UNSIGNED);
  }

  /** From -2^63 to 2^63 - 1. */
  integer(): bigint {
    return this.nextType() === NEGATIVE ? -1n - this.head(NEGATIVE) : this.unsigned();
  }

  bytes(): Uint8Array {
    return this.content(BYTES);
  }

  text(): string {
    return fromUtf8(this.content(TEXT), 'a text');
  }

  /** The number of items in the array that starts here. */
  array(): number {
    return this.within(this.head(ARRAY), 1);
  }

  arrayOf(items: number, what: string): void {
    const found = this.array();
    unless(found === items, () => `${what} has ${items} items, not ${found}`);
  }

  /** The number of entries in the map that starts here. */
  map(): number {
    return this.within(this.head(MAP), 2);
  }

  tag(number: bigint): void {
    const found = this.head(TAG);
    unless(found === number, () => `expected CBOR tag ${number}, found ${found}`);
  }

  end(): void {
    unless(this.position === this.buffer.length, () => `${this.buffer.length - this.position} bytes too many after the CBOR`);
  }

  private content(major: number): Uint8Array {
    const length = this.within(this.head(major), 1);
    this.position += length;
    return this.buffer.subarray(this.position - length, this.position);
  }

  private within(items: bigint, bytesEach: number): number {
    const most = Math.floor((this.buffer.length - this.position) / bytesEach);
    unless(items <= BigInt(most), 'a CBOR length reaches past the end');
    return Number(items);
  }

  private head(major: number): bigint {
    const found = this.nextType();
    unless(found === major, () => `expected ${NAMES[major]}, found ${NAMES[found]}`);
    const low = this.buffer[this.position++]! & 31;
    if (low < 24) {
      return BigInt(low);
    }
    if (low > 27) {
      refuse('CBOR of indefinite or reserved length');
    }
    const size = 1 << (low - 24);
    unless(this.buffer.length - this.position >= size, 'the CBOR ends too early');
    let value = 0n;
    for (let i = 0; i < size; i++) {
      value = (value << 8n) | BigInt(this.buffer[this.position++]!);
    }
    unless(value < 1n << 63n, 'a CBOR number over 63 bits');
    const least = size === 1 ? 24n : 1n << BigInt(4 * size);
    unless(value >= least, 'a CBOR head is not in its shortest form');
    return value;
  }
}

/** The head of a byte string, in its shortest form: all that writing a Sig_structure takes. */
export function bytesHead(length: number): Uint8Array {
  const type = BYTES << 5;
  if (length < 24) {
    return Uint8Array.of(type | length);
  }
  return length < 0x100 ? Uint8Array.of(type | 24, length) : Uint8Array.of(type | 25, length >>> 8, length & 0xff);
}
