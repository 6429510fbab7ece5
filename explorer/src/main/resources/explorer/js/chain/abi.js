// SPDX-License-Identifier: Apache-2.0
// The part of the contract ABI that the known contracts use: static words, texts, bytes, lists of words, and records. A
// record that holds texts or bytes is a type "(uint64,bytes)"; one of static words is written as those words. Input is
// hostile: whatever does not fit decodes to undefined, never to a guess.

/** The longest list that is read; the contracts' own are shorter. */
const LIST_MOST = 1024;

const word = (hex, index) => hex.slice(index * 64, index * 64 + 64);

/** Decodes values laid out one word each, what has no fixed length by its offset. `data` is hex without 0x. */
export function decode(types, data) {
  if (data.length % 2 !== 0 || data.length < types.length * 64) return undefined;
  const values = [];
  for (let index = 0; index < types.length; index += 1) {
    const value = one(types[index], data, index);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function one(type, data, index) {
  if (type === 'string') return text(data, index);
  if (type === 'bytes') return bytes(data, index);
  if (type.startsWith('(')) return record(partsOf(type), data, index);
  if (type.endsWith('[]')) return list([type.slice(0, -2)], data, index)?.map(([value]) => value);
  return single(type, word(data, index));
}

/** A list of records of static words, whose offset stands in word `index`; each record as an array. */
export function list(types, data, index = 0) {
  const tail = after(data, index);
  const count = tail && small(word(tail, 0));
  if (count === undefined || count > LIST_MOST) return undefined;
  return every(count, (at) => decode(types, tail.slice(64 + at * types.length * 64, 64 + (at + 1) * types.length * 64)));
}

/** One record that holds texts or bytes, whose offset stands in word `index`. */
export function record(types, data, index = 0) {
  const tail = after(data, index);
  return tail && decode(types, tail);
}

/** A list of such records. */
export function records(types, data, index = 0) {
  const tail = after(data, index);
  const count = tail && small(word(tail, 0));
  if (count === undefined || count > LIST_MOST) return undefined;
  return every(count, (at) => record(types, tail.slice(64), at));
}

function every(count, read) {
  const values = [];
  for (let at = 0; at < count; at += 1) {
    const value = read(at);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function after(data, index) {
  const offset = small(word(data, index));
  return offset === undefined || offset * 2 >= data.length ? undefined : data.slice(offset * 2);
}

function single(type, hex) {
  if (!/^[0-9a-f]{64}$/i.test(hex)) return undefined;
  if (type === 'address') return /^0{24}/.test(hex) ? `0x${hex.slice(24).toLowerCase()}` : undefined;
  if (type === 'bool') return /^0{63}[01]$/.test(hex) ? hex.endsWith('1') : undefined;
  if (type === 'bytes32') return `0x${hex.toLowerCase()}`;
  const bits = /^uint(\d+)$/.exec(type);
  if (!bits) return undefined;
  const value = BigInt(`0x${hex}`);
  return value >> BigInt(bits[1]) === 0n ? value : undefined;
}

function bytes(data, index) {
  const tail = after(data, index);
  const length = tail && small(word(tail, 0));
  if (length === undefined) return undefined;
  const hex = tail.slice(64, 64 + length * 2);
  return hex.length === length * 2 && /^[0-9a-f]*$/i.test(hex) ? `0x${hex.toLowerCase()}` : undefined;
}

function text(data, index) {
  const hex = bytes(data, index);
  return hex && new TextDecoder().decode(Uint8Array.from(hex.slice(2).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}

function small(hex) {
  return /^0{56}[0-9a-f]{8}$/i.test(hex) ? Number.parseInt(hex, 16) : undefined;
}

/** The types of a record without records in it. */
const partsOf = (type) => type.slice(1, -1).split(',');

/**
 * Encodes a call's input: the selector, then a word for each value, then what has no fixed length.
 *
 * @throws RangeError if a value does not fit its type
 */
export const encode = (selector, types, values) => selector + sequence(types, values);

function sequence(types, values) {
  const tails = types.map((type, index) => tail(type, values[index]));
  let behind = types.length * 32;
  const head = types.map((type, index) => {
    if (tails[index] === undefined) return written(type, values[index]);
    const offset = uint(BigInt(behind), 256);
    behind += tails[index].length / 2;
    return offset;
  });
  return head.join('') + tails.join('');
}

/** What stands behind the words; undefined for a value that is one. */
function tail(type, value) {
  if (type.endsWith('[]')) return uint(BigInt(value.length), 256) + value.map((item) => written(type.slice(0, -2), item)).join('');
  if (type.startsWith('(')) return sequence(partsOf(type), value);
  if (type !== 'bytes') return undefined;
  if (!/^0x([0-9a-f]{2})*$/i.test(value)) throw new RangeError(`${value} is no ${type}`);
  const hex = value.slice(2).toLowerCase();
  return uint(BigInt(hex.length / 2), 256) + hex.padEnd(Math.ceil(hex.length / 64) * 64, '0');
}

function written(type, value) {
  if (type === 'bool') return uint(value ? 1n : 0n, 1);
  if (type === 'address' && /^0x[0-9a-f]{40}$/i.test(value)) return value.slice(2).toLowerCase().padStart(64, '0');
  if (type === 'bytes32' && /^0x[0-9a-f]{64}$/i.test(value)) return value.slice(2).toLowerCase();
  const bits = /^uint(\d+)$/.exec(type);
  if (!bits) throw new RangeError(`${value} is no ${type}`);
  return uint(BigInt(value), Number(bits[1]));
}

function uint(value, bits) {
  if (value < 0n || value >> BigInt(bits) !== 0n) throw new RangeError(`${value} does not fit ${bits} bits`);
  return value.toString(16).padStart(64, '0');
}
