// SPDX-License-Identifier: Apache-2.0
// Whatever it is given, the verifier answers; and only the very bytes of a proven file are proven.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Refusal, Verifier, verify } from '../dist/index.js';
import { bytes, text } from './files.mjs';

const genesis = text('genesis.json');
const verifier = Verifier.of(genesis);

/** Numbers that look random and are the same in every run (mulberry32). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function mutated(good, next) {
  const bad = good.slice();
  for (let hits = 1 + next(7); hits > 0; hits -= 1) {
    const at = next(bad.length);
    if (next(2) === 0) {
      bad[at] = next(256);
    } else {
      // Puts a piece from elsewhere here: lengths and items stay plausible.
      const length = Math.min(1 + next(40), bad.length - at);
      bad.copyWithin(at, next(bad.length - length + 1), length);
    }
  }
  return bad;
}

test('no file makes it throw, and no changed file is proven', () => {
  const next = numbers(11);
  const files = ['proven-1.cbor', 'proven-1.json', 'proven-3.cbor', 'proven-3.json'].map(bytes);
  for (let i = 0; i < 2_000; i += 1) {
    const good = files[i % files.length];
    const bad = mutated(good, next);
    const same = good.every((byte, at) => byte === bad[at]);
    const found = verifier.verify(bad);
    assert.equal(found.proven, same);
    if (!same) {
      assert.doesNotMatch(found.links.at(-1).text, /the verifier failed/);
    }
  }
});

test('any bit of a file counts', () => {
  const next = numbers(7);
  for (const name of ['proven-1.cbor', 'proven-3.json']) {
    const good = bytes(name);
    for (let at = next(29); at < good.length; at += 29) {
      const bad = good.slice();
      bad[at] ^= 1 << next(8);
      assert.equal(verifier.verify(bad).proven, false, `${name}, byte ${at}`);
    }
  }
});

test('a file over the limit is refused before anything is decoded', () => {
  const { links } = verifier.verify(new Uint8Array(16 * 1024 * 1024 + 1));
  assert.match(links[0].text, /a file of 16777217 bytes/);
  assert.match(verifier.verify(new Uint8Array(16 * 1024 * 1024).fill(0x7b)).links[0].text, /byte 1/);
});

test('a genesis that is none proves nothing, and is named', () => {
  const file = bytes('proven-1.cbor');
  for (const [bad, reason] of [
    ['', /not JSON/],
    ['[', /not JSON/],
    ['['.repeat(100_000), /nested too deeply/],
    ['{"chainId": 4690, "chainId": 4690}', /stands twice/],
    [genesis.replace('"chainId"', '"chainID"'), /unknown field in genesis: chainID/],
    [genesis.replace('"name" : "test"', '"name" : "\\ud800"'), /name must be a text/],
    [`${genesis}{}`, /not JSON/],
    [genesis.replace(/("proofOfPossession" : "0x.{20})(.)/, (_, before, digit) => before + (digit === '0' ? '1' : '0')), /proofOfPossession/],
    [genesis.replace(/("blsPublicKey" : "0x)./, '$10'), /blsPublicKey is no point/],
    [genesis.replace('"gasLimit" : 30000000', '"gasLimit" : 3'), /gasLimit must lie between/],
  ]) {
    const verdict = verify(file, bad);
    assert.deepEqual([verdict.proven, verdict.links], [false, []]);
    assert.match(verdict.refusal, reason);
    assert.throws(() => Verifier.of(bad), Refusal);
  }
});

test('what is no input at all is refused, too', () => {
  for (const [file, of, options] of [
    [undefined, genesis, {}],
    [bytes('proven-1.cbor'), undefined, {}],
    [bytes('proven-1.cbor'), genesis, null],
    [bytes('proven-1.cbor'), genesis, { checkpoint: 'no checkpoint' }],
    [bytes('proven-1.cbor'), genesis, { checkpoint: text('checkpoint.json'), trustingPeriodMillis: 1 }],
    [bytes('proven-1.cbor'), genesis, { checkpoint: text('checkpoint.json'), trustingPeriodMillis: 0.5 }],
    [bytes('proven-1.cbor'), genesis, { checkpoint: text('checkpoint.json'), nowMillis: -1 }],
  ]) {
    const verdict = verify(file, of, options);
    assert.equal(verdict.proven, false);
    assert.ok(verdict.refusal);
  }
});
