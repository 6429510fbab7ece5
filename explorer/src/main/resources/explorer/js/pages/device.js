// SPDX-License-Identifier: Apache-2.0
// One device: where it was, what it measures, what rules made of it, and the evidence for each reading.

import { el, fill, reconcile, write } from '../view/dom.js';
import { accountLine, age, badge, card, copyable, empty, facts, moment, table, title } from '../view/parts.js';
import { count, counted, measure, stranger, title as spoken, when } from '../view/format.js';
import { icon, rings } from '../view/glyph.js';
import { chart, cursorGroup } from '../view/chart.js';
import { whileWatching } from '../chain/live.js';
import { deviceOf, devices } from '../chain/names.js';
import { evidenceName, join, series } from '../chain/readings.js';
import { evidenceOf, readingsOf } from '../chain/sources.js';
import { alarms, isPlace, places } from '../chain/track.js';
import { map } from '../view/map.js';
import { showVerdict } from '../view/verdict.js';
import { twinOf } from '../chain/twin.js';
import { twinCard } from '../view/twin.js';

const FIRST = 200;
const MORE = 200;
const ROWS = 15;
/** How many charts a device may fill a page with. */
const CHARTS = 12;
const HITS = 9;

export async function show({ main, signal, say, args: [id] }) {
  await devices.get(0);
  const device = deviceOf(id);
  if (!device) {
    say('No such device');
    fill(main, title('No such device'), card(null, empty('The registry of this chain does not know it.', el('span', { class: 'mono hash' }, id))));
    return;
  }
  const first = await readingsOf(id, { limit: FIRST }, signal);
  const name = stranger(device.name);
  say(name);
  const state = { id, device, records: first ?? [], rows: ROWS, exhausted: (first?.length ?? 0) < FIRST };
  const numbers = el('dl', { class: 'tiles' });
  const track = el('div', { class: 'columns uneven track', hidden: true });
  const plots = el('div', { class: 'plots' });
  const records = recordTable(state, signal, () => paint());
  const twin = twinCard();
  const drawn = new Map();
  const group = cursorGroup();
  const paint = () => {
    showNumbers(numbers, state);
    // What somebody points at stays as it is.
    if (!main.querySelector('.plots:hover, .map-frame:hover')) {
      showTrack(track, state, drawn, group);
      showPlots(plots, state, drawn, group);
    }
    records.show();
  };
  fill(main,
    title(el('span', { class: 'who big' }, rings(id, device.active), el('bdi', {}, name)), device.active ? badge('good', icon('done'), 'Active') : badge('bad', 'Revoked')),
    numbers, track, plots,
    el('div', { class: 'columns uneven' }, records.card, el('div', { class: 'stack' }, twin.card, identity(device), explanation())));
  if (!first) {
    fill(plots, card(null, empty('This node keeps no device records.')));
  }
  paint();
  const look = async () => {
    if (device.gateway) twin.show(await twinOf(id, signal), name);
  };
  // What is desired is a word beside the readings: they are shown whether or not it can be had.
  look().catch(() => {});
  whileWatching(signal, async () => {
    await look();
    await devices.get(3000);
    const waiting = state.records.findLastIndex(({ anchored }) => anchored === null);
    const fresh = await readingsOf(id, { limit: Math.min(200, Math.max(20, waiting + 12)) }, signal);
    state.device = deviceOf(id) ?? state.device;
    state.records = join(state.records, fresh ?? []);
    paint();
  });
}

function showNumbers(container, { device, records }) {
  const newest = records[0];
  const waiting = records.filter(({ anchored }) => anchored === null).length;
  const last = device.lastReading ?? newest?.timeMillis;
  const tile = (term, ...value) => el('div', { class: 'tile' }, el('dt', {}, term), el('dd', {}, value));
  const raised = records.filter((record) => alarms(record).length > 0).length;
  fill(container,
    tile(device.gateway ? 'Records anchored' : 'Readings anchored', count(device.readings ?? 0)),
    tile(device.gateway ? 'Last seen' : 'Last reading', last ? age(last) : 'never'),
    tile('Waiting for an anchor', count(waiting)),
    device.gateway ? tile('Alarms', el('span', { class: raised > 0 ? 'alarm' : undefined }, count(raised)), el('small', {}, ` in the last ${counted(records.length, 'record')}`)) : tile('Sequence', newest ? count(newest.sequence) : '–'));
}

/** Map and alarms, for a thing that says where it is. */
function showTrack(container, { records, device }, drawn, group) {
  const track = places(records);
  const isShown = track.length > 0 || (device.gateway && records.length > 0);
  container.hidden = !isShown;
  if (!isShown) return;
  if (container.children.length === 0) {
    drawn.map = track.length > 0 ? map(group) : undefined;
    drawn.hits = el('ol', { class: 'hits' });
    fill(container, drawn.map?.figure, el('section', { class: 'card hits-card' }, el('div', { class: 'card-head' }, el('h2', {}, 'Alarms and rule hits')), drawn.hits));
    container.classList.toggle('uneven', track.length > 0);
  }
  drawn.map?.show(track);
  const hits = records.filter(({ rules }) => rules?.length > 0).slice(0, HITS);
  if (hits.length === 0) {
    fill(drawn.hits, el('li', { class: 'quiet' }, 'No rule of the gateway applied to these records.'));
    return;
  }
  fill(drawn.hits, hits.map((record) => el('li', { class: alarms(record).length > 0 ? 'hit alarming' : 'hit' },
    el('strong', {}, el('bdi', {}, record.rules.map(({ name }) => stranger(name)).join(', '))),
    el('span', { class: 'quiet' }, `record ${count(record.sequence)} · `, age(record.timeMillis)),
    el('span', { class: 'hit-values' }, record.values.filter((value) => !isPlace(value)).slice(0, 4).map(({ name, unit, value }) => el('span', { class: name === 'temperature' ? 'hit-main' : undefined }, measure(value, unit)))))));
}

function showPlots(container, { records, device: { active } }, drawn, group) {
  const all = [...series(records)].filter(([, values]) => !isPlace(values)).slice(0, CHARTS);
  if (all.length === 0) {
    if (drawn.size === 0 && container.children.length === 0) {
      fill(container, card(null, active ? empty('No reading yet.', 'The first one appears here as soon as the device publishes it.') : empty('No reading to show.', 'This device is revoked and anchors nothing more.')));
    }
    return;
  }
  if (drawn.size === 0) fill(container);
  for (const [name, { unit, points }] of all) {
    if (!drawn.has(name)) {
      drawn.set(name, chart(spoken(name), group));
      container.append(drawn.get(name).figure);
    }
    drawn.get(name).show(points, unit);
  }
}

function recordTable(state, signal, repaint) {
  const view = table('Readings, newest first', [
    { head: 'No.', kind: 'number middle', cell: ({ sequence }) => count(sequence) },
    { head: 'Time', cell: ({ timeMillis }) => el('time', { datetime: new Date(timeMillis).toISOString(), class: 'nowrap' }, when(timeMillis).slice(5)) },
    { head: 'Values', cell: ({ values }) => el('ul', { class: 'values' }, values.filter((value) => !isPlace(value)).slice(0, 12).map(({ name, unit, value }) => el('li', { title: `${stranger(name)} ${value} ${stranger(unit, '')}` }, el('span', { class: 'quiet' }, el('bdi', {}, spoken(name))), ' ', el('span', { class: 'nowrap' }, measure(value, unit))))) },
    { head: 'Proof', kind: 'middle', cell: (record) => el('span', { class: 'proof' }, proofStatus(record), alarms(record).length > 0 && badge('bad', 'alarm')) },
    { head: 'Evidence', kind: 'number', cell: (record) => el('span', { class: 'row-buttons' }, evidenceButton(state, record, signal), verifyButton(state, record, frame, signal)) },
  ], []);
  const more = el('button', { class: 'button', type: 'button' }, 'Show older');
  const note = el('p', { class: 'quiet', role: 'status' });
  const frame = el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, 'Readings'), note), view.whole, el('div', { class: 'more' }, more));
  more.addEventListener('click', async () => {
    more.disabled = true;
    state.rows += ROWS;
    try {
      if (state.rows > state.records.length && !state.exhausted) {
        const older = await readingsOf(state.id, { before: state.records.at(-1).sequence, limit: MORE }, signal);
        state.exhausted = (older?.length ?? 0) < MORE;
        state.records = join(older ?? [], state.records);
      }
    } catch {
      write(note, 'The node did not answer. Try again.');
    }
    more.disabled = false;
    repaint();
  });
  return {
    card: frame,
    show() {
      if (view.body.matches(':hover, :focus-within') && view.body.children.length >= state.rows) return;
      const key = ({ sequence, anchored, status, rules }) => `${sequence}${anchored ? 'a' : 'w'}${status ?? ''}${rules?.length ?? ''}`;
      reconcile(view.body, state.records.slice(0, state.rows), key, view.line);
      view.whole.hidden = state.records.length === 0;
      more.hidden = state.exhausted && state.rows >= state.records.length;
      write(note, state.records.length === 0 ? 'none yet' : `${counted(Math.min(state.rows, state.records.length), 'reading')} shown`);
    },
  };
}

/** How far a record is: on the gateway's disk, seen by its rules, or in a final block. */
function proofStatus({ anchored, status }) {
  if (anchored) {
    const block = `in block ${count(anchored.block)}`;
    return anchored.transaction ? el('a', { href: `#/transaction/${anchored.transaction}` }, block) : el('a', { href: `#/block/${anchored.block}` }, block);
  }
  return { kept: badge('plain', 'kept'), logged: badge('warm', 'logged') }[status] ?? badge('warm', 'waiting');
}

function verifyButton(state, record, place, signal) {
  const { sequence, anchored } = record;
  return el('button', {
    class: 'button small', type: 'button', disabled: !anchored, 'aria-label': `Verify reading ${sequence} in this page`, title: anchored ? undefined : 'It can be verified once it is anchored',
    on: { click: () => showVerdict(place, `Reading ${count(sequence)} of ${stranger(state.device.name)}`, (leaving) => evidenceOf(record, leaving), signal) },
  }, icon('done'), el('span', { class: 'button-text' }, 'Verify'));
}

function evidenceButton(state, record, signal) {
  const { sequence, anchored } = record;
  const label = el('span', { class: 'button-text' }, 'Evidence');
  const button = el('button', { class: 'button small', type: 'button', disabled: !anchored, 'aria-label': `Download evidence for reading ${sequence}`, title: anchored ? 'Download the evidence' : 'There is evidence once the reading is anchored' }, icon('download'), label);
  button.addEventListener('click', async () => {
    button.disabled = true;
    write(label, 'Fetching');
    const sign = button.firstElementChild;
    try {
      save(evidenceName(state.device.name, sequence), await evidenceOf(record, signal));
      write(label, 'Saved');
      sign.replaceWith(icon('done'));
    } catch (failure) {
      write(label, 'Failed');
      button.title = failure.message;
    }
    button.disabled = false;
  });
  return button;
}

function save(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const identity = (device) => card('Identity', facts(
  ['Device id', copyable(device.id)],
  ['Owner', accountLine(device.owner)],
  ['Registered', registered(device.registeredAt)],
  ['Key, x', el('span', { class: 'mono' }, device.keyX)],
  ['Key, y', el('span', { class: 'mono' }, device.keyY)],
  ['Curve', 'P-256, ES256'],
));

/** The registry counts seconds; a node may say milliseconds. */
const registered = (time) => (time ? moment(time < 1e11 ? time * 1000 : time) : undefined);

const CHAIN = [
  ['Signature', 'The device signed these very bytes with the key it registered.'],
  ['Batch', 'The reading stands in a Merkle tree with its neighbours.'],
  ['Anchor', 'A transaction put the root of that tree on the chain, without a gap in the sequence.'],
  ['Finality', 'A quorum of validators signed the block.'],
];

const explanation = () => card('What the evidence proves',
  el('ol', { class: 'chain' }, CHAIN.map(([head, text]) => el('li', {}, el('strong', {}, head), el('span', {}, text)))),
  el('p', { class: 'quiet' }, 'The file holds all of it. Anyone with the network’s genesis file can check it offline, without asking this node or its owner.'));
