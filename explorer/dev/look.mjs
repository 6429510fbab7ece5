// SPDX-License-Identifier: Apache-2.0
// Opens every page in a headless Chromium, on a phone and a desktop, light and dark; keeps a picture of each and
// complains about console errors, policy violations and pages wider than the screen.
//   node dev/look.mjs [folder for the pictures] [only pages whose name fits this expression]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from './mock.mjs';
import { launch } from './browser.mjs';
import { ICON, walletScript } from './wallet.mjs';

const folder = process.argv[2] ?? 'target/look';
const only = process.argv[3] ?? '';
const SCREENS = [
  { name: 'desktop-light', width: 1280, height: 860 },
  { name: 'desktop-dark', width: 1280, height: 860, dark: true },
  { name: 'phone-light', width: 390, height: 844, phone: true },
  { name: 'phone-dark', width: 390, height: 844, phone: true, dark: true },
];

function pages({ world }) {
  const busy = world.blocks.findLast((block) => block.transactions.some(({ logs }) => logs.length > 0));
  const anchoring = busy.transactions.find(({ logs }) => logs.length > 0);
  const failed = [...world.transactions.values()].find(({ success }) => !success);
  const registering = [...world.transactions.values()].find(({ to }) => to === world.REGISTRY);
  return [
    ['overview', '#/'],
    ['blocks', '#/blocks'],
    ['block', `#/block/${busy.number}`],
    ['transactions', '#/transactions'],
    ['transaction', `#/transaction/${anchoring.hash}`],
    ['transaction-failed', `#/transaction/${failed.hash}`],
    ['transaction-register', `#/transaction/${registering.hash}`],
    ['account', `#/account/${world.people[0]}`],
    ['account-contract', `#/account/${world.ANCHOR}`],
    ['devices', '#/devices'],
    ['device', `#/device/${world.devices[2].id}`],
    ['device-hostile', `#/device/${world.devices[5].id}`],
    ['track', `#/device/${world.devices[7].id}`],
    ['track-verified', `#/device/${world.devices[7].id}`, { acts: ["document.querySelector('[aria-label^=Verify]:not([disabled])').click()", "new Promise((done) => { const look = () => (document.querySelector('.verdict') ? done() : setTimeout(look, 50)); look(); })"] }],
    ['track-hostile', `#/device/${world.devices[8].id}`],
    ['device-revoked', `#/device/${world.devices[6].id}`],
    ['epoch', '#/epoch'],
    ['epoch-before', '#/epoch/306'],
    ['delegates', '#/delegates'],
    ['delegate', '#/delegate/5'],
    ['delegate-hostile', '#/delegate/6'],
    ...stakePages(world),
    ['sidechains', '#/sidechains'],
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => [`sidechain-${number}`, `#/sidechain/700${number}`]),
    ['sidechain-checkpoints', '#/sidechain/7001/checkpoints'],
    ['sidechain-messages', '#/sidechain/7001/messages'],
    ['sidechain-checkpoint', '#/sidechain/7001/checkpoint/12'],
    ['sidechain-checkpoint-large', '#/sidechain/7001/checkpoint/40'],
    ['sidechain-missing', '#/sidechain/9'],
    ...bridgePages(world),
    ['transfer', `#/transfer/${world.system[1].chains.get(7001).inbox[17].tracking}`],
    ['transfer-missing', `#/transfer/0x${'00'.repeat(32)}`],
    ['search', '#/search/e'],
    ['search-nothing', '#/search/nothing%20like%20this'],
    ['missing-block', '#/block/999999999'],
    ['missing', '#/no/such/page'],
  ].filter(([name]) => new RegExp(only).test(name));
}

const typing = (label, text) => `(() => { const field = document.getElementById([...document.querySelectorAll('main label')].find((one) => one.textContent === ${JSON.stringify(label)}).htmlFor); field.value = ${JSON.stringify(text)}; field.dispatchEvent(new Event('input', { bubbles: true })); })()`;
const connecting = ["document.querySelector('.wallet-choice').click()", "new Promise((done) => { const look = () => (document.querySelector('.wallet-line') ? setTimeout(done, 300) : setTimeout(look, 50)); look(); })"];
const sending = [typing('How much', '2.5'), "document.querySelector('.deed [type=submit]').click()", 'new Promise((done) => setTimeout(done, 2600))'];

/** Sending to a chain; `side` pages are those of a made-up sidechain. */
function bridgePages(world) {
  const wallet = walletScript({ account: world.people[0] });
  return [
    ['deposit-without', '#/sidechain/7001/deposit'],
    ['deposit', '#/sidechain/7001/deposit', { wallet, acts: [...connecting, typing('What', '2'), typing('How much', '1000.5'), "document.querySelector('.deed-details details').open = true"] }],
    ['deposit-wrong', '#/sidechain/7001/deposit', { wallet, acts: [...connecting, typing('How much', '1e5'), "document.querySelector('.deed [type=submit]').click()"] }],
    ['deposit-final', '#/sidechain/7001/deposit', { wallet, acts: [...connecting, ...sending] }],
    ['deposit-closed', '#/sidechain/7006/deposit'],
    ['side-overview', '#/', { side: true }],
    ['side-bridge', '#/bridge', { side: true }],
    ['side-bridge-final', '#/bridge', { side: true, wallet, acts: [...connecting, ...sending] }],
  ];
}

/** What is seen after some clicks: each act is awaited in the page. */
function stakePages(world) {
  const own = world.stakes.delegates[0].owner;
  const click = (selector, text = '') => `[...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => one.textContent.includes(${JSON.stringify(text)})).click()`;
  const type = (label, text) => `(() => { const field = document.getElementById([...document.querySelectorAll('dialog label'), ...document.querySelectorAll('main label')].find((one) => one.textContent === ${JSON.stringify(label)}).htmlFor); field.value = ${JSON.stringify(text)}; field.dispatchEvent(new Event('input', { bubbles: true })); })()`;
  const wait = (millis) => `new Promise((done) => setTimeout(done, ${millis}))`;
  const connect = [click('.wallet-choice'), `new Promise((done) => { const look = () => (document.querySelector('.bucket') ? done() : setTimeout(look, 50)); look(); })`, wait(200)];
  const manage = (number) => [`document.querySelector('[aria-label="What to do with bucket ${number}"]').click()`, wait(100)];
  const first = [...Array(60).keys()].find((number) => world.stakes.bucket(number)?.owner === world.people[0]);
  const wallet = (more = {}) => walletScript({ account: world.people[0], ...more });
  const send = [click('dialog .button', 'Add'), wait(2200)];
  return [
    ['stake-without', '#/stake'],
    ['stake-watching', `#/stake?account=${world.people[0]}`, { acts: [type('Coins', '1000'), "document.querySelector('.deed-command').open = true"] }],
    ['stake-wallets', '#/stake?delegate=3', { wallet: wallet({ wallets: [{ name: 'Fig wallet', icon: ICON }, { name: 'An <b>evil</b>\u202E wallet of a very long name that goes on', icon: 'https://evil.example/x.png' }, { name: 'Peepal' }] }) }],
    ['stake-connected', '#/stake', { wallet: wallet(), acts: [...connect, type('Coins', '1000.25')] }],
    ['stake-wrong-chain', '#/stake', { wallet: wallet({ chainId: 1 }), acts: connect }],
    ['stake-menu', '#/stake', { wallet: wallet(), acts: [...connect, ...manage(first + 1)] }],
    ['stake-dialog', '#/stake', { wallet: wallet(), acts: [...connect, ...manage(first), click('.menu-item', 'Add'), type('Coins', '250.5')] }],
    ['stake-details', '#/stake', { wallet: wallet(), acts: [...connect, ...manage(first), click('.menu-item', 'Change vote'), "(() => { const field = document.querySelector('dialog select'); field.value = '9'; field.dispatchEvent(new Event('input', { bubbles: true })); })()", "document.querySelectorAll('dialog details').forEach((one) => { one.open = true; })"] }],
    ['stake-merge', '#/stake', { wallet: wallet(), acts: [...connect, ...manage(first), click('.menu-item', 'Merge'), click('dialog .ticks input'), wait(50)] }],
    ['stake-wrong', '#/stake', { wallet: wallet(), acts: [...connect, ...manage(first), click('.menu-item', 'Give away'), type('To the account', '0x12'), click('dialog .button', 'Give')] }],
    ['stake-final', '#/stake', { wallet: wallet(), acts: [...connect, ...manage(first), click('.menu-item', 'Add'), type('Coins', '1'), ...send] }],
    ['stake-declined', '#/stake', { wallet: wallet(), acts: ["wallets[0].refuses.eth_sendTransaction = { code: 4001, message: 'no' }", ...connect, ...manage(first), click('.menu-item', 'Add'), type('Coins', '1'), ...send] }],
    ['stake-waiting', '#/stake', { wallet: wallet(), acts: [...connect, 'wallets[0].slow = 60000', ...manage(first), click('.menu-item', 'Add'), type('Coins', '1'), ...send] }],
    ['stake-delegate', '#/stake', { wallet: wallet({ account: own }), acts: connect }],
  ];
}

const READY = "document.querySelector('main h1') && !document.querySelector('main .skeleton') && document.getElementById('pulse').dataset.state === 'live'";

async function look(browser, screen, origin, name, hash, { wallet, acts = [] } = {}) {
  const tab = await browser.open(screen);
  if (wallet) await tab.tell('Page.addScriptToEvaluateOnNewDocument', { source: wallet });
  await tab.goto(`${origin}/${hash}`);
  await tab.until(READY);
  await new Promise((settled) => setTimeout(settled, name === 'overview' ? 3500 : 700));
  for (const act of acts) await tab.evaluate(act);
  const wide = await tab.evaluate('document.documentElement.scrollWidth - innerWidth');
  const cut = await tab.evaluate("[...document.querySelectorAll('.table-frame')].filter((frame) => frame.scrollWidth > frame.clientWidth + 1).length");
  const complaints = [...tab.complaints, ...(cut > 0 ? ['a table is cut off'] : []), ...(wide > 0 ? [`${wide} px wider than the screen`] : [])];
  const tall = Math.min(2600, Math.max(screen.height, await tab.evaluate('document.documentElement.scrollHeight')));
  await tab.tell('Emulation.setDeviceMetricsOverride', { width: screen.width, height: tall, deviceScaleFactor: screen.phone ? 2 : 1, mobile: Boolean(screen.phone) });
  await new Promise((settled) => setTimeout(settled, 250));
  writeFileSync(join(folder, `${name}-${screen.name}.png`), await tab.screenshot({ whole: false }));
  await tab.close();
  return complaints.map((complaint) => `${name} on ${screen.name}: ${complaint}`);
}

mkdirSync(folder, { recursive: true });
const mock = await start({ gateway: true });
const side = await start({ isSidechain: true });
const browser = launch();
const all = [];
for (const screen of SCREENS) {
  for (const [name, hash, more] of pages(mock)) {
    all.push(...(await look(browser, screen, `http://127.0.0.1:${(more?.side ? side : mock).port}`, name, hash, more)
      .catch((failure) => [`${name} on ${screen.name}: ${failure.message}`])));
  }
}
await browser.stop();
await Promise.all([mock.stop(), side.stop()]);
console.log(all.length === 0 ? `nothing to complain about; pictures are in ${folder}` : all.join('\n'));
process.exitCode = all.length === 0 ? 0 : 1;
