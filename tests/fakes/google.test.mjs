// Gemini Omni through Google's own SDK.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { GoogleGenAI } from '@google/genai';
import { validateWebhook } from 'replicate';

import { error, look, stage, still } from './stage.mjs';

const { origin, control, files, hooks, keys } = await stage();
const client = (apiKey = keys.google, apiVersion = 'v1beta') => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: `${origin}/google`, apiVersion } });
const google = client();
const once = { maxRetries: 0 };
const image = () => ({ type: 'image', mime_type: 'image/jpeg', data: still().toString('base64') });
const body = (more = {}, format = {}) => ({
  model: 'gemini-omni-1.2-flash',
  input: [image(), { type: 'text', text: 'She waves' }],
  response_format: { type: 'video', aspect_ratio: '9:16', resolution: '720p', duration: '4s', delivery: 'uri', ...format },
  generation_config: { video_config: { task: 'reference_to_video' } },
  background: true,
  store: true,
  ...more,
});
const create = (more, format) => google.interactions.create(body(more, format), once);

beforeEach(() => control.reset());

test('create, get, download with the key, delete', async () => {
  const made = await create();
  assert.equal(made.status, 'queued');
  await control.move('google', made.id, 'running');
  assert.equal((await google.interactions.get(made.id)).status, 'in_progress');
  await control.move('google', made.id, 'completed');
  const done = await google.interactions.get(made.id);
  assert.equal(done.status, 'completed');
  const video = done.steps.find((step) => step.type === 'model_output').content[0];
  assert.deepEqual([video.type, video.mime_type], ['video', 'video/mp4']);
  assert.equal((await fetch(video.uri)).ok, false, 'nothing without the key');
  const film = Buffer.from(await (await fetch(video.uri, { headers: { 'x-goog-api-key': keys.google } })).arrayBuffer());
  const seen = look(film);
  assert.deepEqual([seen.width, seen.height, seen.seconds], [720, 1280, 4]);

  assert.equal((await control.ledger()).nothing_left, false);
  await google.interactions.delete(made.id);
  assert.equal((await error(google.interactions.get(made.id, {}, once))).status, 404);
  assert.equal((await fetch(video.uri, { headers: { 'x-goog-api-key': keys.google } })).status, 404);
  assert.equal((await control.ledger()).nothing_left, true);
});

test('inline delivery', async () => {
  const made = await create({}, { delivery: 'inline' });
  await control.move('google', made.id, 'completed');
  const { steps } = await google.interactions.get(made.id);
  assert.equal(look(Buffer.from(steps[0].content[0].data, 'base64')).height, 1280);
});

test('cancel, and the version that the SDK uses by itself', async () => {
  const made = await client(keys.google, undefined).interactions.create(body(), once);
  assert.equal((await google.interactions.cancel(made.id)).status, 'cancelled');
  assert.equal((await control.job('google', made.id)).state, 'cancelled');
});

test('what is refused, and what fails', async () => {
  const status = async (more, format) => (await error(create(more, format))).status;
  assert.equal(await status({ model: 'veo-3.1-generate-preview' }), 400);
  assert.equal(await status({}, { aspect_ratio: '1:1' }), 400);
  assert.equal(await status({}, { duration: '20s' }), 400);
  assert.equal(await status({ input: [{ type: 'image', mime_type: 'image/jpeg', data: Buffer.from('no picture').toString('base64') }] }), 400);
  assert.equal(await status({ input: [{ type: 'image', mime_type: 'image/jpeg', uri: `${files.url}/redirect/still.jpg` }] }), 400);
  assert.equal(await status({ input: Array.from({ length: 6 }, image) }), 400);
  assert.deepEqual(await control.jobs(), []);
  const by_uri = await create({ input: [{ type: 'image', mime_type: 'image/jpeg', uri: `${files.url}/still.jpg` }, { type: 'text', text: 'x' }] });
  assert.equal(by_uri.status, 'queued');

  const refused = await create({ input: 'She waves [fake:refuse]' });
  await control.move('google', refused.id, 'completed');
  const said = await google.interactions.get(refused.id);
  assert.notEqual(said.status, 'completed');
  assert.ok(said.errors[0].message.length > 5);
});

test('the key, and 429', async () => {
  const wrong = await error(client('AIzaWrong').interactions.create(body(), once));
  assert.ok(wrong.status >= 400 && wrong.status < 500);
  await control.fault('429', { provider: 'google', retry_after: 3 });
  const limited = await fetch(`${origin}/google/v1beta/interactions`, { method: 'POST', headers: { 'x-goog-api-key': keys.google }, body: JSON.stringify(body()) });
  assert.deepEqual([limited.status, limited.headers.get('retry-after'), (await limited.json()).error.status], [429, '3', 'RESOURCE_EXHAUSTED']);
});

test('static webhooks are Standard Webhooks', async () => {
  const headers = { 'x-goog-api-key': keys.google, 'content-type': 'application/json' };
  const registered = await fetch(`${origin}/google/v1beta/webhooks`, { method: 'POST', headers, body: JSON.stringify({ uri: `${hooks.url}/google`, subscribed_events: ['interaction.completed', 'interaction.failed'] }) });
  const { new_signing_secret } = await registered.json();
  const listed = await (await fetch(`${origin}/google/v1beta/webhooks`, { headers })).json();
  assert.equal(listed.webhooks[0].new_signing_secret, undefined, 'the secret is shown once');
  const made = await create({ webhook_config: { uris: [`${hooks.url}/own`], user_metadata: { job: 'render-1' } } });
  hooks.heard.length = 0;
  await control.move('google', made.id, 'completed');
  const fixed = hooks.heard.find((h) => h.path === '/google');
  assert.equal(await validateWebhook({ headers: fixed.headers, body: fixed.raw.toString() }, new_signing_secret), true);
  assert.ok(hooks.heard.some((h) => h.path === '/own'));
  assert.ok((await control.ledger()).by_key['google render-1']);
});
