// SPDX-License-Identifier: Apache-2.0
// The pages about sidechains as people meet them: in a browser, against made-up roots and a made-up sidechain.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { start } from '../dev/mock.mjs';
import { launch } from '../dev/browser.mjs';

const missing = spawnSync(process.env.CHROMIUM ?? 'chromium', ['--version']).error ? 'no Chromium: sidechains in a browser left out' : false;
const main = "document.querySelector('main').textContent";
const says = (words) => `${main}.includes(${JSON.stringify(words)})`;
const menu = (page) => `!document.querySelector('.nav [data-page="${page}"]').hidden`;
const shown = "document.querySelector('main h1') && !document.querySelector('.page > .skeleton')";

let root, many, plain, side, browser;

before(async () => {
  if (missing) return;
  [root, many, plain, side] = await Promise.all([start(), start({ sidechains: 1000 }), start({ hub: false }), start({ isSidechain: true })]);
  browser = launch();
});
after(async () => {
  await browser?.stop();
  await Promise.all([root, many, plain, side].map((mock) => mock?.stop()));
});

async function visit(mock, hash, check, screen = { width: 1280, height: 900 }) {
  const tab = await browser.open(screen);
  try {
    await tab.goto(`http://127.0.0.1:${mock.port}/${hash}`);
    await tab.until(shown);
    await check(tab);
    assert.deepEqual(tab.complaints, []);
  } finally {
    await tab.close();
  }
}

test('the root lists its chains with what their states mean', { skip: missing }, () => visit(root, '#/sidechains', async (tab) => {
  await tab.until(menu('sidechains'));
  assert.equal(await tab.evaluate("document.querySelectorAll('.chain-item').length"), 8);
  assert.equal(await tab.evaluate("document.querySelectorAll('main img, main b, main script').length"), 0, 'a name is no markup');
  const item = (index) => tab.evaluate(`document.querySelectorAll('.chain-item')[${index}].textContent`);
  assert.match(await item(0), /cold-chain.*tier S, sovereign.*active.*In escrow[\d,.]+ IOTX.*Last checkpoint42 up to block 2,520, term 1.*2 messages wait, the oldest for.*64 % of 5,000 IOTX.*Its committee could take what you brought there/);
  assert.match(await item(2), /being founded.*Nothing can be brought there yet/);
  assert.match(await item(3), /suspended.*owner has stopped it/);
  assert.match(await item(4), /suspended.*has not answered a message/);
  assert.match(await item(5), /frozen.*caught in a lie/);
  assert.match(await item(6), /ended.*checkpoint 1 says/);
  assert.match(await item(7), /rent is due/);
}));

test('a thousand chains come a page at a time', { skip: missing }, async () => {
  let asked = 0;
  await visit(many, '#/sidechains', async (tab) => {
    assert.equal(await tab.evaluate("document.querySelectorAll('.chain-item').length"), 20);
    assert.equal(await tab.evaluate(says('1 to 20 of 1,000')), true);
    asked = await tab.evaluate("performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType === 'fetch').length");
    assert.ok(asked < 30, `${asked} requests`);
    await tab.evaluate("location.hash = '#/sidechains?from=980'");
    await tab.until(says('981 to 1,000 of 1,000'));
    assert.equal(await tab.evaluate("document.querySelector('.chain-item:last-child').textContent.includes('net-1000')"), true);
    await tab.evaluate("location.hash = '#/sidechains?from=999999999'");
    await tab.until(`location.hash.includes('999999999') && ${says('981 to 1,000 of 1,000')}`);
    await tab.evaluate("(() => { const field = document.querySelector('.finder input'); field.value = '7777'; field.form.requestSubmit(); })()");
    await tab.until("location.hash === '#/sidechain/7777' && document.querySelector('main h1')?.textContent === 'net-777'");
  });
});

test('a chain shows what it holds, who signs, and what goes to and fro', { skip: missing }, () => visit(root, '#/sidechain/7001', async (tab) => {
  await tab.until(says('Who signs for it'));
  const text = await tab.evaluate(main);
  for (const words of ['term 1, 4 members, 4,000 IOTX of bonds', 'FROST', '41,250', '1,000,000', 'USDX', 'up to checkpoint 18', 'by this transaction', 'of 24 h that it may']) assert.ok(text.includes(words), words);
  assert.match(text, /41 ?2,401 to 2,460.*?3 of 4.*?2 messages.*?waiting ?payable \d{4}-/);
  assert.match(text, /18 ?deposit ?1,234.56789 USDX.*?waiting/);
  assert.match(text, /checkpoint 41 ?1 ?told when it is claimed ?waiting/);
}));

test('a hostile chain’s words stay text', { skip: missing }, () => visit(root, '#/sidechain/7002', async (tab) => {
  await tab.until(says('Who signs for it'));
  assert.equal(await tab.evaluate("document.querySelector('main h1').textContent"), '<img src=x onerror=alert(1)>');
  assert.equal(await tab.evaluate("document.querySelectorAll('main img, main b, main script').length"), 0);
  assert.equal(await tab.evaluate("document.body.textContent.includes('\\u202E')"), false);
  assert.equal(await tab.evaluate(says('<script>alert(1)</script>')), true);
  assert.equal(await tab.evaluate(says('<b>EVIL</b>')), true);
}));

test('checkpoints and messages are paged, and a checkpoint shows its outbox', { skip: missing }, async () => {
  await visit(root, '#/sidechain/7001/checkpoints', async (tab) => {
    const first = "document.querySelector('tbody td').textContent";
    assert.equal(await tab.evaluate(first), '42');
    await tab.evaluate("document.querySelector('.pager a').click()");
    await tab.until(`${first} === '17' && document.querySelectorAll('tbody tr').length === 17`);
    await tab.evaluate("location.hash = '#/sidechain/7001/messages?before=3'");
    await tab.until(`${first} === '2' && document.querySelectorAll('tbody tr').length === 3`);
    await tab.evaluate("location.hash = '#/sidechain/7001/checkpoint/12'");
    await tab.until(says('340 IOTX'));
    assert.match(await tab.evaluate(main), /340 IOTX.*?paid.*?9,000 IOTX.*?paid in part.*?told when it is claimed.*?payable/);
    await tab.evaluate("location.hash = '#/sidechain/7001/checkpoint/40?from=50'");
    await tab.until("document.querySelectorAll('tbody tr').length === 20");
    await tab.evaluate("location.hash = '#/sidechain/7001/checkpoint/43'");
    await tab.until(says('There is no such checkpoint'));
  });
});

test('a transfer’s way is followed by its tracking id', { skip: missing }, async () => {
  const { inbox } = root.world.system[1].chains.get(7001);
  await visit(root, `#/transfer/${inbox[17].tracking}`, async (tab) => {
    await tab.until(`${says('Sent to Chain 7001')} && ${says('Waits for cold-chain')}`);
    await tab.evaluate(`location.hash = '#/transfer/${inbox[16].tracking}'`);
    await tab.until(`${says('Handled by cold-chain')} && ${says('4,000 USDX')}`);
    await tab.evaluate(`location.hash = '#/transfer/0x${'12'.repeat(32)}'`);
    await tab.until(says('No step of it was found.'));
  });
});

test('what is not there is said', { skip: missing }, async () => {
  await visit(root, '#/sidechain/12', (tab) => tab.until(says('No sidechain has this id here.')));
  await visit(plain, '#/sidechains', async (tab) => {
    await tab.until(says('This chain is no root.'));
    await tab.evaluate("location.hash = '#/sidechain/7001'");
    await tab.until(`document.querySelector('main h1').textContent === 'Sidechain' && ${says('This chain is no root.')}`);
    await tab.evaluate("location.hash = '#/bridge'");
    await tab.until(says('This chain is nobody’s sidechain.'));
    await tab.evaluate(`location.hash = '#/transfer/0x${'12'.repeat(32)}'`);
    await tab.until(says('neither a root nor a sidechain'));
    assert.equal(await tab.evaluate(`${menu('sidechains')} || ${menu('bridge')}`), false);
  });
});

test('a sidechain says whose it is', { skip: missing }, () => visit(side, '#/', async (tab) => {
  await tab.until(`${says('This chain is a sidechain of root 4690')} && ${menu('bridge')}`);
  assert.equal(await tab.evaluate(menu('sidechains')), false, 'no chain stands on it');
  await tab.evaluate("location.hash = '#/bridge'");
  await tab.until(says('Assets of the root here'));
  const text = await tab.evaluate(main);
  for (const words of ['the first 17 messages of its inbox', '41,250 of 1,000,000 IOTX', '82,000 IOTX', '3,100 USDX', '3 of them must see']) assert.ok(text.includes(words), words);
  assert.equal(await tab.evaluate("document.querySelectorAll('main i').length"), 0, 'a symbol is no markup');
}));
