// SPDX-License-Identifier: Apache-2.0
// Starts the app: routes, the search field, the theme, the connection's light.

import { el, fill, write } from './view/dom.js';
import { failed, keepAges, skeleton, title } from './view/parts.js';
import { count, counted, stranger } from './view/format.js';
import { connect, onConnection, whileWatching } from './chain/live.js';
import { Refused, Unreachable } from './chain/rpc.js';
import { refreshStatus, status } from './chain/recent.js';
import { committee } from './chain/names.js';
import { chainCount, kindOfChain } from './chain/hub.js';
import { outpost } from './chain/outpost.js';
import { parse } from './routes.js';
import * as overview from './pages/overview.js';
import * as blocks from './pages/blocks.js';
import * as block from './pages/block.js';
import * as transactions from './pages/transactions.js';
import * as transaction from './pages/transaction.js';
import * as account from './pages/account.js';
import * as devices from './pages/devices.js';
import * as device from './pages/device.js';
import * as delegates from './pages/delegates.js';
import * as delegate from './pages/delegate.js';
import * as stake from './pages/stake.js';
import * as sidechains from './pages/sidechains.js';
import * as sidechain from './pages/sidechain.js';
import * as checkpoints from './pages/checkpoints.js';
import * as messages from './pages/messages.js';
import * as deposit from './pages/deposit.js';
import * as checkpoint from './pages/checkpoint.js';
import * as transfer from './pages/transfer.js';
import * as bridge from './pages/bridge.js';
import * as epoch from './pages/epoch.js';
import * as search from './pages/search.js';
import * as missing from './pages/missing.js';

const PAGES = { overview, blocks, block, transactions, transaction, account, devices, device, delegates, delegate, stake, sidechains, sidechain, checkpoints, messages, deposit, checkpoint, transfer, bridge, epoch, search, missing };
/** Which entry of the menu a page belongs to. */
const SECTION = { block: 'blocks', transaction: 'transactions', device: 'devices', delegate: 'delegates', sidechain: 'sidechains', checkpoints: 'sidechains', messages: 'sidechains', deposit: 'sidechains', checkpoint: 'sidechains', transfer: 'sidechains' };

const main = document.getElementById('main');
let leave = new AbortController();
let shown;

async function show() {
  if (location.hash !== '' && !location.hash.startsWith('#/')) return;
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const route = parse(location.hash);
  markMenu(SECTION[route.page] ?? route.page);
  const first = shown === undefined;
  shown = route;
  // Every page has a place of its own: one that was left may still answer, but into the void.
  const place = el('div', { class: 'page' }, skeleton(8));
  fill(main, place);
  if (!first) window.scrollTo(0, 0);
  const say = (name) => {
    if (!signal.aborted) document.title = name ? `${name} · Banyan` : 'Banyan';
  };
  try {
    await Promise.all([status() ?? refreshStatus(signal), committee.get(60_000)]).catch(() => {});
    if (signal.aborted) return;
    await PAGES[route.page].show({ main: place, signal, say, args: route.args, query: route.query });
  } catch (failure) {
    if (signal.aborted) return;
    say('Trouble');
    if (!(failure instanceof Refused || failure instanceof Unreachable)) console.error(failure);
    fill(place, title('This page could not be shown'), failed(failure, show));
  }
  if (!first && !signal.aborted) place.querySelector('h1')?.focus({ preventScroll: true });
}

function markMenu(page) {
  for (const link of document.querySelectorAll('.nav a')) {
    if (link.dataset.page === page) {
      link.setAttribute('aria-current', 'page');
      // On a phone the menu is wider than the screen.
      link.parentElement.scrollLeft = link.offsetLeft - link.parentElement.offsetLeft - 40;
    } else link.removeAttribute('aria-current');
  }
}

function startSearch() {
  const field = document.getElementById('search-text');
  document.getElementById('search').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text) location.hash = `#/search/${encodeURIComponent(text)}`;
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      field.focus();
    }
  });
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });
}

function startTheme() {
  document.getElementById('theme').addEventListener('click', () => {
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    const next = (document.documentElement.dataset.theme ?? system) === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem('theme', next);
    } catch {
      // Not remembered, then.
    }
  });
}

const STATES = { connecting: 'Connecting', live: 'Live', polling: 'Polling', offline: 'Offline' };

function startConnection() {
  const pulse = document.getElementById('pulse');
  onConnection((state) => {
    pulse.dataset.state = state;
    write(pulse.lastElementChild, STATES[state]);
  });
  const forever = new AbortController().signal;
  whileWatching(forever, async () => {
    await refreshStatus();
    showStatus();
  });
  connect();
}

function showStatus() {
  const { name, chainId, peers, height } = status();
  write(document.getElementById('chain-name'), stranger(name, ''));
  write(document.getElementById('foot-facts'),
    `Chain ${chainId} · block ${count(height)} · ${counted(peers ?? 0, 'peer')}`);
}

/** Entries for what not every chain has. A sidechain's genesis has the hub too: it is a root once a chain stands on it. */
async function startMenu() {
  const { hasHub, hasOutpost } = await kindOfChain();
  const isSidechain = hasOutpost && (await outpost()) !== undefined;
  const isRoot = hasHub && (!isSidechain || (await chainCount()) > 0);
  for (const [page, stands] of [['sidechains', isRoot], ['bridge', isSidechain]]) document.querySelector(`.nav [data-page="${page}"]`).hidden = !stands;
}

startTheme();
startSearch();
startConnection();
keepAges();
// A node that is away for a moment is asked again when it has blocks to tell of.
startMenu().catch(() => onConnection((state) => state !== 'offline' && startMenu().catch(() => {})));
window.addEventListener('hashchange', show);
show();
