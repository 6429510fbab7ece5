// SPDX-License-Identifier: Apache-2.0
/** Signing as hub rule 49 wants it, and who signed an order. */
import { bls12_381 } from '@noble/curves/bls12-381';
import { secp256k1 } from '@noble/curves/secp256k1';
import { bytes, hex, keccak, require } from './bytes.js';
import type { Hex } from './bytes.js';

const { longSignatures: bls } = bls12_381;
const SUITE = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';

/** 32 bytes that nobody else knows. */
export const newSecret = (): Hex => hex(bls12_381.utils.randomSecretKey());

/** 48 bytes. */
export const keyOf = (secret: Hex): Hex => hex(bls.getPublicKey(bytes(secret)).toBytes());

/** 96 bytes. */
export const sign = (secret: Hex, message: Hex): Hex => hex(bls.sign(bls.hash(bytes(message), SUITE), bytes(secret)).toBytes());

/** Whose account made the 65 bytes r, s, v (27 or 28); nobody's if no key did, or s stands in the upper half (EIP-2). */
export function signer(digest: Hex, signature: Hex): Hex | undefined {
  const all = bytes(signature);
  const v = all[64]!;
  if (v !== 27 && v !== 28) return undefined;
  try {
    const read = secp256k1.Signature.fromCompact(all.slice(0, 64)).addRecoveryBit(v - 27);
    require(!read.hasHighS(), 'there are two such signatures');
    const key = read.recoverPublicKey(bytes(digest)).toBytes(false);
    return `0x${keccak(hex(key.slice(1))).slice(26)}`;
  } catch {
    return undefined;
  }
}
