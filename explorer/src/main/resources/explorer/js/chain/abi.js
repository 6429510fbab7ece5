// SPDX-License-Identifier: Apache-2.0
// The part of the contract ABI that the known contracts use: static words, texts, bytes, lists and records. Input is hostile:
// whatever does not fit decodes to undefined, never to a guess.

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
  return offset === undefined || offset * 2 > data.length ? undefined : data.slice(offset * 2);
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

/**
 * Encodes a call's input: the selector, then words, then lists of words.
 *
 * @throws RangeError if a value does not fit its type
 */
export function encode(selector, types, values) {
  const head = [];
  const tail = [];
  types.forEach((type, index) => {
    if (type.endsWith('[]')) {
      head.push(uint(BigInt((types.length + tail.length) * 32), 256));
      tail.push(uint(BigInt(values[index].length), 256), ...values[index].map((value) => written(type.slice(0, -2), value)));
    } else {
      head.push(written(type, values[index]));
    }
  });
  return selector + head.join('') + tail.join('');
}

function written(type, value) {
  if (type === 'bool') return uint(value ? 1n : 0n, 1);
  if (type === 'address' && /^0x[0-9a-f]{40}$/i.test(value)) return value.slice(2).toLowerCase().padStart(64, '0');
  const bits = /^uint(\d+)$/.exec(type);
  if (!bits) throw new RangeError(`${value} is no ${type}`);
  return uint(BigInt(value), Number(bits[1]));
}

function uint(value, bits) {
  if (value < 0n || value >> BigInt(bits) !== 0n) throw new RangeError(`${value} does not fit ${bits} bits`);
  return value.toString(16).padStart(64, '0');
}
