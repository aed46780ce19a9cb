// A soak of the gateway: `node tests/soak/gateway.mjs [--renders 1000] [--kills 20] [--members 16] [--seed 1]`. Films are ordered
// at four providers that fail in every way, while the Worker is killed and started again; then everything is looked at.
// Prints a table and one line of JSON; ends with 1 if anything is not as it must be.

import { rmSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';

import { audit } from './audit.mjs';
import { begin, play } from './play.mjs';

const { values } = parseArgs({
  options: {
    renders: { type: 'string', default: '1000' }, kills: { type: 'string', default: '20' },
    members: { type: 'string', default: '16' }, seed: { type: 'string', default: '1' },
  },
});
const [renders, kills, members, seed] = [values.renders, values.kills, values.members, values.seed].map(Number);
if (![renders, kills, members, seed].every((n) => Number.isInteger(n) && n >= 0) || renders < 1 || members < 1) {
  console.error('soak: --renders, --kills, --members and --seed are whole numbers');
  process.exit(2);
}

const soak = await begin({ members, seed });
console.log(`${renders} renders by ${members} members, ${kills} power cuts, seed ${seed}`);
const stop = await play(soak, { renders, kills, say: console.log });
const { wrong, figures } = await audit(soak);
stop();
await soak.fakes.close();
const load = Number(os.loadavg()[0].toFixed(1));
console.log(`\nsoak of the gateway, ${os.cpus().length} cores, load ${load}`);
for (const [what, value] of Object.entries(figures)) {
  const shown = typeof value === 'object' ? Object.entries(value).map(([name, n]) => `${name} ${n}`).join(', ') : String(value);
  console.log(`  ${what.replaceAll('_', ' ').padEnd(32)} ${shown || 'none'}`);
}
console.log(`  ${'not as it must be'.padEnd(32)} ${wrong.length}`);
for (const line of wrong.slice(0, 40)) console.log(`    ${line}`);
console.log(JSON.stringify({ soak: 'gateway', load, ...figures, wrong: wrong.length }));
if (wrong.length === 0) rmSync(soak.world.server.state, { recursive: true, force: true });
else console.log(`the state is kept: ${soak.world.server.state}`);
process.exit(wrong.length === 0 ? 0 : 1);
