// A server whose gateway speaks to the fakes, and what a creator's device does for a job.

import { startFakes } from '../fakes/index.mjs';
import { poster } from './clips.mjs';
import { start } from './server.mjs';
import { Visitor, operator } from './visitor.mjs';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts both. `vars` are further variables of the edge. */
export async function gateway({ vars = {}, fakes: options = {}, ...more } = {}) {
  const fakes = await startFakes({ light: true, ...options });
  const all = { ...fakes.environment, GATEWAY_POLL_MS: 300, ...vars };
  const args = Object.entries(all).flatMap(([name, value]) => ['--var', `${name}=${value}`]);
  const server = await start({ args, ...more });
  return { fakes, server, control: fakes.control, args };
}

/** Speech of so many milliseconds: WAV, PCM, 16 bit, mono, 48 kHz. */
export function speech(ms) {
  const data = Buffer.alloc(ms * 96);
  for (let i = 0; i < data.length / 2; i++) data.writeInt16LE(Math.round(8000 * Math.sin(i / 20)), 2 * i);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(48_000, 24);
  head.writeUInt32LE(96_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** A member who allows these providers pictures of them. */
export async function willing(server, invite, providers) {
  const member = await new Visitor(server).join(invite);
  await member.scan();
  await member.rule((policy) => (policy.providers = providers));
  return member;
}

/** A stage with its operator, one member who allows these providers, and the price of each generator for three seconds. */
export async function room({ vars, providers }) {
  const stage = await gateway({ vars: { SPEND_ACCOUNT_DAY_CENTS: 10_000, ...vars } });
  const ana = await operator(stage.server);
  const ben = await willing(stage.server, await ana.invite(), providers);
  const prices = Object.fromEntries((await offers(ben)).generators.map((g) => [g.id, g.price_micro_usd]));
  return { stage, ana, ben, prices };
}

/** What there is for a member's own face. */
export const offers = async (who, speech_ms = 3000, cast = who.handle) =>
  (await who.get(`/api/v1/generators?cast=${cast}&speech_ms=${speech_ms}`)).ok(200);

/** Asks for a render by a generator, at the price that is shown. */
export async function order(who, id, { speech_ms = 3000, price, ...render } = {}) {
  const shown = price === undefined ? (await offers(who, speech_ms)).generators.find((g) => g.id === id) : undefined;
  const generator = { id, speech_ms, price_micro_usd: price ?? shown?.price_micro_usd ?? 0 };
  return who.post('/api/v1/renders', { script: 'Hello from elsewhere.', prompt: 'A quiet library', cast: [who.handle], ...render, generator });
}

export const putInput = (who, render, what, bytes, more = {}) =>
  who.put(`/api/v1/renders/${render.id}/inputs/${what}`, bytes, {
    headers: { 'content-type': what === 'still' ? 'image/jpeg' : 'audio/wav', 'understudy-ticket': render.ticket, ...more },
  });

/** Sends both inputs. */
export async function feed(who, render, speech_ms = 3000) {
  (await putInput(who, render, 'still', poster())).ok(200);
  return (await putInput(who, render, 'speech', speech(speech_ms))).ok(200);
}

/** Looks at a job until `wanted` says that it is so: often at first, then each second. */
export async function until(who, render, wanted, ms = 30_000) {
  const end = Date.now() + ms;
  for (let wait = 100; ; wait = Math.min(wait * 1.2, 1000)) {
    const { job } = (await who.get(`/api/v1/renders/${render.id}`)).ok(200);
    if (wanted(job)) return job;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(job)}`);
    await sleep(wait);
  }
}

export const ended = (job) => ['fetched', 'failed', 'cancelled'].includes(job.state) && job.cost_micro_usd !== undefined;

/** The fake's only job of a provider, once it is there. */
export async function remote(control, provider, skip = 0) {
  for (let i = 0; i < 200; i++) {
    const jobs = await control.jobs(provider);
    if (jobs.length > skip) return jobs.at(-1);
    await sleep(50);
  }
  throw new Error(`${provider} was never asked`);
}

export { Visitor, operator, sleep };
