// SPDX-License-Identifier: Apache-2.0
// The pieces pages are made of: links, badges, facts, tables, and what stands there while something loads or fails.

import { el, fill, write } from './dom.js';
import { icon, leaf, tree } from './glyph.js';
import { ago, coins, count, short, stranger, when } from './format.js';
import { Refused, Unreachable } from '../chain/rpc.js';
import { now, status } from '../chain/recent.js';
import { accountName, deviceOf } from '../chain/names.js';
import { action, systemName } from '../chain/contracts.js';

export const coinName = () => stranger(status()?.coin, '');

export const blockLink = (number, text = count(number)) => el('a', { href: `#/block/${number}` }, text);

export const transactionLink = (hash, text = short(hash)) =>
  el('a', { class: 'mono', href: `#/transaction/${hash}`, title: hash }, text);

/** An account by its name if it has one, else by its shortened address. */
export function accountLink(address, { full = false, self } = {}) {
  if (!address) return el('span', { class: 'quiet' }, 'none');
  const name = accountName(address);
  const label = name ? stranger(name) : full ? address : short(address);
  if (self && address.toLowerCase() === self) return el('span', { class: name ? 'name' : 'mono', title: address }, label);
  return el('a', { class: name ? 'name' : 'mono', href: `#/account/${address}`, title: address }, label);
}

export function deviceLink(id, text) {
  const device = deviceOf(id);
  const label = text ?? (device ? stranger(device.name) : short(id));
  return el('a', { class: device || text ? 'name' : 'mono', href: `#/device/${id}`, title: id }, el('bdi', {}, label));
}

/** How long ago; kept fresh by {@link keepAges}. */
export function age(millis) {
  return el('time', { 'data-age': millis, datetime: isoTime(millis), title: when(millis) }, ago(millis, now()));
}

/** A moment and how long ago it was. */
export const moment = (millis) => el('span', {}, when(millis), el('span', { class: 'quiet' }, ' · ', age(millis)));

function isoTime(millis) {
  const time = new Date(millis);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** Keeps every shown age true; called once. */
export function keepAges() {
  setInterval(() => {
    if (document.hidden) return;
    for (const time of document.querySelectorAll('time[data-age]')) write(time, ago(Number(time.dataset.age), now()));
  }, 1000);
}

export const badge = (kind, ...content) => el('span', { class: `badge ${kind}` }, content);

/** What a transaction does, and that it failed if it did. */
export const deed = (row) =>
  el('span', { class: 'deed' }, badge(row.success === false ? 'bad' : 'plain', action(row)),
    row.success === false && el('span', { class: 'unseen' }, ' failed'));

export const amount = (wei, places = 4) => el('span', { class: 'amount' }, coins(wei, places), ' ', el('small', {}, coinName()));

/** A long value with a button to copy it. */
export function copyable(text, shown = el('span', { class: 'mono' }, text)) {
  if (!navigator.clipboard) return el('span', { class: 'copyable' }, shown);
  const button = el('button', { class: 'copy', type: 'button', 'aria-label': 'Copy' }, icon('copy'));
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return;
    }
    fill(button, icon('done'));
    setTimeout(() => fill(button, icon('copy')), 1500);
  });
  return el('span', { class: 'copyable' }, shown, button);
}

/** Pairs of term and value; a pair that is missing or has no value is left out. */
export const facts = (...pairs) =>
  el('dl', { class: 'facts' }, pairs
    .filter((pair) => pair && pair[1] !== undefined && pair[1] !== null && pair[1] !== false)
    .map(([term, value]) => el('div', {}, el('dt', {}, term), el('dd', {}, value))));

export const card = (title, ...content) =>
  el('section', { class: 'card' }, title && el('div', { class: 'card-head' }, heading(title)), content);

const heading = (title) => (typeof title === 'string' ? el('h2', {}, title) : title);

/** A card's head with a link on its right. */
export const headed = (title, ...aside) => [el('h2', {}, title), el('div', { class: 'card-aside' }, aside)];

export const cardWith = (title, aside, ...content) =>
  el('section', { class: 'card' }, el('div', { class: 'card-head' }, headed(title, aside)), content);

/**
 * A table. A column: { head, cell(row), kind }, where kind may hold `number`, `wide` (hidden on a phone) and `middle`
 * (hidden on a narrow one).
 */
export function table(caption, columns, rows) {
  const line = (row) => el('tr', {}, columns.map(({ cell, kind }) => el('td', { class: kind }, cell(row))));
  const body = el('tbody', {}, rows.map(line));
  const whole = el('div', { class: 'table-frame' },
    el('table', {},
      el('caption', { class: 'unseen' }, caption),
      el('thead', {}, el('tr', {}, columns.map(({ head, kind }) => el('th', { scope: 'col', class: kind }, head)))),
      body));
  return { whole, body, line };
}

export const title = (text, ...more) => el('div', { class: 'title' }, el('h1', { tabindex: '-1' }, text), more);

/** Grey bars that stand where content will be. */
export const skeleton = (lines = 6) =>
  el('div', { class: 'skeleton', role: 'status' }, el('span', { class: 'unseen' }, 'Loading'),
    Array.from({ length: lines }, () => el('i')));

export const empty = (headline, ...explanation) =>
  el('div', { class: 'empty' }, el('p', { class: 'empty-head' }, headline), explanation.length > 0 && el('p', {}, explanation));

export const failed = (failure, retry) =>
  el('div', { class: 'empty', role: 'alert' },
    el('p', { class: 'empty-head' }, failure instanceof Refused || failure instanceof Unreachable ? failure.message : 'The explorer made a mistake.'),
    retry && el('button', { class: 'button', type: 'button', on: { click: retry } }, 'Try again'));

/** An account's sign: the tree for what the chain itself brought along. */
export const accountSign = (address) => (systemName(address) ? tree() : leaf(address));

/** An account's sign and name. */
export const accountLine = (address, options) => el('span', { class: 'who' }, accountSign(address), accountLink(address, options));
