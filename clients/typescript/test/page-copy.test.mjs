// SPDX-License-Identifier: Apache-2.0
// The explorer serves a copy of the built verifier, so that a node needs no Node.js to be built. It must be what the sources give:
//   npm run bundle && cp dist/banyan-verify.js ../../explorer/src/main/resources/explorer/js/verify/
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const text = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the copy in the explorer is the one that these sources give', () => {
  assert.ok(text('../dist/banyan-verify.js') === text('../../../explorer/src/main/resources/explorer/js/verify/banyan-verify.js'), 'the copy in the explorer is stale; build and copy it anew');
});
