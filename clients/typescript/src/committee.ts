// SPDX-License-Identifier: Apache-2.0
import { type Address, ascii, concat, fromHex, fromUtf8, type Hash, toAddress, toHex } from './bytes.js';
import { type BlsKey, decodeKey, isSignedByAll, provesPossession } from './bls.js';
import { type Certificate, seatsOf, voteMessage } from './certificate.js';
import { keccak } from './hashes.js';
import { refuse, unless } from './refusal.js';
import { onlyList, rlp, type RlpItem, type RlpReader } from './rlp.js';

/** As many seats as a certificate's bitmap can name. */
export const MAX_SEATS = 256;

/** Who holds a seat. */
export interface Member {
  readonly name: string;
  readonly operator: Address;
  /** 48 bytes, a compressed point of G1. */
  readonly blsPublicKey: Uint8Array;
  /** 32 bytes, Ed25519. */
  readonly nodeKey: Uint8Array;
}

export function memberItem(member: Member): RlpItem {
  return [ascii(member.name), fromHex(member.operator), member.blsPublicKey, member.nodeKey];
}

export function readMember(outer: RlpReader): Member {
  const read = outer.list();
  const name = read.bytes();
  const operator = toAddress(read.bytes());
  const blsPublicKey = read.bytes();
  const nodeKey = read.bytes();
  read.end();
  unless(
    name.length <= 256 && blsPublicKey.length === 48 && nodeKey.length === 32,
    () => `no member: a name of ${name.length} bytes, keys of ${blsPublicKey.length} and ${nodeKey.length}`,
  );
  return { name: fromUtf8(name, "a member's name"), operator, blsPublicKey, nodeKey };
}

const committeeItem = (epoch: bigint, members: readonly Member[]): RlpItem => [epoch, members.map(memberItem)];

/** The commitment that headers carry in `parentBeaconBlockRoot`. */
export function committeeRoot(epoch: bigint, members: readonly Member[]): Hash {
  return keccak(concat(ascii('BANYAN-COMMITTEE-V1'), rlp(committeeItem(epoch, members))));
}

/** The keys that were decoded before: members sit in many epochs, and decoding one's key takes milliseconds. */
export type KeyRing = Map<string, BlsKey>;

/** Who may vote in one epoch: n members in the order of their seats, of which at most f = (n - 1) / 3 may lie. */
export class Committee {
  readonly root: Hash;

  private constructor(
    readonly epoch: bigint,
    readonly members: readonly Member[],
    private readonly keys: readonly BlsKey[],
  ) {
    this.root = committeeRoot(epoch, members);
  }

  /** The members proved possession of their keys when they registered. */
  static elected(epoch: bigint, members: readonly Member[], ring: KeyRing = new Map()): Committee {
    unless(members.length >= 1 && members.length <= MAX_SEATS, `a committee has 1 to 256 members, not ${members.length}`);
    const seen = new Set<string>();
    const keys = members.map((member, seat) => {
      const who = `seat ${seat} (${member.name}): `;
      const name = toHex(member.blsPublicKey);
      const key = ring.get(name) ?? decodeKey(member.blsPublicKey) ?? refuse(`${who}blsPublicKey is no point of the group`);
      ring.set(name, key);
      unless(!seen.has(name), `${who}its blsPublicKey has a seat already`);
      seen.add(name);
      unless(!seen.has(toHex(member.nodeKey)), `${who}its nodeKey has a seat already`);
      seen.add(toHex(member.nodeKey));
      return key;
    });
    return new Committee(epoch, members, keys);
  }

  /** The committee that a genesis names, which checks the proofs of possession itself. */
  static ofGenesis(members: readonly (Member & { readonly proofOfPossession: Uint8Array })[]): Committee {
    const committee = Committee.elected(
      0n,
      members.map(({ name, operator, blsPublicKey, nodeKey }) => ({ name, operator, blsPublicKey, nodeKey })),
    );
    members.forEach(({ name, proofOfPossession }, seat) =>
      unless(
        provesPossession(committee.keys[seat]!, proofOfPossession),
        `seat ${seat} (${name}): proofOfPossession does not show that blsPublicKey is its own`,
      ),
    );
    return committee;
  }

  static decode(encoded: Uint8Array): Committee {
    const read = onlyList(encoded);
    const epoch = read.long();
    const list = read.list();
    read.end();
    const members: Member[] = [];
    while (list.hasMore()) {
      unless(members.length < MAX_SEATS, 'a committee of over 256 members');
      members.push(readMember(list));
    }
    return Committee.elected(epoch, members);
  }

  encode(): Uint8Array {
    return rlp(committeeItem(this.epoch, this.members));
  }

  get size(): number {
    return this.members.length;
  }

  /** n - f: any two quorums share a member that does not lie. */
  get quorum(): number {
    return this.size - Math.floor((this.size - 1) / 3);
  }

  /** Why the certificate is not the word of a quorum of this committee on this chain; null if it is. */
  flawOf(certificate: Certificate, chainId: bigint): string | null {
    const { subject, signature } = certificate;
    if (subject.epoch !== this.epoch) {
      return `of epoch ${subject.epoch}, the committee sits in epoch ${this.epoch}`;
    }
    const seats = seatsOf(certificate);
    const highest = seats.at(-1)!;
    if (highest >= this.size) {
      return `names seat ${highest}, the committee has ${this.size} seats`;
    }
    if (seats.length < this.quorum) {
      return `signed by ${seats.length} seats, a quorum is ${this.quorum}`;
    }
    const keys = seats.map((seat) => this.keys[seat]!);
    return isSignedByAll(keys, voteMessage(subject, chainId), signature)
      ? null
      : `the signature is not that of seats {${seats.join(', ')}} on chain ${chainId}`;
  }
}
