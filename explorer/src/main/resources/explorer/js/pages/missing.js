// SPDX-License-Identifier: Apache-2.0
import { el, fill } from '../view/dom.js';
import { title } from '../view/parts.js';

export async function show({ main, say }) {
  say('No such page');
  fill(main, title('No such page'), el('p', { class: 'lead' }, 'The address in the bar names nothing here. ', el('a', { href: '#/' }, 'Back to the overview'), '.'));
}
