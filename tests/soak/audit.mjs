// What must be so when a soak is over: by what members see, by the databases, by the purse, by the bucket, and by the
// providers' own books.

import { inObjects } from '../harness/database.mjs';
import { sleep } from './creator.mjs';
import { believed, note } from './play.mjs';

/** How long what lies at providers may take to be removed, waits between tries included, in milliseconds. */
const CLEAN_MS = 300_000;
/** Providers that neither know a key of ours nor call back: an order whose answer was lost can be known of by nobody. */
const BLIND = ['runway', 'google'];
/** How long before its answer an order may have come, in milliseconds. */
const NEAR_MS = 3000;

/** Orders that are left at a provider, each with whether we ever could have heard of it. */
function left(soak) {
  const { fakes } = soak.fakes;
  const lost = fakes.log.filter((line) => line.op === 'submit' && ['lost', 'partial'].includes(line.fault));
  return fakes.jobs.list().filter((job) => !job.deleted).map((job) => {
    const near = (at, before, after) => at >= job.created_at - before && at <= job.created_at + after;
    const unheard = lost.some((line) => line.provider === job.provider && near(line.at, NEAR_MS, 0)) || soak.cuts.some((cut) => near(cut.at, 200, NEAR_MS));
    return { provider: job.provider, id: job.id, state: job.state, blind: BLIND.includes(job.provider) && unheard };
  });
}

/** All that is known of what one order heard and said, for whoever looks for why it is left. */
function story(soak, id) {
  const { fakes } = soak.fakes;
  const job = fakes.jobs.list().find((one) => one.id === id);
  const told = fakes.hooks.deliveries.filter((d) => d.job === id).map((d) => `${d.mode} ${d.status ?? d.error} at ${d.at ?? '?'}`);
  const near = soak.cuts.filter((cut) => Math.abs(cut.at - job.created_at) < 30_000).map((cut) => cut.at - job.created_at);
  const asked = fakes.log.filter((line) => line.path.includes(id)).map((line) => [line.op, line.status, line.fault, line.at - job.created_at].filter((part) => part !== undefined).join(' '));
  const inputs = job.inputs.map((input) => `${input.kind} ${input.problem ?? 'had'}`);
  return JSON.stringify({ id, state: job.state, created_at: job.created_at, faults: job.faults.map((fault) => fault.kind), inputs, told, near, asked, callback: job.webhook?.url ?? job.webhook });
}

/** Waits until nothing is left at providers that anybody could know of. */
async function clean(soak) {
  const end = Date.now() + CLEAN_MS;
  for (let n = 1; left(soak).some((job) => !job.blind) && Date.now() < end; n++) {
    await sleep(500);
    if (n === 40) for (const job of left(soak).filter((one) => !one.blind)) soak.say?.(`  ${story(soak, job.id)}`);
    if (n % 40 === 0) soak.say?.(`  left: ${left(soak).map((job) => `${job.provider} ${job.state}${job.blind ? ' (unknowable)' : ''}`).join(', ')}`);
  }
  return left(soak);
}

/** Orders by the name that we gave them, or else by their content; more than one job each is a double. */
function doubles(soak) {
  const by = new Map();
  for (const job of soak.fakes.fakes.jobs.list()) {
    const name = [job.provider, job.model, job.idempotency_key ?? job.external_id ?? job.known_by].join(' ');
    by.set(name, [...(by.get(name) ?? []), job]);
  }
  const found = { fal: 0, heygen: 0, runway: 0, google: 0 };
  for (const jobs of by.values()) found[jobs[0].provider] += jobs.length - 1;
  return found;
}

const tally = (list, by) => list.reduce((sum, one) => ({ ...sum, [by(one)]: (sum[by(one)] ?? 0) + 1 }), {});

/** Ends the server and says all that is not as it must be: `{ wrong, figures }`. */
export async function audit(soak) {
  const wrong = soak.stories.flatMap((story) => story.wrong.map((what) => `take ${story.n} (${story.id}; ${story.faults}; ${story.does}): ${what}`));
  const must = (holds, what) => void (holds || wrong.push(what));
  const remains = await clean(soak);
  for (const job of remains) must(job.blind, `left at ${job.provider}: ${job.id}, ${job.state}; told ${soak.fakes.fakes.hooks.deliveries.filter((d) => d.job === job.id).map((d) => `${d.mode} ${d.status ?? d.error}`)}`);

  // What members see has not changed since it was final.
  const told = soak.stories.filter((story) => story.render);
  for (let i = 0; i < told.length; i += 8) {
    await Promise.all(told.slice(i, i + 8).map(async (story) => note(story, (await story.who.get(`/api/v1/renders/${story.render}`)).ok(200).job)));
  }
  for (const story of told) {
    must(story.last.final && story.last.cost !== undefined, `take ${story.n} (${story.id}; ${story.faults}; ${story.does}) has no end: ${JSON.stringify(story.last)}`);
    must(story.last.state !== 'failed' || story.last.cost === 0, `take ${story.n} failed, and cost ${story.last.cost}`);
    must(story.wrong.length === 0 || wrong.some((line) => line.startsWith(`take ${story.n} `)), `take ${story.n}: ${story.wrong}`);
  }
  const charged = told.reduce((sum, story) => sum + (story.last.cost ?? 0), 0);
  const spending = (await soak.ana.get('/api/v1/spending')).ok(200);
  const days = spending.days.reduce((sum, day) => ({ spent: sum.spent + day.spent_micro_usd, held: sum.held + day.held_micro_usd, films: sum.films + day.films }), { spent: 0, held: 0, films: 0 });
  must(days.spent === charged, `the purse has ${days.spent}, the jobs cost ${charged}`);
  must(days.held === 0, `${days.held} is still held`);

  const untrue = believed(soak);
  must(untrue.length === 0, `callbacks were believed: ${untrue}`);

  // What is stored, once the server has ended.
  await soak.world.server.stop();
  const stored = (folder, table, sql) => inObjects(soak.world.server, folder, table, sql);
  const rows = new Map(stored('/d1/', 'jobs', 'SELECT render, state, cause FROM jobs').map(([render, state, cause]) => [render, { state, cause: cause ?? undefined }]));
  const holds = new Map(stored('SpendObject', 'holds', 'SELECT render, amount, settled FROM holds').map(([render, amount, settled]) => [render, { amount, settled }]));
  must(rows.size === told.length && holds.size === told.length, `${told.length} orders, ${rows.size} rows, ${holds.size} holds`);
  for (const { n, render, last, price } of told) {
    const [row, hold] = [rows.get(render), holds.get(render)];
    must(row?.state === last.state && row?.cause === last.cause, `take ${n}: ${last.state} ${last.cause}, its row says ${row?.state} ${row?.cause}`);
    must(hold?.settled === 1 && hold.amount === last.cost && [0, price].includes(last.cost), `take ${n}: cost ${last.cost} of ${price}, its hold ${JSON.stringify(hold)}`);
  }
  const records = stored('JobObject', 'record', 'SELECT json FROM record').map(([json]) => JSON.parse(json));
  for (const { ordered, job, upload, inputs_removed, unprojected } of records) {
    must(!upload && inputs_removed && !unprojected && job.left.length === 0, `${ordered.render} still has something to do: ${JSON.stringify({ upload, inputs_removed, unprojected, left: job.left })}`);
  }
  const kept = new Set(soak.creators.flatMap((who) => (who.kept ? [who.kept] : [])).filter((story) => story.last.state === 'fetched').map((story) => `renders/${story.render}/film.mp4`));
  const objects = stored('/r2/', '_mf_objects', 'SELECT key, size FROM _mf_objects').filter(([key]) => key.startsWith('renders/'));
  const gone = soak.stories.filter((story) => story.does === 'withdraws').map((story) => story.who);
  for (const [key] of objects) must(kept.has(key), `an object lies here that nobody needs: ${key}`);
  for (const key of kept) {
    const story = told.find((one) => key.includes(one.render));
    // Whoever took back what they allowed took this film along.
    must(gone.includes(story.who) || objects.some(([other, size]) => other === key && size === story.last.bytes), `a film is not here: ${key}`);
  }
  const parts = stored('/r2/', '_mf_multipart_parts', 'SELECT p.object_key FROM _mf_multipart_parts p JOIN _mf_multipart_uploads u USING (upload_id) WHERE u.state = 0');
  must(parts.length === 0, `half uploaded: ${parts}`);
  const begun = stored('/r2/', '_mf_multipart_uploads', 'SELECT key FROM _mf_multipart_uploads WHERE state = 0').length;

  const { hooks, jobs } = soak.fakes.fakes;
  const counted = doubles(soak);
  must(counted.heygen === 0, `${counted.heygen} doubles at HeyGen, which knows a key`);
  return { wrong, figures: {
    renders: told.length, seed: soak.seed, took_s: Math.round(soak.took / 1000), cuts: soak.cuts.length,
    states: tally(told, (story) => story.last.state), causes: tally(told.filter((s) => s.last.cause), (story) => story.last.cause),
    generators: tally(told, (story) => story.id), doings: tally(told, (story) => story.does), faults: told.reduce((sum, story) => sum + story.faults.length, 0),
    charged_micro_usd: charged, purse_micro_usd: days.spent, held_micro_usd: days.held, films: days.films,
    inputs_not_had: tally(jobs.list().flatMap((job) => job.inputs.filter((input) => input.problem)), (input) => input.problem.replace(/[\d.]*:\d+/g, '')),
    at_providers: jobs.list().length, doubles: counted, left_unknowable: tally(remains.filter((job) => job.blind), (job) => job.provider),
    callbacks: hooks.deliveries.length, callbacks_refused: hooks.deliveries.filter((d) => d.status === 403).length,
    films_in_bucket: objects.length, films_looked_at: soak.looked ?? 0, uploads_begun_without_a_part: begun, met: soak.world.met,
  } };
}
