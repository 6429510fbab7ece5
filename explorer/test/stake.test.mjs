// SPDX-License-Identifier: Apache-2.0
// Staking as people do it: in a browser with a made-up wallet, against the development server.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { start } from '../dev/mock.mjs';
import { launch } from '../dev/browser.mjs';
import { walletScript } from '../dev/wallet.mjs';

const missing = spawnSync(process.env.CHROMIUM ?? 'chromium', ['--version']).error ? 'no Chromium: staking in a browser left out' : false;
const COIN = 10n ** 18n;
const main = "document.querySelector('main').textContent";
const dialog = "document.querySelector('dialog').textContent";
const asked = 'wallets[0].asked.join()';
const says = (where, words) => `${where}.includes(${JSON.stringify(words)})`;

let mock, browser, origin;

before(async () => {
  if (missing) return;
  mock = await start();
  origin = `http://127.0.0.1:${mock.port}`;
  browser = launch();
});
after(async () => {
  await browser?.stop();
  await mock?.stop();
});

/** Whose buckets a test may change: nobody else's. */
const person = (index) => mock.world.people[index];
const bucketsOf = (owner) => Array.from({ length: 100 }, (_, number) => mock.world.stakes.bucket(number)).filter((bucket) => bucket?.owner === owner);
const sentBy = (from) => [...mock.world.transactions.values()].filter((transaction) => transaction.from === from && transaction.hash && mock.world.stakes.owns(transaction.to));

/** Opens the page with a wallet in it, and wants no error in the console. */
async function visit(wallet, check, { hash = '#/stake', screen = { width: 1280, height: 900 } } = {}) {
  const tab = await browser.open(screen);
  try {
    if (wallet) await tab.tell('Page.addScriptToEvaluateOnNewDocument', { source: walletScript(wallet) });
    await tab.goto(`${origin}/${hash}`);
    await tab.until("document.querySelector('main h1')");
    await check({
      ...tab,
      click: (selector, text = '') => tab.until(`(() => {
        const found = [...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => one.checkVisibility() && !one.disabled && one.textContent.includes(${JSON.stringify(text)}));
        found?.click();
        return Boolean(found);
      })()`),
      type: (label, text) => tab.until(`(() => {
        const labels = [...document.querySelectorAll('dialog label'), ...document.querySelectorAll('main label')];
        const field = document.getElementById(labels.find((one) => one.textContent === ${JSON.stringify(label)})?.htmlFor);
        if (!field) return false;
        if (field.type === 'checkbox') field.checked = ${JSON.stringify(text)}; else field.value = ${JSON.stringify(text)};
        return field.dispatchEvent(new Event('input', { bubbles: true }));
      })()`),
      manage: (number) => tab.until(`(() => {
        const found = document.querySelector('[aria-label="What to do with bucket ${number}"]');
        found?.click();
        return Boolean(found);
      })()`),
    });
    assert.deepEqual(tab.complaints, []);
  } finally {
    await tab.close();
  }
}

const connected = "document.querySelector('.wallet-line')";

test('nothing is asked of a wallet before somebody chooses it', { skip: missing }, () => visit({ account: person(3), wallets: [{ name: 'Fig wallet' }, { name: '<b>Evil</b>\u202E', icon: 'https://evil.example/x.png' }] }, async (tab) => {
  await tab.until("document.querySelectorAll('.wallet-choice').length === 2");
  assert.equal(await tab.evaluate("document.querySelectorAll('.wallets img, .wallets b').length"), 0, 'a hostile icon or name is no markup');
  assert.equal(await tab.evaluate("document.querySelectorAll('.wallet-choice')[1].textContent"), '<<b>Evil</b>\uFFFD');
  await tab.evaluate('new Promise((done) => setTimeout(done, 1200))');
  assert.equal(await tab.evaluate('wallets.map(({ asked }) => asked.length).join()'), '0,0');
  await tab.click('.wallet-choice', 'Fig');
  await tab.until(`${connected} && ${says(main, 'You have no bucket yet')}`);
  assert.equal(await tab.evaluate(asked), 'eth_requestAccounts,eth_chainId');
  assert.equal(await tab.evaluate('wallets[1].asked.length'), 0);
}));

test('a wallet that is only window.ethereum is found, followed and left', { skip: missing }, () => visit({ account: person(4), kind: 'legacy' }, async (tab) => {
  await tab.click('.wallet-choice', 'Browser wallet');
  await tab.until(`${connected}?.querySelector('[title="${person(4)}"]')`);
  await tab.evaluate(`wallets[0].become('${person(1)}')`);
  await tab.until(`${connected}?.querySelector('[title="${person(1)}"]') && ${says(main, '90,000 IOTX')}`);
  await tab.evaluate('wallets[0].move(1)');
  await tab.until(says(main, 'The wallet is on chain 1, and this node serves Banyan devnet, chain 4690'));
  await tab.evaluate("wallets[0].emit('disconnect', { code: 4900 })");
  await tab.until(says(main, 'The wallet is connected to no chain'));
  await tab.evaluate("wallets[0].emit('connect', { chainId: '0x1252' })");
  await tab.until(`!${says(main, 'connected to no chain')}`);
  await tab.evaluate('wallets[0].become(undefined)');
  await tab.until("document.querySelector('.wallet-choice')");
  await tab.evaluate(`wallets[0].become('${person(1)}')`);
  await tab.click('.wallet-choice');
  await tab.until(connected);
  await tab.click('.wallet-line .button', 'Disconnect');
  await tab.until("document.querySelector('.wallet-choice')");
}));

test('declining to connect is calm, and one may try again', { skip: missing }, () => visit({ account: person(3) }, async (tab) => {
  await tab.evaluate("wallets[0].refuses.eth_requestAccounts = { code: 4001, message: 'User rejected' }");
  await tab.click('.wallet-choice');
  await tab.until("document.querySelector('.wallet-said').textContent === 'You declined in the wallet.'");
  await tab.evaluate('wallets[0].refuses = {}');
  await tab.click('.wallet-choice');
  await tab.until(connected);
}));

test('a wallet on another chain is told of this one, and nothing is sent before', { skip: missing }, () => visit({ account: person(3), chainId: 1 }, async (tab) => {
  await tab.type('Coins', '100');
  await tab.click('.wallet-choice');
  await tab.until(says(main, 'The wallet is on another chain. Switch it first.'));
  assert.equal(await tab.evaluate("[...document.querySelectorAll('.deed [type=submit]')].filter((one) => one.checkVisibility()).length"), 0);
  await tab.click('.wallet-wrong .button', 'Switch the wallet to Banyan devnet');
  await tab.until("!document.querySelector('.wallet-wrong') && document.querySelector('.wallet-end .badge').textContent === 'Banyan devnet'");
  const [added] = await tab.evaluate('wallets[0].added');
  assert.deepEqual(added, { chainId: '0x1252', chainName: 'Banyan devnet', nativeCurrency: { name: 'IOTX', symbol: 'IOTX', decimals: 18 }, rpcUrls: [`${origin}/`] });
}));

test('coins are staked: told in words, tried out, signed, final', { skip: missing }, () => visit({ account: person(5) }, async (tab) => {
  await tab.click('.wallet-choice');
  await tab.until(says(main, 'You have no bucket yet'));
  await tab.click('.deed [type=submit]', 'Stake');
  await tab.until("document.activeElement.getAttribute('aria-invalid') === 'true'");
  assert.equal(await tab.evaluate("document.getElementById(document.activeElement.getAttribute('aria-describedby').split(' ').at(-1)).textContent"), 'Say how many coins.');
  await tab.type('Coins', '99.5');
  await tab.click('.deed [type=submit]', 'Stake');
  await tab.until(says(main, 'It takes at least 100 IOTX.'));
  await tab.type('Coins', '250.000000000000000001');
  await tab.type('Auto-stake', true);
  await tab.type('Votes for', '2');
  await tab.until(`${says(main, 'Moves 250.000000000000000001 IOTX into a new bucket')} && ${says(main, 'It gives sal 321.3575')} && !document.querySelector('[aria-invalid]')`);
  assert.ok(await tab.evaluate(says(main, './banyan stake create 250.000000000000000001 --days 91 --auto-stake --delegate 2 --key my.key --node http://127.0.0.1:')));
  await tab.click('.deed [type=submit]', 'Stake');
  await tab.until(`/Final in block [\\d,]+\\. Bucket \\d+ is yours\\./.test(document.querySelector('.deed-steps').textContent) && ${says(main, 'gives 321.3575 votes to sal')}`);
  const [bucket] = bucketsOf(person(5));
  assert.deepEqual([bucket.amount, bucket.days, bucket.autoStake, bucket.delegate, bucket.compounding], [250n * COIN + 1n, 91, true, 2, false]);
  const [sent] = sentBy(person(5));
  assert.equal(await tab.evaluate("document.querySelector('.deed-steps li:last-child a[href^=\"#/transaction/\"]').hash"), `#/transaction/${sent.hash}`);
  assert.equal(sent.gas, Math.floor(204_487 * 6 / 5), 'what the node estimated, and a fifth');
  assert.equal(await tab.evaluate("document.activeElement.textContent"), 'Stake more');
}));

test('coins are added to a bucket with the keyboard alone', { skip: missing }, () => visit({ account: person(6) }, async (tab) => {
  const key = async (name, text) => {
    await tab.tell('Input.dispatchKeyEvent', { type: 'keyDown', key: name, code: name, windowsVirtualKeyCode: { Enter: 13, Escape: 27, Tab: 9 }[name], text });
    await tab.tell('Input.dispatchKeyEvent', { type: 'keyUp', key: name, code: name, windowsVirtualKeyCode: { Enter: 13, Escape: 27, Tab: 9 }[name] });
  };
  mock.world.stakes.run({ to: '0x0000000000000000000000000000000000001003', from: person(6), data: `0x6db0c9f7${'0'.repeat(192)}${'0'.repeat(63)}1`, value: String(100n * COIN) }, true);
  const [bucket] = bucketsOf(person(6));
  await tab.click('.wallet-choice');
  const opener = `[aria-label="What to do with bucket ${bucket.number}"]`;
  await tab.until(`document.querySelector('${opener}')`);
  await tab.evaluate(`document.querySelector('${opener}').focus()`);
  await key('Enter', '\r');
  await tab.until("document.activeElement.textContent.startsWith('Add coins')");
  await key('Enter', '\r');
  await tab.until("document.activeElement.matches('dialog input')");
  await tab.tell('Input.insertText', { text: '0.5' });
  await tab.until(says(dialog, `Moves 0.5 IOTX into bucket ${bucket.number}, which then holds 100.5 IOTX.`));
  await key('Enter', '\r');
  await tab.until(`${says(dialog, 'Final in block')} && document.activeElement.textContent === 'Close'`);
  await key('Escape');
  await tab.until(`!document.querySelector('dialog') && ${says(main, '100.5 IOTX')}`);
  assert.equal(bucket.amount, 100n * COIN + COIN / 2n);
}));

test('declining in the wallet is calm, and nothing is sent', { skip: missing }, () => visit({ account: person(1) }, async (tab) => {
  const [bucket] = bucketsOf(person(1));
  await tab.click('.wallet-choice');
  await tab.evaluate("wallets[0].refuses.eth_sendTransaction = { code: 4001, message: 'User rejected the request.' }");
  await tab.manage(bucket.number);
  await tab.click('.menu-item', 'Change vote');
  await tab.type('Votes for', '3');
  await tab.click('dialog [type=submit]', 'Vote');
  await tab.until("document.querySelector('.deed-steps .calm')?.textContent === 'You declined in the wallet. Nothing was sent.'");
  assert.equal(await tab.evaluate("document.querySelectorAll('.deed-steps .bad').length"), 0);
  await tab.until("!document.querySelector('dialog [type=submit]').disabled");
  await tab.evaluate("wallets[0].refuses.eth_sendTransaction = { code: -32000, message: 'nonce too low' }");
  await tab.click('dialog [type=submit]', 'Vote');
  await tab.until("document.querySelector('.deed-steps .bad')?.textContent === 'The wallet refuses: nonce too low'");
  assert.deepEqual([bucket.delegate, sentBy(person(1)).length], [2, 0]);
}));

test('what the chain would refuse is a sentence, and no wallet opens', { skip: missing }, () => visit({ account: person(0) }, async (tab) => {
  const free = bucketsOf(person(0)).find(({ days }) => days === 7);
  await tab.click('.wallet-choice');
  await tab.manage(free.number);
  await tab.click('.menu-item', 'Unstake');
  await tab.until(says(dialog, `Bucket ${free.number} stops voting`));
  // Somebody else was faster, as with a second tab.
  free.autoStake = true;
  await tab.click('dialog [type=submit]', 'Unstake');
  await tab.until(`document.querySelector('.deed-steps .bad')?.textContent === 'Bucket ${free.number} is on auto-stake, which has to end first.'`);
  assert.ok(!(await tab.evaluate(asked)).includes('eth_sendTransaction'));
  free.autoStake = false;
  await tab.click('dialog [type=submit]', 'Unstake');
  await tab.until(says(dialog, 'Final in block'));
  assert.equal(free.unstaked, true);
}));

test('a transaction that fails in its block is said to have failed', { skip: missing }, () => visit({ account: person(0) }, async (tab) => {
  const waiting = bucketsOf(person(0)).find(({ amount }) => amount === 5_000n * COIN);
  await tab.click('.wallet-choice');
  await tab.manage(waiting.number);
  await tab.click('.menu-item', 'Withdraw');
  await tab.evaluate('wallets[0].slow = 700');
  await tab.click('dialog [type=submit]', 'Withdraw');
  await tab.until(says(dialog, 'Waiting for you in Fig wallet'));
  const { owner } = waiting;
  waiting.owner = person(9);
  await tab.until("document.querySelector('.deed-steps .bad')?.textContent.startsWith('The contract refused it when its turn came')");
  waiting.owner = owner;
}));

test('a wallet that moved in the meantime sends nothing', { skip: missing }, () => visit({ account: person(1) }, async (tab) => {
  const [bucket] = bucketsOf(person(1));
  await tab.click('.wallet-choice');
  await tab.manage(bucket.number);
  await tab.click('.menu-item', 'Add coins');
  await tab.type('Coins', '1');
  await tab.evaluate('wallets[0].chainId = 5');
  await tab.click('dialog [type=submit]', 'Add');
  await tab.until("document.querySelector('.deed-steps .bad')?.textContent === 'The wallet is on another chain now. Nothing was sent.'");
  await tab.evaluate(`(() => { wallets[0].chainId = 4690; wallets[0].account = '${person(2)}'; })()`);
  await tab.click('dialog [type=submit]', 'Add');
  await tab.until("document.querySelector('.deed-steps .bad')?.textContent === 'The wallet does not offer this account any more. Nothing was sent.'");
  await tab.evaluate(`wallets[0].become('${person(2)}')`);
  await tab.until(`!document.querySelector('dialog') && ${says(main, 'You have no bucket yet')}`);
  assert.equal(sentBy(person(1)).length + sentBy(person(2)).length, 0);
}));

test('rewards are claimed, and a delegate’s owner sets its commission', { skip: missing }, async () => {
  await visit({ account: person(1) }, async (tab) => {
    await tab.click('.wallet-choice');
    await tab.click('main .button', 'Claim all');
    await tab.until(says(dialog, 'pays 41 IOTX to you'));
    await tab.click('dialog [type=submit]', 'Claim');
    await tab.until(says(dialog, '41 IOTX were paid.'));
    assert.equal(bucketsOf(person(1))[0].pending, 0n);
  });
  const [fig] = mock.world.stakes.delegates;
  await visit({ account: fig.owner }, async (tab) => {
    await tab.click('.wallet-choice');
    await tab.click('[aria-label="What to do with delegate 1"]');
    await tab.click('.menu-item', 'Set commission');
    await tab.type('Commission in percent', '20.5');
    await tab.click('dialog [type=submit]', 'Set');
    await tab.until(says(dialog, 'It may be 20 % at most.'));
    await tab.type('Commission in percent', '4.25');
    await tab.click('dialog [type=submit]', 'Set');
    await tab.until(says(dialog, 'Final in block'));
    assert.equal(fig.commission, 425);
  });
});

test('without a wallet the page says so and shows the command', { skip: missing }, () => visit(undefined, async (tab) => {
  await tab.until(says(main, 'This browser has no wallet'));
  await tab.type('Coins', '1000');
  await tab.until(says(main, './banyan stake create 1000 --days 91 --key my.key --node http://127.0.0.1:'));
  assert.equal(await tab.evaluate("document.querySelector('.deed-command').checkVisibility()"), true);
  await tab.type('Or look at an account', person(1));
  await tab.click('.watching .button');
  await tab.until(says(main, 'Buckets of this account'));
  const [bucket] = bucketsOf(person(1));
  await tab.manage(bucket.number);
  await tab.click('.menu-item', 'Give away');
  await tab.type('To the account', person(2));
  await tab.until(says(dialog, `./banyan stake transfer ${bucket.number} ${person(2)} --key my.key`));
  assert.equal(await tab.evaluate("[...document.querySelectorAll('[type=submit]')].filter((one) => one.closest('.deed') && one.checkVisibility()).length"), 0);
}, { screen: { width: 390, height: 844, phone: true } }));
