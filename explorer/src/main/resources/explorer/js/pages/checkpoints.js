// SPDX-License-Identifier: Apache-2.0
// All checkpoints of a sidechain, newest first, a page at a time.

import { el, fill } from '../view/dom.js';
import { empty, title } from '../view/parts.js';
import { pager } from '../view/pager.js';
import { chainLink, noChain } from '../view/sidechains.js';
import { checkpointTable } from '../view/crossing.js';
import { now } from '../chain/recent.js';
import { chain as chainBy } from '../chain/hub.js';
import { checkpointsOf, committeeOf, foundingOf } from '../chain/hubHistory.js';
import { wholeNumber } from '../routes.js';

const ROWS = 25;

export async function show({ main, signal, say, args: [id], query }) {
  say(`Checkpoints of chain ${id}`);
  const chain = await chainBy(Number(id), signal);
  if (!chain) {
    fill(main, noChain(Number(id)));
    return;
  }
  const before = wholeNumber(query, 'before');
  const seconds = Math.floor(now() / 1000);
  const first = Math.min(chain.line.sequence, (before ?? Infinity) - 1);
  const [rows, members] = await Promise.all([checkpointsOf(chain, first, ROWS, seconds, signal), foundingOf(chain, signal).then((founding) => committeeOf(chain, founding, signal))]);
  fill(main, title(['Checkpoints of ', chainLink(chain.id, chain.name)]),
    el('section', { class: 'card flush' }, rows.length > 0 ? checkpointTable(chain, rows, members, seconds) : empty('There is no checkpoint here.')),
    pager({ newest: before !== undefined && `#/sidechain/${id}/checkpoints`, older: rows.length > 0 && rows.at(-1).sequence > 1 && `#/sidechain/${id}/checkpoints?before=${rows.at(-1).sequence}` }));
}
