// SPDX-License-Identifier: Apache-2.0
import { ascii, type Hash, toHex } from './bytes.js';
import { Committee } from './committee.js';
import { type BlockHeader, decodeHeader, encodeHeader, hashOf } from './header.js';
import { JsonForm } from './json-form.js';
import { MAX_TIME_MILLIS } from './record.js';
import { between, unless } from './refusal.js';
import { MAX_EPOCH } from './terms.js';

const FORMAT = 'banyan-checkpoint-1';
const MAX_BYTES = 512 * 1024;

/** A later place than genesis from which to follow a chain: the block an epoch starts from, and the committee it names. */
export interface Checkpoint {
  readonly chainId: bigint;
  /** Of the last block of the epoch before. */
  readonly header: BlockHeader;
  /** Of an epoch from 1 on. */
  readonly committee: Committee;
  /** The hash that says which checkpoint this is. */
  readonly block: Hash;
}

export function checkpointOf(chainId: bigint, header: BlockHeader, committee: Committee): Checkpoint {
  between(chainId, 1n, 1n << 52n, 'chainId');
  between(committee.epoch, 1n, MAX_EPOCH, "the checkpoint's epoch");
  between(header.timestamp, 0n, MAX_TIME_MILLIS / 1000n, "the checkpoint's time");
  unless(
    header.parentBeaconBlockRoot === committee.root,
    `the checkpoint's block ${header.number} does not commit to its committee`,
  );
  return { chainId, header, committee, block: hashOf(header) };
}

/** Since when the committee sits, in milliseconds since 1970, to the second. */
export const sinceMillis = (checkpoint: Checkpoint): bigint => checkpoint.header.timestamp * 1000n;

export function parseCheckpoint(text: string): Checkpoint {
  const file = ascii(text);
  unless(file.length <= MAX_BYTES, `a file of ${file.length} bytes; a checkpoint has at most ${MAX_BYTES}`);
  const read = new JsonForm(file);
  read.expect(`{\n  "format": "${FORMAT}",\n  "chainId": `);
  const chainId = read.number();
  read.expect(',\n  "header": ');
  const header = decodeHeader(read.hex());
  read.expect(',\n  "committee": ');
  const committee = Committee.decode(read.hex());
  read.expect('\n}\n');
  read.end();
  return checkpointOf(chainId, header, committee);
}

export function writeCheckpoint({ chainId, header, committee }: Checkpoint): string {
  return `{
  "format": "${FORMAT}",
  "chainId": ${chainId},
  "header": "${toHex(encodeHeader(header))}",
  "committee": "${toHex(committee.encode())}"
}
`;
}
