// SPDX-License-Identifier: Apache-2.0
// The table of transactions that several pages show.

import { el } from './dom.js';
import { accountLink, age, amount, badge, blockLink, deed, table, transactionLink } from './parts.js';

/**
 * @param self an account whose page this is: the direction is shown and its own address not linked
 * @returns as {@link table}
 */
export function transactionTable(caption, { self } = {}) {
  const direction = ({ from, to }) => {
    if (from?.toLowerCase() !== self) return badge('good', 'in');
    return to?.toLowerCase() === self ? badge('plain', 'self') : badge('plain', 'out');
  };
  return table(caption, [
    { head: 'Transaction', cell: ({ hash, timestampMillis }) => el('span', { class: 'pair' }, transactionLink(hash), el('span', { class: 'narrow' }, age(timestampMillis))) },
    { head: 'Action', cell: deed },
    { head: 'Block', kind: 'middle', cell: ({ block }) => blockLink(block) },
    { head: 'Age', kind: 'middle', cell: ({ timestampMillis }) => age(timestampMillis) },
    { head: 'From', kind: 'middle', cell: ({ from }) => accountLink(from, { self }) },
    self && { head: el('span', { class: 'unseen' }, 'Direction'), kind: 'middle', cell: direction },
    { head: 'To', kind: 'middle', cell: ({ to }) => (to ? accountLink(to, { self }) : el('span', { class: 'quiet' }, 'new contract')) },
    { head: 'Value', kind: 'number', cell: ({ value }) => amount(value) },
  ].filter(Boolean), []);
}
