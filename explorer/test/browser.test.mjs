// SPDX-License-Identifier: Apache-2.0
// The app as people meet it: in a browser, against the development server. Needs Chromium (or CHROMIUM to name one).
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../dev/mock.mjs';
import { launch } from '../dev/browser.mjs';

const missing = spawnSync(process.env.CHROMIUM ?? 'chromium', ['--version']).error ? 'no Chromium: 20 browser tests left out' : false;
const desktop = { width: 1280, height: 900 };
const LIVE = "document.getElementById('pulse').dataset.state === 'live'";
const text = "document.querySelector('main').textContent";
const heading = (text) => `document.querySelector('main h1')?.textContent.includes(${JSON.stringify(text)})`;

let mock, browser, origin;
const others = [];

before(async () => {
  if (missing) return;
  mock = await start();
  origin = `http://127.0.0.1:${mock.port}`;
  browser = launch();
});
after(async () => {
  await browser?.stop();
  await mock?.stop();
  await Promise.all(others.map((other) => other.stop()));
});

/** One more chain, of another kind; stopped at the end. */
async function another(kind) {
  others.push(await start(kind));
  return others.at(-1);
}

/** Opens a page, runs a check, and then wants no error in the console. */
async function visit(hash, check, { screen = desktop, at = origin, expectErrors = false } = {}) {
  const tab = await browser.open(screen);
  try {
    await tab.goto(`${at}/${hash}`);
    await check(tab);
    if (!expectErrors) assert.deepEqual(tab.complaints, []);
  } finally {
    await tab.close();
  }
}

test('the overview lives without jumping', { skip: missing }, () => visit('#/', async (tab) => {
  await tab.until(`${LIVE} && document.querySelectorAll('.stream-row:not(.blank)').length >= 16 && document.querySelector('.thing') && document.querySelector('.seat')`);
  const height = "Number(document.querySelector('.hero-height').textContent.replace(/,/g, ''))";
  const first = await tab.evaluate(height);
  const places = `[...document.querySelectorAll('.hero, .metric, .card, .thing, .seat, .stream, .foot')].map((part) => {
    const { x, y, width, height } = part.getBoundingClientRect();
    return [part.className, x, y, width, height].join(' ');
  })`;
  const still = await tab.evaluate(places);
  for (let block = first + 1; block <= first + 5; block += 1) {
    await tab.until(`${height} >= ${block}`);
    assert.deepEqual(await tab.evaluate(places), still);
  }
}));

test('a name from the chain stays text', { skip: missing }, () => visit(`#/device/${mock.world.devices[5].id}`, async (tab) => {
  await tab.until(heading('<img src=x'));
  assert.equal(await tab.evaluate("document.querySelectorAll('img, main script').length"), 0);
  assert.equal(await tab.evaluate("document.body.textContent.includes('\\u202E')"), false);
}));

test('evidence is saved with the bytes of the canonical form', { skip: missing }, () => visit(`#/device/${mock.world.devices[0].id}`, async (tab) => {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
  await tab.tell('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await tab.until("document.querySelector('td button:not([disabled])')");
  const sequence = await tab.evaluate(`(() => {
    const button = document.querySelector('td button:not([disabled])');
    button.click();
    return /\\d+$/.exec(button.getAttribute('aria-label'))[0];
  })()`);
  const name = `banyan-evidence-cold-store-2-rotterdam-${sequence}.json`;
  await tab.until("[...document.querySelectorAll('.button-text')].some((label) => label.textContent === 'Saved')");
  for (let tries = 0; !readdirSync(folder).includes(name); tries += 1) {
    assert.ok(tries < 100, `no file ${name}, but ${readdirSync(folder)}`);
    await tab.evaluate('new Promise((done) => setTimeout(done, 50))');
  }
  const text = readFileSync(join(folder, name), 'utf8');
  assert.equal(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  rmSync(folder, { recursive: true });
}));

test('a chart answers to the mouse and to the arrow keys', { skip: missing }, () => visit(`#/device/${mock.world.devices[0].id}`, async (tab) => {
  await tab.until("document.querySelectorAll('.plot .line').length === 3");
  const plot = "(() => { const box = document.querySelector('.plot-frame').getBoundingClientRect(); return [box.x + box.width / 2, box.y + 80]; })()";
  await tab.hover(plot, "document.querySelectorAll('.tip:not([hidden])').length === 3");
  assert.match(await tab.evaluate("document.querySelector('.tip').textContent"), /°C.*anchored/);
  await tab.tell('Input.dispatchMouseEvent', { type: 'mouseMoved', x: 5, y: 5 });
  await tab.until("document.querySelectorAll('.tip:not([hidden])').length === 0");
  await tab.evaluate("document.querySelector('.plot-frame').focus()");
  await tab.tell('Input.dispatchKeyEvent', { type: 'keyDown', key: 'ArrowLeft', code: 'ArrowLeft' });
  await tab.until("/°C, \\d{4}-/.test(document.querySelector('.plot-frame [aria-live]').textContent)");
}));

test('older readings follow on request', { skip: missing }, () => visit(`#/device/${mock.world.devices[0].id}`, async (tab) => {
  await tab.until("document.querySelectorAll('tbody tr').length === 15");
  for (let clicks = 0; clicks < 14; clicks += 1) {
    const rows = await tab.evaluate("document.querySelectorAll('tbody tr').length");
    await tab.evaluate("document.querySelector('.more button').click()");
    await tab.until(`document.querySelectorAll('tbody tr').length > ${rows}`);
  }
  const numbers = await tab.evaluate("[...document.querySelectorAll('tbody tr td:first-child')].map((cell) => Number(cell.textContent.replace(/,/g, '')))");
  assert.ok(numbers.length > 200);
  numbers.slice(1).forEach((number, index) => assert.equal(number, numbers[index] - 1));
}));

test('search leads to what the text means', { skip: missing }, () => visit('#/', async (tab) => {
  await tab.until(LIVE);
  const { world } = mock;
  const device = world.devices[1];
  const [hash] = world.transactions.keys();
  for (const [text, there] of [
    ['184,300', '#/block/184300'],
    [world.blocks[7].hash, `#/block/${world.blocks[7].hash}`],
    [hash.slice(2).toUpperCase(), `#/transaction/${hash}`],
    [world.people[0], `#/account/${world.people[0]}`],
    [device.id, `#/device/${device.id}`],
    ['pump STATION', `#/device/${device.id}`],
  ]) {
    await tab.evaluate(`(() => { const field = document.getElementById('search-text'); field.value = ${JSON.stringify(text)}; field.form.requestSubmit(); })()`);
    await tab.until(`location.hash === ${JSON.stringify(there)} && document.querySelector('main h1') && !document.querySelector('.page > .skeleton')`);
  }
  await tab.evaluate("location.hash = '#/search/%3Cb%3Eno%3C%2Fb%3E'");
  await tab.until(heading('Nothing found'));
}));

test('the decoded input of an anchor links to its device', { skip: missing }, () => {
  const anchoring = [...mock.world.transactions.values()].findLast(({ logs }) => logs.length > 0);
  return visit(`#/transaction/${anchoring.hash}`, async (tab) => {
    await tab.until(heading('Anchor readings'));
    assert.equal(await tab.evaluate("document.querySelectorAll('main a[href^=\"#/device/\"]').length"), 2);
    assert.match(await tab.evaluate("document.querySelector('main').textContent"), /firstSequence.*Anchored/s);
  });
});

test('every page has one heading, and it gets the focus after a move', { skip: missing }, () => visit('#/', async (tab) => {
  await tab.until(LIVE);
  for (const page of ['blocks', 'transactions', 'devices', 'validators', 'epoch', 'delegates', 'delegate/3', 'stake', 'no-such-page']) {
    await tab.evaluate(`location.hash = '#/${page}'`);
    await tab.until("!document.querySelector('.page > .skeleton') && document.activeElement?.tagName === 'H1'");
    assert.equal(await tab.evaluate("document.querySelectorAll('main h1').length"), 1, page);
  }
}));

test('the chosen theme stays', { skip: missing }, () => visit('#/', async (tab) => {
  await tab.until(LIVE);
  const paper = () => tab.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await paper();
  await tab.evaluate("document.getElementById('theme').click()");
  const dark = await paper();
  assert.notEqual(light, dark);
  await tab.tell('Page.reload');
  await tab.until(LIVE);
  assert.equal(await paper(), dark);
  await tab.evaluate("document.getElementById('theme').click()");
}));

test('without a WebSocket the node is polled', { skip: missing }, async () => {
  const plain = await another({ websocket: false });
  await visit('#/', async (tab) => {
    await tab.until("document.getElementById('pulse').dataset.state === 'polling' && document.querySelector('.hero-height').textContent !== '–'");
    const shown = await tab.evaluate("document.querySelector('.hero-height').textContent");
    await tab.until(`document.querySelector('.hero-height').textContent !== ${JSON.stringify(shown)}`);
  }, { at: `http://127.0.0.1:${plain.port}`, expectErrors: true });
});

test('a young chain and a node without devices are no errors; a dead node is said so', { skip: missing }, async () => {
  const young = await another({ empty: true, devices: false });
  const at = `http://127.0.0.1:${young.port}`;
  await visit('#/devices', (tab) => tab.until("document.querySelector('main').textContent.includes('keeps no device records')"), { at });
  await visit('#/transactions', (tab) => tab.until("document.querySelector('main').textContent.includes('No transaction yet')"), { at });
  await visit('#/', async (tab) => {
    await tab.until(`${LIVE} && document.querySelector('.things .empty') && document.querySelector('.hero-height').textContent !== '–'`);
    await young.stop();
    await tab.until("document.getElementById('pulse').dataset.state === 'offline'");
    assert.equal(await tab.evaluate("document.querySelectorAll('.hero').length"), 1, 'what was shown stays');
    await tab.evaluate("location.hash = '#/blocks'");
    await tab.until("document.querySelector('main [role=alert]')?.textContent.includes('cannot be reached')");
  }, { at, expectErrors: true });
});

test('a page that was left writes nothing into the next', { skip: missing }, () => visit('#/', async (tab) => {
  await tab.until(LIVE);
  await tab.evaluate(`(() => {
    const honest = window.fetch;
    window.fetch = async (url, options) => {
      const answer = await honest(url, { ...options, signal: undefined });
      if (/banyan_(blocks|devices|committee|epoch)/.test(options.body)) await new Promise((done) => setTimeout(done, 800));
      return answer;
    };
    location.hash = '#/epoch';
    setTimeout(() => { location.hash = '#/devices'; }, 50);
    setTimeout(() => { location.hash = '#/nothing-here'; }, 150);
  })()`);
  await tab.until(heading('No such page'));
  await tab.evaluate('new Promise((done) => setTimeout(done, 1500))');
  assert.equal(await tab.evaluate("document.querySelector('main').textContent.includes('No such page') && document.title.startsWith('No such page')"), true);
  assert.equal(await tab.evaluate("document.querySelectorAll('main h1').length"), 1);
}));

test('the ranking counts votes as ranked, and says who is on probation', { skip: missing }, () => visit('#/delegates', async (tab) => {
  await tab.until("document.querySelectorAll('tbody tr').length === 40");
  const row = (name) => tab.evaluate(`[...document.querySelectorAll('tbody tr')].find((line) => line.querySelector('.name').textContent === '${name}').textContent`);
  assert.match(await row('fig'), /^1fig.*141,907,919 10\.\d+ %5 %1,200,000/);
  assert.match(await row('peepal'), /^27.*9,379,359.*93,793,595 in full.*probation until epoch 309/);
  assert.match(await row('vetiver'), /leaving/);
  assert.match(await row('elm'), /expelled/);
  assert.match(await row('imli'), /below the threshold/);
  assert.match(await tab.evaluate("document.querySelector('.table-note').textContent"), /\(600 blocks · 3\.25 \+ 1,500\) IOTX · 52,\d{3} epochs/);
}));

test('what a delegate says of itself is text, and a link only where it is one', { skip: missing }, () => visit('#/delegate/6', async (tab) => {
  await tab.until(heading('tamarind'));
  assert.match(await tab.evaluate(text), /<img src=x onerror=alert\(1\)>/);
  assert.equal(await tab.evaluate("document.querySelectorAll('main img').length"), 0);
  await tab.evaluate("location.hash = '#/delegate/2'");
  await tab.until(heading('sal'));
  assert.equal(await tab.evaluate("document.querySelectorAll('main a[href^=\"javascript\"]').length"), 0);
  await tab.evaluate("location.hash = '#/delegate/1'");
  await tab.until(heading('fig'));
  assert.equal(await tab.evaluate("document.querySelector('main a[href^=\"http\"]:not([href*=\"127.0.0.1\"])').rel"), 'noopener noreferrer nofollow');
}));

test('an epoch shows its draw and goes on living', { skip: missing }, () => visit('#/epoch', async (tab) => {
  await tab.until(`${heading('Epoch 307')} && document.querySelectorAll('.draw .drawn').length === 24`);
  assert.equal(await tab.evaluate("document.querySelectorAll('.draw .idle').length"), 12);
  assert.equal(await tab.evaluate("document.querySelectorAll('tbody tr').length"), 24);
  const seats = await tab.evaluate("[...document.querySelectorAll('tbody tr td:first-child')].map((cell) => Number(cell.textContent))");
  assert.deepEqual(seats, Array.from({ length: 24 }, (_, seat) => seat));
  const block = "document.querySelector('.metric-value').textContent";
  const first = await tab.evaluate(block);
  await tab.until(`${block} !== ${JSON.stringify(first)}`);
  await tab.evaluate("document.querySelector('.steps a').click()");
  await tab.until(`${heading('Epoch 306')} && ${text}.includes('Over')`);
  await tab.evaluate("location.hash = '#/epoch/999999'");
  await tab.until(heading('No such epoch'));
}));

test('an account shows its buckets and what they earned', { skip: missing }, () => visit(`#/account/${mock.world.people[0]}`, async (tab) => {
  await tab.until(`${text}.includes('Staked in 5 buckets')`);
  const said = await tab.evaluate(text);
  for (const part of ['25,000 IOTX', '91 days, auto-stake', 'may be unstaked', 'may be withdrawn', 'unlocking', '83.12045 IOTX', 'nobody']) assert.ok(said.includes(part), part);
}));

test('a chain without staking, or without a delegate, is no error', { skip: missing }, async () => {
  const [plain, young] = [await another({ staking: false, empty: true }), await another({ empty: true })];
  for (const [page, at, words] of [['delegates', plain, 'Nobody stakes on this chain'], ['stake', plain, 'Nobody stakes on this chain'], ['stake', young, 'How staking goes'], ['delegate/1', plain, 'Nobody stakes on this chain'], ['epoch', plain, 'committee does not change'],
    ['delegates', young, 'Nobody stands for election yet'], ['delegate/1', young, 'No such delegate'], [`account/${plain.world.people[0]}`, plain, 'Nothing here yet']]) {
    await visit(`#/${page}`, (tab) => tab.until(`${text}.includes(${JSON.stringify(words)})`), { at: `http://127.0.0.1:${at.port}` });
  }
});

test('a tracker has a map with its track, its alarms, and the proof status of each reading', { skip: missing }, async () => {
  const { port, world } = await another({ gateway: true });
  await visit(`#/device/${world.devices[7].id}`, async (tab) => {
    await tab.until("document.querySelector('.map .track-line') && document.querySelector('.map .spot-waiting') && document.querySelectorAll('.plot .line').length === 3");
    await tab.until("document.querySelector('.hit.alarming') && document.querySelector('.spot-alarm')");
    assert.equal(await tab.evaluate("document.querySelectorAll('main i i, .hits i').length"), 0);
    assert.match(await tab.evaluate("document.querySelector('.hits').textContent"), /frost in the <i>cold<\/i> box/);
    assert.match(await tab.evaluate("document.querySelector('.map-card figcaption').textContent"), /22\.5\d+° N, 88\.2\d+° E/);
    await tab.until("document.querySelector('tbody .badge') && document.querySelector('tbody a[href^=\"#/transaction/\"]')");
    const statuses = await tab.evaluate("[...new Set([...document.querySelectorAll('tbody .proof .badge, tbody .proof a')].map((one) => one.textContent.replace(/[\\d,]+/, 'N')))].sort()");
    statuses.forEach((status) => assert.match(status, /^(kept|logged|alarm|in block N)$/));
    const here = "(() => { const box = document.querySelector('.map-here .core').getBoundingClientRect(); return [box.x + 6, box.y + 6]; })()";
    await tab.hover(here, "document.querySelectorAll('.tip:not([hidden])').length === 4 && /Temperature.*°C/.test(document.querySelector('.map-tip').textContent)");
  }, { at: `http://127.0.0.1:${port}` });
});

test('one click verifies a reading in the page, and a spoilt bundle is told by its link', { skip: missing }, async () => {
  const { port, world, gateway } = await another({ gateway: true });
  await visit(`#/device/${world.devices[7].id}`, async (tab) => {
    const verify = "document.querySelector('[aria-label^=\"Verify\"]:not([disabled])')";
    await tab.until(verify);
    await tab.evaluate(`${verify}.click()`);
    await tab.until("document.querySelector('.verdict .badge.good')?.textContent === 'Proven'", 60_000);
    assert.equal(await tab.evaluate("document.querySelectorAll('.links .holds').length"), 11);
    assert.match(await tab.evaluate("document.querySelector('.trust').textContent"), /genesis that this node tells/);
    await tab.evaluate("document.querySelector('dialog [aria-label=Close]').click()");
    await tab.until("!document.querySelector('dialog')");
    gateway.lies = true;
    await tab.evaluate(`${verify}.click()`);
    await tab.until("document.querySelector('.verdict .badge.bad')?.textContent === 'Not proven'", 60_000);
    assert.equal(await tab.evaluate("document.querySelectorAll('.links .broken').length"), 1);
    assert.equal(await tab.evaluate("document.querySelector('.verdict-values')"), null);
  }, { at: `http://127.0.0.1:${port}` });
});

test('a tracker that lies about its place and its name stays text without a map', { skip: missing }, async () => {
  const { port, world } = await another({ gateway: true });
  await visit(`#/device/${world.devices[8].id}`, async (tab) => {
    await tab.until(`${heading('<b>hostile</b>')} && document.querySelector('.hits li')`);
    assert.equal(await tab.evaluate("document.querySelector('.map')"), null);
    assert.equal(await tab.evaluate("document.querySelectorAll('main b').length"), 0);
  }, { at: `http://127.0.0.1:${port}` });
});

test('a device shows what is desired of it, what it reported and what is pending; hostile settings stay text', { skip: missing }, async () => {
  const { port, world } = await another({ gateway: true });
  const at = `http://127.0.0.1:${port}`;
  await visit(`#/device/${world.devices[7].id}`, async (tab) => {
    await tab.until("document.querySelectorAll('.twin-card:not([hidden]) tbody tr').length === 6");
    const rows = await tab.evaluate("[...document.querySelectorAll('.twin-card tbody tr')].map((row) => `${row.cells[0].querySelector('bdi').textContent} ${row.cells[3].textContent}`.trim())");
    assert.deepEqual(rows, ['interval applied', 'led/colour pending', 'led/on applied', 'queue', 'report refused', 'software']);
    assert.match(await tab.evaluate("document.querySelector('.twin-card').textContent"), /Version 4 applied, reported .* ago; version 4 is desired since .*, and 2 settings of it pending/);
  }, { at });
  await visit(`#/device/${world.devices[8].id}`, async (tab) => {
    await tab.until("document.querySelectorAll('.twin-card:not([hidden]) tbody tr').length > 0");
    assert.equal(await tab.evaluate("document.querySelectorAll('.twin-card img, .twin-card script, .twin-card b').length"), 0);
    assert.ok(await tab.evaluate("document.documentElement.scrollWidth <= innerWidth"));
  }, { at });
});
