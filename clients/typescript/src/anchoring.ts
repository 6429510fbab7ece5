// SPDX-License-Identifier: Apache-2.0
import type { Address, Hash } from './bytes.js';
import type { Bundle } from './bundle.js';
import { BatchAnchoring } from './batch-anchoring.js';
import type { BlockHeader } from './header.js';
import { LogAnchoring } from './log-anchoring.js';
import type { P256Key } from './p256.js';
import type { Log } from './receipt.js';
import type { DeviceRecord } from './record.js';

/** A gateway's log at one size. */
export interface Head {
  readonly gateway: Hash;
  readonly root: Hash;
  readonly size: bigint;
}

/**
 * How a record's root came to stand on the chain: by the device's own batch, or in a gateway's log. Each step builds on
 * those before it, and refuses what is not as it should be.
 */
export interface Anchoring {
  readonly contract: Address;
  /** For people. */
  readonly contractName: string;
  /** What the transaction anchors, for people. */
  called(callData: Uint8Array): string;
  /** The contract's event, at its place in the receipt. */
  left(log: Log, place: bigint): string;
  /** By what the device's key is known, for people. */
  registration(record: DeviceRecord, block: BlockHeader): string;
  /** The root that the record's path must lead to. */
  root(record: DeviceRecord, inclusion: Bundle['inclusion']): Hash;
  /** The anchored head of the gateway's log, once its event is known; null if the device anchored it itself. */
  log(): Head | null;
  /** The device's key when the root was anchored. */
  key(): P256Key;
}

export const anchoringOf = (bundle: Bundle): Anchoring =>
  bundle.registration === null ? new BatchAnchoring() : new LogAnchoring(bundle.registration);
