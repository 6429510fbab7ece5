// SPDX-License-Identifier: Apache-2.0
// The same verdict as the Java verifier, and the same broken link, for every file of the shared set.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { LINKS, Verifier, verify } from '../dist/index.js';
import { bytes, text, verdicts } from './files.mjs';

const verifiers = new Map();

/** Made once for a genesis and a checkpoint, for that is what takes time. */
function verifierFor({ genesis, checkpoint, nowMillis, witnesses, witnessesNeeded }) {
  const name = [genesis, checkpoint, nowMillis, witnesses, witnessesNeeded].join();
  if (!verifiers.has(name)) {
    const trust = checkpoint === undefined ? {} : { checkpoint: text(checkpoint), nowMillis };
    const options = witnesses === undefined ? trust : { ...trust, witnesses, witnessesNeeded };
    verifiers.set(name, Verifier.of(text(genesis), options));
  }
  return verifiers.get(name);
}

for (const expected of verdicts) {
  const { file, genesis, checkpoint, witnesses, witnessesNeeded, verdict } = expected;
  const wanted = witnesses ? ` with ${witnessesNeeded} of ${witnesses.map((key) => key.split('+')[0])}` : '';
  test(`${file} under ${genesis}${checkpoint ? ` and ${checkpoint}` : ''}${wanted}: ${verdict}`, () => {
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

test('witnesses that are named wrongly are refused with a sentence', () => {
  const [{ witnesses }] = verdicts.filter((each) => each.witnesses);
  const named = (...keys) => verify(bytes('proven-4.cbor'), text('genesis.json'), { witnesses: keys }).refusal;
  assert.equal(named(...witnesses), null);
  assert.match(named(), /1 to 64/);
  assert.match(named('w1.example'), /NAME/);
  assert.match(named(witnesses[0].replace(/[+][0-9a-f]{8}[+]/, '+00000000+')), /id/);
  assert.match(named(witnesses[0], witnesses[0]), /twice/);
  const options = { witnesses, witnessesNeeded: 2 };
  assert.match(verify(bytes('proven-4.cbor'), text('genesis.json'), options).refusal, /1 to 1/);
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
