// SPDX-License-Identifier: Apache-2.0
import { ed25519 } from '@noble/curves/ed25519';

/** Ed25519 as RFC 8032 has it, and no other encoding of a point or a scalar. False for what is no key. */
export function isSignedBy(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
