// SPDX-License-Identifier: Apache-2.0
// The minified file in a real browser's page. Needs Chromium (or CHROMIUM to name one).
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { launch } from '../../../explorer/dev/browser.mjs';
import { path } from './files.mjs';

const missing = spawnSync(process.env.CHROMIUM ?? 'chromium', ['--version']).error ? 'no Chromium: the browser test is left out' : false;
const module = new URL('../dist/banyan-verify.js', import.meta.url);
const PAGE = '<!doctype html><title>verify</title><link rel="icon" href="data:,">';
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:";

let server, browser, tab;

before(async () => {
  if (missing) return;
  server = createServer(({ url }, answer) => {
    const script = url === '/banyan-verify.js';
    answer.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    answer.setHeader('content-security-policy', POLICY);
    const shared = /^\/([a-z0-9-]+\.(?:json|cbor))$/.exec(url);
    answer.end(script ? readFileSync(module) : shared ? readFileSync(path(shared[1])) : PAGE);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  browser = launch();
  tab = await browser.open({ width: 800, height: 600 });
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.until("document.title === 'verify' && document.readyState === 'complete'", 60_000);
});
after(async () => {
  await browser?.stop();
  server?.close();
});

/** What the page says of a file: the verdict, without what JSON cannot carry. */
const verified = (file, genesis) => tab.evaluate(`(async () => {
  const { verify } = await import('/banyan-verify.js');
  const [bundle, genesis] = await Promise.all([${JSON.stringify(file)}, ${JSON.stringify(genesis)}].map((name) => fetch('/' + name)));
  const start = performance.now();
  const verdict = verify(new Uint8Array(await bundle.arrayBuffer()), await genesis.text());
  return { proven: verdict.proven, last: verdict.links.at(-1), value: verdict.record?.readings[0].value, millis: performance.now() - start };
})()`);

for (const [file, genesis] of [
  ['proven-1.json', 'genesis.json'],
  ['proven-2.cbor', 'genesis-epochs.json'],
  ['proven-3.cbor', 'genesis.json'],
]) {
  test(`${file} is proven in a page`, { skip: missing }, async (context) => {
    const { proven, last, value, millis } = await verified(file, genesis);
    assert.equal(proven, true, last.text);
    assert.match(last.text, /is final: 3 of 4 seats signed it/);
    assert.match(value, /^2\d\.50$/);
    context.diagnostic(`${Math.round(millis)} ms`);
  });
}

test('a broken file is not, and nothing is said on the console', { skip: missing }, async () => {
  const { proven, last, value } = await verified('finality-signature-negated.cbor', 'genesis.json');
  assert.deepEqual([proven, last.name, value], [false, 'finality certificate', undefined]);
  assert.deepEqual(tab.complaints, []);
});
