// SPDX-License-Identifier: Apache-2.0
import { el, fill } from '../view/dom.js';
import { accountLine, accountLink, age, badge, blockLink, card, coinName, copyable, deviceLink, empty, facts, moment, title } from '../view/parts.js';
import { big, coins, count, counted, gwei, num, stranger } from '../view/format.js';
import { icon } from '../view/glyph.js';
import { call, callIfOffered, Refused } from '../chain/rpc.js';
import { whileWatching } from '../chain/live.js';
import { devices } from '../chain/names.js';
import { status } from '../chain/recent.js';
import { action, decodeCall, decodeLog, errorWords } from '../chain/contracts.js';
import { gasBar } from './blocks.js';

const TYPES = ['legacy', 'access list', 'dynamic fee', 'blob', 'set code'];

export async function show({ main, signal, say, args: [hash] }) {
  const paint = async () => {
    const transaction = await call('eth_getTransactionByHash', [hash], signal);
    if (!transaction) {
      say('No such transaction');
      fill(main, title('No such transaction'), card(null, empty('Neither the chain nor the pool of this node knows it.', el('span', { class: 'mono hash' }, hash))));
      return true;
    }
    const receipt = transaction.blockNumber ? await call('eth_getTransactionReceipt', [hash], signal) : null;
    const number = receipt && num(receipt.blockNumber);
    const [[summary]] = await Promise.all([
      receipt ? callIfOffered('banyan_blocks', [{ before: number + 1, limit: 1 }], signal, []) : [undefined],
      devices.get(60_000)]);
    const reason = receipt && num(receipt.status) === 0 ? await why(transaction, signal) : undefined;
    say(`Transaction ${hash.slice(0, 10)}`);
    fill(main, ...body(transaction, receipt, summary?.timestampMillis, reason));
    return receipt !== null;
  };
  if (!(await paint())) whileWatching(signal, paint);
}

function body(transaction, receipt, millis, reason) {
  const row = { ...transaction, method: transaction.input.slice(0, 10) };
  return [
    title(action(row), state(receipt)),
    card(null, overview(transaction, receipt, millis, reason)),
    card('Input', input(transaction)),
    receipt && receipt.logs.length > 0 &&
      card(counted(receipt.logs.length, 'event'), el('ol', { class: 'events' }, receipt.logs.map(event))),
  ].filter(Boolean);
}

/** A receipt does not say why a transaction failed; running it again on the state before its block mostly does. */
async function why({ from, to, input, value, gas, blockNumber }, signal) {
  try {
    await call('eth_call', [{ from, to, data: input, value, gas }, `0x${(big(blockNumber) - 1n).toString(16)}`], signal);
  } catch (failure) {
    if (failure instanceof Refused && failure.code === 3) return errorWords(to, failure.data) ?? failure.message;
  }
  return undefined;
}

function state(receipt) {
  if (!receipt) return badge('warm', 'Waiting');
  return num(receipt.status) === 1 ? badge('good', icon('done'), 'Final') : badge('bad', 'Failed, final');
}

function overview(transaction, receipt, millis, reason) {
  const fee = receipt && big(receipt.gasUsed) * big(receipt.effectiveGasPrice);
  const height = status()?.height;
  const deep = receipt && height - num(receipt.blockNumber);
  return facts(
    ['Hash', copyable(transaction.hash)],
    reason && ['Failed because', el('span', {}, el('bdi', {}, stranger(reason)), el('span', { class: 'quiet' }, ' · replayed on the state before its block'))],
    receipt ? ['Block', el('span', {}, blockLink(num(receipt.blockNumber)),
      el('span', { class: 'quiet' }, ` · place ${num(receipt.transactionIndex)}`, deep > 0 && ` · ${counted(deep, 'block')} on top`))]
      : ['Block', 'in the pool, not in a block yet'],
    millis && ['Time', moment(millis)],
    ['From', accountLine(transaction.from, { full: true })],
    transaction.to ? ['To', accountLine(transaction.to, { full: true })]
      : ['Creates', receipt?.contractAddress ? accountLine(receipt.contractAddress, { full: true }) : 'a contract'],
    ['Value', `${coins(transaction.value, 18)} ${coinName()}`],
    receipt && ['Fee', el('span', {}, `${coins(fee, 18)} ${coinName()}`, el('span', { class: 'quiet' }, ` · ${gwei(receipt.effectiveGasPrice)} gwei a gas`))],
    receipt ? ['Gas used', gasBar(num(receipt.gasUsed), num(transaction.gas))] : ['Gas limit', count(num(transaction.gas))],
    ['Nonce', count(num(transaction.nonce))],
    ['Type', `${num(transaction.type ?? 0)}, ${TYPES[num(transaction.type ?? 0)] ?? 'unknown'}`],
  );
}

function input({ to, input: data }) {
  if (data === '0x') return el('p', { class: 'quiet' }, 'Empty: a plain transfer.');
  const decoded = to && decodeCall(to, data);
  const raw = el('details', {}, el('summary', {}, `${count((data.length - 2) / 2)} bytes`), el('pre', { class: 'raw' }, wrapped(data)));
  if (!decoded) return raw;
  return [el('p', { class: 'signature mono' }, decoded.name), facts(...decoded.arguments.map((part) => [part.name, shown(part)])), raw];
}

function event(log) {
  const decoded = decodeLog(log);
  return el('li', { class: 'event' },
    el('div', { class: 'event-head' }, el('span', { class: 'signature mono' }, decoded?.name ?? 'unknown event'), el('span', { class: 'quiet' }, 'from '), accountLink(log.address)),
    decoded ? facts(...decoded.arguments.map((part) => [part.name, shown(part)]))
      : facts(...log.topics.map((topic, index) => [`topic ${index}`, el('span', { class: 'mono' }, topic)]),
        ['data', el('pre', { class: 'raw' }, wrapped(log.data))]));
}

/** A decoded value, linked where it names something the explorer can show. */
function shown({ name, type, value }) {
  if (type === 'address') return accountLink(value, { full: true });
  if (Array.isArray(value)) return value.slice(0, 200).map(count).join(' · ');
  if (type === 'bool') return value ? 'yes' : 'no';
  if (type === 'string') return el('bdi', {}, stranger(value, 'empty'));
  if (type === 'bytes32' && (name === 'id' || name === 'device')) return deviceLink(value);
  if (type === 'bytes32' && name === 'tracking') return el('a', { class: 'mono', href: `#/transfer/${value}` }, value);
  if (type === 'bytes') return el('span', { class: 'mono hash' }, value === '0x' ? 'none' : wrapped(value));
  if (type === 'bytes32') return el('span', { class: 'mono' }, value);
  return count(value);
}

/** At most 8 KiB of hex in lines of 32 bytes. */
function wrapped(data) {
  const hex = data.slice(2, 2 + 16_384);
  const lines = hex.match(/.{1,64}/g) ?? [];
  return lines.join('\n') + (data.length - 2 > hex.length ? '\n…' : '');
}
