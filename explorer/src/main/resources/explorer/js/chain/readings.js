// SPDX-License-Identifier: Apache-2.0
// The readings of one device as the pages use them.

import { measure } from '../view/format.js';

/** Joins two lists of records by their sequence number, newest first; the fresher word on a record wins. */
export function join(old, fresh) {
  const bySequence = new Map(old.map((record) => [record.sequence, record]));
  for (const record of fresh) bySequence.set(record.sequence, record);
  return [...bySequence.values()].sort((a, b) => b.sequence - a.sequence);
}

/** Records to one series a quantity: name -> { unit, points }, points ascending by time; names in order of appearance. */
export function series(records) {
  const byName = new Map();
  for (const record of [...records].reverse()) {
    for (const { name, unit, value, afterMillis = 0 } of record.values) {
      const number = Number(value);
      if (!Number.isFinite(number)) continue;
      if (!byName.has(name)) byName.set(name, { unit, points: [] });
      byName.get(name).points.push({ time: record.timeMillis + afterMillis, value: number, text: measure(value, unit), anchored: record.anchored !== null });
    }
  }
  return byName;
}

/** The evidence file's exact bytes: the canonical form is two spaces a level and one line feed at the end. */
export const evidenceText = (bundle) => (typeof bundle === 'string' ? bundle : `${JSON.stringify(bundle, null, 2)}\n`);

/** A file name that no file system minds. */
export function evidenceName(device, sequence) {
  const plain = String(device ?? '').normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').toLowerCase();
  return `banyan-evidence-${plain.slice(0, 40) || 'device'}-${sequence}.json`;
}
