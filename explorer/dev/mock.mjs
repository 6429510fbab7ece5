// SPDX-License-Identifier: Apache-2.0
// The explorer's development server: serves the app and answers its questions from a made-up world.
//   node dev/mock.mjs [--port 8645] [--empty] [--no-websocket] [--no-devices] [--no-staking] [--wallet] [--gateway] [--no-hub]
//     [--sidechain] [--chains 1000]
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { world as newWorld } from './world.mjs';
import { gateway as newGateway, genesis } from './gateway.mjs';
import { walletScript } from './wallet.mjs';
import { head, methods, Refusal, reverted } from './methods.mjs';

const site = join(dirname(fileURLToPath(import.meta.url)), '../src/main/resources/explorer');
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
/** The policy of the node itself (StaticSite.java). */
const POLICY = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Starts on a port (0: any free one); resolves to { port, world, stop }. */
export async function start({ port = 0, empty = false, websocket = true, devices = true, staking = true, wallet = false, gateway = false, hub = true, sidechains, isSidechain = false, seed } = {}) {
  const world = newWorld({ seed, empty, carts: gateway, sidechains, isSidechain, refuse: reverted });
  const behind = newGateway(world, gateway);
  const table = methods(world, { staking, hub });
  table.banyan_genesis = genesis;
  if (!devices) ['banyan_devices', 'banyan_readings', 'banyan_evidence'].forEach((name) => delete table[name]);
  const script = wallet && walletScript({ account: world.people[0] });
  const sockets = new Set();
  const server = createServer((request, response) => {
    (request.method === 'POST' ? answer(table, request, response) : request.url.startsWith('/gateway/') ? pass(behind, request, response) : serve(request, response, script))
      .catch((failure) => response.writeHead(500).end(String(failure)));
  });
  server.on('upgrade', (request, socket) => (websocket ? welcome(request, socket, sockets) : socket.destroy()));
  const clock = setInterval(() => {
    for (const block of world.tick()) {
      const message = frame(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription: '0x1', result: head(block) } }));
      sockets.forEach((socket) => socket.write(message));
    }
  }, 100);
  await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    port: server.address().port,
    world,
    gateway: behind,
    stop: async () => {
      clearInterval(clock);
      sockets.forEach((socket) => socket.destroy());
      server.closeAllConnections();
      if (server.listening) await new Promise((closed) => server.close(closed));
    },
  };
}

/** As the node's GatewayPages passes a gateway's answers on. */
async function pass(behind, request, response) {
  const { status, body } = behind.answer(request.url);
  response.writeHead(status, { 'content-type': status === 200 ? 'application/json' : 'text/plain; charset=utf-8', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'x-content-type-options': 'nosniff' });
  response.end(body);
}

async function serve(request, response, wallet) {
  if (wallet && request.url === '/wallet.js') {
    response.writeHead(200, { 'content-type': TYPES['.js'], 'cache-control': 'no-store' });
    response.end(wallet);
    return;
  }
  const path = normalize(new URL(request.url, 'http://mock').pathname).replace(/\/$/, '/index.html');
  try {
    const file = await readFile(join(site, path));
    // A wallet stands in the page before any script of the page, as an extension does.
    const body = wallet && path === '/index.html' ? String(file).replace('<head>', '<head><script src="/wallet.js"></script>') : file;
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    response.end(body);
  } catch {
    response.writeHead(404).end('no such file');
  }
}

async function answer(table, request, response) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const asked = JSON.parse(text);
  const reply = Array.isArray(asked) ? asked.map((one) => replyTo(table, one)) : replyTo(table, asked);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply));
}

function replyTo(table, { id, method, params }) {
  try {
    if (!Object.hasOwn(table, method)) throw new Refusal(-32601, `the method ${method} does not exist/is not available`);
    return { jsonrpc: '2.0', id, result: table[method](...params) ?? null };
  } catch (failure) {
    return { jsonrpc: '2.0', id, error: { code: failure.code ?? -32603, message: failure.message, data: failure.data } };
  }
}

/** The server's half of a WebSocket (RFC 6455), as far as one subscription needs it. */
function welcome(request, socket, sockets) {
  const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
  socket.on('error', () => {});
  socket.on('close', () => sockets.delete(socket));
  socket.once('data', () => {
    socket.write(frame('{"jsonrpc":"2.0","id":1,"result":"0x1"}'));
    sockets.add(socket);
  });
}

function frame(text) {
  const body = Buffer.from(text);
  const size = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([size, body]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = (flag) => process.argv.includes(flag);
  const port = Number(process.argv[process.argv.indexOf('--port') + 1]) || 8645;
  const running = await start({ port, empty: given('--empty'), websocket: !given('--no-websocket'), devices: !given('--no-devices'), staking: !given('--no-staking'), wallet: given('--wallet'), gateway: given('--gateway'), hub: !given('--no-hub'), isSidechain: given('--sidechain'), sidechains: given('--chains') ? Number(process.argv[process.argv.indexOf('--chains') + 1]) : undefined });
  console.log(`http://127.0.0.1:${running.port}/`);
}
