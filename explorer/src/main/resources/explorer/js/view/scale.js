// SPDX-License-Identifier: Apache-2.0
// Where marks on an axis stand. Pure functions; test/scale.test.mjs holds their examples.

const STEPS = [1, 2, 2.5, 5, 10];

/** Round numbers that cover `low` to `high` in about `wanted` steps. */
export function niceTicks(low, high, wanted = 4) {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  if (low === high) {
    const room = Math.abs(low) * 0.1 || 1;
    return niceTicks(low - room, high + room, wanted);
  }
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.find((candidate) => candidate * power >= rough * 0.999) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Ticks for bytes: round numbers of KiB, MiB and so on. */
export function byteTicks(low, high, wanted = 4) {
  const factor = 1024 ** Math.max(0, Math.floor(Math.log(Math.max(1, Math.abs(high))) / Math.log(1024)));
  return niceTicks(low / factor, high / factor, wanted).map((tick) => tick * factor);
}

const SPANS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  172_800, 604_800, 2_592_000, 31_536_000].map((seconds) => seconds * 1000);

/** Moments on round clock times between two, at most `most` of them. */
export function timeTicks(from, to, most = 6, offsetMillis = 0) {
  const step = SPANS.find((candidate) => (to - from) / candidate <= most) ?? (to - from) / most;
  const ticks = [];
  for (let t = Math.ceil((from + offsetMillis) / step) * step - offsetMillis; t <= to; t += step) ticks.push(t);
  return { step, ticks };
}

/** Index of the point whose time is nearest; points ascend by time. */
export function nearest(points, time) {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle].time <= time) low = middle;
    else high = middle;
  }
  return Math.abs(points[low].time - time) <= Math.abs(points[high].time - time) ? low : high;
}

/** Splits points where the time between two is more than `factor` times the median: a pause is no line. */
export function runs(points, factor = 6) {
  if (points.length < 3) return points.length > 0 ? [points] : [];
  const steps = points.slice(1).map((point, index) => point.time - points[index].time);
  const median = [...steps].sort((a, b) => a - b)[steps.length >> 1];
  const parts = [[points[0]]];
  steps.forEach((step, index) => {
    if (median > 0 && step > factor * median) parts.push([]);
    parts.at(-1).push(points[index + 1]);
  });
  return parts;
}
