// SPDX-License-Identifier: Apache-2.0
// Compiles the system contracts and writes artifacts/<Name>.json; with --check compares instead of writing.
// The same sources and the pinned compiler give the same bytes on every machine: no metadata is appended.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import solc from 'solc';

const here = dirname(fileURLToPath(import.meta.url));

/** Every system contract and the address where genesis places it. */
const contracts = [
  { name: 'DeviceRegistry', address: '0x0000000000000000000000000000000000001001' },
  { name: 'Anchor', address: '0x0000000000000000000000000000000000001002' },
];

const settings = {
  evmVersion: 'osaka',
  optimizer: { enabled: true, runs: 1000 },
  metadata: { appendCBOR: false, bytecodeHash: 'none' },
  outputSelection: { '*': { '*': ['abi', 'evm.deployedBytecode', 'evm.methodIdentifiers'] } },
};

const sources = Object.fromEntries(
  contracts.map(({ name }) => {
    const path = `src/${name}.sol`;
    return [path, readFileSync(join(here, path), 'utf8')];
  }),
);

const sha256 = (text) => `0x${createHash('sha256').update(text).digest('hex')}`;

function compile() {
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(Object.entries(sources).map(([path, content]) => [path, { content }])),
    settings,
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const complaints = output.errors ?? [];
  if (complaints.length > 0) {
    throw new Error(complaints.map((complaint) => complaint.formattedMessage).join('\n'));
  }
  return output.contracts;
}

function artifact({ name, address }, compiled) {
  const { abi, evm } = compiled[`src/${name}.sol`][name];
  const { object, immutableReferences, linkReferences } = evm.deployedBytecode;
  const unset = [...Object.keys(immutableReferences ?? {}), ...Object.keys(linkReferences ?? {})];
  if (unset.length > 0) {
    throw new Error(`${name} has immutables or libraries: genesis could not place its code as it is`);
  }
  return {
    name,
    address,
    deployedBytecode: `0x${object}`,
    methodIdentifiers: evm.methodIdentifiers,
    compiler: {
      version: solc.version(),
      settings: { evmVersion: settings.evmVersion, optimizer: settings.optimizer, metadata: settings.metadata },
    },
    sources: Object.fromEntries(Object.entries(sources).map(([path, content]) => [path, sha256(content)])),
    sourceHash: sha256(JSON.stringify({ compiler: solc.version(), settings, sources })),
    abi,
  };
}

function main() {
  const check = process.argv.includes('--check');
  const compiled = compile();
  const stale = [];
  mkdirSync(join(here, 'artifacts'), { recursive: true });
  for (const contract of contracts) {
    const path = join(here, 'artifacts', `${contract.name}.json`);
    const text = `${JSON.stringify(artifact(contract, compiled), null, 2)}\n`;
    if (!check) {
      writeFileSync(path, text);
    } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
      stale.push(`artifacts/${contract.name}.json`);
    }
  }
  if (stale.length > 0) {
    console.error(`${stale.join(' and ')} does not match the sources: run "npm run compile" and commit the result.`);
    process.exit(1);
  }
  console.log(`${contracts.map((c) => c.name).join(', ')}: ${check ? 'artifacts match the sources' : 'written'}`);
}

main();
