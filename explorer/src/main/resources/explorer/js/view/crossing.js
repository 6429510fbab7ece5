// SPDX-License-Identifier: Apache-2.0
// Tables of what goes between a root and a sidechain: checkpoints, and messages both ways.

import { el } from './dom.js';
import { accountLink, badge, table } from './parts.js';
import { count, counted, short } from './format.js';
import { assetAmount, cargo, came, checkpointLink, kindOf, placeOf, stated, transferLink, transferPage } from './sidechains.js';
import { arrivalOf, bitsOf, departureOf, maturityOf } from '../chain/sidechainWords.js';

const unknown = (text = 'not on this node') => el('span', { class: 'quiet' }, text);

/** @param members those known, to say how many could have signed */
export function checkpointTable(chain, rows, members, seconds) {
  const size = (term) => members.filter((member) => member.term === term).length;
  return table('Checkpoints, newest first', [
    { head: el('abbr', { title: 'Sequence: they follow on each other' }, '#'), kind: 'number', cell: ({ sequence }) => checkpointLink(chain.id, sequence) },
    { head: 'Blocks', kind: 'middle', cell: ({ said }) => (said ? `${count(said.firstBlock)} to ${count(said.lastBlock)}` : unknown()) },
    { head: 'Accepted', cell: ({ seconds: at }) => came(at) },
    { head: 'Signed by', kind: 'middle', cell: ({ accepted: { signers, term } }) => `${bitsOf(signers)}${size(term) > 0 ? ` of ${size(term)}` : ''}` },
    { head: 'Term', kind: 'number wide', cell: ({ accepted: { term } }) => count(term) },
    { head: 'Inbox up to', kind: 'number wide', cell: ({ accepted: { cursor } }) => count(cursor) },
    { head: 'Takes out', cell: ({ said }) => (said ? (said.outboxCount === 0n ? unknown('nothing') : counted(said.outboxCount, 'message')) : unknown()) },
    { head: 'Paid', cell: ({ sequence, accepted }) => stated(maturityOf(sequence, accepted, chain, seconds)) },
  ], rows).whole;
}

/** Messages to a chain, newest first. */
export function arrivalTable(chain, rows, nameOf) {
  return table('Messages to the chain, newest first', [
    { head: el('abbr', { title: 'Its place in the inbox, from 0' }, '#'), kind: 'number', cell: ({ index }) => count(index) },
    { head: 'Kind', kind: 'middle', cell: ({ said }) => (said ? kindOf(said) : unknown()) },
    { head: 'Brings', cell: ({ said }) => (said ? cargo(said, nameOf) : unknown()) },
    { head: 'From', kind: 'middle', cell: ({ said }) => said && (said.from === 0n ? accountLink(said.sender) : placeOf(said.from)) },
    { head: 'To', kind: 'wide', cell: ({ said }) => said && el('span', { class: 'mono', title: said.recipient }, short(said.recipient)) },
    { head: 'Sent', kind: 'middle', cell: ({ seconds }) => came(seconds) },
    { head: 'Tracking', kind: 'wide', cell: ({ said }) => said && transferLink(said.tracking, said.block) },
    { head: 'State', cell: ({ index, isPaidBack, said }) => {
      const state = badge(...arrivalOf(index, chain, isPaidBack));
      return said ? el('a', { href: transferPage(said.tracking, said.block) }, state) : state;
    } },
  ], rows).whole;
}

/** Messages from a chain: what one says is known here once somebody claimed it. */
export function outboxTable(chain, rows, nameOf, seconds) {
  const isTold = rows.some(({ said }) => said);
  return table('Messages from the chain, newest checkpoint first', [
    { head: 'Left with', cell: ({ checkpoint: { sequence } }) => checkpointLink(chain.id, sequence, `checkpoint ${count(sequence)}`) },
    { head: el('abbr', { title: 'Its place in the outbox, from 0' }, '#'), kind: 'number middle', cell: ({ index }) => count(index) },
    { head: 'Takes out', kind: 'middle', cell: ({ said, progress }) => (said ? cargo(said, nameOf) : progress?.drawn > 0n ? assetAmount(progress.drawn, { decimals: undefined, symbol: 'the asset', address: '' }) : unknown('told when it is claimed')) },
    isTold && { head: 'To', kind: 'wide', cell: ({ said }) => said && (said.to === 0 ? accountLink(said.recipient) : placeOf(said.to)) },
    isTold && { head: 'Tracking', kind: 'wide', cell: ({ said }) => said && transferLink(said.tracking, said.block) },
    { head: 'State', cell: ({ checkpoint: { sequence, accepted }, progress, said }) => {
      const state = stated(departureOf(maturityOf(sequence, accepted, chain, seconds), progress));
      return said ? el('a', { href: transferPage(said.tracking, said.block) }, state) : state;
    } },
  ].filter(Boolean), rows).whole;
}
