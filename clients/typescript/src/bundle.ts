// SPDX-License-Identifier: Apache-2.0
import type { Hash } from './bytes.js';
import { readBundleCbor } from './bundle-cbor.js';
import { readBundleJson } from './bundle-json.js';
import type { Registration } from './passport.js';
import { between, refuse, unless } from './refusal.js';
import { MAX_EPOCH } from './terms.js';
import type { Witnessed } from './witness.js';

const MAX_BYTES_ALONE = 1024 * 1024;

/** Larger files are refused before anything is decoded. */
export const MAX_BYTES = 16 * MAX_BYTES_ALONE;

export const MAX_HEADERS = 256;
export const MAX_HANDOVERS = 10_000;

/** A log of 2^53 - 1 leaves is 53 high. */
export const MAX_PATH = 53;

/** RLP of an index has at most 5 bytes: 10 nibbles and a leaf. */
export const MAX_PROOF = 11;

/** Keys of the state's tries are hashes of 64 nibbles. */
export const MAX_STATE_PROOF = 65;

const MAX_LEAVES = 2n ** 53n - 1n;
const MAX_INT = 2n ** 31n - 1n;

/** What a file holds besides the evidence itself. */
export type Version = 1 | 2 | 3 | 4;

/** The place of a value in its block, its bytes, and the nodes of its trie that show it. */
export interface Placed {
  /** Of the transaction in the block; of the event among the receipt's logs. */
  readonly index: bigint;
  readonly raw: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Everything that proves one reading: docs/spec/evidence.md, rule 13. Nothing in it is believed. */
export interface Bundle {
  readonly version: Version;
  readonly chainId: bigint;
  readonly record: Uint8Array;
  readonly inclusion: { readonly index: bigint; readonly size: bigint; readonly path: readonly Hash[] };
  readonly transaction: Placed;
  readonly receipt: Placed;
  /** RLP of the anchoring block's header, then of its descendants up to the certified one. */
  readonly headers: readonly Uint8Array[];
  readonly certificate: Uint8Array;
  readonly firstEpoch: bigint;
  readonly handovers: readonly Uint8Array[];
  /** Of the device, if a gateway anchored the record. */
  readonly registration: Registration | null;
  /** What witnesses said of the gateway's log. */
  readonly witnessed: Witnessed | null;
}

export const formatOf = (version: Version): string => `banyan-evidence-${version}`;

export function versionOf(format: string): Version {
  const found = ([1, 2, 3, 4] as const).find((version) => formatOf(version) === format);
  return found ?? refuse('this is none of banyan-evidence-1 to banyan-evidence-4');
}

/** Reads a file in its JSON or its CBOR form, of which each bundle has one. */
export function parseBundle(file: Uint8Array): Bundle {
  unless(file.length >= 1 && file.length <= MAX_BYTES, `a file of ${file.length} bytes; a bundle has 1 to ${MAX_BYTES}`);
  const bundle = checked(file[0] === 0x7b ? readBundleJson(file) : readBundleCbor(file));
  const alone = bundle.firstEpoch === 0n && bundle.handovers.length === 0;
  unless(!(alone && bundle.version === 2), 'without handovers a bundle is a banyan-evidence-1');
  unless(
    !alone || file.length <= MAX_BYTES_ALONE,
    `a file of ${file.length} bytes; without handovers a bundle has at most ${MAX_BYTES_ALONE}`,
  );
  return bundle;
}

/** The ranges that both forms share; how long a list may be, their readers know before they read it. */
function checked(bundle: Bundle): Bundle {
  const { inclusion, transaction, receipt, registration } = bundle;
  between(bundle.chainId, 1n, 1n << 52n, 'chainId');
  between(inclusion.size, 1n, MAX_LEAVES, 'inclusion size');
  between(inclusion.index, 0n, inclusion.size - 1n, 'inclusion index');
  between(transaction.index, 0n, MAX_INT, 'transaction index');
  between(receipt.index, 0n, MAX_INT, 'log index');
  between(bundle.firstEpoch, 0n, MAX_EPOCH, 'firstEpoch');
  notEmpty(bundle.headers, 'headers');
  notEmpty(transaction.proof, 'transaction proof');
  notEmpty(receipt.proof, 'receipt proof');
  if (registration !== null) {
    notEmpty(registration.account, 'account proof');
    notEmpty(registration.storage, 'storage proof');
  }
  return bundle;
}

function notEmpty(list: readonly Uint8Array[], what: string): void {
  unless(list.length > 0, `the list of the ${what} is empty`);
}
