// SPDX-License-Identifier: Apache-2.0
// The card of a device's twin: what its owner wants, what the device says it does, and what is pending.

import { el, fill } from './dom.js';
import { age, badge, card, empty, table } from './parts.js';
import { count, stranger } from './format.js';
import { icon } from './glyph.js';
import { settings } from '../chain/twin.js';

const LENGTH = 120;

const STATES = {
  applied: () => badge('good', icon('done'), 'applied'),
  pending: () => badge('warm', 'pending'),
  refused: () => badge('bad', 'refused'),
  told: () => null,
};

/** A stranger's JSON value, in a line. */
function value(json) {
  if (json === undefined) return el('span', { class: 'quiet' }, '–');
  const text = stranger(typeof json === 'string' ? json : JSON.stringify(json), '""');
  return el('bdi', { class: typeof json === 'string' ? undefined : 'mono', title: text.length > LENGTH ? text : undefined },
    text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text);
}

const COLUMNS = [
  { head: 'Setting', cell: ({ pointer, reason }) => el('span', { class: 'setting' }, el('bdi', {}, stranger(pointer.slice(1))), reason !== undefined && el('small', { class: 'quiet' }, stranger(reason))) },
  { head: 'Desired', cell: ({ desired }) => value(desired) },
  { head: 'Reported', cell: ({ reported }) => value(reported) },
  { head: '', kind: 'number', cell: ({ state }) => STATES[state]() },
];

/** @returns { card, show(twin, name) }; the card is hidden until there is something to show */
export function twinCard() {
  const body = el('div', { class: 'twin' });
  const frame = card('Twin', body);
  frame.classList.add('twin-card');
  frame.hidden = true;
  return {
    card: frame,
    show(twin, name) {
      frame.hidden = !twin;
      if (!twin || body.matches(':focus-within')) return;
      const rows = settings(twin.desired?.document, twin.reported?.document, twin.reported?.refused);
      fill(body,
        rows.length > 0 ? table('Desired and reported settings', COLUMNS, rows).whole : empty('Nothing is desired, nothing reported.'),
        el('p', { class: 'quiet' }, words(twin)),
        !twin.desired && el('p', { class: 'quiet' }, 'Its owner says what it should do: ', el('code', {}, `banyan twin desire ${/^[\w.-]+$/.test(name) ? name : 'DEVICE'} interval=5s`)));
    },
  };
}

function words({ desired, reported, pending, pendingSince }) {
  const applied = reported?.applied?.version > 0 ? `Version ${count(reported.applied.version)} applied` : 'Nothing applied yet';
  return [
    reported ? [applied, ', reported ', age(reported.takenAt)] : 'The device has not reported yet',
    desired && [`; version ${count(desired.version)} is desired since `, age(desired.takenAt)],
    Array.isArray(pending) && pending.length > 0 && pendingSince ? [', and ', count(pending.length), pending.length === 1 ? ' setting' : ' settings', ' of it pending'] : '',
    '. Owner and device each signed their side; ', el('code', {}, 'banyan twin show'), ' checks both.',
  ];
}
