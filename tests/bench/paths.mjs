// The two ways of a film: through the gateway, and through a Worker that only passes on.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { Miniflare } from 'miniflare';

import { controlOf } from '../fakes/remote.mjs';
import { poster } from '../harness/clips.mjs';
import { ended, order, putInput, speech } from '../harness/gateway.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

export const FAL = 'fal-heygen-avatar4';
const MODEL = 'fal-ai/heygen/avatar4/image-to-video';
/** Milliseconds of the speech. */
const SPEECH_MS = 3000;
/** Milliseconds between two looks of a client, on either way. */
const LOOK_MS = 20;
const still = poster();
const said = speech(SPEECH_MS);

/** The fakes in a process of their own, which takes nothing from the one that measures. */
export async function fakes() {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../fakes/serve.mjs'), '--light'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const origin = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => line.startsWith('READY ') && resolve(line.slice(6)));
    child.once('exit', (code) => reject(new Error(`the fakes ended with ${code}`)));
  });
  const control = controlOf(origin);
  const { environment } = await control.about();
  return { origin, control, environment, close: () => child.stdin.end() };
}

/** The product, and members who may order as much as they like. */
export async function product({ environment }, members, vars = {}) {
  const cents = { SPEND_ACCOUNT_DAY_CENTS: 4_000_000, SPEND_DAY_CENTS: 4_000_000, SPEND_TOTAL_CENTS: 4_000_000 };
  const all = { ...environment, ...cents, CEREMONIES_PER_MINUTE: 10_000, ...vars };
  const server = await start({ args: Object.entries(all).flatMap(([name, value]) => ['--var', `${name}=${value}`]) });
  const ana = await operator(server);
  const who = [];
  for (let i = 0; i < members; i++) who.push(await new Visitor(server).join(await ana.invite()));
  await Promise.all(who.map(async (member) => {
    await member.scan();
    await member.rule((policy) => (policy.providers = ['fal']));
  }));
  return { server, members: who };
}

/** An order with its inputs. */
export async function ordered(who) {
  const asked = (await order(who, FAL, { speech_ms: SPEECH_MS, price: 300_000 })).ok(201);
  (await putInput(who, asked, 'still', still)).ok(200);
  (await putInput(who, asked, 'speech', said)).ok(200);
  return asked;
}

/** Looks at a job as often as the client of the proxy does. */
export async function end(who, { id }) {
  for (;;) {
    const { job } = (await who.get(`/api/v1/renders/${id}`)).ok(200);
    if (ended(job)) return job;
    await new Promise((go) => setTimeout(go, LOOK_MS));
  }
}

/** A film through the gateway, from the order to the last byte on the device. */
export async function throughGateway(who) {
  const asked = await ordered(who);
  const job = await end(who, asked);
  if (job.state !== 'fetched') throw new Error(JSON.stringify(job));
  const film = (await who.get(`/api/v1/renders/${asked.id}/film`, { headers: { 'understudy-ticket': asked.ticket } }));
  film.ok(200);
  return { asked, bytes: film.bytes.length };
}

/** The bare proxy under the same runtime. */
export async function proxy({ origin, environment }) {
  const contents = readFileSync(path.join(import.meta.dirname, 'proxy.mjs'), 'utf8');
  const worker = { modules: [{ type: 'ESModule', path: 'proxy.mjs', contents }], compatibilityDate: '2026-04-01', bindings: { FAKES: origin } };
  const mf = new Miniflare({ host: '127.0.0.1', port: 0, cf: false, ...worker });
  const at = (await mf.ready).origin;
  return { origin: at, fakes: origin, key: environment.FAL_KEY, close: () => mf.dispose() };
}

/** A film through the proxy: the same requests by a client that does everything itself. */
export async function throughProxy({ origin, fakes, key }, n) {
  const headers = { authorization: `Key ${key}` };
  const ask = async (where, options = {}) => {
    const response = await fetch(`${origin}${where}`, { ...options, headers: { ...headers, ...options.headers } });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`${where}: ${response.status} ${bytes.toString().slice(0, 300)}`);
    return bytes;
  };
  const json = async (where, options) => JSON.parse(await ask(where, options));
  await ask(`/inputs/${n}-still`, { method: 'PUT', body: still, headers: { 'content-type': 'image/jpeg' } });
  await ask(`/inputs/${n}-speech`, { method: 'PUT', body: said, headers: { 'content-type': 'audio/wav' } });
  const input = { image_url: `${origin}/inputs/${n}-still`, audio_url: `${origin}/inputs/${n}-speech`, aspect_ratio: '9:16', resolution: '720p', talking_style: 'expressive' };
  const hook = encodeURIComponent(`${origin}/callbacks/${n}`);
  const body = JSON.stringify(input);
  const job = await json(`/fal/queue/${MODEL}?fal_webhook=${hook}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const near = (url) => url.slice(fakes.length);
  while ((await json(near(job.status_url))).status !== 'COMPLETED') await new Promise((go) => setTimeout(go, LOOK_MS));
  const { video } = await json(near(job.response_url));
  const film = await ask(near(video.url));
  await ask(`/fal/api/v1/models/requests/${job.request_id}/payloads`, { method: 'DELETE' });
  return film.length;
}
