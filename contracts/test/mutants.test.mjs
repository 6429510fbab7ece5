// SPDX-License-Identifier: Apache-2.0
// The bugs of mutants/ are still bugs of these sources: each has its line, once. `npm run mutants` hunts them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bugs } from '../mutants/hub.mjs';

const contracts = join(dirname(fileURLToPath(import.meta.url)), '..');

test('every seeded bug has its line in the sources, once, and a test that is there', () => {
  assert.ok(bugs.length >= 20);
  assert.equal(new Set(bugs.map(({ name }) => name)).size, bugs.length);
  for (const { name, file, from, to, test: caughtBy } of bugs) {
    assert.equal(readFileSync(join(contracts, file), 'utf8').split(from).length, 2, `${name}: ${file}`);
    assert.notEqual(from, to, name);
    assert.ok(existsSync(join(contracts, caughtBy)), caughtBy);
  }
});
