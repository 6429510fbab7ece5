// SPDX-License-Identifier: Apache-2.0
// A small sign for an account or a device, drawn from its bytes: growth rings for devices, a leaf for accounts. It helps
// an eye to recognise; it proves nothing.

import { svg } from './dom.js';

/** Bytes that differ for all but equal texts: FNV-1a, then xorshift. */
function bytesOf(text) {
  let state = 0x811c9dc5;
  for (const character of text.toLowerCase()) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  return Array.from({ length: 16 }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

/** Rings of a tree trunk, as a device's sign. */
export function rings(id, active = true) {
  const bytes = bytesOf(id);
  const glyph = svg('svg', { class: `glyph rings${active ? '' : ' faded'}`, viewBox: '0 0 40 40', 'aria-hidden': 'true' },
    svg('circle', { class: 'wood', cx: 20, cy: 20, r: 19.5 }));
  [16, 12.2, 8.4, 4.6].forEach((radius, ring) => {
    const around = 2 * Math.PI * radius;
    const share = 0.35 + (bytes[ring * 3] / 255) * 0.5;
    glyph.append(svg('circle', {
      class: bytes[ring * 3 + 1] % 3 === 0 ? 'ring warm' : 'ring',
      cx: 20, cy: 20, r: radius,
      'stroke-dasharray': `${(around * share).toFixed(2)} ${around.toFixed(2)}`,
      transform: `rotate(${Math.round((bytes[ring * 3 + 2] / 255) * 360)} 20 20)`,
    }));
  });
  return glyph;
}

/** A five by five leaf pattern, as an account's sign. */
export function leaf(address) {
  const bytes = bytesOf(address);
  const glyph = svg('svg', { class: 'glyph leaf', viewBox: '0 0 20 20', 'aria-hidden': 'true' });
  for (let row = 0; row < 5; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      const value = bytes[row * 3 + column];
      if (value % 2 === 0) continue;
      for (const x of column === 2 ? [2] : [column, 4 - column]) {
        glyph.append(svg('rect', { class: value % 7 === 0 ? 'warm' : '', x: 2.5 + x * 3, y: 2.5 + row * 3, width: 3, height: 3, rx: 0.9 }));
      }
    }
  }
  return glyph;
}

/** The sign of the house, for what stands in genesis. */
export const tree = () => svg('svg', { class: 'glyph tree', viewBox: '0 0 32 32', 'aria-hidden': 'true' },
  svg('path', { class: 'canopy', d: 'M2.5 14.5C2.5 7.6 8.6 3 16 3s13.5 4.6 13.5 11.5c0 1.1-.9 2-2 2h-23c-1.1 0-2-.9-2-2Z' }),
  svg('path', { class: 'trunks', d: 'M16 16v13M10.5 16v10M21.5 16v10M5.6 16v5.5M26.4 16v5.5' }));

const PATHS = {
  download: 'M10 3v9m0 0 3.5-3.5M10 12 6.5 8.500M4 16.500h12',
  copy: 'M7.5 7.500v-3h8v8h-3m-8-5h8v8h-8Z',
  done: 'm4.5 10.5 3.5 3.5 7.5-8',
  next: 'm8 5 5 5-5 5',
  back: 'm12 5-5 5 5 5',
  close: 'm5.5 5.5 9 9m0-9-9 9',
};

/** A line icon of 20 by 20. */
export const icon = (name) => svg('svg', { class: 'icon', viewBox: '0 0 20 20', 'aria-hidden': 'true' }, svg('path', { d: PATHS[name] }));
