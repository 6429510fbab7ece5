// SPDX-License-Identifier: Apache-2.0
// Vote weight, worked out without the contract's method: logarithms as series of rationals with 256 bits.

const BITS = 256n;
const one = 1n << BITS;

/** ln((1 + z) / (1 - z)) = 2 (z + z^3/3 + z^5/5 + ...), for z = numerator / denominator below 1/2. */
function series(numerator, denominator) {
  let power = (one * numerator) / denominator;
  const square = (power * power) >> BITS;
  let sum = 0n;
  for (let k = 1n; power > 0n; k += 2n) {
    sum += power / k;
    power = (power * square) >> BITS;
  }
  return 2n * sum;
}

const ln2 = series(1n, 3n);

/** ln x with 256 bits behind the point, for a positive integer. */
function ln(x) {
  const whole = BigInt(x.toString(2).length - 1);
  const power = 1n << whole;
  return whole * ln2 + series(x - power, x + power);
}

const ln12 = series(1n, 11n);

/** floor(log2(x) x 2^32). */
export const log2 = (x) => (x & (x - 1n)) === 0n
  ? BigInt(x.toString(2).length - 1) << 32n
  : (ln(x) << 32n) / ln2;

/** The exact multiplier in millionths with 64 bits behind the point: no step rounded but the last. */
export function exactMultiplier(days, auto, pledged) {
  if (days === 0n) return 1_000_000n << 64n;
  const m = (1_000_000n << BITS) + (10_000n * ln(days * (auto ? 2n : 1n)) * one) / ln12;
  return (pledged && auto && days >= 91n ? (m * 106n) / 100n : m) >> (BITS - 64n);
}

/** As docs/spec/staking.md rounds it. */
export function multiplier(days, auto, pledged) {
  if (days === 0n) return 1_000_000n;
  const perDoubling = (((10_000n * ln2) << 32n) / ln12);
  const m = 1_000_000n + ((log2(days * (auto ? 2n : 1n)) * perDoubling) >> 64n);
  return pledged && auto && days >= 91n ? (m * 106n) / 100n : m;
}

export const weight = (amount, days, auto, pledged) =>
  (amount * multiplier(BigInt(days), auto, pledged)) / 1_000_000n;

/** Amount in coins, days, auto-stake, pledge: the rows of the table in the spec. */
export const examples = [
  ['100', 0, false, false], ['100', 0, true, false], ['100', 1, false, false], ['100', 1, true, false],
  ['100', 2, false, false], ['100', 3, true, false], ['100', 7, false, false], ['100', 7, true, false],
  ['100', 14, true, false], ['100', 30, false, false], ['100', 30, true, false], ['100', 90, true, true],
  ['100', 91, false, false], ['100', 91, true, false], ['100', 91, false, true], ['100', 91, true, true],
  ['100', 180, true, false], ['100', 365, false, false], ['100', 365, true, false], ['100', 730, true, false],
  ['100', 1050, false, false], ['100', 1050, true, false], ['100', 1050, true, true],
  ['123.456789012345678901', 333, true, false], ['0.000000000000000001', 1050, true, true],
  ['1200000', 91, true, true], ['10000000000', 3650, true, true],
];
