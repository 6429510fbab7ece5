// SPDX-License-Identifier: Apache-2.0
import { type Address, concat, fromHex, type Hash, toHash, word, ZERO_HASH } from './bytes.js';
import { systemContract } from './abi.js';
import { keccak } from './hashes.js';
import type { P256Key } from './p256.js';
import { prove } from './patricia.js';
import { refuse, unless } from './refusal.js';
import { onlyList, RlpReader } from './rlp.js';

export const REGISTRY = systemContract(0x1001);

/** All that the registry says of a device, in the words whose hash is one word of the registry's storage. */
export interface Passport {
  readonly device: Hash;
  readonly owner: Address;
  readonly key: P256Key;
  /** Seconds since 1970. */
  readonly registeredAt: bigint;
  /** False once revoked. */
  readonly active: boolean;
  readonly attestationKind: bigint;
  /** Zero if none was given. */
  readonly attestationHash: Hash;
}

/** The passport and two Patricia proofs: from a block's `stateRoot` to the registry's account, and from there to its word. */
export interface Registration {
  readonly passport: Passport;
  readonly account: readonly Uint8Array[];
  readonly storage: readonly Uint8Array[];
}

const KINDS = ['none', 'software', 'vendor-chain', 'tpm2', 'pkcs11', 'vendor-batch'];

export const kindName = (kind: bigint): string => KINDS[Number(kind)] ?? `kind-${kind}`;

export function checkPassport(passport: Passport): Passport {
  const { registeredAt, attestationKind: kind, attestationHash: hash } = passport;
  unless(registeredAt >= 1n, `no device is registered at ${registeredAt}`);
  unless((kind === 0n) === (hash === ZERO_HASH), `an attestation of kind ${kind} cannot have the hash ${hash}`);
  return passport;
}

function hashOf(passport: Passport): Hash {
  return keccak(
    concat(
      word(passport.device),
      word(passport.owner),
      word(passport.key.x),
      word(passport.key.y),
      word(passport.registeredAt),
      word(passport.active ? 1n : 0n),
      word(passport.attestationKind),
      word(passport.attestationHash),
    ),
  );
}

/** Refuses a registration if the state with this root holds another passport for the device, or none. */
export function mustStandIn(stateRoot: Hash, { passport, account, storage }: Registration): void {
  const registry = held(stateRoot, keccak(fromHex(REGISTRY)), account, "the registry's account");
  const slot = keccak(concat(fromHex(passport.device), fromHex(ZERO_HASH)));
  const value = held(storageRoot(registry), keccak(fromHex(slot)), storage, "the device's passport");
  const read = new RlpReader(value);
  const found = read.number();
  read.end();
  unless(found === BigInt(hashOf(passport)), `in that block the registry held another passport for device ${passport.device}`);
}

function held(root: Hash, key: Hash, nodes: readonly Uint8Array[], what: string): Uint8Array {
  const shown = prove(root, fromHex(key), nodes);
  switch (shown.is) {
    case 'present':
      return shown.value;
    case 'absent':
      return refuse(`the block's state lacks ${what}`);
    case 'broken':
      return refuse(`the proof of ${what} is broken: ${shown.reason}`);
  }
}

/** Of an account as the state holds it: nonce, balance, storage root, code hash. */
function storageRoot(account: Uint8Array): Hash {
  const read = onlyList(account);
  read.long();
  read.number();
  const root = toHash(read.bytes());
  read.hash();
  read.end();
  return root;
}
