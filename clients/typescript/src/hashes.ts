// SPDX-License-Identifier: Apache-2.0
import { sha256 as sha } from '@noble/hashes/sha2';
import { keccak_256 } from '@noble/hashes/sha3';
import { type Hash, toHex } from './bytes.js';

export const keccak = (bytes: Uint8Array): Hash => toHex(keccak_256(bytes));

export const sha256 = (bytes: Uint8Array): Hash => toHex(sha(bytes));

/** Before ES256 signs. */
export const sha256Bytes = (bytes: Uint8Array): Uint8Array => sha(bytes);
