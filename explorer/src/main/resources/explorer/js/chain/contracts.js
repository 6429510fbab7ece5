// SPDX-License-Identifier: Apache-2.0
// What the explorer can read: the system contracts, and the token calls everyone knows. Selectors and topics are checked
// against contracts/artifacts by test/contracts.test.mjs.

import { decode } from './abi.js';
import { P, STAKING_CALLS, STAKING_ERRORS, STAKING_EVENTS, STAKING_NAMES } from './stakingWords.js';

export const REGISTRY = '0x0000000000000000000000000000000000001001';
export const ANCHOR = '0x0000000000000000000000000000000000001002';

const SYSTEM = { [REGISTRY]: 'Device registry', [ANCHOR]: 'Anchor', ...STAKING_NAMES };

/** selector -> call. `at` binds a call to one contract. */
export const CALLS = {
  '0x947f263c': { at: REGISTRY, name: 'register', says: 'Register device', parameters: P('address owner, bytes32 keyX, bytes32 keyY, string name, bytes32 r, bytes32 s') },
  '0xb75c7dc6': { at: REGISTRY, name: 'revoke', says: 'Revoke device', parameters: P('bytes32 id') },
  '0x79ce9fac': { at: REGISTRY, name: 'transfer', says: 'Transfer device', parameters: P('bytes32 id, address newOwner') },
  '0x18904988': { at: REGISTRY, name: 'setOperator', says: 'Set operator', parameters: P('bytes32 id, address operator, bool allowed') },
  '0xc4676ef0': { at: REGISTRY, name: 'rotateKey', says: 'Rotate key', parameters: P('bytes32 id, bytes32 newKeyX, bytes32 newKeyY, bytes32 oldR, bytes32 oldS, bytes32 newR, bytes32 newS') },
  '0xda69d3db': { at: ANCHOR, name: 'anchor', says: 'Anchor readings', parameters: P('bytes32 device, bytes32 root, uint64 firstSequence, uint32 count') },
  '0xa9059cbb': { name: 'transfer', says: 'Token transfer', parameters: P('address to, uint256 amount') },
  '0x23b872dd': { name: 'transferFrom', says: 'Token transfer', parameters: P('address from, address to, uint256 amount') },
  '0x095ea7b3': { name: 'approve', says: 'Token approval', parameters: P('address spender, uint256 amount') },
  ...STAKING_CALLS,
};

/** first topic -> event. */
export const EVENTS = {
  '0x0b3496ff8cfcde2add3d1a00e903c939b81c74ea3eeffbcb6581c3876ade5af7': { at: REGISTRY, name: 'DeviceRegistered', parameters: P('bytes32 id indexed, address owner indexed, bytes32 keyX, bytes32 keyY, string name') },
  '0x4cef02b2246fc579652de0a1b4d789cd9e1e6e9b6a6b36be68787c70d9edbb62': { at: REGISTRY, name: 'DeviceRevoked', parameters: P('bytes32 id indexed, address owner indexed') },
  '0xf05e25b6d66c4aee036d736d6792ee5190cae20cf9d84cd2baf6782e6b0811e6': { at: REGISTRY, name: 'DeviceTransferred', parameters: P('bytes32 id indexed, address from indexed, address to indexed') },
  '0x89dd4bff9e2ec434d49b32d63f385394d98b57a0076a1925f9747e46785b6c8b': { at: REGISTRY, name: 'KeyRotated', parameters: P('bytes32 id indexed, bytes32 keyX, bytes32 keyY') },
  '0x1830774e355cfb93ecc0e841294830a153d65e0347de5050a195b033dd224609': { at: REGISTRY, name: 'OperatorSet', parameters: P('bytes32 id indexed, address operator indexed, bool allowed') },
  '0x8daade733a7347ac68c2052185389e490c9ce35b329a3ec5cd5853bee52fda94': { at: ANCHOR, name: 'Anchored', parameters: P('bytes32 device indexed, bytes32 root indexed, uint64 firstSequence, uint32 count, bytes32 keyX, bytes32 keyY, address owner') },
  '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef': { name: 'Transfer', parameters: P('address from indexed, address to indexed, uint256 amount') },
  '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925': { name: 'Approval', parameters: P('address owner indexed, address spender indexed, uint256 amount') },
  ...STAKING_EVENTS,
};

/** selector -> custom error of a system contract. */
export const ERRORS = {
  '0x252d5ca1': { name: 'BadSignature', says: 'the device’s signature does not fit' },
  '0x465666f1': { name: 'KeyTaken', says: 'the key already belongs to a device' },
  '0x161728f4': { name: 'NameTooLong', says: 'the name has over 64 bytes' },
  '0x5f637498': { name: 'NoSuchIndex', says: 'there are not that many devices' },
  '0xdb39125e': { name: 'NotActive', says: 'the device is not registered, or it is revoked' },
  '0x0e25346d': { name: 'NotOwner', says: 'only the owner of the device may do that' },
  '0xe2f351b2': { name: 'UnknownDevice', says: 'the device is not registered' },
  '0x9905827b': { name: 'ZeroOwner', says: 'a device cannot belong to the zero address' },
  '0x8d938b43': { name: 'EmptyBatch', says: 'a batch holds at least one reading' },
  '0x48dd83ba': { name: 'NotEntitled', says: 'only the owner and the operators of the device may anchor for it' },
  '0xcf11e9c1': { name: 'OutOfSequence', says: 'the batch does not follow the one before it' },
};

/** A system contract's custom error in words, or undefined. */
export function errorWords(to, data) {
  const selector = data?.slice(0, 10);
  if (Object.hasOwn(STAKING_NAMES, to?.toLowerCase() ?? '')) {
    const known = STAKING_ERRORS[selector];
    const values = known?.parameters && decode(known.parameters.map(({ type }) => type), data.slice(10));
    return values && known.says(Object.fromEntries(known.parameters.map(({ name }, index) => [name, values[index]])));
  }
  return systemName(to) ? ERRORS[selector]?.says : undefined;
}

/** What people call a system contract; undefined for any other address. */
export const systemName = (address) => SYSTEM[address?.toLowerCase()];

function callFor(selector, to) {
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
  const values = known && decode(known.parameters.map(({ type }) => type), input.slice(10));
  return values && { name: known.name, arguments: named(known.parameters, values) };
}

/** The decoded event of a log, or undefined. */
export function decodeLog({ address, topics, data }) {
  const known = EVENTS[topics[0]];
  if (!known || (known.at && address.toLowerCase() !== known.at)) return undefined;
  const indexed = known.parameters.filter((parameter) => parameter.indexed);
  const plain = known.parameters.filter((parameter) => !parameter.indexed);
  if (topics.length !== indexed.length + 1) return undefined;
  const fromTopics = decode(indexed.map(({ type }) => type), topics.slice(1).map((topic) => topic.slice(2)).join(''));
  const fromData = decode(plain.map(({ type }) => type), data.slice(2));
  if (!fromTopics || !fromData) return undefined;
  const values = new Map([...named(indexed, fromTopics), ...named(plain, fromData)].map((entry) => [entry.name, entry]));
  return { name: known.name, arguments: known.parameters.map(({ name }) => values.get(name)) };
}

const named = (parameters, values) => parameters.map(({ name, type }, index) => ({ name, type, value: values[index] }));
