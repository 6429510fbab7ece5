// SPDX-License-Identifier: Apache-2.0
// Puts one bug at a time into a copy of the contracts, compiles it, and runs the test that must fail. A bug that lives, and one that
// does not compile, ends it with a failure. `node mutants/hunt.mjs [PART OF A NAME]`
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bugs, group } from './hub.mjs';

const contracts = join(dirname(fileURLToPath(import.meta.url)), '..');
const wanted = bugs.filter(({ name }) => name.includes(process.argv[2] ?? ''));
const PATIENCE = 600_000;

const run = (folder, ...words) => spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', timeout: PATIENCE });

/** Whether the test noticed, and in how many seconds. */
function hunt({ file, from, to, test }) {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-mutant-'));
  try {
    for (const each of ['src', 'test', 'artifacts', 'compile.mjs', 'package.json']) {
      cpSync(join(contracts, each), join(folder, each), { recursive: true });
    }
    symlinkSync(join(contracts, 'node_modules'), join(folder, 'node_modules'));
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, () => to));
    const compiled = run(folder, 'compile.mjs', '--only', group);
    if (compiled.status !== 0) throw new Error(`it does not compile: ${compiled.stderr.slice(0, 400)}`);
    return run(folder, '--test', `--test-timeout=${PATIENCE}`, test).status !== 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Without a bug they are green: what fails below fails for its bug.
for (const test of new Set(wanted.map((each) => each.test))) {
  const begun = Date.now();
  if (hunt({ ...wanted[0], to: wanted[0].from, test })) {
    console.error(`${test} fails without any bug`);
    process.exit(1);
  }
  console.log(`green  ${test} (${Math.round((Date.now() - begun) / 1000)} s)`);
}

const alive = [];
for (const [i, each] of wanted.entries()) {
  const begun = Date.now();
  const isCaught = hunt(each);
  if (!isCaught) alive.push(each.name);
  console.log(`${i + 1} of ${wanted.length}  ${isCaught ? 'caught' : 'ALIVE '}  ${each.name} (${each.test}, ${Math.round((Date.now() - begun) / 1000)} s)`);
}
console.log(alive.length === 0 ? `all ${wanted.length} caught` : `${alive.length} of ${wanted.length} live: ${alive.join('; ')}`);
process.exit(alive.length === 0 && wanted.length > 0 ? 0 : 1);
