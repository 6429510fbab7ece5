// SPDX-License-Identifier: Apache-2.0
// The shared files: the Java verifier's verdicts are pinned beside them (docs/spec/evidence/verdicts).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const path = (name) => fileURLToPath(new URL(`../../../docs/spec/evidence/verdicts/${name}`, import.meta.url));
export const bytes = (name) => new Uint8Array(readFileSync(path(name)));
export const text = (name) => readFileSync(path(name), 'utf8');
export const verdicts = JSON.parse(text('verdicts.json'));
