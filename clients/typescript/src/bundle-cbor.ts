// SPDX-License-Identifier: Apache-2.0
import { toAddress, toHash } from './bytes.js';
import { type Bundle, MAX_HANDOVERS, MAX_HEADERS, MAX_PATH, MAX_PROOF, MAX_STATE_PROOF, type Placed, versionOf } from './bundle.js';
import { CborReader } from './cbor.js';
import { checkPassport, type Registration } from './passport.js';
import { between, unless } from './refusal.js';
import { checkWitnessed, decodeCosignature, MAX_CONSISTENCY, MAX_COSIGNATURES, type Witnessed } from './witness.js';

const PARTS = { 1: 8, 2: 10, 3: 11, 4: 12 } as const;

/** The CBOR form of a bundle, arrays all the way down (docs/spec/evidence.md, rule 16). */
export function readBundleCbor(file: Uint8Array): Bundle {
  const read = new CborReader(file);
  const parts = read.array();
  const version = versionOf(read.text());
  unless(parts === PARTS[version], `a bundle of this version does not have ${parts} parts`);
  const bundle: Bundle = {
    version,
    chainId: read.unsigned(),
    record: read.bytes(),
    inclusion: inclusion(read),
    transaction: placed(read, 'the transaction'),
    receipt: placed(read, 'the receipt'),
    headers: list(read, MAX_HEADERS),
    certificate: read.bytes(),
    firstEpoch: version === 1 ? 0n : read.unsigned(),
    handovers: version === 1 ? [] : list(read, MAX_HANDOVERS),
    registration: version >= 3 ? registration(read) : null,
    witnessed: version === 4 ? witnessed(read) : null,
  };
  read.end();
  return bundle;
}

function inclusion(read: CborReader): Bundle['inclusion'] {
  read.arrayOf(3, 'the inclusion');
  return { index: read.unsigned(), size: read.unsigned(), path: list(read, MAX_PATH).map(toHash) };
}

function placed(read: CborReader, what: string): Placed {
  read.arrayOf(3, what);
  return { index: read.unsigned(), raw: read.bytes(), proof: list(read, MAX_PROOF) };
}

function registration(read: CborReader): Registration {
  read.arrayOf(3, 'the registration');
  read.arrayOf(8, 'the passport');
  const passport = checkPassport({
    device: toHash(read.bytes()),
    owner: toAddress(read.bytes()),
    key: { x: toHash(read.bytes()), y: toHash(read.bytes()) },
    registeredAt: read.unsigned(),
    active: between(read.unsigned(), 0n, 1n, 'active') === 1n,
    attestationKind: between(read.unsigned(), 0n, 255n, 'kind of attestation'),
    attestationHash: toHash(read.bytes()),
  });
  return { passport, account: list(read, MAX_STATE_PROOF), storage: list(read, MAX_STATE_PROOF) };
}

function witnessed(read: CborReader): Witnessed {
  read.arrayOf(4, 'what witnesses said');
  return checkWitnessed({
    size: read.unsigned(),
    root: toHash(read.bytes()),
    consistency: list(read, MAX_CONSISTENCY).map(toHash),
    cosignatures: list(read, MAX_COSIGNATURES).map(decodeCosignature),
  });
}

function list(read: CborReader, most: number): Uint8Array[] {
  const count = read.array();
  unless(count <= most, `a list of ${count} items, at most ${most} are allowed`);
  return Array.from({ length: count }, () => read.bytes());
}
