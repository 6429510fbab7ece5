// SPDX-License-Identifier: Apache-2.0
import { el, fill, reconcile } from '../view/dom.js';
import { accountSign, badge, card, coinName, copyable, deviceLink, empty, facts, headed, table, title } from '../view/parts.js';
import { coins, count, counted, num, size, stranger } from '../view/format.js';
import { rings } from '../view/glyph.js';
import { pager } from '../view/pager.js';
import { transactionTable } from '../view/transactions.js';
import { call, callIfOffered } from '../chain/rpc.js';
import { whileWatching } from '../chain/live.js';
import { accountName, committee, devices } from '../chain/names.js';
import { systemName } from '../chain/contracts.js';
import { wholeNumber } from '../routes.js';
import { now } from '../chain/recent.js';
import { bucketState, bucketsOf, governed, recentRanking } from '../chain/staking.js';
import { bucketColumns } from '../view/staking.js';

const LIMIT = 25;

export async function show({ main, signal, say, args: [address], query }) {
  const [block, index] = [wholeNumber(query, 'block'), wholeNumber(query, 'index')];
  const before = block === undefined || index === undefined ? undefined : { block, index };
  await Promise.all([committee.get(60_000), devices.get(60_000)]);
  const fetchAll = () => Promise.all([
    call('eth_getBalance', [address, 'latest'], signal),
    call('eth_getTransactionCount', [address, 'latest'], signal),
    callIfOffered('banyan_history', [{ account: address, ...(before && { before }), limit: LIMIT }], signal, null),
  ]);
  const [code, first] = await Promise.all([call('eth_getCode', [address, 'latest'], signal), fetchAll()]);
  const name = accountName(address);
  say(name ? stranger(name) : `Account ${address.slice(0, 8)}`);

  const balance = el('span', { class: 'balance' });
  const nonce = el('span', {});
  const history = transactionTable('Transactions of this account, newest first', { self: address });
  const frame = el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, 'History')));
  const paint = ([wei, sent, rows]) => {
    fill(balance, `${coins(wei, 18)} `, el('small', {}, coinName()));
    fill(nonce, count(num(sent)));
    if (rows?.length > 0) {
      reconcile(history.body, rows, ({ hash }) => hash, history.line);
      if (!history.whole.isConnected) frame.append(history.whole);
    }
  };
  paint(first);
  const rows = first[2];
  if (!rows || rows.length === 0) {
    frame.append(empty(rows ? 'Nothing here yet.' : 'This node keeps no history.', rows && 'No final transaction names this account.'));
  }
  const staked = await stakedCard(address, signal);
  fill(main,
    title(el('span', { class: 'who' }, accountSign(address), name ? stranger(name) : 'Account'), kind(address, code)),
    card(null, facts(
      ['Address', copyable(address)],
      ['Balance', balance],
      ['Transactions sent', nonce],
      code !== '0x' && ['Code', codeNote(code)],
    )),
    owned(address),
    staked,
    frame,
    rows && pager({
      newest: before && `#/account/${address}`,
      older: rows.length === LIMIT && `#/account/${address}?block=${rows.at(-1).block}&index=${rows.at(-1).index}`,
    }));
  if (!before) {
    whileWatching(signal, async () => {
      if (history.body.matches(':hover, :focus-within')) return;
      const next = await fetchAll();
      if (!rows?.length && next[2]?.length) frame.querySelector('.empty')?.remove();
      paint(next);
    });
  }
}

function kind(address, code) {
  if (systemName(address)) return badge('good', 'System contract');
  if (code === '0x') return undefined;
  return badge('plain', code.startsWith('0xef0100') ? 'Delegated account' : 'Contract');
}

/** EIP-7702: an account whose code is 0xef0100 and an address runs that address's code. */
function codeNote(code) {
  if (/^0xef0100[0-9a-f]{40}$/i.test(code)) {
    const target = `0x${code.slice(8)}`;
    return el('span', {}, 'delegates to ', el('a', { class: 'mono', href: `#/account/${target}` }, target));
  }
  return el('details', {}, el('summary', {}, size((code.length - 2) / 2)),
    el('pre', { class: 'raw' }, (code.slice(2, 16_386).match(/.{1,64}/g) ?? []).join('\n')));
}

function owned(address) {
  const list = devices.known().filter(({ owner }) => owner?.toLowerCase() === address);
  if (list.length === 0) return undefined;
  return card(`Owns ${counted(list.length, 'device')}`,
    el('ul', { class: 'owned' }, list.slice(0, 60).map((device) =>
      el('li', { class: 'who' }, rings(device.id, device.active), deviceLink(device.id)))));
}

/** What the account has staked, and what that earned; nothing if it has no bucket. */
async function stakedCard(address, signal) {
  const found = await bucketsOf(address, signal);
  if (!found || found.list.length === 0) return undefined;
  const [rules, ranking] = await Promise.all([governed(signal), recentRanking(signal, 60_000)]);
  const names = new Map((ranking ?? []).map(({ number, name }) => [number, name]));
  const view = table('Buckets of this account', bucketColumns((number) => names.get(number), (bucket) => bucketState(bucket, now() / 1000, rules?.withdrawalWait ?? 0)), found.list);
  const sum = (field) => found.list.reduce((total, bucket) => total + bucket[field], 0n);
  return el('section', { class: 'card flush' },
    el('div', { class: 'card-head' }, headed(`Staked in ${counted(found.held, 'bucket')}`, el('span', { class: 'quiet' }, `${coins(sum('amount'), 4)} ${coinName()}, ${coins(sum('pending'), 6)} pending`))),
    view.whole,
    found.held > found.list.length && el('p', { class: 'table-note' }, `and ${count(found.held - found.list.length)} more`));
}
