// SPDX-License-Identifier: Apache-2.0
// viem 2 against a devnet. Accounts 1 and 2.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import {
  BaseError, ContractFunctionRevertedError, FeeCapTooLowError, InsufficientFundsError, NonceTooLowError,
  createPublicClient, createWalletClient, defineChain, encodeFunctionData, http, parseEther, parseGwei, webSocket,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { CHAIN_ID, counter, key, soon, url, webSocketUrl } from './devnet.mjs';
import { checkProof, tampered } from './trie.mjs';

const chain = defineChain({ id: CHAIN_ID, name: 'Banyan devnet', nativeCurrency: { name: 'IOTX', symbol: 'IOTX', decimals: 18 }, rpcUrls: { default: { http: [url], webSocket: [webSocketUrl] } } });
const common = { chain, transport: http(url, { batch: true }), pollingInterval: 100 };
const reader = createPublicClient(common);
const account = privateKeyToAccount(key(1));
const other = privateKeyToAccount(key(2));
const wallet = createWalletClient({ ...common, account });
const abi = counter.abi;
const stranger = () => privateKeyToAccount(generatePrivateKey());
const mined = async (hash) => {
  const receipt = await reader.waitForTransactionReceipt({ hash });
  assert.equal(receipt.status, 'success');
  return receipt;
};

/** Sends something that must fail, and hands back the error viem names the cause. */
async function refused(send, kind) {
  const failure = await send().then(() => assert.fail('it was accepted'), (thrown) => thrown);
  const cause = failure instanceof BaseError && failure.walk((error) => error instanceof kind);
  assert.ok(cause instanceof kind, `want ${kind.name}, got ${failure.stack}`);
  return cause;
}

let address;

test('reads the chain', async () => {
  assert.equal(await reader.getChainId(), CHAIN_ID);
  const number = await reader.getBlockNumber({ cacheTime: 0 });
  const block = await reader.getBlock({ blockNumber: number, includeTransactions: true });
  assert.equal(block.number, number);
  assert.equal((await reader.getBlock({ blockHash: block.parentHash })).number, number - 1n);
  for (const blockTag of ['latest', 'safe', 'finalized', 'earliest']) assert.ok((await reader.getBlock({ blockTag })).hash);
  assert.equal(await reader.getBalance({ address: other.address, blockNumber: number }), parseEther('10000'));
  const fees = await reader.getFeeHistory({ blockCount: 4, rewardPercentiles: [25, 75] });
  assert.equal(fees.baseFeePerGas.length, fees.gasUsedRatio.length + 1);
  assert.equal(fees.reward.length, fees.gasUsedRatio.length);
  assert.ok(await reader.getGasPrice() > 0n);
  const { maxFeePerGas, maxPriorityFeePerGas } = await reader.estimateFeesPerGas();
  assert.ok(maxFeePerGas >= maxPriorityFeePerGas);
});

test('transfers, and finds transaction and receipt again', async () => {
  const to = stranger().address;
  const hash = await wallet.sendTransaction({ to, value: parseEther('1.5') });
  const receipt = await mined(hash);
  assert.equal(receipt.gasUsed, 21_000n);
  assert.equal(await reader.getBalance({ address: to }), parseEther('1.5'));
  const transaction = await reader.getTransaction({ hash });
  assert.equal(transaction.blockHash, receipt.blockHash);
  assert.equal(transaction.from, account.address.toLowerCase());
  const block = await reader.getBlock({ blockHash: receipt.blockHash });
  assert.equal(block.transactions[receipt.transactionIndex], hash);
});

test('deploys and drives a contract', async () => {
  const { contractAddress } = await mined(await wallet.deployContract({ abi, bytecode: counter.bytecode, args: [40n] }));
  address = contractAddress;
  const filter = await reader.createContractEventFilter({ abi, address, eventName: 'Counted', args: { by: account.address } });
  const { request } = await reader.simulateContract({ account, abi, address, functionName: 'add', args: [2n, 'héllo'] });
  const { blockNumber } = await mined(await wallet.writeContract(request));
  assert.equal(await reader.readContract({ abi, address, functionName: 'count' }), 42n);
  assert.equal(await reader.readContract({ abi, address, functionName: 'count', blockNumber: blockNumber - 1n }), 40n);
  const found = await reader.getContractEvents({ abi, address, eventName: 'Counted', fromBlock: blockNumber, toBlock: 'latest' });
  const news = await reader.getFilterChanges({ filter });
  for (const events of [found, news]) {
    assert.deepEqual(events.map(({ args }) => args), [{ by: account.address, count: 42n, note: 'héllo' }]);
  }
  assert.equal(await reader.uninstallFilter({ filter }), true);
});

test('traces what a transaction did', async () => {
  const hash = await wallet.writeContract({ abi, address, functionName: 'add', args: [1n, 'traced'], account });
  const { gasUsed, logs } = await mined(hash);
  const trace = (options) => reader.request({ method: 'debug_traceTransaction', params: [hash, options] });
  const call = await trace({ tracer: 'callTracer', tracerConfig: { withLog: true } });
  assert.deepEqual([call.type, call.to, BigInt(call.gasUsed)], ['CALL', address.toLowerCase(), gasUsed]);
  assert.deepEqual(call.logs.map(({ topics, data }) => [topics, data]), logs.map(({ topics, data }) => [topics, data]));
  const { pre, post } = await trace({ tracer: 'prestateTracer', tracerConfig: { diffMode: true } });
  const slot = `0x${'00'.repeat(32)}`;
  assert.deepEqual([pre, post].map((state) => BigInt(state[address.toLowerCase()].storage[slot])), [42n, 43n]);
  const { gas, failed, structLogs } = await trace({});
  assert.deepEqual([BigInt(gas), failed, structLogs[0].op, structLogs[0].depth], [gasUsed, false, 'PUSH1', 1]);
});

test('names why a call fails', async () => {
  const share = (amount, functionName = 'add') => reader.simulateContract({ account, abi, address, functionName, args: functionName === 'add' ? [amount, ''] : [amount] });
  const custom = await refused(() => share(101n), ContractFunctionRevertedError);
  assert.deepEqual([custom.data.errorName, custom.data.args], ['TooMuch', [101n, 100n]]);
  assert.equal((await refused(() => share(0n), ContractFunctionRevertedError)).reason, 'nothing to add');
  const panic = await refused(() => share(0n, 'share'), ContractFunctionRevertedError);
  assert.match(panic.reason ?? panic.message, /division by zero|divide by zero|Division or modulo/i);
});

test('names why a transaction is refused', async () => {
  const to = other.address;
  await refused(() => wallet.sendTransaction({ to, nonce: 0, gas: 21_000n }), NonceTooLowError);
  await refused(() => wallet.sendTransaction({ to, value: parseEther('1000000'), gas: 21_000n }), InsufficientFundsError);
  await refused(() => wallet.sendTransaction({ to, value: parseEther('1000000') }), InsufficientFundsError);
  await refused(() => wallet.sendTransaction({ to, gas: 21_000n, maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }), BaseError);
  await refused(() => reader.call({ account, to, maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }), FeeCapTooLowError);
  const foreign = await account.signTransaction({ type: 'eip1559', chainId: 1, to, gas: 21_000n, maxFeePerGas: parseGwei('100'), maxPriorityFeePerGas: 1n, nonce: 0 });
  const error = await refused(() => reader.sendRawTransaction({ serializedTransaction: foreign }), BaseError);
  assert.match(error.message, /chain id/);
});

test('sends a transaction with an access list', async () => {
  const hash = await wallet.sendTransaction({ to: address, data: encodeFunctionData({ abi, functionName: 'add', args: [1n, 'listed'] }), type: 'eip2930', accessList: [{ address, storageKeys: [`0x${'00'.repeat(32)}`] }] });
  assert.equal((await mined(hash)).type, 'eip2930');
  assert.equal((await reader.getTransaction({ hash })).accessList.length, 1);
});

test('lets an account borrow the contract\'s code (EIP-7702)', async () => {
  const authorization = await createWalletClient({ ...common, account: other }).signAuthorization({ contractAddress: address });
  const hash = await wallet.sendTransaction({ authorizationList: [authorization], to: other.address, data: encodeFunctionData({ abi, functionName: 'add', args: [7n, 'borrowed'] }) });
  assert.equal((await mined(hash)).type, 'eip7702');
  assert.equal(await reader.getCode({ address: other.address }), `0xef0100${address.slice(2).toLowerCase()}`);
  assert.equal(await reader.readContract({ abi, address: other.address, functionName: 'count' }), 7n);
  assert.equal((await reader.getTransaction({ hash })).authorizationList.length, 1);
});

test('gets proofs that hold, and only those', async () => {
  const { number, stateRoot } = await reader.getBlock();
  const storageKeys = [`0x${'00'.repeat(32)}`, `0x${'00'.repeat(31)}09`];
  const proof = await reader.getProof({ address, storageKeys, blockNumber: number });
  assert.ok(await checkProof(stateRoot, proof));
  assert.equal(proof.storageProof[0].value, 44n);
  assert.equal(proof.storageProof[1].value, 0n);
  await assert.rejects(checkProof(stateRoot, tampered(proof)));
  await assert.rejects(checkProof(stateRoot, { ...proof, balance: proof.balance + 1n }));
  const nobody = await reader.getProof({ address: stranger().address, storageKeys: [], blockNumber: number });
  assert.equal(await checkProof(stateRoot, nobody), false);
});

test('hears of blocks and events over WebSocket', async () => {
  const live = createPublicClient({ chain, transport: webSocket(webSocketUrl) });
  const stops = [];
  const first = (start) => new Promise((onValue, onError) => stops.push(start(onValue, onError)));
  const blocks = [];
  const head = first((done, onError) => live.watchBlocks({ onError, onBlock: (block) => blocks.push(block) === 3 && done() }));
  const event = first((done, onError) => live.watchContractEvent({ abi, address, eventName: 'Counted', onError, onLogs: done }));
  const hash = await wallet.writeContract({ abi, address, functionName: 'add', args: [3n, 'told'], chain });
  const [log] = await soon('an event', event);
  assert.deepEqual([log.transactionHash, log.args.note], [hash, 'told']);
  await soon('three blocks', head);
  blocks.slice(1).forEach((block, index) => assert.equal(block.parentHash, blocks[index].hash));
  stops.forEach((stop) => stop());
  (await live.transport.getRpcClient()).close();
});
