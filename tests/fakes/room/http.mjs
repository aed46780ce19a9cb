// One server for every provider: finds the provider by prefix and the route by pattern, asks for the key, applies the
// faults that were ordered, and answers in the provider's own words.

import { createServer } from 'node:http';

import { Refusal, bytes, json, write } from './reply.mjs';

/** Longest body that is read: what the largest upload of any provider may be. */
const MAX_BODY = 210 * 1024 * 1024;

/** `/v3/videos/:id` and `/queue/*model`: one segment, and all that is left. */
function compile(pattern) {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:(\w+)/g, '(?<$1>[^/]+?)').replace(/\*(\w+)/, '(?<$1>.+)');
  return new RegExp(`^${source}$`);
}

/** Routes of a provider: `[method, pattern, operation, handler, { open, job }]`; `open` needs no key; `job(params)` finds the job
 * where the path does not hold its name. */
const compiled = (routes) =>
  routes.map(([method, pattern, op, run, options = {}]) => ({ method, pattern: compile(pattern), op, run, ...options }));

async function collect(incoming) {
  const parts = [];
  let size = 0;
  for await (const part of incoming) {
    size += part.length;
    if (size > MAX_BODY) throw new Refusal(json(413, { error: 'body too large' }));
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Milliseconds that a slow answer takes. */
const SLOW_MS = 1500;

/** What a handler sees of a request. */
async function read(incoming, path, url) {
  const raw = await collect(incoming);
  const type = incoming.headers['content-type'] ?? '';
  return {
    method: incoming.method,
    path,
    query: url.searchParams,
    headers: incoming.headers,
    raw,
    /** The JSON object of the body; `undefined` if it is none. */
    json() {
      try {
        const value = JSON.parse(raw.toString('utf8'));
        return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
      } catch {
        return undefined;
      }
    },
    multipart: type.startsWith('multipart/form-data'),
    /** The fields of a form; `undefined` if the body is none. */
    async form() {
      try {
        return await new Response(raw, { headers: { 'content-type': type } }).formData();
      } catch {
        return undefined;
      }
    },
    /** The beginning of the body; what a form puts between its fields differs from try to try, and is left out. */
    text() {
      const text = (raw.length > 1 << 20 ? raw.subarray(0, 1 << 20) : raw).toString('utf8');
      const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
      return boundary ? text.replaceAll(boundary, '') : text;
    },
  };
}

/** Waits until the client leaves, or `ms` have passed. */
const hang = (outgoing, ms) =>
  new Promise((resolve) => {
    const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
    timer?.unref();
    outgoing.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** A path without its escapes; refused if they stand for nothing. */
function readable(path) {
  try {
    return decodeURI(path);
  } catch {
    throw new Refusal(json(400, { error: 'malformed path' }));
  }
}

async function answer(fakes, rooms, incoming, outgoing) {
  const url = new URL(incoming.url, 'http://fake');
  const room = rooms.find((r) => url.pathname === r.prefix || url.pathname.startsWith(`${r.prefix}/`));
  if (!room) return write(incoming, outgoing, json(404, { error: `no fake has ${url.pathname}` }));
  const path = readable(url.pathname.slice(room.prefix.length)) || '/';
  const request = await read(incoming, path, url);

  const fits = room.routes.filter((route) => route.pattern.test(path));
  const method = incoming.method === 'HEAD' ? 'GET' : incoming.method;
  const route = fits.find((r) => r.method === method);
  if (!route?.open) {
    const refused = room.auth?.(request);
    if (refused) return write(incoming, outgoing, refused);
  }
  if (!route) return write(incoming, outgoing, room.problem(fits.length > 0 ? 405 : 404, {}));

  const params = { ...route.pattern.exec(path).groups };
  // Files under /media belong to the provider that is named there.
  const provider = params.provider ?? room.name;
  const job = route.job?.(params) ?? (params.id === undefined ? undefined : fakes.jobs.find(provider, params.id));
  const fault = room.name === 'control' ? undefined : fakes.faults.take({ provider, op: route.op, job, text: request.text });
  if (room.name !== 'control') fakes.log.push({ at: Date.now(), provider, op: route.op, method: incoming.method, path, fault: fault?.kind });
  if (fault?.kind === 'reset') return void incoming.socket.resetAndDestroy();
  if (fault?.kind === 'timeout') {
    await hang(outgoing, fault.ms);
    return void incoming.socket.destroy();
  }
  if (fault?.kind === 'garbage') return write(incoming, outgoing, bytes('text/html', Buffer.from('<!doctype html><p>Bad gateway')));
  if (fault && /^\d+$/.test(fault.kind)) {
    const headers = fault.retry_after === undefined ? {} : { 'retry-after': String(fault.retry_after) };
    const said = room.problem(Number(fault.kind), fault);
    return write(incoming, outgoing, { ...said, headers: { ...said.headers, ...headers } });
  }

  // It takes its time, and then all is well.
  if (fault?.kind === 'slow') await hang(outgoing, fault.ms ?? SLOW_MS);

  let reply;
  try {
    reply = await route.run(request, params);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reply = error.reply;
  }
  // Done, but nobody hears of it.
  if (fault?.kind === 'lost') return void incoming.socket.resetAndDestroy();
  if (!outgoing.destroyed) await write(incoming, outgoing, reply, { cut: fault?.kind === 'partial' });
}

/** Starts the server on 127.0.0.1. `rooms`: providers and the rooms that belong to the fakes themselves. */
export async function listen(fakes, rooms, port) {
  const ready = rooms.map((room) => ({ ...room, routes: compiled(room.routes) })).sort((a, b) => b.prefix.length - a.prefix.length);
  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => {});
    answer(fakes, ready, incoming, outgoing).catch((error) => {
      if (error instanceof Refusal) return write(incoming, outgoing, error.reply);
      // Clients that leave in the middle are none of our errors.
      if (error.code !== 'ECONNRESET') console.error(`fakes: ${incoming.method} ${incoming.url}: ${error.stack}`);
      if (!outgoing.headersSent) return write(incoming, outgoing, json(500, { error: `the fake itself failed: ${error.message}` }));
      outgoing.destroy();
    });
  });
  // A client that takes up an idle connection just as it is closed fails for no reason of its own.
  server.keepAliveTimeout = 600_000;
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
