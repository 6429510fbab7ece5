// SPDX-License-Identifier: Apache-2.0
// One quantity over time. Charts of one device share their cursor: point at one, read all.

import { el, fill, svg, write } from './dom.js';
import { clock, size, when } from './format.js';
import { byteTicks, nearest, niceTicks, runs, timeTicks } from './scale.js';

const HEIGHT = 168;
const PAD = { top: 10, right: 10, bottom: 24, left: 52 };

/** What the charts of one page share: which moment the reader looks at. */
export function cursorGroup() {
  const charts = new Set();
  return {
    join: (chart) => charts.add(chart),
    point: (time) => charts.forEach((chart) => chart.mark(time)),
    leave: () => charts.forEach((chart) => chart.mark(undefined)),
  };
}

/**
 * @param label what is measured, for people
 * @param group the cursor it shares
 * @returns { figure, show(points, unit) }; a point is { time (ms), value (number), text, anchored }, ascending by time
 */
export function chart(label, group) {
  const drawing = svg('svg', { class: 'plot', height: HEIGHT, role: 'presentation' });
  const newest = el('span', { class: 'figure-now' });
  const tip = el('div', { class: 'tip', hidden: true });
  const spoken = el('p', { class: 'unseen', 'aria-live': 'polite' });
  const frame = el('div', { class: 'plot-frame', tabindex: '0', role: 'group', 'aria-label': `${label}: chart, arrow keys move through the readings` }, drawing, tip, spoken);
  const figure = el('figure', { class: 'card figure' }, el('figcaption', {}, el('h3', {}, el('bdi', {}, label)), newest), frame);
  let points = [];
  let unit = '';
  let place;
  let cursor;
  let chosen = -1;

  const draw = () => {
    const width = frame.clientWidth;
    if (width < 80 || points.length === 0) return;
    place = places(points, width, unit);
    drawing.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    cursor = svg('g', { class: 'cursor', visibility: 'hidden' },
      svg('line', { y1: PAD.top, y2: HEIGHT - PAD.bottom }), svg('circle', { r: 4.5 }));
    fill(drawing, grid(place, width, unit), curve(points, place), cursor);
  };

  const self = {
    figure,
    show(nextPoints, nextUnit) {
      [points, unit] = [nextPoints, nextUnit];
      write(newest, points.at(-1)?.text ?? '');
      draw();
    },
    mark(time) {
      if (time === undefined || !place || points.length === 0) {
        cursor?.setAttribute('visibility', 'hidden');
        tip.hidden = true;
        return;
      }
      chosen = nearest(points, time);
      const point = points[chosen];
      const [x, y] = [place.x(point.time), place.y(point.value)];
      const [line, dot] = cursor.children;
      line.setAttribute('x1', x);
      line.setAttribute('x2', x);
      dot.setAttribute('cx', x);
      dot.setAttribute('cy', y);
      cursor.setAttribute('visibility', 'visible');
      fill(tip, el('strong', {}, point.text), el('span', {}, when(point.time)),
        el('span', { class: point.anchored ? 'anchored' : 'waiting' }, point.anchored ? 'anchored' : 'waits for its anchor'));
      tip.hidden = false;
      const half = tip.offsetWidth / 2;
      tip.style.left = `${Math.min(Math.max(x, half), frame.clientWidth - half)}px`;
    },
  };

  const timeAt = (event) => {
    const box = frame.getBoundingClientRect();
    return place?.time(event.clientX - box.left);
  };
  frame.addEventListener('pointermove', (event) => group.point(timeAt(event)));
  frame.addEventListener('pointerdown', (event) => group.point(timeAt(event)));
  frame.addEventListener('pointerleave', () => group.leave());
  frame.addEventListener('blur', () => group.leave());
  frame.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || points.length === 0) return;
    event.preventDefault();
    const from = chosen < 0 || tip.hidden ? points.length : chosen;
    const to = points[Math.min(Math.max(from + step, 0), points.length - 1)];
    group.point(to.time);
    write(spoken, `${to.text}, ${when(to.time)}`);
  });
  new ResizeObserver(draw).observe(frame);
  group.join(self);
  return self;
}

function places(points, width, unit) {
  const values = points.map(({ value }) => value);
  const ticks = (unit === 'B' ? byteTicks : niceTicks)(Math.min(...values), Math.max(...values), 3);
  const [from, to] = [points[0].time, points.at(-1).time];
  const [low, high] = [ticks[0], ticks.at(-1)];
  const inner = width - PAD.left - PAD.right;
  const tall = HEIGHT - PAD.top - PAD.bottom;
  const stretch = Math.max(1, to - from);
  return {
    from, to, ticks, inner,
    x: (time) => PAD.left + ((time - from) / stretch) * inner,
    y: (value) => PAD.top + (1 - (value - low) / (high - low)) * tall,
    time: (x) => from + ((x - PAD.left) / inner) * stretch,
  };
}

function grid(place, width, unit) {
  const zone = -new Date(place.to).getTimezoneOffset() * 60_000;
  const { step, ticks } = timeTicks(place.from, place.to, Math.max(2, Math.floor(place.inner / 90)), zone);
  return svg('g', { class: 'grid' },
    place.ticks.map((tick) => [
      svg('line', { x1: PAD.left, x2: width - PAD.right, y1: place.y(tick), y2: place.y(tick) }),
      svg('text', { x: PAD.left - 8, y: place.y(tick) + 4, 'text-anchor': 'end' }, axisLabel(tick, unit)),
    ]),
    ticks.map((time) =>
      svg('text', { x: place.x(time), y: HEIGHT - 6, 'text-anchor': 'middle' }, timeLabel(time, step))));
}

function axisLabel(value, unit) {
  if (unit === 'B') return size(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e9) return `${value / 1e9} G`;
  if (magnitude >= 1e6) return `${value / 1e6} M`;
  if (magnitude >= 1e4) return `${value / 1e3} k`;
  return String(value).replace(/^-/, '−');
}

function timeLabel(time, step) {
  if (step >= 86_400_000) return when(time).slice(5, 10);
  return step >= 60_000 ? clock(time).slice(0, 5) : clock(time);
}

function curve(points, place) {
  const base = HEIGHT - PAD.bottom;
  const at = ({ time, value }) => `${place.x(time).toFixed(1)} ${place.y(value).toFixed(1)}`;
  const parts = runs(points).map((run) => {
    const line = `M${run.map(at).join('L')}`;
    const area = `${line}L${place.x(run.at(-1).time).toFixed(1)} ${base}L${place.x(run[0].time).toFixed(1)} ${base}Z`;
    return [svg('path', { class: 'area', d: area }), svg('path', { class: 'line', d: line })];
  });
  const waiting = points.filter(({ anchored }) => !anchored).slice(-60);
  return [parts, waiting.map((point) => svg('circle', { class: 'waiting', cx: place.x(point.time), cy: place.y(point.value), r: 2.6 }))];
}

/** A line without axes, for a card. */
export function spark(values, { width = 120, height = 32, zero = false } = {}) {
  const drawing = svg('svg', { class: 'spark', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  if (values.length < 2) return drawing;
  const low = zero ? 0 : Math.min(...values);
  const high = Math.max(...values);
  const y = (value) => height - 2 - (high === low ? 0.5 : (value - low) / (high - low)) * (height - 4);
  const line = `M${values.map((value, index) => `${((index / (values.length - 1)) * width).toFixed(1)} ${y(value).toFixed(1)}`).join('L')}`;
  drawing.append(svg('path', { class: 'area', d: `${line}L${width} ${height}L0 ${height}Z` }), svg('path', { class: 'line', d: line }));
  return drawing;
}
