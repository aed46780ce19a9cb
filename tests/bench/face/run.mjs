// Face alignment beside MediaPipe and LiteRT, in one Chromium: `node tests/bench/face/run.mjs PROGRAMS`, where PROGRAMS is
// a folder with the face worker and `bench-kernel.wasm`, as `cargo xtask bench face` makes it. Prints a table and a line
// of JSON. All engines take turns on the same frames, each in a worker of its own.

import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { chromium } from 'playwright-core';

import { goals } from './goals.mjs';
import { start } from './server.mjs';
import { sizes } from './sizes.mjs';
import { table } from './table.mjs';

const programs = path.resolve(process.argv[2] ?? 'target/bench');
const quick = process.argv.includes('--quick');
const cache = process.env.UNDERSTUDY_CACHE ?? path.join(os.homedir(), '.cache', 'understudy');
const folder = (name) => path.join(cache, name);

const server = await start({ programs, models: folder('models'), material: folder('material') });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  // Nothing but this machine can be reached.
  args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'],
});
try {
  const page = await browser.newPage({ baseURL: server.origin });
  page.on('pageerror', (error) => console.error(String(error.stack ?? error)));
  await page.goto('/');
  await page.evaluate(() => {
    const place = (name) => (name.startsWith('models/') ? `/${name}` : '/engines/product.js');
    globalThis.understudy = { assets: new Proxy({}, { get: (_, name) => place(name) }) };
  });
  await page.evaluate(readFileSync(path.join(import.meta.dirname, '../page.js'), 'utf8'));
  const load = Number(os.loadavg()[0].toFixed(1));
  const measure = async (name, options) => {
    process.stderr.write(`  ${name} …\n`);
    return page.evaluate(([name, options]) => globalThis.face[name](options), [name, options]);
  };
  // Engines take turns after every frame, or after a few runs of a network, so that a busy machine is busy for all.
  const few = { rounds: quick ? 8 : 60, runs: 4 };
  const long = { frames: quick ? 30 : 200 };
  const results = {
    bench: 'face',
    browser: browser.version(),
    cores: os.cpus().length,
    load,
    ...(await measure('networks', few)),
    pipeline: await measure('pipeline', long),
    upright: await measure('upright', { frames: quick ? 10 : 80 }),
    start: await measure('start', { times: quick ? 1 : 5 }),
    sizes: await sizes(programs),
  };
  results.goals = goals(results);
  console.log(table(results));
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
  server.close();
}
