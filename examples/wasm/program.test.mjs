// The program and its host together. Run with the paths of the two programs:
// `PROGRAM=….wasm SIMULATOR=… node --test examples/wasm/program.test.mjs`.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const { PROGRAM, SIMULATOR } = process.env;
const host = fileURLToPath(new URL('host.mjs', import.meta.url));
const account = { FAX4A_CUSTOMER_NUMBER: '99999TE', FAX4A_USER: 'user', FAX4A_PASSWORD: 'secret' };

/** Runs the host to its end: its exit code and all that people see. */
async function run(...args) {
  const child = spawn(process.execPath, [host, ...args], { env: { ...process.env, ...account } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  const [code] = await once(child, 'close');
  return { code, text };
}

/** A server on this machine, its address, and the requests that it saw. */
async function server(context, onRequest) {
  const requests = [];
  const listening = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => onRequest(response));
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  context.after(() => listening.close());
  return { listening, requests, url: `http://127.0.0.1:${listening.address().port}/rest/v1` };
}

test('the letter is sent, its report is shown and deleted', async () => {
  const { code, text } = await run('--simulator', SIMULATOR, PROGRAM);
  assert.match(text, /^Accepted as job \w+ by the submission address of DE\.$/m);
  assert.match(text, /^\+999\S* +OK +1 +\d+ s +The fax was delivered\.$/m);
  assert.match(text, /^DE[12]: 1 of 1 reports deleted, Emptied\.$/m);
  assert.equal(code, 0, text);
});

test('a job whose answer is lost may have been accepted, and is not sent again', async (context) => {
  const { url, requests } = await server(context, (response) => response.destroy());
  const { code, text } = await run(PROGRAM, `DE=${url}`, `DE1=${url}`);
  assert.match(text, /^the job may have been accepted, sending again may fax twice:/m);
  assert.deepEqual(requests, ['POST /rest/v1/99999TE/fax']);
  assert.equal(code, 1);
});

test('a job that found no server was not sent', async (context) => {
  const { url, listening } = await server(context, () => {});
  listening.close();
  const { code, text } = await run(PROGRAM, `DE=${url}`, `DE1=${url}`);
  assert.match(text, /^the job was not accepted: no connection could be made .*; the request was not sent$/m);
  assert.equal(code, 1);
});
