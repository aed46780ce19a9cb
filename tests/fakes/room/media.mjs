// `/media`: what the providers hold. Outputs of jobs, with all that may be wrong with one, and files that were uploaded.

import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { has } from './faults.mjs';
import { empty, file, json } from './reply.mjs';
import { ELSEWHERE } from './state.mjs';

/** Bytes of an oversized output unless its fault says `bytes`, and what a lying one claims. */
const OVERSIZED = 26 * 1024 * 1024;
const CLAIMED = 50_000;
const FREE = 1 << 20;

/** The rest of an oversized output: `free` boxes of zeros (ISO/IEC 14496-12), which any player skips. */
async function* padding(bytes) {
  const box = Buffer.alloc(FREE);
  box.writeUInt32BE(FREE, 0);
  box.write('free', 4, 'latin1');
  for (let sent = 0; sent < bytes; sent += FREE) yield box;
}

/** A film and its padding, until the client leaves; then an orderly end, or none. */
async function large(outgoing, film, bytes, orderly) {
  const all = Readable.from((async function* () {
    yield film;
    yield* padding(bytes);
  })());
  await pipeline(all, outgoing, { end: orderly }).catch(() => {});
  if (!orderly) outgoing.destroy();
}

/** The output of a job as an answer, with its faults; it notes how often it was given. `type`: what the provider calls it. */
export function outputReply(request, job, type = 'video/mp4') {
  const { output } = job;
  if (!output || output.deleted) return json(404, { error: 'not found' });
  if (output.expired) return json(output.expired, { error: 'expired' });
  const range = request.headers.range;
  const away = has(job, 'redirect');
  if (away) return empty(302, { location: away.to ?? `${ELSEWHERE}/film.mp4` });
  if (request.method === 'GET') output.served += 1;
  if (has(job, 'wrong-type')) return file(request, 'text/html', Buffer.from('<!doctype html><title>Sign in</title><p>Please sign in.'));
  const fault = ['oversized', 'oversized-lying', 'oversized-excess'].map((name) => has(job, name)).find((found) => found);
  if (fault) {
    // Whole boxes, so that an honest length is what comes.
    const more = Math.ceil((fault.bytes ?? OVERSIZED) / FREE) * FREE;
    const whole = output.bytes.length + more;
    const claims = { oversized: [whole, whole], 'oversized-lying': [CLAIMED, undefined], 'oversized-excess': [CLAIMED, CLAIMED] }[fault.kind];
    // What HEAD claims, and what GET claims; the same comes, however little that is.
    const claimed = claims[request.method === 'HEAD' ? 0 : 1];
    const headers = { 'content-type': type, ...(claimed === undefined ? {} : { 'content-length': String(claimed) }) };
    return { status: 200, headers, stream: (outgoing) => large(outgoing, output.bytes, more, fault.kind !== 'oversized-excess') };
  }
  if (has(job, 'partial-output') && range === undefined) {
    const stream = async (out) => {
      await new Promise((go) => out.write(output.bytes.subarray(0, output.bytes.length >> 1), go));
      out.destroy();
    };
    return { status: 200, headers: { 'content-type': type, 'content-length': String(output.bytes.length) }, stream };
  }
  return file(request, type, output.bytes);
}

/** Files that were uploaded to a provider. */
export class Files {
  #all = new Map();

  constructor(fakes) {
    this.fakes = fakes;
  }

  /** Keeps a file. `expires`: the provider removes it by itself. */
  keep(provider, id, { bytes, type, kind = 'asset', expires = false }) {
    const nonce = randomBytes(12).toString('hex');
    const kept = { provider, id, kind, type, bytes, size: bytes?.length ?? 0, deleted: false, expires, url: `${this.fakes.origin}/media/in/${nonce}` };
    this.#all.set(`${provider}/${id}`, kept);
    return kept;
  }

  find(provider, id) {
    const kept = this.#all.get(`${provider}/${id}`);
    return kept?.deleted ? undefined : kept;
  }

  at(url) {
    return [...this.#all.values()].find((kept) => kept.url === url && !kept.deleted);
  }

  /** Removes a file, so that nothing of it is left. */
  remove(kept) {
    Object.assign(kept, { deleted: true, bytes: undefined });
  }

  list() {
    return [...this.#all.values()];
  }

  clear() {
    this.#all.clear();
  }
}

/** The routes of `/media`. */
export function media(fakes) {
  const output = (request, { provider, id, nonce }) => {
    const job = fakes.jobs.find(provider, id);
    return job?.output?.nonce === nonce ? outputReply(request, job) : json(404, { error: 'not found' });
  };
  const upload = (request, { nonce }) => {
    const kept = fakes.files.at(`${fakes.origin}/media/in/${nonce}`);
    return kept?.bytes ? file(request, kept.type, kept.bytes) : json(404, { error: 'not found' });
  };
  const put = (request, { nonce }) => {
    const kept = fakes.files.at(`${fakes.origin}/media/in/${nonce}`);
    if (!kept) return json(404, { error: 'not found' });
    if (request.headers['content-type'] !== kept.type) return json(400, { error: `Content-Type must be ${kept.type}` });
    Object.assign(kept, { bytes: request.raw, size: request.raw.length });
    return empty(200);
  };
  return {
    name: 'media',
    prefix: '/media',
    problem: (status) => json(status, { error: 'media' }),
    routes: [
      ['GET', '/out/:provider/:id/:nonce.mp4', 'output', output],
      ['GET', '/in/:nonce', 'input', upload],
      ['PUT', '/in/:nonce', 'upload', put],
    ],
  };
}
