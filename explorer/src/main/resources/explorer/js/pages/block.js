// SPDX-License-Identifier: Apache-2.0
import { el, fill } from '../view/dom.js';
import { accountLine, accountLink, age, amount, badge, blockLink, card, coinName, copyable, deed, empty, facts, moment, table, title, transactionLink } from '../view/parts.js';
import { big, coins, count, counted, gwei, num, size } from '../view/format.js';
import { icon } from '../view/glyph.js';
import { signers } from '../view/seats.js';
import { call, callIfOffered } from '../chain/rpc.js';
import { gasBar } from './blocks.js';

const SHOWN = 200;

export async function show({ main, signal, say, args: [which] }) {
  const block = which.startsWith('0x')
    ? await call('eth_getBlockByHash', [which, true], signal)
    : await call('eth_getBlockByNumber', [`0x${Number(which).toString(16)}`, true], signal);
  if (!block) {
    say('No such block');
    fill(main, title('No such block'), card(null, empty('This chain has no final block here.', 'Blocks appear as soon as they are final. ', el('a', { href: '#/blocks' }, 'See the newest'))));
    return;
  }
  const number = num(block.number);
  say(`Block ${count(number)}`);
  const [receipts, certificate, summary] = await Promise.all([
    call('eth_getBlockReceipts', [block.number], signal),
    callIfOffered('banyan_certificate', [number], signal, null),
    callIfOffered('banyan_blocks', [{ before: number + 1, limit: 1 }], signal, []).then(([row]) => row),
  ]);
  const members = await membersOf(certificate, signal);
  const millis = summary?.timestampMillis ?? num(block.timestamp) * 1000;
  fill(main,
    title(`Block ${count(number)}`, badge('good', icon('done'), 'Final'), steps(number)),
    el('div', { class: 'columns uneven' },
      card('Facts', blockFacts(block, millis, summary)),
      card('Finality', finality(certificate, members, number))),
    transactions(block, receipts ?? [], millis));
}

/** Who sat when a block was certified: committees change from epoch to epoch. */
async function membersOf(certificate, signal) {
  const seats = certificate && await callIfOffered('banyan_committee', [`0x${num(certificate.epoch).toString(16)}`], signal, null);
  return Array.isArray(seats) ? seats : [];
}

const steps = (number) => el('nav', { class: 'steps', 'aria-label': 'Neighbouring blocks' },
  number > 0 && el('a', { class: 'button square', href: `#/block/${number - 1}`, 'aria-label': 'Block before' }, icon('back')),
  el('a', { class: 'button square', href: `#/block/${number + 1}`, 'aria-label': 'Block after' }, icon('next')));

function blockFacts(block, millis, summary) {
  const used = num(block.gasUsed);
  const burnt = big(block.baseFeePerGas) * big(block.gasUsed);
  return facts(
    ['Time', moment(millis)],
    ['Proposed by', accountLine(block.miner)],
    ['Transactions', count(block.transactions.length)],
    ['Gas used', gasBar(used, num(block.gasLimit))],
    ['Base fee', `${gwei(block.baseFeePerGas)} gwei`],
    ['Fees burnt', `${coins(burnt, 9)} ${coinName()}`],
    ['Size', size(num(block.size))],
    summary && ['Slot', el('span', {}, el('a', { href: `#/epoch/${summary.epoch}` }, `epoch ${count(summary.epoch)}`), `, view ${count(summary.view)}`)],
    ['Hash', copyable(block.hash)],
    ['Parent', el('a', { class: 'mono', href: `#/block/${block.parentHash}` }, block.parentHash)],
    ['State root', el('span', { class: 'mono' }, block.stateRoot)],
  );
}

function finality(certificate, members, number) {
  if (!certificate) {
    return number === 0
      ? empty('Genesis needs no signatures.', 'It is what every node was started with.')
      : empty('The node shows no certificate for this block.');
  }
  const height = num(certificate.height ?? number);
  return [signers(certificate, members),
    facts(
      height !== number && ['Certified by', el('span', {}, 'the certificate of block ', blockLink(height))],
      ['Slot', `epoch ${count(certificate.epoch)}, view ${count(certificate.view)}`],
      certificate.signature && ['Signature', copyable(certificate.signature, el('span', { class: 'mono clip' }, certificate.signature))],
    )];
}

function transactions(block, receipts, millis) {
  if (block.transactions.length === 0) return card('Transactions', empty('This block carries no transaction.'));
  const rows = block.transactions.slice(0, SHOWN).map((transaction, index) => ({
    ...transaction,
    method: transaction.input?.slice(0, 10),
    success: receipts[index] ? num(receipts[index].status) === 1 : undefined,
    gasUsed: receipts[index]?.gasUsed,
  }));
  const view = table('Transactions of this block', [
    { head: '#', kind: 'number middle', cell: ({ transactionIndex }) => num(transactionIndex) },
    { head: 'Transaction', cell: ({ hash }) => transactionLink(hash) },
    { head: 'Action', cell: deed },
    { head: 'From', kind: 'middle', cell: ({ from }) => accountLink(from) },
    { head: 'To', kind: 'middle', cell: ({ to }) => (to ? accountLink(to) : el('span', { class: 'quiet' }, 'new contract')) },
    { head: 'Gas', kind: 'number wide', cell: ({ gasUsed }) => (gasUsed ? count(num(gasUsed)) : '–') },
    { head: 'Value', kind: 'number', cell: ({ value }) => amount(value) },
  ], rows);
  const more = block.transactions.length - rows.length;
  return el('section', { class: 'card flush' },
    el('div', { class: 'card-head' }, el('h2', {}, counted(block.transactions.length, 'transaction')), el('span', { class: 'quiet' }, age(millis))),
    view.whole, more > 0 && el('p', { class: 'table-note' }, `and ${count(more)} more`));
}
