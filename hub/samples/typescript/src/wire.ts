// SPDX-License-Identifier: Apache-2.0
/** protobuf's JSON mapping of hub/service/sidechain.proto, read strictly: what the file does not have is refused. */
import { hex, bytes, require, sizeOf, word } from './bytes.js';
import type { Hex } from './bytes.js';
import type { Checkpoint, Message } from './hub.js';
import type { Closed } from './ledger.js';

/** Bytes of a size, numbers, amounts of 32 bytes; a list has one shape inside, and an object is a message. */
type Shape = number | 'bytes' | 'amount' | 'uint64' | 'uint32' | [Shape] | { [name: string]: Shape };

const PARCEL = { sender: 20, to: 'uint64', kind: 'uint32', recipient: 20, asset: 20, amount: 'amount', gas: 'uint64', deadline: 'uint64',
  refund: 20, data: 'bytes' } as const;
const MESSAGE = { from: 'uint64', nonce: 'uint64', ...PARCEL } as const;

const REQUESTS = {
  Describe: {},
  Prove: { rootChainId: 'uint64', hubChains: 20, key: 48, account: 20 },
  Found: { rootChainId: 'uint64', hubChains: 20, term: 'uint64', committee: [48] },
  Deliver: { first: 'uint64', messages: [MESSAGE], time: 'uint64' },
  Order: { nonce: 'uint64', ...PARCEL, signature: 65 },
  Holding: { asset: 20, account: 'bytes', id: 'bytes' },
  Line: { sequence: 'uint64' },
  Sign: { sequence: 'uint64', digest: 32 },
  Leaf: { sequence: 'uint64', asset: 20, account: 20, id: 'bytes' },
} as const satisfies { [call: string]: { [name: string]: Shape } };

export type Call = keyof typeof REQUESTS;
export const isCall = (name: string): name is Call => Object.hasOwn(REQUESTS, name);

type Read<S> = S extends 'uint64' | 'amount' ? bigint : S extends 'uint32' ? number : S extends number | 'bytes' ? Hex
  : S extends readonly [infer I] ? Read<I>[] : { -readonly [K in keyof S]: Read<S[K]> };
export type Request<C extends Call> = Read<(typeof REQUESTS)[C]>;

export function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    require(false, 'that is no JSON');
  }
}

/** The members of a request by their names, those left out with their default. */
export const read = <C extends Call>(call: C, given: unknown): Request<C> => value(REQUESTS[call] as Shape, given, call) as Request<C>;

function value(shape: Shape, given: unknown, where: string): unknown {
  if (Array.isArray(shape)) {
    require(given === undefined || Array.isArray(given), `${where} is no list`);
    return (given ?? []).map((item: unknown) => value(shape[0], item, where));
  }
  if (typeof shape === 'object') return message(shape, given, where);
  if (shape === 'uint64') return number(given, 64n, where);
  if (shape === 'uint32') return Number(number(given, 32n, where));
  const data = base64(given, where);
  if (shape === 'amount') {
    require(sizeOf(data) === 32, `${where} has ${sizeOf(data)} bytes of 32`);
    return BigInt(data);
  }
  require(shape === 'bytes' || sizeOf(data) === shape, `${where} has ${sizeOf(data)} bytes of ${shape}`);
  return data;
}

function message(shape: { [name: string]: Shape }, given: unknown, where: string): unknown {
  require(typeof given === 'object' && given !== null && !Array.isArray(given), `${where} is no object`);
  const members = new Map(Object.entries(given));
  for (const name of members.keys()) require(Object.hasOwn(shape, name), `${where} has no member ${JSON.stringify(name).slice(0, 64)}`);
  return Object.fromEntries(Object.entries(shape).map(([name, inner]) => [name, value(inner, members.get(name), `${where}.${name}`)]));
}

function number(given: unknown, bits: bigint, where: string): bigint {
  const isText = typeof given === 'string' && /^[0-9]{1,20}$/.test(given);
  require(given === undefined || isText || Number.isSafeInteger(given), `${where} is no number`);
  const read = BigInt((given as string | number | undefined) ?? 0);
  require(read >= 0n && read < 1n << bits, `${where} is out of ${bits} bits`);
  return read;
}

function base64(given: unknown, where: string): Hex {
  if (given === undefined) return '0x';
  require(typeof given === 'string' && given.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(given), `${where} is no base64`);
  return hex(Uint8Array.from(Buffer.from(given, 'base64')));
}

export const b64 = (data: Hex): string => Buffer.from(bytes(data)).toString('base64');
export const amount = (number: bigint): string => b64(word(number));

/** Any record of ours with its bytes in base64 and its numbers as text; what is in `amounts` has 32 bytes. */
function plain(record: object, ...amounts: string[]): object {
  return Object.fromEntries(Object.entries(record).map(([name, member]) => {
    if (typeof member === 'bigint') return [name, amounts.includes(name) ? amount(member) : String(member)];
    return [name, typeof member === 'string' ? b64(member as Hex) : member];
  }));
}

export const ofMessage = (m: Message): object => plain(m, 'amount');
export const ofCheckpoint = (c: Checkpoint): object => plain(c);

export const ofClosed = (closed: Closed): object => ({
  checkpoint: ofCheckpoint(closed.checkpoint),
  totals: closed.totals.map(({ asset, value: sum }) => ({ asset: b64(asset), amount: amount(sum) })),
  tokens: closed.tokens.map(({ asset, value: id }) => ({ asset: b64(asset), id: amount(id) })),
  exits: closed.exits.map((exit) => plain(exit, 'sum')),
  outbox: closed.outbox.map(ofMessage),
});
