// SPDX-License-Identifier: Apache-2.0
// Where a thing was: its track on a plain grid of metres. Nothing is fetched from a map's owner, who would learn what is
// looked at. The map shares its cursor with the charts below it.

import { el, fill, svg, write } from './dom.js';
import { measure, stranger, title, when } from './format.js';
import { nearest, runs } from './scale.js';
import { coordinates, plane, scaleBar } from '../chain/track.js';

const PAD = 44;
const GRID = 84;
/** The newest part of the track is drawn stronger. */
const FRESH = 24;
const TOUCH = 48;

/** @returns { figure, show(places) }; places as chain/track.js makes them */
export function map(group) {
  const drawing = svg('svg', { class: 'map', role: 'presentation' });
  const tip = el('div', { class: 'tip map-tip', hidden: true });
  const spoken = el('p', { class: 'unseen', 'aria-live': 'polite' });
  const frame = el('div', { class: 'map-frame', tabindex: '0', role: 'group', 'aria-label': 'Map of the track, arrow keys move along it' }, drawing, tip, spoken);
  const now = el('span', { class: 'figure-now mono' });
  const figure = el('figure', { class: 'card figure map-card' }, el('figcaption', {}, el('h3', {}, 'Track'), now), frame, legend());
  let all = [];
  let where;
  let cursor;
  let chosen = -1;

  const draw = () => {
    const [width, height] = [frame.clientWidth, frame.clientHeight];
    if (width < 80 || all.length === 0) return;
    where = plane(all, { width, height, pad: PAD });
    drawing.setAttribute('viewBox', `0 0 ${width} ${height}`);
    cursor = svg('g', { class: 'map-cursor', visibility: 'hidden' }, svg('circle', { r: 8 }), svg('circle', { class: 'dot', r: 3.5 }));
    fill(drawing, ground(width, height, where.perMetre), track(all, where), spots(all, where), here(all.at(-1), where), bar(height, where.perMetre), compass(width), cursor);
  };
  const self = {
    figure,
    show(next) {
      all = next;
      write(now, all.length > 0 ? coordinates(all.at(-1)) : '');
      draw();
    },
    mark(time) {
      if (time === undefined || !where || all.length === 0) {
        cursor?.setAttribute('visibility', 'hidden');
        tip.hidden = true;
        return;
      }
      chosen = nearest(all, time);
      const place = all[chosen];
      const [x, y] = [where.x(place), where.y(place)];
      for (const circle of cursor.children) {
        circle.setAttribute('cx', x);
        circle.setAttribute('cy', y);
      }
      cursor.setAttribute('visibility', 'visible');
      fill(tip, el('strong', {}, `Record ${place.sequence}`), el('span', {}, when(place.time)),
        place.values.slice(0, 5).map(({ name, unit, value }) => el('span', { class: 'map-value' }, el('bdi', {}, title(name)), ' ', el('b', {}, measure(value, unit)))),
        place.alarm && el('span', { class: 'alarm' }, stranger(place.alarm)),
        el('span', { class: place.anchored ? 'anchored' : 'waiting' }, place.anchored ? 'anchored' : 'waits for its anchor'));
      tip.hidden = false;
      const left = x + 18 + tip.offsetWidth > frame.clientWidth ? x - 18 - tip.offsetWidth : x + 18;
      tip.style.left = `${Math.max(4, left)}px`;
      tip.style.top = `${Math.min(Math.max(4, y - tip.offsetHeight / 2), Math.max(4, frame.clientHeight - tip.offsetHeight - 4))}px`;
    },
  };
  const timeAt = (event) => {
    if (!where || all.length === 0) return undefined;
    const box = frame.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let best;
    let least = TOUCH * TOUCH;
    // The newest of those that are as near: tracks cross themselves.
    for (const place of all) {
      const far = (where.x(place) - x) ** 2 + (where.y(place) - y) ** 2;
      if (far <= least) [best, least] = [place, far];
    }
    return best?.time;
  };
  frame.addEventListener('pointermove', (event) => group.point(timeAt(event)));
  frame.addEventListener('pointerdown', (event) => group.point(timeAt(event)));
  frame.addEventListener('pointerleave', () => group.leave());
  frame.addEventListener('blur', () => group.leave());
  frame.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || all.length === 0) return;
    event.preventDefault();
    const from = chosen < 0 || tip.hidden ? all.length : chosen;
    const to = all[Math.min(Math.max(from + step, 0), all.length - 1)];
    group.point(to.time);
    write(spoken, `${coordinates(to)}, ${when(to.time)}`);
  });
  new ResizeObserver(draw).observe(frame);
  group.join(self);
  return self;
}

const legend = () => el('ul', { class: 'map-legend', 'aria-hidden': 'true' },
  el('li', { class: 'key-anchored' }, 'anchored'), el('li', { class: 'key-waiting' }, 'waits for its anchor'), el('li', { class: 'key-alarm' }, 'alarm'), el('li', { class: 'key-here' }, 'last seen'));

/** Lines a round number of metres apart. */
function ground(width, height, perMetre) {
  const { metres } = scaleBar(perMetre, GRID);
  const step = metres * perMetre;
  const lines = [];
  for (let x = (width / 2) % step; x <= width; x += step) lines.push(svg('line', { x1: x, x2: x, y1: 0, y2: height }));
  for (let y = (height / 2) % step; y <= height; y += step) lines.push(svg('line', { x1: 0, x2: width, y1: y, y2: y }));
  return svg('g', { class: 'map-grid' }, lines);
}

const line = (points, where) => `M${points.map((place) => `${where.x(place).toFixed(1)} ${where.y(place).toFixed(1)}`).join('L')}`;

function track(all, where) {
  return runs(all).map((run) => [
    svg('path', { class: 'track-case', d: line(run, where) }),
    svg('path', { class: 'track-line', d: line(run, where) }),
    run.at(-1) === all.at(-1) && svg('path', { class: 'track-line fresh', d: line(run.slice(-FRESH), where) }),
  ]);
}

function spots(all, where) {
  const at = (place, kind, r) => svg('circle', { class: kind, cx: where.x(place), cy: where.y(place), r });
  return [all.filter(({ anchored }) => !anchored).slice(-200).map((place) => at(place, 'spot-waiting', 3)), all.filter(({ alarm }) => alarm).map((place) => at(place, 'spot-alarm', 4.5))];
}

const here = (place, where) => svg('g', { class: 'map-here' },
  svg('circle', { class: 'halo', cx: where.x(place), cy: where.y(place), r: 15 }), svg('circle', { class: 'core', cx: where.x(place), cy: where.y(place), r: 6.5 }));

function bar(height, perMetre) {
  const { metres, text } = scaleBar(perMetre, 120);
  const [x, y] = [16, height - 16];
  return svg('g', { class: 'map-bar' }, svg('path', { d: `M${x} ${y - 6}v6h${(metres * perMetre).toFixed(1)}v-6` }), svg('text', { x: x + 2, y: y - 10 }, text));
}

const compass = (width) => svg('g', { class: 'map-north', transform: `translate(${width - 26} 26)` },
  svg('path', { d: 'M0 -12 5 6 0 2.500 -5 6Z' }), svg('text', { y: 19, 'text-anchor': 'middle' }, 'N'));
