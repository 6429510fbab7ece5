// SPDX-License-Identifier: Apache-2.0
// What an owner does with buckets. A deed knows its fields, reads and checks what was typed, tells in words what will
// happen, and makes the call. Limits are the chain's (`facts.rules`, `facts.atOnce`); test/deeds.test.mjs has examples.
//
// facts: { account, balance, seconds, rules, atOnce, delegates, coin, node } - the account and balance are undefined where
// nobody is known; seconds is the node's time; node is its address.

import { accountEntry, asIs, bucketsEntry, choiceEntry, coinsEntry, daysEntry, together } from './entries.js';
import { inputOf, STAKING } from './stakingWords.js';
import { bucketState, freeAt } from './staking.js';
import { weigh } from './votes.js';
import { coins, counted, short, span, stranger, when } from '../view/format.js';

/** What the command line's node is unless it is told. */
const USUAL_NODE = 'http://127.0.0.1:8545';

/** The same on the command line. Delegates go by number: a name is a stranger's text. */
export const commandLine = ({ node }, words) => `./banyan ${words} --key my.key${node === USUAL_NODE ? '' : ` --node ${node}`}`;

export const toStaking = (name, values, value = 0n) => ({ to: STAKING, data: inputOf(STAKING, name, values), value });

/** Delegates that take votes: those that leave or are out do not. */
export const takingVotes = (delegates) => delegates.filter(({ status }) => ['registered', 'active', 'suspending'].includes(status));

export const nameOf = ({ delegates }, number) =>
  (number === 0 ? 'nobody' : stranger(delegates.find((one) => one.number === number)?.name, `delegate ${number}`));

const isPledge = ({ pledgedTo, lockedUntil }) => pledgedTo !== 0 && lockedUntil === 0;
const exact = (facts, wei) => `${coins(wei, 18)} ${facts.coin}`;
const flag = (given, text) => (given ? ` ${text}` : '');
/** For a command: digits and a point, as it was meant. */
const plainCoins = (wei) => coins(wei, 18).replaceAll(',', '');

function comesFree({ seconds, rules }, days, autoStake) {
  const wait = span(rules.withdrawalWait * 1000);
  if (autoStake) return `The ${counted(days, 'day')} stand still until you end auto-stake. Then they run; after that you unstake, and ${wait} later the coins can be withdrawn.`;
  return days === 0 ? `You may unstake at any time; ${wait} later the coins can be withdrawn.`
    : `You may unstake from ${when((seconds + days * 86_400) * 1000)} on; ${wait} later the coins can be withdrawn.`;
}

const votesFor = (facts, weight, delegate) =>
  (delegate === 0 ? 'It votes for nobody and earns nothing.' : `It gives ${nameOf(facts, delegate)} ${coins(weight, 18)} votes.`);

function delegateField(facts, value) {
  const choices = takingVotes(facts.delegates);
  return { name: 'delegate', kind: 'choice', label: 'Votes for', value: String(choices.some(({ number }) => number === value) ? value : 0),
    hint: 'Whose voters share the rewards, less its commission. A vote can be changed at any time.',
    choices: [[0, 'nobody, and earns nothing'], ...choices.map(({ number, name, rank }) => [number, `${stranger(name)}${rank ? `, rank ${rank}` : ', not ranked'}`])] };
}

const delegateEntry = (facts, text) => choiceEntry(text, [0, ...takingVotes(facts.delegates).map(({ number }) => number)], 'Choose one of the list.');
const AUTO_STAKE = { name: 'autoStake', kind: 'flag', label: 'Auto-stake', hint: 'The days stand still until you end it, and the coins weigh more.' };
const amountField = (facts, least = '') => ({ name: 'amount', kind: 'coins', label: 'Coins',
  hint: () => `${least}${facts.balance === undefined ? '' : `You have ${coins(facts.balance, 4)} ${facts.coin}; leave some for gas.`}` });

export const create = (facts, { delegate = 0 } = {}) => ({
  title: 'Stake coins', verb: 'Stake',
  fields: [
    amountField(facts, `At least ${coins(facts.rules.minStake)}. `),
    { name: 'days', kind: 'days', label: 'Days', value: '91', hint: `0 to ${facts.rules.maxDays}. The longer, the more the coins weigh.` },
    AUTO_STAKE,
    delegateField(facts, delegate),
    { name: 'compounding', kind: 'flag', label: 'Anyone may add its rewards to it', hint: 'You always may.' },
  ],
  read: ({ amount, days, autoStake, compounding, delegate: chosen }) => together({
    amount: coinsEntry(amount, { least: facts.rules.minStake, most: facts.balance, coin: facts.coin }),
    days: daysEntry(days, { most: facts.rules.maxDays }),
    autoStake: asIs(autoStake), compounding: asIs(compounding), delegate: delegateEntry(facts, chosen),
  }),
  says: ({ amount, days, autoStake, delegate: chosen }) => [
    `Moves ${exact(facts, amount)} into a new bucket of yours.`,
    votesFor(facts, weigh(amount, days, autoStake), chosen),
    comesFree(facts, days, autoStake),
  ],
  call: ({ amount, days, autoStake, compounding, delegate: chosen }) => toStaking('create', [days, autoStake, compounding, chosen], amount),
  command: ({ amount, days, autoStake, compounding, delegate: chosen }) =>
    commandLine(facts, `stake create ${plainCoins(amount)} --days ${days}${flag(autoStake, '--auto-stake')}${flag(compounding, '--compounding')}${flag(chosen !== 0, `--delegate ${chosen}`)}`),
});

export const deposit = (facts, bucket) => ({
  title: `Add coins to bucket ${bucket.number}`, verb: 'Add', about: 'Adds coins at once. They come free when the bucket does.',
  fields: [amountField(facts)],
  read: ({ amount }) => together({ amount: coinsEntry(amount, { most: facts.balance, coin: facts.coin }) }),
  says: ({ amount }) => {
    const weight = weigh(bucket.amount + amount, bucket.days, bucket.autoStake, isPledge(bucket));
    return [
      `Moves ${exact(facts, amount)} into bucket ${bucket.number}, which then holds ${exact(facts, bucket.amount + amount)}.`,
      `It weighs ${coins(weight, 18)} then, ${coins(weight - bucket.weight, 18)} more.`,
    ];
  },
  call: ({ amount }) => toStaking('deposit', [bucket.number], amount),
  command: ({ amount }) => commandLine(facts, `stake deposit ${bucket.number} ${plainCoins(amount)}`),
});

export const extend = (facts, bucket) => ({
  title: `Stake bucket ${bucket.number} for longer`, verb: 'Change',
  about: bucket.autoStake ? 'Sets more days, or ends auto-stake: the way to leave.' : 'Sets more days or auto-stake. The days start anew.',
  fields: [
    { name: 'days', kind: 'days', label: 'Days', value: String(bucket.days), hint: `${bucket.days} to ${Math.max(bucket.days, facts.rules.maxDays)}; never fewer than before.` },
    { ...AUTO_STAKE, value: bucket.autoStake },
  ],
  read: ({ days, autoStake }) => together({ days: daysEntry(days, { least: bucket.days, most: facts.rules.maxDays, kept: bucket.days }), autoStake: asIs(autoStake) }),
  says: ({ days, autoStake }) => [
    bucket.autoStake && !autoStake ? 'Ends auto-stake: the days begin to run.' : 'The days start anew.',
    `It weighs ${coins(weigh(bucket.amount, days, autoStake, isPledge(bucket)), 18)} then; now it weighs ${coins(bucket.weight, 18)}.`,
    comesFree(facts, days, autoStake),
  ],
  call: ({ days, autoStake }) => toStaking('extend', [bucket.number, days, autoStake]),
  command: ({ days, autoStake }) => commandLine(facts, `stake extend ${bucket.number} --days ${days}${flag(autoStake, '--auto-stake')}`),
});

export const vote = (facts, bucket) => ({
  title: `Let bucket ${bucket.number} vote for another`, verb: 'Vote', about: `Votes for another delegate, or for nobody. Now it votes for ${nameOf(facts, bucket.delegate)}.`,
  fields: [delegateField(facts, bucket.delegate)],
  read: ({ delegate }) => {
    const chosen = delegateEntry(facts, delegate);
    return together({ delegate: chosen.value === bucket.delegate ? { wrong: `It votes for ${nameOf(facts, bucket.delegate)} already.` } : chosen });
  },
  says: ({ delegate }) => [
    bucket.delegate === 0 ? votesFor(facts, bucket.weight, delegate)
      : delegate === 0 ? `Takes ${coins(bucket.weight, 18)} votes from ${nameOf(facts, bucket.delegate)}. It votes for nobody then, and earns nothing.`
        : `Moves ${coins(bucket.weight, 18)} votes from ${nameOf(facts, bucket.delegate)} to ${nameOf(facts, delegate)}.`,
    'What the bucket earned so far stays its own.',
  ],
  call: ({ delegate }) => toStaking('changeDelegate', [bucket.number, delegate]),
  command: ({ delegate }) => commandLine(facts, `stake vote ${bucket.number} ${delegate === 0 ? 'none' : delegate}`),
});

export const unstake = (facts, bucket) => ({
  title: `Unstake bucket ${bucket.number}`, verb: 'Unstake', about: 'Ends its voting, and begins the wait until it can be withdrawn.',
  fields: [],
  read: () => ({ wanted: {} }),
  says: () => [
    `Bucket ${bucket.number} stops voting and earning at once. This cannot be taken back.`,
    `Its ${exact(facts, bucket.amount)} can be withdrawn from about ${when((facts.seconds + facts.rules.withdrawalWait) * 1000)} on.`,
  ],
  call: () => toStaking('unstake', [bucket.number]),
  command: () => commandLine(facts, `stake unstake ${bucket.number}`),
});

export const withdraw = (facts, bucket) => ({
  title: `Withdraw bucket ${bucket.number}`, verb: 'Withdraw', about: 'Pays out coins and rewards.',
  fields: [],
  read: () => ({ wanted: {} }),
  says: () => [`Pays ${exact(facts, bucket.amount)} to you${bucket.pending > 0n ? `, and ${exact(facts, bucket.pending)} of rewards` : ''}. The bucket is gone then.`],
  call: () => toStaking('withdraw', [bucket.number]),
  command: () => commandLine(facts, `stake withdraw ${bucket.number}`),
});

/** Why a bucket cannot be merged into another, or undefined (rule 8). */
export function cannotMerge(source, target, seconds) {
  const state = bucketState(source, seconds, 0).name;
  if (source.unstaked) return 'it is unstaked';
  if (state === 'pledge' || state === 'bound') return 'it stands good for a delegate';
  if (source.days > target.days) return `its ${counted(source.days, 'day')} are more`;
  if (source.autoStake && !target.autoStake) return 'it is on auto-stake';
  if (!target.autoStake && freeAt(source) > freeAt(target)) return 'its coins come free later';
  return undefined;
}

export function merge(facts, bucket, others) {
  const chosenOf = (numbers) => others.filter(({ number }) => numbers.includes(number));
  const sum = (list) => list.reduce((total, { amount }) => total + amount, 0n);
  return {
    title: `Merge buckets into bucket ${bucket.number}`, verb: 'Merge', about: 'Takes in other buckets of yours, with all they earned.',
    fields: [{ name: 'sources', kind: 'buckets', label: 'Buckets to take in', hint: 'No coin may come free earlier than it would have.',
      choices: others.map((other) => [other.number, `Bucket ${other.number}, ${coins(other.amount, 4)} ${facts.coin}`, cannotMerge(other, bucket, facts.seconds)]) }],
    read: ({ sources }) => together({ sources: bucketsEntry(sources, { most: facts.atOnce.mostMerged }) }),
    says: ({ sources }) => {
      const amount = bucket.amount + sum(chosenOf(sources));
      return [
        `Bucket ${bucket.number} then holds ${exact(facts, amount)} and weighs ${coins(weigh(amount, bucket.days, bucket.autoStake, isPledge(bucket)), 18)} for ${nameOf(facts, bucket.delegate)}.`,
        `${sources.length === 1 ? `Bucket ${sources[0]} is` : `Buckets ${sources.join(', ')} are`} gone; what was earned is kept.`,
      ];
    },
    call: ({ sources }) => toStaking('merge', [sources, bucket.number]),
    command: ({ sources }) => commandLine(facts, `stake merge ${sources.join(' ')} --into ${bucket.number}`),
  };
}

export const transfer = (facts, bucket) => ({
  title: `Give bucket ${bucket.number} away`, verb: 'Give away', about: 'Gives it to another account, with what it earned.', grave: true,
  fields: [{ name: 'account', kind: 'account', label: 'To the account', hint: '0x and 40 hex digits. Compare it with what you were given.' }],
  read: ({ account }) => together({ account: accountEntry(account, { but: bucket.owner }) }),
  says: ({ account }) => [
    `Gives ${exact(facts, bucket.amount)} in bucket ${bucket.number}, and the ${exact(facts, bucket.pending)} it earned, to ${short(account, 6, 6)}.`,
    'This cannot be taken back.',
  ],
  call: ({ account }) => toStaking('safeTransferFrom', [bucket.owner, account, bucket.number]),
  command: ({ account }) => commandLine(facts, `stake transfer ${bucket.number} ${account}`),
});

export const compounding = (facts, bucket) => ({
  title: `Who may compound bucket ${bucket.number}`, verb: 'Change', about: bucket.compounding ? 'Now anyone may add its rewards to it.' : 'Lets anyone add its rewards to it, not you alone.',
  fields: [],
  read: () => ({ wanted: {} }),
  says: () => [bucket.compounding ? `Only you can add what bucket ${bucket.number} earned to it then.` : `Anyone can add what bucket ${bucket.number} earned to it then. Nobody but you can take anything out.`],
  call: () => toStaking('setCompounding', [bucket.number, !bucket.compounding]),
  command: () => commandLine(facts, `stake allow-compounding ${bucket.number}${flag(bucket.compounding, '--no')}`),
});
