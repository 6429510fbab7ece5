// SPDX-License-Identifier: Apache-2.0
// Tells how long a verification takes, in a fresh process and in a warm one, and how large the browser's file is.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const RUNS = 15;
const start = performance.now();
const { verify, Verifier } = await import('./dist/index.js');
const read = (name) => readFileSync(new URL(`../../docs/spec/evidence/verdicts/${name}`, import.meta.url));
const genesis = (name) => read(name).toString();
const loaded = performance.now();

if (process.argv[2] === 'cold') {
  const { proven } = verify(read('proven-1.cbor'), genesis('genesis.json'));
  if (!proven) throw new Error('not proven');
  console.log(JSON.stringify({ load: loaded - start, verify: performance.now() - loaded }));
} else {
  const cold = Array.from({ length: 5 }, () => JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), 'cold'])));
  say('cold, loading the modules', cold.map(({ load }) => load));
  say('cold, genesis and bundle', cold.map((run) => run.verify));
  say('warm, a genesis of four members', timed(() => Verifier.of(genesis('genesis.json'))));
  for (const [file, of] of [['proven-1.cbor', 'genesis.json'], ['proven-2.cbor', 'genesis-epochs.json'], ['proven-3.cbor', 'genesis.json']]) {
    const verifier = Verifier.of(genesis(of));
    say(`warm, ${file}`, timed(() => verifier.verify(read(file))));
  }
  const file = readFileSync(new URL('dist/banyan-verify.js', import.meta.url));
  console.log(`dist/banyan-verify.js: ${file.length} bytes, ${gzipSync(file, { level: 9 }).length} in gzip`);
}

function timed(work) {
  return Array.from({ length: RUNS }, () => {
    const before = performance.now();
    work();
    return performance.now() - before;
  });
}

/** The least is what the machine can do; the median, what it did among others. */
function say(what, millis) {
  const sorted = millis.toSorted((one, other) => one - other);
  console.log(`${what}: ${sorted[0].toFixed(0)} ms at least, ${sorted[sorted.length >> 1].toFixed(0)} in the middle`);
}
