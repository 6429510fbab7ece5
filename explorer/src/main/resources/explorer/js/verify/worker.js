// SPDX-License-Identifier: Apache-2.0
// Pairings take a second or two; here they keep nobody from scrolling.
import { verify } from './banyan-verify.js';

addEventListener('message', ({ data: { evidence, genesis } }) => {
  const start = performance.now();
  const verdict = verify(new TextEncoder().encode(evidence), genesis);
  postMessage({ ...verdict, millis: performance.now() - start });
});
