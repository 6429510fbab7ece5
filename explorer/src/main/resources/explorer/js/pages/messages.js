// SPDX-License-Identifier: Apache-2.0
// All messages to a sidechain, newest first, a page at a time.

import { el, fill } from '../view/dom.js';
import { coinName, empty, title } from '../view/parts.js';
import { pager } from '../view/pager.js';
import { chainLink, noChain } from '../view/sidechains.js';
import { arrivalTable } from '../view/crossing.js';
import { now } from '../chain/recent.js';
import { namesOf } from '../chain/assets.js';
import { chain as chainBy } from '../chain/hub.js';
import { messagesOf } from '../chain/hubHistory.js';
import { assetsIn } from './sidechain.js';
import { wholeNumber } from '../routes.js';

const ROWS = 25;

export async function show({ main, signal, say, args: [id], query }) {
  say(`Messages to chain ${id}`);
  const chain = await chainBy(Number(id), signal);
  if (!chain) {
    fill(main, noChain(Number(id)));
    return;
  }
  const before = wholeNumber(query, 'before');
  const rows = await messagesOf(chain, Math.min(chain.inbox, before ?? Infinity) - 1, ROWS, Math.floor(now() / 1000), signal);
  const nameOf = await namesOf(assetsIn(rows), coinName(), signal);
  fill(main, title(['Messages to ', chainLink(chain.id, chain.name)]),
    el('section', { class: 'card flush' }, rows.length > 0 ? arrivalTable(chain, rows, nameOf) : empty('There is no message here.')),
    pager({ newest: before !== undefined && `#/sidechain/${id}/messages`, older: rows.length > 0 && rows.at(-1).index > 0 && `#/sidechain/${id}/messages?before=${rows.at(-1).index}` }));
}
