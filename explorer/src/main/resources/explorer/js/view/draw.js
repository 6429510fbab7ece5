// SPDX-License-Identifier: Apache-2.0
// An epoch as a banyan: the candidates are the figs in its canopy, and from each that was drawn a root reaches down to its
// seat. The ground below a seat is as deep as its member made blocks.

import { el, svg } from './dom.js';
import { foliage } from './canopy.js';
import { counted, stranger } from './format.js';

const WIDE = { width: 1152, tall: 344, crown: 92, margin: 40, ground: 252, depth: 56, number: 12 };
const NARROW = { width: 400, tall: 400, crown: 96, margin: 16, ground: 330, depth: 54, number: 0 };

const across = ({ width, margin }, index, count) => margin + ((index + 0.5) * (width - 2 * margin)) / count;

/** The canopy's lower edge is a bow: highest in its middle. */
const crownAt = (shape, x) => shape.crown - 52 * Math.sin((Math.PI * x) / shape.width);

/**
 * @param candidates by rank: { name, votes, seat: number or undefined, href }
 * @param seats in order: { name, produced, missedReveals, href }
 * @param evenShare blocks that fill the ground below a seat
 */
export function drawing(candidates, seats, evenShare, narrow = matchMedia('(max-width: 720px)').matches) {
  const shape = narrow ? NARROW : WIDE;
  const most = candidates.reduce((max, { votes }) => (votes > max ? votes : max), 1n);
  const room = (shape.width - 2 * shape.margin) / Math.max(candidates.length, seats.length, 12);
  const picture = svg('svg', { class: 'draw', viewBox: `0 0 ${shape.width} ${shape.tall}`, 'aria-hidden': 'true' },
    foliage(10, [64, 41, 83, 52, 70, 38], 30, shape.width), foliage(2, [47, 78, 35, 60, 92], 0, shape.width),
    svg('line', { class: 'ground', x1: shape.margin / 2, x2: shape.width - shape.margin / 2, y1: shape.ground, y2: shape.ground }));
  const bottom = seats.map((seat, index) => ({ ...seat, x: across(shape, index, seats.length) }));
  const top = candidates.map((candidate, index) => {
    const x = across(shape, index, candidates.length);
    return { ...candidate, x, y: crownAt(shape, x), r: Math.min(13, room * (0.16 + 0.3 * Math.sqrt(Number((candidate.votes * 10_000n) / most) / 10_000))) };
  });
  for (const fig of top.filter(({ seat }) => seat === undefined)) {
    picture.append(link(fig.href, 'fig idle', `${stranger(fig.name)}, not drawn`,
      svg('line', { x1: fig.x, x2: fig.x, y1: fig.y, y2: fig.y + fig.r + 12 }), svg('circle', { cx: fig.x, cy: fig.y, r: fig.r })));
  }
  for (const fig of top.filter(({ seat }) => bottom[seat])) picture.append(rooted(shape, fig, bottom[fig.seat], evenShare, room));
  const placed = new Set(top.map(({ seat }) => seat));
  bottom.forEach((seat, index) => {
    if (!placed.has(index)) picture.append(rooted(shape, { x: seat.x, y: crownAt(shape, seat.x), r: Math.min(9, room * 0.3), name: seat.name, seat: index, href: seat.href }, seat, evenShare, room));
  });
  return el('div', { class: 'draw-frame' }, picture);
}

function rooted(shape, fig, seat, evenShare, room) {
  const [from, to] = [fig.y + fig.r, shape.ground];
  const bow = (to - from) * 0.5;
  const part = Math.min(1.15, (seat.produced ?? 0) / Math.max(1, evenShare));
  const said = `${stranger(fig.name)}, seat ${fig.seat}: ${counted(seat.produced ?? 0, 'block')}${seat.missedReveals ? `, ${counted(seat.missedReveals, 'missed reveal')}` : ''}`;
  return link(seat.href ?? fig.href, seat.missedReveals ? 'fig drawn missed' : 'fig drawn', said,
    svg('path', { class: 'aerial', d: `M${fig.x} ${from}C${fig.x} ${from + bow} ${seat.x} ${to - bow} ${seat.x} ${to}` }),
    svg('circle', { cx: fig.x, cy: fig.y, r: fig.r }),
    svg('line', { class: 'bed', x1: seat.x, x2: seat.x, y1: to + 10, y2: to + 10 + shape.depth }),
    part > 0 && svg('line', { class: 'depth', x1: seat.x, x2: seat.x, y1: to + 10, y2: to + 10 + shape.depth * Math.min(1, part) }),
    svg('circle', { class: 'seat-mark', cx: seat.x, cy: to, r: Math.min(8, room * 0.28) }),
    shape.number > 0 && svg('text', { x: seat.x, y: to + shape.depth + 22, 'text-anchor': 'middle' }, fig.seat));
}

/** The table below says the same in words: the picture's links are for the mouse only. */
const link = (href, kind, said, ...marks) => svg('a', { class: kind, href, tabindex: '-1' }, svg('title', {}, said), marks);
