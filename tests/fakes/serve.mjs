// The fakes as a process of their own.
//
//   node tests/fakes/serve.mjs [--port 0] [--demo] [--light] [--origin URL]
//
// Prints `READY <origin>`. Ends when its standard input closes, or on SIGTERM or SIGINT.

import { parseArgs } from 'node:util';

import { startFakes } from './index.mjs';

const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '0' }, demo: { type: 'boolean', default: false }, light: { type: 'boolean', default: false }, origin: { type: 'string' } },
});
const port = Number(options.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error('serve: --port is a number from 0 to 65535');
  process.exit(2);
}

let running;
try {
  running = await startFakes({ port, demo: options.demo, light: options.light, origin: options.origin });
} catch (error) {
  console.error(`serve: ${error.message}`);
  process.exit(1);
}
const end = async () => {
  await running.close();
  process.exit(0);
};
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.stdin.on('end', end);
process.stdin.on('error', end);
process.stdin.resume();
console.log(`READY ${running.origin}`);
