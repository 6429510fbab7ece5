// SPDX-License-Identifier: Apache-2.0
// Made-up staking contracts: 40 delegates, a few on probation or on their way out, and buckets of the world's people. They
// answer the views the explorer asks and take the calls it sends; selectors come from the compiled contracts.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { weigh } from '../src/main/resources/explorer/js/chain/votes.js';
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
const VALUES = new Map([[1, 100n * COIN], [2, 1050n], [3, 259_200n], [5, 1_200_000n * COIN], [6, 1_209_600n], [7, 259_200n], [8, 2000n], [9, 604_800n], [11, BigInt(CANDIDATES)], [12, 2_000_000n * COIN],
  [13, 8500n], [14, 6n], [15, 100_000n], [16, 10n], [19, (13n * COIN) / 4n], [20, 1500n * COIN], [21, 10n * COIN]]);

const CREATED = '0x737ff74532d6a2f913630c4358c04f5d056e7133f6f62715301717217116c266';
const CLAIMED = '0xdc8b8058bd26d719cc330a54461930fd9c312dd28447313fd5dc4641513e0074';
const [STAKING, REWARDS] = ['0x0000000000000000000000000000000000001003', '0x0000000000000000000000000000000000001005'];

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
    bucket.weight = bucket.unstaked ? 0n : weigh(amount, days, autoStake, bucket.pledgedTo !== 0);
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
    MAX_MERGED: () => word(16),
    MAX_CLAIMED: () => word(64),
    pendingOf: ([number]) => word(buckets.get(number)?.pending ?? 0n),
    accountOf: ([number]) => word(delegates[number - 1]?.claimed ? 0n : BigInt(number) * 1_750n * COIN) + word(0) + word(0),
  };

  const takesVotes = (delegate) => {
    if (delegate !== 0 && ![1, 2, 3].includes(delegates[delegate - 1]?.status)) refuse(`0x3f5ae03d${word(delegate)}`);
  };
  const mustLast = (days, least) => {
    if (days < least || days > 1050) refuse(`0x874ce05e${word(days)}${word(least)}${word(1050)}`);
  };
  const staked = (from, number) => {
    const bucket = mine(from, number);
    if (bucket.unstaked) refuse(`0x45862473${word(number)}`);
    return bucket;
  };
  const free = (bucket) => {
    if (bucket.pledgedTo !== 0) refuse(`0x70b7bf46${word(bucket.number)}${word(bucket.lockedUntil)}`);
    return bucket;
  };
  const ofMine = (from, number) => {
    const delegate = delegates[number - 1];
    if (delegate?.owner !== from) refuse(`0xc3e07bd6${word(number)}${word(from)}`);
    return delegate;
  };
  const log = (address, topics, data) => ({ address, topics, data: `0x${data.map(word).join('')}` });
  const topic = (value) => `0x${word(value)}`;

  /** Each checks first, and then returns what it does, which may return events. */
  const calls = {
    create: ([days, autoStake, compounding, delegate], from, value) => {
      if (value < VALUES.get(1)) refuse(`0x02d2d938${word(value)}${word(VALUES.get(1))}`);
      mustLast(days, 0);
      takesVotes(delegate);
      return () => {
        const bucket = put(from, value, days, autoStake === 1, delegate, { compounding: compounding === 1 });
        return [log(STAKING, [CREATED, topic(bucket.number), topic(from)], [value, days, autoStake, compounding])];
      };
    },
    deposit: ([number], from, value) => {
      const bucket = staked(from, number);
      return () => { bucket.amount += value; };
    },
    changeDelegate: ([number, delegate], from) => {
      const bucket = staked(from, number);
      if (bucket.pledgedTo !== 0 && bucket.lockedUntil === 0) refuse(`0x70b7bf46${word(number)}${word(0)}`);
      takesVotes(delegate);
      return () => { bucket.delegate = delegate; };
    },
    extend: ([number, days, autoStake], from) => {
      const bucket = staked(from, number);
      mustLast(days, bucket.days);
      return () => { Object.assign(bucket, { days, autoStake: autoStake === 1, since: now() }); };
    },
    unstake: ([number], from) => {
      const bucket = free(staked(from, number));
      const end = bucket.since + bucket.days * DAY;
      if (bucket.autoStake) refuse(`0x31110535${word(number)}`);
      if (now() < end) refuse(`0xc7b5e1b8${word(number)}${word(end)}`);
      return () => { Object.assign(bucket, { unstaked: true, since: now() }); };
    },
    withdraw: ([number], from) => {
      const bucket = mine(from, number);
      if (!bucket.unstaked) refuse(`0x9475fa0d${word(number)}`);
      if (now() < bucket.since + 259_200) refuse(`0xc7b5e1b8${word(number)}${word(bucket.since + 259_200)}`);
      return () => { buckets.delete(number); };
    },
    merge: ([, into, , ...numbers], from) => {
      const target = staked(from, into);
      const sources = numbers.map((number) => free(staked(from, number)));
      for (const { number, days } of sources) if (number === into || days > target.days) refuse(`0x8e7288bc${word(number)}${word(into)}`);
      return () => sources.forEach(({ number, amount, pending }) => {
        target.amount += amount;
        target.pending += pending;
        buckets.delete(number);
      });
    },
    safeTransferFrom: ([, to, number], from) => {
      const bucket = free(mine(from, number));
      return () => { bucket.owner = addressOf(to); };
    },
    setCompounding: ([number, compounding], from) => {
      const bucket = staked(from, number);
      return () => { bucket.compounding = compounding === 1; };
    },
    claim: (values, from) => {
      const paid = values.slice(2).map((number) => mine(from, number));
      return () => paid.map((bucket) => {
        const entry = log(REWARDS, [CLAIMED, topic(bucket.number), topic(from)], [bucket.pending]);
        bucket.pending = 0n;
        return entry;
      });
    },
    compound: (values, from) => {
      const grown = values.slice(2).map((number) => staked(from, number));
      return () => grown.forEach((bucket) => {
        bucket.amount += bucket.pending;
        bucket.pending = 0n;
      });
    },
    claimDelegate: ([number]) => () => { delegates[number - 1].claimed = true; },
    setCommission: ([number, commission], from) => {
      const delegate = ofMine(from, number);
      if (commission > 2000) refuse(`0x2cdfe219${word(commission)}${word(2000)}`);
      return () => { delegate.commission = commission; };
    },
    activate: ([number, pledge], from) => {
      const delegate = ofMine(from, number);
      const bucket = free(staked(from, pledge));
      if (bucket.delegate !== number || bucket.amount < VALUES.get(5)) refuse(`0x1faac466${word(pledge)}`);
      return () => {
        bucket.pledgedTo = number;
        Object.assign(delegate, { status: 2, pledge });
      };
    },
    requestExit: ([number], from) => {
      const delegate = ofMine(from, number);
      if (![1, 2, 3].includes(delegate.status)) refuse(`0xc5b2d764${word(number)}${word(delegate.status)}`);
      return () => { delegate.status = delegate.status === 1 ? 5 : 4; };
    },
  };

  return {
    delegates,
    bucket: (number) => buckets.get(number),
    committee: (seed) => drawn(candidates(), seed),
    owns: (to) => [...names.keys()].some((key) => key.startsWith(to)),
    /** Answers a view, or tries a call; only a transaction keeps what it changed, and its events are returned. */
    run({ to, from, data, value = '0x0' }, keep = false) {
      const name = names.get(`${to}${data.slice(2, 10)}`);
      const raw = (data.slice(10).match(/.{64}/g) ?? []).map((hex) => BigInt(`0x${hex}`));
      const values = raw.map((item) => (item < 2n ** 52n ? Number(item) : item));
      if (views[name]) return `0x${views[name](values, raw)}`;
      if (!calls[name]) throw new Error(`the made-up contracts have no ${name ?? data.slice(0, 10)}`);
      const done = calls[name](values, from.toLowerCase(), BigInt(value));
      if (!keep) return '0x';
      const logs = done() ?? [];
      for (const bucket of buckets.values()) bucket.weight = bucket.unstaked ? 0n : weigh(bucket.amount, bucket.days, bucket.autoStake, bucket.pledgedTo !== 0);
      return logs;
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
