// SPDX-License-Identifier: Apache-2.0
import { refuse, unless } from './refusal.js';

/** 32 bytes, as hex after `0x`: so hashes are compared and kept in maps as what they are, values. */
export type Hash = string;

/** 20 bytes, as hex after `0x`. */
export type Address = string;

export const ZERO_HASH: Hash = `0x${'00'.repeat(32)}`;

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower case, two digits a byte, `0x` in front. */
export function toHex(bytes: Uint8Array): string {
  const parts = new Array<string>(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    parts[i] = DIGITS[bytes[i]!]!;
  }
  return `0x${parts.join('')}`;
}

/** An even number of hex digits of either case, with or without `0x`. */
export function fromHex(text: string): Uint8Array {
  const start = text.startsWith('0x') ? 2 : 0;
  const size = (text.length - start) / 2;
  unless(Number.isInteger(size), 'hex text has an odd number of digits');
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    bytes[i] = 16 * digit(text.charCodeAt(start + 2 * i)) + digit(text.charCodeAt(start + 2 * i + 1));
  }
  return bytes;
}

function digit(code: number): number {
  if (code >= 48 && code <= 57) {
    return code - 48;
  }
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : refuse('not hex');
}

export function toHash(bytes: Uint8Array): Hash {
  unless(bytes.length === 32, () => `a hash has 32 bytes, not ${bytes.length}`);
  return toHex(bytes);
}

export function toAddress(bytes: Uint8Array): Address {
  unless(bytes.length === 20, () => `an address has 20 bytes, not ${bytes.length}`);
  return toHex(bytes);
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

export function toNumber(bigEndian: Uint8Array): bigint {
  return bigEndian.length === 0 ? 0n : BigInt(toHex(bigEndian));
}

/** So many big-endian bytes; the caller knows that the value fits. */
export function bigEndian(value: bigint, size: number): Uint8Array {
  return fromHex(value.toString(16).padStart(2 * size, '0'));
}

/** Big-endian without leading zeros; no bytes for zero. */
export function minimal(value: bigint): Uint8Array {
  const digits = value === 0n ? '' : value.toString(16);
  return fromHex(digits.length % 2 === 0 ? digits : `0${digits}`);
}

/** A number, a hash or an address as a word of the EVM. */
export function word(value: bigint | string): Uint8Array {
  return bigEndian(BigInt(value), 32);
}

export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** UTF-8 that is taken only if it is that, with nothing left out or put in. */
export function fromUtf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse(`${what} is not UTF-8`);
  }
}
