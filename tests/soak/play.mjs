// Plays a soak: members who order films, providers that fail in every way, callbacks of all kinds, and power cuts.

import { createHash } from 'node:crypto';

import { poster } from '../harness/clips.mjs';
import { ended, gateway, putInput, speech } from '../harness/gateway.mjs';
import { Creator, World, sleep } from './creator.mjs';
import { UNTRUE, dice, plan, prompt } from './plan.mjs';

const PROVIDERS = ['fal', 'heygen', 'gemini', 'runway'];
/** Renders that a member has open at a time: one less than the product allows. */
const LANES = 4;
/** How long a render may take, with every wait between tries and every power cut, in milliseconds. */
const PATIENCE_MS = 400_000;
/** Tries of a provider to deliver a callback, three seconds apart. */
const DELIVERIES = 10;
const VARS = {
  SPEND_ACCOUNT_DAY_CENTS: 4_000_000, SPEND_DAY_CENTS: 4_000_000, SPEND_TOTAL_CENTS: 4_000_000,
  CEREMONIES_PER_MINUTE: 10_000, GATEWAY_POLL_MS: 600,
};

/** Starts everything: members with faces, providers that go on by themselves, and a price for each generator. */
export async function begin({ members, seed }) {
  const stage = await gateway({ vars: VARS, fakes: { unconfirmed: { heygen: { callback_signed: true } } } });
  const world = new World(stage.server, stage.args);
  const ana = await new Creator(world).join(stage.server.invite);
  const json = JSON.stringify({ version: 1, date: '2026-11-30', lines: { 'gemini-omni': { second: 100_000, date: '2026-11-30', source: 'a contract' } } });
  (await ana.put('/api/v1/prices', { json })).ok(200);
  const creators = [];
  for (let i = 0; i < members; i++) creators.push(await new Creator(world).join(await ana.invite()));
  await Promise.all(creators.map((who) => who.willing(PROVIDERS)));
  await stage.control.auto({ queued_ms: 300, running_ms: 1200, jitter: 0.9 });
  return { ...stage, world, ana, creators, seed, stories: [], cuts: [], parked: [] };
}

/** The price of a film as it is shown. */
async function price(soak, who, { id, speech_ms }) {
  soak.prices ??= new Map();
  if (!soak.prices.has(speech_ms)) {
    const { generators } = (await who.get(`/api/v1/generators?cast=${who.handle}&speech_ms=${speech_ms}`)).ok(200);
    soak.prices.set(speech_ms, new Map(generators.map((g) => [g.id, g.price_micro_usd])));
  }
  return soak.prices.get(speech_ms).get(id);
}

async function order(soak, who, story) {
  const generator = { id: story.id, speech_ms: story.speech_ms, price_micro_usd: await price(soak, who, story) };
  const body = { script: 'Hello from elsewhere.', prompt: prompt(story), cast: [who.handle], generator };
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    // Somebody who just took back what they allowed scans again, first.
    await who.turn;
    const answer = await who.post('/api/v1/renders', body);
    if (answer.status === 201) return answer.json;
    const { code, rule } = answer.json;
    story.at = `refused: ${code} ${rule ?? ''}`;
    // Not yet: no face, no rule, as many renders as fit, or the site had no power just when a moderator was to look at the words.
    const later = ['consent_refused', 'too_many', 'conflict', 'not_found', 'invalid'].includes(code) || rule === 'unlooked';
    if (!later || Date.now() > end || rule === 'length') answer.ok(201);
    await sleep(300);
  }
}

/** What the creator's device sends. What is refused, because the cast forbids it now or the render has ended, is given up. */
async function feed(who, render, story) {
  if (story.does === 'silent') return;
  const sent = [await putInput(who, render, 'still', poster())];
  if (story.does !== 'half') sent.push(await putInput(who, render, 'speech', speech(story.speech_ms)));
  if (sent.some((answer) => answer.status !== 200)) await who.post(`/api/v1/renders/${render.id}/cancel`, {});
}

async function act(soak, who, render, story) {
  const cancel = () => who.post(`/api/v1/renders/${render.id}/cancel`, {});
  if (story.does === 'waits') return;
  await sleep(story.after_ms);
  if (story.does === 'cancels') await cancel();
  if (story.does === 'withdraws') {
    await who.alone(async () => {
      await who.delete('/api/v1/likeness');
      await who.willing(PROVIDERS);
    });
  }
  if (story.does === 'forbids') {
    await who.alone(async () => {
      await who.allow([]).catch(() => {});
      await sleep(1500);
      await who.allow(PROVIDERS).catch(() => who.willing(PROVIDERS));
    });
  }
  if (['silent', 'half'].includes(story.does)) {
    // Every other one is given up only when all else has ended: until then it waits for its device.
    if (story.n % 2 === 0 && !soak.parked.some((other) => other.who === who)) soak.parked.push({ who, render });
    else await cancel();
  }
}

/** Looks at a job until it has come to its end and its cost is known. */
async function watch(who, story) {
  const end = Date.now() + PATIENCE_MS;
  for (let wait = 300; ; wait = Math.min(wait * 1.3, 2500)) {
    const { job } = (await who.get(`/api/v1/renders/${story.render}`)).ok(200);
    note(story, job);
    story.at = `${job.state} ${job.cost_micro_usd}`;
    if (ended(job)) return job;
    if (Date.now() > end) return job;
    await sleep(wait);
  }
}

/** Notes what a job says. After a final state there is no other, and after a cost no other cost. */
export function note(story, job) {
  const final = ['fetched', 'failed', 'cancelled'].includes(job.state);
  const { last } = story;
  const changed = last?.final && (last.state !== job.state || last.cause !== job.cause);
  const recharged = last?.cost !== undefined && last.cost !== job.cost_micro_usd;
  if (changed || recharged) story.wrong.push(`${last.state} ${last.cause ?? ''} ${last.cost} became ${job.state} ${job.cause ?? ''} ${job.cost_micro_usd}`);
  story.last = { final, state: job.state, cause: job.cause, cost: job.cost_micro_usd, bytes: job.film_bytes };
}

async function look(soak, who, render, story) {
  const got = await who.get(`/api/v1/renders/${render.id}/film`, { headers: { 'understudy-ticket': render.ticket } });
  // Withdrawn or forbidden meanwhile: then it is shown to nobody.
  if (got.status !== 200) return;
  const hash = createHash('sha256').update(got.bytes).digest('hex');
  if (got.bytes.length !== story.last.bytes || got.headers.get('etag') !== `"${hash}"`) story.wrong.push('the film is not what was copied');
  soak.looked = (soak.looked ?? 0) + 1;
}

/** One render, from its order to its end. */
async function tell(soak, who, n) {
  const story = { ...plan(soak.seed, n), wrong: [], began: Date.now() };
  soak.stories.push(story);
  const render = await order(soak, who, story);
  Object.assign(story, { render: render.id, price: render.job.price_micro_usd, who });
  story.at = 'fed';
  const acting = act(soak, who, render, story);
  await feed(who, render, story);
  await acting;
  if (soak.parked.some((other) => other.render === render)) return;
  story.at = 'watched';
  await watch(who, story);
  if (story.last.state === 'fetched' && story.looks) await look(soak, who, render, story);
  // One film of each member stays, to be there at the end; the others give their place to the next.
  if (story.last.state === 'fetched' && !who.kept && !story.looks) who.kept = story;
  else await who.post(`/api/v1/renders/${render.id}/cancel`, {});
  story.took = Date.now() - story.began;
}

/** Callbacks beside the usual ones, and a provider's patience with a server that is not there. */
function callBack(soak) {
  const { fakes } = soak.fakes;
  const roll = dice(soak.seed);
  const timers = new Set();
  const later = (ms, work) => {
    const timer = setTimeout(() => (timers.delete(timer), void work().catch(() => {})), ms);
    timers.add(timer);
  };
  fakes.jobs.on('created', (job) => {
    // By the provider's own count: which render a callback is for does not matter.
    const { callbacks } = plan(soak.seed + 1, roll.between(0, 1e6));
    for (const { mode, after_ms } of callbacks) later(after_ms, () => fakes.hooks.send(job, 'end', mode));
  });
  const tried = new Map();
  const again = setInterval(async () => {
    for (const delivery of fakes.hooks.deliveries.filter((d) => d.mode === 'normal')) {
      const last = tried.get(delivery) ?? { n: 0, entry: delivery };
      const { status, error } = last.entry;
      if ((status === undefined && error === undefined) || status < 500 || last.n >= DELIVERIES) continue;
      tried.set(delivery, { n: last.n + 1, entry: { } });
      tried.set(delivery, { n: last.n + 1, entry: await fakes.hooks.again(delivery) });
    }
  }, 3000);
  return () => {
    clearInterval(again);
    for (const timer of timers) clearTimeout(timer);
  };
}

/** Cuts the power at moments that are spread over the renders: some at any time, some right when an order or a film comes. */
async function cutPower(soak, cuts, total, over) {
  const roll = dice(soak.seed + 7);
  const { jobs } = soak.fakes.fakes;
  for (let k = 0; k < cuts; k++) {
    const at = Math.floor(((k + 0.3 + 0.5 * roll()) * total) / cuts);
    while (soak.stories.length <= at && !over()) await sleep(50);
    const moment = over() ? 'any' : roll.pick(['any', 'any', 'ordered', 'made']);
    if (moment !== 'any') {
      const come = new Promise((go) => jobs.once(moment === 'ordered' ? 'created' : 'moved', go));
      await Promise.race([come, sleep(3000)]);
    }
    await sleep(moment === 'any' ? roll.between(0, 500) : roll.between(0, 60));
    soak.cuts.push({ at: Date.now(), moment, open: soak.stories.filter((s) => !s.took).length });
    await soak.world.cut();
    soak.cuts.at(-1).back = Date.now();
    soak.say?.(`  cut ${k + 1} of ${cuts} (${moment}), with ${soak.cuts.at(-1).open} renders open`);
  }
}

/** Plays all of it. */
export async function play(soak, { renders, kills, say }) {
  soak.say = say;
  soak.began = Date.now();
  const stop = callBack(soak);
  let next = 0;
  const lane = async (who) => {
    while (next < renders) {
      const n = next++;
      await tell(soak, who, n).catch((error) => {
        soak.stories.find((story) => story.n === n).wrong.push(error.message);
      });
      if (say && (n + 1) % 100 === 0) say(`  ${n + 1} of ${renders}, ${((Date.now() - soak.began) / 1000).toFixed(0)} s`);
    }
  };
  let over = false;
  const cutting = cutPower(soak, kills, renders, () => over);
  // One of the places may be taken by what waits for its device, and one by a film that stays.
  const slow = (story) => !story.took && Date.now() - story.began > 60_000;
  const open = setInterval(() => {
    const waits = soak.stories.filter(slow).map((s) => `${s.n} ${s.faults} ${s.does}: ${s.at}`);
    if (waits.length > 0) say?.(`  open for a minute or more: ${waits.join('; ')}`);
  }, 60_000);
  const lanes = soak.creators.flatMap((who) => Array.from({ length: LANES - 2 }, () => lane(who)));
  await Promise.all(lanes);
  over = true;
  clearInterval(open);
  await cutting;
  for (const { who, render } of soak.parked) {
    await who.post(`/api/v1/renders/${render.id}/cancel`, {});
    await watch(who, soak.stories.find((story) => story.render === render.id));
  }
  soak.took = Date.now() - soak.began;
  return () => stop();
}

/** Callbacks that were believed although nobody may. */
export const believed = (soak) =>
  soak.fakes.fakes.hooks.deliveries.filter((d) => UNTRUE.includes(d.mode) && d.status >= 200 && d.status < 300).map((d) => `${d.provider} ${d.mode}`);
