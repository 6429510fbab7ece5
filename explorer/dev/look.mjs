// SPDX-License-Identifier: Apache-2.0
// Opens every page in a headless Chromium, on a phone and a desktop, light and dark; keeps a picture of each and
// complains about console errors, policy violations and pages wider than the screen.
//   node dev/look.mjs [folder for the pictures] [only pages whose name holds this]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from './mock.mjs';
import { launch } from './browser.mjs';

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
    ['device-revoked', `#/device/${world.devices[6].id}`],
    ['epoch', '#/epoch'],
    ['epoch-before', '#/epoch/306'],
    ['delegates', '#/delegates'],
    ['delegate', '#/delegate/5'],
    ['delegate-hostile', '#/delegate/6'],
    ['search', '#/search/e'],
    ['search-nothing', '#/search/nothing%20like%20this'],
    ['missing-block', '#/block/999999999'],
    ['missing', '#/no/such/page'],
  ].filter(([name]) => name.includes(only));
}

const READY = "document.querySelector('main h1') && !document.querySelector('main .skeleton') && document.getElementById('pulse').dataset.state === 'live'";

async function look(browser, screen, origin, name, hash) {
  const tab = await browser.open(screen);
  await tab.goto(`${origin}/${hash}`);
  await tab.until(READY);
  await new Promise((settled) => setTimeout(settled, name === 'overview' ? 3500 : 700));
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
const mock = await start({});
const browser = launch();
const all = [];
for (const screen of SCREENS) {
  for (const [name, hash] of pages(mock)) {
    all.push(...(await look(browser, screen, `http://127.0.0.1:${mock.port}`, name, hash)
      .catch((failure) => [`${name} on ${screen.name}: ${failure.message}`])));
  }
}
await browser.stop();
await mock.stop();
console.log(all.length === 0 ? `nothing to complain about; pictures are in ${folder}` : all.join('\n'));
process.exitCode = all.length === 0 ? 0 : 1;
