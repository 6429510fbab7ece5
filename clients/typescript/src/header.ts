// SPDX-License-Identifier: Apache-2.0
import { type Address, type Hash, bigEndian, concat, fromHex, toNumber } from './bytes.js';
import { keccak } from './hashes.js';
import { unless } from './refusal.js';
import { onlyList, rlp } from './rlp.js';

/** An Ethereum block header of 21 fields (Prague and Osaka), with what our chains put into them. */
export interface BlockHeader {
  readonly parentHash: Hash;
  readonly ommersHash: Hash;
  readonly beneficiary: Address;
  readonly stateRoot: Hash;
  readonly transactionsRoot: Hash;
  readonly receiptsRoot: Hash;
  /** 256 bytes. */
  readonly bloom: Uint8Array;
  readonly difficulty: bigint;
  readonly number: bigint;
  readonly gasLimit: bigint;
  readonly gasUsed: bigint;
  /** Seconds since 1970, of 64 bits. */
  readonly timestamp: bigint;
  readonly extraData: Uint8Array;
  readonly mixHash: Hash;
  readonly nonce: Uint8Array;
  readonly baseFeePerGas: bigint;
  readonly withdrawalsRoot: Hash;
  readonly blobGasUsed: bigint;
  readonly excessBlobGas: bigint;
  /** The commitment to a committee. */
  readonly parentBeaconBlockRoot: Hash;
  readonly requestsHash: Hash;
}

export function encodeHeader(header: BlockHeader): Uint8Array {
  return rlp([
    fromHex(header.parentHash),
    fromHex(header.ommersHash),
    fromHex(header.beneficiary),
    fromHex(header.stateRoot),
    fromHex(header.transactionsRoot),
    fromHex(header.receiptsRoot),
    header.bloom,
    header.difficulty,
    header.number,
    header.gasLimit,
    header.gasUsed,
    header.timestamp,
    header.extraData,
    fromHex(header.mixHash),
    header.nonce,
    header.baseFeePerGas,
    fromHex(header.withdrawalsRoot),
    header.blobGasUsed,
    header.excessBlobGas,
    fromHex(header.parentBeaconBlockRoot),
    fromHex(header.requestsHash),
  ]);
}

/** The block's hash. */
export const hashOf = (header: BlockHeader): Hash => keccak(encodeHeader(header));

export function decodeHeader(encoded: Uint8Array): BlockHeader {
  const read = onlyList(encoded);
  const header: BlockHeader = {
    parentHash: read.hash(),
    ommersHash: read.hash(),
    beneficiary: read.address(),
    stateRoot: read.hash(),
    transactionsRoot: read.hash(),
    receiptsRoot: read.hash(),
    bloom: exactly(read.bytes(), 256),
    difficulty: read.number(),
    number: read.long(),
    gasLimit: read.long(),
    gasUsed: read.long(),
    timestamp: read.unsignedLong(),
    extraData: read.bytes(),
    mixHash: read.hash(),
    nonce: exactly(read.bytes(), 8),
    baseFeePerGas: read.number(),
    withdrawalsRoot: read.hash(),
    blobGasUsed: read.long(),
    excessBlobGas: read.long(),
    parentBeaconBlockRoot: read.hash(),
    requestsHash: read.hash(),
  };
  read.end();
  unless(header.extraData.length <= 32, 'field over 32 bytes');
  return header;
}

function exactly(bytes: Uint8Array, size: number): Uint8Array {
  unless(bytes.length === size, () => `field of ${bytes.length} bytes, expected ${size}`);
  return bytes;
}

/** What our headers keep in `extraData`: the view a block stands in, and its time below the second. */
export interface Slot {
  readonly epoch: bigint;
  readonly view: bigint;
  /** 0 to 999. */
  readonly millis: bigint;
}

export function slotOf(header: BlockHeader): Slot {
  const data = header.extraData;
  unless(data.length === 18, () => `extraData of ${data.length} bytes, expected 18`);
  const [epoch, view, millis] = [data.subarray(0, 8), data.subarray(8, 16), data.subarray(16)].map(toNumber) as [bigint, bigint, bigint];
  unless(
    epoch < 1n << 63n && view < 1n << 63n && millis <= 999n,
    `extraData holds no slot: epoch ${epoch}, view ${view}, millis ${millis}`,
  );
  return { epoch, view, millis };
}

export function extraDataOf({ epoch, view, millis }: Slot): Uint8Array {
  return concat(bigEndian(epoch, 8), bigEndian(view, 8), bigEndian(millis, 2));
}

/** Milliseconds since 1970. */
export const timeMillis = (header: BlockHeader): bigint => header.timestamp * 1000n + slotOf(header).millis;
