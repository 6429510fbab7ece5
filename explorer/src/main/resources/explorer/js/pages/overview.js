// SPDX-License-Identifier: Apache-2.0
// The first page: how the chain lives right now.

import { el, fill, reconcile, write } from '../view/dom.js';
import { age, badge, blockLink, accountLink, amount, cardWith, deed, deviceLink, empty, skeleton, transactionLink } from '../view/parts.js';
import { count, counted, measure, short, span, stranger, title } from '../view/format.js';
import { canopy } from '../view/canopy.js';
import { spark } from '../view/chart.js';
import { leaf, rings } from '../view/glyph.js';
import { rootLine } from '../view/rootPanel.js';
import { call } from '../chain/rpc.js';
import { whileWatching } from '../chain/live.js';
import { committee, devices } from '../chain/names.js';
import { kindOfChain } from '../chain/hub.js';
import { outpost } from '../chain/outpost.js';
import { readingsOf } from '../chain/sources.js';
import { busySince, finalityMillis, intervalMillis, proposals, rates, recentBlocks, refreshBlocks, status } from '../chain/recent.js';

const ROWS = 8;
const DEVICES = 4;
const SEATS = 12;

export async function show({ main, signal, say }) {
  say('');
  const hero = heroPanel();
  const blocks = stream('Blocks', '#/blocks', 'All blocks');
  const transactions = stream('Transactions', '#/transactions', 'All transactions');
  const things = el('div', { class: 'things' }, skeleton(3));
  const seats = el('ol', { class: 'seats' }, skeleton(4));
  fill(main,
    el('h1', { class: 'unseen', tabindex: '-1' }, 'Overview'),
    hero.panel,
    await rootOf(signal),
    cardWith('Trusted devices', el('a', { href: '#/devices' }, 'All devices'), things),
    el('div', { class: 'columns' }, blocks.card, transactions.card),
    cardWith('Validators', [el('a', { href: '#/delegates' }, 'Delegates'), el('a', { href: '#/epoch' }, 'This epoch')], seats));

  let asked;
  const refresh = async () => {
    const [list, members] = await Promise.all([refreshBlocks(), committee.get()]);
    if (busySince(list, asked)) {
      const height = list[0]?.number;
      transactions.show(await call('banyan_transactions', [{ limit: ROWS }], signal), ({ hash }) => hash, transactionRow);
      asked = height;
    }
    if (signal.aborted) return;
    hero.show(list);
    blocks.show(list.slice(0, ROWS), ({ number }) => number, blockRow);
    showSeats(seats, members, list);
  };
  let lastLook = 0;
  const refreshDevices = async () => {
    if (Date.now() - lastLook < 4000) return;
    lastLook = Date.now();
    await showDevices(things, hero, signal);
  };
  await Promise.all([refresh(), refreshDevices()]);
  whileWatching(signal, () => Promise.all([refresh(), refreshDevices()]));
}

/** How a sidechain stands to its root; nothing on another chain. */
async function rootOf(signal) {
  const here = (await kindOfChain()).hasOutpost ? await outpost(signal) : undefined;
  return here && rootLine(here);
}

function heroPanel() {
  const tree = canopy();
  const height = el('a', { class: 'hero-height' }, '–');
  const metric = (label, hint) => {
    const value = el('span', { class: 'metric-value' }, '–');
    return { value, whole: el('div', { class: 'metric' }, el('dt', {}, label), el('dd', {}, value, el('span', { class: 'metric-hint' }, hint))) };
  };
  const pace = el('span', {});
  const line = el('span', { class: 'metric-spark' });
  const finality = metric('Time to finality', pace);
  const rate = metric('Transactions per second', line);
  const readings = metric('Readings anchored', el('span', {}, 'each provable offline'));
  const panel = el('section', { class: 'hero', 'aria-label': 'The chain now' }, tree.drawing,
    el('div', { class: 'hero-front' },
      el('div', { class: 'hero-main' }, el('p', { class: 'hero-label' }, 'Latest final block'), height),
      el('dl', { class: 'metrics' }, finality.whole, rate.whole, readings.whole)));
  return {
    panel,
    show(list) {
      tree.show(list);
      if (list.length === 0) return;
      write(height, count(list[0].number));
      height.setAttribute('href', `#/block/${list[0].number}`);
      const interval = intervalMillis(list);
      const seen = finalityMillis();
      write(finality.value, seen === undefined ? '–' : span(seen));
      write(pace, interval === undefined ? '' : `a block every ${span(interval)}`);
      const perSecond = rates(list);
      const last = perSecond.slice(-5);
      const mean = last.reduce((sum, value) => sum + value, 0) / Math.max(1, last.length);
      write(rate.value, mean >= 100 ? count(Math.round(mean)) : mean.toFixed(1));
      fill(line, spark(perSecond, { zero: true, width: 160, height: 22 }));
    },
    showReadings: (total) => write(readings.value, total === undefined ? '–' : count(total)),
  };
}

/** A list that grows at its top but holds still while someone looks closely. */
function stream(name, href, all) {
  const list = el('ol', { class: 'stream' }, Array.from({ length: ROWS }, () => el('li', { class: 'stream-row blank' })));
  const held = el('span', { class: 'held', hidden: true }, 'held while you look');
  const card = cardWith(name, [held, el('a', { href }, all)], list);
  let over = false;
  let waiting;
  const show = (items, key, make) => {
    waiting = () => {
      list.querySelectorAll('.blank').forEach((blank) => blank.remove());
      reconcile(list, items, key, make);
      for (let row = items.length; row < ROWS; row += 1) list.append(el('li', { class: 'stream-row blank', 'data-key': `blank${row}` }));
    };
    if (!over) waiting();
  };
  const hold = (holds) => () => {
    over = holds;
    held.hidden = !holds;
    if (!holds) waiting?.();
  };
  list.addEventListener('pointerenter', (event) => event.pointerType === 'mouse' && hold(true)());
  list.addEventListener('pointerleave', hold(false));
  list.addEventListener('focusin', hold(true));
  list.addEventListener('focusout', hold(false));
  return { card, show };
}

const blockRow = (block) => el('li', { class: 'stream-row' },
  el('span', { class: 'stream-lead' }, blockLink(block.number), age(block.timestampMillis)),
  el('span', { class: 'stream-body' }, el('span', {}, el('span', { class: 'quiet' }, 'by '), accountLink(block.beneficiary)), el('span', { class: 'route mono' }, short(block.hash))),
  el('span', { class: 'stream-end' }, counted(block.transactionCount, 'transaction')));

const transactionRow = (row) => el('li', { class: 'stream-row' },
  el('span', { class: 'stream-lead' }, transactionLink(row.hash, short(row.hash, 4, 4)), age(row.timestampMillis)),
  el('span', { class: 'stream-body' }, deed(row),
    el('span', { class: 'route' }, el('span', { class: 'middle' }, accountLink(row.from), ' '), '→ ', row.to ? accountLink(row.to) : 'new contract')),
  el('span', { class: 'stream-end' }, amount(row.value)));

async function showDevices(things, hero, signal) {
  const list = await devices.get();
  if (signal.aborted) return;
  if (!list || list.length === 0) {
    hero.showReadings(list ? 0 : undefined);
    fill(things, empty('No device is registered yet.', 'A device appears here once it has signed its registration.'));
    return;
  }
  hero.showReadings(list.reduce((sum, device) => sum + (device.readings ?? 0), 0));
  const chosen = list.filter(({ active }) => active)
    .sort((a, b) => (b.lastReading ?? 0) - (a.lastReading ?? 0)).slice(0, DEVICES)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const series = await Promise.all(chosen.map(({ id }) =>
    readingsOf(id, { limit: 48 }, signal).then((rows) => rows ?? []).catch(() => [])));
  if (signal.aborted) return;
  fill(things, chosen.map((device, index) => thing(device, series[index])));
}

/** A position says little in a line of text. */
const telling = (values) => ['temperature', 'speed'].map((wanted) => values.find(({ name }) => name === wanted)).find(Boolean)
  ?? values.find(({ unit }) => unit !== 'lat' && unit !== 'lon') ?? values[0];

function thing(device, readings) {
  const shown = telling(readings[0]?.values ?? []);
  const of = ({ values }) => values.find(({ name }) => name === shown?.name);
  const values = readings.map((reading) => Number(of(reading)?.value)).filter(Number.isFinite).reverse();
  const now = readings[0] && of(readings[0]);
  return el('a', { class: 'thing', href: `#/device/${device.id}` },
    rings(device.id, device.active),
    el('span', { class: 'thing-name' }, el('bdi', {}, stranger(device.name))),
    el('span', { class: 'thing-last' }, device.lastReading ? age(device.lastReading) : 'silent'),
    spark(values),
    el('span', { class: 'thing-now' }, now && [el('strong', {}, measure(now.value, now.unit)), ' ', el('span', {}, el('bdi', {}, title(now.name)))]),
    el('span', { class: 'thing-count' }, counted(device.readings ?? 0, 'reading')));
}

function showSeats(container, members, list) {
  if (!members || members.length === 0) {
    fill(container, empty('The node does not name its validators.'));
    return;
  }
  const byAccount = proposals(list.slice(0, 100));
  const most = status()?.height ?? 0;
  fill(container, members.slice(0, SEATS).map((member) => {
    const made = byAccount.get(member.operator);
    return el('li', { class: 'seat' }, leaf(member.operator),
      el('span', { class: 'seat-name' }, el('a', { href: `#/account/${member.operator}` }, stranger(member.name))),
      el('span', { class: 'seat-note' }, made ? `${made.proposed} of the last ${Math.min(100, list.length)}` : 'no recent block'),
      made && most - made.last.number < 4 * members.length ? badge('good', 'proposing') : badge('plain', 'quiet'));
  }));
}
