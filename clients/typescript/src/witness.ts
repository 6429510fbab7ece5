// SPDX-License-Identifier: Apache-2.0
import { ascii, concat, equal, fromHex, type Hash, toHex, toNumber } from './bytes.js';
import { isSignedBy } from './ed25519.js';
import { sha256Bytes } from './hashes.js';
import { isConsistent } from './merkle.js';
import { refuse, unless } from './refusal.js';

export const MAX_CONSISTENCY = 63;
export const MAX_COSIGNATURES = 16;

const KEY_BYTES = 32;
const COSIGNATURE_BYTES = KEY_BYTES + 8 + 64;
const COSIGNATURE = 4;
const MAX_SIZE = 2n ** 53n - 1n;
const MAX_KEYS = 64;

/** The last second of the year 9999. */
const MAX_TIME_SECONDS = 253_402_300_799n;

/** A witness's Ed25519 signature over a time and a log's head (C2SP tlog-cosignature v1). */
export interface Cosignature {
  readonly key: Uint8Array;
  readonly timeSeconds: bigint;
  readonly signature: Uint8Array;
}

/** What witnesses said of a gateway's log: docs/spec/evidence.md, rule 13. */
export interface Witnessed {
  readonly size: bigint;
  readonly root: Hash;
  /** From the anchored head to this one. */
  readonly consistency: readonly Hash[];
  readonly cosignatures: readonly Cosignature[];
}

/** Whose word a verifier wants, by their keys, and of how many. */
export interface Witnesses {
  readonly names: ReadonlyMap<string, string>;
  readonly needed: number;
}

export function decodeCosignature(bytes: Uint8Array): Cosignature {
  unless(bytes.length === COSIGNATURE_BYTES, `a cosignature has ${COSIGNATURE_BYTES} bytes, not ${bytes.length}`);
  const timeSeconds = toNumber(bytes.subarray(KEY_BYTES, KEY_BYTES + 8));
  unless(timeSeconds <= MAX_TIME_SECONDS, "a cosignature's time lies between the years 1970 and 9999");
  return { key: bytes.slice(0, KEY_BYTES), timeSeconds, signature: bytes.slice(KEY_BYTES + 8) };
}

export function checkWitnessed(witnessed: Witnessed): Witnessed {
  const { size, cosignatures } = witnessed;
  unless(size >= 1n && size <= MAX_SIZE, 'a cosigned log has 1 to 2^53 - 1 leaves');
  unless(cosignatures.length > 0, 'a head is cosigned by 1 to 16 witnesses');
  for (let i = 1; i < cosignatures.length; i++) {
    unless(
      toHex(cosignatures[i - 1]!.key) < toHex(cosignatures[i]!.key),
      'cosignatures stand in the order of their keys, each key once',
    );
  }
  return witnessed;
}

/** Whether the cosigned head extends, or is, a head of the log. */
export const extendsHead = (witnessed: Witnessed, size: bigint, root: Hash): boolean =>
  isConsistent(size, root, witnessed.size, witnessed.root, witnessed.consistency);

/** Whether the key signed this head of a gateway's log at its time. */
export function isOver({ key, timeSeconds, signature }: Cosignature, gateway: Hash, { size, root }: Witnessed): boolean {
  const text = `banyan.network/gateway/${gateway}\n${size}\n${base64(fromHex(root))}\n`;
  return isSignedBy(key, ascii(`cosignature/v1\ntime ${timeSeconds}\n${text}`), signature);
}

/**
 * The witnesses that a person named, each as `NAME+ID+KEY`.
 *
 * @param needed how many of them must have seen the log; all if undefined
 */
export function witnessesOf(keys: readonly string[], needed = keys.length): Witnesses {
  unless(keys.length >= 1 && keys.length <= MAX_KEYS, '1 to 64 witnesses can be named');
  const names = new Map<string, string>();
  for (const text of keys) {
    const { name, key } = parseKey(text);
    unless(!names.has(toHex(key)), 'a witness is named twice');
    names.set(toHex(key), name);
  }
  unless(
    Number.isInteger(needed) && needed >= 1 && needed <= keys.length,
    `of ${keys.length} named witnesses 1 to ${keys.length} can be needed`,
  );
  return { names, needed };
}

/** A key as C2SP signed-note writes it, of kind 4. */
function parseKey(text: string): { name: string; key: Uint8Array } {
  const [, name, id, material] = /^([^+\p{White_Space}\p{Cc}]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/u.exec(text.slice(0, 1025)) ??
    refuse('a witness is written NAME+ID+KEY');
  const bytes = fromBase64(material!);
  unless(bytes[0] === COSIGNATURE, "a witness's key is of kind 4, cosignature");
  const hash = sha256Bytes(concat(ascii(`${name}\n`), bytes));
  unless(equal(hash.subarray(0, 4), fromHex(id!)), "the key's id is another's");
  return { name: name!, key: bytes.subarray(1) };
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
