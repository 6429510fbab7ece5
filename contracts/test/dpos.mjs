// SPDX-License-Identifier: Apache-2.0
// A chain with the contracts of Roll-DPoS, and the protocol's part in it: time, epochs, credits.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { ethers } from 'ethers';
import solc from 'solc';
import { artifact, done, refusal, startAnvil } from './chain.mjs';
import { blsKey, statement } from './bls.mjs';

export const NAMES = ['Staking', 'Delegates', 'Rewards', 'Parameters', 'Election', 'Slashing', 'Checkpoints'];
export const SYSTEM = '0xfffffffffffffffffffffffffffffffffffffffe';
export const DAY = 86_400;
export const coins = (number) => ethers.parseEther(`${number}`);

/** By number, as in Parameter.sol. */
export const parameterNames = [
  ...readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../src/staking/Parameter.sol'), 'utf8')
    .matchAll(/constant (\w+) = \d+;/g),
].map(([, name]) => name).filter((name) => name !== 'COUNT');
export const parameter = Object.fromEntries(parameterNames.map((name, number) => [name, number]));

/**
 * @param values of parameters that genesis sets
 * @param accounts how many accounts hold coins
 */
export async function startDpos({ values = {}, accounts = 8 } = {}) {
  const chain = await startAnvil(NAMES, [
    '--balance', '10000000000', '--accounts', `${accounts}`, '--gas-limit', '200000000', '--base-fee', '0',
    '--gas-price', '0', '--timestamp', '1700000000',
  ]);
  const { provider } = chain;
  const at = Object.fromEntries(NAMES.map((name) => [name.toLowerCase(), chain.contract(name)]));
  const word = (value) => ethers.toBeHex(value, 32);
  for (const [name, value] of Object.entries(values)) {
    await provider.send('anvil_setStorageAt', [at.parameters.target, word(parameter[name]), word(BigInt(value) + 1n)]);
  }
  await provider.send('anvil_setStorageAt', [
    at.parameters.target, word(64), ethers.zeroPadValue(chain.signers[0].address, 32),
  ]);
  await provider.send('anvil_setBalance', [SYSTEM, ethers.toQuantity(coins(1))]);
  const as = async (address) => {
    await provider.send('anvil_impersonateAccount', [address]);
    return provider.getSigner(address);
  };
  const system = await as(SYSTEM);

  const dpos = { ...chain, ...at, system, as, epoch: -1 };
  dpos.credit = async (amount) => {
    const balance = await provider.getBalance(at.rewards.target);
    await provider.send('anvil_setBalance', [at.rewards.target, ethers.toQuantity(balance + amount)]);
  };
  /** Begins the next epoch as the protocol does; resolves to the receipt and what was minted. */
  dpos.turn = async (reports = [], { minted } = {}) => {
    dpos.epoch += 1;
    const amount = minted ?? (dpos.epoch === 0 ? 0n : await at.election.due(reports));
    await dpos.credit(amount);
    const receipt = await done(at.election.connect(system).turn(dpos.epoch, amount, reports, { gasLimit: 16_777_216 }));
    return { receipt, minted: amount };
  };
  dpos.warp = async (seconds) => {
    await provider.send('evm_increaseTime', [seconds]);
    await provider.send('evm_mine', []);
  };
  dpos.now = async () => BigInt((await provider.getBlock('latest')).timestamp);
  /** What a delegate brings to be registered, truly signed. */
  dpos.application = (name, owner, changes = {}) => {
    const key = changes.key ?? blsKey(name);
    const operator = changes.operator ?? owner;
    const nodeKey = changes.nodeKey ?? ethers.id(`node of ${name}`);
    const said = statement({
      chainId: chain.chainId, contract: at.delegates.target, owner, operator, nodeKey, name, ...changes.said,
    });
    return {
      operator, nodeKey, blsKey: key.uncompressed, proof: changes.proof ?? key.prove(),
      binding: changes.binding ?? key.sign(said),
    };
  };
  dpos.registerCall = (name, owner, { application, commission = 1000, payTo, fee } = {}) =>
    at.delegates.connect(owner).register(
      name, application ?? dpos.application(name, owner.address), payTo ?? owner.address, commission,
      `https://${name}.example`, ethers.id(name), `${name}.example:4040`, { value: fee ?? coins(100) });
  /** Resolves to the new delegate's number. */
  dpos.register = async (name, owner, options) => {
    await done(dpos.registerCall(name, owner, options));
    return Number(await at.delegates.delegateNamed(name));
  };
  /** Resolves to the new bucket's number. */
  dpos.bucket = async (owner, amount, { days = 0, auto = false, compounding = false, delegate = 0 } = {}) => {
    await done(at.staking.connect(owner).create(days, auto, compounding, delegate, { value: amount }));
    return Number(await at.staking.lastBucket());
  };
  /** Registers a delegate and puts up its own pledge. */
  dpos.candidate = async (name, owner, { amount = coins(1_200_000), days = 91, auto = true, ...options } = {}) => {
    const id = await dpos.register(name, owner, options);
    const bucket = await dpos.bucket(owner, amount, { days, auto, delegate: id });
    await done(at.delegates.connect(owner).activate(id, bucket));
    return { id, bucket, owner, name };
  };
  return dpos;
}

/** Deploys a contract that only tests use. */
export async function deployed(factory) {
  const contract = await factory.deploy();
  await done(contract.deploymentTransaction());
  return contract;
}

/** Runs a test against the same state as all others: what it does is undone. */
export const undone = (dpos, run) => async (t) => {
  const chain = dpos();
  const before = chain.epoch;
  const snapshot = await chain.provider.send('evm_snapshot', []);
  try {
    await run(t);
  } finally {
    await chain.provider.send('evm_revert', [snapshot]);
    chain.epoch = before;
  }
};

/** Asserts a refusal by the name of a custom error, and gives its arguments. */
export const refused = async (contract, name, call) => {
  const error = await refusal(contract, call);
  assert.equal(error.name, name);
  return error.args;
};

/** The events of one contract in a receipt, as `[name, ...arguments]`. */
export const events = (contract, receipt) =>
  receipt.logs
    .filter(({ address }) => address.toLowerCase() === contract.target.toLowerCase())
    .map((log) => contract.interface.parseLog(log))
    .map(({ name, args }) => [name, ...args]);

/** Compiles a contract that only tests use, and gives a factory. `imports` are texts by the names it imports them by. */
export function compileForTest(source, name, signer, imports = {}) {
  const texts = Object.entries({ ...imports, 'test.sol': source }).map(([file, content]) => [file, { content }]);
  const output = JSON.parse(solc.compile(JSON.stringify({
    language: 'Solidity',
    sources: Object.fromEntries(texts),
    settings: {
      evmVersion: 'osaka',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode', 'evm.deployedBytecode'] } },
    },
  })));
  const faults = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (faults.length > 0) throw new Error(faults.map((fault) => fault.formattedMessage).join('\n'));
  const { abi, evm } = output.contracts['test.sol'][name];
  return { abi, deployed: `0x${evm.deployedBytecode.object}`, factory: new ethers.ContractFactory(abi, evm.bytecode.object, signer) };
}

export { artifact };
