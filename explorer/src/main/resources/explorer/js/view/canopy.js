// SPDX-License-Identifier: Apache-2.0
// The chain as a banyan: every block is a root that hangs from the canopy, the longer the more it carries. New ones grow
// on the right.

import { svg } from './dom.js';
import { counted } from './format.js';

const ROOTS = 72;
const STEP = 16;
const TALL = 150;

/** How far a block's root reaches, 0 to 1: doubling the transactions adds the same length. */
const reach = (transactions, most) => Math.log2(1 + transactions) / Math.log2(1 + Math.max(24, most));

/** The leaves' lower edge: bows of changing width, the same on every visit. */
export function foliage(depth, widths, shift, length = ROOTS * STEP) {
  let x = -shift;
  let path = `M${x} -2`;
  for (let index = 0; x < length; index += 1) {
    const width = widths[index % widths.length];
    path += `${index === 0 ? 'L' : ' '}${index === 0 ? `${x} ${depth}` : ''}Q${x + width / 2} ${depth + width * 0.42} ${x + width} ${depth}`;
    x += width;
  }
  return svg('path', { class: 'foliage', d: `${path}L${x} -2Z` });
}

export function canopy() {
  const roots = svg('g', { class: 'roots' });
  const drawing = svg('svg', {
    class: 'canopy', viewBox: `0 0 ${ROOTS * STEP} ${TALL}`, preserveAspectRatio: 'xMaxYMin slice', role: 'img',
    'aria-label': 'The newest blocks as roots of a tree, the newest on the right',
  }, foliage(13, [64, 41, 83, 52, 70, 38], 30), roots, foliage(4, [47, 78, 35, 60, 92], 0));
  let newest = -1;

  const root = (block, index, most) => {
    const x = (ROOTS - 0.5 - index) * STEP;
    const end = 34 + reach(block.transactionCount, most) * (TALL - 44);
    return svg('g', { class: index === 0 ? 'root tip-root' : 'root', opacity: (1 - index / (ROOTS * 1.15)).toFixed(2) },
      svg('line', { x1: x, x2: x, y1: -8, y2: end }),
      svg('title', {}, `Block ${block.number}: ${counted(block.transactionCount, 'transaction')}`));
  };

  return {
    drawing,
    show(blocks) {
      if (blocks.length === 0 || blocks[0].number === newest) return;
      const grown = newest < 0 ? 0 : Math.min(blocks[0].number - newest, 8);
      newest = blocks[0].number;
      const seen = blocks.slice(0, ROOTS);
      const most = Math.max(...seen.map(({ transactionCount }) => transactionCount));
      roots.replaceChildren(...seen.map((block, index) => root(block, index, most)));
      if (grown > 0 && roots.animate && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
        roots.animate([{ transform: `translateX(${grown * STEP}px)` }, { transform: 'none' }],
          { duration: 420, easing: 'cubic-bezier(.2,.7,.2,1)' });
      }
    },
  };
}
