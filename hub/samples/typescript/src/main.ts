#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { MAX_CHAIN } from './hub.js';
import { Node } from './node.js';
import { serve } from './service.js';

const HELP = `usage: node dist/main.js [--port 7000] [--data chain-data] [--name sample] [--chain-id 700002]
A sidechain that keeps accounts, for a carrier to bring under a root. It listens on loopback; port 0 is any that is free.`;

function fail(why: string): never {
  console.error(`${why}\n${HELP}`);
  process.exit(2);
}

function given(): { port: string; data: string; name: string; 'chain-id': string } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '7000' },
        data: { type: 'string', default: 'chain-data' },
        name: { type: 'string', default: 'sample' },
        'chain-id': { type: 'string', default: '700002' },
      },
    });
    return values;
  } catch (failure) {
    return fail(failure instanceof Error ? failure.message : '');
  }
}

const { port, data, name, 'chain-id': id } = given();
if (!/^[\x20-\x7e]{1,32}$/.test(name)) fail('--name takes 1 to 32 printable ASCII characters');
if (!/^[1-9][0-9]{0,15}$/.test(id) || BigInt(id) > MAX_CHAIN) fail('--chain-id takes 1 to 2^52');
if (!/^[0-9]{1,5}$/.test(port) || Number(port) > 65_535) fail('--port takes 0 to 65535');

const server = serve(new Node(data, name, BigInt(id)));
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`chain ${id} answers at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
