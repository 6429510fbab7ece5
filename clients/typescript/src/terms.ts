// SPDX-License-Identifier: Apache-2.0
import type { Epochs } from './genesis.js';
import { refuse } from './refusal.js';

/** Keeps heights far within 63 bits. */
export const MAX_EPOCH = 2n ** 32n - 1n;

/** Which committee answers for which height, as genesis says it once for ever. */
export class Terms {
  constructor(private readonly epochs: Epochs | null) {}

  epochOf(height: bigint): bigint {
    return this.epochs === null || height === 0n ? 0n : (height - 1n) / this.epochs.blocks;
  }

  /** Whether a block is the last of its epoch: the one that names the next committee, and may be proposed again. */
  isLast(height: bigint): boolean {
    return this.epochs !== null && height > 0n && height % this.epochs.blocks === 0n;
  }

  /** The height of an epoch's last block. */
  last(epoch: bigint): bigint {
    return this.epochs === null
      ? refuse('the committee of this genesis sits for ever: no epoch of its chain ends')
      : (epoch + 1n) * this.epochs.blocks;
  }
}
