// HeyGen v3. It has no SDK for JavaScript: its contract is asserted call by call.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { beforeEach, test } from 'node:test';

import { look, stage, still, VOICE, VOICE_S } from './stage.mjs';

const { origin, control, files, hooks, keys, secrets } = await stage();

/** One call: status, body and headers. */
async function call(method, path, body, headers = {}) {
  const form = body instanceof FormData;
  const response = await fetch(`${origin}/heygen${path}`, {
    method,
    headers: { 'x-api-key': keys.heygen, ...(body && !form ? { 'content-type': 'application/json' } : {}), ...headers },
    body: form || body === undefined ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, ...(await response.json()) };
}
const image = (more = {}) => ({
  type: 'image', image: { type: 'url', url: `${files.url}/still.jpg` }, audio_url: `${files.url}/voice.wav`, aspect_ratio: '9:16', resolution: '720p', callback_id: 'render-1', ...more,
});
const create = (more, headers) => call('POST', '/v3/videos', image(more), headers);

beforeEach(() => control.reset());

test('create, get, download, delete', async () => {
  const made = await create();
  assert.deepEqual([made.status, made.data.status, made.data.output_format], [200, 'waiting', 'mp4']);
  const id = made.data.video_id;
  await control.move('heygen', id, 'running');
  assert.equal((await call('GET', `/v3/videos/${id}`)).data.status, 'processing');
  await control.move('heygen', id, 'completed');
  const { data } = await call('GET', `/v3/videos/${id}`);
  assert.equal(data.status, 'completed');
  const seen = look(Buffer.from(await (await fetch(data.video_url)).arrayBuffer()));
  assert.deepEqual([seen.width, seen.height, seen.seconds], [720, 1280, VOICE_S]);
  assert.equal((await call('GET', `/v3/videos/statuses?video_ids=${id}`)).data[0].status, 'completed');

  assert.equal((await control.ledger()).nothing_left, false);
  assert.ok((await call('DELETE', `/v3/videos/${id}`)).status < 300);
  assert.deepEqual((await call('GET', `/v3/videos/${id}`)).error.code, 'not_found');
  assert.equal((await control.ledger()).nothing_left, true);
});

test('bodies are strict', async () => {
  const refused = async (more) => {
    const { status, error } = await create(more);
    return [status, error?.code, error?.param];
  };
  assert.deepEqual(await refused({ colour: 'red' }), [400, 'validation_error', 'colour']);
  assert.deepEqual(await refused({ image: { type: 'url', url: 'https://x.example/a.jpg', alt: 'x' } }), [400, 'validation_error', 'image.alt']);
  assert.deepEqual(await refused({ aspect_ratio: '2:1' }), [400, 'validation_error', 'aspect_ratio']);
  assert.deepEqual(await refused({ script: 'and a script', voice_id: 'v' }), [400, 'validation_error', 'script']);
  assert.deepEqual(await refused({ audio_url: undefined }), [400, 'validation_error', 'script']);
  assert.deepEqual(await refused({ type: 'photo' }), [400, 'validation_error', 'type']);
  assert.deepEqual(await control.jobs(), []);
});

test('one key, one video', async () => {
  const headers = { 'idempotency-key': 'render-1:1' };
  const [first, second] = [await create({}, headers), await create({}, headers)];
  assert.equal(first.data.video_id, second.data.video_id);
  assert.equal((await create({}, { 'idempotency-key': 'a b' })).status, 400);
  assert.ok((await create({ title: 'other' }, headers)).status >= 400, 'another body under the same key');
  const other = await create({}, { 'idempotency-key': 'render-2:1' });
  assert.notEqual(other.data.video_id, first.data.video_id);
  const ledger = await control.ledger();
  assert.deepEqual(ledger.by_key['heygen render-1:1'], { jobs: 1, submits: 2 });
  assert.deepEqual(ledger.doubled, []);
});

test('an answer that is lost, and the same key again', async () => {
  await control.fault('lost', { provider: 'heygen', op: 'submit' });
  const headers = { 'idempotency-key': 'lost-1' };
  await assert.rejects(create({}, headers));
  assert.equal((await control.jobs('heygen')).length, 1, 'it was accepted all the same');
  const again = await create({}, headers);
  assert.equal(again.data.video_id, (await control.jobs('heygen'))[0].id);
  // Without a key it is made twice, and the ledger says so.
  await control.fault('lost', { provider: 'heygen', op: 'submit' });
  await assert.rejects(create({ callback_id: 'keyless' }));
  await create({ callback_id: 'keyless' });
  assert.deepEqual((await control.ledger()).doubled, ['heygen keyless']);
});

test('a key that is at work answers 409', async () => {
  const form = () => {
    const made = new FormData();
    made.append('file', new File([still()], 'still.jpg', { type: 'image/jpeg' }));
    return made;
  };
  // The photo takes its time: the second call comes in the middle.
  const [a, b] = await Promise.all(
    [0, 1].map(() => call('POST', '/v3/avatars', { type: 'photo', name: 'Ana', file: { type: 'url', url: `${files.url}/slow/still.jpg` } }, { 'idempotency-key': 'twin' })),
  );
  assert.deepEqual([a.status, b.status].sort(), [200, 409]);
  assert.equal((a.error ?? b.error).code, 'request_in_progress');
  assert.equal((await call('POST', '/v3/assets', form())).status, 200);
});

test('assets', async () => {
  const form = new FormData();
  form.append('file', new File([VOICE], 'voice.wav', { type: 'audio/wav' }));
  const { data } = await call('POST', '/v3/assets', form);
  assert.deepEqual([data.mime_type, data.size_bytes], ['audio/wav', VOICE.length]);
  const made = await create({ audio_url: undefined, audio_asset_id: data.asset_id, image: { type: 'base64', media_type: 'image/jpeg', data: still().toString('base64') } });
  await control.move('heygen', made.data.video_id, 'completed');
  assert.equal((await call('GET', `/v3/videos/${made.data.video_id}`)).data.status, 'completed');
  assert.equal((await create({ image: { type: 'asset_id', asset_id: 'none' } })).error.code, 'asset_not_available');
});

test('failures carry a code and a message', async () => {
  for (const more of [{ title: '[fake:refuse]' }, { title: '[fake:fail]' }, { audio_url: `${files.url}/redirect/voice.wav` }, { audio_url: `${files.url}/no-head/voice.wav` }]) {
    const { data } = await create(more);
    await control.move('heygen', data.video_id, 'completed');
    const failed = (await call('GET', `/v3/videos/${data.video_id}`)).data;
    assert.equal(failed.status, 'failed');
    assert.ok(failed.failure_code && failed.failure_message && failed.video_url === null);
  }
});

test('an avatar is trained, agreed to, used and deleted', async () => {
  const { data } = await call('POST', '/v3/avatars', { type: 'photo', name: 'Ana', file: { type: 'url', url: `${files.url}/still.jpg` } });
  const [look_id, group] = [data.avatar_item.id, data.avatar_group.id];
  const state = async () => (await call('GET', `/v3/avatars/looks/${look_id}`)).data.status;
  const use = () => call('POST', '/v3/videos', { type: 'avatar', avatar_id: look_id, audio_url: `${files.url}/voice.wav`, aspect_ratio: '9:16', engine: { type: 'avatar_iv' } });
  assert.equal(await state(), 'processing');
  await control.call('POST', `/heygen/looks/${look_id}`, { status: 'completed' });
  assert.equal(await state(), 'pending_consent');
  assert.ok((await use()).status >= 400, 'not before they agreed');
  const { url } = (await call('POST', `/v3/avatars/${group}/consent`, {})).data;
  assert.match(await (await fetch(url)).text(), /I agree/);
  await fetch(url, { method: 'POST' });
  assert.equal(await state(), 'completed');
  const made = await use();
  await control.move('heygen', made.data.video_id, 'completed');
  await call('DELETE', `/v3/videos/${made.data.video_id}`);
  assert.deepEqual((await control.ledger()).kept, [`heygen look look-${look_id}`]);
  await call('DELETE', `/v3/avatars/${group}`);
  assert.equal((await call('GET', `/v3/avatars/looks/${look_id}`)).status, 404);
  assert.equal((await control.ledger()).nothing_left, true);
});

test('an avatar that is asked for again by its key is the same one, and a no ends it', async () => {
  const wanted = { type: 'photo', name: 'understudy-1', file: { type: 'url', url: `${files.url}/still.jpg` } };
  const ask = () => call('POST', '/v3/avatars', wanted, { 'idempotency-key': 'avatar-1' });
  await control.fault('lost', { provider: 'heygen', op: 'avatar' });
  await assert.rejects(ask());
  const [first, second] = [await ask(), await ask()];
  assert.deepEqual([first.status, first.data.avatar_item.id], [200, second.data.avatar_item.id]);
  assert.equal((await control.ledger()).files.filter((f) => f.kind === 'look' && !f.deleted).length, 1);
  assert.equal((await call('POST', '/v3/avatars', { ...wanted, consent: true })).error.code, 'validation_error', 'no such field');
  const look = first.data.avatar_item.id;
  await control.call('POST', `/heygen/looks/${look}`, { status: 'completed' });
  const { url } = (await call('POST', `/v3/avatars/${first.data.avatar_group.id}/consent`, { reroute_url: 'https://us.example/understudy' })).data;
  await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ status: 'rejected' }) });
  assert.notEqual((await call('GET', `/v3/avatars/looks/${look}`)).data.status, 'completed');
  const use = await call('POST', '/v3/videos', { type: 'avatar', avatar_id: look, audio_url: `${files.url}/voice.wav` });
  assert.ok(use.status >= 400 && use.status < 500);
  assert.equal((await call('DELETE', `/v3/avatars/looks/${look}`)).status, 200);
  assert.equal((await call('DELETE', `/v3/avatars/${first.data.avatar_group.id}`)).status, 200);
  assert.equal((await control.ledger()).nothing_left, true);
});

test('webhooks', async () => {
  const { data } = await call('POST', '/v3/webhooks/endpoints', { url: `${hooks.url}/heygen`, events: ['avatar_video.success', 'avatar_video.fail'] });
  assert.match(data.secret, /^whsec_/);
  assert.equal((await call('GET', '/v3/webhooks/endpoints')).data[0].secret, undefined, 'the secret is shown once');
  const made = await create({ callback_url: `${hooks.url}/callback` });
  hooks.heard.length = 0;
  await control.move('heygen', made.data.video_id, 'completed');
  const signed = hooks.heard.find((h) => h.path === '/heygen');
  assert.deepEqual([signed.body.event_type, signed.body.event_data.video_id, signed.body.event_data.callback_id], ['avatar_video.success', made.data.video_id, 'render-1']);
  assert.ok(hooks.heard.some((h) => h.path === '/callback'));
  const valid = ({ headers, raw }) => headers['heygen-signature'] === createHmac('sha256', data.secret).update(raw).digest('hex');
  assert.ok(valid(signed) && signed.headers['heygen-event-id']);
  for (const [mode, expected] of Object.entries({ duplicate: true, late: true, forged: false, altered: false })) {
    hooks.heard.length = 0;
    await control.webhook('heygen', made.data.video_id, mode);
    const heard = hooks.heard.filter((h) => h.path === '/heygen');
    assert.deepEqual([mode, heard.map(valid)], [mode, mode === 'duplicate' ? [true, true] : [expected]]);
    if (mode === 'duplicate') assert.equal(new Set(heard.map((h) => h.headers['heygen-event-id'])).size, 1);
    if (mode === 'late') assert.ok(Date.now() / 1000 - Number(heard[0].headers['heygen-timestamp']) > 300);
  }
  // One that was registered by hand has the secret of the table.
  const { secret } = await control.call('POST', '/heygen/endpoints', { url: `${hooks.url}/by-hand` });
  assert.equal(secret, secrets.heygen);
  const failed = await create({ title: '[fake:refuse]' });
  await control.move('heygen', failed.data.video_id, 'completed');
  const by_hand = hooks.heard.find((h) => h.path === '/by-hand');
  assert.equal(by_hand.body.event_type, 'avatar_video.fail');
  assert.equal(by_hand.headers['heygen-signature'], createHmac('sha256', secret).update(by_hand.raw).digest('hex'));
});

test('the key, limits and credit', async () => {
  assert.equal((await call('GET', '/v3/videos/x', undefined, { 'x-api-key': 'wrong' })).error.code, 'unauthorized');
  assert.equal((await call('GET', '/v3/videos/x', undefined, { 'x-api-key': '', authorization: `Bearer ${keys.heygen}` })).status, 401);
  await control.fault('429', { provider: 'heygen', retry_after: 7 });
  const limited = await create();
  assert.deepEqual([limited.status, limited.error.code, limited.headers.get('retry-after')], [429, 'rate_limit_exceeded', '7']);
  await control.fault('402', { provider: 'heygen' });
  assert.equal((await create()).error.code, 'insufficient_credit');
});
