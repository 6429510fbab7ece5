// SPDX-License-Identifier: Apache-2.0
import { ascii, concat, type Hash, toHash, ZERO_HASH } from './bytes.js';
import { bytesHead, CborReader, TAG } from './cbor.js';
import { sha256 } from './hashes.js';
import { isLowS, isSignedBy, type P256Key } from './p256.js';
import { measuredAfter, type Reading, reading } from './reading.js';
import { unless } from './refusal.js';

const MAX_BYTES = 16 * 1024;
const MAX_READINGS = 256;
const MIN_TIME_MILLIS = 2n ** 28n * 1000n;

/** So that every language's JSON numbers carry a sequence number. */
export const MAX_SEQUENCE = 2n ** 53n - 1n;

/** The end of the year 9999. */
export const MAX_TIME_MILLIS = 253_402_300_799_999n;

/** What a device measured and signed: docs/spec/evidence.md, rules 3 to 6. Whether its device did sign it, `signedBy` tells. */
export interface DeviceRecord {
  /** SHA-256 of its bytes. */
  readonly id: Hash;
  readonly encoded: Uint8Array;
  readonly device: Hash;
  readonly sequence: bigint;
  readonly previous: Hash;
  /** Milliseconds since 1970 by the device's clock, which nobody vouches for. */
  readonly timeMillis: bigint;
  readonly readings: readonly Reading[];
  signedBy(key: P256Key): boolean;
}

/** Takes one record in its one form (COSE_Sign1, RFC 9052) and nothing else. */
export function decodeRecord(encoded: Uint8Array): DeviceRecord {
  unless(encoded.length <= MAX_BYTES, () => `a record of ${encoded.length} bytes, over ${MAX_BYTES}`);
  const envelope = new CborReader(encoded);
  envelope.tag(18n);
  envelope.arrayOf(4, 'a COSE_Sign1');
  const header = envelope.bytes();
  unless(envelope.map() === 0, 'the unprotected header must be empty');
  const payload = envelope.bytes();
  const signature = envelope.bytes();
  envelope.end();
  unless(isLowS(signature), 'the signature is not r || s with s in the lower half');
  return {
    id: sha256(encoded),
    encoded,
    ...decodeHeader(header),
    ...decodePayload(payload),
    signedBy: (key) => isSignedBy(key, toBeSigned(header, payload), signature),
  };
}

/** The Sig_structure of RFC 9052, section 4.4, without external data. */
function toBeSigned(header: Uint8Array, payload: Uint8Array): Uint8Array {
  const context = ascii('Signature1');
  return concat(
    Uint8Array.of(0x84, 0x60 | context.length),
    context,
    bytesHead(header.length),
    header,
    bytesHead(0),
    bytesHead(payload.length),
    payload,
  );
}

function decodeHeader(header: Uint8Array): Pick<DeviceRecord, 'device' | 'sequence' | 'previous'> {
  const read = new CborReader(header);
  unless(read.map() === 5, 'the protected header has 5 entries');
  expect(read, 1n, 'alg');
  expect(read, -7n, 'ES256');
  expect(read, 3n, 'content type');
  expect(read, 112n, 'application/senml+cbor');
  expect(read, 4n, 'kid');
  const device = toHash(read.bytes());
  expect(read, -65537n, 'sequence');
  const sequence = read.unsigned();
  expect(read, -65538n, 'previous');
  const previous = toHash(read.bytes());
  read.end();
  unless(sequence >= 1n && sequence <= MAX_SEQUENCE, 'a sequence number lies between 1 and 2^53 - 1');
  unless((sequence === 1n) === (previous === ZERO_HASH), 'the first record, and no other, has no record before it');
  return { device, sequence, previous };
}

function decodePayload(payload: Uint8Array): Pick<DeviceRecord, 'timeMillis' | 'readings'> {
  const pack = new CborReader(payload);
  const count = pack.array();
  unless(count >= 1 && count <= MAX_READINGS, 'a record has 1 to 256 readings');
  const readings = [readReading(pack, pack.map() - 1)];
  expect(pack, -3n, 'base time');
  const timeMillis = readMillis(pack);
  for (let i = 1; i < count; i++) {
    readings.push(readReading(pack, pack.map()));
  }
  pack.end();
  unless(
    timeMillis >= MIN_TIME_MILLIS && timeMillis <= MAX_TIME_MILLIS,
    "a record's time lies between the years 1978 and 9999",
  );
  unless(readings[0]!.afterMillis === 0, "a record's time is its first reading's");
  checkOrder(readings);
  return { timeMillis, readings };
}

/** In the order of their times, and no two of one name at one time. */
function checkOrder(readings: readonly Reading[]): void {
  const names = new Set<string>();
  let moment = 0;
  for (const { name, afterMillis } of readings) {
    unless(afterMillis >= moment, "a record's readings are not in the order of their times");
    if (afterMillis > moment) {
      moment = afterMillis;
      names.clear();
    }
    unless(!names.has(name), 'two readings of one name at one time in a record');
    names.add(name);
  }
}

/** @param entries how many of the map's entries are the reading's own */
function readReading(read: CborReader, entries: number): Reading {
  unless(entries >= 2 && entries <= 4, 'a reading has a name, a value, and at most a unit and a time');
  let left = entries - 2;
  expect(read, 0n, 'name');
  const name = read.text();
  let unit = '';
  let label = read.integer();
  if (label === 1n && left > 0) {
    left--;
    unit = read.text();
    unless(unit !== '', 'a unit that is there is not empty');
    label = read.integer();
  }
  unless(label === 2n, () => `expected value (2), found ${label}`);
  const measured = readValue(read, name, unit);
  if (left === 0) {
    return measured;
  }
  expect(read, 6n, 'time');
  const after = readMillis(read);
  unless(left === 1 && after > 0n, "a reading's time that is there is after its record's");
  return measuredAfter(measured, after);
}

/** Whole numbers are CBOR integers and all others tag 4, so a value with its decimals has one form. */
function readValue(read: CborReader, name: string, unit: string): Reading {
  if (read.nextType() !== TAG) {
    return reading(name, unit, read.integer(), 0);
  }
  read.tag(4n);
  read.arrayOf(2, 'a decimal fraction');
  const exponent = read.integer();
  unless(exponent <= -1n && exponent >= -18n, 'a decimal fraction has 1 to 18 decimals');
  return reading(name, unit, read.integer(), Number(-exponent));
}

function readMillis(read: CborReader): bigint {
  read.tag(4n);
  read.arrayOf(2, 'a decimal fraction');
  expect(read, -3n, 'milliseconds');
  return read.unsigned();
}

function expect(read: CborReader, value: bigint, what: string): void {
  const found = read.integer();
  unless(found === value, () => `expected ${what} (${value}), found ${found}`);
}
