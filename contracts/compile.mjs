// SPDX-License-Identifier: Apache-2.0
// Compiles the system contracts, and the tokens of benchmarks and acceptance, and writes <Name>.json for each; with --check compares
// instead of writing, with --only CONTRACT takes the group it belongs to.
// The same sources and the pinned compiler give the same bytes on every machine: no metadata is appended.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import solc from 'solc';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Contracts that are compiled together, and where genesis places each: their sources, and where the artifacts go. One that
 * is deployed by a transaction has the code for that, too.
 */
const groups = [
  {
    sources: 'src',
    artifacts: 'artifacts',
    contracts: [
      { name: 'DeviceRegistry', address: '0x0000000000000000000000000000000000001001' },
      { name: 'Anchor', address: '0x0000000000000000000000000000000000001002' },
      { name: 'DidRegistry', address: '0x0000000000000000000000000000000000001009' },
    ],
  },
  {
    sources: 'src',
    artifacts: 'artifacts',
    contracts: [{ name: 'GatewayLog', address: '0x0000000000000000000000000000000000001011' }],
  },
  {
    sources: 'src',
    artifacts: 'artifacts',
    contracts: [{ name: 'DataVault', address: '0x0000000000000000000000000000000000001012' }],
  },
  {
    sources: 'src',
    artifacts: 'artifacts',
    contracts: [{ name: 'DataSale', address: '0x0000000000000000000000000000000000001013' }],
  },
  {
    sources: 'src',
    artifacts: 'artifacts',
    contracts: [
      { name: 'HubChains', folder: 'hub', address: '0x0000000000000000000000000000000000001020' },
      { name: 'HubMembers', folder: 'hub', address: '0x0000000000000000000000000000000000001021' },
      { name: 'HubEscrow', folder: 'hub', address: '0x0000000000000000000000000000000000001022' },
      { name: 'HubInbox', folder: 'hub', address: '0x0000000000000000000000000000000000001023' },
      { name: 'HubCheckpoints', folder: 'hub', address: '0x0000000000000000000000000000000000001024' },
      { name: 'HubProofs', folder: 'hub', address: '0x0000000000000000000000000000000000001025' },
      { name: 'HubClaims', folder: 'hub', address: '0x0000000000000000000000000000000000001026' },
      { name: 'HubMailbox', folder: 'hub', address: '0x0000000000000000000000000000000000001027' },
      { name: 'HubExits', folder: 'hub', address: '0x0000000000000000000000000000000000001028' },
      { name: 'HubWrappers', folder: 'hub', address: '0x0000000000000000000000000000000000001029' },
      { name: 'HubDisputes', folder: 'hub', address: '0x000000000000000000000000000000000000102a' },
    ],
  },
  {
    sources: 'src',
    artifacts: 'artifacts',
    contracts: [
      { name: 'Outpost', folder: 'outpost', address: '0x0000000000000000000000000000000000001030' },
      { name: 'OutpostAssets', folder: 'outpost', address: '0x0000000000000000000000000000000000001031' },
      { name: 'OutpostOutbox', folder: 'outpost', address: '0x0000000000000000000000000000000000001032' },
      { name: 'OutpostMailbox', folder: 'outpost', address: '0x0000000000000000000000000000000000001033' },
    ],
  },
  {
    sources: 'src/staking',
    artifacts: 'artifacts',
    contracts: [
      { name: 'Staking', address: '0x0000000000000000000000000000000000001003' },
      { name: 'Delegates', address: '0x0000000000000000000000000000000000001004' },
      { name: 'Rewards', address: '0x0000000000000000000000000000000000001005' },
      { name: 'Parameters', address: '0x0000000000000000000000000000000000001006' },
      { name: 'Election', address: '0x0000000000000000000000000000000000001007' },
      { name: 'Slashing', address: '0x0000000000000000000000000000000000001008' },
      { name: 'Checkpoints', address: '0x000000000000000000000000000000000000100a' },
    ],
  },
  {
    sources: '../proof/benchmarks/src/main/solidity',
    artifacts: '../proof/benchmarks/src/main/resources/benchmarks',
    contracts: [{ name: 'Token', address: '0x000000000000000000000000000000000000b0b0' }],
  },
  {
    sources: '../proof/acceptance/src/test/solidity',
    artifacts: '../proof/acceptance/src/test/resources/acceptance',
    contracts: [{ name: 'SaleCoin', isDeployed: true }],
  },
];

/** The compiler's general warning of transient storage; OpenZeppelin's guard and DidRegistry clear theirs as demanded. Of a package's warnings none is ours to mend. */
const TRANSIENT_STORAGE = '2394';

const MAX_CODE_SIZE = 24_576;

const settings = {
  evmVersion: 'osaka',
  optimizer: { enabled: true, runs: 1000 },
  metadata: { appendCBOR: false, bytecodeHash: 'none' },
  outputSelection: { '*': { '*': ['abi', 'evm.deployedBytecode', 'evm.methodIdentifiers'] } },
};

const imported = /^import\s[^;]*?"([^"]+)";/gm;

/**
 * A group's contracts and all they import. Ours are named as if they stood in src/, so that neither code nor hash depends
 * on the folder; a package's by the name it is imported by.
 */
function sourcesOf(group) {
  const sources = {};
  const queue = group.contracts.map(fileOf);
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (name in sources) continue;
    const path = name.startsWith('@')
      ? join(here, 'node_modules', name)
      : join(here, group.sources, name.slice('src/'.length));
    sources[name] = readFileSync(path, 'utf8');
    for (const [, target] of sources[name].matchAll(imported)) {
      queue.push(target.startsWith('.') ? posix.join(posix.dirname(name), target) : target);
    }
  }
  return sources;
}

/** What the compiler knows a contract's file as. */
const fileOf = ({ name, folder }) => posix.join('src', folder ?? '', `${name}.sol`);

const sha256 = (text) => `0x${createHash('sha256').update(text).digest('hex')}`;

function compile(sources) {
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(Object.entries(sources).map(([path, content]) => [path, { content }])),
    settings: { ...settings, outputSelection: { '*': { '*': [...settings.outputSelection['*']['*'], 'evm.bytecode'] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const complaints = (output.errors ?? []).filter(({ errorCode, severity, sourceLocation }) =>
    errorCode !== TRANSIENT_STORAGE && !(severity === 'warning' && sourceLocation?.file.startsWith('@')));
  if (complaints.length > 0) {
    throw new Error(complaints.map((complaint) => complaint.formattedMessage).join('\n'));
  }
  return output.contracts;
}

function artifact(contract, compiled, sources) {
  const { name, address, isDeployed } = contract;
  const { abi, evm } = compiled[fileOf(contract)][name];
  const { object, immutableReferences, linkReferences } = evm.deployedBytecode;
  const unset = [...Object.keys(immutableReferences ?? {}), ...Object.keys(linkReferences ?? {})];
  if (unset.length > 0) {
    throw new Error(`${name} has immutables or libraries: genesis could not place its code as it is`);
  }
  if (object.length / 2 > MAX_CODE_SIZE) {
    throw new Error(`${name} has ${object.length / 2} bytes of code; EIP-170 allows ${MAX_CODE_SIZE}`);
  }
  return {
    name,
    address,
    ...(isDeployed ? { bytecode: `0x${evm.bytecode.object}` } : {}),
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
  const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
  const chosen = groups.filter((group) => only === undefined || group.contracts.some(({ name }) => name === only));
  const stale = [];
  for (const group of chosen) {
    const sources = sourcesOf(group);
    const compiled = compile(sources);
    mkdirSync(join(here, group.artifacts), { recursive: true });
    for (const contract of group.contracts) {
      const file = `${group.artifacts}/${contract.name}.json`;
      const path = join(here, file);
      const text = `${JSON.stringify(artifact(contract, compiled, sources), null, 2)}\n`;
      if (!check) {
        writeFileSync(path, text);
      } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
        stale.push(file);
      }
    }
  }
  if (stale.length > 0) {
    console.error(`${stale.join(' and ')} does not match the sources: run "npm run compile" and commit the result.`);
    process.exit(1);
  }
  const names = chosen.flatMap((group) => group.contracts.map((contract) => contract.name));
  console.log(`${names.join(', ')}: ${check ? 'artifacts match the sources' : 'written'}`);
}

main();
