// Bench of the gateway: `node tests/bench/gateway.mjs [--rounds 5] [--films 16]`. Films a second from the order to the device with
// providers that answer at once; what a film costs more than through a bare proxy in the same runtime, in pairs; and the memory
// of large films passing through. Prints a table and one line of JSON. Medians, with the load beside them.

import os from 'node:os';
import { parseArgs } from 'node:util';

import { remote, sleep } from '../harness/gateway.mjs';
import { peak, resident, workerd } from './memory.mjs';
import { FAL, end, fakes, ordered, product, proxy, throughGateway, throughProxy } from './paths.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, films: { type: 'string', default: '16' } } });
const [rounds, films] = [Number(values.rounds), Number(values.films)];
/** Films at a time, and the size of a large one in MiB of padding. */
const ABREAST = 8;
const LARGE_MB = 25;
/** Milliseconds between two questions about a running job, in the bench of that step. */
const POLL_MS = 100;

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const rows = [];
const row = (what, value, unit, digits = 1) => rows.push([what, Number(value.toFixed(digits)), unit]);

/** Milliseconds a film when so many are made, some at a time. */
async function pace(count, abreast, one) {
  let next = 0;
  const before = performance.now();
  await Promise.all(Array.from({ length: abreast }, async (_, lane) => {
    while (next < count) await one(next++, lane);
  }));
  return (performance.now() - before) / count;
}

const theirs = await fakes();
const bare = await proxy(theirs);
const { server, members } = await product(theirs, ABREAST, { GATEWAY_POLL_MS: POLL_MS });
try {
  const { control } = theirs;
  const cancel = (who, asked) => who.post(`/api/v1/renders/${asked.id}/cancel`, {});
  let serial = 0;
  const gateway = async (_, lane) => {
    const { asked } = await throughGateway(members[lane]);
    await cancel(members[lane], asked);
  };
  const passed = () => throughProxy(bare, serial++);

  await control.auto({ queued_ms: 0, running_ms: 0 });
  await pace(ABREAST, ABREAST, gateway);
  await pace(ABREAST, ABREAST, passed);
  const counted = async (run) => {
    const before = (await control.log()).length;
    await run();
    const log = (await control.log()).slice(before);
    return Object.fromEntries([...new Set(log.map((line) => line.op))].map((op) => [op, log.filter((line) => line.op === op).length]));
  };
  const asks = { gateway: await counted(() => gateway(0, 0)), proxy: await counted(passed) };
  for (const abreast of [1, ABREAST]) {
    const pairs = [];
    for (let n = 0; n < rounds; n++) {
      const count = abreast === 1 ? Math.max(4, films >> 2) : films;
      const [first, second] = n % 2 === 0 ? [gateway, passed] : [passed, gateway];
      const took = [await pace(count, abreast, first), await pace(count, abreast, second)];
      pairs.push(n % 2 === 0 ? took : took.reverse());
    }
    const at = abreast === 1 ? 'one at a time' : `${abreast} at a time`;
    row(`gateway, ${at}`, 1000 / median(pairs.map(([a]) => a)), 'films a second', 2);
    row(`bare proxy, ${at}`, 1000 / median(pairs.map(([, b]) => b)), 'films a second', 2);
    row(`a film through the gateway, ${at}`, median(pairs.map(([a]) => a)), 'ms');
    row(`a film through the bare proxy, ${at}`, median(pairs.map(([, b]) => b)), 'ms');
    row(`more by the gateway, ${at}`, median(pairs.map(([a, b]) => a - b)), 'ms a film');
  }

  // A step of a running job: what lies between two questions, less the wait between them.
  await control.auto();
  const who = members[0];
  const skip = (await control.jobs('fal')).length;
  const running = await ordered(who);
  const job = await remote(control, 'fal', skip);
  await control.move('fal', job.id, 'running');
  const before = (await control.log()).length;
  await sleep(4000);
  const at = (await control.log()).slice(before).filter((line) => line.op === 'status').map((line) => line.at);
  row('a question about a running job, its wait left out', median(at.slice(1).map((t, i) => t - at[i])) - POLL_MS, 'ms');
  // A callback, checked over its bytes; those of fal with the keys that fal publishes.
  const heard = [];
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    const [delivery] = await control.webhook('fal', job.id, 'normal');
    if (delivery.status !== 204) throw new Error(`a callback was answered with ${delivery.status}`);
    heard.push(performance.now() - start);
  }
  row('a callback, told and answered', median(heard), 'ms');
  await cancel(who, running);

  // Large films: the highest that the runtime held while they passed, over what it held at rest.
  const pid = workerd(server);
  const pass = async (count, mb) => {
    const open = [];
    for (let i = 0; i < count; i++) {
      const skip = (await control.jobs('fal')).length;
      const asked = await ordered(members[i]);
      const there = await remote(control, 'fal', skip);
      await control.move('fal', there.id, 'running');
      if (mb > 0) await control.spoil('fal', there.id, 'oversized', { bytes: mb << 20 });
      open.push({ who: members[i], asked, there });
    }
    await sleep(500);
    const [rest, highest] = [resident(pid), peak(pid)];
    await Promise.all(open.map(({ there }) => control.move('fal', there.id, 'completed')));
    const ends = await Promise.all(open.map(({ who, asked }) => end(who, asked)));
    const most = highest();
    if (ends.some((job) => job.state !== 'fetched' || job.film_bytes < mb << 20)) throw new Error(JSON.stringify(ends));
    for (const { who, asked } of open) await cancel(who, asked);
    return most - rest;
  };
  // What was once needed stays with the process, so the first ones are told apart.
  row('memory while the very first film of 25 MiB passes, over rest', await pass(1, LARGE_MB), 'MiB');
  row('memory while the first 4 at once pass, over rest', await pass(4, LARGE_MB), 'MiB');
  for (const [count, mb] of [[1, 0], [1, LARGE_MB], [1, 2 * LARGE_MB], [4, 0], [4, LARGE_MB], [4, 2 * LARGE_MB]]) {
    const more = [];
    for (let n = 0; n < Math.max(3, rounds); n++) more.push(await pass(count, mb));
    const what = mb === 0 ? 'small' : `of ${mb} MiB`;
    row(`memory while ${count === 1 ? 'a film' : `${count} films`} ${what} pass${count === 1 ? 'es' : ''}, over rest`, median(more), 'MiB');
    row(`  the least and the most of ${more.length}`, Math.min(...more), `to ${Math.max(...more).toFixed(1)} MiB`);
  }
  row('the runtime at rest', resident(pid), 'MiB');

  const load = Number(os.loadavg()[0].toFixed(1));
  console.log(`\ngateway (${FAL}), ${os.cpus().length} cores, load ${load} (medians of ${rounds} rounds)`);
  for (const [what, value, unit] of rows) console.log(`  ${what.padEnd(56)} ${String(value).padStart(10)} ${unit}`);
  console.log(`  requests to the provider a film: ${Object.entries(asks).map(([way, ops]) => `${way} ${JSON.stringify(ops)}`).join('; ')}`);
  console.log(JSON.stringify({ bench: 'gateway', load, rounds, films, rows, asks }));
} finally {
  await server.close();
  await bare.close();
  theirs.close();
}
