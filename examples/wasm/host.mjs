// usage: node host.mjs [--simulator SIMULATOR] PROGRAM [NAME=URL...]
//
// Hosts the program of this folder: starts it (in Node's WASI if it ends with .wasm), makes the requests that it wants, wakes it at the
// times that it wants, and exits as it does. With --simulator it starts that program first, and tells the other which account and
// servers to use; without, they come from the environment and the arguments.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { atMost, perform } from './exchange.mjs';

const args = process.argv.slice(2);
const simulator = args[0] === '--simulator' ? await startSimulator(args.splice(0, 2)[1]) : undefined;
try {
  process.exitCode = await host(args, { ...process.env, ...simulator?.account }, simulator?.servers ?? []);
} finally {
  simulator?.process.kill();
}

/** Runs the program to its end, and returns its exit code. */
async function host([path, ...rest], environment, servers) {
  const wasi = fileURLToPath(new URL('wasi.mjs', import.meta.url));
  const command = path.endsWith('.wasm') ? [process.execPath, '--no-warnings', wasi, path] : [path];
  const program = spawn(command[0], [...command.slice(1), ...rest, ...servers], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // A program that ended reads no more; its exit code tells how it went.
  program.stdin.on('error', () => {});
  const ended = once(program, 'close');

  const open = new Map();
  const answer = (ticket, content) => {
    // What was taken back gets no answer.
    if (open.delete(ticket)) program.stdin.write(`${JSON.stringify({ ticket, ...content })}\n`);
  };
  for await (const line of createInterface({ input: program.stdout })) {
    const { ticket, ...wish } = JSON.parse(line);
    if ('cancel' in wish) {
      open.get(ticket)?.abort();
      open.delete(ticket);
      continue;
    }
    const abort = new AbortController();
    open.set(ticket, abort);
    if ('sleep_ms' in wish) {
      const timer = setTimeout(() => answer(ticket, { awake: {} }), atMost(wish.sleep_ms));
      abort.signal.onabort = () => clearTimeout(timer);
    } else {
      perform(wish.exchange, abort).then((content) => answer(ticket, content));
    }
  }
  for (const abort of open.values()) abort.abort();
  const [code] = await ended;
  return code ?? 1;
}

/** Starts the simulator and reads from what it prints where its German servers are, and whom it knows. */
async function startSimulator(path) {
  const simulator = spawn(path, { stdio: ['ignore', 'pipe', 'inherit'] });
  const servers = new Map();
  for await (const line of createInterface({ input: simulator.stdout })) {
    const [, name, url] = /^(\S+) +(http:\S+)$/.exec(line) ?? [];
    if (name) servers.set(name, url);
    const [, number, user, password] = /^customer number (.+), user name (.+), password (.+)$/.exec(line) ?? [];
    if (number) {
      return {
        process: simulator,
        servers: [`DE=${servers.get('DE-HA')}`, `DE1=${servers.get('DE1')}`, `DE2=${servers.get('DE2')}`],
        account: { FAX4A_CUSTOMER_NUMBER: number, FAX4A_USER: user, FAX4A_PASSWORD: password },
      };
    }
  }
  throw new Error(`${path} ended before it said where it is`);
}
