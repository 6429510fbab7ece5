// SPDX-License-Identifier: Apache-2.0
import { type Address, concat, type Hash, minimal, toAddress, toHash, toNumber } from './bytes.js';
import { refuse, unless } from './refusal.js';

/** Reads RLP strictly: only the one encoding of each item, no item beyond its list, and `end` refuses what is left over. */
export class RlpReader {
  constructor(
    private readonly buffer: Uint8Array,
    private position = 0,
    private readonly limit = buffer.length,
  ) {}

  hasMore(): boolean {
    return this.position < this.limit;
  }

  nextIsList(): boolean {
    return this.hasMore() && this.buffer[this.position]! >= 0xc0;
  }

  /** A reader over the items of the next list. */
  list(): RlpReader {
    unless(this.nextIsList(), 'expected a list');
    const length = this.length(0xc0);
    const start = this.position;
    this.position += length;
    return new RlpReader(this.buffer, start, start + length);
  }

  /** Every item of the next list. */
  items<T>(item: (reader: RlpReader) => T): T[] {
    const inner = this.list();
    const items: T[] = [];
    while (inner.hasMore()) {
      items.push(item(inner));
    }
    return items;
  }

  bytes(): Uint8Array {
    unless(this.hasMore(), 'expected a string, found the end');
    const first = this.buffer[this.position]!;
    if (first < 0x80) {
      this.position++;
      return this.buffer.subarray(this.position - 1, this.position);
    }
    unless(first < 0xc0, 'expected a string, found a list');
    const length = this.length(0x80);
    unless(length !== 1 || this.buffer[this.position]! >= 0x80, 'a single byte below 0x80 encodes itself');
    this.position += length;
    return this.buffer.subarray(this.position - length, this.position);
  }

  hash(): Hash {
    return toHash(this.bytes());
  }

  address(): Address {
    return toAddress(this.bytes());
  }

  /** At most 256 bits. */
  number(): bigint {
    const value = this.bytes();
    unless(value.length <= 32, 'number over 256 bits');
    unless(value.length === 0 || value[0] !== 0, 'number with a leading zero');
    return toNumber(value);
  }

  /** Below 2^63. */
  long(): bigint {
    return this.below(63);
  }

  /** Below 2^64. */
  unsignedLong(): bigint {
    return this.below(64);
  }

  /** The next item as it stands, head included; nobody looks inside a list. */
  raw(): Uint8Array {
    const start = this.position;
    if (this.nextIsList()) {
      this.list();
    } else {
      this.bytes();
    }
    return this.buffer.subarray(start, this.position);
  }

  end(): void {
    unless(!this.hasMore(), () => `${this.limit - this.position} bytes too many`);
  }

  private below(bits: number): bigint {
    const value = this.number();
    unless(value < 1n << BigInt(bits), `number over ${bits} bits`);
    return value;
  }

  private length(base: number): number {
    const first = this.buffer[this.position++]!;
    let length = first - base;
    if (first >= base + 56) {
      const count = first - base - 55;
      unless(count <= 4 && this.limit - this.position >= count, 'length reaches past the end');
      length = 0;
      for (let i = 0; i < count; i++) {
        length = length * 256 + this.buffer[this.position + i]!;
      }
      unless(this.buffer[this.position] !== 0 && length >= 56, 'length is not in its shortest form');
      this.position += count;
    }
    if (this.limit - this.position < length) {
      refuse('length reaches past the end');
    }
    return length;
  }
}

/** A reader over the one list that the bytes are. */
export function onlyList(encoded: Uint8Array): RlpReader {
  const outer = new RlpReader(encoded);
  const inner = outer.list();
  outer.end();
  return inner;
}

/** What can be written: bytes, a number, or items of a list. */
export type RlpItem = Uint8Array | bigint | readonly RlpItem[];

export function rlp(item: RlpItem): Uint8Array {
  if (item instanceof Uint8Array) {
    return item.length === 1 && item[0]! < 0x80 ? item : concat(head(0x80, item.length), item);
  }
  if (typeof item === 'bigint') {
    return rlp(minimal(item));
  }
  const content = concat(...item.map(rlp));
  return concat(head(0xc0, content.length), content);
}

function head(base: number, length: number): Uint8Array {
  if (length < 56) {
    return Uint8Array.of(base + length);
  }
  const size = minimal(BigInt(length));
  return concat(Uint8Array.of(base + 55 + size.length), size);
}
