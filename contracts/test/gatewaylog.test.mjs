// SPDX-License-Identifier: Apache-2.0
import { after, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ethers } from 'ethers';
import { artifact, done, newDevice, refusal, register, startAnvil } from './chain.mjs';

let chain, log, registry, alice, bob, mallory, gateway;

before(async () => {
  chain = await startAnvil(['DeviceRegistry', 'GatewayLog']);
  registry = chain.contract('DeviceRegistry');
  log = chain.contract('GatewayLog');
  chain.registry = registry;
  [alice, bob, mallory] = chain.signers;
});
after(() => chain?.stop());
beforeEach(async () => {
  gateway = newDevice();
  await register(chain, gateway, alice.address, 'gateway');
});

// RFC 9162 once more, straight from its definitions, sharing nothing with the contract or with the Java code.
const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = (i) => sha(Buffer.from([0]), Buffer.from(`record ${i}`));
const nodeHash = (left, right) => sha(Buffer.from([1]), left, right);
const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
const rootOf = (leaves) =>
  leaves.length === 1
    ? leaves[0]
    : nodeHash(rootOf(leaves.slice(0, split(leaves.length))), rootOf(leaves.slice(split(leaves.length))));
function subproof(m, leaves, whole) {
  if (m === leaves.length) return whole ? [] : [rootOf(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), rootOf(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), rootOf(leaves.slice(0, k))];
}
const leaves = Array.from({ length: 40 }, (_, i) => leafHash(i));
const hex = (bytes) => ethers.hexlify(bytes);
const root = (n, of = leaves) => hex(rootOf(of.slice(0, n)));
const proof = (m, n, of = leaves) => (m === 0 ? [] : subproof(m, of.slice(0, n), true).map(hex));

const refused = async (name, call) => {
  const error = await refusal(log, call);
  assert.equal(error.name, name);
  return error;
};

test('the event carries the key and owner that the registry held', async () => {
  const receipt = await done(log.anchorLog(gateway.id, root(7), 7, []));
  const { name, args } = log.interface.parseLog(receipt.logs[0]);
  assert.equal(name, 'LogAnchored');
  assert.deepEqual([...args], [gateway.id, root(7), 7n, gateway.keyX, gateway.keyY, alice.address]);
  assert.deepEqual([...(await log.latest(gateway.id))], [root(7), 7n, BigInt(receipt.blockNumber)]);
  console.log(`# first anchor of a log: ${receipt.gasUsed} gas`);
});

test('every size proves that it extends every earlier one', async () => {
  for (let n = 1; n <= leaves.length; n++) {
    for (let m = 0; m < n; m++) {
      const first = m === 0 ? ethers.ZeroHash : root(m);
      assert.ok(await log.isConsistent(m, first, n, root(n), proof(m, n)), `${m} to ${n}`);
    }
  }
});

test('a proof with anything changed is refused', async () => {
  const stray = hex(leafHash(99));
  for (const [m, n] of [[1, 2], [3, 7], [4, 7], [6, 8], [8, 40], [13, 39], [32, 33]]) {
    const good = proof(m, n);
    assert.ok(!(await log.isConsistent(m, stray, n, root(n), good)));
    assert.ok(!(await log.isConsistent(m, root(m), n, stray, good)));
    assert.ok(!(await log.isConsistent(m, root(m), n, root(n), [...good, stray])));
    assert.ok(!(await log.isConsistent(m, root(m), n, root(n), good.slice(1))));
    assert.ok(!(await log.isConsistent(m, root(m), n, root(n), good.slice(0, -1))));
    for (let i = 0; i < good.length; i++) {
      assert.ok(!(await log.isConsistent(m, root(m), n, root(n), good.with(i, stray))));
    }
  }
  assert.ok(!(await log.isConsistent(0, ethers.ZeroHash, 5, root(5), [stray])));
  assert.ok(!(await log.isConsistent(5, root(5), 5, root(5), [])));
  assert.ok(!(await log.isConsistent(6, root(6), 5, root(5), [])));
});

test('a log that was rewritten cannot be anchored any more', async () => {
  await done(log.anchorLog(gateway.id, root(9), 9, []));
  const rewritten = leaves.with(4, leafHash(1000));
  const error = await refused('NotConsistent', () =>
    log.anchorLog(gateway.id, root(20, rewritten), 20, proof(9, 20, rewritten)),
  );
  assert.deepEqual([...error.args], [gateway.id, 9n, 20n]);
  await done(log.anchorLog(gateway.id, root(20), 20, proof(9, 20)));
});

test('a log grows with every anchor', async () => {
  await refused('NotGrown', () => log.anchorLog(gateway.id, root(1), 0, []));
  await done(log.anchorLog(gateway.id, root(9), 9, []));
  for (const size of [0, 8, 9]) {
    await refused('NotGrown', () => log.anchorLog(gateway.id, root(9), size, []));
  }
  await refused('NotConsistent', () => log.anchorLog(gateway.id, root(20), 20, []));
});

test('only owner and operator anchor, and only for a gateway in service', async () => {
  await refused('NotEntitled', () => log.connect(mallory).anchorLog(gateway.id, root(1), 1, []));
  await done(registry.setOperator(gateway.id, bob.address, true));
  await done(log.connect(bob).anchorLog(gateway.id, root(1), 1, []));
  await done(registry.revoke(gateway.id));
  await refused('NotActive', () => log.anchorLog(gateway.id, root(2), 2, proof(1, 2)));
  await refused('NotActive', () => log.anchorLog(newDevice().id, root(1), 1, []));
});

test('a first anchor has a root and needs no proof', async () => {
  await refused('NotConsistent', () => log.anchorLog(gateway.id, ethers.ZeroHash, 1, []));
  await refused('NotConsistent', () => log.anchorLog(gateway.id, root(3), 3, [root(1)]));
});

// A tree of a million leaves that are all alike needs only twenty hashes to be built.
test('an anchor of a log with a million records has a bounded price', async () => {
  const same = leafHash(0);
  const power = [same];
  for (let level = 1; level < 21; level++) power.push(nodeHash(power[level - 1], power[level - 1]));
  const big = (n) => {
    if (n === 1) return same;
    const level = Math.log2(n);
    return Number.isInteger(level) ? power[level] : nodeHash(big(split(n)), big(n - split(n)));
  };
  const prove = (m, n, whole) => {
    if (m === n) return whole ? [] : [big(n)];
    const k = split(n);
    return m <= k ? [...prove(m, k, whole), big(n - k)] : [...prove(m - k, n - k, false), big(k)];
  };
  const [m, n] = [699_050, 1_048_575];
  await done(log.anchorLog(gateway.id, hex(big(m)), m, []));
  const steps = prove(m, n, true).map(hex);
  const receipt = await done(log.anchorLog(gateway.id, hex(big(n)), n, steps));
  console.log(`# anchor from ${m} to ${n} records, ${steps.length} hashes: ${receipt.gasUsed} gas`);
  assert.ok(receipt.gasUsed < 150_000n);
});

test('the artifact stands at its address', () => {
  assert.equal(artifact('GatewayLog').address, '0x0000000000000000000000000000000000001011');
});
