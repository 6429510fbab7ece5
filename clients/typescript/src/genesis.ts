// SPDX-License-Identifier: Apache-2.0
import { type Address, fromHex, toAddress, toHash } from './bytes.js';
import type { Member } from './committee.js';
import { type Json, parseJson } from './json.js';
import { between, refuse, Refusal, unless } from './refusal.js';

/** Far above what a chain begins with. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

export interface Validator extends Member {
  readonly proofOfPossession: Uint8Array;
}

/** Which blocks are an epoch: e · blocks + 1 to (e + 1) · blocks. */
export interface Epochs {
  readonly blocks: bigint;
}

/** What evidence needs of where a chain begins. All of genesis.json is read, for a misspelt rule must not pass unseen. */
export interface Genesis {
  readonly chainId: bigint;
  readonly name: string;
  readonly gasLimit: bigint;
  /** Null if the committee of genesis sits for ever. */
  readonly epochs: Epochs | null;
  readonly committee: readonly Validator[];
  /** The code of the contracts that stand from the start. */
  readonly code: ReadonlyMap<Address, Uint8Array>;
}

export function parseGenesis(text: string): Genesis {
  try {
    unless(text.length <= MAX_CHARACTERS, `over ${MAX_CHARACTERS} characters`);
    return read(parseJson(text));
  } catch (refused) {
    throw refused instanceof Refusal ? new Refusal(`genesis: ${refused.message}`) : refused;
  }
}

function read(json: Json): Genesis {
  const root = new Fields(json, 'genesis', ['chainId', 'name', 'coin', 'timestamp', 'parameters', 'committee', 'alloc']);
  const rules = new Fields(root.get('parameters'), 'parameters', [
    'blockIntervalMillis',
    'viewTimeoutMillis',
    'gasLimit',
    'minBaseFee',
    'blobs',
    'epochs',
  ]);
  between(rules.number('blockIntervalMillis'), 0n, 60_000n, 'blockIntervalMillis');
  between(rules.number('viewTimeoutMillis'), 50n, 60_000n, 'viewTimeoutMillis');
  rules.amount('minBaseFee');
  unless(typeof rules.get('blobs') === 'boolean', 'blobs must be true or false');
  root.text('coin');
  root.number('timestamp');
  const committee = root.get('committee');
  unless(Array.isArray(committee), 'committee must be a list');
  unless(committee.length >= 1 && committee.length <= 256, 'the committee must have 1 to 256 members');
  const alloc = root.get('alloc');
  unless(alloc instanceof Map, 'alloc must be an object');
  return {
    chainId: between(root.number('chainId'), 1n, 1n << 52n, 'chainId'),
    name: root.text('name'),
    gasLimit: between(rules.number('gasLimit'), 1_000_000n, 1_000_000_000n, 'gasLimit'),
    epochs: rules.has('epochs') ? readEpochs(rules.get('epochs')) : null,
    committee: committee.map(readValidator),
    code: new Map([...alloc].map(([address, account]) => [toAddress(fromHex(address)), readCode(account)])),
  };
}

function readEpochs(json: Json): Epochs {
  const fields = new Fields(json, 'epochs', ['blocks', 'seats']);
  between(fields.number('seats'), 4n, 36n, 'epochs.seats');
  return { blocks: between(fields.number('blocks'), 2n, 1_000_000n, 'epochs.blocks') };
}

function readValidator(json: Json): Validator {
  const fields = new Fields(json, 'validator', ['name', 'operator', 'blsPublicKey', 'proofOfPossession', 'nodeKey']);
  const name = fields.text('name');
  unless(name.length <= 64, 'validator: the name has over 64 characters');
  return {
    name,
    operator: toAddress(fromHex(fields.text('operator'))),
    blsPublicKey: fields.bytes('blsPublicKey', 48),
    proofOfPossession: fields.bytes('proofOfPossession', 96),
    nodeKey: fields.bytes('nodeKey', 32),
  };
}

function readCode(json: Json): Uint8Array {
  const fields = new Fields(json, 'account', ['balance', 'nonce', 'code', 'storage']);
  fields.amount('balance');
  if (fields.has('nonce')) {
    fields.number('nonce');
  }
  const storage = fields.has('storage') ? fields.get('storage') : new Map<string, Json>();
  unless(storage instanceof Map, 'storage must be an object');
  for (const [slot, value] of storage) {
    toHash(fromHex(slot));
    unless(typeof value === 'string', 'storage holds texts');
    toHash(fromHex(value));
  }
  return fields.has('code') ? fromHex(fields.text('code')) : new Uint8Array();
}

/** An object of these fields and no other. */
class Fields {
  private readonly fields: ReadonlyMap<string, Json>;

  constructor(json: Json, what: string, known: readonly string[]) {
    unless(json instanceof Map, `${what} must be an object`);
    this.fields = json;
    for (const name of json.keys()) {
      unless(known.includes(name), `unknown field in ${what}: ${name}`);
    }
  }

  has(name: string): boolean {
    return this.fields.has(name);
  }

  get(name: string): Json {
    const value = this.fields.get(name);
    return value === undefined ? refuse(`it lacks the field ${name}`) : value;
  }

  text(name: string): string {
    const value = this.get(name);
    unless(typeof value === 'string' && isWellFormed(value), `${name} must be a text`);
    return value;
  }

  bytes(name: string, size: number): Uint8Array {
    const bytes = fromHex(this.text(name));
    unless(bytes.length === size, `${name} has not ${size} bytes`);
    return bytes;
  }

  number(name: string): bigint {
    const value = this.get(name);
    unless(typeof value === 'bigint' && BigInt.asIntN(64, value) === value, `${name} must be a whole number`);
    return value;
  }

  /** Amounts exceed what JSON numbers carry safely, so they are decimal texts. */
  amount(name: string): bigint {
    const digits = this.text(name);
    unless(/^[0-9]{1,78}$/.test(digits) && BigInt(digits) < 1n << 256n, `${name} must be a decimal amount in wei, as text`);
    return BigInt(digits);
  }
}

/** Half of a surrogate pair has no UTF-8, so it could not be hashed. */
const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
