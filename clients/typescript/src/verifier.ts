// SPDX-License-Identifier: Apache-2.0
import { parseCheckpoint, writeCheckpoint } from './checkpoint.js';
import { Examination, type LinkName, LINKS } from './examination.js';
import { type Genesis, parseGenesis } from './genesis.js';
import { LightClient } from './light-client.js';
import type { Reading } from './reading.js';
import type { DeviceRecord } from './record.js';
import { Refusal, unless } from './refusal.js';
import { DEFAULT_PERIOD_MILLIS, type Trust, trustOf } from './trust.js';
import { type Witnesses, witnessesOf } from './witness.js';

/** One link of a proof, and the sentence that says why it holds or what is wrong. */
export interface Link {
  readonly name: LinkName;
  readonly holds: boolean;
  readonly text: string;
}

/** What a device measured and signed. */
export interface ProvenRecord {
  /** SHA-256 of its bytes. */
  readonly id: string;
  readonly device: string;
  readonly sequence: number;
  readonly previous: string;
  /** Milliseconds since 1970 by the device's clock, which nobody vouches for. */
  readonly timeMillis: number;
  readonly readings: readonly Reading[];
}

export interface Verdict {
  readonly proven: boolean;
  /** Every link up to the first broken one; what comes after that was not looked at. */
  readonly links: readonly Link[];
  /** Null if anything is broken, so that nobody shows an unproven reading. */
  readonly record: ProvenRecord | null;
  /** A checkpoint file to begin with next time; null if anything is broken, and in epoch 0. */
  readonly checkpoint: string | null;
  /** Why no link was looked at: the genesis or the checkpoint is none. Null if they are good. */
  readonly refusal: string | null;
}

export interface Options {
  /** The text of a checkpoint file that is trusted besides genesis. */
  readonly checkpoint?: string;
  /** How old it may be: one hour to 90 days, shorter than the chain's UNBONDING; 7 days if absent. */
  readonly trustingPeriodMillis?: number;
  /** Milliseconds since 1970; this machine's clock if absent. It is asked only if there is a checkpoint. */
  readonly nowMillis?: number;
  /** Keys of witnesses, `NAME+ID+KEY`, that must have seen the gateway's log. */
  readonly witnesses?: readonly string[];
  /** How many of them; all if absent. */
  readonly witnessesNeeded?: number;
}

/**
 * Verifies evidence bundles offline, trusting nothing but a genesis, or a checkpoint of its chain. Made once for a genesis,
 * because checking the committee's proofs of possession is dear; then any number of files, of any origin.
 */
export class Verifier {
  private constructor(
    private readonly genesis: Genesis,
    private readonly beginning: LightClient,
    private readonly trust: Trust | null,
    private readonly wanted: Witnesses | null,
  ) {}

  /** @throws Refusal if the genesis or the checkpoint is none, or an option is out of its range */
  static of(genesisText: string, options: Options = {}): Verifier {
    const genesis = parseGenesis(genesisText);
    return new Verifier(genesis, LightClient.ofGenesis(genesis), trustIn(options), wantedIn(options));
  }

  /** Looks at one file in its JSON or CBOR form. Never throws, whatever the file holds. */
  verify(bundle: Uint8Array): Verdict {
    const links: Link[] = [];
    // Others may hold these bytes, and change them while they are looked at.
    const examination = new Examination(this.genesis, this.beginning, this.trust, this.wanted, Uint8Array.from(bundle));
    for (const name of LINKS) {
      if (name === 'witnesses' && !examination.hasWitnesses()) {
        continue;
      }
      const link = look(examination, name);
      links.push(link);
      if (!link.holds) {
        return { proven: false, links, record: null, checkpoint: null, refusal: null };
      }
    }
    const checkpoint = examination.checkpoint();
    return {
      proven: true,
      links,
      record: shown(examination.record),
      checkpoint: checkpoint === null ? null : writeCheckpoint(checkpoint),
      refusal: null,
    };
  }
}

/** As `Verifier.of(…).verify(…)`, for a single file. Never throws, whatever it is given. */
export function verify(bundle: Uint8Array, genesisText: string, options: Options = {}): Verdict {
  try {
    return Verifier.of(genesisText, options).verify(bundle);
  } catch (refused) {
    return { proven: false, links: [], record: null, checkpoint: null, refusal: messageOf(refused) };
  }
}

function trustIn({ checkpoint, trustingPeriodMillis, nowMillis }: Options): Trust | null {
  if (checkpoint === undefined) {
    return null;
  }
  try {
    const period = trustingPeriodMillis === undefined ? DEFAULT_PERIOD_MILLIS : BigInt(trustingPeriodMillis);
    return trustOf(parseCheckpoint(checkpoint), period, BigInt(nowMillis ?? Date.now()));
  } catch (refused) {
    throw new Refusal(`the checkpoint: ${messageOf(refused)}`);
  }
}

function wantedIn({ witnesses, witnessesNeeded }: Options): Witnesses | null {
  unless(witnesses !== undefined || witnessesNeeded === undefined, 'witnesses are needed and none is named');
  return witnesses === undefined ? null : witnessesOf(witnesses, witnessesNeeded);
}

/** What is no refusal is a fault of ours, such as too little memory; nothing is proven by it either. */
function look(examination: Examination, name: LinkName): Link {
  try {
    return { name, holds: true, text: examination.examine(name) };
  } catch (broken) {
    const reason = messageOf(broken);
    return { name, holds: false, text: broken instanceof Refusal ? reason : `the verifier failed here: ${reason}` };
  }
}

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

const shown = ({ id, device, sequence, previous, timeMillis, readings }: DeviceRecord): ProvenRecord => ({
  id,
  device,
  sequence: Number(sequence),
  previous,
  timeMillis: Number(timeMillis),
  readings,
});
