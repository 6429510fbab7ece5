// SPDX-License-Identifier: Apache-2.0
// Drives a headless Chromium over its debugging pipe, with nothing but Node's standard library.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--force-color-profile=srgb', '--remote-debugging-pipe'];

/** Starts the browser named by CHROMIUM, or `chromium`. */
export function launch() {
  const profile = mkdtempSync(join(tmpdir(), 'explorer-'));
  const child = spawn(process.env.CHROMIUM ?? 'chromium', [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const waiting = new Map();
  const listeners = new Set();
  let id = 0;
  let rest = '';
  child.stdio[4].setEncoding('utf8').on('data', (chunk) => {
    const parts = (rest + chunk).split('\0');
    rest = parts.pop();
    for (const part of parts) {
      const message = JSON.parse(part);
      if (message.id) {
        const { resolve, reject } = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.error) reject(new Error(message.error.message));
        else resolve(message.result);
      } else {
        listeners.forEach((listener) => listener(message));
      }
    }
  });
  const send = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
    id += 1;
    waiting.set(id, { resolve, reject });
    child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  });
  return {
    /** Opens a tab of a size; `complaints` collects console errors, exceptions and policy violations. */
    async open({ width, height, dark = false, phone = false }) {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      const tell = (method, params) => send(method, params, sessionId);
      const complaints = [];
      listeners.add(({ sessionId: from, method, params }) => {
        if (from !== sessionId) return;
        if (method === 'Runtime.exceptionThrown') complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
        if (method === 'Runtime.consoleAPICalled' && params.type === 'error') complaints.push(params.args.map(({ value }) => value).join(' '));
        if (method === 'Log.entryAdded' && params.entry.level === 'error') complaints.push(`${params.entry.text} ${params.entry.url ?? ''}`);
      });
      await Promise.all(['Page.enable', 'Runtime.enable', 'Log.enable'].map((method) => tell(method)));
      await tell('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: phone ? 2 : 1, mobile: phone });
      await tell('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] });
      const evaluate = async (expression) => {
        const { result, exceptionDetails } = await tell('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
      };
      const comesTrue = (expression, millis) => evaluate(`new Promise((done) => {
        const end = Date.now() + ${millis};
        const holds = () => { try { return ${expression}; } catch { return false; } };
        const look = () => holds() ? done(true) : Date.now() > end ? done(false) : setTimeout(look, 50);
        look();
      })`);
      return {
        complaints,
        tell,
        evaluate,
        goto: (url) => tell('Page.navigate', { url }),
        /** Resolves once an expression is true in the page, an error being false; looks every 50 ms. */
        async until(expression, millis = 10_000) {
          if (!await comesTrue(expression, millis)) throw new Error(`never true: ${expression}`);
        },
        /** Keeps the mouse on a point of the page until an expression is true; follows the point where the page still fills. */
        async hover(point, expression, millis = 10_000) {
          for (const end = Date.now() + millis; ;) {
            const [x, y] = await evaluate(point);
            await tell('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
            if (await comesTrue(expression, 250)) return;
            if (Date.now() > end) throw new Error(`never true under the mouse: ${expression}`);
          }
        },
        async screenshot({ whole = true } = {}) {
          const { data } = await tell('Page.captureScreenshot', { format: 'png', captureBeyondViewport: whole });
          return Buffer.from(data, 'base64');
        },
        close: () => send('Target.closeTarget', { targetId }),
      };
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      send('Browser.close').catch(() => {});
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
