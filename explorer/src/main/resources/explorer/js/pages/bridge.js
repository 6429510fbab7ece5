// SPDX-License-Identifier: Apache-2.0
// A sidechain's own side of the bridge: how it stands to its root, and what of the root stands here.

import { el, fill } from '../view/dom.js';
import { card, coinName, empty, title } from '../view/parts.js';
import { bridgedTable, rootCard } from '../view/rootPanel.js';
import { whileWatching } from '../chain/live.js';
import { namesOf } from '../chain/assets.js';
import { bridgedAssets, outpost } from '../chain/outpost.js';

const REFRESH_MILLIS = 4000;

export async function show({ main, signal, say }) {
  say('Root');
  const first = await outpost(signal);
  if (!first) {
    fill(main, title('Root'), card(null, empty('This chain is nobody’s sidechain.', 'It has no root: it was founded without the contracts that would tie it to one. ', el('a', { href: '#/' }, 'Back to the overview'))));
    return;
  }
  const panel = el('div', {});
  let last = 0;
  const paint = async (known) => {
    last = Date.now();
    const [here, rows] = await Promise.all([known ?? outpost(signal), bridgedAssets(signal)]);
    const nameOf = await namesOf(rows.map(({ twin }) => twin), coinName(), signal);
    if (!here || signal.aborted) return;
    fill(panel, rootCard(here), el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, 'Assets of the root here')),
      rows.length > 0 ? bridgedTable(rows, nameOf) : empty('None is listed yet.', 'Members of the committee list them.')));
  };
  await paint(first);
  fill(main, title('To and from the root'), panel);
  whileWatching(signal, async () => {
    if (Date.now() - last >= REFRESH_MILLIS && !main.matches(':focus-within')) await paint();
  });
}
