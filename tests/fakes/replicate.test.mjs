// Replicate through its own SDK.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import Replicate, { validateWebhook } from 'replicate';

import { error, look, stage, still } from './stage.mjs';

const { origin, control, files, hooks, keys, secrets } = await stage();
const client = (auth = keys.replicate) => new Replicate({ auth, baseUrl: `${origin}/replicate/v1`, useFileOutput: false });
const replicate = client();
const MODEL = 'bytedance/seedance-2.0';
const input = (more = {}) => ({ prompt: 'A wave', image: `${files.url}/still.jpg`, aspect_ratio: '9:16', duration: 3, ...more });
const create = (more, options = {}) => replicate.predictions.create({ model: MODEL, input: input(more), ...options });

beforeEach(() => control.reset());

test('create, get, succeed, expire', async () => {
  const made = await create();
  assert.deepEqual([made.status, made.model, made.data_removed, made.urls.get], ['starting', MODEL, false, `${origin}/replicate/v1/predictions/${made.id}`]);
  await control.move('replicate', made.id, 'running', { progress: 0.4 });
  const running = await replicate.predictions.get(made.id);
  assert.deepEqual([running.status, running.logs], ['processing', 'progress: 40%\n']);
  await control.move('replicate', made.id, 'completed');
  const done = await replicate.wait(made, { interval: 10 });
  assert.equal(done.status, 'succeeded');
  const seen = look(Buffer.from(await (await fetch(done.output)).arrayBuffer()));
  assert.deepEqual([seen.width, seen.height, seen.seconds], [720, 1280, 3]);
  assert.equal((await replicate.predictions.list()).results.length, 1);

  await control.expire('replicate', made.id, 404);
  const removed = await replicate.predictions.get(made.id);
  assert.deepEqual([removed.status, removed.data_removed, removed.output], ['succeeded', true, null]);
  assert.equal((await fetch(done.output)).status, 404);
});

test('by version, and a body without input', async () => {
  assert.equal((await replicate.predictions.create({ version: `${MODEL}:${'a'.repeat(64)}`, input: input() })).model, MODEL);
  const version = 'b'.repeat(64);
  assert.equal((await replicate.predictions.create({ version, input: input() })).version, version);
  const failed = await error(replicate.request('/predictions', { method: 'POST', data: { version } }));
  assert.equal(failed.response.status, 422);
});

test('run waits, and Prefer: wait holds the answer', async () => {
  await control.auto({ queued_ms: 20, running_ms: 40 });
  try {
    assert.match(await replicate.run(MODEL, { input: input(), wait: { mode: 'poll', interval: 20 } }), /\.mp4$/);
    assert.equal((await create({}, { wait: 5 })).status, 'succeeded');
  } finally {
    await control.auto(undefined);
  }
});

test('failures say why', async () => {
  const end = async (more) => {
    const { id } = await create(more);
    await control.move('replicate', id, 'completed');
    return replicate.predictions.get(id);
  };
  for (const more of [{ prompt: '[fake:refuse]' }, { image: `${files.url}/redirect/still.jpg` }, { prompt: '[fake:fail]' }]) {
    const failed = await end(more);
    assert.equal(failed.status, 'failed');
    assert.ok(failed.error.length > 5);
    assert.equal(failed.output, null);
  }
});

test('cancel', async () => {
  const { id } = await create();
  assert.equal((await replicate.predictions.cancel(id)).status, 'canceled');
  const ignored = await create({ prompt: '[fake:cancel-ignored]' });
  assert.equal((await replicate.predictions.cancel(ignored.id)).status, 'starting');
  await control.move('replicate', ignored.id, 'completed');
  assert.equal((await replicate.predictions.get(ignored.id)).status, 'succeeded');
});

test('a deadline that passes before the start', async () => {
  const headers = { authorization: `Bearer ${keys.replicate}`, 'content-type': 'application/json', 'cancel-after': '1m' };
  const made = await (await fetch(`${origin}/replicate/v1/models/${MODEL}/predictions`, { method: 'POST', headers, body: JSON.stringify({ input: input() }) })).json();
  assert.ok(Date.parse(made.deadline) > Date.now());
  await control.move('replicate', made.id, 'cancelled');
  assert.equal((await replicate.predictions.get(made.id)).status, 'aborted');
});

test('files', async () => {
  const file = await replicate.files.create(new Blob([still()], { type: 'image/jpeg' }), { of: 'Ana' });
  assert.deepEqual([file.size, file.content_type, file.metadata], [still().length, 'image/jpeg', { of: 'Ana' }]);
  const { id } = await create({ image: file.urls.get });
  await control.move('replicate', id, 'completed');
  assert.equal((await replicate.predictions.get(id)).status, 'succeeded');
  assert.equal(await replicate.files.delete(file.id), true);
  assert.equal((await error(replicate.files.get(file.id))).response.status, 404);
  // A file that is sent with a job goes up first.
  const sent = await create({ image: still() });
  assert.match(sent.input.image, /\/replicate\/v1\/files\//);
});

test('webhooks that its own validator accepts', async () => {
  const secret = (await replicate.webhooks.default.secret.get()).key;
  assert.equal(secret, secrets.replicate);
  hooks.heard.length = 0;
  const { id } = await create({}, { webhook: `${hooks.url}/replicate`, webhook_events_filter: ['start', 'completed'] });
  await control.move('replicate', id, 'running');
  await control.move('replicate', id, 'completed');
  assert.deepEqual(hooks.heard.map((h) => h.body.status), ['starting', 'succeeded']);
  assert.equal(hooks.heard[1].body.id, id);
  const valid = ({ headers, raw }) => validateWebhook({ headers, body: raw.toString() }, secret);
  for (const heard of hooks.heard) assert.equal(await valid(heard), true);

  const modes = { duplicate: [true, true], reordered: [true, true], late: [true], forged: [false], altered: [false], stranger: [true] };
  for (const [mode, expected] of Object.entries(modes)) {
    hooks.heard.length = 0;
    await control.webhook('replicate', id, mode);
    assert.deepEqual([mode, await Promise.all(hooks.heard.map(valid))], [mode, expected]);
    const ids = hooks.heard.map((h) => h.headers['webhook-id']);
    if (mode === 'duplicate') assert.equal(ids[0], ids[1]);
    if (mode === 'reordered') assert.deepEqual(hooks.heard.map((h) => h.body.status), ['succeeded', 'starting']);
    if (mode === 'late') assert.ok(Date.now() / 1000 - Number(hooks.heard[0].headers['webhook-timestamp']) > 300);
    if (mode === 'stranger') assert.notEqual(hooks.heard[0].body.id, id);
  }
  hooks.heard.length = 0;
  await control.webhook('replicate', id, 'unsigned');
  assert.equal(hooks.heard[0].headers['webhook-signature'], undefined);

  // Only what was asked for.
  hooks.heard.length = 0;
  const quiet = await create({}, { webhook: `${hooks.url}/quiet`, webhook_events_filter: ['completed'] });
  await control.move('replicate', quiet.id, 'running');
  assert.equal(hooks.heard.length, 0);
});

test('the key and its scheme', async () => {
  assert.equal((await error(client('r8_wrong').predictions.get('x'))).response.status, 401);
  assert.equal((await fetch(`${origin}/replicate/v1/predictions`, { headers: { authorization: `Token ${keys.replicate}` } })).status, 401);
  assert.equal((await error(replicate.predictions.get('none'))).response.status, 404);
});

test('throttled once, and the SDK tries again by itself', async () => {
  await control.fault('429', { provider: 'replicate', op: 'submit', retry_after: 0, times: 1 });
  const made = await create();
  assert.equal(made.status, 'starting');
  assert.equal((await control.ledger()).totals.jobs, 1);
});
