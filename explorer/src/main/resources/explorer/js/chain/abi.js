// SPDX-License-Identifier: Apache-2.0
// The part of the contract ABI that the known contracts use: static words, and strings. Input is hostile: whatever does
// not fit decodes to undefined, never to a guess.

const word = (hex, index) => hex.slice(index * 64, index * 64 + 64);

/** Decodes values laid out one word each, strings by their offset. `data` is hex without 0x. */
export function decode(types, data) {
  if (data.length % 2 !== 0 || data.length < types.length * 64) return undefined;
  const values = [];
  for (let index = 0; index < types.length; index += 1) {
    const value = types[index] === 'string' ? text(data, index) : single(types[index], word(data, index));
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
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

function text(data, index) {
  const offset = small(word(data, index));
  const length = offset === undefined ? undefined : small(data.slice(offset * 2, offset * 2 + 64));
  if (length === undefined) return undefined;
  const hex = data.slice(offset * 2 + 64, offset * 2 + 64 + length * 2);
  if (hex.length !== length * 2) return undefined;
  return new TextDecoder().decode(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}

function small(hex) {
  return /^0{56}[0-9a-f]{8}$/i.test(hex) ? Number.parseInt(hex, 16) : undefined;
}
