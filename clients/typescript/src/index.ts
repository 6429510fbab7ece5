// SPDX-License-Identifier: Apache-2.0
export { LINKS, type LinkName } from './examination.js';
export type { Reading } from './reading.js';
export { Refusal } from './refusal.js';
export { type Link, type Options, type ProvenRecord, type Verdict, Verifier, verify } from './verifier.js';
