// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, root } from './load.mjs';

const { decode, encode } = await load('chain/abi.js');
const words = await load('chain/hubWords.js');
const { VIEWS } = await load('chain/hub.js');
const { OUTPOST_VIEWS } = await load('chain/outpost.js');
const { action, decodeCall, decodeLog, errorWords } = await load('chain/contracts.js');
const { claimOf, told } = await load('chain/hubHistory.js');
const { CLAIMS, ESCROW, HUB_CALLS, HUB_ERRORS, HUB_EVENTS, HUB_NAMES, INBOX, OUTBOX } = words;

const artifacts = new Map(Object.entries(HUB_NAMES).map(([address, name]) => [address, JSON.parse(readFileSync(join(root, `contracts/artifacts/${name}.json`), 'utf8'))]));
const word = (value) => BigInt(value).toString(16).padStart(64, '0');
const canonical = ({ type, components }) => (components ? `(${components.map(canonical)})${type.slice('tuple'.length)}` : type);
const signatureOf = ({ name, inputs }) => `${name}(${inputs.map(canonical)})`;
const me = `0x${'1a'.repeat(20)}`;
const other = `0x${'2b'.repeat(20)}`;
const MESSAGE = '(uint64,uint64,uint64,uint8,address,address,address,uint256,uint64,uint64,address,bytes)';
const message = [0n, 7001n, 5n, 1n, me, other, words.COIN, 12n, 0n, 99n, me, '0xabcd'];

/** A record of static words only stands as its words; one with bytes in it is a record. */
const flat = (inputs) => inputs.flatMap((input) => (input.components && !input.components.some(({ type }) => type === 'bytes') ? input.components : [input]));

test('the hub’s contracts stand where the compiled ones do', () => {
  for (const [address, artifact] of artifacts) assert.equal(artifact.address.toLowerCase(), address, artifact.name);
});

test('selectors of calls and views are those of the compiled contracts', () => {
  for (const [address, calls] of Object.entries(HUB_CALLS)) {
    const { abi, methodIdentifiers, name: contract } = artifacts.get(address);
    for (const [selector, { name, parameters }] of Object.entries(calls)) {
      const [signature] = Object.entries(methodIdentifiers).find(([, hex]) => `0x${hex}` === selector) ?? [];
      assert.ok(signature?.startsWith(`${name}(`), `${contract}.${name} is not ${selector}`);
      const { inputs } = abi.find((entry) => entry.type === 'function' && signatureOf(entry) === signature);
      if (parameters) assert.deepEqual(parameters.map(({ type }) => type), flat(inputs).map(canonical), signature);
    }
  }
  for (const { at, selector, signature } of [...Object.values(VIEWS), ...Object.values(OUTPOST_VIEWS)]) assert.equal(`0x${artifacts.get(at).methodIdentifiers[signature]}`, selector, signature);
});

test('events have the parameters of the compiled contracts', () => {
  for (const [address, events] of Object.entries(HUB_EVENTS)) {
    for (const { name, parameters } of Object.values(events)) {
      const { inputs } = artifacts.get(address).abi.find((entry) => entry.type === 'event' && entry.name === name);
      assert.deepEqual(parameters.map(({ type, indexed }) => [type, indexed]), flat(inputs).map((input) => [canonical(input), input.indexed ?? false]), name);
    }
  }
  for (const [address, { abi, name }] of artifacts) {
    for (const event of abi.filter(({ type }) => type === 'event')) {
      assert.ok(Object.values(HUB_EVENTS[address] ?? {}).some((known) => known.name === event.name), `${name}.${event.name} is not known`);
    }
  }
});

test('every custom error of the hub has a sentence of its values', () => {
  const known = new Set(Object.values(HUB_ERRORS).map(({ name, parameters }) => `${name}(${parameters.map(({ type }) => type)})`));
  for (const { abi, name } of artifacts.values()) {
    for (const error of abi.filter(({ type }) => type === 'error')) assert.ok(known.has(signatureOf(error)), `${name}.${signatureOf(error)}`);
  }
  for (const { parameters, says } of Object.values(HUB_ERRORS)) {
    assert.match(says(Object.fromEntries(parameters.map(({ name, type }) => [name, type === 'address' ? me : type === 'string' ? 'deadline' : 7n]))), /^[a-z].*[a-z0-9]$/);
  }
  const told = (to, data) => errorWords(to, data);
  assert.equal(told(INBOX, `0x68f7e11d${word(7001)}`), 'chain 7001 takes no messages: it is not active, or its rent has run out');
  assert.equal(told(INBOX, `0xe856c78f${word(32)}${word(8)}${Buffer.from('deadline').toString('hex').padEnd(64, '0')}`), 'the deadline has to be at least an hour ahead');
  assert.equal(told(INBOX, `0xe856c78f${word(32)}${word(11)}${Buffer.from('constructor').toString('hex').padEnd(64, '0')}`), 'the message cannot be sent: constructor', 'what nobody knows is quoted');
  assert.equal(told(ESCROW, '0x61517b90'), 'the contract takes no coins like that');
  assert.equal(told(INBOX, '0x68f7e11d'), undefined, 'values that are missing are no sentence');
  assert.equal(told(me, `0x68f7e11d${word(7001)}`), undefined, 'another contract’s error is its own');
});

test('a record with bytes is written and read as the ABI has it', () => {
  const parcel = ['(uint64,uint8,address,address,uint256,uint64,uint64,address,bytes)'];
  const input = encode('0x7358793c', parcel, [[7001, 1, other, words.COIN, 12n, 0, 99, me, '0xabcd']]);
  assert.equal(input, `0x7358793c${word(32)}${word(7001)}${word(1)}${word(other)}${word(0)}${word(12)}${word(0)}${word(99)}${word(me)}${word(288)}${word(2)}${'abcd'.padEnd(64, '0')}`);
  assert.deepEqual(decode(parcel, input.slice(10))[0].at(-1), '0xabcd');
  assert.deepEqual(decodeCall(INBOX, input).arguments.map(({ name, value }) => [name, value]).slice(0, 5), [['to', 7001n], ['kind', 1n], ['recipient', other], ['asset', words.COIN], ['amount', 12n]]);
  assert.equal(encode('0x', ['bytes', 'uint8'], ['0x', 3]), `0x${word(64)}${word(3)}${word(0)}`);
  for (const bad of ['abcd', '0xabc', '0xzz']) assert.throws(() => encode('0x', ['bytes'], [bad]), RangeError);
  for (const cut of [64, 128, 64 * 9, 64 * 11]) assert.equal(decode(parcel, input.slice(10, 10 + cut)), undefined, `cut after ${cut}`);
  assert.equal(decode(parcel, `${word(32)}${word(2n ** 64n)}${input.slice(10 + 128)}`), undefined, 'a number too large');
});

test('the vectors’ messages are read word for word', () => {
  const path = join(root, 'hub/vectors/messages.json');
  assert.ok(existsSync(path));
  const { vectors } = JSON.parse(readFileSync(path, 'utf8'));
  let read = 0;
  for (const { input } of vectors) {
    const given = input.message ?? input;
    if (given.sender === undefined) continue;
    const fields = ['from', 'to', 'nonce', 'kind', 'sender', 'recipient', 'asset', 'amount', 'gas', 'deadline', 'refund', 'data'].map((name) => given[name]);
    if (fields.some((field) => field === undefined) || BigInt(given.kind) > 255n) continue;
    const values = decode([MESSAGE], encode('', [MESSAGE], [fields]))[0];
    assert.deepEqual(values.map(String), fields.map((field) => String(field).toLowerCase()));
    read += 1;
  }
  assert.ok(read >= 5, `${read} of ${vectors.length} vectors`);
});

const sent = (contract) => ({ address: contract, topics: [words.topicOf(contract, 'Sent'), `0x${word(7001)}`, `0x${word(5)}`, `0x${'cd'.repeat(32)}`], data: `0x${encode('', [MESSAGE], [message])}`, transactionHash: `0x${'ee'.repeat(32)}`, blockNumber: '0x10', blockTimestamp: '0x20' });

test('one event of two contracts is told apart by who raised it', () => {
  const at = (contract) => decodeLog(sent(contract)).arguments.map(({ name }) => name).slice(0, 4);
  assert.deepEqual(at(INBOX), ['chain', 'index', 'tracking', 'from']);
  assert.deepEqual(at(OUTBOX), ['run', 'place', 'tracking', 'from']);
  assert.equal(decodeLog({ ...sent(INBOX), address: other }), undefined);
  const { index, amount, recipient, seconds, block, data } = told(sent(INBOX));
  assert.deepEqual({ index, amount, recipient, seconds, block, data }, { index: 5n, amount: 12n, recipient: other, seconds: 32, block: 16, data: '0xabcd' });
});

test('a claim’s transaction tells what was claimed, and nothing else does', () => {
  const checkpoint = words.CHECKPOINT.map(({ type }) => (type === 'bytes32' ? `0x${'9'.repeat(64)}` : 12n));
  const input = encode('0x9b051e37', [...words.CHECKPOINT.map(({ type }) => type), 'uint64', MESSAGE, 'uint256[]'], [...checkpoint, 3, message, []]);
  assert.deepEqual(claimOf({ to: CLAIMS, input }), { sequence: 12, index: 3, to: 7001, kind: 1, sender: me, recipient: other, asset: words.COIN, amount: 12n });
  for (const wrong of [undefined, null, {}, { to: INBOX, input }, { to: CLAIMS, input: '0x9b051e37' }, { to: CLAIMS, input: `0x7a636277${input.slice(10)}` }]) assert.equal(claimOf(wrong), undefined);
});

test('a list says what a transaction between chains does', () => {
  assert.equal(action({ to: INBOX, method: '0x7358793c' }), 'Send between chains');
  assert.equal(action({ to: words.CHECKPOINTS, method: '0x7a636277' }), 'Submit checkpoint');
  assert.equal(action({ to: INBOX, method: '0xa9059cbb' }), 'Contract call');
});
