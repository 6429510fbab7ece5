// SPDX-License-Identifier: Apache-2.0
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, root } from './load.mjs';

const { walletOf } = await load('chain/discovery.js');
const { chainParameters, refusal } = await load('chain/wallet.js');
const { declined } = await load('chain/sending.js');
const { STAKING } = await load('chain/stakingWords.js');

const provider = { request: async () => null };
const info = { uuid: '350670db-19fa-4704-a166-e52e178b59d2', name: 'Fig wallet', icon: 'data:image/png;base64,AAAA', rdns: 'example.fig' };

test('a wallet is what announces itself as one, and its name is a stranger’s', () => {
  assert.deepEqual(walletOf({ info, provider }), { id: info.uuid, name: 'Fig wallet', icon: info.icon, provider });
  for (const detail of [undefined, null, {}, { info }, { provider }, { info, provider: {} }, { info: { ...info, uuid: '' }, provider }, { info: { ...info, uuid: 7 }, provider }, { info: { ...info, uuid: 'x'.repeat(65) }, provider }, { get info() { throw new Error('no'); } }]) {
    assert.equal(walletOf(detail), undefined);
  }
  assert.equal(walletOf({ info: { ...info, name: 'a\u202Eb\u0000' }, provider }).name, 'a\uFFFDb\uFFFD');
  assert.equal(walletOf({ info: { ...info, name: 'x'.repeat(500) }, provider }).name.length, 40);
  assert.equal(walletOf({ info: { ...info, name: '' }, provider }).name, 'a wallet without a name');
});

test('only images that came along are shown', () => {
  const icon = (text) => walletOf({ info: { ...info, icon: text }, provider }).icon;
  for (const good of ['data:image/svg+xml,%3Csvg/%3E', 'data:image/webp;base64,AA', 'DATA:IMAGE/PNG;base64,AA']) assert.equal(icon(good), good);
  for (const bad of [undefined, 7, '', 'https://evil.example/x.png', 'javascript:alert(1)', 'data:text/html,<script>', 'data:image/png', ' data:image/png,x', 'data:image/pngx,', '//evil.example', `data:image/png,${'A'.repeat(200_000)}`]) assert.equal(icon(bad), undefined, bad);
});

test('what a wallet throws becomes a sentence', () => {
  assert.deepEqual([refusal({ code: 4001, message: 'User rejected' }).calm, refusal({ code: 4001 }).message], [true, 'You declined in the wallet. Nothing was sent.']);
  assert.equal(refusal({ code: -32603, message: 'wrapped', data: { originalError: { code: 4001 } } }).calm, true);
  assert.equal(refusal({ code: -32603, message: 'wrapped', data: { originalError: { code: 4902 } } }).code, 4902);
  assert.match(refusal({ code: -32002 }).message, /still waiting for an earlier answer/);
  assert.match(refusal({ code: 4100 }).message, /connect again/i);
  assert.equal(refusal({ code: -32000, message: 'nonce\u202E too low' }).message, 'The wallet refuses: nonce\uFFFD too low');
  assert.equal(refusal({ code: -32000, message: 'x'.repeat(9999) }).message.length < 300, true);
  for (const odd of [undefined, null, 'text', 7, { code: 'constructor' }, { code: '4001' }]) assert.equal(refusal(odd).calm, false);
});

test('a wallet is told of this chain by this node’s values', () => {
  assert.deepEqual(chainParameters({ chainId: 4690, name: 'Banyan devnet', coin: 'IOTX' }, 'http://127.0.0.1:8545'), {
    chainId: '0x1252', chainName: 'Banyan devnet', nativeCurrency: { name: 'IOTX', symbol: 'IOTX', decimals: 18 }, rpcUrls: ['http://127.0.0.1:8545/'],
  });
});

test('what the chain refuses is a sentence', () => {
  const word = (value) => BigInt(value).toString(16).padStart(64, '0');
  const says = (code, message, data) => declined(STAKING, { code, message, data }).message;
  assert.equal(says(3, 'execution reverted', `0x31110535${word(5)}`), 'Bucket 5 is on auto-stake, which has to end first.');
  assert.equal(says(3, 'execution reverted', '0x31110535'), 'The chain refuses: execution reverted');
  assert.equal(says(-32000, 'insufficient funds for gas * price + value: address 0x1 have 0 want 1'), 'The account does not have the coins for this, and the gas.');
  assert.equal(says(-32000, 'out of gas'), 'The chain refuses: out of gas');
});

test('the development server has the node’s own policy', () => {
  const java = readFileSync(join(root, 'io/rpc/src/main/java/network/banyan/rpc/http/StaticSite.java'), 'utf8');
  const [, first, second] = /SECURITY_POLICY =\s*"([^"]*)"\s*\+ "([^"]*)"/.exec(java);
  assert.ok(readFileSync(join(root, 'explorer/dev/mock.mjs'), 'utf8').includes(`"${first}${second}"`), 'dev/mock.mjs serves another policy than StaticSite.java');
});
