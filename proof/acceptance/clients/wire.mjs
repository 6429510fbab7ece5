// SPDX-License-Identifier: Apache-2.0
// What libraries hide: the JSON-RPC itself, over HTTP and over a bare WebSocket. Account 7.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Wallet } from 'ethers';
import { WebSocket } from 'ws';
import { CHAIN_ID, key, post, rpc, soon, until, url, webSocketUrl } from './devnet.mjs';

const call = (id, method, ...params) => ({ jsonrpc: '2.0', id, method, params });
const wallet = new Wallet(key(7));
const price = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 9n, gasLimit: 21_000n, type: 2, chainId: CHAIN_ID };
const nonce = async () => Number(await rpc('eth_getTransactionCount', wallet.address, 'pending'));

test('a batch is answered one by one, each under its id, each with its own error', async () => {
  const answers = await post([call(1, 'eth_chainId'), call('two', 'eth_nothing'), call(3, 'eth_getBalance', 'nonsense', 'latest'), { jsonrpc: '2.0', method: 'eth_chainId' }, 7]);
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  assert.equal(byId.get(1).result, `0x${CHAIN_ID.toString(16)}`);
  assert.equal(byId.get('two').error.code, -32601);
  assert.equal(byId.get(3).error.code, -32602);
  assert.equal(byId.get(null).error.code, -32600);
  assert.equal(answers.length, 4, 'a notification has no answer');
  assert.equal((await post([])).error.code, -32600);
});

test('what is no JSON is an error and no crash', async () => {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"jsonrpc":' });
  assert.equal((await answer.json()).error.code, -32700);
});

test('a transaction travels as raw bytes, and no other bytes do', async () => {
  const raw = await wallet.signTransaction({ ...price, to: wallet.address, nonce: await nonce() });
  const hash = await rpc('eth_sendRawTransaction', raw);
  await assert.rejects(rpc('eth_sendRawTransaction', raw), /already known|nonce too low/);
  await assert.rejects(rpc('eth_sendRawTransaction', `${raw.slice(0, -2)}`), { code: -32000 });
  const receipt = await until('a receipt', () => rpc('eth_getTransactionReceipt', hash));
  assert.equal(receipt.status, '0x1');
  assert.equal(await rpc('eth_getRawTransactionByHash', hash), raw);
  const all = await rpc('eth_getBlockReceipts', receipt.blockNumber);
  assert.deepEqual(all[Number(receipt.transactionIndex)], receipt);
});

test('a refused transaction hears Ethereum\'s words', async () => {
  const send = async (fields) => rpc('eth_sendRawTransaction', await wallet.signTransaction({ ...price, to: wallet.address, ...fields }));
  const next = await nonce();
  await assert.rejects(send({ nonce: 0 }), /^Error: nonce too low/);
  await assert.rejects(send({ nonce: next, value: 10n ** 30n }), /insufficient funds for gas \* price \+ value/);
  await assert.rejects(send({ nonce: next, gasLimit: 20_999n }), /intrinsic gas too low/);
  await assert.rejects(send({ nonce: next, gasLimit: 2n ** 40n }), /gas limit/);
  await assert.rejects(send({ nonce: next, chainId: 1 }), /invalid chain id for signer/);
  await assert.rejects(send({ nonce: next, maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }), /underpriced/);
});

test('block and pending filters tell what is new, once', async () => {
  const [blocks, pending] = [await rpc('eth_newBlockFilter'), await rpc('eth_newPendingTransactionFilter')];
  const hash = await rpc('eth_sendRawTransaction', await wallet.signTransaction({ ...price, to: wallet.address, nonce: await nonce() }));
  const seen = [];
  await until('the pending transaction', async () => seen.push(...await rpc('eth_getFilterChanges', pending)) && seen.includes(hash));
  const { blockHash } = await until('a receipt', () => rpc('eth_getTransactionReceipt', hash));
  const heads = [];
  await until('its block', async () => heads.push(...await rpc('eth_getFilterChanges', blocks)) && heads.includes(blockHash));
  assert.equal(new Set(heads).size, heads.length);
  assert.equal(await rpc('eth_uninstallFilter', blocks), true);
  await assert.rejects(rpc('eth_getFilterChanges', blocks), /filter not found/);
});

test('logs are found by address and topic, and questions too wide are refused', async () => {
  const unheard = `0x${'ab'.repeat(32)}`;
  const logs = await rpc('eth_getLogs', { fromBlock: 'earliest', toBlock: 'latest', address: '0x0000000000000000000000000000000000001001' });
  assert.ok(logs.length > 0, 'this machine is a registered device');
  const [first] = logs;
  assert.deepEqual((await rpc('eth_getLogs', { blockHash: first.blockHash, topics: [[unheard, first.topics[0]]] })).filter(({ logIndex }) => logIndex === first.logIndex), [first]);
  assert.deepEqual(await rpc('eth_getLogs', { fromBlock: '0x0', topics: [unheard] }), []);
  await assert.rejects(rpc('eth_getLogs', { fromBlock: '0x5', toBlock: '0x2' }), Error);
});

test('a bare WebSocket gets answers and news', async () => {
  const socket = new WebSocket(webSocketUrl);
  const heads = [];
  const told = new Promise((done, fail) => {
    socket.onerror = () => fail(new Error('the WebSocket failed'));
    socket.onopen = () => socket.send(JSON.stringify([call(1, 'eth_subscribe', 'newHeads'), call(2, 'eth_chainId')]));
    let subscription;
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (Array.isArray(message)) {
        subscription = message.find(({ id }) => id === 1).result;
        assert.match(subscription, /^0x/);
      } else if (message.method === 'eth_subscription') {
        assert.equal(message.params.subscription, subscription);
        if (heads.push(message.params.result) === 3) done();
      }
    };
  });
  await soon('three heads', told);
  socket.close();
  heads.slice(1).forEach((head, index) => assert.equal(head.parentHash, heads[index].hash));
  assert.equal((await rpc('eth_getBlockByNumber', heads[0].number, false)).hash, heads[0].hash);
});
