// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, root } from './load.mjs';
import { anchorCall, anchoredLog, registerCall } from '../dev/encode.mjs';

const { action, decodeCall, decodeLog, errorWords, REGISTRY, ANCHOR } = await load('chain/contracts.js');
const { IDENTITY_CALLS, IDENTITY_ERRORS, IDENTITY_EVENTS } = await load('chain/identityWords.js');
const { decode } = await load('chain/abi.js');
const artifacts = ['DeviceRegistry', 'Anchor', 'GatewayLog', 'DidRegistry'].map((name) => JSON.parse(readFileSync(join(root, 'contracts/artifacts', `${name}.json`), 'utf8')));
const id = `0x${'1a'.repeat(32)}`;
const owner = `0x${'2b'.repeat(20)}`;

test('selectors, addresses and parameters are those of the compiled contracts', () => {
  assert.deepEqual(Object.keys(IDENTITY_CALLS).sort(), artifacts.map(({ address }) => address).sort());
  for (const { address, methodIdentifiers, abi } of artifacts) {
    const writing = abi.filter(({ type, stateMutability }) => type === 'function' && stateMutability === 'nonpayable');
    for (const { name, inputs } of writing) {
      const flat = inputs.flatMap(({ name: label, type, components }) => components ?? [{ name: label, type }]);
      const signature = `${name}(${inputs.map(({ type, components }) => (components ? `(${components.map((part) => part.type)})` : type)).join(',')})`;
      const known = IDENTITY_CALLS[address][`0x${methodIdentifiers[signature]}`];
      assert.equal(known?.name, name, `${signature} is not known`);
      if (known.parameters) assert.deepEqual(known.parameters.map(({ type }) => type), flat.map(({ type }) => type), signature);
    }
    assert.equal(Object.keys(IDENTITY_CALLS[address]).length, writing.length);
    const events = abi.filter(({ type }) => type === 'event');
    for (const { name, inputs } of events) {
      const known = Object.values(IDENTITY_EVENTS[address]).find((event) => event.name === name);
      assert.deepEqual(known?.parameters, inputs.map(({ type, name: label, indexed }) => ({ type, name: label, indexed })), name);
    }
    assert.equal(Object.keys(IDENTITY_EVENTS[address]).length, events.length);
  }
});

test('every custom error of the compiled contracts has words', () => {
  for (const { address, abi, deployedBytecode: code } of artifacts) {
    const theirs = new Set(abi.filter(({ type }) => type === 'error').map(({ name }) => name));
    assert.deepEqual(Object.values(IDENTITY_ERRORS[address]).map(({ name }) => name).sort(), [...theirs].sort());
    for (const selector of Object.keys(IDENTITY_ERRORS[address])) {
      // The compiler drops the zeros at a selector's end and shifts the rest into place.
      const shapes = Array.from({ length: 9 }, (_, bits) => (BigInt(selector) >> BigInt(bits)).toString(16).replace(/^0+/, ''));
      assert.ok(code.includes(selector.slice(2)) || shapes.some((shape) => code.includes(shape)), `no code raises ${selector}`);
    }
  }
  assert.match(errorWords(ANCHOR, '0xcf11e9c10000'), /does not follow/);
  assert.equal(errorWords(owner, '0xcf11e9c10000'), undefined);
});

test('a call to a system contract is read', () => {
  const { name, arguments: parts } = decodeCall(ANCHOR, anchorCall(id, id, 65, 64));
  assert.equal(name, 'anchor');
  assert.deepEqual(parts.map(({ value }) => value), [id, id, 65n, 64n]);
  const registering = decodeCall(REGISTRY, registerCall(owner, id, id, 'välve', id, id));
  assert.deepEqual(registering.arguments.map(({ value }) => value), [owner, id, id, 'välve', id, id]);
});

test('an event is believed only from the contract it belongs to', () => {
  const log = anchoredLog(ANCHOR, { id, keyX: id, keyY: id, owner }, id, 1, 2);
  assert.deepEqual(decodeLog(log).arguments.map(({ value }) => value), [id, id, 1n, 2n, id, id, owner]);
  assert.equal(decodeLog({ ...log, address: owner }), undefined);
  assert.equal(decodeLog({ ...log, topics: log.topics.slice(0, 2) }), undefined);
  assert.equal(decodeLog({ ...log, data: log.data.slice(0, -2) }), undefined);
});

test('bytes that do not fit decode to nothing', () => {
  const word = '0'.repeat(64);
  assert.equal(decode(['address'], `1${word.slice(1)}`), undefined);
  assert.equal(decode(['bool'], `${word.slice(1)}2`), undefined);
  assert.equal(decode(['uint32'], `${word.slice(9)}100000000`), undefined);
  assert.equal(decode(['string'], 'f'.repeat(64)), undefined);
  assert.equal(decode(['string'], `${word.slice(2)}20${word.slice(8)}ffffffff`), undefined);
  assert.equal(decode(['bytes32'], 'zz'.repeat(32)), undefined);
  assert.equal(decode(['bytes32', 'bytes32'], word), undefined);
});

test('a list says what a transaction does', () => {
  assert.equal(action({ to: ANCHOR, method: '0xda69d3db' }), 'Anchor readings');
  assert.equal(action({ to: owner, method: '0xda69d3db' }), 'Contract call');
  assert.equal(action({ to: owner, method: '0x', value: '1' }), 'Transfer');
  assert.equal(action({ to: owner, method: null, value: '0' }), 'Transfer');
  assert.equal(action({ to: null, method: '0x60806040' }), 'Create contract');
  assert.equal(action({ to: owner, method: '0xa9059cbb' }), 'Token transfer');
  assert.equal(action({ to: REGISTRY, method: '0xa9059cbb' }), 'Contract call');
  assert.equal(action({ to: REGISTRY, method: '0x23b872dd' }), 'Transfer device');
  assert.equal(action({ to: owner, method: '0x23b872dd' }), 'Token transfer');
});
