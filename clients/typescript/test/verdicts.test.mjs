// SPDX-License-Identifier: Apache-2.0
// The same verdict as the Java verifier, and the same broken link, for every file of the shared set.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { LINKS, Verifier, verify } from '../dist/index.js';
import { bytes, text, verdicts } from './files.mjs';

const verifiers = new Map();

/** Made once for a genesis and a checkpoint, for that is what takes time. */
function verifierFor({ genesis, checkpoint, nowMillis }) {
  const name = [genesis, checkpoint, nowMillis].join();
  if (!verifiers.has(name)) {
    const options = checkpoint === undefined ? {} : { checkpoint: text(checkpoint), nowMillis };
    verifiers.set(name, Verifier.of(text(genesis), options));
  }
  return verifiers.get(name);
}

for (const expected of verdicts) {
  const { file, genesis, checkpoint, verdict } = expected;
  test(`${file} under ${genesis}${checkpoint ? ` and ${checkpoint}` : ''}: ${verdict}`, () => {
    const found = verifierFor(expected).verify(bytes(file));
    const broken = found.links.find(({ holds }) => !holds);
    assert.equal(found.proven ? 'proven' : broken.name, verdict, broken?.text);
    assert.equal(found.record !== null, found.proven);
    assert.deepEqual(found.links.map(({ name }) => name), LINKS.slice(0, found.links.length));
    assert.doesNotMatch(broken?.text ?? '', /the verifier failed/);
    if (found.proven) {
      assert.deepEqual(found.links.map((link) => link.text), expected.texts);
    }
  });
}

test('the set has broken links of every name, and is no smaller than it was', () => {
  assert.ok(verdicts.length >= 100, `${verdicts.length} verdicts`);
  for (const name of [...LINKS, 'proven']) {
    assert.ok(verdicts.filter(({ verdict }) => verdict === name).length >= 2, name);
  }
});

test('a proven verdict carries the reading and the checkpoint to begin with next time', () => {
  const first = verify(bytes('proven-1-many-readings.cbor'), text('genesis.json'));
  assert.equal(first.record.sequence, 1);
  assert.deepEqual(first.record.readings[0], { name: 'temperature', unit: 'Cel', value: '-0.050', afterMillis: 0 });
  assert.deepEqual(first.record.readings[1], { name: 'count', unit: '', value: '-9223372036854775808', afterMillis: 0 });
  assert.equal(first.record.readings.at(-1).afterMillis, 86_400_000);
  assert.equal(first.checkpoint, null);
  const later = verifierFor({ genesis: 'genesis-epochs.json' }).verify(bytes('proven-2.cbor'));
  assert.equal(later.checkpoint, text('checkpoint.json'));
});
