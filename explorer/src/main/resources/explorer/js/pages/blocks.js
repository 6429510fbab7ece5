// SPDX-License-Identifier: Apache-2.0
import { el, fill, reconcile } from '../view/dom.js';
import { accountLine, age, blockLink, empty, table, title } from '../view/parts.js';
import { count, gwei, percent, size } from '../view/format.js';
import { call } from '../chain/rpc.js';
import { whileWatching } from '../chain/live.js';
import { wholeNumber } from '../routes.js';
import { pager } from '../view/pager.js';

const LIMIT = 25;

const COLUMNS = [
  { head: 'Block', cell: ({ number }) => blockLink(number) },
  { head: 'Age', cell: ({ timestampMillis }) => age(timestampMillis) },
  { head: 'Transactions', kind: 'number', cell: ({ transactionCount }) => count(transactionCount) },
  { head: 'Proposed by', cell: ({ beneficiary }) => accountLine(beneficiary) },
  { head: 'Gas used', kind: 'number middle', cell: ({ gasUsed, gasLimit }) => gasBar(Number(gasUsed), Number(gasLimit)) },
  { head: 'Base fee', kind: 'number wide', cell: ({ baseFeePerGas }) => `${gwei(baseFeePerGas)} gwei` },
  { head: 'Size', kind: 'number wide', cell: ({ size: bytes }) => size(bytes) },
];

export const gasBar = (used, limit) => el('span', { class: 'gas' }, `${count(used)} `,
  el('small', {}, percent(used, limit)), el('progress', { value: used, max: Math.max(1, limit), 'aria-hidden': 'true' }));

export async function show({ main, signal, say, query }) {
  say('Blocks');
  const before = wholeNumber(query, 'before');
  const page = () => call('banyan_blocks', [before === undefined ? { limit: LIMIT } : { before, limit: LIMIT }], signal);
  const rows = await page();
  if (rows.length === 0) {
    fill(main, title('Blocks'), empty('There is no block here.'));
    return;
  }
  const view = table('Blocks, newest first', COLUMNS, []);
  const paint = (blocks) => reconcile(view.body, blocks, ({ number }) => number, view.line);
  paint(rows);
  const oldest = rows.at(-1).number;
  fill(main, title('Blocks'), el('section', { class: 'card flush' }, view.whole),
    pager({ newest: before !== undefined && '#/blocks', older: oldest > 0 && `#/blocks?before=${oldest}` }));
  if (before === undefined) {
    whileWatching(signal, async () => {
      if (view.body.matches(':hover, :focus-within')) return;
      paint(await page());
    });
  }
}
