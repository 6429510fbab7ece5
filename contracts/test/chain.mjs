// SPDX-License-Identifier: Apache-2.0
// A throw-away local chain at Osaka rules with the system contracts where genesis would place them.
import { spawn } from 'node:child_process';
import { generateKeyPairSync, createHash, sign } from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ethers } from 'ethers';

const here = dirname(fileURLToPath(import.meta.url));
const chainId = 4242;

export const artifact = (name) => JSON.parse(readFileSync(join(here, '..', 'artifacts', `${name}.json`), 'utf8'));

function anvilPath() {
  const require = createRequire(import.meta.url);
  const platform = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  return join(dirname(require.resolve(`${platform}/package.json`)), 'bin', 'anvil');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts anvil and resolves once it answers; `stop` ends it.
 *
 * @param contracts names of the artifacts that stand where genesis would place them
 * @param options more of anvil's own
 * @param id its chain id
 */
export async function startAnvil(contracts, options = [], id = chainId) {
  const port = await freePort();
  const anvil = spawn(
    anvilPath(),
    ['--host', '127.0.0.1', '--port', `${port}`, '--hardfork', 'osaka', '--chain-id', `${id}`, ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise((resolve, reject) => {
    anvil.on('exit', (code) => reject(new Error(`anvil ended with ${code} before it listened`)));
    let printed = '';
    anvil.stdout.on('data', (chunk) => {
      printed += chunk;
      if (printed.includes('Listening on')) resolve();
    });
  });
  const provider = new ethers.JsonRpcProvider(`http://127.0.0.1:${port}`, id, {
    staticNetwork: true,
    cacheTimeout: -1,
    pollingInterval: 20,
    batchMaxCount: 1, // or every question waits ten milliseconds for others to go with it
  });
  // With air: an estimate may stand on the second of the last block, where writing the time again is free, and the
  // transaction be carried out in the next.
  const estimate = provider.estimateGas.bind(provider);
  provider.estimateGas = async (transaction) => (await estimate(transaction)) * 3n / 2n;
  for (const name of contracts) {
    const { address, deployedBytecode } = artifact(name);
    await provider.send('anvil_setCode', [address, deployedBytecode]);
  }
  const accounts = await provider.send('eth_accounts', []);
  const signers = await Promise.all(accounts.map((address) => provider.getSigner(address)));
  return {
    chainId: id,
    provider,
    signers,
    contract: (name) => new ethers.Contract(artifact(name).address, artifact(name).abi, signers[0]),
    stop: async () => {
      provider.destroy();
      const ended = once(anvil, 'exit');
      anvil.kill();
      await ended;
    },
  };
}

/** A chain with the contracts of trusted things. */
export async function startChain() {
  const chain = await startAnvil(['DeviceRegistry', 'Anchor', 'DidRegistry']);
  return { ...chain, registry: chain.contract('DeviceRegistry'), anchor: chain.contract('Anchor'), dids: chain.contract('DidRegistry') };
}

/** A device with a software P-256 key: just what a real one does, in the words of node:crypto. */
export function newDevice() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const hex = (part) => `0x${Buffer.from(part, 'base64url').toString('hex')}`;
  const keyX = hex(jwk.x);
  const keyY = hex(jwk.y);
  return {
    keyX,
    keyY,
    id: ethers.keccak256(ethers.concat([keyX, keyY])),
    sign(message) {
      const raw = sign('sha256', ethers.getBytes(message), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return { r: ethers.hexlify(raw.subarray(0, 32)), s: ethers.hexlify(raw.subarray(32)) };
    },
  };
}

/** The 256 bytes of a registration, put together outside the contract: what a device without a node can build. */
export function registrationMessage({ chainId, registry, owner, device, name }) {
  const word = (value) => ethers.zeroPadValue(value, 32);
  const nameHash = `0x${createHash('sha256').update(name).digest('hex')}`;
  return ethers.concat([
    ethers.zeroPadBytes(ethers.toUtf8Bytes('banyan.device.register.v1'), 32),
    ethers.toBeHex(chainId, 32),
    word(registry),
    word(owner),
    device.keyX,
    device.keyY,
    nameHash,
    ethers.ZeroHash,
  ]);
}

/**
 * The receipt of what was sent. Asked for again and again: ethers' own wait() listens for a block that, with a slow call
 * that makes its own block, may have come before it listened.
 */
export async function done(sent) {
  const { hash, provider } = await sent;
  for (;;) {
    const receipt = await provider.getTransactionReceipt(hash);
    if (receipt?.status === 0) throw new Error(`${hash} was refused`);
    if (receipt) return receipt;
  }
}

/** Registers a device through the contract's own message view; resolves to the receipt. */
export async function register(chain, device, owner, name) {
  const message = await chain.registry.messageRegister(owner, device.keyX, device.keyY, name);
  const { r, s } = device.sign(message);
  return done(chain.registry.register(owner, device.keyX, device.keyY, name, r, s));
}

/** Asserts that a call would revert with a named custom error, and gives the error's arguments. */
export async function refusal(contract, call) {
  try {
    await call();
  } catch (failure) {
    const data = failure.data ?? failure.info?.error?.data;
    const parsed = data && contract.interface.parseError(data);
    if (parsed) return parsed;
    throw failure;
  }
  throw new Error('the call went through');
}
