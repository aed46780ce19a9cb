// How each provider signs what it sends. Golden vectors: signatures.test.mjs.

import { createHash, createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto';

/** An Ed25519 key from its 32-byte seed (RFC 8410 wraps it for Node). */
export function ed25519(seed) {
  const key = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' });
  const { kty, crv, x } = createPublicKey(key).export({ format: 'jwk' });
  return { key, jwk: { kty, crv, x } };
}

/** fal: Ed25519 over request id, user id, timestamp and the body's SHA-256 in four lines. Hex. */
export function falSignature(key, { requestId, userId, timestamp }, raw) {
  const digest = createHash('sha256').update(raw).digest('hex');
  return sign(null, Buffer.from([requestId, userId, timestamp, digest].join('\n')), key).toString('hex');
}

/** Standard Webhooks (Replicate, OpenAI, Google): HMAC-SHA256 over `id.timestamp.body`; the key is base64 behind `whsec_`. */
export function standardSignature(secret, { id, timestamp }, raw) {
  const key = Buffer.from(secret.split('_').pop(), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(raw).digest('base64')}`;
}

/** The three headers of Standard Webhooks. */
export const standardHeaders = (secret, { id, timestamp }, raw) => ({
  'webhook-id': id,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': standardSignature(secret, { id, timestamp }, raw),
});

/** HeyGen: HMAC-SHA256 over the raw body alone, with the whole secret string as key. Hex. */
export const heygenSignature = (secret, raw) => createHmac('sha256', secret).update(raw).digest('hex');
