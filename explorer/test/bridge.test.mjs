// SPDX-License-Identifier: Apache-2.0
// Sending between chains as people do it: in a browser with a made-up wallet, on a made-up root and a made-up sidechain.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { start } from '../dev/mock.mjs';
import { launch } from '../dev/browser.mjs';
import { TOKENS } from '../dev/hub.mjs';
import { walletScript } from '../dev/wallet.mjs';

const missing = spawnSync(process.env.CHROMIUM ?? 'chromium', ['--version']).error ? 'no Chromium: sending between chains in a browser left out' : false;
const main = "document.querySelector('main').textContent";
const says = (words) => `${main}.includes(${JSON.stringify(words)})`;
const COIN = `0x${'0'.repeat(40)}`;
const WEI = 10n ** 18n;

let root, side, browser;

before(async () => {
  if (missing) return;
  [root, side] = await Promise.all([start(), start({ isSidechain: true })]);
  browser = launch();
});
after(async () => {
  await browser?.stop();
  await Promise.all([root, side].map((mock) => mock?.stop()));
});

const inbox = () => root.world.system[1].chains.get(7001).inbox;

async function visit(mock, hash, check, { account = mock.world.people[0], screen = { width: 1280, height: 900 } } = {}) {
  const tab = await browser.open(screen);
  try {
    if (account) await tab.tell('Page.addScriptToEvaluateOnNewDocument', { source: walletScript({ account }) });
    await tab.goto(`http://127.0.0.1:${mock.port}/${hash}`);
    await tab.until("document.querySelector('main h1') && !document.querySelector('.page > .skeleton')");
    await check({
      ...tab,
      click: (selector, text = '') => tab.until(`(() => {
        const found = [...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => one.checkVisibility() && !one.disabled && one.textContent.includes(${JSON.stringify(text)}));
        found?.click();
        return Boolean(found);
      })()`),
      type: (label, text) => tab.until(`(() => {
        const field = document.getElementById([...document.querySelectorAll('main label')].find((one) => one.textContent === ${JSON.stringify(label)})?.htmlFor);
        if (!field) return false;
        field.value = field.tagName === 'SELECT' ? [...field.options].find((one) => one.textContent.includes(${JSON.stringify(text)})).value : ${JSON.stringify(text)};
        return field.dispatchEvent(new Event('input', { bubbles: true }));
      })()`),
    });
    assert.deepEqual(tab.complaints, []);
  } finally {
    await tab.close();
  }
}

test('coin is sent to a chain, and the tracking id leads to its page', { skip: missing }, () => visit(root, '#/sidechain/7001/deposit', async (tab) => {
  const before = inbox().length;
  await tab.type('How much', '2.5');
  await tab.click('.wallet-choice');
  await tab.until("document.querySelector('.wallet-line') && document.querySelector('.deed [type=submit]').checkVisibility()");
  assert.equal(await tab.evaluate("document.querySelector('.deed input').value"), '2.5', 'what was typed stays');
  await tab.until(says('Takes 2.5 IOTX from you into the escrow of chain 7001'));
  await tab.until(says('You have '));
  await tab.click('.deed [type=submit]', 'Send');
  await tab.until(says('Its tracking id is '));
  const sent = inbox()[before];
  assert.deepEqual([sent.asset, sent.amount, sent.recipient, sent.refund], [COIN, 5n * WEI / 2n, root.world.people[0], root.world.people[0]]);
  await tab.click('.deed-steps a[href^="#/transfer/"]');
  await tab.until(`location.hash.startsWith('#/transfer/${sent.tracking}') && ${says(`message ${before} of the chain’s inbox`)} && ${says('Waits for cold-chain')}`);
}));

test('a token is approved for exactly what goes, then sent', { skip: missing }, () => visit(root, '#/sidechain/7001/deposit', async (tab) => {
  const before = inbox().length;
  await tab.click('.wallet-choice');
  await tab.type('What', 'USDX');
  await tab.type('How much', '1000.5');
  await tab.until(says('You have 12,500 USDX.'));
  await tab.until(says('The wallet asks twice'));
  await tab.click('.deed [type=submit]', 'Send');
  await tab.until(`${says('Approved in block')} && ${says('Its tracking id is ')}`);
  assert.equal(await tab.evaluate("wallets[0].asked.filter((one) => one === 'eth_sendTransaction').length"), 2);
  assert.deepEqual([inbox()[before].asset, inbox()[before].amount], [TOKENS.dollar, 1_000_500_000n]);
  const token = root.world.system[1].tokens.of(TOKENS.dollar);
  assert.deepEqual([...token.allowances.values()], [0n], 'nothing more is approved');
  await tab.click('.deed .button', 'Send more');
  await tab.type('What', 'USDX');
  await tab.until(says('You have 11,499.5 USDX.'));
  await tab.type('How much', '12000');
  await tab.click('.deed [type=submit]', 'Send');
  await tab.until(says('The account has 11,499.5 USDX.'));
  assert.equal(inbox().length, before + 1);
}));

test('declining the approval sends nothing', { skip: missing }, () => visit(root, '#/sidechain/7001/deposit', async (tab) => {
  const before = inbox().length;
  await tab.click('.wallet-choice');
  await tab.type('What', 'USDX');
  await tab.type('How much', '1');
  await tab.evaluate("wallets[0].refuses.eth_sendTransaction = { code: 4001, message: 'no' }");
  await tab.click('.deed [type=submit]', 'Send');
  await tab.until("document.querySelector('.deed-steps .calm')?.textContent === 'You declined in the wallet. Nothing was sent.'");
  await tab.until("document.querySelector('.deed [type=submit]').checkVisibility() && !document.querySelector('.deed [type=submit]').disabled");
  assert.equal(inbox().length, before);
}));

test('a chain that takes nothing says so, and one without a wallet may look', { skip: missing }, async () => {
  for (const [id, words] of [[7003, 'Nothing can be brought there yet'], [7004, 'owner has stopped it'], [7006, 'caught in a lie'], [7007, 'It ended'], [7008, 'rent ran out']]) {
    await visit(root, `#/sidechain/${id}/deposit`, async (tab) => {
      await tab.until(`${says('It takes nothing now.')} && ${says(words)}`);
      assert.equal(await tab.evaluate("document.querySelectorAll('.deed').length"), 0);
    });
  }
  await visit(root, `#/sidechain/7001/deposit?token=${TOKENS.evil}`, async (tab) => {
    await tab.until(says('This browser has no wallet'));
    await tab.type('How much', '1');
    await tab.type('To the account', root.world.people[3]);
    await tab.until(says('Takes 1 IOTX from you'));
    assert.equal(await tab.evaluate("document.querySelector('.deed [type=submit]').checkVisibility()"), false);
    assert.equal(await tab.evaluate("document.querySelectorAll('main b').length"), 0, 'a symbol is no markup');
    await tab.until(says('Connect a wallet to send this, or run the command above.'));
  }, { account: null });
});

test('the own token and a bridged one are sent to the root', { skip: missing }, () => visit(side, '#/bridge', async (tab) => {
  const { state, wrapper } = side.world.system[2];
  await tab.click('.wallet-choice');
  await tab.type('How much', '3');
  await tab.until(says('Locks 3 IOTX of yours here'));
  await tab.click('.deed [type=submit]', 'Send');
  await tab.until(says('Its tracking id is '));
  assert.deepEqual(state.sent.map(({ to, asset, amount }) => [to, asset, amount]), [[0n, wrapper, 3n * WEI]]);
  await tab.click('.deed .button', 'Send more');
  await tab.type('What', 'USDX');
  await tab.type('How much', '10.25');
  await tab.until(says('Burns 10.25 USDX of yours here'));
  await tab.click('.deed [type=submit]', 'Send');
  await tab.until(`${says('Its tracking id is ')} && document.querySelectorAll('.deed-steps .done').length === 3`);
  assert.deepEqual(state.sent.slice(1).map(({ asset, amount }) => [asset, amount]), [[TOKENS.dollar, 10_250_000n]]);
  await tab.click('.deed-steps a[href^="#/transfer/"]');
  await tab.until(`${says('Sent on this chain, in run')} && ${says('payment 10.25 USDX')} && ${says('on the root')}`);
}));
