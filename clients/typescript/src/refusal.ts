// SPDX-License-Identifier: Apache-2.0
/** Something from outside is not what it must be; the message says why, for people. The one error this package means to throw. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Always written as `return refuse(…)` or `throw` would be, where a value is wanted. */
export function refuse(reason: string): never {
  throw new Refusal(reason);
}

export function unless(holds: boolean, reason: string | (() => string)): asserts holds {
  if (!holds) {
    throw new Refusal(typeof reason === 'string' ? reason : reason());
  }
}

export function between(value: bigint, least: bigint, most: bigint, what: string): bigint {
  unless(value >= least && value <= most, `${what} must lie between ${least} and ${most}, not ${value}`);
  return value;
}
