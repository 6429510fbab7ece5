// SPDX-License-Identifier: Apache-2.0
import { refuse } from './refusal.js';

const SIZE = 256;
const BITS = 8 * SIZE;

/** Bit b is bit b % 8 of byte 255 - b / 8 (Yellow Paper, section 4.3.1). */
const isSet = (bloom: Uint8Array, bit: number): boolean => ((bloom[SIZE - 1 - (bit >>> 3)]! >>> (bit & 7)) & 1) === 1;

/**
 * A filter in few bytes: the zeros before each bit that is set, in one byte below 128, else in two. One so full that this
 * would take 256 bytes or more stands as it is (docs/spec/light-client.md, rule 9).
 */
export function writeBloom(bloom: Uint8Array): Uint8Array {
  const out: number[] = [];
  let next = 0;
  for (let bit = 0; bit < BITS; bit++) {
    if (isSet(bloom, bit)) {
      const zeros = bit - next;
      out.push(...(zeros >= 128 ? [0x80 | (zeros >>> 7)] : []), zeros & 0x7f);
      next = bit + 1;
    }
  }
  return out.length < SIZE ? Uint8Array.from(out) : bloom;
}

/** Takes more than one form of a filter; who needs the only one writes it again. */
export function readBloom(encoded: Uint8Array): Uint8Array {
  if (encoded.length === SIZE) {
    return encoded;
  }
  const bloom = new Uint8Array(SIZE);
  let bit = -1;
  for (let i = 0; i < encoded.length; i++) {
    let zeros = encoded[i]!;
    if (zeros >= 128) {
      i++;
      const low = encoded[i] ?? refuse('no bloom filter');
      zeros = low >= 128 ? refuse('no bloom filter') : ((zeros & 0x7f) << 7) | low;
    }
    if (zeros >= BITS - 1 - bit) {
      refuse('no bloom filter');
    }
    bit += zeros + 1;
    bloom[SIZE - 1 - (bit >>> 3)]! |= 1 << (bit & 7);
  }
  return bloom;
}
