// SPDX-License-Identifier: Apache-2.0
import { el } from './dom.js';
import { icon } from './glyph.js';

/** Links to the newest and to older entries; a missing one leaves its place free. */
export const pager = ({ newest, older }) => el('nav', { class: 'pager', 'aria-label': 'Pages' },
  newest ? el('a', { class: 'button', href: newest }, icon('back'), 'Newest') : el('span', {}),
  older ? el('a', { class: 'button', href: older }, 'Older', icon('next')) : el('span', {}));
