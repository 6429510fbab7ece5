// SPDX-License-Identifier: Apache-2.0
import { type Address, equal, type Hash, toHex } from './bytes.js';
import { type Anchoring, anchoringOf } from './anchoring.js';
import { type Bundle, formatOf, parseBundle, type Placed } from './bundle.js';
import { type Certificate, decodeCertificate, seatsOf } from './certificate.js';
import type { Checkpoint } from './checkpoint.js';
import type { Genesis } from './genesis.js';
import { HandoverReader } from './handover.js';
import { keccak } from './hashes.js';
import { type BlockHeader, decodeHeader, hashOf, slotOf, timeMillis } from './header.js';
import { LightClient } from './light-client.js';
import { climb, leafHash } from './merkle.js';
import { REGISTRY } from './passport.js';
import { prove } from './patricia.js';
import { say } from './reading.js';
import { decodeReceipt } from './receipt.js';
import { decodeRecord, type DeviceRecord, MAX_TIME_MILLIS } from './record.js';
import { refuse, Refusal, unless } from './refusal.js';
import { rlp } from './rlp.js';
import { Terms } from './terms.js';
import { decodeTransaction, type Transaction } from './transaction.js';
import { checkTrust, type Trust } from './trust.js';
import { extendsHead, isOver, type Witnesses } from './witness.js';

/** The links of a proof, cheap ones first: docs/spec/evidence.md, rule 18. */
export const LINKS = [
  'form',
  'chain',
  'block headers',
  'anchoring transaction',
  'receipt',
  'device registration',
  'Merkle inclusion',
  'record signature',
  'committee handovers',
  'committee',
  'finality certificate',
  'witnesses',
] as const;

export type LinkName = (typeof LINKS)[number];

const SHOWN_READINGS = 8;

/**
 * One file on the verifier's table. Links are examined in their order; each builds on what those before it left here, and
 * gives the sentence that explains why it holds, or refuses.
 */
export class Examination {
  private readonly terms: Terms;
  private readonly headers: BlockHeader[] = [];
  private readonly hashes: Hash[] = [];
  private bundle!: Bundle;
  private anchoring!: Anchoring;
  private certificate!: Certificate;
  private transaction!: Transaction;
  private client!: LightClient;
  record!: DeviceRecord;

  /** @param beginning the light client that knows the committee of genesis */
  constructor(
    private readonly genesis: Genesis,
    private readonly beginning: LightClient,
    private readonly trust: Trust | null,
    private readonly wanted: Witnesses | null,
    private readonly file: Uint8Array,
  ) {
    this.terms = new Terms(genesis.epochs);
  }

  /** Where whoever believes the verdict may begin next time. */
  checkpoint(): Checkpoint | null {
    return this.client.checkpoint();
  }

  examine(name: LinkName): string {
    switch (name) {
      case 'form':
        return this.form();
      case 'chain':
        return this.chain();
      case 'block headers':
        return this.blockHeaders();
      case 'anchoring transaction':
        return this.anchoringTransaction();
      case 'receipt':
        return this.receipt();
      case 'device registration':
        return this.anchoring.registration(this.record, this.headers[0]!);
      case 'Merkle inclusion':
        return this.inclusion();
      case 'record signature':
        return this.signature();
      case 'committee handovers':
        return this.handovers();
      case 'committee':
        return this.committee();
      case 'finality certificate':
        return this.finality();
      case 'witnesses':
        return this.witnesses();
    }
  }

  /** Whether there is anything to say of witnesses, once the form is known. */
  hasWitnesses(): boolean {
    return this.wanted !== null || this.bundle.witnessed !== null;
  }

  private form(): string {
    this.bundle = parseBundle(this.file);
    this.anchoring = anchoringOf(this.bundle);
    this.record = decodeRecord(this.bundle.record);
    this.certificate = decodeCertificate(this.bundle.certificate);
    this.headers.push(...this.bundle.headers.map(decodeHeader));
    this.hashes.push(...this.headers.map(hashOf));
    const { sequence, device, readings } = this.record;
    const shown = readings.slice(0, SHOWN_READINGS).map(say).join(', ');
    const more = readings.length > SHOWN_READINGS ? ` and ${readings.length - SHOWN_READINGS} more` : '';
    return (
      `a ${formatOf(this.bundle.version)} of ${this.file.length} bytes with record ${sequence} of device ${device}: ` +
      `${shown}${more}; measured ${time(this.record.timeMillis)} by the device's clock`
    );
  }

  private chain(): string {
    const { chainId } = this.bundle;
    const { name } = this.genesis;
    unless(chainId === this.genesis.chainId, `it speaks of chain ${chainId}, the genesis of ${this.genesis.chainId}`);
    const registry = this.codeAt(REGISTRY, 'device registry');
    const { contract, contractName } = this.anchoring;
    const anchor = this.codeAt(contract, contractName);
    return `chain ${chainId} (${name}); its genesis holds the device registry, code ${registry}, and the ${contractName}, code ${anchor}`;
  }

  private codeAt(address: Address, what: string): Hash {
    const code = this.genesis.code.get(address);
    return code === undefined || code.length === 0 ? refuse(`the genesis has no ${what} at ${address}`) : keccak(code);
  }

  private blockHeaders(): string {
    const { headers, hashes } = this;
    for (let i = 1; i < headers.length; i++) {
      unless(
        headers[i]!.parentHash === hashes[i - 1] && headers[i]!.number === headers[i - 1]!.number + 1n,
        `header ${i} of the bundle is not the child of the one before it`,
      );
    }
    const [first, last] = [headers[0]!, headers.at(-1)!];
    const [block, certified] = [hashes[0]!, hashes.at(-1)!];
    this.certifies(last, certified);
    unless(first.timestamp <= MAX_TIME_MILLIS / 1000n, 'the block is of after the year 9999');
    const how = headers.length === 1 ? 'names' : `covers through its descendant, block ${last.number} ${certified}`;
    return `anchored in block ${first.number} ${block} of ${time(timeMillis(first))}, which the certificate ${how}`;
  }

  private certifies(last: BlockHeader, hash: Hash): void {
    const { subject } = this.certificate;
    const { epoch, view } = slotOf(last);
    unless(subject.type === 'FINALIZE', `the certificate is of type ${subject.type}, not FINALIZE`);
    unless(
      subject.block === hash && subject.height === last.number,
      `the certificate is of block ${subject.height} ${subject.block}, the bundle leads to block ${last.number} ${hash}`,
    );
    // The last block of an epoch may have been proposed again, and voted for, in a later view than its own.
    unless(
      subject.epoch === epoch && (subject.view === view || this.terms.isLast(last.number)),
      `the certificate is of epoch ${subject.epoch} view ${subject.view}, its block stands in epoch ${epoch} view ${view}`,
    );
    for (const header of this.headers) {
      unless(
        this.terms.epochOf(header.number) === epoch && slotOf(header).epoch === epoch,
        `block ${header.number} is not of epoch ${epoch}, as its certificate is`,
      );
    }
  }

  private anchoringTransaction(): string {
    const part = this.bundle.transaction;
    shows(this.headers[0]!.transactionsRoot, part.index, part, 'transaction');
    this.transaction = decodeTransaction(part.raw);
    const { hash, to, data } = this.transaction;
    const { contract, contractName } = this.anchoring;
    unless(to === contract, `transaction ${hash} calls ${to ?? 'nothing'}, not the ${contractName}`);
    return `transaction ${hash}, number ${part.index} in the block, ${this.anchoring.called(data)}`;
  }

  private receipt(): string {
    const part = this.bundle.receipt;
    shows(this.headers[0]!.receiptsRoot, this.bundle.transaction.index, part, 'receipt');
    const { type, success, logs } = decodeReceipt(part.raw);
    const { contract, contractName } = this.anchoring;
    unless(type === this.transaction.type, 'the receipt is of another type than its transaction');
    unless(success, 'the anchoring transaction failed');
    const log = logs[Number(part.index)] ?? refuse(`the receipt has ${logs.length} logs, none of number ${part.index}`);
    unless(log.address === contract, `log ${part.index} is of contract ${log.address}, not of the ${contractName}`);
    return `it succeeded, and its log ${part.index} is the ${contractName}'s event ${this.anchoring.left(log, part.index)}`;
  }

  private inclusion(): string {
    const { index, size, path } = this.bundle.inclusion;
    const root = this.anchoring.root(this.record, this.bundle.inclusion);
    unless(
      climb(leafHash(this.record.encoded), index, size, path) === root,
      `the record and its path do not lead to the anchored root ${root}`,
    );
    return `the record, SHA-256 ${this.record.id}, is leaf ${index} of ${size} under the anchored root ${root}`;
  }

  private signature(): string {
    unless(this.record.signedBy(this.anchoring.key()), 'the registered key did not sign this record');
    return 'the registered key signed this record (ES256 in COSE_Sign1)';
  }

  private handovers(): string {
    const { firstEpoch, handovers } = this.bundle;
    const { epoch } = this.certificate.subject;
    let reached = this.begin(firstEpoch, epoch);
    const reader = new HandoverReader(this.genesis, reached.committee.epoch, reached.committee.members);
    for (const encoded of handovers) {
      reached = follow(reached, reader, encoded);
      this.passesCheckpoint(reached);
    }
    const arrived = reached.committee.epoch;
    unless(arrived === epoch, `they lead to epoch ${arrived}, the block is of epoch ${epoch}`);
    this.client = reached;
    const start = firstEpoch === 0n ? 'that of genesis' : "the checkpoint's";
    if (handovers.length === 0) {
      return `none is needed: the committee of epoch ${epoch} is ${start}`;
    }
    const count = `${handovers.length} ${handovers.length === 1 ? 'handover' : 'handovers'}`;
    const passed = this.trust !== null && firstEpoch === 0n ? '; they pass the checkpoint' : '';
    return `committee of epoch ${epoch} vouched for by ${count}, the first by ${start}${passed}`;
  }

  /** The light client that the bundle's handovers start from. */
  private begin(firstEpoch: bigint, epoch: bigint): LightClient {
    if (this.trust === null) {
      unless(
        firstEpoch === 0n,
        `they begin with the committee of epoch ${firstEpoch}, which genesis does not name; a checkpoint must`,
      );
      return this.beginning;
    }
    checkTrust(this.trust, this.genesis);
    const trusted = this.trust.checkpoint.committee.epoch;
    unless(
      trusted <= epoch,
      `the block is of epoch ${epoch}; the checkpoint, of epoch ${trusted}, vouches for nothing before itself`,
    );
    unless(
      firstEpoch === 0n || firstEpoch === trusted,
      `they begin with the committee of epoch ${firstEpoch}, the checkpoint is of epoch ${trusted}`,
    );
    return firstEpoch === 0n ? this.beginning : LightClient.ofCheckpoint(this.genesis, this.trust.checkpoint);
  }

  private passesCheckpoint(reached: LightClient): void {
    const wanted = this.trust?.checkpoint;
    unless(
      wanted === undefined ||
        reached.committee.epoch !== wanted.committee.epoch ||
        reached.checkpoint()?.block === wanted.block,
      () => `they pass by the checkpoint: another block than ${wanted!.block} starts epoch ${wanted!.committee.epoch}`,
    );
  }

  private committee(): string {
    const { epoch, root, size } = this.client.committee;
    for (const { number, parentBeaconBlockRoot: commits } of this.headers) {
      unless(
        this.terms.isLast(number) || commits === root,
        `block ${number} commits to committee ${commits}, ${epoch === 0n ? 'the genesis names' : `that of epoch ${epoch} is`} ${root}`,
      );
    }
    const members = `the ${size} members that ${epoch === 0n ? 'the genesis names' : 'the handovers lead to'}, ${root}`;
    return this.headers.length === 1 && this.terms.isLast(this.headers[0]!.number)
      ? `the block ends its epoch; it is final by ${members}`
      : `the headers commit to ${members}`;
  }

  private finality(): string {
    const { committee } = this.client;
    this.client.judge(this.headers.at(-1)!, this.certificate);
    const seats = seatsOf(this.certificate);
    const signers = seats.map((seat) => `${seat} ${committee.members[seat]!.name}`).join(', ');
    return (
      `block ${this.certificate.subject.height} is final: ${seats.length} of ${committee.size} seats signed it, ` +
      `a quorum is ${committee.quorum} (${signers})`
    );
  }

  private witnesses(): string {
    const needed = this.wanted?.needed ?? 0;
    const log = this.anchoring.log();
    const said = this.bundle.witnessed;
    if (said === null || log === null) {
      return refuse(`no witness saw it, and ${needed} must`);
    }
    const { size, root, cosignatures } = said;
    unless(
      extendsHead(said, log.size, log.root),
      `the log of ${size} records that witnesses saw does not extend the anchored one`,
    );
    let named = 0;
    const seen = cosignatures.map((cosignature) => {
      const key = toHex(cosignature.key);
      const name = this.wanted?.names.get(key);
      named += name === undefined ? 0 : 1;
      const who = name ?? `a witness that nobody here named, key ${key}`;
      unless(isOver(cosignature, log.gateway, said), `${who} did not sign this`);
      return `${who} at ${time(1000n * cosignature.timeSeconds)}`;
    });
    unless(named >= needed, `${named} of the named witnesses saw it, and ${needed} must`);
    return `${size} records in the log of gateway ${log.gateway} under root ${root} were seen by ${seen.join(', ')}`;
  }
}

function follow(client: LightClient, reader: HandoverReader, encoded: Uint8Array): LightClient {
  const { epoch } = client.committee;
  const which = `the handover from epoch ${epoch} to ${epoch + 1n}`;
  const handover = named(`${which} is malformed: `, () => reader.read(encoded));
  return named(`${which}: `, () => client.follow(handover));
}

/** What is refused within is refused with these words before it. */
function named<T>(words: string, work: () => T): T {
  try {
    return work();
  } catch (refused) {
    throw refused instanceof Refusal ? new Refusal(words + refused.message) : refused;
  }
}

/** The trie holds these bytes under the index. */
function shows(root: Hash, index: bigint, { raw, proof }: Placed, what: string): void {
  const shown = prove(root, rlp(index), proof);
  switch (shown.is) {
    case 'present':
      unless(equal(shown.value, raw), `the block holds another ${what} at place ${index}`);
      return;
    case 'absent':
      return refuse(`the block has no ${what} at place ${index}`);
    case 'broken':
      return refuse(`the ${what}'s proof is broken: ${shown.reason}`);
  }
}

/** As `2025-11-21 00:00:03.123 UTC`. */
const time = (millis: bigint): string => new Date(Number(millis)).toISOString().replace('T', ' ').replace('Z', ' UTC');
