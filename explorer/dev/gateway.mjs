// SPDX-License-Identifier: Apache-2.0
// A made-up gateway in the shapes of the real one, as the node passes it on. Its evidence is real, but of another record: the
// bundles and the genesis that all verifiers are held to (docs/spec/evidence/verdicts).
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const verdicts = join(dirname(fileURLToPath(import.meta.url)), '../../docs/spec/evidence/verdicts');
const text = (file) => readFileSync(join(verdicts, file), 'utf8');

export const genesis = () => text('genesis.json');
const PROVEN = text('proven-3.json');

/** One bit of the record's signature. */
const spoilt = () => PROVEN.replace(/("record": "0x[0-9a-f]+)([0-9a-f])"/, (_, head, last) => `${head}${(parseInt(last, 16) ^ 1).toString(16)}"`);

const READINGS = /^\/gateway\/v1\/devices\/(0x[0-9a-f]{64})\/readings(?:\/before\/(\d+))?$/;
const EVIDENCE = /^\/gateway\/v1\/devices\/(0x[0-9a-f]{64})\/evidence\/(\d+)\.json$/;

const TWIN = /^\/gateway\/v1\/devices\/(0x[0-9a-f]{64})\/twin$/;

/** @returns answer(path): { status, body }; its `lies` may be set to spoil every bundle */
export function gateway(world, present) {
  const carts = () => (present ? world.devices.filter(({ kind }) => kind.through) : []);
  const records = (id) => carts().find((cart) => cart.id === id)?.records;
  const self = {
    lies: false,
    answer(path) {
      if (path === '/gateway/v1/devices') return { status: 200, body: JSON.stringify({ gateway: present ? 'here' : 'none', devices: carts().map(row) }) };
      const reading = READINGS.exec(path);
      if (reading && records(reading[1])) {
        const before = Number(reading[2] ?? Infinity);
        return { status: 200, body: JSON.stringify(records(reading[1]).filter(({ sequence }) => sequence < before).slice(-200).reverse().map(shown)) };
      }
      const twin = TWIN.exec(path);
      if (twin && records(twin[1])) return { status: 200, body: JSON.stringify(twinOf(twin[1], /^[\w ]+$/.test(carts().find(({ id }) => id === twin[1]).kind.name))) };
      if (records(EVIDENCE.exec(path)?.[1])) return { status: 200, body: self.lies ? spoilt() : PROVEN };
      return { status: 404, body: 'no such thing\n' };
    },
  };
  return self;
}

/** One device lags a setting behind; the other one's owner and software are hostile. */
function twinOf(device, isHonest) {
  const now = Date.now();
  const document = isHonest ? { interval: '5s', led: { on: true, colour: [0, 80, 20] }, report: 'hourly' } : { '<b>\u202Eevil</b>': '<img src=x onerror=alert(1)>'.repeat(20), __proto__polluted: null };
  return {
    device,
    desired: { tenure: 0, version: 4, timeMillis: now - 95_000, document, signed: '{}', takenAt: now - 95_000 },
    reported: {
      counter: now - 60_000, timeMillis: now - 60_000, applied: { tenure: 0, version: 4 },
      document: isHonest ? { interval: '5s', led: { on: true, colour: [0, 0, 0] }, queue: 3, software: 'banyan 0.1.0' } : { software: '\u0000<script>alert(1)</script>' },
      refused: isHonest ? { '/report': 'this device knows no such setting; it takes interval' } : {}, signed: '0x', takenAt: now - 60_000,
    },
    pending: isHonest ? ['/led/colour', '/report'] : ['/<b>\u202Eevil<~1b>'],
    pendingSince: now - 95_000,
  };
}

const row = ({ id, records, anchoredUpTo, base }) => ({ id, records: records.length, anchored: anchoredUpTo - base, lastSequence: records.at(-1).sequence, lastReading: records.at(-1).timeMillis });

function shown(record) {
  const fresh = Date.now() - record.timeMillis < 4_000;
  const cold = record.values.some(({ name, value }) => name === 'temperature' && Number(value) < 0);
  return { ...record, status: record.anchored ? 'anchored' : fresh ? 'kept' : 'logged', rules: cold && !fresh ? [{ name: 'frost in the <i>cold</i> box', alarm: true }] : [] };
}
