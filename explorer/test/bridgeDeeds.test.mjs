// SPDX-License-Identifier: Apache-2.0
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { load } from './load.mjs';

const { amountEntry } = await load('chain/entries.js');
const { deposit, withdraw } = await load('chain/bridgeDeeds.js');
const { decodeCall } = await load('chain/contracts.js');
const { COIN, ESCROW, INBOX, OUTBOX } = await load('chain/hubWords.js');

const WEI = 10n ** 18n;
const me = `0x${'1a'.repeat(20)}`;
const other = `0x${'2b'.repeat(20)}`;
const dollar = `0x${'3c'.repeat(20)}`;
const frost = `0x${'4d'.repeat(20)}`;
const seconds = 1_800_000_000;
const coin = { asset: COIN, address: COIN, symbol: 'IOTX', decimals: 18, isOwn: false, have: 100n * WEI };
const usdx = { asset: dollar, address: dollar, symbol: '<b>$</b>', decimals: 6, isOwn: false, have: 5_000_000n };
const own = { asset: frost, address: frost, symbol: 'FROST', decimals: 18, isOwn: true, have: 7n * WEI };
const chain = { id: 7001, name: 'cold-chain', tier: 1 };
const facts = (more = {}) => ({ account: me, assets: [coin, usdx, own], seconds, node: 'http://127.0.0.1:8545', here: { root: 4690, current: 12, runBlocks: 15 }, ...more });

/** Fills a form in and says what would be sent, or what is wrong. */
function filled(deed, typed) {
  const { wanted, wrong } = deed.read(typed);
  if (wrong) return { wrong };
  const { to, data, value } = deed.call(wanted);
  const { name, arguments: given } = decodeCall(to, data);
  return { wanted, to, name, parcel: Object.fromEntries(given.map((one) => [one.name, one.value])), value, says: deed.says(wanted).join(' ') };
}

test('an amount has no more decimals than its asset', () => {
  const read = (text, decimals, most) => amountEntry(text, { symbol: 'T', decimals }, most);
  assert.equal(read('1.5', 6).value, 1_500_000n);
  assert.equal(read('1.500', 1).value, 15n, 'zeros behind are no decimals');
  assert.equal(read('3', 0).value, 3n);
  assert.match(read('1.5', 0).wrong, /whole number/);
  assert.match(read('0.0000001', 6).wrong, /6 decimals/);
  assert.match(read('2', 0, 1n).wrong, /has 1 T/);
  assert.match(read(String(2n ** 207n), 0).wrong, /never comes/);
  assert.equal(read(String(2n ** 207n - 1n), 0).value, 2n ** 207n - 1n);
  for (const text of ['', ' ', '-1', '0', '0.0', '1e3', '0x10', '1,000', '.5', 'NaN', '9'.repeat(64)]) assert.ok(read(text, 18).wrong, text);
});

test('coin goes along with its message', () => {
  const { to, name, parcel, value, says } = filled(deposit(facts(), chain), { asset: '0', amount: '12.5', recipient: other });
  assert.deepEqual([to, name, value], [INBOX, 'send', 12_500_000_000_000_000_000n]);
  assert.deepEqual(parcel, { to: 7001n, kind: 1n, recipient: other, asset: COIN, amount: value, gas: 0n, deadline: BigInt(seconds + 86_400), refund: me, data: '0x' });
  assert.match(says, /Takes 12.5 IOTX from you into the escrow of chain 7001.*comes back to you.*Its committee could take what you brought there/);
});

test('a token comes without coins, and is approved for exactly what goes', async () => {
  const deed = deposit(facts(), chain);
  const { wanted, parcel, value, says } = filled(deed, { asset: '1', amount: '2.25', recipient: '' });
  assert.deepEqual([value, parcel.asset, parcel.amount, parcel.recipient], [0n, dollar, 2_250_000n, me]);
  assert.match(says, /asks twice/);
  const allowance = (amount) => { globalThis.fetch = async (_, { body }) => ({ json: async () => ({ jsonrpc: '2.0', id: JSON.parse(body).id, result: `0x${amount.toString(16).padStart(64, '0')}` }) }); };
  allowance(2_250_000n);
  assert.equal(await deed.before(wanted, me), undefined, 'enough is enough');
  allowance(2_249_999n);
  const approval = await deed.before(wanted, me);
  const read = decodeCall(approval.to, approval.data);
  assert.deepEqual([approval.to, approval.value, read.name, ...read.arguments.map((part) => part.value)], [dollar, 0n, 'approve', ESCROW, 2_250_000n]);
  assert.equal(await deed.before(filled(deed, { asset: '0', amount: '1', recipient: '' }).wanted, me), undefined, 'a coin needs no approval');
  assert.equal(await deed.before(filled(deed, { asset: '2', amount: '1', recipient: '' }).wanted, me), undefined, 'what is burnt needs none');
});
const fetched = globalThis.fetch;
after(() => { globalThis.fetch = fetched; });

test('a chain’s own token goes home by being burnt', () => {
  const { parcel, value, says } = filled(deposit(facts(), chain), { asset: '2', amount: '7', recipient: '' });
  assert.deepEqual([parcel.asset, value], [frost, 0n]);
  assert.match(says, /^Burns 7 FROST of yours on this root/);
});

test('the own token leaves with its coins, what is bridged without', () => {
  const locked = filled(withdraw(facts()), { asset: '2', amount: '3', recipient: other });
  assert.deepEqual([locked.to, locked.name, locked.value, locked.parcel.to, locked.parcel.asset], [OUTBOX, 'send', 3n * WEI, 0n, frost]);
  assert.match(locked.says, /^Locks 3 FROST.*run 12, which closes with block 180.*cannot be called back/);
  const burnt = filled(withdraw(facts()), { asset: '1', amount: '5', recipient: '' });
  assert.deepEqual([burnt.value, burnt.parcel.asset, burnt.parcel.amount], [0n, dollar, 5_000_000n], 'by its address on the root');
  assert.match(burnt.says, /^Burns 5 <b>\$<\/b>/);
});

test('the same is told for the command line', () => {
  const command = (deed, typed) => deed.command(deed.read(typed).wanted);
  const to = deposit(facts(), chain);
  assert.equal(command(to, { asset: '0', amount: '12.50', recipient: '' }), './banyan bridge deposit 12.5 --to 7001 --key my.key');
  assert.equal(command(to, { asset: '1', amount: '2', recipient: other }), `./banyan bridge deposit 2 --to 7001 --asset ${dollar} --recipient ${other} --key my.key`);
  assert.equal(command(to, { asset: '2', amount: '7', recipient: me }), `./banyan bridge deposit 7 --to 7001 --asset ${frost} --key my.key`, 'not its own on this side');
  const from = withdraw(facts());
  assert.equal(command(from, { asset: '2', amount: '3', recipient: '' }), './banyan bridge withdraw 3 --asset own --chain-node http://127.0.0.1:8545 --key my.key');
  assert.equal(command(from, { asset: '0', amount: '1', recipient: '' }), './banyan bridge withdraw 1 --chain-node http://127.0.0.1:8545 --key my.key');
});

test('what is missing or too much is said and not sent', () => {
  const wrong = (typed, more) => filled(deposit(facts(more), chain), { asset: '0', amount: '1', recipient: other, ...typed }).wrong;
  assert.match(wrong({ amount: '100.000000000000000001' }).amount, /has 100 IOTX/);
  assert.match(wrong({ recipient: '0x12' }).recipient, /no account/);
  assert.match(wrong({ recipient: `0x${'0'.repeat(40)}` }).recipient, /zero account/);
  assert.match(wrong({ recipient: '' }, { account: undefined }).recipient, /no account/, 'nobody’s own account is none');
  for (const asset of ['', '3', '-1', '1.5', 'x']) assert.match(wrong({ asset }).asset, /Choose one/, asset);
});
