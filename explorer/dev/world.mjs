// SPDX-License-Identifier: Apache-2.0
// A made-up chain with made-up devices, the same for every seed: what the explorer is developed against. Nothing here is
// signed or proven; a real node is the only source of evidence.
import { createHash } from 'node:crypto';
import { anchorCall, anchoredLog, registerCall } from './encode.mjs';
import { hub, outpost } from './hub.mjs';
import { EPOCH_BLOCKS, staking } from './staking.mjs';

const REGISTRY = '0x0000000000000000000000000000000000001001';
const ANCHOR = '0x0000000000000000000000000000000000001002';
const BLOCK_MILLIS = 1000;
/** How long after its proposal a block becomes final. */
const FINAL_MILLIS = 260;
const PAST_BLOCKS = 420;
const RECORD_MILLIS = 5000;
const PAST_RECORDS = 900;
const GWEI = 1_000_000_000n;

const sha = (text) => createHash('sha256').update(text).digest('hex');
const hash = (text) => `0x${sha(text)}`;
const address = (text) => `0x${sha(text).slice(0, 40)}`;

/** A small seeded generator (mulberry32): the same seed gives the same world. */
function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const VALIDATORS = ['Fig', 'Sal', 'Teak', 'Neem'];

const wave = (base, swing, minutes, noise) => (t, roll) =>
  base + swing * Math.sin((t / 60_000 / minutes) * 2 * Math.PI) + (roll - 0.5) * noise;

const DEVICES = [
  { name: 'Cold store 2, Rotterdam', values: [['temperature', 'Cel', 2, wave(-18.4, 1.1, 21, 0.3)], ['humidity', '%RH', 1, wave(71, 6, 34, 1.2)], ['door_open', 's', 0, (t, roll) => (roll > 0.985 ? 4 + Math.round(roll * 900) % 40 : 0)]] },
  { name: 'Pump station 7', values: [['pressure', 'Pa', 0, wave(412_000, 22_000, 13, 6000)], ['flow', 'm3/s', 4, wave(0.183, 0.03, 13, 0.006)], ['motor_temperature', 'Cel', 1, wave(61, 4, 40, 0.8)]] },
  { name: 'devnet host (software key)', values: [['load.1min', '', 2, (t, roll) => Math.abs(wave(0.9, 0.5, 17, 0.6)(t, roll))], ['memory.used', 'B', 0, wave(2_410_000_000, 190_000_000, 26, 9_000_000)], ['disk.used', '%', 1, (t) => 38 + ((t / 3_600_000) % 4) / 10], ['cpu.temperature', 'Cel', 1, wave(54, 7, 9, 2)]] },
  { name: 'Flight recorder UAV-03', values: [['altitude', 'm', 1, (t, roll) => Math.max(0, wave(86, 64, 18, 2)(t, roll))], ['ground_speed', 'm/s', 2, (t, roll) => Math.abs(wave(11.2, 5, 7, 0.9)(t, roll))], ['battery', '%EL', 0, (t) => 97 - ((t / 60_000) % 58)]] },
  { name: 'Solar inverter, roof east', values: [['power', 'W', 0, (t, roll) => Math.max(0, wave(3900, 1400, 55, 260)(t, roll))], ['voltage', 'V', 1, wave(398, 6, 12, 2)]] },
  { name: '<img src=x onerror=alert(1)>\u202Egnp.exe', values: [['temperature', 'Cel', 1, wave(20, 1, 8, 0.4)]] },
  { name: 'Retired sensor', revoked: true, values: [] },
];

/** A round of four minutes around a tree, with a cold box that now and then is too cold. */
const round = (t) => (t % 240_000) / 240_000;
const away = (t) => 230 + 70 * Math.cos(6 * Math.PI * round(t));
const CARTS = [
  { name: 'Cold cart 3', through: true, values: [
    ['lat', 'lat', 7, (t) => 22.5605 + (away(t) * Math.sin(2 * Math.PI * round(t))) / 111_320], ['lon', 'lon', 7, (t) => 88.287 + (away(t) * Math.cos(2 * Math.PI * round(t))) / 102_800],
    ['speed', 'm/s', 2, (t, roll) => 6 + 1.4 * Math.sin(12 * Math.PI * round(t)) + roll * 0.2],
    ['temperature', 'Cel', 2, (t, roll) => 4.2 + 0.6 * Math.sin(10 * Math.PI * round(t)) + roll * 0.3 - 6.5 * Math.exp(-(((round(t) - 0.6) / 0.03) ** 2))],
    ['humidity', '%RH', 1, (t, roll) => 62 + 5 * Math.sin(4 * Math.PI * round(t)) + roll]] },
  { name: '<b>hostile</b>\u202Etrack', through: true, values: [
    ['lat', 'lat', 4, () => 91], ['lon', 'lon', 4, () => 0], ['temperature', 'Cel', 1, wave(-3, 1, 8, 0.4)]] },
];

/** The whole made-up world; `tick` adds a block for each second that has passed. */
export function world({ seed = 7, empty = false, carts = false, sidechains = 8, isSidechain = false, refuse } = {}) {
  const roll = dice(seed);
  const start = Math.floor(Date.now() / 1000) * 1000 - PAST_BLOCKS * BLOCK_MILLIS;
  const first = 184_200;
  const founders = VALIDATORS.map((name, seat) => ({
    seat, name, operator: address(`operator${seat}`), blsPublicKey: `0x${sha(`bls${seat}`)}${sha(`bls'${seat}`).slice(0, 32)}`, nodeKey: hash(`node${seat}`),
  }));
  const people = Array.from({ length: 14 }, (_, index) => address(`person${index}`));
  const stakes = staking({ people, empty, now: () => Math.floor(Date.now() / 1000), refuse });
  const committees = new Map();
  /** Who sits in an epoch; on an empty chain the same four for ever. */
  const committee = (epoch) => {
    if (empty) return founders;
    if (!committees.has(epoch)) committees.set(epoch, stakes.committee(`beacon${epoch}`));
    return committees.get(epoch);
  };
  const devices = (empty ? [] : [...DEVICES, ...(carts ? CARTS : [])]).map((kind, index) => ({
    kind, id: hash(`device${index}`), name: kind.name, owner: people[index % 3], keyX: hash(`x${index}`), keyY: hash(`y${index}`),
    active: !kind.revoked, registeredAt: Math.floor(start / 1000) - 86_400 * (3 + index), records: [], anchoredUpTo: 12_400 * (index + 1),
  }));
  const blocks = [];
  const transactions = new Map();
  const self = { stakes, committee, changing: !empty, pending: [], people, devices, blocks, transactions, first, chainId: 4690, REGISTRY, ANCHOR };

  for (const device of devices) {
    let sequence = device.anchoredUpTo;
    for (let back = PAST_RECORDS; back > 0 && device.active; back -= 1) {
      sequence += 1;
      device.records.push(record(device, sequence, start + PAST_BLOCKS * BLOCK_MILLIS - back * RECORD_MILLIS - 700, roll));
    }
    device.base = device.anchoredUpTo;
    device.anchoredUpTo += Math.max(0, device.records.length - 80);
    device.records.slice(0, -80).forEach((entry) => {
      entry.anchored = { block: first, transaction: hash(`old${device.id}${Math.ceil(entry.sequence / 6)}`) };
    });
  }
  for (let index = 0; index < PAST_BLOCKS; index += 1) addBlock(self, start + index * BLOCK_MILLIS + 137, roll, empty);
  /** Puts a transaction into a block of the past, or of before the blocks that are kept whole. */
  const put = (secondsAgo, fields) => {
    const millis = Math.floor(Date.now() / 1000) * 1000 - secondsAgo * 1000;
    const number = self.first + Math.round((millis - blocks[0].millis) / BLOCK_MILLIS);
    const block = blocks[number - first] ?? oldBlock(self, number);
    const transaction = { hash: hash(`put${transactions.size}`), block, index: block.transactions.length, nonce: 1, gasUsed: 190_000, gas: 250_000, success: true, ...fields };
    block.transactions.push(transaction);
    transactions.set(transaction.hash, transaction);
  };
  const seconds = () => Math.floor(Date.now() / 1000);
  self.system = [stakes, ...(empty ? [] : [hub({ people, now: seconds, put, refuse, count: isSidechain ? 0 : sidechains })]), ...(isSidechain ? [outpost({ people, height: () => blocks.at(-1).number, now: seconds, refuse, chainId: self.chainId })] : [])];
  self.tick = () => {
    const made = [];
    while (blocks.at(-1).millis + BLOCK_MILLIS + FINAL_MILLIS <= Date.now()) {
      const millis = blocks.at(-1).millis + BLOCK_MILLIS;
      if (millis % RECORD_MILLIS < BLOCK_MILLIS) {
        for (const device of devices.filter(({ active }) => active)) {
          device.records.push(record(device, device.records.at(-1).sequence + 1, millis - 420, roll));
        }
      }
      made.push(addBlock(self, millis, roll, empty));
    }
    return made;
  };
  return self;
}

/** A block from before those that are kept: a head and nothing else. */
export function oldBlock(self, number) {
  self.old ??= new Map();
  if (!self.old.has(number)) self.old.set(number, { number, millis: self.blocks[0].millis - (self.first - number) * BLOCK_MILLIS, hash: hash(`block${number}`), parentHash: hash(`block${number - 1}`), beneficiary: self.people[0], epoch: 0, view: 0, baseFee: GWEI, transactions: [], gasUsed: 0 });
  return self.old.get(number);
}

const record = (device, sequence, timeMillis, roll) => ({
  id: hash(`record${device.id}${sequence}`), device: device.id, sequence, timeMillis, anchored: null,
  values: device.kind.values.map(([name, unit, decimals, at]) => ({ name, unit, value: at(timeMillis, roll()).toFixed(decimals) })),
});

export const epochAt = (number) => Math.floor((number - 1) / EPOCH_BLOCKS);

/** Everybody leads in turn; one seat sleeps more often than not, and then the next one leads. */
function leaderOf(self, number, roll) {
  const seats = self.committee(epochAt(number));
  const seat = Math.floor(roll * seats.length);
  return seats[seat === 7 && number % 4 !== 0 ? 8 : seat].operator;
}

/** How an epoch's members serve: counted where the blocks are there, made up where they are not. */
export function services(self, epoch) {
  const first = epoch * EPOCH_BLOCKS + 1;
  const blocks = self.blocks.filter(({ number }) => number >= first && number < first + EPOCH_BLOCKS);
  const seats = self.committee(epoch);
  const share = EPOCH_BLOCKS / seats.length;
  return seats.map(({ operator }, seat) => ({
    produced: blocks.length > 1 || !self.changing ? blocks.filter(({ beneficiary }) => beneficiary === operator).length : Math.round(share - 3 + (Number.parseInt(sha(`${operator}${epoch}`).slice(0, 2), 16) % 7) - (seat === 19 ? 9 : 0)),
    missedReveals: seat === 7 ? 2 : seat === 15 ? 1 : 0,
  }));
}

function addBlock(self, millis, roll, empty) {
  const number = self.first + self.blocks.length;
  const block = {
    number, millis, hash: hash(`block${number}`), parentHash: self.blocks.at(-1)?.hash ?? hash(`block${number - 1}`), beneficiary: leaderOf(self, number, roll()),
    epoch: epochAt(number), view: ((number - 1) % EPOCH_BLOCKS) + 1, baseFee: GWEI + BigInt(Math.floor(roll() * 4e8)), transactions: [],
  };
  const add = (fields) => {
    const index = block.transactions.length;
    const transaction = { hash: hash(`tx${number}/${index}`), block, index, nonce: Math.floor(roll() * 900), value: 0n, input: '0x', gasUsed: 21_000, gas: 21_000, success: true, logs: [], ...fields };
    block.transactions.push(transaction);
    self.transactions.set(transaction.hash, transaction);
    return transaction;
  };
  self.pending.splice(0).forEach((fields) => add(fields));
  if (!empty) fillBlock(self, block, roll, add);
  block.gasUsed = block.transactions.reduce((sum, { gasUsed }) => sum + gasUsed, 0);
  self.blocks.push(block);
  return block;
}

function fillBlock(self, { number, millis }, roll, add) {
  const { people, devices } = self;
  const some = (list) => list[Math.floor(roll() * list.length)];
  const busy = 3 + 26 * Math.max(0, Math.sin(number / 37)) + (number % 61 === 0 ? 70 : 0);
  for (let index = Math.floor(roll() * busy); index > 0; index -= 1) {
    if (roll() < 0.04) {
      add({ from: some(people), to: some(people), input: `0xa9059cbb${'0'.repeat(24)}${some(people).slice(2)}${BigInt(Math.floor(roll() * 1e15)).toString(16).padStart(64, '0')}`, gasUsed: 51_200, gas: 60_000, success: roll() > 0.4 });
    } else {
      add({ from: some(people), to: some(people), value: BigInt(Math.floor(roll() * 5e6)) * 10n ** 13n });
    }
  }
  devices.forEach((device, order) => {
    const waiting = device.records.filter(({ anchored, timeMillis }) => anchored === null && timeMillis < millis);
    if (!device.active || (number + order * 5) % 30 !== 0 || waiting.length === 0) return;
    const [from, count] = [device.anchoredUpTo + 1, waiting.length];
    const root = hash(`root${device.id}${from}`);
    const transaction = add({ from: device.owner, to: self.ANCHOR, input: anchorCall(device.id, root, from, count), gasUsed: 44_829, gas: 90_000 });
    transaction.logs.push(anchoredLog(self.ANCHOR, device, root, from, count));
    waiting.forEach((entry) => {
      entry.anchored = { block: number, transaction: transaction.hash };
    });
    device.anchoredUpTo += count;
  });
  if (number % 90 === 0) add({ from: some(people), to: self.REGISTRY, input: registerCall(some(people), hash(`a${number}`), hash(`b${number}`), 'New sensor', hash('r'), hash('s')), gasUsed: 212_400, gas: 300_000, success: number % 180 === 0 });
}
