// SPDX-License-Identifier: Apache-2.0
// What a bucket's vote weighs: "Vote weight" of docs/spec/staking.md, rules 1 to 4, in whole numbers.

const ONE = 1_000_000n;
/** 38,017.84 millionths for each doubling, with 32 bits behind the point. */
const PER_DOUBLING = 163_285_380_191_437n;
/** The least duration whose pledge earns the bonus. */
const BONUS_DAYS = 91;

/** Rule 1: log2 of a whole number from 1 to 2^128 - 1, with 32 bits behind the point. */
function log2(x) {
  const whole = BigInt(x.toString(2).length - 1);
  let y = x << (127n - whole);
  let result = whole << 32n;
  for (let digit = 1n << 31n; digit > 0n; digit >>= 1n) {
    y = (y * y) >> 127n;
    if (y >> 128n !== 0n) {
      y >>= 1n;
      result |= digit;
    }
  }
  return result;
}

/** Rules 2 and 3: the weight of one coin, in millionths. */
export function multiplier(days, autoStake, pledged = false) {
  if (days === 0) return ONE;
  const m = ONE + ((log2(BigInt(days) * (autoStake ? 2n : 1n)) * PER_DOUBLING) >> 64n);
  return pledged && autoStake && days >= BONUS_DAYS ? (m * 106n) / 100n : m;
}

/** Rule 4: the weight of an amount, in wei. */
export const weigh = (amount, days, autoStake, pledged = false) => (amount * multiplier(days, autoStake, pledged)) / ONE;
