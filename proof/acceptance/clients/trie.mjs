// SPDX-License-Identifier: Apache-2.0
// Checks an eth_getProof answer (EIP-1186) against a state root by hand: Yellow Paper, appendix D.
import { decodeRlp, encodeRlp, getBytes, keccak256, toBeHex, zeroPadValue } from 'ethers';

const nibbles = (hex) => [...hex.slice(2)].map((digit) => Number.parseInt(digit, 16));
const EMPTY_ROOT = keccak256('0x80');

/** The value at a key, null if the proof shows that there is none; throws if it proves nothing. */
export function proven(root, key, nodes) {
  if (root === EMPTY_ROOT && nodes.length === 0) return null;
  let path = nibbles(keccak256(key));
  let expected = root;
  let at = 0;
  let node;
  const open = (reference) => {
    if (Array.isArray(reference)) return reference; // A node under 32 bytes stands in its parent.
    const bytes = nodes[at];
    at += 1;
    if (bytes === undefined || keccak256(bytes) !== reference) throw new Error(`node ${at} is not what its parent names`);
    return decodeRlp(bytes);
  };
  for (;;) {
    node = open(expected);
    if (node.length === 17) {
      const next = path.length === 0 ? node[16] : node[path[0]];
      if (path.length === 0 || next === '0x') return end(next === '0x' ? null : next, at, nodes);
      path = path.slice(1);
      expected = next;
    } else {
      const flagged = nibbles(node[0]);
      const part = flagged.slice(flagged[0] % 2 === 1 ? 1 : 2);
      const leaf = flagged[0] >= 2;
      const follows = part.every((nibble, index) => path[index] === nibble);
      if (!follows || (leaf && part.length !== path.length)) return end(null, at, nodes);
      if (leaf) return end(node[1], at, nodes);
      path = path.slice(part.length);
      expected = node[1];
    }
  }
}

function end(value, used, nodes) {
  if (used !== nodes.length) throw new Error(`${nodes.length - used} nodes too many`);
  return value;
}

const number = (value) => (value === 0n ? '0x' : toBeHex(value));

/** Throws unless an answer is what the state root of a block says of this account and its slots. */
export function checkProof(stateRoot, answer) {
  const account = proven(stateRoot, answer.address, answer.accountProof);
  const claimed = encodeRlp([number(BigInt(answer.nonce)), number(BigInt(answer.balance)), answer.storageHash, answer.codeHash]);
  const absent = BigInt(answer.nonce) === 0n && BigInt(answer.balance) === 0n;
  if (account === null ? !absent : account !== claimed) throw new Error('the account is not what the state root says');
  for (const { key, value, proof } of answer.storageProof) {
    const slot = zeroPadValue(toBeHex(BigInt(key)), 32);
    const stored = proven(answer.storageHash, slot, proof);
    const found = stored === null ? 0n : BigInt(decodeRlp(stored));
    if (found !== BigInt(value)) throw new Error(`slot ${key} is not what the storage root says`);
  }
  return account !== null;
}

/** The proof with one bit of one node turned. */
export function tampered(answer) {
  const nodes = answer.accountProof.map((node) => getBytes(node));
  nodes.at(-1)[3] ^= 1;
  return { ...answer, accountProof: nodes.map((node) => `0x${Buffer.from(node).toString('hex')}`) };
}
