// Golden vectors: signatures that somebody else computed, or that somebody else's verifier accepts.

import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';

import OpenAI from 'openai';
import { validateWebhook } from 'replicate';

import { ed25519, falSignature, heygenSignature, standardHeaders, standardSignature } from './room/signing.mjs';

const AT = 1_700_000_000;

test('fal: Ed25519 over four lines', () => {
  const { key, jwk } = ed25519(Buffer.alloc(32, 7));
  assert.equal(jwk.x, '6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw');
  const raw = Buffer.from('{"request_id":"r1","status":"OK"}');
  assert.equal(createHash('sha256').update(raw).digest('hex'), '14e62706497d1fdd02ed952d3e701883357241940e9a25c79f9d74d85379bbac');
  const signature = falSignature(key, { requestId: 'r1', userId: 'u1', timestamp: String(AT) }, raw);
  assert.equal(signature, '72c6292af2fdb98b9ab6968e7b3df28178664f6db5ad5d79eb756e71b45d0fa38b1b60d82a11ca7f89e2239f5a3d8021dff5ba339872f20efcbc777f89f97e0a');
  // Through the JWK alone, as a receiver has it.
  const message = Buffer.from(['r1', 'u1', String(AT), createHash('sha256').update(raw).digest('hex')].join('\n'));
  const theirs = createPublicKey({ key: jwk, format: 'jwk' });
  assert.ok(verify(null, message, theirs, Buffer.from(signature, 'hex')));
  assert.ok(!verify(null, Buffer.concat([message, Buffer.from('\n')]), theirs, Buffer.from(signature, 'hex')));
});

test('HeyGen: HMAC over the raw body, whole secret as key', () => {
  const raw = Buffer.from('{"event_type":"avatar_video.success","event_data":{"video_id":"v1"}}');
  assert.equal(heygenSignature('whsec_test_secret', raw), 'fce0aef9117abfc153fb3433bba3c764cbc05df06691266b406920b9dff57e64');
});

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"id":"p1","status":"succeeded"}';

test('Replicate: Standard Webhooks, as its SDK verifies them', async () => {
  const raw = Buffer.from(BODY);
  assert.equal(standardSignature(SECRET, { id: 'msg_1', timestamp: AT }, raw), 'v1,ZRC2qXl9LPzGtO/eTF7TUjtZ+oS3hgUq/qh+JTx1CWs=');
  const headers = standardHeaders(SECRET, { id: 'msg_1', timestamp: AT }, raw);
  assert.equal(await validateWebhook({ headers, body: BODY }, SECRET), true);
  assert.equal(await validateWebhook({ headers, body: `${BODY} ` }, SECRET), false);
  assert.equal(await validateWebhook({ headers: { ...headers, 'webhook-id': 'msg_2' }, body: BODY }, SECRET), false);
  assert.equal(await validateWebhook({ headers, body: BODY }, 'whsec_Zm9yZ2VkZm9yZ2VkZm9yZ2Vk'), false);
});

test("OpenAI: Standard Webhooks, as its SDK verifies them, and it asks for their age", async () => {
  const client = new OpenAI({ apiKey: 'none', webhookSecret: SECRET });
  const body = '{"id":"evt_1","object":"event","type":"video.completed","data":{"id":"video_1"}}';
  const sign = (timestamp) => standardHeaders(SECRET, { id: 'msg_1', timestamp }, Buffer.from(body));
  const now = Math.floor(Date.now() / 1000);
  assert.equal((await client.webhooks.unwrap(body, sign(now))).data.id, 'video_1');
  await assert.rejects(client.webhooks.unwrap(`${body} `, sign(now)));
  await assert.rejects(client.webhooks.unwrap(body, sign(now - 600)), /too old/i);
  await assert.rejects(client.webhooks.unwrap(body, sign(now + 600)), /too new/i);
});
