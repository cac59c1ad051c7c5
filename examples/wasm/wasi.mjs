// usage: node --no-warnings wasi.mjs PROGRAM.wasm [ARGUMENT...]
//
// Runs a WebAssembly program in Node's WASI with the standard streams, arguments and environment of this process, and exits as it
// does. It has no files, and WASI has no sockets.

import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { WASI } from 'node:wasi';

// Node's short way from WebAssembly into WASI corrupts memory (https://github.com/nodejs/node/issues/46777): take the long one.
setFlagsFromString('--no-turbo-fast-api-calls');

const args = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args, env: process.env });
const { instance } = await WebAssembly.instantiate(await readFile(args[0]), wasi.getImportObject());
process.exitCode = wasi.start(instance);
