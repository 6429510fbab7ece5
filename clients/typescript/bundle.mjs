// SPDX-License-Identifier: Apache-2.0
// Writes dist/banyan-verify.js: the whole verifier as one minified module for pages.
import { build } from 'esbuild';

await build({
  entryPoints: ['dist/index.js'],
  outfile: 'dist/banyan-verify.js',
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  legalComments: 'none',
});
