// SPDX-License-Identifier: Apache-2.0
import { bls12_381 } from '@noble/curves/bls12-381';
import { ascii, equal } from './bytes.js';

const { G1, G2, longSignatures: scheme } = bls12_381;
type KeyPoint = InstanceType<typeof G1.Point>;
type SignaturePoint = InstanceType<typeof G2.Point>;

/** The ciphersuite BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_ of draft-irtf-cfrg-bls-signature-05: keys in G1. */
const SIGN = ascii('BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_');
const PROVE = ascii('BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_');

/** A key that passed every check; decode once, verify often. */
export type BlsKey = { readonly bytes: Uint8Array; readonly point: KeyPoint };

/** Null if the bytes are no point of the group, or the one at infinity. */
export function decodeKey(bytes: Uint8Array): BlsKey | null {
  const point = bytes.length === 48 ? decode(() => G1.Point.fromHex(bytes), bytes) : null;
  return point === null ? null : { bytes, point };
}

/** Whether the proof shows that the key's owner holds its secret half. */
export const provesPossession = (key: BlsKey, proof: Uint8Array): boolean => verify(key.point, key.bytes, proof, PROVE);

/** Whether the signature is the sum of one of this message by each of the keys, whose possession was proven. */
export function isSignedByAll(keys: readonly BlsKey[], message: Uint8Array, signature: Uint8Array): boolean {
  const sum = keys.reduce((all, key) => all.add(key.point), G1.Point.ZERO);
  return verify(sum, message, signature, SIGN);
}

function verify(key: KeyPoint, message: Uint8Array, signature: Uint8Array, domain: Uint8Array): boolean {
  const point = signature.length === 96 ? decode(() => G2.Point.fromHex(signature), signature) : null;
  return point !== null && !key.is0() && scheme.verify(point, scheme.hash(message, domain), key);
}

/** The library takes some encodings more than the one there is, so what is decoded must encode to the same. */
function decode<P extends KeyPoint | SignaturePoint>(read: () => P, bytes: Uint8Array): P | null {
  let point: P;
  try {
    point = read();
    point.assertValidity();
  } catch {
    return null;
  }
  return point.is0() || !equal(point.toBytes(true), bytes) ? null : point;
}
