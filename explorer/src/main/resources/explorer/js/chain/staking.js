// SPDX-License-Identifier: Apache-2.0
// What the staking contracts say, read by eth_call. A chain without them answers every call with nothing; then so do these.

import { list, record, records } from './abi.js';
import { ask, askAll, uint, V, words } from './views.js';
import { DELEGATES, ELECTION, PARAMETERS, REWARDS, STAKING } from './stakingWords.js';

/** Checked against contracts/artifacts. */
export const VIEWS = {
  ranked: V(ELECTION, '0xdbd42da5', 'ranked()', words('uint32[]', 'uint128[]')),
  standing: V(ELECTION, '0x8216a663', 'standing(uint32)', words('uint128', 'uint128', 'bool', 'bool', 'uint256')),
  candidates: V(ELECTION, '0x3477ee2e', 'candidates(uint256)', (data) => list(['uint32', 'uint32', 'uint128'], data)),
  delegateCount: V(DELEGATES, '0x3e38a2b7', 'delegateCount()', uint),
  delegate: V(DELEGATES, '0xa8bec7f5', 'delegate(uint32)', (data) => record(['address', 'uint8', 'uint16', 'uint16', 'uint40', 'address', 'uint32', 'uint40', 'uint32', 'uint32', 'uint40', 'address', 'bytes32', 'bytes32', 'string', 'string'], data)),
  members: V(DELEGATES, '0xc4926d5f', 'members(uint32[])', (data) => records(['bytes32', 'address', 'bytes', 'bytes32', 'uint32'], data)),
  values: V(PARAMETERS, '0x971217b7', 'values()', words('uint256[]')),
  totalStaked: V(STAKING, '0x817b1cd2', 'totalStaked()', uint),
  balanceOf: V(STAKING, '0x70a08231', 'balanceOf(address)', uint),
  bucketsOf: V(STAKING, '0x44f047b6', 'bucketsOf(address,uint256,uint256)', words('uint32[]')),
  bucket: V(STAKING, '0x51ac3b7b', 'bucket(uint32)', words('address', 'uint128', 'uint128', 'uint40', 'uint40', 'uint40', 'uint16', 'uint32', 'uint32', 'uint32', 'bool', 'bool', 'bool')),
  mostMerged: V(STAKING, '0x8d916f1f', 'MAX_MERGED()', uint),
  mostClaimed: V(REWARDS, '0x2ee823ff', 'MAX_CLAIMED()', uint),
  weightOf: V(STAKING, '0xfda0eae9', 'weightOf(uint256,uint16,bool,bool)', uint),
  pendingOf: V(REWARDS, '0x9bbb0c51', 'pendingOf(uint32)', uint),
  accountOf: V(REWARDS, '0x6f9431f9', 'accountOf(uint32)', words('uint256', 'uint256', 'uint256')),
};

const PAGE = 200;
/** How many delegates that are not ranked are looked up; the ranking itself has 100 at most. */
const OTHERS = 100;
const DAY = 86_400;

/** The governed values by name, or undefined without staking. */
export async function governed(signal) {
  const all = (await ask(VIEWS.values, [], signal))?.[0];
  const at = (number) => all[number] ?? 0n;
  return all && {
    minStake: at(1), maxDays: Number(at(2)), withdrawalWait: Number(at(3)), minPledge: at(5), unbonding: Number(at(6)),
    maxCommission: Number(at(8)), commissionDelay: Number(at(9)), candidates: Number(at(11)), minVotes: at(12),
    minProductivity: Number(at(13)), revealWeight: Number(at(16)), blockReward: at(19), epochReward: at(20), bonus: at(21),
  };
}

/** The most buckets that one call merges and claims for; undefined without staking. */
export async function atOnce(signal) {
  const [merged, claimed] = await askAll([[VIEWS.mostMerged, []], [VIEWS.mostClaimed, []]], signal);
  return merged === undefined || claimed === undefined ? undefined : { mostMerged: Number(merged), mostClaimed: Number(claimed) };
}

export const STATUS = ['none', 'registered', 'active', 'suspending', 'leaving', 'exited', 'expelled'];

/** The name in 32 bytes, zeros behind. */
function plainName(bytes) {
  const hex = bytes.slice(2).replace(/(00)+$/, '');
  return new TextDecoder().decode(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}

function delegateOf(number, answer, standing) {
  if (!answer || answer[1] === 0n) return undefined;
  const [owner, status, commission, nextCommission, nextCommissionAt, rewardAddress, identity, registeredAt, pledge, previous, endorsementEnds, , name, , web, endpoint] = answer;
  const [votes = 0n, votesRanked = 0n, , , probationUntil = 0n] = standing ?? [];
  return {
    number, owner, status: STATUS[Number(status)] ?? 'unknown', commission: Number(commission), nextCommission: Number(nextCommission),
    nextCommissionAt: Number(nextCommissionAt), rewardAddress, identity: Number(identity), registeredAt: Number(registeredAt), pledge: Number(pledge),
    previous: Number(previous), endorsementEnds: Number(endorsementEnds), name: plainName(name), web, endpoint, votes, votesRanked, probationUntil: Number(probationUntil),
  };
}

/** The commission that holds at a moment: a rise waits for its time. */
export const commissionAt = ({ commission, nextCommission, nextCommissionAt }, seconds) =>
  nextCommissionAt !== 0 && seconds >= nextCommissionAt ? nextCommission : commission;

/**
 * All delegates: the ranked ones in order, with their rank, then the others. Undefined without staking.
 */
export async function ranking(signal) {
  const [ranked, total] = await askAll([[VIEWS.ranked, []], [VIEWS.delegateCount, []]], signal);
  if (!ranked || total === undefined) return undefined;
  const order = ranked[0].map(Number);
  const inside = new Set(order);
  const numbers = [...order];
  for (let number = 1; number <= Number(total) && numbers.length < order.length + OTHERS; number += 1) {
    if (!inside.has(number)) numbers.push(number);
  }
  const list = await delegates(numbers, signal);
  return list.map((delegate, index) => delegate && { ...delegate, rank: index < order.length ? index + 1 : undefined }).filter(Boolean);
}

let lastRanking;
let rankedAt = 0;

/** The ranking, fetched again only if the last one is older than that. */
export async function recentRanking(signal, maxAgeMillis = 10_000) {
  if (lastRanking === undefined || Date.now() - rankedAt >= maxAgeMillis) {
    lastRanking = await ranking(signal);
    rankedAt = Date.now();
  }
  return lastRanking;
}

/** Delegates by their numbers; undefined in place of one that does not exist. */
export async function delegates(numbers, signal) {
  const answers = await askAll(numbers.flatMap((number) => [[VIEWS.delegate, [number]], [VIEWS.standing, [number]]]), signal);
  return numbers.map((number, index) => delegateOf(number, answers[index * 2], answers[index * 2 + 1]));
}

/** Who may sit in an epoch, by rank: { delegate, identity, votes, name, operator, nodeKey }; undefined if that is not kept. */
export async function candidates(epoch, signal) {
  const list = await ask(VIEWS.candidates, [epoch], signal);
  if (!list) return undefined;
  const members = list.length === 0 ? [] : await ask(VIEWS.members, [list.map(([, identity]) => identity)], signal);
  return list.map(([delegate, identity, votes], index) => ({ delegate: Number(delegate), identity: Number(identity), votes, ...memberOf(members?.[index]) }));
}

/** The keys of identities. */
export async function identities(numbers, signal) {
  return (await ask(VIEWS.members, [numbers], signal))?.map(memberOf);
}

const memberOf = (answer) => answer && { name: plainName(answer[0]), operator: answer[1], blsKey: answer[2], nodeKey: answer[3] };

/** An owner's buckets with what they have pending; undefined without staking. At most one page of them. */
export async function bucketsOf(owner, signal) {
  const [held, page] = await askAll([[VIEWS.balanceOf, [owner]], [VIEWS.bucketsOf, [owner, 0, PAGE]]], signal);
  if (held === undefined || !page) return undefined;
  const found = await buckets(page[0].map(Number), signal);
  return { held: Number(held), list: found.filter(Boolean).sort((a, b) => a.number - b.number) };
}

/** Buckets by number. */
export async function buckets(numbers, signal) {
  const answers = await askAll(numbers.flatMap((number) => [[VIEWS.bucket, [number]], [VIEWS.pendingOf, [number]]]), signal);
  return numbers.map((number, index) => bucketOf(number, answers[index * 2], answers[index * 2 + 1]));
}

function bucketOf(number, answer, pending = 0n) {
  if (!answer || /^0x0{40}$/.test(answer[0])) return undefined;
  const [owner, amount, weight, createdAt, since, lockedUntil, days, delegate, pledgedTo, , autoStake, compounding, unstaked] = answer;
  return {
    number, owner, amount, weight, createdAt: Number(createdAt), since: Number(since), lockedUntil: Number(lockedUntil), days: Number(days),
    delegate: Number(delegate), pledgedTo: Number(pledgedTo), autoStake, compounding, unstaked, pending,
  };
}

/** When a bucket's duration is over, in seconds, if auto-stake does not hold it. */
export const freeAt = ({ since, days }) => since + days * DAY;

/**
 * What may be done with a bucket at a moment, as { name, until }: `until` in seconds where something ends by itself.
 * pledge, bound, voting (on auto-stake), unlocking, free (may be unstaked), waiting, withdrawable.
 */
export function bucketState(bucket, seconds, withdrawalWait) {
  if (bucket.unstaked) {
    const until = bucket.since + withdrawalWait;
    return seconds < until ? { name: 'waiting', until } : { name: 'withdrawable' };
  }
  if (bucket.pledgedTo !== 0 && bucket.lockedUntil === 0) return { name: 'pledge' };
  if (bucket.pledgedTo !== 0 && seconds < bucket.lockedUntil) return { name: 'bound', until: bucket.lockedUntil };
  if (bucket.autoStake) return { name: 'voting' };
  const until = freeAt(bucket);
  return seconds < until ? { name: 'unlocking', until } : { name: 'free' };
}

/**
 * The compressed form of a BLS key of G1, 48 bytes, as committees name it, of the 128 bytes the chain keeps; undefined for
 * what is no key. The highest bit says compressed, the third that y is the larger of the two.
 */
export function compressed(key) {
  if (!/^0x0{32}[0-9a-f]{96}0{32}[0-9a-f]{96}$/i.test(key ?? '')) return undefined;
  const [x, y] = [key.slice(34, 130), BigInt(`0x${key.slice(162)}`)];
  const first = Number.parseInt(x.slice(0, 2), 16) | 0x80 | (y > (FIELD - 1n) / 2n ? 0x20 : 0);
  return `0x${first.toString(16)}${x.slice(2)}`;
}

/** The prime of BLS12-381's base field. */
const FIELD = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;
