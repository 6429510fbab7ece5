// SPDX-License-Identifier: Apache-2.0
import { el, fill, reconcile } from '../view/dom.js';
import { empty, title } from '../view/parts.js';
import { pager } from '../view/pager.js';
import { transactionTable } from '../view/transactions.js';
import { call } from '../chain/rpc.js';
import { whileWatching } from '../chain/live.js';
import { busySince, refreshBlocks } from '../chain/recent.js';
import { wholeNumber } from '../routes.js';

const LIMIT = 25;

export async function show({ main, signal, say, query }) {
  say('Transactions');
  const [block, index] = [wholeNumber(query, 'block'), wholeNumber(query, 'index')];
  const before = block === undefined || index === undefined ? undefined : { block, index };
  const page = () => call('banyan_transactions', [{ ...(before && { before }), limit: LIMIT }], signal);
  const rows = await page();
  if (rows.length === 0) {
    fill(main, title('Transactions'), empty(before ? 'There are no older transactions.' : 'No transaction yet.'));
    return;
  }
  const view = transactionTable('Transactions, newest first');
  const paint = (list) => reconcile(view.body, list, ({ hash }) => hash, view.line);
  paint(rows);
  const last = rows.at(-1);
  fill(main, title('Transactions'), el('section', { class: 'card flush' }, view.whole),
    pager({
      newest: before && '#/transactions',
      older: rows.length === LIMIT && `#/transactions?block=${last.block}&index=${last.index}`,
    }));
  if (!before) {
    let asked = rows[0].block;
    whileWatching(signal, async () => {
      const list = await refreshBlocks();
      if (view.body.matches(':hover, :focus-within') || !busySince(list, asked)) return;
      const height = list[0]?.number;
      paint(await page());
      asked = height;
    });
  }
}
