// SPDX-License-Identifier: Apache-2.0
// The Merkle tree of a vendor's batch, as docs/spec/did.md tells it: what a factory computes before it endorses.
import { ethers } from 'ethers';

export const leaf = (id) => ethers.keccak256(id);
const node = (a, b) => ethers.keccak256(ethers.concat(BigInt(a) < BigInt(b) ? [a, b] : [b, a]));

/** The root over devices in their order, and each one's proof; one that has no sibling goes up as it is. */
export function batchTree(ids) {
  const levels = [ids.map(leaf)];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1);
    const above = [];
    for (let i = 0; i < below.length; i += 2) above.push(i + 1 < below.length ? node(below[i], below[i + 1]) : below[i]);
    levels.push(above);
  }
  return {
    root: levels.at(-1)[0],
    proof: (index) => levels.slice(0, -1).flatMap((level, depth) => level[(index >> depth) ^ 1] ?? []),
  };
}
