// SPDX-License-Identifier: Apache-2.0
/** Bytes are lower-case hex behind 0x wherever they are values: so they compare, and are keys of maps. */
import { keccak_256 } from '@noble/hashes/sha3';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils';

export type Hex = `0x${string}`;

export const NOBODY: Hex = `0x${'00'.repeat(20)}`;
export const NOTHING: Hex = `0x${'00'.repeat(32)}`;

/** A value that no root would take. */
export class Wrong extends Error {}

export function require(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Wrong(otherwise);
}

export const hex = (bytes: Uint8Array): Hex => `0x${bytesToHex(bytes)}`;
export const bytes = (value: Hex): Uint8Array => hexToBytes(value.slice(2));
export const sizeOf = (value: Hex): number => (value.length - 2) / 2;
export const join = (...parts: Hex[]): Hex => `0x${parts.map((part) => part.slice(2)).join('')}`;
export const keccak = (value: Hex): Hex => hex(keccak_256(bytes(value)));
export const text = (value: string): Hex => hex(utf8ToBytes(value));

/** A number, or bytes of at most 32 as the ABI has addresses and hashes. */
export function word(value: bigint | number | Hex): Hex {
  const digits = typeof value === 'string' ? value.slice(2) : value.toString(16);
  require(!digits.startsWith('-') && digits.length <= 64, 'a value of more than 256 bits');
  return `0x${digits.padStart(64, '0')}`;
}

export const words = (...values: (bigint | number | Hex)[]): Hex => join(...values.map(word));

/** Bytes of any length: how many, then they, to a whole word. */
export function dynamic(data: Hex): Hex {
  return join(word(sizeOf(data)), data, `0x${'00'.repeat((32 - (sizeOf(data) % 32)) % 32)}`);
}

/** By what rises first. */
export const rising = (a: string | bigint, b: string | bigint): number => (a < b ? -1 : a > b ? 1 : 0);
