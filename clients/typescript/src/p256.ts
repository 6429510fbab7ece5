// SPDX-License-Identifier: Apache-2.0
import { p256 } from '@noble/curves/nist';
import { bigEndian, concat, toNumber } from './bytes.js';
import { sha256Bytes } from './hashes.js';

const { CURVE } = p256;
const FIELD = p256.Point.Fp.ORDER;

/** A point of P-256 by its coordinates; whether it is one, `isOnCurve` tells. */
export interface P256Key {
  readonly x: string;
  readonly y: string;
}

export function isOnCurve(key: P256Key): boolean {
  const [x, y] = [BigInt(key.x), BigInt(key.y)];
  return x < FIELD && y < FIELD && (y * y - (x * x - 3n) * x - CURVE.b) % FIELD === 0n;
}

/** r || s, both in range, s in the lower half: of two signatures that anyone can make from one, only that is taken. */
export function isLowS(signature: Uint8Array): boolean {
  const [r, s] = [toNumber(signature.subarray(0, 32)), toNumber(signature.subarray(32))];
  return signature.length === 64 && r > 0n && r < CURVE.n && s > 0n && s <= CURVE.n >> 1n;
}

/** ES256: ECDSA over P-256 with SHA-256 (FIPS 186-5). */
export function isSignedBy(key: P256Key, message: Uint8Array, signature: Uint8Array): boolean {
  if (!isLowS(signature) || !isOnCurve(key)) {
    return false;
  }
  const point = concat(Uint8Array.of(4), bigEndian(BigInt(key.x), 32), bigEndian(BigInt(key.y), 32));
  return p256.verify(signature, sha256Bytes(message), point, { prehash: false, lowS: false });
}
