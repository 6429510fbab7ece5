// SPDX-License-Identifier: Apache-2.0
import { concat, fromHex, type Hash } from './bytes.js';
import { sha256 } from './hashes.js';

/** Of a leaf in a tree of certificate transparency (RFC 9162, section 2.1). */
export const leafHash = (leaf: Uint8Array): Hash => sha256(concat(Uint8Array.of(0), leaf));

const node = (left: Hash, right: Hash): Hash => sha256(concat(Uint8Array.of(1), fromHex(left), fromHex(right)));

/**
 * The root that a leaf and its path lead to; null if a path of this length cannot belong to this leaf of a tree of this
 * size. Compare it with a root you trust: the path proves nothing by itself, and neither does the size.
 */
export function climb(leaf: Hash, index: bigint, size: bigint, path: readonly Hash[]): Hash | null {
  if (index < 0n || index >= size) {
    return null;
  }
  let reached = leaf;
  let position = index;
  let last = size - 1n;
  for (const beside of path) {
    if (last === 0n) {
      return null;
    }
    if ((position & 1n) === 1n || position === last) {
      reached = node(beside, reached);
      while ((position & 1n) === 0n && position !== 0n) {
        position >>= 1n;
        last >>= 1n;
      }
    } else {
      reached = node(reached, beside);
    }
    position >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? reached : null;
}

/** The root of a tree without leaves. */
const EMPTY = sha256(new Uint8Array());

/** Whether a proof shows that the tree of the second root begins with that of the first (RFC 9162, section 2.1.4.2). */
export function isConsistent(first: bigint, firstRoot: Hash, second: bigint, secondRoot: Hash, proof: readonly Hash[]): boolean {
  if (first < 0n || first > second) {
    return false;
  }
  if (first === 0n || first === second) {
    return proof.length === 0 && firstRoot === (first === 0n ? EMPTY : secondRoot);
  }
  let position = first - 1n;
  let last = second - 1n;
  while ((position & 1n) === 1n) {
    position >>= 1n;
    last >>= 1n;
  }
  // A complete first tree is a node of the second; its hash is known and left out of the proof.
  const path = position === 0n ? [firstRoot, ...proof] : proof;
  if (path.length === 0) {
    return false;
  }
  let smaller = path[0]!;
  let larger = smaller;
  for (const beside of path.slice(1)) {
    if (last === 0n) {
      return false;
    }
    if ((position & 1n) === 1n || position === last) {
      smaller = node(beside, smaller);
      larger = node(beside, larger);
      while ((position & 1n) === 0n && position !== 0n) {
        position >>= 1n;
        last >>= 1n;
      }
    } else {
      larger = node(larger, beside);
    }
    position >>= 1n;
    last >>= 1n;
  }
  return last === 0n && smaller === firstRoot && larger === secondRoot;
}
