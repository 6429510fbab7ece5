// SPDX-License-Identifier: Apache-2.0
// hub/vectors: each value that claims to be right is, and each that claims to be wrong is told.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inboxOf, inboxWith } from '../dist/hub.js';
import * as hub from '../dist/hub.js';
import { keccak, require, Wrong } from '../dist/bytes.js';
import { keyOf, sign } from '../dist/keys.js';

const read = (name) => JSON.parse(readFileSync(new URL(`../../../vectors/${name}.json`, import.meta.url), 'utf8'));

function number(text) {
  const value = BigInt(text);
  require(value >= 0n && value < 1n << 256n, 'out of 256 bits');
  return value;
}

const numbered = (given, ...names) => ({ ...given, ...Object.fromEntries(names.map((name) => [name, number(given[name])])) });
const message = (m) => hub.checked({ ...numbered(m, 'from', 'to', 'nonce', 'amount', 'gas', 'deadline'), kind: Number(m.kind) });
const exits = (given) => given.map((e) => ({ ...e, sum: number(e.sum), count: Number(e.count) }));
const totals = (given, value) => given.map((item) => ({ asset: item.asset, value: number(item[value]) }));

function judged(name, judge) {
  test(`${name} are judged as everywhere`, () => {
    const file = read(name);
    const domain = { root: BigInt(file.domain.chainId), chains: file.domain.verifyingContract };
    for (const vector of file.vectors) {
      let accepted = false;
      try {
        accepted = judge(vector, domain);
      } catch (failure) {
        if (!(failure instanceof Wrong)) throw failure;
      }
      assert.equal(accepted ? 'accepted' : 'refused', vector.verdict, `${vector.name}: ${vector.reason}`);
    }
  });
}

judged('messages', (v, domain) => {
  const m = message(v.input);
  return hub.encodeMessage(m) === v.encoding && hub.messageDigest(m, domain) === v.digest && hub.trackingOf(m, domain) === v.tracking;
});

judged('inboxes', (v) => v.input.messages.reduce(inboxWith, inboxOf(BigInt(v.input.chainId))) === v.digest);

judged('totals', (v) => {
  const encoded = hub.encodeTotals(totals(v.input.totals, 'amount'), totals(v.input.tokens, 'id'));
  return encoded === v.encoding && keccak(encoded) === v.digest;
});

judged('exits', (v) => {
  const encoded = hub.encodeExits(exits(v.input.exits));
  return encoded === v.encoding && keccak(encoded) === v.digest;
});

judged('exit-trees', (v) => {
  const { asset, holdings, areTokens } = v.input;
  const tree = new hub.ExitTree(asset, holdings.map((h) => ({ account: h.account, value: number(h.value) })), areTokens);
  const { root, sum, count } = tree.exit();
  const paths = holdings.map((_, index) => tree.path(index).map((beside) => ({ ...beside, sum: String(beside.sum) })));
  const same = (a, b) => JSON.stringify(a, Object.keys(a ?? {}).sort()) === JSON.stringify(b, Object.keys(b ?? {}).sort());
  const alike = paths.length === v.paths.length && paths.every((path, i) => path.length === v.paths[i].length && path.every((beside, j) => same(beside, v.paths[i][j])));
  return same({ asset, root, sum: String(sum), count: String(count) }, v.exit) && alike;
});

test('accepted checkpoints have their digest', () => {
  // A chain makes checkpoints and is never given one, so what is wrong with the others is not its matter.
  const file = read('checkpoints');
  const domain = { root: BigInt(file.domain.chainId), chains: file.domain.verifyingContract };
  const accepted = file.vectors.filter(({ verdict }) => verdict === 'accepted');
  assert.ok(accepted.length > 1);
  for (const { name, input, encoding, digest } of accepted) {
    const c = { ...numbered(input, 'chainId', 'sequence', 'term', 'firstBlock', 'lastBlock', 'inboxCursor'), outboxCount: Number(input.outboxCount) };
    assert.equal(hub.encodeCheckpoint(c), encoding, name);
    assert.equal(hub.checkpointDigest(c, domain), digest, name);
  }
});

test('accepted outboxes have their root', () => {
  for (const { name, verdict, input, digest } of read('outbox-trees').vectors) {
    if (verdict === 'accepted') assert.equal(hub.outboxRoot(input.messages), digest, name);
  }
});

test('keys, and signatures over possessions', () => {
  const secrets = new Map();
  for (const { name, verdict, input, key } of read('keys').vectors) {
    if (verdict === 'accepted' && input.secret) {
      assert.equal(keyOf(input.secret), key, name);
      secrets.set(key, input.secret);
    }
  }
  const file = read('possessions');
  const domain = { root: BigInt(file.domain.chainId), chains: file.domain.verifyingContract };
  let signed = 0;
  for (const { name, verdict, input, encoding, signature } of file.vectors) {
    if (verdict !== 'accepted' || !secrets.has(input.key)) continue;
    const stated = hub.statement(domain, BigInt(input.chainId), input.account, input.key);
    assert.equal(stated, encoding, name);
    assert.equal(sign(secrets.get(input.key), stated), signature, name);
    signed += 1;
  }
  assert.ok(signed > 2);
});
