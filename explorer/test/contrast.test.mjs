// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './load.mjs';

const tokens = readFileSync(join(root, 'explorer/src/main/resources/explorer/css/tokens.css'), 'utf8');

/** Colour tokens as [light, dark]. */
const colours = new Map([...tokens.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map(([, name, light, dark, both]) => [name, [light ?? both, dark ?? both]]));

/** Relative luminance, WCAG 2.2. */
function luminance(hex) {
  const [r, g, b] = hex.match(/\w\w/g).map((pair) => Number.parseInt(pair, 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

const PAIRS = [
  ...['ink', 'ink-2', 'ink-3', 'leaf', 'clay', 'bad'].flatMap((ink) => ['paper', 'card', 'card-2'].map((ground) => [ink, ground])),
  ['card', 'leaf'], ['card', 'bad'], ['leaf', 'leaf-soft'], ['clay', 'clay-soft'], ['bad', 'bad-soft'], ['ink', 'leaf-soft'], ['leaf', 'leaf-soft'],
  ...['hero-ink', 'hero-ink-2', 'hero-root'].flatMap((ink) => [[ink, 'hero'], [ink, 'hero-2']]),
];

test('text stands out from every ground it is written on', () => {
  for (const [ink, ground] of PAIRS) {
    for (const theme of [0, 1]) {
      const ratio = contrast(colours.get(ink)[theme], colours.get(ground)[theme]);
      assert.ok(ratio >= 4.5, `${ink} on ${ground} in ${theme === 0 ? 'light' : 'dark'}: ${ratio.toFixed(2)}`);
    }
  }
});
