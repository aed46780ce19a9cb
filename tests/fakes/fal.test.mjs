// fal through its own SDK. It knows no base URL: a fetch of ours sends its three hosts to the fake.

import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { beforeEach, test } from 'node:test';

import { ApiError, createFalClient, ValidationError } from '@fal-ai/client';

import { error, look, stage, still, until, VOICE, VOICE_S } from './stage.mjs';

const { origin, control, fakes, files, hooks, keys } = await stage();
const HOSTS = { 'https://queue.fal.run': '/fal/queue', 'https://fal.run': '/fal/run', 'https://rest.fal.ai': '/fal/rest' };

const client = (credentials = keys.fal) =>
  createFalClient({
    credentials,
    retry: { maxRetries: 0 },
    fetch: (url, init) => {
      const { origin: host } = new URL(url);
      return fetch(HOSTS[host] ? `${origin}${HOSTS[host]}${url.slice(host.length)}` : url, init);
    },
  });
const fal = client();
const AVATAR = 'fal-ai/heygen/avatar4/image-to-video';
const input = (more = {}) => ({ image_url: `${files.url}/still.jpg`, audio_url: `${files.url}/voice.wav`, aspect_ratio: '9:16', ...more });
const submit = async (more, options = {}) => (await fal.queue.submit(AVATAR, { input: input(more), ...options })).request_id;

beforeEach(() => control.reset());

test('submit, status, result, download, delete', async () => {
  const requestId = await submit();
  assert.equal((await fal.queue.status(AVATAR, { requestId })).status, 'IN_QUEUE');
  await control.move('fal', requestId, 'running', { progress: 0.5 });
  const running = await fal.queue.status(AVATAR, { requestId, logs: true });
  assert.equal(running.status, 'IN_PROGRESS');
  assert.match(running.logs[0].message, /50 %/);
  await control.move('fal', requestId, 'completed');
  const raw = await fetch(running.status_url, { headers: { authorization: `Key ${keys.fal}` } });
  assert.equal(raw.status, 200);
  assert.equal((await raw.json()).status, 'COMPLETED');

  const { data, requestId: said } = await fal.queue.result(AVATAR, { requestId });
  assert.equal(said, requestId);
  const film = Buffer.from(await (await fetch(data.video.url)).arrayBuffer());
  assert.equal(film.length, data.video.file_size);
  const seen = look(film);
  assert.deepEqual([seen.width, seen.height, seen.codecs.sort().join()], [720, 1280, 'aac,h264']);
  assert.ok(Math.abs(seen.seconds - VOICE_S) < 0.15, `${seen.seconds} s of film for ${VOICE_S} s of sound`);

  assert.equal((await control.ledger()).nothing_left, false);
  // Which of the ways is the right one nobody has confirmed: the table has them.
  const [[method, path]] = fakes.unconfirmed.fal.deletes;
  assert.ok((await fetch(`${origin}/fal${path.replace(':id', requestId)}`, { method, headers: { authorization: `Key ${keys.fal}` } })).ok);
  assert.equal((await fetch(data.video.url)).status, 404);
  const ledger = await control.ledger();
  assert.equal(ledger.nothing_left, true);
  assert.deepEqual(ledger.jobs[0].inputs.map((i) => [i.field, i.head, i.ranged]), [['image_url', 200, true], ['audio_url', 200, true]]);
});

test('202 while it is not done', async () => {
  const requestId = await submit();
  const url = `${origin}/fal/queue/fal-ai/heygen/requests/${requestId}`;
  const headers = { authorization: `Key ${keys.fal}` };
  assert.equal((await fetch(`${url}/status`, { headers })).status, 202);
  await control.move('fal', requestId, 'completed');
  assert.equal((await fetch(`${url}/status`, { headers })).status, 200);
  assert.equal((await fetch(url, { headers })).headers.get('x-fal-request-id'), requestId);
});

test('a stream of states, until it is done', async () => {
  const requestId = await submit();
  const states = [];
  const watched = fal.queue.subscribeToStatus(AVATAR, { requestId, mode: 'streaming', onQueueUpdate: (s) => states.push(s.status) });
  await until(() => states.length === 1);
  await control.move('fal', requestId, 'running');
  await until(() => states.length === 2);
  await control.move('fal', requestId, 'completed');
  assert.equal((await watched).status, 'COMPLETED');
  assert.deepEqual(states, ['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED']);
});

test('subscribe and run wait for the end', async () => {
  await control.auto({ queued_ms: 20, running_ms: 40 });
  try {
    const [queued, sync] = await Promise.all([fal.subscribe(AVATAR, { input: input(), pollInterval: 30 }), fal.run(AVATAR, { input: input() })]);
    assert.match(queued.data.video.url, /^http/);
    assert.match(sync.data.video.url, /^http/);
  } finally {
    await control.auto(undefined);
  }
});

test('storage takes a file, and a job reads it', async () => {
  const [image_url, audio_url] = [await fal.storage.upload(new Blob([still()], { type: 'image/jpeg' })), await fal.storage.upload(new Blob([VOICE], { type: 'audio/wav' }), { lifecycle: { expiresIn: '1h' } })];
  const requestId = await submit({ image_url, audio_url });
  await control.move('fal', requestId, 'completed');
  assert.ok((await fal.queue.result(AVATAR, { requestId })).data.video);
  const ledger = await control.ledger();
  assert.deepEqual(ledger.files.map((f) => [f.type, f.size, f.expires]), [['image/jpeg', still().length, false], ['audio/wav', VOICE.length, true]]);
  assert.ok(ledger.kept.some((line) => line.startsWith('fal asset')));
});

test('errors of models: validation, files, moderation, the machine', async () => {
  const result = async (more, move = ['completed']) => {
    const requestId = await submit(more);
    await control.move('fal', requestId, ...move);
    return error(fal.queue.result(AVATAR, { requestId }));
  };
  const wrong = await result({ aspect_ratio: '2:1', image_url: undefined });
  assert.ok(wrong instanceof ValidationError);
  assert.deepEqual(wrong.fieldErrors.map((e) => [e.loc.join('.'), e.type]).sort(), [['body.aspect_ratio', 'enum'], ['body.image_url', 'missing']]);

  for (const [way, type] of [['redirect', 'file_download_error'], ['no-head', 'file_download_error'], ['no-type', 'file_download_error'], ['no-length', 'file_download_error'], ['short', 'file_download_error'], ['page', 'image_load_error'], ['gone', 'file_download_error']]) {
    const failed = await result({ image_url: `${files.url}/${way}/still.jpg` });
    assert.deepEqual([way, failed.status, failed.body.detail?.[0]?.type], [way, 422, type]);
    assert.deepEqual(failed.body.detail[0].loc, ['body', 'image_url']);
  }
  const refused = await result({ prompt: 'A wave [fake:refuse]' });
  assert.deepEqual([refused.status, refused.fieldErrors[0].type], [422, 'content_policy_violation']);
  const real = await result({ prompt: '[fake:real-face]' });
  assert.match(real.fieldErrors[0].msg, /real person/);
  const broken = await result({}, ['failed', { cause: 'internal' }]);
  assert.ok(broken instanceof ApiError && !(broken instanceof ValidationError));
  assert.deepEqual([broken.status, broken.body.detail[0].type], [500, 'internal_server_error']);
  // The SDK would try a 504 again for seconds.
  const slow = await submit();
  await control.move('fal', slow, 'failed', { cause: 'timeout' });
  const late = await fetch(`${origin}/fal/queue/fal-ai/heygen/requests/${slow}`, { headers: { authorization: `Key ${keys.fal}` } });
  assert.deepEqual([late.status, late.headers.get('x-fal-retryable'), (await late.json()).detail[0].type], [504, 'true', 'generation_timeout']);
});

test('a start that takes longer than the caller waits', async () => {
  const requestId = await submit({}, { startTimeout: 5 });
  await control.move('fal', requestId, 'failed', { cause: 'timeout' });
  const late = await error(fal.queue.result(AVATAR, { requestId }));
  assert.deepEqual([late.status, late.isUserTimeout, late.body.error_type], [504, true, 'request_timeout']);
});

test('models take what their table says', async () => {
  const check = async (model, body) => {
    const { request_id } = await fal.queue.submit(model, { input: body });
    await control.move('fal', request_id, 'completed');
    return fal.queue.result(model, { requestId: request_id }).then((r) => r.data, (e) => e.body.detail.map((d) => d.loc.at(-1)).join());
  };
  const at = (name) => `${files.url}/${name}`;
  assert.equal(await check('fal-ai/ltx-2.3/audio-to-video', { audio_url: at('voice.wav') }), 'image_url');
  assert.ok((await check('fal-ai/ltx-2.3/audio-to-video', { audio_url: at('voice.wav'), image_url: at('still.jpg'), aspect_ratio: '9:16', later: 1 })).video);
  assert.equal(await check('fal-ai/kling-video/ai-avatar/v2/pro', { image_url: at('still.jpg') }), 'audio_url');
  assert.equal(await check('fal-ai/kling-video/o3/pro/reference-to-video', { prompt: '@Element1 waves', duration: '99' }), 'duration');
  const scene = { prompt: '@Element1 waves', elements: [{ frontal_image_url: at('still.jpg'), reference_image_urls: [at('still.jpg')] }], duration: '4', aspect_ratio: '9:16' };
  assert.equal((await check('fal-ai/kling-video/o3/standard/reference-to-video', scene)).video.duration, 4);
  assert.equal(await check('fal-ai/wan/v2.7/reference-to-video', { prompt: 'x', duration: '1' }), 'duration');
  assert.equal((await check('fal-ai/wan/v2.7/reference-to-video', { prompt: 'x', reference_image_urls: [at('still.jpg')], aspect_ratio: '9:16', duration: '3' })).seed, 1);
  assert.equal(await check('fal-ai/sync-lipsync/v2/pro', { video_url: at('clip.mp4'), audio_url: at('voice.wav'), sync_mode: 'never' }), 'sync_mode');
  assert.ok((await check('fal-ai/sync-lipsync/v2/pro', { video_url: at('clip.mp4'), audio_url: at('voice.wav'), sync_mode: 'cut_off' })).video);
  assert.equal((await error(fal.queue.submit('fal-ai/nothing', { input: {} }))).status, 404);
});

test('the key and its scheme', async () => {
  assert.equal((await error(client('wrong').queue.submit(AVATAR, { input: input() }))).status, 401);
  const bearer = await fetch(`${origin}/fal/queue/${AVATAR}`, { method: 'POST', headers: { authorization: `Bearer ${keys.fal}` }, body: '{}' });
  assert.equal(bearer.status, 401);
  assert.deepEqual(await control.jobs(), []);
});

test('cancel, before and after the end', async () => {
  const one = await submit();
  await fal.queue.cancel(AVATAR, { requestId: one });
  assert.equal((await control.job('fal', one)).state, 'cancelled');
  const raced = await submit({ prompt: '[fake:cancel-late]' });
  const said = await fetch(`${origin}/fal/queue/fal-ai/heygen/requests/${raced}/cancel`, { method: 'PUT', headers: { authorization: `Key ${keys.fal}` } });
  assert.equal((await said.json()).status, 'ALREADY_COMPLETED');
  assert.ok((await fal.queue.result(AVATAR, { requestId: raced })).data.video);
});

/** As a receiver verifies: any key of the set, over the raw bytes. */
async function verified({ headers, raw }) {
  const { keys: set } = await (await fetch(`${origin}/fal/rest/.well-known/jwks.json`)).json();
  const of = (name) => headers[`x-fal-webhook-${name}`];
  const message = Buffer.from([of('request-id'), of('user-id'), of('timestamp'), createHash('sha256').update(raw).digest('hex')].join('\n'));
  const fresh = Math.abs(Date.now() / 1000 - Number(of('timestamp'))) <= 300;
  return { signed: set.some((jwk) => verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(of('signature') ?? '', 'hex'))), fresh };
}

test('webhooks, right and wrong', async () => {
  const requestId = await submit({}, { webhookUrl: `${hooks.url}/hook/token-1` });
  hooks.heard.length = 0;
  const { deliveries } = await control.move('fal', requestId, 'completed');
  assert.deepEqual(deliveries.map((d) => [d.status, d.mode]), [[200, 'normal']]);
  const [first] = hooks.heard;
  assert.deepEqual([first.path, first.body.request_id, first.body.status], ['/hook/token-1', requestId, 'OK']);
  assert.match(first.body.payload.video.url, /\.mp4$/);
  assert.deepEqual(await verified(first), { signed: true, fresh: true });

  const modes = { duplicate: [true, true], late: [true, false], future: [true, false], forged: [false, true], altered: [false, true] };
  for (const [mode, [signed, fresh]] of Object.entries(modes)) {
    hooks.heard.length = 0;
    await control.webhook('fal', requestId, mode);
    assert.equal(hooks.heard.length, mode === 'duplicate' ? 2 : 1);
    if (mode === 'duplicate') assert.deepEqual(hooks.heard[0].raw, hooks.heard[1].raw);
    assert.deepEqual([mode, await verified(hooks.heard.at(-1))], [mode, { signed, fresh }]);
  }
  await control.call('POST', '/fal/keys', {});
  await control.webhook('fal', requestId);
  assert.equal((await verified(hooks.heard.at(-1))).signed, true, 'with the key that came later');
  assert.equal((await verified(first)).signed, true, 'with the key that is still in the set');

  const bad = await submit({ prompt: '[fake:refuse]' }, { webhookUrl: `${hooks.url}/hook/token-2` });
  await control.move('fal', bad, 'completed');
  const { body } = hooks.heard.at(-1);
  assert.deepEqual([body.status, body.error, body.payload.detail[0].type], ['ERROR', 'Invalid status code: 422', 'content_policy_violation']);
});
