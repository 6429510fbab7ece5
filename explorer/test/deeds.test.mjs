// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, root } from './load.mjs';

const entries = await load('chain/entries.js');
const { weigh, multiplier } = await load('chain/votes.js');
const deeds = await load('chain/bucketDeeds.js');
const rewards = await load('chain/rewardDeeds.js');
const { bucketOffers, delegateOffers, nextFor } = await load('chain/offers.js');
const { decodeCall } = await load('chain/contracts.js');
const { DELEGATES, REWARDS, STAKING } = await load('chain/stakingWords.js');

const COIN = 10n ** 18n;
const DAY = 86_400;
const me = `0x${'1a'.repeat(20)}`;
const other = `0x${'2b'.repeat(20)}`;
const seconds = 1_800_000_000;
const facts = {
  account: me, balance: 5000n * COIN, seconds, coin: 'IOTX', node: 'http://127.0.0.1:8545', atOnce: { mostMerged: 2, mostClaimed: 3 },
  rules: { minStake: 100n * COIN, maxDays: 1050, withdrawalWait: 259_200, minPledge: 1000n * COIN, unbonding: 14 * DAY, maxCommission: 2000, commissionDelay: 7 * DAY },
  delegates: [{ number: 1, name: 'fig', status: 'active', rank: 1 }, { number: 2, name: 'sal', status: 'registered' }, { number: 3, name: 'gone', status: 'leaving' }],
};
const bucket = (more = {}) => ({
  number: 5, owner: me, amount: 1000n * COIN, weight: weigh(1000n * COIN, 91, false), createdAt: seconds - DAY, since: seconds - DAY, lockedUntil: 0, days: 91,
  delegate: 1, pledgedTo: 0, autoStake: false, compounding: false, unstaked: false, pending: 3n * COIN, ...more,
});

/** Fills a form in and says what would be sent: { name, values, value, says, command }, or what is wrong. */
function filled(deed, typed = {}) {
  const { wanted, wrong } = deed.read(typed);
  if (wrong) return { wrong };
  const { to, data, value } = deed.call(wanted);
  const { name, arguments: given } = decodeCall(to, data);
  return { to, name, values: given.map((one) => one.value), value, says: deed.says(wanted).join(' '), command: deed.command(wanted) };
}

test('weights are those of the specification’s table', () => {
  const spec = readFileSync(join(root, 'docs/spec/staking.md'), 'utf8');
  const rows = [...spec.matchAll(/^\| ([\d.]+) \| (\d+) \| (yes|no) \| (yes|no) \| (\d+) \| ([\d.]+) \|$/gm)];
  assert.ok(rows.length >= 25, `${rows.length} rows`);
  const wei = (text) => entries.coinsEntry(text, {}).value;
  for (const [, amount, days, auto, pledge, m, weight] of rows) {
    assert.equal(multiplier(Number(days), auto === 'yes', pledge === 'yes'), BigInt(m), `${days} ${auto} ${pledge}`);
    assert.equal(weigh(wei(amount), Number(days), auto === 'yes', pledge === 'yes'), wei(weight), `${amount} ${days}`);
  }
});

test('amounts are exact to the last wei, and only amounts are', () => {
  const read = (text, more = {}) => entries.coinsEntry(text, { most: 10n ** 40n, ...more });
  assert.equal(read('0.000000000000000001').value, 1n);
  assert.equal(read(' 123456789.123456789012345678 ').value, 123456789123456789012345678n);
  assert.equal(read('9007199254740993').value, 9007199254740993n * COIN, 'beyond what a floating number holds');
  for (const text of ['', ' ', '-1', '+1', '1e3', '0x10', '1,000', '.5', '1.', '1.2.3', '0.0000000000000000001', '١', 'NaN', '1'.repeat(21), '0', '0.0']) assert.ok(read(text).wrong, text);
  assert.match(read('99.999999999999999999', { least: 100n * COIN, coin: 'IOTX' }).wrong, /at least 100 IOTX/);
  assert.match(read('2', { most: COIN, coin: 'IOTX' }).wrong, /has 1 IOTX/);
  assert.equal(read('2', { most: undefined }).value, 2n * COIN, 'nobody’s balance is no limit');
});

test('days, accounts, percents and choices keep their bounds', () => {
  assert.equal(entries.daysEntry('1050', { most: 1050 }).value, 1050);
  assert.ok(entries.daysEntry('1051', { most: 1050 }).wrong);
  assert.equal(entries.daysEntry('2000', { least: 2000, most: 1050, kept: 2000 }).value, 2000, 'who has more already may keep it');
  assert.ok(entries.daysEntry('90', { least: 91, most: 1050 }).wrong);
  for (const text of ['', '1.5', '-1', '1e2', '0x1', '123456']) assert.ok(entries.daysEntry(text, { most: 1050 }).wrong, text);
  assert.equal(entries.accountEntry(me.toUpperCase().replace('0X', '0x')).value, me);
  for (const text of ['', '0x12', me.slice(2), `${me}0`, `0x${'0'.repeat(40)}`, `0x${'g'.repeat(40)}`]) assert.ok(entries.accountEntry(text).wrong, text);
  assert.match(entries.accountEntry(me, { but: me }).wrong, /belongs to/);
  assert.deepEqual(['7.5', '0', '20', '0.05'].map((text) => entries.percentEntry(text, { most: 2000 }).value), [750, 0, 2000, 5]);
  for (const text of ['20.01', '', '7,5', '-1', '1.234']) assert.ok(entries.percentEntry(text, { most: 2000 }).wrong, text);
  assert.ok(entries.choiceEntry('', [0], 'x').wrong, 'nothing chosen is not number 0');
  assert.ok(entries.bucketsEntry([1, 2, 3], { most: 2 }).wrong);
});

test('a new bucket is told, called and commanded alike', () => {
  const typed = { amount: '1000.25', days: '91', autoStake: true, compounding: false, delegate: '1' };
  const made = filled(deeds.create(facts), typed);
  assert.deepEqual([made.to, made.name, made.values, made.value], [STAKING, 'create', [91n, true, false, 1n], 1_000_250_000_000_000_000_000n]);
  assert.match(made.says, /Moves 1,000\.25 IOTX .* gives fig 1,285\.7513575 votes\. .*stand still/);
  assert.equal(made.command, './banyan stake create 1000.25 --days 91 --auto-stake --delegate 1 --key my.key');
  const nobody = filled(deeds.create({ ...facts, node: 'https://node.example' }), { ...typed, autoStake: false, compounding: true, delegate: '0' });
  assert.match(nobody.says, /votes for nobody and earns nothing\. You may unstake from \d{4}-/);
  assert.equal(nobody.command, './banyan stake create 1000.25 --days 91 --compounding --key my.key --node https://node.example');
  const wrong = filled(deeds.create(facts), { ...typed, amount: '99', days: '1051', delegate: '3' }).wrong;
  assert.deepEqual(Object.keys(wrong), ['amount', 'days', 'delegate'], 'who leaves takes no votes');
  assert.match(filled(deeds.create(facts), { ...typed, amount: '5000.1' }).wrong.amount, /has 5,000/);
});

test('what is done with a bucket is told, called and commanded alike', () => {
  const five = bucket();
  const four = bucket({ number: 4, days: 30 });
  for (const [made, name, values, value, says, command] of [
    [filled(deeds.deposit(facts, five), { amount: '250.5' }), 'deposit', [5n], 250_500_000_000_000_000_000n, /holds 1,250\.5 IOTX.*weighs 1,559\.888706 then, 312\.476706 more/, 'stake deposit 5 250.5'],
    [filled(deeds.extend(facts, five), { days: '365', autoStake: true }), 'extend', [5n, 365n, true], 0n, /weighs 1,361\.616 then; now it weighs 1,247\.412/, 'stake extend 5 --days 365 --auto-stake'],
    [filled(deeds.extend(facts, bucket({ autoStake: true })), { days: '91', autoStake: false }), 'extend', [5n, 91n, false], 0n, /Ends auto-stake/, 'stake extend 5 --days 91'],
    [filled(deeds.vote(facts, five), { delegate: '2' }), 'changeDelegate', [5n, 2n], 0n, /Moves 1,247\.412 votes from fig to sal/, 'stake vote 5 2'],
    [filled(deeds.vote(facts, five), { delegate: '0' }), 'changeDelegate', [5n, 0n], 0n, /Takes 1,247\.412 votes from fig\. It votes for nobody/, 'stake vote 5 none'],
    [filled(deeds.unstake(facts, five)), 'unstake', [5n], 0n, /stops voting/, 'stake unstake 5'],
    [filled(deeds.withdraw(facts, five)), 'withdraw', [5n], 0n, /Pays 1,000 IOTX to you, and 3 IOTX of rewards\. The bucket is gone/, 'stake withdraw 5'],
    [filled(deeds.merge(facts, five, [four]), { sources: [4] }), 'merge', [[4n], 5n], 0n, /holds 2,000 IOTX and weighs 2,494\.824 for fig\. Bucket 4 is gone/, 'stake merge 4 --into 5'],
    [filled(deeds.transfer(facts, five), { account: other }), 'safeTransferFrom', [me, other, 5n], 0n, /cannot be taken back/, `stake transfer 5 ${other}`],
    [filled(deeds.compounding(facts, five)), 'setCompounding', [5n, true], 0n, /Anyone can/, 'stake allow-compounding 5'],
    [filled(deeds.compounding(facts, bucket({ compounding: true }))), 'setCompounding', [5n, false], 0n, /Only you/, 'stake allow-compounding 5 --no'],
  ]) {
    assert.deepEqual([made.to, made.name, made.values, made.value], [STAKING, name, values, value]);
    assert.match(made.says, says);
    assert.equal(made.command, `./banyan ${command} --key my.key`);
  }
  assert.ok(filled(deeds.vote(facts, five), { delegate: '1' }).wrong, 'it votes for that one already');
  assert.ok(filled(deeds.transfer(facts, five), { account: me }).wrong);
  assert.ok(filled(deeds.extend(facts, five), { days: '90', autoStake: false }).wrong);
  assert.ok(filled(deeds.merge(facts, five, [four]), { sources: [] }).wrong);
});

test('a pledge’s preview has the weight of a pledge', () => {
  const pledge = bucket({ autoStake: true, pledgedTo: 1, weight: weigh(1000n * COIN, 91, true, true) });
  assert.match(filled(deeds.deposit(facts, pledge), { amount: '100' }).says, /weighs 1,498\.8105 then, 136\.2555 more/);
  assert.match(filled(deeds.extend(facts, pledge), { days: '91', autoStake: false }).says, /weighs 1,247\.412 then; now it weighs 1,362\.555/);
});

test('rewards and delegates are told, called and commanded alike', () => {
  const list = [1, 2, 3, 4, 6].map((number) => bucket({ number, pending: number === 2 ? 0n : COIN, unstaked: number === 3 }));
  const fig = { number: 1, name: 'fig', status: 'active', owner: me, rewardAddress: other, commission: 1000, nextCommission: 0, nextCommissionAt: 0 };
  for (const [made, to, name, values, says, command] of [
    [filled(rewards.claim(facts, list)), REWARDS, 'claim', [[1n, 3n, 4n]], /3 buckets pay 3 IOTX/, 'stake claim 1 3 4'],
    [filled(rewards.compound(facts, list)), REWARDS, 'compound', [[1n, 4n, 6n]], /Adds 3 IOTX to 3 buckets/, 'stake compound 1 4 6'],
    [filled(rewards.claimOwn(facts, fig, 7n * COIN)), REWARDS, 'claimDelegate', [1n], /Pays 7 IOTX to 0x2b2b/, 'delegate claim 1'],
    [filled(rewards.commission(facts, fig), { commission: '12.5' }), DELEGATES, 'setCommission', [1n, 1250n], /Rises from 10 % to 12\.5 % after 7 days/, 'delegate commission 1 12.5'],
    [filled(rewards.commission(facts, fig), { commission: '5' }), DELEGATES, 'setCommission', [1n, 500n], /Is 5 % from now on/, 'delegate commission 1 5'],
    [filled(rewards.activate(facts, fig, [bucket()]), { bucket: '5' }), DELEGATES, 'activate', [1n, 5n], /stands good for fig/, 'delegate activate 1 5'],
    [filled(rewards.exit(facts, fig)), DELEGATES, 'requestExit', [1n], /queued.*cannot be taken back/, 'delegate exit 1'],
  ]) {
    assert.deepEqual([made.to, made.name, made.values, made.value], [to, name, values, 0n]);
    assert.match(made.says, says);
    assert.equal(made.command, `./banyan ${command} --key my.key`);
  }
  assert.equal(rewards.claim(facts, [bucket({ pending: 0n })]), undefined);
  assert.equal(rewards.claimOwn(facts, fig, 0n), undefined);
  assert.ok(filled(rewards.commission(facts, fig), { commission: '20.01' }).wrong);
  for (const poor of [{ amount: 999n * COIN }, { delegate: 2 }, { unstaked: true }, { pledgedTo: 1 }, { pledgedTo: 1, lockedUntil: seconds + 1 }]) {
    assert.ok(filled(rewards.activate(facts, fig, [bucket(poor)]), { bucket: '5' }).wrong);
  }
});

test('only what the contracts take is offered, and the rest says why', () => {
  const can = (more, all = []) => bucketOffers(facts, bucket(more), all).filter(({ deed }) => deed).map(({ label }) => label);
  const usual = ['Add coins', 'Stake for longer', 'Change vote', 'Claim rewards', 'Compound', 'Who may compound'];
  assert.deepEqual(can({}), [...usual, 'Give away']);
  assert.deepEqual(can({ since: seconds - 91 * DAY }), [...usual, 'Give away', 'Unstake']);
  assert.deepEqual(can({ since: seconds - 91 * DAY + 1 }), [...usual, 'Give away']);
  assert.deepEqual(can({}, [bucket({ number: 6 })]), [...usual, 'Merge others into it', 'Give away']);
  assert.deepEqual(can({ pledgedTo: 1, autoStake: true }), ['Add coins', 'Change days, end auto-stake', 'Claim rewards', 'Compound', 'Who may compound']);
  assert.deepEqual(can({ pledgedTo: 1, lockedUntil: seconds + 1, since: 0 }), usual, 'bound stays where it is, but may vote');
  assert.deepEqual(can({ unstaked: true, since: seconds - 259_199 }), ['Claim rewards', 'Give away']);
  assert.deepEqual(can({ unstaked: true, since: seconds - 259_200, pending: 0n }), ['Withdraw', 'Give away']);
  const offers = bucketOffers(facts, bucket({ pending: 0n }), []);
  assert.ok(offers.every(({ deed, why }) => (deed ? deed.about && deed.title && deed.verb : /[.:]/.test(why))));
  assert.equal(nextFor(offers), undefined);
  assert.equal(nextFor(bucketOffers(facts, bucket({ unstaked: true, since: 0 }), [])).label, 'Withdraw');
  const fig = { number: 1, name: 'fig', status: 'leaving', owner: me, rewardAddress: me, commission: 0, nextCommission: 0, nextCommissionAt: 0 };
  const labels = (status) => delegateOffers(facts, { ...fig, status }, COIN, []).filter(({ deed }) => deed).map(({ label }) => label);
  assert.deepEqual(labels('active'), ['Claim its rewards', 'Set commission', 'Put up another pledge', 'Leave for good']);
  assert.deepEqual(labels('leaving'), ['Claim its rewards', 'Set commission']);
  assert.deepEqual(labels('expelled'), ['Claim its rewards']);
});

test('no merge lets coins come free earlier (rule 8)', () => {
  const cannot = (source, target) => deeds.cannotMerge(bucket(source), bucket(target), seconds) !== undefined;
  assert.equal(cannot({}, {}), false);
  assert.equal(cannot({ days: 92 }, { days: 91 }), true);
  assert.equal(cannot({ autoStake: true }, {}), true);
  assert.equal(cannot({ autoStake: true }, { autoStake: true }), false);
  assert.equal(cannot({ since: seconds }, {}), true, 'it would come free a day earlier');
  assert.equal(cannot({ since: seconds }, { autoStake: true }), false);
  assert.equal(cannot({ unstaked: true }, {}), true);
  assert.equal(cannot({ pledgedTo: 1 }, {}), true);
  assert.equal(cannot({ pledgedTo: 1, lockedUntil: seconds - 1 }, {}), false, 'no longer bound');
});
