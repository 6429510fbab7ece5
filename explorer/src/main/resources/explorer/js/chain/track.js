// SPDX-License-Identifier: Apache-2.0
// A track out of readings, and a plane to draw it on. Pure functions; test/track.test.mjs holds their examples.

const METRES_PER_DEGREE = 111_320;
/** A thing that stands still gets a map as well. */
const LEAST_METRES = 40;

/** Whether a reading is a place's part, and not a quantity to plot. */
export const isPlace = ({ unit }) => unit === 'lat' || unit === 'lon';

/** Places by ascending time: { time, lat, lon, sequence, values, alarm, anchored }. Records come newest first. */
export function places(records) {
  const found = [];
  for (const record of records) {
    for (const [after, values] of moments(record.values)) {
      const lat = Number(values.find(({ unit }) => unit === 'lat')?.value ?? NaN);
      const lon = Number(values.find(({ unit }) => unit === 'lon')?.value ?? NaN);
      if (!(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) continue;
      found.push({
        time: record.timeMillis + after, lat, lon, sequence: record.sequence, values: values.filter((value) => !isPlace(value)),
        alarm: alarms(record)[0], anchored: record.anchored !== null,
      });
    }
  }
  return found.sort((a, b) => a.time - b.time);
}

/** Names of the alarms that a record raised. */
export const alarms = ({ rules = [] }) => rules.filter(({ alarm }) => alarm).map(({ name }) => name);

function moments(values) {
  const byTime = new Map();
  for (const value of values) {
    const { afterMillis = 0 } = value;
    if (!byTime.has(afterMillis)) byTime.set(afterMillis, []);
    byTime.get(afterMillis).push(value);
  }
  return byTime;
}

/**
 * A plane of metres that holds all places in the middle of a frame, equal scales both ways.
 *
 * @returns { x(place), y(place), perMetre }: pixels
 */
export function plane(all, { width, height, pad }) {
  const origin = all.at(-1);
  const east = ({ lon }) => (((lon - origin.lon + 540) % 360) - 180) * METRES_PER_DEGREE * Math.max(0.01, Math.cos((origin.lat * Math.PI) / 180));
  const north = ({ lat }) => (lat - origin.lat) * METRES_PER_DEGREE;
  const [west, right] = span(all.map(east));
  const [south, top] = span(all.map(north));
  const perMetre = Math.min((width - 2 * pad) / (right - west), (height - 2 * pad) / (top - south));
  return {
    perMetre,
    x: (place) => width / 2 + (east(place) - (west + right) / 2) * perMetre,
    y: (place) => height / 2 - (north(place) - (south + top) / 2) * perMetre,
  };
}

function span(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const missing = Math.max(0, LEAST_METRES - (high - low));
  return [low - missing / 2, high + missing / 2];
}

/** The longest of 1, 2, 5, 10, … metres that is at most `most` pixels long: { metres, text }. */
export function scaleBar(perMetre, most) {
  let metres = 0.1;
  for (let power = 0.1; power <= 10_000_000; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power * perMetre <= most) metres = step * power;
  }
  return { metres, text: metres >= 1000 ? `${metres / 1000} km` : metres >= 1 ? `${Math.round(metres)} m` : `${Math.round(metres * 100)} cm` };
}

/** 22.5605 and 88.2870 as "22.56050° N, 88.28700° E". */
export const coordinates = ({ lat, lon }) =>
  `${Math.abs(lat).toFixed(5)}° ${lat < 0 ? 'S' : 'N'}, ${Math.abs(lon).toFixed(5)}° ${lon < 0 ? 'W' : 'E'}`;
