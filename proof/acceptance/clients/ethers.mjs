// SPDX-License-Identifier: Apache-2.0
// ethers 6 against a devnet. Accounts 3 and 4.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { BrowserProvider, Contract, ContractFactory, JsonRpcProvider, Wallet, WebSocketProvider, isError, parseEther } from 'ethers';
import { CHAIN_ID, counter, key, soon, url, webSocketUrl } from './devnet.mjs';
import { checkProof } from './trie.mjs';

const provider = new JsonRpcProvider(url, undefined, { polling: true, pollingInterval: 100 });
const wallet = new Wallet(key(3), provider);
const other = new Wallet(key(4), provider);
after(() => provider.destroy());

/** Sends something that must fail with an error that ethers knows by this code. */
async function refused(send, code) {
  const failure = await send().then(() => assert.fail('it was accepted'), (thrown) => thrown);
  assert.ok(isError(failure, code), `want ${code}, got ${failure.stack}`);
  return failure;
}

let contract;

test('reads the chain', async () => {
  assert.equal((await provider.getNetwork()).chainId, BigInt(CHAIN_ID));
  const number = await provider.getBlockNumber();
  const block = await provider.getBlock(number, true);
  assert.equal(block.number, number);
  assert.equal((await provider.getBlock(block.parentHash)).number, number - 1);
  assert.equal(await provider.getBalance(other.address, number), parseEther('10000'));
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = await provider.getFeeData();
  assert.ok(gasPrice > 0n && maxFeePerGas > maxPriorityFeePerGas);
});

test('transfers, the pending nonce ahead of the final one', async () => {
  const to = Wallet.createRandom().address;
  const before = await wallet.getNonce();
  const sent = await Promise.all([0, 1, 2].map((ahead) => wallet.sendTransaction({ to, value: 5n, nonce: before + ahead })));
  const pending = await wallet.getNonce('pending');
  assert.equal(pending, before + 3);
  for (const { hash } of sent) assert.ok(await provider.getTransaction(hash), 'a sent transaction is known at once');
  const receipts = await Promise.all(sent.map((transaction) => transaction.wait(1, 20_000)));
  receipts.forEach(({ status, gasUsed }) => assert.deepEqual([status, gasUsed], [1, 21_000n]));
  assert.equal(await provider.getBalance(to), 15n);
  assert.equal(await wallet.getNonce('latest'), before + 3);
});

test('deploys and drives a contract', async () => {
  contract = await new ContractFactory(counter.abi, counter.bytecode, wallet).deploy(10n);
  await contract.deploymentTransaction().wait(1, 20_000);
  const heard = new Promise((done) => { contract.once('Counted', (...args) => done(args)); });
  const sent = await contract.add(5n, 'by ethers');
  const { blockNumber } = await sent.wait(1, 20_000);
  assert.equal(await contract.count(), 15n);
  assert.equal(await contract.count({ blockTag: blockNumber - 1 }), 10n);
  assert.equal(await contract.countBy(wallet.address), 5n);
  const [event] = await contract.queryFilter(contract.filters.Counted(wallet.address), blockNumber, blockNumber);
  assert.deepEqual([...event.args], [wallet.address, 15n, 'by ethers']);
  assert.deepEqual((await contract.queryFilter(contract.filters.Counted(other.address), blockNumber)), []);
  assert.deepEqual((await soon('an event by polling', heard)).slice(0, 3), [wallet.address, 15n, 'by ethers']);
});

test('names why a call fails', async () => {
  const custom = await refused(() => contract.add.staticCall(101n, ''), 'CALL_EXCEPTION');
  assert.deepEqual([custom.revert.name, ...custom.revert.args], ['TooMuch', 101n, 100n]);
  assert.equal((await refused(() => contract.add(0n, ''), 'CALL_EXCEPTION')).reason, 'nothing to add');
  assert.match((await refused(() => contract.share(0n), 'CALL_EXCEPTION')).reason, /DIVIDE_BY_ZERO/);
  const mined = await contract.add(101n, '', { gasLimit: 100_000n });
  assert.equal((await refused(() => mined.wait(1, 20_000), 'CALL_EXCEPTION')).receipt.status, 0);
});

test('names why a transaction is refused', async () => {
  const to = other.address;
  await refused(() => wallet.sendTransaction({ to, nonce: 0, gasLimit: 21_000n }), 'NONCE_EXPIRED');
  await refused(() => wallet.sendTransaction({ to, value: parseEther('1000000'), gasLimit: 21_000n }), 'INSUFFICIENT_FUNDS');
  await refused(() => wallet.sendTransaction({ to, value: parseEther('1000000') }), 'INSUFFICIENT_FUNDS');
  const ahead = (await wallet.getNonce()) + 1; // A gap, so that the first one stays in the pool.
  const price = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n, gasLimit: 21_000n };
  await wallet.sendTransaction({ to, nonce: ahead, value: 1n, ...price });
  await refused(() => wallet.sendTransaction({ to, nonce: ahead, value: 2n, ...price }), 'REPLACEMENT_UNDERPRICED');
  const dear = await wallet.sendTransaction({ to, nonce: ahead, value: 3n, ...price, maxFeePerGas: 2n * 10n ** 10n, maxPriorityFeePerGas: 2n * 10n ** 9n });
  await wallet.sendTransaction({ to, nonce: ahead - 1, ...price });
  assert.equal((await dear.wait(1, 20_000)).status, 1);
  const foreign = await wallet.signTransaction({ chainId: 1, to, nonce: ahead + 1, type: 2, ...price });
  assert.match((await provider.broadcastTransaction(foreign).catch((error) => error)).message, /chain id/);
});

test('sends a legacy transaction and one of type 4', async () => {
  const legacy = await wallet.sendTransaction({ to: other.address, type: 0, gasPrice: (await provider.getFeeData()).gasPrice * 2n });
  assert.equal((await legacy.wait(1, 20_000)).type, 0);
  const authorization = await other.authorize({ address: await contract.getAddress(), nonce: await other.getNonce() });
  const delegating = await wallet.sendTransaction({ to: other.address, type: 4, authorizationList: [authorization] });
  assert.equal((await delegating.wait(1, 20_000)).type, 4);
  assert.match(await provider.getCode(other.address), /^0xef0100/);
});

test('gets a proof that holds', async () => {
  const { stateRoot, number } = await provider.getBlock('latest');
  const proof = await provider.send('eth_getProof', [await contract.getAddress(), ['0x0'], `0x${number.toString(16)}`]);
  assert.ok(await checkProof(stateRoot, proof));
  assert.equal(BigInt(proof.storageProof[0].value), 15n);
});

test('hears of blocks and events over WebSocket', async () => {
  const live = new WebSocketProvider(webSocketUrl);
  const heights = [];
  const blocks = new Promise((done) => { live.on('block', (number) => heights.push(number) === 3 && done()); });
  const event = new Promise((done) => { contract.connect(live).on('Counted', (...args) => done(args)); });
  await live.getBlockNumber(); // The subscriptions were sent before: they stand when this is answered.
  const { hash } = await contract.add(1n, 'told');
  assert.equal((await soon('an event', event)).at(-1).log.transactionHash, hash);
  await soon('three blocks', blocks);
  assert.deepEqual(heights, [0, 1, 2].map((later) => heights[0] + later));
  await live.removeAllListeners();
  await live.getBlockNumber(); // What unsubscribes is answered, too: destroying would cancel it.
  await live.destroy();
});

test('works behind the interface of a browser wallet (EIP-1193)', async () => {
  let id = 0;
  const injected = {
    async request({ method, params = [] }) {
      if (method === 'eth_requestAccounts' || method === 'eth_accounts') return [wallet.address];
      if (method === 'eth_sendTransaction') { // The wallet's part: it fills in, signs, and sends.
        const { gas: gasLimit, ...rest } = params[0];
        return (await wallet.sendTransaction({ ...rest, gasLimit })).hash;
      }
      id += 1;
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id, method, params }) });
      const { result, error } = await answer.json();
      if (error) throw Object.assign(new Error(error.message), error);
      return result;
    },
  };
  const browser = new BrowserProvider(injected, undefined, { pollingInterval: 100 });
  assert.equal((await browser.getNetwork()).chainId, BigInt(CHAIN_ID));
  const signer = await browser.getSigner();
  assert.equal(signer.address, wallet.address);
  const seen = new Contract(await contract.getAddress(), counter.abi, signer);
  const before = await seen.count();
  await (await seen.add(2n, 'from a wallet')).wait(1, 20_000);
  assert.equal(await seen.count(), before + 2n);
  assert.deepEqual([...(await refused(() => seen.add.staticCall(500n, ''), 'CALL_EXCEPTION')).revert.args], [500n, 100n]);
  browser.destroy();
});
