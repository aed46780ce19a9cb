// Videos in OpenAI's shape, and moderations, through OpenAI's own SDK.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import OpenAI, { AuthenticationError, BadRequestError, InternalServerError, NotFoundError, RateLimitError, toFile } from 'openai';

import { error, look, stage, still } from './stage.mjs';

const { origin, control, files, hooks, keys, secrets } = await stage();
const client = (options = {}) => new OpenAI({ apiKey: keys.openai, baseURL: `${origin}/openai/v1`, maxRetries: 0, webhookSecret: secrets.openai, ...options });
const openai = client();
const create = (more = {}) => openai.videos.create({ prompt: 'She waves', model: 'sora-2', seconds: '4', size: '720x1280', ...more });

beforeEach(() => control.reset());

test('create (multipart), retrieve, download, list, delete', async () => {
  const made = await create({ input_reference: await toFile(still(), 'still.jpg', { type: 'image/jpeg' }) });
  assert.deepEqual([made.object, made.status, made.progress, made.error], ['video', 'queued', 0, null]);
  await control.move('openai', made.id, 'running', { progress: 0.5 });
  const running = await openai.videos.retrieve(made.id);
  assert.deepEqual([running.status, running.progress], ['in_progress', 50]);
  await control.move('openai', made.id, 'completed');
  assert.equal((await openai.videos.retrieve(made.id)).status, 'completed');
  const content = await openai.videos.downloadContent(made.id);
  assert.equal(content.headers.get('content-type'), 'video/mp4');
  const seen = look(Buffer.from(await content.arrayBuffer()));
  assert.deepEqual([seen.width, seen.height, seen.seconds], [720, 1280, 4]);
  assert.deepEqual((await openai.videos.list()).data.map((v) => v.id), [made.id]);

  assert.equal((await control.ledger()).nothing_left, false);
  assert.equal((await openai.videos.delete(made.id)).deleted, true);
  assert.ok((await error(openai.videos.retrieve(made.id))) instanceof NotFoundError);
  assert.ok((await error(openai.videos.downloadContent(made.id))) instanceof NotFoundError);
  assert.equal((await control.ledger()).nothing_left, true);
});

test('create (JSON), with a reference by URL', async () => {
  const post = (body) => fetch(`${origin}/openai/v1/videos`, { method: 'POST', headers: { authorization: `Bearer ${keys.openai}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const body = { prompt: 'She waves', seconds: '8', size: '720x1280', input_reference: { image_url: `${files.url}/still.jpg` } };
  const made = await (await post(body)).json();
  assert.deepEqual([made.status, made.seconds], ['queued', '8']);
  const bad = await post({ ...body, input_reference: { image_url: `${files.url}/redirect/still.jpg` } });
  assert.deepEqual([bad.status, (await bad.json()).error.param], [400, 'input_reference']);
});

test('what is refused, and what fails', async () => {
  assert.ok((await error(create({ seconds: '10' }))) instanceof BadRequestError);
  assert.ok((await error(create({ size: '1x1' }))) instanceof BadRequestError);
  assert.equal((await error(create({ prompt: '' }))).param, 'prompt');
  const refused = await create({ prompt: 'She waves [fake:refuse]' });
  await control.move('openai', refused.id, 'completed');
  const failed = await openai.videos.retrieve(refused.id);
  assert.equal(failed.status, 'failed');
  assert.ok(failed.error.code && failed.error.message);
});

test('webhooks, unwrapped by the SDK', async () => {
  await control.call('POST', '/openai/webhooks', { url: `${hooks.url}/openai` });
  const made = await create();
  hooks.heard.length = 0;
  await control.move('openai', made.id, 'completed');
  const unwrap = ({ headers, raw }) => openai.webhooks.unwrap(raw.toString(), headers);
  const event = await unwrap(hooks.heard[0]);
  assert.deepEqual([event.type, event.data.id], ['video.completed', made.id]);
  for (const mode of ['late', 'future', 'forged', 'altered', 'unsigned']) {
    await control.webhook('openai', made.id, mode);
    await assert.rejects(unwrap(hooks.heard.at(-1)), undefined, mode);
  }
});

test('classes of errors', async () => {
  assert.ok((await error(client({ apiKey: 'sk-wrong' }).videos.retrieve('x'))) instanceof AuthenticationError);
  for (const [kind, type] of [['429', RateLimitError], ['500', InternalServerError], ['503', InternalServerError]]) {
    await control.fault(kind, { provider: 'openai' });
    assert.ok((await error(create())) instanceof type, kind);
  }
  await control.fault('reset', { provider: 'openai' });
  assert.equal((await error(create())).constructor.name, 'APIConnectionError');
  await control.fault('timeout', { provider: 'openai' });
  assert.equal((await error(client({ timeout: 200 }).videos.create({ prompt: 'x' }))).constructor.name, 'APIConnectionTimeoutError');
  assert.deepEqual(await control.jobs(), []);
});

test('moderations of texts', async () => {
  const [good, bad] = (await openai.moderations.create({ model: 'omni-moderation-latest', input: ['She waves', 'I will murder him'] })).results;
  assert.deepEqual([good.flagged, bad.flagged, bad.categories.violence, bad.categories.sexual], [false, true, true, false]);
  assert.equal(Object.keys(bad.categories).length, 13);
  assert.ok(bad.category_scores.violence > 0.5 && good.category_scores.violence < 0.5);
  assert.deepEqual(bad.category_applied_input_types.violence, ['text']);
  const token = await openai.moderations.create({ input: 'A wave [fake:flag categories=self-harm,sexual]' });
  assert.deepEqual([token.results[0].categories['self-harm'], token.results[0].categories.sexual, token.results[0].categories.hate], [true, true, false]);
});

test('moderations of an image', async () => {
  const ask = (url) => openai.moderations.create({ input: [{ type: 'text', text: 'A frame' }, { type: 'image_url', image_url: { url } }] });
  const data = `data:image/jpeg;base64,${still().toString('base64')}`;
  const { results } = await ask(data);
  assert.equal(results.length, 1);
  assert.equal(results[0].flagged, false);
  assert.deepEqual(results[0].category_applied_input_types.violence, ['text', 'image']);
  assert.deepEqual(results[0].category_applied_input_types['sexual/minors'], ['text']);
  assert.equal((await ask(`${files.url}/still.jpg`)).results[0].flagged, false);
  await control.fault('flag', { provider: 'moderations', categories: ['violence/graphic'] });
  assert.equal((await ask(data)).results[0].categories['violence/graphic'], true);
  assert.equal((await ask(data)).results[0].flagged, false, 'once');
  assert.ok((await error(ask(`data:image/jpeg;base64,${Buffer.from('no picture').toString('base64')}`))) instanceof BadRequestError);
});

test('moderations that fail', async () => {
  for (const [kind, type] of [['429', RateLimitError], ['503', InternalServerError]]) {
    await control.fault(kind, { provider: 'moderations', op: 'moderate', retry_after: 1 });
    assert.ok((await error(openai.moderations.create({ input: 'x' }))) instanceof type, kind);
  }
  // A token of a job does not reach the moderator that reads the prompt before.
  assert.equal((await openai.moderations.create({ input: 'She waves [fake:503]' })).results[0].flagged, false);
  assert.ok((await error(openai.moderations.create({ input: 'She waves [fake:503 op=moderate]' }))) instanceof InternalServerError);
});
