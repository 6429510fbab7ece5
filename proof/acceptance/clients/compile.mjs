// SPDX-License-Identifier: Apache-2.0
// Compiles Counter.sol into Counter.json, so that only one client has to wait for the compiler; with --check compares.
// With --standard-json it is the `solc` that forge asks: JSON on standard input, JSON on standard output.
import { readFileSync, writeFileSync } from 'node:fs';
import solc from 'solc';

const here = (name) => new URL(name, import.meta.url);

/** What forge's own configuration (foundry.toml) asks for too, so that both make the same bytes. */
const settings = {
  evmVersion: 'osaka',
  optimizer: { enabled: true, runs: 200 },
  metadata: { appendCBOR: false, bytecodeHash: 'none' },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};

function compile() {
  const sources = { 'Counter.sol': { content: readFileSync(here('Counter.sol'), 'utf8') } };
  const { errors = [], contracts } = JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings })));
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const { abi, evm } = contracts['Counter.sol'].Counter;
  return `${JSON.stringify({ compiler: solc.version(), bytecode: `0x${evm.bytecode.object}`, abi }, null, 2)}\n`;
}

if (process.argv.includes('--version')) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`);
} else if (process.argv.includes('--standard-json')) {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')));
} else if (process.argv.includes('--check')) {
  if (readFileSync(here('Counter.json'), 'utf8') !== compile()) {
    console.error('Counter.json does not match Counter.sol: run "npm run compile" and commit the result.');
    process.exitCode = 1;
  }
} else {
  writeFileSync(here('Counter.json'), compile());
}
