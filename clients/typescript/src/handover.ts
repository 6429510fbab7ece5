// SPDX-License-Identifier: Apache-2.0
import { type Address, equal, fromHex, type Hash, toAddress, toHash, toHex } from './bytes.js';
import { readBloom, writeBloom } from './bloom.js';
import { type Certificate, certificate } from './certificate.js';
import { committeeRoot, MAX_SEATS, type Member, memberItem, readMember } from './committee.js';
import type { Genesis } from './genesis.js';
import { keccak } from './hashes.js';
import { type BlockHeader, extraDataOf, hashOf } from './header.js';
import { EMPTY_ROOT } from './patricia.js';
import { MAX_TIME_MILLIS } from './record.js';
import { between, refuse, unless } from './refusal.js';
import { onlyList, rlp, type RlpItem, type RlpReader } from './rlp.js';
import { Terms } from './terms.js';

/** How a committee names the next one. Nothing in it is believed before a light client has followed it. */
export interface Handover {
  readonly header: BlockHeader;
  readonly certificate: Certificate;
  /** Of the committee that follows, in the order of their seats. */
  readonly members: readonly Member[];
}

const NO_OMMERS = keccak(Uint8Array.of(0xc0));
const NO_REQUESTS: Hash = '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const MAX_VIEW = 2n ** 63n - 1n;
const NOTHING = new Uint8Array();

/** What of a header follows from nothing else; no bytes say: as usual. */
interface Parts {
  readonly parentHash: Hash;
  readonly stateRoot: Hash;
  readonly mixHash: Hash;
  readonly beneficiary: Uint8Array;
  readonly transactionsRoot: Uint8Array;
  readonly receiptsRoot: Uint8Array;
  readonly bloom: Uint8Array;
  readonly gasUsed: bigint;
  readonly baseFeePerGas: bigint;
  readonly timestamp: bigint;
  readonly view: bigint;
  readonly millis: bigint;
}

/**
 * Reads a chain of handovers, one after the other from the first on (docs/spec/light-client.md, rules 7 to 10): what
 * genesis, the epoch or our chains' rules say already is left out, and a member that was met before is named by its number.
 * It checks no signature: the header that is put together again has the certified hash only if everything in it is true.
 */
export class HandoverReader {
  private readonly terms: Terms;
  private readonly known: Member[] = [];
  private readonly numbers = new Map<string, bigint>();

  constructor(
    private readonly genesis: Genesis,
    private epoch: bigint,
    private sitting: readonly Member[],
  ) {
    this.terms = new Terms(genesis.epochs);
    this.remember(sitting);
  }

  read(encoded: Uint8Array): Handover {
    const read = onlyList(encoded);
    const parts = readParts(read);
    const certifiedView = read.long();
    const signers = read.bytes();
    const signature = read.bytes();
    const members = this.members(read.list());
    read.end();
    const header = this.header(members, parts);
    const handover: Handover = {
      header,
      certificate: certificate(
        {
          epoch: this.epoch,
          view: certifiedView === 0n ? parts.view : certifiedView,
          type: 'FINALIZE',
          height: header.number,
          block: hashOf(header),
        },
        signers,
        signature,
      ),
      members,
    };
    unless(equal(this.encode(handover, parts), encoded), 'it is not written as a handover is, in its shortest form');
    this.epoch++;
    this.sitting = members;
    this.remember(members);
    return handover;
  }

  /** The one encoding of what was read. */
  private encode({ header, certificate: { subject, signers, signature }, members }: Handover, parts: Parts): Uint8Array {
    return rlp([
      fromHex(header.parentHash),
      fromHex(header.stateRoot),
      fromHex(header.mixHash),
      header.beneficiary === this.leader(parts.view) ? NOTHING : fromHex(header.beneficiary),
      unlessEmpty(header.transactionsRoot),
      unlessEmpty(header.receiptsRoot),
      writeBloom(header.bloom),
      header.gasUsed,
      header.baseFeePerGas,
      header.timestamp,
      parts.view,
      parts.millis,
      subject.view === parts.view ? 0n : subject.view,
      signers,
      signature,
      members.map((member): RlpItem => this.numbers.get(nameOf(member)) ?? memberItem(member)),
    ]);
  }

  private members(read: RlpReader): Member[] {
    const members: Member[] = [];
    while (read.hasMore()) {
      unless(members.length < MAX_SEATS, `a committee of over ${MAX_SEATS} members`);
      members.push(read.nextIsList() ? readMember(read) : this.met(read.long()));
    }
    unless(members.length > 0, 'a committee of nobody');
    return members;
  }

  private met(number: bigint): Member {
    const { length } = this.known;
    return number < BigInt(length)
      ? this.known[Number(number)]!
      : refuse(`it names member number ${number}, only ${length} were met before`);
  }

  private header(members: readonly Member[], parts: Parts): BlockHeader {
    const { view, millis } = parts;
    return {
      parentHash: parts.parentHash,
      ommersHash: NO_OMMERS,
      beneficiary: parts.beneficiary.length === 0 ? this.leader(view) : toAddress(parts.beneficiary),
      stateRoot: parts.stateRoot,
      transactionsRoot: orEmpty(parts.transactionsRoot),
      receiptsRoot: orEmpty(parts.receiptsRoot),
      bloom: parts.bloom,
      difficulty: 0n,
      number: this.terms.last(this.epoch),
      gasLimit: this.genesis.gasLimit,
      gasUsed: parts.gasUsed,
      timestamp: parts.timestamp,
      extraData: extraDataOf({ epoch: this.epoch, view, millis }),
      mixHash: parts.mixHash,
      nonce: new Uint8Array(8),
      baseFeePerGas: parts.baseFeePerGas,
      withdrawalsRoot: EMPTY_ROOT,
      blobGasUsed: 0n,
      excessBlobGas: 0n,
      parentBeaconBlockRoot: committeeRoot(this.epoch + 1n, members),
      requestsHash: NO_REQUESTS,
    };
  }

  /** Who earns the tips of a block that was first proposed in this view, if its leader keeps to its own account. */
  private leader(view: bigint): Address {
    return this.sitting[Number((view - 1n) % BigInt(this.sitting.length))]!.operator;
  }

  private remember(members: readonly Member[]): void {
    for (const member of members) {
      const name = nameOf(member);
      if (!this.numbers.has(name)) {
        this.numbers.set(name, BigInt(this.known.length));
        this.known.push(member);
      }
    }
  }
}

function readParts(read: RlpReader): Parts {
  const parts: Parts = {
    parentHash: read.hash(),
    stateRoot: read.hash(),
    mixHash: read.hash(),
    beneficiary: read.bytes(),
    transactionsRoot: read.bytes(),
    receiptsRoot: read.bytes(),
    bloom: readBloom(read.bytes()),
    gasUsed: read.long(),
    baseFeePerGas: read.number(),
    timestamp: read.long(),
    view: read.long(),
    millis: read.long(),
  };
  between(parts.timestamp, 0n, MAX_TIME_MILLIS / 1000n, "the handover's time");
  between(parts.view, 1n, MAX_VIEW, "the handover's view");
  between(parts.millis, 0n, 999n, "the handover's milliseconds");
  return parts;
}

const nameOf = (member: Member): string => toHex(rlp(memberItem(member)));

const unlessEmpty = (root: Hash): Uint8Array => (root === EMPTY_ROOT ? NOTHING : fromHex(root));

const orEmpty = (root: Uint8Array): Hash => (root.length === 0 ? EMPTY_ROOT : toHash(root));
