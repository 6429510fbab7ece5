// SPDX-License-Identifier: Apache-2.0
/** The calls over HTTP: Connect's unary protocol with JSON (docs/spec/foreign.md, rule 1). */
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { require, Wrong } from './bytes.js';
import { Refused } from './ledger.js';
import { Absent } from './node.js';
import type { Node } from './node.js';
import { isCall, parse } from './wire.js';

const PREFIX = '/banyan.sidechain.v1.Sidechain/';
const MAX_BODY = 4 << 20;

class Failed extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= MAX_BODY) parts.push(part);
  }
  if (size > MAX_BODY) throw new Failed(429, 'resource_exhausted', `a body has at most ${MAX_BODY} bytes`);
  return Buffer.concat(parts);
}

async function answer(node: Node, request: IncomingMessage): Promise<object> {
  const body = await bodyOf(request);
  const call = request.url?.slice(PREFIX.length) ?? '';
  if (request.method !== 'POST' || !request.url?.startsWith(PREFIX) || !isCall(call)) throw new Failed(404, 'unimplemented', 'there is no such call');
  require(/^application\/json\s*(;|$)/.test(request.headers['content-type'] ?? ''), 'the body is to be application/json');
  return node.call(call, parse(body));
}

function told(failure: unknown): Failed {
  if (failure instanceof Failed) return failure;
  const message = failure instanceof Error ? failure.message.slice(0, 512) : '';
  if (failure instanceof Wrong) return new Failed(400, 'invalid_argument', message);
  if (failure instanceof Refused) return new Failed(400, 'failed_precondition', message);
  if (failure instanceof Absent) return new Failed(404, 'not_found', message);
  throw failure;
}

export function serve(node: Node): Server {
  const server = createServer((request, response) => {
    answer(node, request)
      .then((value) => ({ status: 200, value }), (failure: unknown) => {
        const { status, code, message } = told(failure);
        return { status, value: { code, message } };
      })
      .then(({ status, value }) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value)))
      // A caller who hangs up is no matter of ours.
      .catch(() => response.destroy());
  });
  server.requestTimeout = 20_000;
  return server;
}
