// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, root } from './load.mjs';

const { decode, encode, list, records } = await load('chain/abi.js');
const { STAKING, STAKING_CALLS, STAKING_ERRORS, STAKING_EVENTS, STAKING_NAMES } = await load('chain/stakingWords.js');
const { errorWords } = await load('chain/contracts.js');
const { bucketState, compressed, VIEWS } = await load('chain/staking.js');
const { evenShare, lapsed, lengthOf, voterRate } = await load('chain/epochs.js');
const { basisPoints, share } = await load('view/format.js');

const artifacts = Object.values(STAKING_NAMES).map((name) => JSON.parse(readFileSync(join(root, 'contracts/artifacts', `${name}.json`), 'utf8')));
const at = (address) => artifacts.find((artifact) => artifact.address.toLowerCase() === address);
const word = (value) => BigInt(value).toString(16).padStart(64, '0');
const COIN = 10n ** 18n;

test('selectors of calls and views are those of the compiled contracts', () => {
  for (const [selector, { at: address, name, parameters }] of Object.entries(STAKING_CALLS)) {
    const [signature] = Object.entries(at(address).methodIdentifiers).find(([, hex]) => `0x${hex}` === selector) ?? [];
    assert.ok(signature?.startsWith(`${name}(`), `${name} is not ${selector}`);
    if (parameters) assert.equal(signature, `${name}(${parameters.map(({ type }) => type)})`);
  }
  for (const { at: address, selector, signature } of Object.values(VIEWS)) assert.equal(`0x${at(address).methodIdentifiers[signature]}`, selector, signature);
});

test('events have the parameters of the compiled contracts', () => {
  for (const { at: address, name, parameters } of Object.values(STAKING_EVENTS)) {
    const { inputs } = at(address).abi.find((entry) => entry.type === 'event' && entry.name === name);
    assert.deepEqual(parameters, inputs.map(({ type, name: label, indexed }) => ({ type, name: label, indexed })), name);
  }
});

test('every custom error of the compiled contracts has a sentence of its values', () => {
  const signature = (name, types) => `${name}(${types})`;
  const theirs = new Set(artifacts.flatMap(({ abi }) => abi.filter(({ type }) => type === 'error').map(({ name, inputs }) => signature(name, inputs.map(({ type }) => type)))));
  assert.deepEqual(new Set(Object.values(STAKING_ERRORS).map(({ name, parameters }) => signature(name, parameters.map(({ type }) => type)))), theirs);
  const code = artifacts.map(({ deployedBytecode }) => deployedBytecode).join();
  for (const selector of Object.keys(STAKING_ERRORS)) {
    const plain = BigInt(selector);
    // The compiler drops the zeros at a selector's end and shifts the rest into place.
    const shapes = Array.from({ length: 9 }, (_, bits) => (plain >> BigInt(bits)).toString(16).replace(/^0+/, ''));
    assert.ok(code.includes(selector.slice(2)) || shapes.some((shape) => code.includes(shape)), `no code raises ${selector}`);
  }
  for (const { parameters, says } of Object.values(STAKING_ERRORS)) {
    assert.match(says(Object.fromEntries(parameters.map(({ name, type }) => [name, type === 'address' ? STAKING : 7n]))), /^[\wéa-z’]/);
  }
  assert.equal(errorWords(STAKING, `0x02d2d938${word(5n * COIN)}${word(100n * COIN)}`), '5 coins are too few, the least is 100');
  assert.equal(errorWords(STAKING, '0x02d2d938'), undefined, 'values that are missing are no sentence');
});

test('a call is encoded word for word, lists behind', () => {
  assert.equal(encode('0x6db0c9f7', ['uint16', 'bool', 'bool', 'uint32'], [91, true, false, 7]), `0x6db0c9f7${word(91)}${word(1)}${word(0)}${word(7)}`);
  assert.equal(encode('0xb341ecab', ['uint32[]', 'uint32'], [[3, 4], 9]), `0xb341ecab${word(64)}${word(9)}${word(2)}${word(3)}${word(4)}`);
  assert.throws(() => encode('0x', ['uint16'], [65_536]), RangeError);
  assert.throws(() => encode('0x', ['uint32'], [-1]), RangeError);
  assert.throws(() => encode('0x', ['address'], ['0x12']), RangeError);
});

test('lists and records are read, and hostile ones are not', () => {
  assert.deepEqual(decode(['uint32[]', 'uint8'], word(64) + word(9) + word(2) + word(5) + word(6)), [[5n, 6n], 9n]);
  assert.deepEqual(list(['uint32', 'bool'], word(32) + word(1) + word(5) + word(1)), [[5n, true]]);
  const member = word(64) + word(8) + word(2) + 'abcd'.padEnd(64, '0');
  assert.deepEqual(records(['bytes', 'uint8'], word(32) + word(1) + word(32) + member), [['0xabcd', 8n]]);
  assert.equal(list(['uint32'], word(32) + word(0xffffff)), undefined, 'a list too long');
  assert.equal(list(['uint32'], word(32) + word(2) + word(1)), undefined, 'a list cut short');
  assert.equal(list(['uint32'], word(4096)), undefined, 'a list beyond the end');
});

test('a year pays what the specification says', () => {
  const year = { blocks: 3600, paceMillis: 1000, blockReward: (13n * COIN) / 4n, epochReward: 18_750n * COIN, votes: 2_400_000_000n * COIN };
  const votes = year.votes / 36n;
  assert.equal(voterRate(year, { votes, votesRanked: votes }, 1000), 100_028n);
  assert.equal(voterRate(year, { votes, votesRanked: votes / 10n }, 1000), 10_002n, 'a tenth on probation');
  assert.equal(voterRate({ ...year, paceMillis: undefined }, { votes, votesRanked: votes }, 1000), undefined);
  assert.equal(voterRate(year, { votes: 0n, votesRanked: 0n }, 1000), undefined);
});

test('service falls short where the chain says so', () => {
  const rules = { revealWeight: 10, minProductivity: 8500 };
  assert.equal(lapsed({ produced: 85, missedReveals: 0 }, 100, rules), false);
  assert.equal(lapsed({ produced: 84, missedReveals: 0 }, 100, rules), true);
  assert.equal(lapsed({ produced: 94, missedReveals: 1 }, 100, rules), true);
  assert.equal(lapsed({ produced: 0, missedReveals: 1 }, 0, rules), true);
  assert.equal(lapsed({ produced: 0, missedReveals: 0 }, 0, rules), false);
  assert.equal(evenShare({ firstBlock: 1, lastBlock: 600, seats: new Array(7) }), 85);
  assert.equal(lengthOf({ firstBlock: 1, lastBlock: null }), undefined);
});

test('a bucket knows what may be done with it', () => {
  const bucket = { since: 1000, days: 1, autoStake: false, unstaked: false, pledgedTo: 0, lockedUntil: 0 };
  const state = (change, seconds) => bucketState({ ...bucket, ...change }, seconds, 500);
  assert.deepEqual(state({}, 87_399), { name: 'unlocking', until: 87_400 });
  assert.deepEqual(state({}, 87_400), { name: 'free' });
  assert.deepEqual(state({ autoStake: true }, 1e9), { name: 'voting' });
  assert.deepEqual(state({ unstaked: true }, 1499), { name: 'waiting', until: 1500 });
  assert.deepEqual(state({ unstaked: true }, 1500), { name: 'withdrawable' });
  assert.deepEqual(state({ pledgedTo: 3 }, 1e9), { name: 'pledge' });
  assert.deepEqual(state({ pledgedTo: 3, lockedUntil: 2000 }, 1999), { name: 'bound', until: 2000 });
});

test('the generator of G1 is compressed as everywhere', () => {
  const x = '17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb';
  const y = '08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1';
  const zeros = '0'.repeat(32);
  assert.equal(compressed(`0x${zeros}${x}${zeros}${y}`), `0x97${x.slice(2)}`);
  const mirrored = (0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn - BigInt(`0x${y}`)).toString(16).padStart(96, '0');
  assert.equal(compressed(`0x${zeros}${x}${zeros}${mirrored}`), `0xb7${x.slice(2)}`);
  assert.equal(compressed('0x12'), undefined);
});

test('shares are cut, never rounded up', () => {
  assert.equal(share(1n, 3n), '33.33 %');
  assert.equal(share(2n, 0n), '0 %');
  assert.equal(basisPoints(1250), '12.5 %');
});
