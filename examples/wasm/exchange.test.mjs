// What an exchange comes to, over real sockets. Run with `node --test examples/wasm/exchange.test.mjs`.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import { perform } from './exchange.mjs';

/** A server that reads the head of each request, and does `then` with its socket. */
async function server(context, then) {
  const heads = [];
  const sockets = new Set();
  const listening = createServer((socket) => {
    sockets.add(socket);
    let received = '';
    socket.on('error', () => {});
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (!received.includes('\r\n\r\n')) return;
      heads.push(received);
      received = '';
      then(socket);
    });
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  return { url: `http://127.0.0.1:${listening.address().port}/`, heads };
}

const exchange = (url, changes = {}) => ({
  method: 'POST',
  url,
  headers: [['authorization', 'Basic dTpw']],
  body: Buffer.from('{}').toString('base64'),
  timeout_ms: 20_000,
  max_response_bytes: 1000,
  ...changes,
});

const ask = (url, changes) => perform(exchange(url, changes), new AbortController());

const failure = (kind, surely_not_sent) => ({ failure: { kind, surely_not_sent } });

test('a redirect is an answer, and nothing is sent to where it leads', async (context) => {
  const other = await server(context, (socket) => socket.end());
  const first = await server(context, (socket) =>
    socket.end(`HTTP/1.1 302 Found\r\nlocation: ${other.url}\r\ncontent-length: 0\r\n\r\n`),
  );
  const { response } = await ask(first.url);
  assert.equal(response.status, 302);
  assert.deepEqual(response.headers.find(([name]) => name === 'location'), ['location', other.url]);
  assert.equal(first.heads.length, 1);
  assert.match(first.heads[0], /^POST \/ HTTP\/1\.1\r\n[^]*authorization: Basic dTpw\r\n/i);
  assert.equal(other.heads.length, 0);
});

test('a body comes back byte for byte, as long as it keeps to the limit', async (context) => {
  const body = Buffer.from([0, 255, 128, 10]);
  const { url } = await server(context, (socket) => {
    socket.write('HTTP/1.1 500 Oops\r\ncontent-length: 4\r\n\r\n');
    socket.end(body);
  });
  const { response } = await ask(url, { max_response_bytes: 4 });
  assert.deepEqual([response.status, Buffer.from(response.body, 'base64')], [500, body]);
  assert.deepEqual(await ask(url, { max_response_bytes: 3 }), failure('response_too_large', false));
});

test('a refused connection is surely not sent', async (context) => {
  const listening = createServer();
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address();
  listening.close();
  await once(listening, 'close');
  assert.deepEqual(await ask(`http://127.0.0.1:${port}/`), failure('connect', true));
});

test('a name that does not exist is surely not sent', async () => {
  // A label of a name has 63 characters at most, so the resolver need not ask anyone.
  const name = 'a'.repeat(64);
  assert.deepEqual(await ask(`http://${name}.localhost/`), failure('resolve', true));
});

test('a connection that breaks after the request is unknown, and the request is not repeated', async (context) => {
  const { url, heads } = await server(context, (socket) => socket.resetAndDestroy());
  assert.deepEqual(await ask(url), failure('interrupted', false));
  assert.equal(heads.length, 1);
});

test('a body that is cut is unknown', async (context) => {
  const { url } = await server(context, (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}'));
  assert.deepEqual(await ask(url), failure('interrupted', false));
});

test('no answer in time is unknown, before the head as in the body', async (context) => {
  const silent = await server(context, () => {});
  assert.deepEqual(await ask(silent.url, { timeout_ms: 50 }), failure('timeout', false));
  const slow = await server(context, (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}'));
  assert.deepEqual(await ask(slow.url, { timeout_ms: 300 }), failure('timeout', false));
});
