// SPDX-License-Identifier: Apache-2.0
import { ascii, bigEndian, concat, fromHex, type Hash, ZERO_HASH } from './bytes.js';
import { unless } from './refusal.js';
import { onlyList } from './rlp.js';

const TYPES = ['NOTARIZE', 'NULLIFY', 'FINALIZE'] as const;

/** The three words a member may say about a view (docs/spec/consensus.md). */
export type VoteType = (typeof TYPES)[number];

export interface VoteSubject {
  readonly epoch: bigint;
  readonly view: bigint;
  readonly type: VoteType;
  readonly height: bigint;
  readonly block: Hash;
}

/** A quorum's word, if its committee's keys say so. */
export interface Certificate {
  readonly subject: VoteSubject;
  /** One bit a seat, seat 0 in the lowest bit of the first byte; no trailing zero byte. */
  readonly signers: Uint8Array;
  /** 96 bytes. */
  readonly signature: Uint8Array;
}

/** What every member signs that agrees: docs/spec/consensus.md, rule 1. */
export function voteMessage(subject: VoteSubject, chainId: bigint): Uint8Array {
  return concat(
    ascii('BANYAN-VOTE-V1'),
    bigEndian(chainId, 8),
    bigEndian(subject.epoch, 8),
    bigEndian(subject.view, 8),
    Uint8Array.of(1 + TYPES.indexOf(subject.type)),
    bigEndian(subject.height, 8),
    fromHex(subject.block),
  );
}

/** The seats that the bitmap names, from the lowest. */
export function seatsOf(certificate: Certificate): number[] {
  return [...certificate.signers].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte & (1 << bit)) !== 0).map((bit) => 8 * at + bit),
  );
}

export function certificate(subject: VoteSubject, signers: Uint8Array, signature: Uint8Array): Certificate {
  unless(signature.length === 96, () => `a BLS signature has 96 bytes, not ${signature.length}`);
  unless(
    signers.length >= 1 && signers.length <= 32 && signers.at(-1) !== 0,
    'the bitmap of signers is not in its shortest form',
  );
  return { subject, signers, signature };
}

export function decodeCertificate(encoded: Uint8Array): Certificate {
  const read = onlyList(encoded);
  const epoch = read.long();
  const view = read.long();
  const code = read.long();
  const height = read.long();
  const block = read.hash();
  unless(view >= 1n && code >= 1n && code <= 3n, `no such certificate: view ${view}, type ${code}`);
  const type = TYPES[Number(code) - 1]!;
  unless(type !== 'NULLIFY' || (height === 0n && block === ZERO_HASH), 'NULLIFY names no block');
  const decoded = certificate({ epoch, view, type, height, block }, read.bytes(), read.bytes());
  read.end();
  return decoded;
}
