// SPDX-License-Identifier: Apache-2.0
// Made-up staking contracts: 40 delegates, a few on probation or on their way out, and buckets of the world's people. They
// answer the views the explorer asks and take the calls it sends; selectors come from the compiled contracts.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const artifacts = join(dirname(fileURLToPath(import.meta.url)), '../../contracts/artifacts');
const COIN = 10n ** 18n;
const DAY = 86_400;
export const EPOCH_BLOCKS = 600;
const SEATS = 24;
const CANDIDATES = 36;

const sha = (text) => createHash('sha256').update(text).digest('hex');
const word = (value) => BigInt(value).toString(16).padStart(64, '0');
const padded = (hex) => hex.padEnd(Math.ceil(hex.length / 64) * 64, '0');
const text = (value) => {
  const hex = Buffer.from(value, 'utf8').toString('hex');
  return word(hex.length / 2) + padded(hex);
};
const bytes32 = (value) => Buffer.from(value, 'utf8').toString('hex').padEnd(64, '0');
const plainList = (values) => word(values.length) + values.map(word).join('');

const NAMES = ['fig', 'sal', 'teak', 'neem', 'peepal', 'tamarind', 'jackfruit', 'mango-grove', 'sandalwood', 'ashoka', 'banyan-house', 'cedar',
  'deodar', 'ebony', 'gulmohar', 'harra', 'imli', 'jamun', 'kadam', 'laurel', 'mahua', 'nutmeg', 'olive-branch', 'palash', 'quince', 'rosewood',
  'siris', 'toon', 'umber-oak', 'vetiver', 'walnut', 'xylem-labs', 'yew', 'zelkova', 'amla', 'bael', 'chir-pine', 'dhak', 'elm', 'a-name-of-all-thirty-two-letters'];

/** Storage numbers of the governed values that the explorer reads (docs/spec/staking.md). */
const VALUES = new Map([[1, 100n * COIN], [2, 1050n], [3, 259_200n], [5, 1_200_000n * COIN], [11, BigInt(CANDIDATES)], [12, 2_000_000n * COIN],
  [13, 8500n], [14, 6n], [15, 100_000n], [16, 10n], [19, (13n * COIN) / 4n], [20, 1500n * COIN], [21, 10n * COIN]]);

/** What a bucket weighs; near enough for a made-up chain. */
function weigh(amount, days, autoStake) {
  const millionths = days === 0 ? 0 : Math.floor((Math.log(days * (autoStake ? 2 : 1)) / Math.log(1.2)) * 10_000);
  return (amount * BigInt(1_000_000 + millionths)) / 1_000_000n;
}

function selectors() {
  const table = new Map();
  for (const name of ['Staking', 'Delegates', 'Rewards', 'Parameters', 'Election']) {
    const { address, methodIdentifiers } = JSON.parse(readFileSync(join(artifacts, `${name}.json`), 'utf8'));
    for (const [signature, selector] of Object.entries(methodIdentifiers)) table.set(`${address.toLowerCase()}${selector}`, signature.split('(')[0]);
  }
  return table;
}

/**
 * @param people who own buckets
 * @param refuse makes the error of a reverted call from its data
 */
export function staking({ people, empty, now, refuse }) {
  const names = selectors();
  const delegates = empty ? [] : NAMES.map((name, index) => newDelegate(name, index + 1, now()));
  const buckets = new Map();
  let last = 0;
  const put = (owner, amount, days, autoStake, delegate, more = {}) => {
    last += 1;
    const bucket = { number: last, owner, amount, days, autoStake, delegate, createdAt: now(), since: now(), lockedUntil: 0, pledgedTo: 0, compounding: false, unstaked: false, pending: 0n, ...more };
    bucket.weight = weigh(amount, days, autoStake);
    buckets.set(last, bucket);
    return bucket;
  };
  for (const delegate of delegates) {
    const old = now() - 120 * DAY;
    if (delegate.status !== 1) delegate.pledge = put(delegate.owner, 1_200_000n * COIN, 91, true, delegate.number, { pledgedTo: delegate.number, createdAt: old, since: old }).number;
  }
  if (!empty) {
    const [first, second] = people;
    put(first, 25_000n * COIN, 91, true, 1, { createdAt: now() - 40 * DAY, since: now() - 40 * DAY, pending: 83_120_450_000_000_000_000n });
    put(first, 1_500n * COIN + 250_000_000_000_000_000n, 30, false, 4, { createdAt: now() - 12 * DAY, since: now() - 12 * DAY, pending: 2_904_000_000_000_000_000n });
    put(first, 800n * COIN, 7, false, 12, { createdAt: now() - 30 * DAY, since: now() - 30 * DAY, pending: 900_000_000_000_000_001n });
    put(first, 320n * COIN, 0, false, 0, { createdAt: now() - 3 * DAY, since: now() - DAY, unstaked: true });
    put(first, 5_000n * COIN, 0, false, 9, { createdAt: now() - 90 * DAY, since: now() - 9 * DAY, unstaked: true, pending: 12_000_000_000_000_000_000n });
    put(second, 90_000n * COIN, 365, true, 2, { createdAt: now() - 8 * DAY, since: now() - 8 * DAY, compounding: true, pending: 41_000_000_000_000_000_000n });
  }

  const ranked = () => delegates.filter(({ status }) => status >= 2 && status <= 4)
    .sort((a, b) => (rankedVotes(b) > rankedVotes(a) ? 1 : rankedVotes(b) < rankedVotes(a) ? -1 : a.number - b.number));
  const candidates = () => ranked().filter((delegate) => rankedVotes(delegate) >= VALUES.get(12)).slice(0, CANDIDATES);
  const heldBy = (owner) => [...buckets.values()].filter((bucket) => bucket.owner === owner);
  const mine = (from, number) => {
    const bucket = buckets.get(number);
    if (bucket?.owner !== from) refuse(`0xc3e07bd6${word(number)}${word(from)}`);
    return bucket;
  };

  const views = {
    ranked: () => {
      const list = ranked();
      return word(64) + word(64 + 32 + list.length * 32) + plainList(list.map(({ number }) => number)) + plainList(list.map(rankedVotes));
    },
    standing: ([number]) => {
      const delegate = delegates[number - 1];
      return [delegate?.votes ?? 0n, delegate ? rankedVotes(delegate) : 0n, 1, 1, delegate?.probationUntil ?? 0].map(word).join('');
    },
    candidates: ([epoch]) => {
      if (epoch > 400 || empty) refuse(`0xf91ccdc2${word(epoch)}`);
      const list = candidates();
      return word(32) + word(list.length) + list.map((delegate) => word(delegate.number) + word(delegate.number) + word(rankedVotes(delegate))).join('');
    },
    delegateCount: () => word(delegates.length),
    delegate: ([number]) => recordOf(delegates[number - 1]),
    members: (values) => {
      const list = values.slice(2).map((number) => memberOf(delegates[number - 1]));
      let at = list.length * 32;
      const heads = list.map((entry) => {
        const head = word(at);
        at += entry.length / 2;
        return head;
      });
      return word(32) + word(list.length) + heads.join('') + list.join('');
    },
    values: () => word(32) + plainList(Array.from({ length: 22 }, (_, number) => VALUES.get(number) ?? 0n)),
    totalStaked: () => word(empty ? 0n : 1_900_000_000n * COIN),
    balanceOf: ([owner]) => word(heldBy(addressOf(owner)).length),
    bucketsOf: ([owner]) => word(32) + plainList(heldBy(addressOf(owner)).map(({ number }) => number)),
    bucket: ([number]) => {
      const b = buckets.get(number);
      return b ? [b.owner, b.amount, b.weight, b.createdAt, b.since, b.lockedUntil, b.days, b.delegate, b.pledgedTo, 0, b.autoStake ? 1 : 0, b.compounding ? 1 : 0, b.unstaked ? 1 : 0].map(word).join('') : word(0).repeat(13);
    },
    weightOf: (_, raw) => word(weigh(raw[0], Number(raw[1]), raw[2] === 1n)),
    pendingOf: ([number]) => word(buckets.get(number)?.pending ?? 0n),
    accountOf: ([number]) => word(BigInt(number) * 1_750n * COIN) + word(0) + word(0),
  };

  const calls = {
    create: ([days, autoStake, compounding, delegate], from, value) => {
      if (value < VALUES.get(1)) refuse(`0x02d2d938${word(value)}${word(VALUES.get(1))}`);
      put(from, value, days, autoStake === 1, delegate, { compounding: compounding === 1 });
    },
    deposit: ([number], from, value) => {
      mine(from, number).amount += value;
    },
    changeDelegate: ([number, delegate], from) => {
      const bucket = mine(from, number);
      if (delegates[delegate - 1]?.status > 3) refuse(`0x3f5ae03d${word(delegate)}`);
      bucket.delegate = delegate;
    },
    extend: ([number, days, autoStake], from) => {
      Object.assign(mine(from, number), { days, autoStake: autoStake === 1, since: now() });
    },
    unstake: ([number], from) => {
      const bucket = mine(from, number);
      const free = bucket.since + bucket.days * DAY;
      if (bucket.autoStake) refuse(`0x31110535${word(number)}`);
      if (now() < free) refuse(`0xc7b5e1b8${word(number)}${word(free)}`);
      Object.assign(bucket, { unstaked: true, since: now() });
    },
    withdraw: ([number], from) => {
      const bucket = mine(from, number);
      if (now() < bucket.since + 259_200) refuse(`0xc7b5e1b8${word(number)}${word(bucket.since + 259_200)}`);
      return () => buckets.delete(number);
    },
    claim: (values, from) => {
      values.slice(2).forEach((number) => { mine(from, number).pending = 0n; });
    },
  };

  return {
    delegates,
    committee: (seed) => drawn(candidates(), seed),
    owns: (to) => [...names.keys()].some((key) => key.startsWith(to)),
    /** Answers a view, or runs a call; what it changed is kept only for a transaction. */
    run({ to, from, data, value = '0x0' }, keep = false) {
      const name = names.get(`${to}${data.slice(2, 10)}`);
      const raw = (data.slice(10).match(/.{64}/g) ?? []).map((hex) => BigInt(`0x${hex}`));
      const values = raw.map((item) => (item < 2n ** 52n ? Number(item) : item));
      if (views[name]) return `0x${views[name](values, raw)}`;
      if (!calls[name]) throw new Error(`the made-up contracts have no ${name ?? data.slice(0, 10)}`);
      const before = new Map([...buckets].map(([number, bucket]) => [number, { ...bucket }]));
      const [lastBefore, done] = [last, calls[name](values, from.toLowerCase(), BigInt(value))];
      if (keep) {
        done?.();
        for (const bucket of buckets.values()) bucket.weight = weigh(bucket.amount, bucket.days, bucket.autoStake);
      } else {
        buckets.clear();
        before.forEach((bucket, number) => buckets.set(number, bucket));
        last = lastBefore;
      }
      return '0x';
    },
  };
}

const rankedVotes = ({ votes, probationUntil }) => (probationUntil === 0 ? votes : votes / 10n);
const addressOf = (value) => `0x${BigInt(value).toString(16).padStart(40, '0')}`;

function newDelegate(name, number, now) {
  const votes = BigInt(Math.round(140_000_000 * 0.9 ** (number - 1) + 1_900_000 + (number * 7919) % 190_000)) * COIN + BigInt(number) * 123_456_789n;
  return {
    name, number, votes, owner: `0x${sha(`owner${name}`).slice(0, 40)}`, operator: `0x${sha(`operator${number}`).slice(0, 40)}`, nodeKey: `0x${sha(`node${number}`)}`,
    x: `0${sha(`bls${number}`)}${sha(`bls'${number}`).slice(0, 31)}`, y: `0${sha(`y${number}`)}${sha(`y'${number}`).slice(0, 31)}`,
    status: { 30: 4, 38: 1, 39: 6, 40: 2 }[number] ?? 2, commission: [1000, 500, 1250, 800, 0, 2000][number % 6], probationUntil: { 5: 309, 17: 312 }[number] ?? 0,
    rising: number === 3, registeredAt: now - 86_400 * (200 - number), pledge: 0,
    web: { 2: 'javascript:alert(1)', 6: '<img src=x onerror=alert(1)>', 9: '' }[number] ?? `https://${name}.example/delegate`,
    endpoint: number % 3 === 0 ? '' : `node.${name}.example:30303`,
  };
}

function recordOf(d) {
  if (!d) return word(32) + [...Array(14).fill(word(0)), word(512), word(544), word(0), word(0)].join('');
  const web = text(d.web);
  const fixed = [d.owner, d.status, d.commission, d.rising ? 1500 : 0, d.rising ? d.registeredAt + 86_400 * 204 : 0, d.owner, d.number, d.registeredAt, d.pledge, 0, 0, 0].map(word);
  return word(32) + fixed.join('') + bytes32(d.name) + word(0) + word(512) + word(512 + web.length / 2) + web + text(d.endpoint);
}

const memberOf = (d) => bytes32(d.name) + word(d.operator) + word(160) + word(d.nodeKey) + word(d.number) + word(128) + '0'.repeat(32) + d.x + '0'.repeat(32) + d.y;

/** A shuffle of the candidates by a text; the first sit. */
function drawn(list, seed) {
  return list.map((delegate) => ({ delegate, dice: sha(`${seed}/${delegate.number}`) })).sort((a, b) => (a.dice < b.dice ? -1 : 1))
    .slice(0, SEATS).map(({ delegate }, seat) => ({ seat, name: delegate.name, operator: delegate.operator, blsPublicKey: keyOf(delegate), nodeKey: delegate.nodeKey }));
}

const keyOf = ({ x }) => `0x8${x.slice(1)}`;
