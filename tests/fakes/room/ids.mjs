// Ids and keys as the providers write them.

import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';

export const uuid = () => randomUUID();
/** `n` letters of base 36. */
export const letters = (n) => [...randomBytes(n)].map((byte) => (byte % 36).toString(36)).join('');
export const hex = (n) => randomBytes(n / 2).toString('hex');

/** What tells one body from another. */
export const print = (...parts) => createHash('sha256').update(parts.map((p) => (Buffer.isBuffer(p) ? p.toString('latin1') : JSON.stringify(p))).join('\n')).digest('hex').slice(0, 24);

/** Whether two keys are the same. */
export function same(said, key) {
  const [a, b] = [said, key].map((k) => createHash('sha256').update(String(k)).digest());
  return said !== undefined && timingSafeEqual(a, b);
}

/** The key behind a scheme of `Authorization`; `undefined` if it is another scheme. */
export function credential(request, scheme) {
  const [said, ...rest] = (request.headers.authorization ?? '').split(' ');
  return said === scheme && rest.length === 1 ? rest[0] : undefined;
}
