// Fetches what a job was given, as the strictest provider does: HEAD with Content-Type and Content-Length, no redirect,
// then GET with Range in two parts. What cannot be had so is a problem of the job.

import { createHash } from 'node:crypto';

import { call } from './call.mjs';
import { secondsOf } from './sound.mjs';

/** Largest input in bytes, and seconds to wait for a part. */
const MAX_INPUT = 100 * 1024 * 1024;
const PATIENCE_S = 15;
/** Bytes of the first part, which tell what a file is. */
const SNIFF = 1024;

/** What a file is by its first bytes: `image/png`, `audio/wav`, `video/mp4`… or `undefined`. */
export function sniff(bytes) {
  const at = (from, to) => bytes.toString('latin1', from, to);
  if (at(1, 4) === 'PNG') return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return 'image/webp';
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WAVE') return 'audio/wav';
  if (at(0, 3) === 'ID3' || (bytes[0] === 0xff && (bytes[1] & 0xe0) === 0xe0)) return 'audio/mpeg';
  if (at(0, 4) === 'OggS') return 'audio/ogg';
  if (at(4, 8) === 'ftyp') return at(8, 11) === 'M4A' ? 'audio/mp4' : 'video/mp4';
  if (bytes.readUInt32BE?.(0) === 0x1a45dfa3) return 'video/webm';
  return undefined;
}

/** Sound may come in a container for films. */
const suits = (kind, type) => type !== undefined && (type.startsWith(`${kind}/`) || (kind === 'audio' && type.startsWith('video/')));

/** Whether a provider would call that URL: HTTPS, or plain HTTP on this machine, where the tests are. */
export function callable(url) {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
  } catch {
    return false;
  }
}

/** `data:` URLs as bytes; `undefined` if it is none. */
export function inline(url) {
  const parts = /^data:([\w.+/-]+);base64,([A-Za-z0-9+/=_-]+)$/.exec(url);
  return parts ? { type: parts[1], bytes: Buffer.from(parts[2], 'base64') } : undefined;
}

const ask = (url, method, headers = {}) => call(url, { method, headers, patience_s: PATIENCE_S, most: MAX_INPUT });

async function part(input, range, at) {
  const response = await ask(input.url, 'GET', { range });
  input.gets += 1;
  if (response.status >= 300 && response.status < 400) throw new Error(`GET redirects (${response.status})`);
  if (response.status !== 206 && response.status !== 200) throw new Error(`GET answers ${response.status}`);
  const { body } = response;
  input.ranged = response.status === 206;
  if (input.ranged && !response.headers['content-range']?.startsWith(`bytes ${at}-`)) throw new Error('206 without the right Content-Range');
  return body;
}

async function download(input) {
  if (!callable(input.url)) throw new Error('not an HTTPS URL');
  if (input.url.length > 2048) throw new Error('URL longer than 2048 characters');
  const head = await ask(input.url, 'HEAD');
  input.head = head.status;
  if (head.status >= 300 && head.status < 400) throw new Error(`HEAD redirects (${head.status})`);
  if (head.status !== 200) throw new Error(`HEAD answers ${head.status}`);
  input.type = head.headers['content-type']?.split(';')[0] ?? undefined;
  const length = head.headers['content-length'];
  if (!input.type) throw new Error('HEAD without Content-Type');
  if (length === undefined) throw new Error('HEAD without Content-Length');
  if (Number(length) > MAX_INPUT) throw new Error('too large');
  let bytes = await part(input, `bytes=0-${SNIFF - 1}`, 0);
  if (input.ranged && bytes.length < Number(length)) bytes = Buffer.concat([bytes, await part(input, `bytes=${bytes.length}-`, bytes.length)]);
  if (bytes.length !== Number(length)) throw new Error(`Content-Length says ${length}, ${bytes.length} bytes came`);
  return bytes;
}

/**
 * Fetches one input `{ field, kind: image|audio|video, url | bytes }` and notes on it: `fetched, head, gets, ranged,
 * type, size, sha256, seconds` and, if it cannot be used, `problem`. `known(url)`: bytes that the provider already has.
 */
export async function fetchInput(input, known) {
  Object.assign(input, { fetched: false, gets: 0, ranged: false, problem: undefined });
  try {
    const held = known(input.url) ?? (input.url?.startsWith('data:') ? inline(input.url) : undefined);
    if (held) input.type = held.type;
    if (!held && !input.bytes && !/^https?:/.test(input.url ?? '')) throw new Error('cannot be read');
    const bytes = held?.bytes ?? input.bytes ?? (await download(input));
    const real = sniff(bytes);
    if (!suits(input.kind, real)) throw new Error(`is no ${input.kind} (${real ?? 'unknown bytes'}, called ${input.type})`);
    if (input.type && !suits(input.kind, input.type)) throw new Error(`has Content-Type ${input.type}`);
    Object.assign(input, { fetched: true, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    if (input.kind !== 'image') input.seconds = await secondsOf(bytes);
    Object.defineProperty(input, 'bytes', { value: bytes, enumerable: false, writable: true, configurable: true });
  } catch (error) {
    input.problem = error.code ?? error.message;
  }
  return input;
}
