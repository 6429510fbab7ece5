// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { path, verdicts } from './files.mjs';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

function run(...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('a proven file is said to be, link by link', () => {
  const { status, stdout, stderr } = run(path('proven-1.json'), '--genesis', path('genesis.json'));
  assert.deepEqual([status, stderr], [0, '']);
  assert.equal(stdout.match(/^ok /gm).length, 11);
  assert.match(stdout, /proven-1\.json: proven\n$/);
});

test('a broken one is, too, and the exit code tells', () => {
  const { status, stdout } = run(path('proven-1.json'), path('receipt-failed.cbor'), '--genesis', path('genesis.json'));
  assert.equal(status, 1);
  assert.match(stdout, /BROKEN receipt: the anchoring transaction failed\n.*receipt-failed\.cbor: NOT proven\n$/);
});

test('a checkpoint that is too old is refused', () => {
  const { status, stdout } = run(path('from-checkpoint.cbor'), '--genesis', path('genesis-epochs.json'), '--trusted-checkpoint', path('checkpoint.json'), '--trusting-period', '1');
  assert.equal(status, 1);
  assert.match(stdout, /BROKEN committee handovers: the checkpoint is \d+ h old, and trusted for less than 24 h/);
});

test('a witness that is named must have seen it', () => {
  const { witnesses } = verdicts.find((each) => each.witnesses);
  const seen = run(path('proven-4.json'), '--genesis', path('genesis.json'), '--witness', witnesses[0]);
  assert.match(seen.stdout, /ok {5}witnesses: .* were seen by .*w1\.example at 2025/);
  assert.equal(seen.status, 0);
  const unseen = run(path('proven-3.json'), '--genesis', path('genesis.json'), '--witness', witnesses[0]);
  assert.match(unseen.stdout, /BROKEN witnesses: no witness saw it, and 1 must\n/);
  assert.equal(unseen.status, 1);
});

test('what cannot be looked at is explained in a line', () => {
  for (const [words, reason] of [
    [[], /--genesis are wanted/],
    [[path('proven-1.json')], /--genesis are wanted/],
    [[path('proven-1.json'), '--genesis', '/no/such/file'], /cannot read \/no\/such\/file/],
    [[path('proven-1.json'), '--genesis', path('proven-1.json')], /unknown field in genesis: format/],
    [[path('proven-4.json'), '--genesis', path('genesis.json'), '--witness', 'w1.example'], /NAME\+ID\+KEY/],
    [[path('proven-4.json'), '--genesis', path('genesis.json'), '--witnesses-needed', '1'], /none is named/],
    [[path('proven-1.json'), '--what'], /Unknown option '--what'/],
    [['/dev/zero', '--genesis', path('genesis.json')], /\/dev\/zero has over 16777216 bytes/],
    [[path('proven-1.json'), '--genesis', path('genesis.json'), '--trusting-period', '91'], /1 to 90 days/],
  ]) {
    const { status, stderr } = run(...words);
    assert.equal(status, 2, stderr);
    assert.match(stderr, reason);
    assert.equal(stderr.trimEnd().split('\n').length, 1);
  }
});
