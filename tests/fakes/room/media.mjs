// `/media`: what the providers hold. Outputs of jobs, with all that may be wrong with one, and files that were uploaded.

import { randomBytes } from 'node:crypto';

import { has } from './faults.mjs';
import { empty, file, json } from './reply.mjs';

/** Bytes of an oversized output, and what a lying one claims. */
const OVERSIZED = 26 * 1024 * 1024;
const CLAIMED = 50_000;
const FREE = 1 << 20;

/** The rest of an oversized output: `free` boxes of zeros (ISO/IEC 14496-12), which any player skips. */
async function pad(outgoing, left, size) {
  const box = Buffer.alloc(FREE);
  box.writeUInt32BE(FREE, 0);
  box.write('free', 4, 'latin1');
  for (let sent = 0; sent < size && !left.aborted; sent += FREE) {
    if (!outgoing.write(box)) await new Promise((go) => ['drain', 'close'].forEach((event) => outgoing.once(event, go)));
  }
}

/** The output of a job as an answer, with its faults; it notes how often it was given. `type`: what the provider calls it. */
export function outputReply(request, job, type = 'video/mp4') {
  const { output } = job;
  if (!output || output.deleted) return json(404, { error: 'not found' });
  if (output.expired) return json(output.expired, { error: 'expired' });
  const range = request.headers.range;
  if (request.method === 'GET') output.served += 1;
  if (has(job, 'wrong-type')) return file(request, 'text/html', Buffer.from('<!doctype html><title>Sign in</title><p>Please sign in.'));
  if (has(job, 'oversized')) {
    const size = output.bytes.length + OVERSIZED;
    const headers = { 'content-type': type, 'content-length': String(size) };
    return { status: 200, headers, stream: (out, left) => (out.write(output.bytes), pad(out, left, OVERSIZED).then(() => out.end())) };
  }
  // HEAD claims little, or GET does; what comes is large all the same.
  const lying = has(job, 'oversized-lying');
  if (lying || has(job, 'oversized-excess')) {
    const claims = !lying || request.method === 'HEAD' ? { 'content-length': String(CLAIMED) } : {};
    const stream = (out, left) => (out.write(output.bytes), pad(out, left, OVERSIZED).then(() => out.destroy()));
    return { status: 200, headers: { 'content-type': type, ...claims }, stream: lying ? (out, left) => (out.write(output.bytes), pad(out, left, OVERSIZED).then(() => out.end())) : stream };
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
