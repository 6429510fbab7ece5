// SPDX-License-Identifier: Apache-2.0
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** A module of the app, by its path below js/. */
export const load = (path) => import(join(here, '../src/main/resources/explorer/js', path));
export const root = join(here, '../..');
