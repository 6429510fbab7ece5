// SPDX-License-Identifier: Apache-2.0
import { type Address, ascii, equal, fromHex, type Hash, toAddress, toHash, toHex, toNumber } from './bytes.js';
import { keccak } from './hashes.js';
import { unless } from './refusal.js';

/** Reads values in their order from bytes in Solidity's ABI; every length is held against what is there. */
export class AbiReader {
  private position: number;

  /** @param base where offsets are counted from: 4 behind a selector */
  constructor(
    private readonly data: Uint8Array,
    private readonly base: number,
  ) {
    this.position = base;
  }

  word(): Uint8Array {
    unless(this.data.length - this.position >= 32, 'what a contract said: the ABI data ends too early');
    this.position += 32;
    return this.data.subarray(this.position - 32, this.position);
  }

  hash(): Hash {
    return toHash(this.word());
  }

  number(bits: number): bigint {
    const value = toNumber(this.word());
    unless(value < 1n << BigInt(bits), () => `what a contract said: an ABI number over ${bits} bits`);
    return value;
  }

  address(): Address {
    const word = this.word();
    unless(word.subarray(0, 12).every((byte) => byte === 0), 'what a contract said: an ABI address over 160 bits');
    return toAddress(word.subarray(12));
  }

  /** Steps over an array of words, of at most so many items, that stands where the next word says. */
  skipWords(most: number): void {
    const offset = this.number(31);
    unless(offset <= BigInt(this.data.length - this.base), 'what a contract said: an ABI offset beyond the data');
    const there = new AbiReader(this.data, this.base + Number(offset));
    const size = there.number(31);
    const room = BigInt(Math.floor((this.data.length - there.position) / 32));
    unless(size <= BigInt(most) && size <= room, () => `what a contract said: ${size} ABI items where ${most} may stand`);
  }
}

/** The first topic of an event. */
export const topic = (signature: string): Hash => keccak(ascii(signature));

/** The arguments if the call data are of that function, else null. */
export function argumentsOf(signature: string, callData: Uint8Array): AbiReader | null {
  const selector = fromHex(keccak(ascii(signature))).subarray(0, 4);
  return equal(callData.subarray(0, 4), selector) ? new AbiReader(callData, 4) : null;
}

/** The address of a system contract. */
export const systemContract = (number: number): Address => toHex(fromHex(number.toString(16).padStart(40, '0')));
