#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { MAX_BYTES } from './bundle.js';
import { Refusal } from './refusal.js';
import { type Options, verify } from './verifier.js';

const USAGE = `Verifies evidence bundles offline.

  npx banyan-verify FILE... --genesis genesis.json
      --trusted-checkpoint FILE   trust this checkpoint, too
      --trusting-period DAYS      how old it may be, 1 to 90 (default 7)
      --witness KEY               a witness that must have seen the gateway's log; may be repeated
      --witnesses-needed N        how many of them must have (default all)

Exit code: 0 every file is proven, 1 one is not, 2 nothing could be looked at.
`;

/** Far above what a chain begins with. */
const MAX_GENESIS_BYTES = 64 * 1024 * 1024;
const DAY = 24 * 3_600_000;

/** One byte more than may be read shows that a file is too large, be it a device without end. */
async function read(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path).catch((failed: Error) => Promise.reject(new Refusal(`cannot read ${path}: ${failed.message}`)));
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    while (size <= most) {
      const chunk = new Uint8Array(Math.min(most + 1 - size, 1024 * 1024));
      const { bytesRead } = await file.read(chunk);
      if (bytesRead === 0) {
        return Buffer.concat(chunks);
      }
      chunks.push(chunk.subarray(0, bytesRead));
      size += bytesRead;
    }
    throw new Refusal(`${path} has over ${most} bytes`);
  } finally {
    await file.close();
  }
}

const readText = async (path: string): Promise<string> => new TextDecoder().decode(await read(path, MAX_GENESIS_BYTES));

function days(text: string): number {
  const value = Number(text);
  if (!/^[0-9]{1,2}$/.test(text) || value < 1 || value > 90) {
    throw new Refusal(`--trusting-period takes 1 to 90 days, not ${text}`);
  }
  return value * DAY;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      genesis: { type: 'string' },
      'trusted-checkpoint': { type: 'string' },
      'trusting-period': { type: 'string' },
      witness: { type: 'string', multiple: true },
      'witnesses-needed': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (positionals.length === 0 || values.genesis === undefined) {
    throw new Refusal('a file and --genesis are wanted, see --help');
  }
  const genesis = await readText(values.genesis);
  const checkpoint = values['trusted-checkpoint'];
  const period = values['trusting-period'];
  const { witness, 'witnesses-needed': needed } = values;
  const options: Options = {
    ...(witness === undefined ? {} : { witnesses: witness }),
    ...(needed === undefined ? {} : { witnessesNeeded: /^[0-9]{1,2}$/.test(needed) ? Number(needed) : NaN }),
    ...(checkpoint === undefined ? {} : { checkpoint: await readText(checkpoint) }),
    ...(period === undefined ? {} : { trustingPeriodMillis: days(period) }),
  };
  let proven = true;
  for (const path of positionals) {
    proven = tell(path, await read(path, MAX_BYTES), genesis, options) && proven;
  }
  return proven ? 0 : 1;
}

function tell(path: string, file: Uint8Array, genesis: string, options: Options): boolean {
  const verdict = verify(file, genesis, options);
  if (verdict.refusal !== null) {
    throw new Refusal(verdict.refusal);
  }
  for (const { holds, name, text } of verdict.links) {
    process.stdout.write(`${holds ? 'ok    ' : 'BROKEN'} ${name}: ${visible(text)}\n`);
  }
  process.stdout.write(`${path}: ${verdict.proven ? 'proven' : 'NOT proven'}\n`);
  return verdict.proven;
}

/** Names come from the chain, and could move a terminal's cursor. */
const visible = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');

try {
  process.exitCode = await main();
} catch (failed) {
  const { message, code } = failed as Error & { code?: string };
  if (!(failed instanceof Refusal) && code?.startsWith('ERR_PARSE_ARGS') !== true) {
    throw failed;
  }
  process.stderr.write(`banyan-verify: ${visible(message)}\n`);
  process.exitCode = 2;
}
