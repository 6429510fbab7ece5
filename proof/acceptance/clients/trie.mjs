// SPDX-License-Identifier: Apache-2.0
// Checks an eth_getProof answer (EIP-1186) against a state root by ethereumjs, which shares no code with us or the clients.
import { verifyMerkleProof } from '@ethereumjs/mpt';
import { decodeRlp, encodeRlp, getBytes, hexlify, keccak256, toBeHex, zeroPadValue } from 'ethers';

const EMPTY_ROOT = keccak256('0x80');

/** The value at a key, null if the proof shows that there is none; throws if it proves nothing. */
async function proven(root, key, nodes) {
  if (root === EMPTY_ROOT && nodes.length === 0) return null;
  if (nodes.length === 0 || keccak256(nodes[0]) !== root) throw new Error('the proof is that of another root');
  const value = await verifyMerkleProof(getBytes(keccak256(key)), nodes.map((node) => getBytes(node)));
  return value === null ? null : hexlify(value);
}

const number = (value) => (value === 0n ? '0x' : toBeHex(value));

/** Throws unless an answer is what the state root of a block says of this account and its slots; whether the account exists. */
export async function checkProof(stateRoot, answer) {
  const account = await proven(stateRoot, answer.address, answer.accountProof);
  const claimed = encodeRlp([number(BigInt(answer.nonce)), number(BigInt(answer.balance)), answer.storageHash, answer.codeHash]);
  const absent = BigInt(answer.nonce) === 0n && BigInt(answer.balance) === 0n;
  if (account === null ? !absent : account !== claimed) throw new Error('the account is not what the state root says');
  for (const { key, value, proof } of answer.storageProof) {
    const stored = await proven(answer.storageHash, zeroPadValue(toBeHex(BigInt(key)), 32), proof);
    const found = stored === null ? 0n : BigInt(decodeRlp(stored));
    if (found !== BigInt(value)) throw new Error(`slot ${key} is not what the storage root says`);
  }
  return account !== null;
}

/** The proof with one bit of one node turned. */
export function tampered(answer) {
  const nodes = answer.accountProof.map((node) => getBytes(node));
  nodes.at(-1)[3] ^= 1;
  return { ...answer, accountProof: nodes.map((node) => hexlify(node)) };
}
