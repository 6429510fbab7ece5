// SPDX-License-Identifier: Apache-2.0
import { unless } from './refusal.js';

/** One measured value (RFC 8428): an exact decimal, whose digits are those that the device signed. */
export interface Reading {
  readonly name: string;
  /** From the SenML units registry; empty for a bare number. */
  readonly unit: string;
  /** In plain decimal digits; 21.50 states two decimals and is not 21.5. */
  readonly value: string;
  /** Milliseconds after its record's time, 0 to a day. */
  readonly afterMillis: number;
}

const MAX_AFTER_MILLIS = 86_400_000n;

/**
 * @param digits the value's, without the point
 * @param decimals 0 to 18
 */
export function reading(name: string, unit: string, digits: bigint, decimals: number): Reading {
  unless(/^[A-Za-z0-9][-A-Za-z0-9:./_]{0,63}$/.test(name), "a reading's name has 1 to 64 letters, digits and -:./_, first a letter or digit");
  unless(/^[!-~]{0,16}$/.test(unit), 'a unit has at most 16 visible ASCII characters');
  return { name, unit, value: decimal(digits, decimals), afterMillis: 0 };
}

/** The same value, measured later within its record. */
export function measuredAfter(of: Reading, millis: bigint): Reading {
  unless(millis >= 0n && millis <= MAX_AFTER_MILLIS, "a reading is measured within a day after its record's time");
  return { ...of, afterMillis: Number(millis) };
}

function decimal(digits: bigint, decimals: number): string {
  const sign = digits < 0n ? '-' : '';
  const plain = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, '0');
  return decimals === 0 ? sign + plain : `${sign}${plain.slice(0, -decimals)}.${plain.slice(-decimals)}`;
}

/** For people: `temperature 21.50 Cel`, or `temperature 21.55 Cel after 1.000 s`. */
export function say(reading: Reading): string {
  const measured = `${reading.name} ${reading.value}${reading.unit === '' ? '' : ` ${reading.unit}`}`;
  return reading.afterMillis === 0 ? measured : `${measured} after ${decimal(BigInt(reading.afterMillis), 3)} s`;
}
