// SPDX-License-Identifier: Apache-2.0
import type { Address, Hash } from './bytes.js';
import { AbiReader, argumentsOf, systemContract, topic } from './abi.js';
import type { Anchoring } from './anchoring.js';
import type { Bundle } from './bundle.js';
import { isOnCurve, type P256Key } from './p256.js';
import type { Log } from './receipt.js';
import { type DeviceRecord, MAX_SEQUENCE } from './record.js';
import { refuse, Refusal, unless } from './refusal.js';

const ANCHOR = 'anchor(bytes32,bytes32,uint64,uint32)';
const ANCHORED = topic('Anchored(bytes32,bytes32,uint64,uint32,bytes32,bytes32,address)');

/** A run of a device's records under one Merkle root. */
interface Batch {
  readonly device: Hash;
  readonly root: Hash;
  readonly first: bigint;
  readonly count: bigint;
}

/** The event: the batch, and what the registry held for its device in that block. */
interface Anchored {
  readonly batch: Batch;
  readonly key: P256Key;
  readonly owner: Address;
}

const last = (batch: Batch): bigint => batch.first + batch.count - 1n;

function batchOf(device: Hash, root: Hash, first: bigint, count: bigint): Batch {
  unless(
    first >= 1n && count >= 1n && first <= MAX_SEQUENCE - count,
    `no such batch: ${count} records from ${first} on`,
  );
  return { device, root, first, count };
}

/** A device anchored a run of its own records; the event names the key that the registry held for it. */
export class BatchAnchoring implements Anchoring {
  readonly contract = systemContract(0x1002);
  readonly contractName = 'anchor contract';
  private batch: Batch | null = null;
  private anchored: Anchored | null = null;

  called(callData: Uint8Array): string {
    const read = argumentsOf(ANCHOR, callData) ?? refuse('the transaction calls something other than anchor');
    const batch = batchOf(read.hash(), read.hash(), read.number(63), read.number(32));
    this.batch = batch;
    return `anchors records ${batch.first} to ${last(batch)} of device ${batch.device} under root ${batch.root}`;
  }

  left(log: Log, place: bigint): string {
    const event = anchoredBy(log) ?? refuse(`log ${place} is not the event Anchored`);
    const { device, root, first, count } = event.batch;
    const called = this.batch;
    unless(
      called?.device === device && called.root === root && called.first === first && called.count === count,
      'the event is not of the batch that the transaction anchors',
    );
    this.anchored = event;
    return 'of that batch';
  }

  registration(record: DeviceRecord): string {
    const { batch, key, owner } = this.event();
    unless(batch.device === record.device, `the batch is of device ${batch.device}, the record of device ${record.device}`);
    unless(isOnCurve(key), 'the registered key is no point of P-256');
    return `in that block the registry held for device ${record.device} the P-256 key x ${key.x}, y ${key.y}, and the owner ${owner}`;
  }

  root({ sequence }: DeviceRecord, { index, size }: Bundle['inclusion']): Hash {
    const { batch } = this.event();
    unless(
      sequence >= batch.first && sequence <= last(batch),
      `the record has number ${sequence}, the batch holds ${batch.first} to ${last(batch)}`,
    );
    const place = sequence - batch.first;
    unless(
      size === batch.count && index === place,
      `record ${sequence} is leaf ${place} of ${batch.count} in this batch, not leaf ${index} of ${size}`,
    );
    return batch.root;
  }

  log(): null {
    return null;
  }

  key(): P256Key {
    return this.event().key;
  }

  private event(): Anchored {
    return this.anchored ?? refuse('steps are taken in their order');
  }
}

/** Null if the log is another event, or of a batch whose numbers no record can have. */
function anchoredBy({ topics, data }: Log): Anchored | null {
  if (topics.length !== 3 || topics[0] !== ANCHORED) {
    return null;
  }
  try {
    const read = new AbiReader(data, 0);
    const batch = batchOf(topics[1]!, topics[2]!, read.number(63), read.number(32));
    return { batch, key: { x: read.hash(), y: read.hash() }, owner: read.address() };
  } catch (refused) {
    if (refused instanceof Refusal) {
      return null;
    }
    throw refused;
  }
}
