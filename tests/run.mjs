// Runs the tests against the running product and against the fakes of third parties:
// `node tests/run.mjs [--golden] [--http] [--journey] [--fakes] [FILE…]`. Ends with one line `N passed, N failed` and with an exit
// code that says the same.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const here = import.meta.dirname;
const args = process.argv.slice(2);
const KINDS = ['golden', 'fakes', 'http', 'journey'];
const wanted = KINDS.filter((kind) => args.includes(`--${kind}`));
const named = args.filter((arg) => !arg.startsWith('--'));
const kinds = wanted.length > 0 || named.length > 0 ? wanted : KINDS;
const total = { pass: 0, fail: 0 };

/** One run of Node's test runner, shown as it goes. */
async function run(files, abreast) {
  const flags = ['--test', '--test-reporter=spec', `--test-concurrency=${abreast}`, '--test-timeout=1200000'];
  const child = spawn(process.execPath, [...flags, ...files], { stdio: ['ignore', 'pipe', 'inherit'] });
  const count = { pass: 0, fail: 0, cancelled: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    const [, what, n] = /^ℹ (pass|fail|cancelled) (\d+)$/.exec(line) ?? [];
    if (what) count[what] = Number(n);
  }
  const code = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)));
  total.pass += count.pass;
  total.fail += count.fail + count.cancelled;
  if (code !== 0 && count.fail + count.cancelled === 0) total.fail += 1;
}

const all = (kind) =>
  readdirSync(path.join(here, kind))
    .filter((name) => name.endsWith('.test.mjs'))
    .sort()
    .map((name) => path.join(here, kind, name));

if (named.length > 0) await run(named, 1);
// What is drawn in WASM, compared with what is drawn natively.
if (kinds.includes('golden')) await run(all('golden'), 1);
// Official SDKs against the fakes: no product is needed.
if (kinds.includes('fakes')) await run(all('fakes'), 3);
// Several abreast: each file has a server of its own, and waits for most of its time.
if (kinds.includes('http')) await run(all('http'), 3);
if (kinds.includes('journey')) {
  // One records as time goes by, and one builds what the others are served.
  const alone = (file) => ['recording.test.mjs', 'run.test.mjs'].includes(path.basename(file));
  await run(all('journey').filter((file) => !alone(file)), 2);
  await run(all('journey').filter(alone), 1);
}
console.log(`${total.pass} passed, ${total.fail} failed`);
process.exit(total.fail > 0 || total.pass === 0 ? 1 : 0);
