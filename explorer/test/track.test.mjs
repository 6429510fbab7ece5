// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { alarms, coordinates, places, plane, scaleBar } from '../src/main/resources/explorer/js/chain/track.js';

const at = (lat, lon) => [{ name: 'lat', unit: 'lat', value: lat }, { name: 'lon', unit: 'lon', value: lon }];
const record = (sequence, values, more = {}) => ({ sequence, timeMillis: sequence * 1000, anchored: null, values, ...more });

test('a record of several moments is several places, the oldest first', () => {
  const later = at('1.5', '2.5').map((value) => ({ ...value, afterMillis: 250 }));
  const found = places([record(3, at('3', '4'), { anchored: { block: 7 }, rules: [{ name: 'keep', alarm: false }, { name: 'frost', alarm: true }] }), record(2, [...at('1', '2'), { name: 'speed', unit: 'm/s', value: '3' }, ...later])]);
  assert.deepEqual(found.map(({ time, lat, lon, alarm, anchored }) => [time, lat, lon, alarm, anchored]), [[2000, 1, 2, undefined, false], [2250, 1.5, 2.5, undefined, false], [3000, 3, 4, 'frost', true]]);
  assert.deepEqual(found[0].values.map(({ name }) => name), ['speed']);
});

test('what is no place on Earth is none', () => {
  assert.deepEqual(places([record(1, at('91', '0')), record(2, at('0', '181')), record(3, at('NaN', '1')), record(4, at('1', '2').slice(1)), record(5, [])]), []);
});

test('only alarms count as alarms', () => assert.deepEqual([alarms({}), alarms({ rules: [{ name: 'a', alarm: false }, { name: 'b', alarm: true }] })], [[], ['b']]));

test('a plane keeps north up, shapes true, and all in its frame', () => {
  const all = [{ lat: 60, lon: 10 }, { lat: 60.01, lon: 10 }, { lat: 60, lon: 10.02 }];
  const frame = { width: 800, height: 400, pad: 40 };
  const { x, y } = plane(all, frame);
  assert.ok(y(all[1]) < y(all[0]));
  assert.ok(x(all[2]) > x(all[0]));
  // At 60 degrees a degree of longitude is half as long as one of latitude.
  assert.ok(Math.abs((x(all[2]) - x(all[0])) - (y(all[0]) - y(all[1]))) < 1);
  for (const place of all) assert.ok(x(place) >= 39 && x(place) <= 761 && y(place) >= 39 && y(place) <= 361);
});

test('a thing that stands still, and one that crosses the date line, are drawn', () => {
  const still = plane([{ lat: 1, lon: 2 }], { width: 400, height: 300, pad: 40 });
  assert.deepEqual([still.x({ lat: 1, lon: 2 }), still.y({ lat: 1, lon: 2 })], [200, 150]);
  const line = [{ lat: 0, lon: 179.999 }, { lat: 0, lon: -179.999 }];
  const { x, perMetre } = plane(line, { width: 400, height: 300, pad: 40 });
  assert.ok(Math.abs((x(line[1]) - x(line[0])) / perMetre - 222.6) < 1);
});

test('a scale has round metres', () => {
  assert.deepEqual(scaleBar(0.3, 120), { metres: 200, text: '200 m' });
  assert.deepEqual(scaleBar(0.01, 120), { metres: 10_000, text: '10 km' });
  assert.deepEqual(scaleBar(100, 60), { metres: 0.5, text: '50 cm' });
});

test('coordinates are words', () => assert.equal(coordinates({ lat: -22.5605, lon: 88.287 }), '22.56050° S, 88.28700° E'));
