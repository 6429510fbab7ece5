// SPDX-License-Identifier: Apache-2.0
import type { Address, Hash } from './bytes.js';
import { AbiReader, argumentsOf, systemContract, topic } from './abi.js';
import type { Anchoring, Head } from './anchoring.js';
import type { Bundle } from './bundle.js';
import type { BlockHeader } from './header.js';
import { isOnCurve, type P256Key } from './p256.js';
import { kindName, mustStandIn, type Registration } from './passport.js';
import type { Log } from './receipt.js';
import { type DeviceRecord, MAX_SEQUENCE } from './record.js';
import { refuse, Refusal, unless } from './refusal.js';

const ANCHOR = 'anchorLog(bytes32,bytes32,uint64,bytes32[])';
const ANCHORED = topic('LogAnchored(bytes32,bytes32,uint64,bytes32,bytes32,address)');
const MAX_CONSISTENCY = 128;

function headOf(gateway: Hash, root: Hash, size: bigint): Head {
  unless(size >= 1n && size <= MAX_SEQUENCE, 'an anchored log has 1 to 2^53 - 1 leaves');
  return { gateway, root, size };
}

/** A gateway anchored its log, in which the record is a leaf; the device's key is proven from the state of that block. */
export class LogAnchoring implements Anchoring {
  readonly contract = systemContract(0x1011);
  readonly contractName = 'gateway log contract';
  private head: Head | null = null;
  private anchored: Head | null = null;

  constructor(private readonly registered: Registration) {}

  called(callData: Uint8Array): string {
    const read = argumentsOf(ANCHOR, callData) ?? refuse('the transaction calls something other than anchorLog');
    const head = headOf(read.hash(), read.hash(), read.number(63));
    read.skipWords(MAX_CONSISTENCY);
    this.head = head;
    return `anchors ${head.size} records in the log of gateway ${head.gateway} under root ${head.root}`;
  }

  left(log: Log, place: bigint): string {
    const { head, owner } = anchoredBy(log) ?? refuse(`log ${place} is not the event LogAnchored`);
    const called = this.head;
    unless(
      called?.gateway === head.gateway && called.root === head.root && called.size === head.size,
      'the event is not of the log that the transaction anchors',
    );
    this.anchored = head;
    return `of that log, whose gateway ${owner} owns`;
  }

  registration({ device }: DeviceRecord, block: BlockHeader): string {
    const { passport } = this.registered;
    unless(passport.device === device, `the passport is of device ${passport.device}, the record of device ${device}`);
    mustStandIn(block.stateRoot, this.registered);
    unless(passport.active, 'the device was revoked before the log was anchored');
    unless(isOnCurve(passport.key), 'the registered key is no point of P-256');
    const { key, owner, attestationKind, attestationHash } = passport;
    const evidence = attestationKind === 0n ? 'none' : `${kindName(attestationKind)} ${attestationHash}`;
    return `in that block the registry held for device ${device} the P-256 key x ${key.x}, y ${key.y}, and the owner ${owner}; evidence of its key: ${evidence}`;
  }

  root(_: DeviceRecord, { size }: Bundle['inclusion']): Hash {
    const head = this.anchored ?? refuse('steps are taken in their order');
    unless(size === head.size, `the path is of a log of ${size} leaves, the anchored one has ${head.size}`);
    return head.root;
  }

  log(): Head | null {
    return this.anchored;
  }

  key(): P256Key {
    return this.registered.passport.key;
  }
}

/** Null if the log is another event, or its numbers are out of range. */
function anchoredBy({ topics, data }: Log): { head: Head; owner: Address } | null {
  if (topics.length !== 3 || topics[0] !== ANCHORED) {
    return null;
  }
  try {
    const read = new AbiReader(data, 0);
    const head = headOf(topics[1]!, topics[2]!, read.number(63));
    read.hash();
    read.hash();
    return { head, owner: read.address() };
  } catch (refused) {
    if (refused instanceof Refusal) {
      return null;
    }
    throw refused;
  }
}
