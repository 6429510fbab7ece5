// SPDX-License-Identifier: Apache-2.0
// Tells pages when the chain has grown. A WebSocket announces new heads; without one the node is asked every second.

import { call } from './rpc.js';

const POLL_MILLIS = 1000;
/** The least time between two refreshes of a page: a chain may be faster than an eye. */
const REST_MILLIS = 450;
const RETRY_MILLIS = [1000, 2000, 5000, 10_000];

const watchers = new Set();
const stateListeners = new Set();
let state = 'connecting';
let failures = 0;
let polling;

export const connectionState = () => state;

/** Calls back whenever the connection's state changes: connecting, live, polling or offline. */
export const onConnection = (listener) => stateListeners.add(listener);

function become(next) {
  if (state === next) return;
  state = next;
  stateListeners.forEach((listener) => listener(next));
}

/**
 * Runs `refresh` when the chain grew, never twice at once, never while the page is hidden. Ends with `signal`.
 * What `refresh` throws is the connection's trouble, not the page's: the page keeps what it shows.
 */
export function whileWatching(signal, refresh) {
  let running = false;
  let missed = false;
  const onGrowth = async () => {
    if (running || document.hidden) {
      missed = true;
      return;
    }
    running = true;
    do {
      missed = false;
      await refresh().catch(() => {});
      await new Promise((rested) => setTimeout(rested, REST_MILLIS));
    } while (missed && !signal.aborted && !document.hidden);
    running = false;
  };
  const onVisible = () => !document.hidden && missed && onGrowth();
  watchers.add(onGrowth);
  document.addEventListener('visibilitychange', onVisible);
  signal.addEventListener('abort', () => {
    watchers.delete(onGrowth);
    document.removeEventListener('visibilitychange', onVisible);
  });
}

const announce = () => watchers.forEach((watcher) => watcher());

/** Starts listening; called once. */
export function connect() {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  let socket;
  try {
    socket = new WebSocket(`${scheme}//${location.host}/`);
  } catch {
    poll();
    return;
  }
  socket.addEventListener('open', () =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params: ['newHeads'] })));
  socket.addEventListener('message', ({ data }) => {
    const message = parsed(data);
    if (message?.id === 1 && message.error) {
      socket.close();
    } else if (message?.id === 1) {
      failures = 0;
      stopPolling();
      become('live');
      announce();
    } else if (message?.method === 'eth_subscription') {
      announce();
    }
  });
  socket.addEventListener('close', () => {
    poll();
    setTimeout(connect, RETRY_MILLIS[Math.min(failures, RETRY_MILLIS.length - 1)]);
    failures += 1;
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function poll() {
  if (polling) return;
  let known = -1;
  const ask = async () => {
    try {
      const { height } = await call('banyan_status');
      if (!polling) return;
      become('polling');
      if (height !== known) announce();
      known = height;
    } catch {
      if (polling) become('offline');
    }
    if (polling) polling = setTimeout(ask, POLL_MILLIS);
  };
  polling = setTimeout(ask, 0);
}

function stopPolling() {
  clearTimeout(polling);
  polling = undefined;
}
