// SPDX-License-Identifier: Apache-2.0
// Checks evidence in this very page, by the verifier of clients/typescript, on a thread of its own.

import { call } from './rpc.js';

const PATIENCE_MILLIS = 120_000;

/** The text of genesis.json as the node tells it. Who does not want to trust the node for that chooses a file. */
export const genesisText = (signal) => call('banyan_genesis', [], signal);

/**
 * @param evidence the file's text
 * @returns the verdict, as clients/typescript describes it, and how long it took
 */
export function verify(evidence, genesis, signal) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../verify/worker.js', import.meta.url), { type: 'module' });
    const timer = setTimeout(() => end(reject, new Error('The check took too long.')), PATIENCE_MILLIS);
    const leave = () => end(reject, signal.reason);
    function end(how, what) {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      worker.terminate();
      how(what);
    }
    signal.addEventListener('abort', leave);
    worker.addEventListener('message', ({ data }) => end(resolve, data));
    worker.addEventListener('error', (event) => end(reject, new Error(event.message || 'The verifier could not be loaded.')));
    worker.postMessage({ evidence, genesis });
  });
}
