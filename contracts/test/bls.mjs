// SPDX-License-Identifier: Apache-2.0
// BLS keys, proofs and votes in the words of @noble/curves, a library that shares nothing with the contracts.
import { bls12_381 as curve } from '@noble/curves/bls12-381';
import { ethers } from 'ethers';

const SIGN = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';
const PROVE = 'BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';

const coordinate = (number) => number.toString(16).padStart(128, '0');
const g1 = (point) => {
  const { x, y } = point.toAffine();
  return `0x${coordinate(x)}${coordinate(y)}`;
};
const g2 = (point) => {
  const { x, y } = point.toAffine();
  return `0x${[x.c0, x.c1, y.c0, y.c1].map(coordinate).join('')}`;
};

/** The key of a seed; points as EIP-2537 takes them, `compressed` as the nodes have it. */
export function blsKey(seed) {
  const order = curve.fields.Fr.ORDER;
  const secret = ethers.getBytes(ethers.toBeHex((BigInt(ethers.id(`${seed}`)) % (order - 1n)) + 1n, 32));
  const point = curve.longSignatures.getPublicKey(secret);
  const sign = (message, domain) =>
    g2(curve.longSignatures.sign(curve.longSignatures.hash(ethers.getBytes(message), domain), secret));
  const compressed = ethers.hexlify(point.toBytes(true));
  return {
    secret: ethers.toBigInt(secret),
    compressed,
    uncompressed: g1(point),
    sign: (message) => sign(message, SIGN),
    prove: () => sign(compressed, PROVE),
  };
}

/** What keys sign together: the sum of their signatures is the signature of the sum of their secrets. */
export function signTogether(keys, message) {
  const order = curve.fields.Fr.ORDER;
  const sum = keys.reduce((total, { secret }) => (total + secret) % order, 0n);
  return g2(curve.longSignatures.sign(curve.longSignatures.hash(ethers.getBytes(message), SIGN), ethers.getBytes(ethers.toBeHex(sum, 32))));
}

/** What a delegate's key signs to be bound to its owner, put together without the contract. */
export const statement = ({ chainId, contract, owner, operator, nodeKey, name }) =>
  ethers.concat([
    ethers.toUtf8Bytes('BANYAN-DELEGATE-V1'),
    ethers.toBeHex(chainId, 8),
    contract,
    owner,
    operator,
    nodeKey,
    ethers.zeroPadBytes(ethers.toUtf8Bytes(name), 32),
  ]);

/** The 79 bytes of rule 1 of docs/spec/consensus.md. */
export const voteMessage = (chainId, { epoch, view_, kind, height, blockHash }) =>
  ethers.concat([
    ethers.toUtf8Bytes('BANYAN-VOTE-V1'),
    ethers.toBeHex(chainId, 8),
    ethers.toBeHex(epoch, 8),
    ethers.toBeHex(view_, 8),
    ethers.toBeHex(kind, 1),
    ethers.toBeHex(height, 8),
    blockHash,
  ]);
