// Benches of the built product in a real browser: `node tests/bench/run.mjs voice|studio`. Prints a table and one
// line of JSON. Medians; the machine's load is said beside them, because it decides.

import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { open } from '../harness/browser.mjs';
import { start } from '../harness/server.mjs';
import { peak, renderer, resident } from './memory.mjs';
import { studio, voice } from './subjects.mjs';

const subjects = { voice, studio };
const name = process.argv[2];
if (!(name in subjects)) {
  console.error('bench: voice or studio (the face has a page of its own: tests/bench/face/run.mjs)');
  process.exit(2);
}

const cache = process.env.UNDERSTUDY_CACHE ?? path.join(os.homedir(), '.cache', 'understudy');
const still = readFileSync(path.join(cache, 'material', 'astronaut.png')).toString('base64');
const server = await start();
const stage = await open();
try {
  const { page } = await stage.visitor(server);
  let most;
  await page.exposeFunction('memory', (ends) => {
    if (ends) return most();
    const page = renderer();
    most = peak(page);
    return resident(page);
  });
  await page.goto('/');
  // The policy of the page forbids foreign scripts, so the helpers come by evaluation.
  await page.evaluate(readFileSync(path.join(import.meta.dirname, 'page.js'), 'utf8'));
  const rows = await page.evaluate(subjects[name], { still });
  const load = os.loadavg()[0].toFixed(1);
  console.log(`\n${name} in Chromium, ${os.cpus().length} cores, load ${load} (medians)`);
  for (const [what, value, unit] of rows) console.log(`  ${what.padEnd(56)} ${String(value).padStart(10)} ${unit}`);
  console.log(JSON.stringify({ bench: name, load: Number(load), rows }));
} finally {
  await stage.close();
  await server.close();
}
