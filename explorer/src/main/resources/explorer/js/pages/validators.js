// SPDX-License-Identifier: Apache-2.0
import { el, fill, reconcile } from '../view/dom.js';
import { age, badge, blockLink, copyable, empty, table, title } from '../view/parts.js';
import { count, percent, short, stranger } from '../view/format.js';
import { leaf } from '../view/glyph.js';
import { whileWatching } from '../chain/live.js';
import { committee } from '../chain/names.js';
import { proposals, recentBlocks, refreshBlocks } from '../chain/recent.js';

export async function show({ main, signal, say }) {
  say('Validators');
  const [members] = await Promise.all([committee.get(0), refreshBlocks()]);
  if (!members || members.length === 0) {
    fill(main, title('Validators'), empty('This node does not name its validators.'));
    return;
  }
  const view = table('The committee', [
    { head: 'Seat', kind: 'number', cell: ({ member }) => member.seat },
    { head: 'Name', cell: ({ member }) => el('span', { class: 'who' }, leaf(member.operator), el('a', { class: 'name', href: `#/account/${member.operator}` }, el('bdi', {}, stranger(member.name)))) },
    { head: 'Operator', kind: 'wide', cell: ({ member }) => copyable(member.operator, el('span', { class: 'mono', title: member.operator }, short(member.operator))) },
    { head: 'Signing key', kind: 'wide', cell: ({ member }) => (member.blsPublicKey ? copyable(member.blsPublicKey, el('span', { class: 'mono', title: member.blsPublicKey }, short(member.blsPublicKey))) : '–') },
    { head: 'Recent blocks', kind: 'number', cell: ({ made, of }) => el('span', { class: 'gas' }, `${made?.proposed ?? 0} `, el('small', {}, percent(made?.proposed ?? 0, of)), el('progress', { value: made?.proposed ?? 0, max: Math.max(1, of), 'aria-hidden': 'true' })) },
    { head: 'Last block', cell: ({ made }) => (made ? el('span', { class: 'pair' }, blockLink(made.last.number), age(made.last.timestampMillis)) : badge('plain', 'none recently')) },
  ], []);
  const paint = () => {
    const recent = recentBlocks().slice(0, 100);
    const byAccount = proposals(recent);
    const rows = members.map((member, seat) => ({ member: { seat, ...member }, made: byAccount.get(member.operator), of: recent.length }));
    reconcile(view.body, rows, ({ member }) => member.seat, view.line, (old, row) => fill(old, [...view.line(row).children]));
  };
  paint();
  fill(main, title('Validators'),
    el('p', { class: 'lead' }, about(members.length)),
    el('section', { class: 'card flush' }, view.whole));
  whileWatching(signal, async () => {
    await refreshBlocks();
    if (!view.body.matches(':focus-within')) paint();
  });
}

/** Simplex holds while fewer than a third of the seats fail: quorum n - f with n > 3f. */
function about(seats) {
  const faulty = Math.floor((seats - 1) / 3);
  const harm = faulty === 0 ? 'none may fail' : `any ${faulty === 1 ? 'one' : faulty} of them may fail or lie without harm`;
  return seats === 1 ? 'One validator runs this chain and signs every block alone.'
    : `${count(seats)} validators run this chain. A block is final once ${seats - faulty} of them have signed it; ${harm}.`;
}
