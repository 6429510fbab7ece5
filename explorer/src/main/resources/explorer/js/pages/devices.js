// SPDX-License-Identifier: Apache-2.0
import { el, fill, reconcile } from '../view/dom.js';
import { accountLink, age, badge, card, deviceLink, empty, table, title } from '../view/parts.js';
import { count, counted, short, stranger } from '../view/format.js';
import { rings } from '../view/glyph.js';
import { whileWatching } from '../chain/live.js';
import { devices } from '../chain/names.js';
import { matches } from './search.js';

const SHOWN = 300;

const COLUMNS = [
  { head: 'Device', cell: (device) => el('span', { class: 'who' }, rings(device.id, device.active), el('span', { class: 'device-cell' }, deviceLink(device.id, stranger(device.name)), el('span', { class: 'mono quiet wide' }, short(device.id, 8, 6)))) },
  { head: 'State', kind: 'middle', cell: ({ active }) => (active ? badge('good', 'active') : badge('bad', 'revoked')) },
  { head: 'Owner', kind: 'middle', cell: ({ owner }) => accountLink(owner) },
  { head: 'Anchored', kind: 'number middle', cell: ({ readings }) => count(readings ?? 0) },
  { head: 'Last reading', kind: 'number', cell: ({ lastReading }) => (lastReading ? age(lastReading) : el('span', { class: 'quiet' }, 'never')) },
];

export async function show(page) {
  const { main, signal, say } = page;
  say('Devices');
  const list = await devices.get(0);
  if (!list || list.length === 0) {
    fill(main, title('Devices'), card(null, list
      ? empty('No device is registered yet.', 'A device enters the registry with its own signature; it then appears here.')
      : empty('This node keeps no device records.', 'Ask a node that does, or start this one with records on.')));
    if (list) untilThereIsOne(page);
    return;
  }
  const wanted = el('input', { type: 'search', class: 'filter', id: 'filter', placeholder: 'Name, id or owner', maxlength: '128', autocomplete: 'off', spellcheck: 'false' });
  const found = el('p', { class: 'quiet', role: 'status' });
  const view = table('Registered devices', COLUMNS, []);
  const paint = () => {
    const rows = devices.known().filter((device) => matches(device, wanted.value))
      .sort((a, b) => Number(b.active) - Number(a.active) || (b.lastReading ?? 0) - (a.lastReading ?? 0));
    reconcile(view.body, rows.slice(0, SHOWN), ({ id }) => id, view.line, (old, row) => fill(old, [...view.line(row).children]));
    found.textContent = `${counted(rows.length, 'device')}${rows.length > SHOWN ? `, the first ${SHOWN} shown` : ''}`;
  };
  wanted.addEventListener('input', paint);
  paint();
  fill(main, title('Devices'),
    el('p', { class: 'lead' }, 'Every device here holds a key of its own, signed its own registration, and signs each reading it takes.'),
    el('div', { class: 'filter-row' }, el('label', { class: 'unseen', for: 'filter' }, 'Show only devices with'), wanted, found),
    el('section', { class: 'card flush' }, view.whole));
  whileWatching(signal, async () => {
    await devices.get(3000);
    if (!view.body.matches(':hover, :focus-within')) paint();
  });
}

/** On a young chain the first device may register while someone looks. */
function untilThereIsOne(page) {
  let found = false;
  whileWatching(page.signal, async () => {
    if (found || !((await devices.get(3000))?.length > 0)) return;
    found = true;
    await show(page);
  });
}
