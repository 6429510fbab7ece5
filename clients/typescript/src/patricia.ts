// SPDX-License-Identifier: Apache-2.0
import type { Hash } from './bytes.js';
import { keccak } from './hashes.js';
import { Refusal, refuse, unless } from './refusal.js';
import { RlpReader } from './rlp.js';

/** Keccak-256 of RLP's empty string: the root of a trie that holds nothing. */
export const EMPTY_ROOT: Hash = keccak(Uint8Array.of(0x80));

/** What a proof shows: the value under the key, that there is none, or nothing, for a reason. */
export type Shown =
  | { readonly is: 'present'; readonly value: Uint8Array }
  | { readonly is: 'absent' }
  | { readonly is: 'broken'; readonly reason: string };

const ABSENT: Shown = { is: 'absent' };

/**
 * Checks what a Merkle Patricia trie holds under a key, knowing only its root (EIP-1186). Strict: the nodes are exactly
 * those on the key's path, in order, from the root, each in the one encoding a trie gives it; so a key has one proof.
 *
 * @param key as it stands in the trie: already hashed where the trie hashes its keys
 */
export function prove(root: Hash, key: Uint8Array, nodes: readonly Uint8Array[]): Shown {
  if (root === EMPTY_ROOT) {
    return nodes.length === 0 ? ABSENT : { is: 'broken', reason: 'the trie is empty, the proof is not' };
  }
  const walk = new Walk(nibbles(key), nodes);
  try {
    const shown = walk.from(root);
    return walk.used < nodes.length ? { is: 'broken', reason: `${nodes.length - walk.used} nodes too many` } : shown;
  } catch (refused) {
    if (!(refused instanceof Refusal)) {
      throw refused;
    }
    return { is: 'broken', reason: `node ${Math.max(0, walk.used - 1)}: ${refused.message}` };
  }
}

class Walk {
  used = 0;
  private depth = 0;

  constructor(
    private readonly path: Uint8Array,
    private readonly nodes: readonly Uint8Array[],
  ) {}

  /** Goes down to where the key ends or leaves the trie. */
  from(root: Hash): Shown {
    let node = this.take(root);
    for (;;) {
      const items = itemsOf(node);
      if (items.length === 17) {
        if (this.depth === this.path.length) {
          return valueOf(items[16]!);
        }
        const child = items[this.path[this.depth++]!]!;
        if (isEmpty(child)) {
          return ABSENT;
        }
        node = this.follow(child);
        continue;
      }
      const packed = new RlpReader(items[0]!).bytes();
      const segment = unpack(packed);
      const matches = segment.every((nibble, i) => this.path[this.depth + i] === nibble);
      if ((packed[0]! & LEAF) !== 0) {
        const held = valueOf(items[1]!);
        unless(held.is !== 'absent', 'leaf without a value');
        return matches && this.depth + segment.length === this.path.length ? held : ABSENT;
      }
      unless(segment.length > 0 && !isEmpty(items[1]!), 'extension that leads nowhere');
      if (!matches) {
        return ABSENT;
      }
      this.depth += segment.length;
      node = this.follow(items[1]!);
    }
  }

  private follow(reference: Uint8Array): Uint8Array {
    if (reference[0]! >= 0xc0) {
      unless(reference.length < 32, () => `a node of ${reference.length} bytes stands inside its parent`);
      return reference;
    }
    return this.take(new RlpReader(reference).hash());
  }

  private take(hash: Hash): Uint8Array {
    const node = this.nodes[this.used] ?? refuse('the proof ends early');
    this.used++;
    unless(keccak(node) === hash, 'the hash is not the one its parent names');
    unless(this.used === 1 || node.length >= 32, () => `a node of ${node.length} bytes belongs inside its parent`);
    return node;
  }
}

function itemsOf(node: Uint8Array): Uint8Array[] {
  const outer = new RlpReader(node);
  const items = outer.items((item) => item.raw());
  outer.end();
  unless(items.length === 2 || items.length === 17, () => `a node has 2 or 17 items, not ${items.length}`);
  return items;
}

function valueOf(item: Uint8Array): Shown {
  const value = new RlpReader(item).bytes();
  return value.length === 0 ? ABSENT : { is: 'present', value };
}

const isEmpty = (item: Uint8Array): boolean => item.length === 1 && item[0] === 0x80;

const LEAF = 0x20;
const ODD = 0x10;

/** The nibbles of a key, the high half of each byte first. */
function nibbles(key: Uint8Array): Uint8Array {
  const unpacked = new Uint8Array(2 * key.length);
  key.forEach((byte, i) => unpacked.set([byte >>> 4, byte & 15], 2 * i));
  return unpacked;
}

/** Of a path packed behind its flag (Yellow Paper, appendix C), strictly. */
function unpack(packed: Uint8Array): Uint8Array {
  unless(packed.length > 0 && (packed[0]! & 0xc0) === 0, 'not a hex-prefix path');
  const odd = (packed[0]! & ODD) !== 0;
  unless(odd || (packed[0]! & 15) === 0, 'hex-prefix path with padding that is not zero');
  return nibbles(packed).subarray(odd ? 1 : 2);
}
