// SPDX-License-Identifier: Apache-2.0
import { type Checkpoint, sinceMillis } from './checkpoint.js';
import type { Genesis } from './genesis.js';
import { MAX_TIME_MILLIS } from './record.js';
import { between, unless } from './refusal.js';
import { Terms } from './terms.js';

const HOUR = 3_600_000n;

/** How far a block may be ahead of the clock of who looks at it. */
const CLOCKS_DIFFER_MILLIS = 60_000n;

/** Half the UNBONDING that chains have by default. */
export const DEFAULT_PERIOD_MILLIS = 7n * 24n * HOUR;

/** How long somebody believes a checkpoint (docs/spec/light-client.md, rules 13 and 14). */
export interface Trust {
  readonly checkpoint: Checkpoint;
  readonly periodMillis: bigint;
  readonly nowMillis: bigint;
}

export function trustOf(checkpoint: Checkpoint, periodMillis: bigint, nowMillis: bigint): Trust {
  between(periodMillis, HOUR, 90n * 24n * HOUR, 'the trusting period in milliseconds');
  between(nowMillis, 0n, MAX_TIME_MILLIS, "the clock's milliseconds");
  return { checkpoint, periodMillis, nowMillis };
}

/** Refuses a checkpoint that is too old, or none of this genesis' chain. */
export function checkTrust({ checkpoint, periodMillis, nowMillis }: Trust, genesis: Genesis): void {
  const { chainId, committee, header } = checkpoint;
  const terms = new Terms(genesis.epochs);
  unless(chainId === genesis.chainId, `the checkpoint is of chain ${chainId}, the genesis of chain ${genesis.chainId}`);
  unless(
    terms.isLast(header.number) && terms.epochOf(header.number) === committee.epoch - 1n,
    `on the genesis' chain, block ${header.number} does not start epoch ${committee.epoch}`,
  );
  const age = nowMillis - sinceMillis(checkpoint);
  unless(age >= -CLOCKS_DIFFER_MILLIS, `the checkpoint is of ${-age / 1000n} s after now: one of the clocks is wrong`);
  unless(
    age < periodMillis,
    `the checkpoint is ${age / HOUR} h old, and trusted for less than ${periodMillis / HOUR} h: get a newer one`,
  );
}
