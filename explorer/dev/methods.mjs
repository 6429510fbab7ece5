// SPDX-License-Identifier: Apache-2.0
// The JSON-RPC methods the explorer uses, answered from the made-up world in a node's shapes.
import { createHash } from 'node:crypto';
import { EPOCH_BLOCKS } from './staking.mjs';
import { epochAt, oldBlock, services } from './world.mjs';

const hex = (value) => `0x${BigInt(value).toString(16)}`;
const GAS_LIMIT = 30_000_000;

/** A refusal with a JSON-RPC code. */
export class Refusal extends Error {
  constructor(code, message, data) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** A call that a contract refused, with its error's bytes. */
export const reverted = (data) => {
  throw new Refusal(3, 'execution reverted', data);
};

export function methods(world, { staking = true, hub = true } = {}) {
  const { blocks, transactions, devices, first } = world;
  const at = (number) => blocks[number - first];
  const byHash = (hash) => blocks.find((block) => block.hash === hash);
  const tagged = (tag) => (tag === 'latest' ? blocks.at(-1) : at(Number(tag)));
  const newestFirst = function* (before) {
    for (let number = Math.min(before?.block ?? Infinity, blocks.at(-1).number); number >= first; number -= 1) {
      const list = at(number).transactions;
      const top = number === before?.block ? before.index : list.length;
      for (let index = top - 1; index >= 0; index -= 1) yield list[index];
    }
  };
  const take = (rows, limit, test = () => true) => {
    const taken = [];
    for (const row of rows) {
      if (taken.length >= limit) break;
      if (test(row)) taken.push(row);
    }
    return taken;
  };
  const known = (id) => {
    const device = devices.find((candidate) => candidate.id === id);
    if (!device) throw new Refusal(-32602, 'no such device');
    return device;
  };

  return {
    banyan_status: () => ({ height: blocks.at(-1).number, hash: blocks.at(-1).hash, timestampMillis: blocks.at(-1).millis, nowMillis: Date.now(), peers: 3, syncing: false, chainId: world.chainId, name: 'Banyan devnet', coin: 'IOTX', pooled: 4 }),
    banyan_blocks: ({ before = Infinity, limit }) => blocks.filter(({ number }) => number < before).slice(-limit).reverse().map(summary),
    banyan_transactions: ({ before, limit }) => take(newestFirst(before), limit).map(row),
    banyan_history: ({ account, before, limit }) => take(newestFirst(before), limit, ({ from, to }) => from === account || to === account).map(row),
    banyan_certificate: (number) => at(number) && ({ epoch: at(number).epoch, view: at(number).view, type: 'FINALIZE', height: number, block: at(number).hash, signers: signersOf(number, world.committee(at(number).epoch).length), signature: `0x${at(number).hash.slice(2).repeat(3)}` }),
    banyan_committee: (number) => world.committee(number === undefined ? epochAt(blocks.at(-1).number + 1) : Number(number)),
    banyan_epoch: (number) => epoch(number === undefined ? epochAt(blocks.at(-1).number + 1) : Number(number), world),
    banyan_devices: () => devices.map(({ id, owner, name, keyX, keyY, active, registeredAt, records, anchoredUpTo, base }) => ({ id, owner, name, keyX, keyY, active, registeredAt, readings: active ? anchoredUpTo : base ?? 0, lastReading: records.at(-1)?.timeMillis ?? null })),
    banyan_readings: ({ device, before = Infinity, limit }) => known(device).records.filter(({ sequence }) => sequence < before).slice(-limit).reverse(),
    banyan_evidence: (id) => ({ format: 'made up by the development server: proves nothing', record: id, inclusion: { index: 0, size: 1, path: [] } }),
    eth_getBlockByNumber: (tag, full) => block(tagged(tag) ?? (!full && Number(tag) < first ? oldBlock(world, Number(tag)) : undefined), full, world),
    eth_blockNumber: () => hex(blocks.at(-1).number),
    eth_getLogs: (asked) => logs(asked, world),
    eth_getBlockByHash: (hash, full) => block(byHash(hash), full, world),
    eth_getBlockReceipts: (tag) => tagged(tag)?.transactions.map(receipt) ?? null,
    eth_getTransactionByHash: (hash) => (transactions.has(hash) ? transaction(transactions.get(hash), world) : null),
    eth_getTransactionReceipt: (hash) => (transactions.has(hash) ? receipt(transactions.get(hash)) : null),
    eth_chainId: () => hex(world.chainId),
    eth_gasPrice: () => hex(2_000_000_000n),
    eth_getBalance: (address) => hex(balanceOf(address)),
    eth_getTransactionCount: (address) => hex(Number.parseInt(address.slice(2, 5), 16)),
    eth_getCode: (address) => (address === world.REGISTRY || address === world.ANCHOR || (hub && world.system.slice(1).some((one) => one.owns(address))) ? `0x6080604052${'5b60'.repeat(700)}` : '0x'),
    eth_sendTransaction: (asked) => send(asked, world),
    eth_estimateGas: ({ to, from, data, value = '0x0' }) => {
      if (BigInt(value) > balanceOf(from)) throw new Refusal(-32000, `insufficient funds for gas * price + value: address ${from} have ${balanceOf(from)} want ${BigInt(value)}`);
      world.system.find((one) => one.owns(to))?.run({ to, from, data, value });
      return hex(204_487);
    },
    eth_call: ({ to, from, data, value }) => {
      const known = world.system.find((one) => one.owns(to));
      if (known) return (known === world.stakes ? staking : hub) ? known.run({ to, from, data, value }) : '0x';
      throw to === world.REGISTRY ? new Refusal(3, 'execution reverted', `0x252d5ca1${'0'.repeat(64)}`) : new Refusal(3, 'execution reverted: ERC20: transfer amount exceeds balance');
    },
    eth_subscribe: () => '0x1',
  };
}

/** All but every fifth seat or so, as a bitmap with seat 0 in the lowest bit of the first byte. */
function signersOf(number, seats) {
  const bytes = new Array(Math.ceil(seats / 8)).fill(0);
  for (let seat = 0; seat < seats; seat += 1) if (seats < 8 ? seat !== number % 6 : (seat * 7 + number) % 6 !== 0) bytes[seat >> 3] |= 1 << (seat & 7);
  return `0x${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function epoch(number, world) {
  const height = world.blocks.at(-1).number;
  const current = epochAt(height + 1);
  const [from, to] = world.changing ? [number * EPOCH_BLOCKS + 1, (number + 1) * EPOCH_BLOCKS] : [1, null];
  if (number > current || number < 0 || (!world.changing && number !== current)) return null;
  const served = services(world, number);
  return {
    epoch: number, firstBlock: from, lastBlock: to, blocks: Math.max(0, Math.min(height, to ?? height) - from + 1), beacon: digest(`beacon${number}`), committeeRoot: digest(`root${number}`),
    quorum: world.committee(number).length - Math.floor((world.committee(number).length - 1) / 3), seats: world.committee(number).map((seat, index) => ({ ...seat, ...served[index] })),
  };
}

const digest = (text) => `0x${createHash('sha256').update(text).digest('hex')}`;

const balanceOf = (address) => BigInt(`0x${address.slice(2, 14)}`) * 10n ** 8n;

/** What a node with an unlocked account does: the made-up wallet's way to the made-up chain. */
function send({ from, to, data = '0x', value = '0x0', gas = '0x186a0' }, world) {
  let success = true;
  let logs = [];
  try {
    logs = world.system.find((one) => one.owns(to))?.run({ to, from, data, value }, true) ?? [];
  } catch {
    success = false;
  }
  const hash = digest(`sent${from}${data}${world.blocks.at(-1).number}${world.pending.length}`);
  world.pending.push({ hash, from, to, value: BigInt(value), input: data, gasUsed: 90_000, gas: Number(gas), success, logs });
  return hash;
}

/** Events by address and topics, over as many blocks as a node searches at once. */
function logs({ address, topics = [], fromBlock, toBlock }, world) {
  const [from, to] = [Number(fromBlock), Number(toBlock)];
  if (to - from >= 10_000) throw new Refusal(-32005, `block range too large: ${to - from + 1} blocks, at most 10000`);
  if (to > world.blocks.at(-1).number) throw new Refusal(-32602, 'block range extends beyond current head block');
  const fits = (wanted, value) => wanted === null || wanted === undefined || [wanted].flat().some((one) => one.toLowerCase() === value?.toLowerCase());
  const found = [];
  for (const { hash, block, index, logs: all, success } of world.transactions.values()) {
    if (!success || block.number < from || block.number > to) continue;
    (all ?? []).forEach((log, place) => {
      if (fits(address, log.address) && topics.every((topic, at) => fits(topic, log.topics[at]))) {
        found.push({ ...log, blockNumber: hex(block.number), blockHash: block.hash, blockTimestamp: hex(Math.floor(block.millis / 1000)), transactionHash: hash, transactionIndex: hex(index), logIndex: hex(index * 100 + place), removed: false });
      }
    });
  }
  return found.sort((a, b) => Number(a.blockNumber) - Number(b.blockNumber));
}

const summary = ({ number, hash, millis, transactions, gasUsed, beneficiary, baseFee, epoch, view }) => ({
  number, hash, timestampMillis: millis, transactionCount: transactions.length, gasUsed, gasLimit: GAS_LIMIT, beneficiary,
  baseFeePerGas: baseFee.toString(), size: 612 + transactions.length * 118, epoch, view,
});

const row = ({ hash, block, index, from, to, value, success, input }) => ({
  hash, block: block.number, index, from, to, value: value.toString(), success, timestampMillis: block.millis, method: input === '0x' ? '0x' : input.slice(0, 10),
});

function block(found, full, world) {
  if (!found) return null;
  return {
    number: hex(found.number), hash: found.hash, parentHash: found.parentHash, miner: found.beneficiary, timestamp: hex(Math.floor(found.millis / 1000)),
    gasUsed: hex(found.gasUsed), gasLimit: hex(GAS_LIMIT), baseFeePerGas: hex(found.baseFee), size: hex(612 + found.transactions.length * 118),
    stateRoot: found.hash.replace(/^0x../, '0xa5'), transactions: found.transactions.map((entry) => (full ? transaction(entry, world) : entry.hash)),
  };
}

const transaction = ({ hash, block: { number, hash: blockHash, baseFee }, index, from, to, value, input, nonce, gas }, world) => ({
  hash, blockHash, blockNumber: hex(number), transactionIndex: hex(index), from, to, value: hex(value), input, nonce: hex(nonce), gas: hex(gas),
  type: '0x2', chainId: hex(world.chainId), gasPrice: hex(baseFee), maxFeePerGas: hex(baseFee * 2n), maxPriorityFeePerGas: hex(1000),
});

const receipt = ({ hash, block: { number, hash: blockHash, baseFee }, index, from, to, success, gasUsed, logs }) => ({
  transactionHash: hash, blockHash, blockNumber: hex(number), transactionIndex: hex(index), from, to, status: success ? '0x1' : '0x0', type: '0x2',
  gasUsed: hex(gasUsed), effectiveGasPrice: hex(baseFee + 1000n), contractAddress: null, logs: success ? logs : [],
});

export const head = ({ number, hash }) => ({ number: hex(number), hash });
