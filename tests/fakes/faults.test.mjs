// What the fakes do wrong on purpose, the control calls, the ledger, and the process.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { beforeEach, test } from 'node:test';

import { controlOf } from './remote.mjs';
import { error, look, piped, stage, until } from './stage.mjs';

const { origin, control, files, hooks, keys } = await stage();
const fal = { authorization: `Key ${keys.fal}`, 'content-type': 'application/json' };
const MODEL = 'fal-ai/kling-video/ai-avatar/v2/pro';
const body = (prompt) => JSON.stringify({ image_url: `${files.url}/still.jpg`, audio_url: `${files.url}/voice.wav`, prompt });
const post = (prompt = 'x', query = '', signal) => fetch(`${origin}/fal/queue/${MODEL}${query}`, { method: 'POST', headers: fal, body: body(prompt), signal });
const submit = async (prompt, query) => (await (await post(prompt, query)).json()).request_id;
const result = (id) => fetch(`${origin}/fal/queue/fal-ai/kling-video/requests/${id}`, { headers: fal });
/** The URL of the film of a job that ends with this prompt. */
async function film(prompt) {
  const id = await submit(prompt);
  await control.move('fal', id, 'completed');
  return { id, url: (await (await result(id)).json()).video.url };
}

/** How bright the picture is where the first stroke of DEMO is drawn, from its top to its foot: 0 to 255. */
function bar(bytes) {
  const grey = piped('ffmpeg', ['-loglevel', 'error', '-i', 'pipe:0', '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'], bytes);
  return [0, 1, 2, 3, 4, 5, 6].map((row) => grey[(72 + row * 18 + 9) * 720 + 153 + 9]);
}

beforeEach(() => control.reset());

test('a prompt orders faults of transport', async () => {
  for (const status of ['429', '500', '502', '503', '504']) assert.equal((await post(`A wave [fake:${status}]`)).status, Number(status));
  const limited = await post('A wave [fake:429 retry_after=5]');
  assert.equal(limited.headers.get('retry-after'), '5');
  assert.equal((await post('A wave [fake:429]')).headers.get('retry-after'), null);
  assert.deepEqual([(await post('[fake:503 times=2]')).status, (await post('[fake:503 times=2]')).status, (await post('[fake:503 times=2]')).status], [503, 503, 200]);
  await assert.rejects(post('[fake:reset]'));
  await assert.rejects(post('[fake:timeout]', '', AbortSignal.timeout(200)), { name: 'TimeoutError' });
  assert.match(await (await post('[fake:garbage]')).text(), /<!doctype html>/);
  const half = await post('[fake:partial]');
  assert.equal(half.status, 200);
  await assert.rejects(half.text());
  const before = Date.now();
  assert.equal((await post('[fake:slow ms=300]')).status, 200);
  assert.ok(Date.now() - before >= 295);
  assert.equal((await control.jobs('fal')).length, 3, 'the last of the 503s, the one of which half was heard, and the slow one');
});

test('a submit that is accepted, but nobody hears of it', async () => {
  await assert.rejects(post('Once [fake:lost times=1]', '?fal_webhook=http://127.0.0.1:1/hook/a'));
  const [job] = await control.jobs('fal');
  assert.equal(job.state, 'queued');
  await post('Once [fake:lost times=1]', '?fal_webhook=http://127.0.0.1:1/hook/a');
  const ledger = await control.ledger();
  assert.deepEqual(ledger.doubled, ['fal /hook/a']);
  assert.equal(ledger.totals.jobs, 2);
});

test('faults of later operations stay with the job', async () => {
  const id = await submit('A wave [fake:500 op=status times=1] [fake:503 op=result]');
  const status = () => fetch(`${origin}/fal/queue/fal-ai/kling-video/requests/${id}/status`, { headers: fal });
  assert.equal((await status()).status, 500);
  assert.equal((await status()).status, 202);
  await control.move('fal', id, 'completed');
  assert.equal((await result(id)).status, 503);
  assert.equal((await result(id)).status, 200);
  await control.spoil('fal', id, 'reset', { op: 'output' });
  const { url } = (await (await result(id)).json()).video;
  await assert.rejects(fetch(url));
  assert.equal((await fetch(url)).status, 200);
  assert.equal((await control.log()).filter((l) => l.fault === 'reset' && l.op === 'output').length, 1);
});

test('outputs with HEAD and Range', async () => {
  const { url } = await film('x');
  assert.ok(bar(Buffer.from(await (await fetch(url)).arrayBuffer())).every((grey) => grey < 190), 'no DEMO without a demo');
  const head = await fetch(url, { method: 'HEAD' });
  const size = Number(head.headers.get('content-length'));
  assert.deepEqual([head.headers.get('content-type'), head.headers.get('accept-ranges')], ['video/mp4', 'bytes']);
  const whole = Buffer.from(await (await fetch(url)).arrayBuffer());
  assert.equal(whole.length, size);
  const part = await fetch(url, { headers: { range: 'bytes=100-199' } });
  assert.deepEqual([part.status, part.headers.get('content-range')], [206, `bytes 100-199/${size}`]);
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), whole.subarray(100, 200));
  assert.deepEqual(Buffer.from(await (await fetch(url, { headers: { range: 'bytes=-50' } })).arrayBuffer()), whole.subarray(-50));
  assert.equal((await fetch(url, { headers: { range: `bytes=${size}-` } })).status, 416);
});

test('outputs that are wrong', async () => {
  assert.equal((await fetch((await film('[fake:expired]')).url)).status, 410);
  assert.equal((await fetch((await film('[fake:expired code=404]')).url)).status, 404);
  const page = await fetch((await film('[fake:wrong-type]')).url);
  assert.equal(page.headers.get('content-type'), 'text/html');
  const bytes = async (prompt) => Buffer.from(await (await fetch((await film(prompt)).url)).arrayBuffer());
  const wide = look(await bytes('[fake:wrong-aspect]'));
  assert.ok(wide.width > wide.height);
  assert.ok(look(await bytes('[fake:too-long]')).seconds > 10);
  assert.ok(look(await bytes('[fake:too-long ms=23000]')).seconds > 20);
  assert.ok(look(await bytes('[fake:too-short]')).seconds < 1);
  const small = look(await bytes('[fake:too-small]'));
  assert.deepEqual([small.width, small.height], [180, 320]);
  const flat = look(await bytes('[fake:wrong-shape]'));
  assert.equal(flat.width, 4 * flat.height);
  await assert.rejects(bytes('[fake:partial-output]'));
});

test('outputs that lead elsewhere', async () => {
  const away = await fetch((await film('[fake:redirect]')).url, { redirect: 'manual' });
  assert.deepEqual([away.status, new URL(away.headers.get('location')).host], [302, 'elsewhere.invalid']);
  const home = await fetch((await film(`[fake:redirect to=${files.url}/clip.mp4]`)).url);
  assert.equal(home.url, `${files.url}/clip.mp4`);
  assert.equal(new URL((await film('[fake:elsewhere]')).url).host, 'elsewhere.invalid');
});

test('outputs that are too large', async () => {
  const LIMIT = 25 * 1024 * 1024;
  const read = async (prompt) => {
    const { url } = await film(prompt);
    const head = await fetch(url, { method: 'HEAD' });
    const response = await fetch(url);
    let size = 0;
    for await (const part of response.body) size += part.length;
    return { claimed: Number(head.headers.get('content-length')), said: response.headers.get('content-length'), size };
  };
  const honest = await read('[fake:oversized]');
  assert.ok(honest.size > LIMIT && honest.claimed === honest.size);
  assert.ok((await read(`[fake:oversized bytes=${2 * LIMIT}]`)).size > 2 * LIMIT);
  const lying = await read('[fake:oversized-lying]');
  assert.ok(lying.size > LIMIT && lying.claimed < 100_000 && lying.said === null);
  // More comes than GET says: a client sees no more than that, or breaks off.
  const excess = await read('[fake:oversized-excess]').catch(() => ({ size: 0, said: '50000' }));
  assert.ok(excess.size <= 50_000 && excess.said === '50000');
});

test('a poll that is behind, and a webhook that never comes', async () => {
  const id = await submit('[fake:stale-status times=2] [fake:no-webhook]', `?fal_webhook=${encodeURIComponent(`${hooks.url}/h`)}`);
  hooks.heard.length = 0;
  const { deliveries } = await control.move('fal', id, 'completed');
  assert.deepEqual([deliveries, hooks.heard], [[], []]);
  const status = async () => (await (await fetch(`${origin}/fal/queue/fal-ai/kling-video/requests/${id}/status`, { headers: fal })).json()).status;
  assert.deepEqual([await status(), await status(), await status()], ['IN_PROGRESS', 'IN_PROGRESS', 'COMPLETED']);
});

test('inputs that cannot be had', async () => {
  const id = await submit('[fake:unreadable]');
  await control.move('fal', id, 'running');
  const { state, cause, inputs } = await control.job('fal', id);
  assert.deepEqual([state, cause.kind, inputs.some((input) => input.fetched)], ['failed', 'input', false]);
  assert.equal((await (await result(id)).json()).detail[0].type, 'file_download_error');
});

test('a cancel that is accepted, and a job that completes all the same', async () => {
  const id = await submit('[fake:cancel-ignored]');
  await fetch(`${origin}/fal/queue/fal-ai/kling-video/requests/${id}/cancel`, { method: 'PUT', headers: fal });
  assert.deepEqual([(await control.job('fal', id)).state, (await control.job('fal', id)).cancel_requested], ['queued', true]);
  await control.move('fal', id, 'completed');
  assert.equal((await result(id)).status, 200);
});

test('a webhook is told what went wrong with it', async () => {
  const id = await submit('x', `?fal_webhook=${encodeURIComponent(`${hooks.url}/h`)}`);
  hooks.answers.push(500);
  const { deliveries } = await control.move('fal', id, 'completed');
  assert.equal(deliveries[0].status, 500);
  const [again] = await control.webhook('fal', id);
  assert.equal(again.status, 200);
  assert.equal((await control.deliveries(id)).length, 2);
  const nowhere = await submit('x', '?fal_webhook=http://127.0.0.1:1/h');
  const [lost] = (await control.move('fal', nowhere, 'completed')).deliveries;
  assert.deepEqual([lost.error, lost.status], ['ECONNREFUSED', undefined]);
});

test('control says what it cannot do', async () => {
  const id = await submit('x');
  for (const ask of [() => control.move('fal', id, 'done'), () => control.move('fal', id, 'failed', { cause: 'bored' }), () => control.move('fal', 'none', 'completed'), () => control.fault('418'), () => control.fault('429', { provider: 'none' }), () => control.webhook('fal', id, 'loud')]) {
    assert.match((await error(ask())).message, /40[04]/);
  }
  await control.move('fal', id, 'completed');
  assert.match((await error(control.move('fal', id, 'running'))).message, /409/);
});

test('the ledger adds up', async () => {
  const done = await film('x');
  const failed = await submit('[fake:fail]');
  await control.move('fal', failed, 'completed');
  const waiting = await submit('y');
  const { jobs, totals, kept } = await control.ledger();
  assert.deepEqual(totals.states, { completed: 1, failed: 1, queued: 1 });
  assert.ok(jobs.find((j) => j.id === done.id).cost_micros > 0);
  assert.equal(totals.cost_micros, jobs.find((j) => j.id === done.id).cost_micros, 'only what came out costs');
  assert.deepEqual(jobs.find((j) => j.id === waiting).inputs.map((i) => i.fetched), [false, false]);
  assert.equal(kept.length, 3);
});

test('assumptions can be changed', async () => {
  await control.assume({ fal: { pending_result: { status: 425 } } });
  assert.equal((await result(await submit('x'))).status, 425);
  await control.assume({ fal: { pending_result: { status: 400 } } });
});

test('Llama Guard', async () => {
  const ask = async (messages, more = {}, token = keys.workers_ai) => {
    const response = await fetch(`${origin}/workers-ai/client/v4/accounts/acct/ai/run/@cf/meta/llama-guard-3-8b`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify({ messages, ...more }) });
    return { status: response.status, ...(await response.json()) };
  };
  const says = (content) => [{ role: 'user', content }];
  assert.equal((await ask(says('She waves'))).result.response, 'safe');
  assert.equal((await ask(says('I will murder him'))).result.response, 'unsafe\nS1');
  assert.deepEqual((await ask(says('naked'), { response_format: { type: 'json_object' } })).result.response, { safe: false, categories: ['S12'] });
  assert.equal((await ask([...says('a'), ...says('b')])).success, false);
  assert.equal((await ask(says('a'), {}, 'wrong')).status, 401);
  assert.equal((await ask(says('a [fake:babble]'))).result.response, 'That is probably safe.');
  await control.fault('503', { provider: 'workers_ai' });
  assert.equal((await ask(says('a'))).status, 503);
});

test('Llama Guard behind a binding', async () => {
  const ask = async (content, { format, version = 3, model = '@cf/meta/llama-guard-3-8b' } = {}) => {
    const inputs = { messages: [{ role: 'user', content }], ...(format && { response_format: { type: format } }) };
    const headers = { 'content-type': 'application/json', 'cf-consn-model-id': model };
    const response = await fetch(`${origin}/workers-ai/binding/run?version=${version}`, { method: 'POST', headers, body: JSON.stringify({ inputs, options: {} }) });
    assert.equal(response.headers.get('content-type'), 'application/json', 'else the class gives a stream');
    return { status: response.status, ...(await response.json()) };
  };
  assert.deepEqual([(await ask('She waves')).response, (await ask('I will murder him')).response], ['safe', 'unsafe\nS1']);
  assert.deepEqual((await ask('naked', { format: 'json_object' })).response, { safe: false, categories: ['S12'] });
  await control.assume({ workers_ai: { heeds_format: false } });
  assert.equal((await ask('naked', { format: 'json_object' })).response, 'unsafe\nS12');
  await control.assume({ workers_ai: { heeds_format: true } });
  for (const more of [{ version: 2 }, { model: '@cf/meta/llama-guard-9' }]) {
    const { status, internalCode, description } = await ask('a', more);
    assert.ok(status >= 400 && internalCode && description);
  }
});

test('as a process, in a demo: jobs advance by themselves, and the film says DEMO', async () => {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'serve.mjs'), '--demo'], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    let said = '';
    for await (const part of child.stdout) if ((said += part).includes('\n')) break;
    const [, there] = /^READY (http:\/\/127\.0\.0\.1:\d+)\n/.exec(said);
    const remote = controlOf(there);
    const { keys: accepted, bases, demo } = await remote.about();
    assert.equal(demo, true);
    await remote.auto({ queued_ms: 50, running_ms: 100 });
    const headers = { authorization: `Key ${accepted.fal}` };
    const made = await (await fetch(`${bases.fal_queue}/${MODEL}`, { method: 'POST', headers, body: body('x') })).json();
    await until(async () => (await (await fetch(made.status_url, { headers })).json()).status === 'COMPLETED');
    const { video } = await (await fetch(made.response_url, { headers })).json();
    const made_film = Buffer.from(await (await fetch(video.url)).arrayBuffer());
    assert.deepEqual(look(made_film).codecs.sort(), ['aac', 'h264']);
    assert.ok(bar(made_film).every((grey) => grey > 190), 'the first stroke of DEMO');
  } finally {
    child.stdin.end();
  }
  const code = await new Promise((resolve) => child.once('exit', resolve));
  assert.equal(code, 0);
});
