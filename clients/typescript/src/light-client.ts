// SPDX-License-Identifier: Apache-2.0
import type { Certificate } from './certificate.js';
import { checkpointOf, type Checkpoint } from './checkpoint.js';
import { Committee, committeeRoot, type KeyRing } from './committee.js';
import type { Genesis } from './genesis.js';
import type { Handover } from './handover.js';
import { type BlockHeader, hashOf } from './header.js';
import { MAX_TIME_MILLIS } from './record.js';
import { unless } from './refusal.js';
import { Terms } from './terms.js';

/**
 * Knows one committee of a chain, and takes the next one on that one's word (docs/spec/light-client.md). It begins with the
 * committee of genesis or of a checkpoint. The view of a certificate is never compared with that of a header: an epoch's
 * last block may be proposed again in later views, and the quorum vouches for the hash.
 */
export class LightClient {
  private readonly terms: Terms;

  private constructor(
    private readonly genesis: Genesis,
    readonly committee: Committee,
    private readonly start: BlockHeader | null,
    private readonly ring: KeyRing,
  ) {
    this.terms = new Terms(genesis.epochs);
  }

  static ofGenesis(genesis: Genesis): LightClient {
    return new LightClient(genesis, Committee.ofGenesis(genesis.committee), null, new Map());
  }

  /** Whether it may be believed still, `checkTrust` tells. */
  static ofCheckpoint(genesis: Genesis, { committee, header }: Checkpoint): LightClient {
    return new LightClient(genesis, committee, header, new Map());
  }

  /** What somebody else could begin with who trusts this light client; null in epoch 0, where genesis is enough. */
  checkpoint(): Checkpoint | null {
    return this.start === null ? null : checkpointOf(this.genesis.chainId, this.start, this.committee);
  }

  /** Takes the next committee if this one made the block final that names it. */
  follow({ header, certificate, members }: Handover): LightClient {
    const { epoch } = this.committee;
    unless(
      this.terms.epochOf(header.number) !== epoch || this.terms.isLast(header.number),
      `block ${header.number} does not end epoch ${epoch}`,
    );
    this.fit(header, certificate);
    unless(header.timestamp <= MAX_TIME_MILLIS / 1000n, `block ${header.number} is of after the year 9999`);
    unless(
      header.parentBeaconBlockRoot === committeeRoot(epoch + 1n, members),
      `block ${header.number} does not commit to these ${members.length} members in epoch ${epoch + 1n}`,
    );
    this.signed(certificate);
    return new LightClient(this.genesis, Committee.elected(epoch + 1n, members, this.ring), header, this.ring);
  }

  /** Refuses a block of its own epoch that this committee did not make final. */
  judge(header: BlockHeader, certificate: Certificate): void {
    this.fit(header, certificate);
    const { epoch, root } = this.committee;
    // The last block of an epoch commits to a committee that is not known yet; a quorum of this one vouches for it.
    unless(
      this.terms.isLast(header.number) || header.parentBeaconBlockRoot === root,
      `block ${header.number} commits to committee ${header.parentBeaconBlockRoot}, that of epoch ${epoch} is ${root}`,
    );
    this.signed(certificate);
  }

  /** What can be told without the committee's keys. */
  private fit(header: BlockHeader, { subject }: Certificate): void {
    const epoch = this.terms.epochOf(header.number);
    const sits = this.committee.epoch;
    unless(epoch === sits, `block ${header.number} is of epoch ${epoch}, the committee sits in epoch ${sits}`);
    unless(subject.type === 'FINALIZE', `the certificate is of type ${subject.type}, not FINALIZE`);
    unless(subject.epoch === epoch, `the certificate is of epoch ${subject.epoch}, not ${epoch}`);
    const hash = hashOf(header);
    unless(
      subject.height === header.number && subject.block === hash,
      `the certificate is of block ${subject.height} ${subject.block}, not of block ${header.number} ${hash}`,
    );
  }

  private signed(certificate: Certificate): void {
    const flaw = this.committee.flawOf(certificate, this.genesis.chainId);
    unless(flaw === null, `the certificate does not hold: ${flaw}`);
  }
}
