// SPDX-License-Identifier: Apache-2.0
// What the explorer can read: the system contracts, and the token calls everyone knows. Selectors and topics are checked
// against contracts/artifacts by test/contracts.test.mjs.

import { decode } from './abi.js';
import { ANCHOR, IDENTITY_CALLS, IDENTITY_ERRORS, IDENTITY_EVENTS, IDENTITY_NAMES, REGISTRY } from './identityWords.js';
import { HUB_CALLS, HUB_ERRORS, HUB_EVENTS, HUB_NAMES } from './hubWords.js';
import { P, STAKING_CALLS, STAKING_ERRORS, STAKING_EVENTS, STAKING_NAMES } from './stakingWords.js';

export { ANCHOR, REGISTRY };

const SYSTEM = { ...IDENTITY_NAMES, ...STAKING_NAMES, ...HUB_NAMES };

/** selector -> call. `at` binds a call to one contract. */
const CALLS = {
  '0xa9059cbb': { name: 'transfer', says: 'Token transfer', parameters: P('address to, uint256 amount') },
  '0x23b872dd': { name: 'transferFrom', says: 'Token transfer', parameters: P('address from, address to, uint256 amount') },
  '0x095ea7b3': { name: 'approve', says: 'Token approval', parameters: P('address spender, uint256 amount') },
  ...STAKING_CALLS,
};

/** first topic -> event. */
const EVENTS = {
  '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef': { name: 'Transfer', parameters: P('address from indexed, address to indexed, uint256 amount') },
  '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925': { name: 'Approval', parameters: P('address owner indexed, address spender indexed, uint256 amount') },
  ...STAKING_EVENTS,
};

/** A system contract's custom error in words, or undefined. */
export function errorWords(to, data) {
  const selector = data?.slice(0, 10);
  const told = own(STAKING_NAMES, to) ? STAKING_ERRORS : own(HUB_NAMES, to) ? HUB_ERRORS : undefined;
  if (told) {
    const known = told[selector];
    const values = known?.parameters && decode(known.parameters.map(({ type }) => type), data.slice(10));
    return values && known.says(Object.fromEntries(known.parameters.map(({ name }, index) => [name, values[index]])));
  }
  return own(IDENTITY_ERRORS, to)?.[selector]?.says;
}

/** What people call a system contract; undefined for any other address. */
export const systemName = (address) => SYSTEM[address?.toLowerCase()];

/** What a table by address has for one, or undefined. */
const own = (table, address) => (Object.hasOwn(table, address?.toLowerCase() ?? '') ? table[address.toLowerCase()] : undefined);

function callFor(selector, to) {
  const bound = own(IDENTITY_CALLS, to) ?? own(HUB_CALLS, to);
  if (bound) return bound[selector];
  const known = CALLS[selector];
  if (!known) return undefined;
  const system = systemName(to) !== undefined;
  return known.at ? (to?.toLowerCase() === known.at ? known : undefined) : system ? undefined : known;
}

/** One or two words for a list: what a transaction does. `method` is its 4-byte selector or empty. */
export function action({ to, method, value }) {
  if (!to) return 'Create contract';
  if (!method || method === '0x') return BigInt(value ?? 0) > 0n || !systemName(to) ? 'Transfer' : 'Call';
  return callFor(method, to)?.says ?? 'Contract call';
}

/** The decoded input of a transaction: { name, arguments: [{ name, type, value }] }, or undefined. */
export function decodeCall(to, input) {
  const known = callFor(input.slice(0, 10), to);
  const values = known?.parameters && decode(known.parameters.map(({ type }) => type), input.slice(10));
  return values && { name: known.name, arguments: named(known.parameters, values) };
}

/** The decoded event of a log, or undefined. */
export function decodeLog({ address, topics, data }) {
  const known = (own(IDENTITY_EVENTS, address) ?? own(HUB_EVENTS, address) ?? EVENTS)[topics[0]];
  if (!known || (known.at && address.toLowerCase() !== known.at)) return undefined;
  const indexed = known.parameters.filter((parameter) => parameter.indexed);
  const plain = known.parameters.filter((parameter) => !parameter.indexed);
  if (topics.length !== indexed.length + 1) return undefined;
  const fromTopics = decode(indexed.map(({ type }) => type), topics.slice(1).map((topic) => topic.slice(2)).join(''));
  const fromData = decode(plain.map(({ type }) => type), data.slice(2));
  if (!fromTopics || !fromData) return undefined;
  // A record's fields may be called like what stands beside it, so that places tell them apart and not names.
  const values = new Map([...pairs(indexed, fromTopics), ...pairs(plain, fromData)]);
  return { name: known.name, arguments: known.parameters.flatMap((parameter) => named([parameter], [values.get(parameter)])) };
}

const pairs = (parameters, values) => parameters.map((parameter, index) => [parameter, values[index]]);

/** Values by the names of their parameters; a record as its fields. */
const named = (parameters, values) => parameters.flatMap(({ name, type, fields }, index) =>
  (fields ? named(fields, values[index]) : [{ name, type, value: values[index] }]));
