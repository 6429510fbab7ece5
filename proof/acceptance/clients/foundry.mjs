// SPDX-License-Identifier: Apache-2.0
// cast and forge 1.7 against a devnet, forge with solc from npm. Accounts 5 and 6.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Wallet } from 'ethers';
import { CHAIN_ID, counter, key, url } from './devnet.mjs';
import { checkProof } from './trie.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const start = promisify(execFile);
const payer = new Wallet(key(5)).address;
const other = new Wallet(key(6)).address;
const signing = ['--private-key', key(5)];

/** The programs themselves, from the packages of the platform: what wraps them for Node.js may lose their last words. */
const program = (name) => createRequire(import.meta.url).resolve(`@foundry-rs/${name}-linux-amd64/bin/${name}`);
const skip = process.platform === 'linux' && process.arch === 'x64' ? false : 'cast and forge are pinned for Linux on amd64 only';

async function tool(name, ...args) {
  const { stdout } = await start(program(name), args, { cwd: here, timeout: 60_000, env: { ...process.env, ETH_RPC_URL: url, FOUNDRY_DISABLE_NIGHTLY_WARNING: '1' } });
  return stdout.trim();
}
const cast = (...args) => tool('cast', ...args);
const json = async (...args) => JSON.parse(await cast(...args, '--json'));
/** What a command says on its way out. */
const complaint = (promise) => promise.then(() => assert.fail('it was accepted'), ({ stderr }) => stderr);

let address;
let deployed;

test('cast reads the chain', { skip }, async () => {
  assert.equal(await cast('chain-id'), String(CHAIN_ID));
  assert.match(await cast('client'), /^banyan\//);
  const block = await json('block', 'latest');
  assert.equal((await json('block', block.parentHash ?? block.parent_hash)).hash, block.parentHash);
  assert.ok(BigInt(await cast('block-number')) >= BigInt(block.number));
  assert.equal(await cast('balance', other, '--ether'), '10000.000000000000000000');
  assert.ok(BigInt(await cast('gas-price')) > 0n);
  assert.ok(BigInt(await cast('base-fee')) > 0n);
  assert.equal(await cast('nonce', other), '0');
});

test('forge creates a contract', { skip }, async () => {
  const created = JSON.parse(await tool('forge', 'create', '--use', './solc', 'Counter.sol:Counter', '--rpc-url', url, ...signing, '--broadcast', '--json', '--constructor-args', '30'));
  address = created.deployedTo;
  assert.equal(created.deployer.toLowerCase(), payer.toLowerCase());
  deployed = await json('receipt', created.transactionHash);
  assert.equal(BigInt(deployed.status), 1n);
  assert.equal(await cast('call', address, 'count()(uint256)'), '30');
  const { input } = await json('tx', created.transactionHash);
  assert.equal(input, `${counter.bytecode}${'1e'.padStart(64, '0')}`, 'forge and compile.mjs make the same bytes');
});

test('cast sends, and reads what came of it', { skip }, async () => {
  const sent = await json('send', address, 'add(uint256,string)', '12', 'by cast', ...signing);
  assert.equal(BigInt(sent.status), 1n);
  assert.equal(await cast('call', address, 'count()(uint256)'), '42');
  assert.equal(await cast('call', address, 'count()(uint256)', '--block', String(BigInt(sent.blockNumber) - 1n)), '30');
  assert.equal(BigInt(await cast('storage', address, '0')), 42n);
  const logs = await json('logs', '--from-block', sent.blockNumber, '--address', address, 'Counted(address indexed,uint256,string)');
  assert.deepEqual(logs.map(({ transactionHash }) => transactionHash), [sent.transactionHash]);
  assert.equal((await json('tx', sent.transactionHash)).hash, sent.transactionHash);
  assert.equal(await cast('estimate', address, 'count()', '--from', payer).then((gas) => Number(gas) > 21_000), true);
  const transfer = await json('send', other, '--value', '1ether', '--legacy', ...signing);
  assert.equal(BigInt(transfer.gasUsed), 21_000n);
});

test('cast says why it failed', { skip }, async () => {
  assert.match(await complaint(cast('call', address, 'add(uint256,string)', '0', '')), /nothing to add/);
  const custom = await complaint(cast('call', address, 'add(uint256,string)', '101', ''));
  assert.match(custom, /custom error|revert/);
  assert.match(custom, new RegExp('65'.padStart(64, '0')), 'the data of the error is there to be decoded');
  assert.match(await complaint(cast('send', other, '--nonce', '0', '--gas-limit', '21000', ...signing)), /nonce too low/);
  assert.match(await complaint(cast('send', other, '--value', '1000000ether', '--gas-limit', '21000', ...signing)), /insufficient funds/);
});

test('cast gets a proof that holds', { skip }, async () => {
  const { number, stateRoot } = await json('block', 'latest');
  const proof = await json('proof', address, '0x0', '--block', String(BigInt(number)));
  assert.ok(await checkProof(stateRoot, proof));
  assert.equal(BigInt(proof.storageProof[0].value), 42n);
});

test('cast makes an account borrow code (EIP-7702)', { skip }, async () => {
  const sent = await json('send', other, '--auth', address, ...['--private-key', key(6)]);
  assert.equal(BigInt(sent.type), 4n);
  assert.equal((await cast('code', other)).toLowerCase(), `0xef0100${address.slice(2).toLowerCase()}`);
});

test('cast lists what a call would touch, and replays a transaction', { skip }, async () => {
  const list = await json('access-list', address, 'add(uint256,string)', '1', '', '--from', payer);
  assert.ok(JSON.stringify(list).toLowerCase().includes(address.slice(2).toLowerCase()));
  assert.match(await cast('run', deployed.transactionHash, '--quick'), /Transaction successfully executed/);
});
