// fal.ai (providers.md 3): queue, run, storage, webhooks signed with Ed25519.
// `/fal/queue` is queue.fal.run, `/fal/run` is fal.run, `/fal/rest` is rest.fal.ai, `/fal/api` is api.fal.ai.

import { randomBytes } from 'node:crypto';

import { wrongs } from '../room/fields.mjs';
import { credential, letters, print, same, uuid } from '../room/ids.mjs';
import { empty, events, json, Refusal } from '../room/reply.mjs';
import { ed25519, falSignature } from '../room/signing.mjs';
import { ended } from '../room/state.mjs';
import { filesOf, MODELS } from './fal-models.mjs';

const detail = (status, type, msg, { loc = ['body'], ...more } = {}, retryable = false) =>
  json(status, { detail: [{ loc, msg, type, ...more }] }, { 'x-fal-retryable': String(retryable) });

/** What a failed job answers (3.4), by cause. */
function failure(job, { real_face }) {
  const { kind, message, field } = job.cause;
  const loc = field ? ['body', ...field.split('.')] : ['body'];
  const image = /image/.test(field ?? '');
  if (kind === 'invalid') return json(422, { detail: job.invalid }, { 'x-fal-retryable': 'false' });
  if (kind === 'input') return detail(422, image && /is no/.test(message) ? 'image_load_error' : 'file_download_error', `Failed to download the file: ${message}`, { loc });
  if (kind === 'refused') return detail(422, 'content_policy_violation', 'The content could not be processed because it contained material flagged by a content checker.', { loc: ['body', 'prompt'] });
  if (kind === 'real-face') return detail(422, 'content_policy_violation', real_face, { loc: ['body', 'image_url'] });
  if (kind === 'refused-output') return detail(422, 'no_media_generated', 'No media was generated.');
  if (kind === 'timeout' && job.start_timeout && !job.started_at) {
    // It never started within the time that the caller gave it.
    const headers = { 'x-fal-error-type': 'request_timeout', 'x-fal-request-timeout-type': 'user' };
    return json(504, { detail: 'Request timed out before it started', error_type: 'request_timeout' }, headers);
  }
  if (kind === 'timeout') return detail(504, 'generation_timeout', message ?? 'Generation timed out.', {}, true);
  return detail(500, 'internal_server_error', message ?? 'Internal server error', {}, true);
}

function output(job) {
  const { url, size, seconds } = job.output;
  return { video: { url, content_type: 'video/mp4', file_name: 'output.mp4', file_size: size, duration: seconds }, ...(MODELS[job.model]?.output?.(job) ?? {}) };
}

export default function fal(fakes) {
  // Any key of the set may have signed; the first never does.
  const seed = Buffer.alloc(32, 7);
  let ring = [ed25519(Buffer.alloc(32, 9)), ed25519(seed)];
  const stranger = ed25519(Buffer.alloc(32, 66));
  const assumed = () => fakes.unconfirmed.fal;

  const urls = (job) => {
    const base = `${fakes.origin}/fal/queue/${job.app}/requests/${job.id}`;
    return { request_id: job.id, response_url: base, status_url: `${base}/status`, cancel_url: `${base}/cancel` };
  };
  const status = (job, logs) => {
    const said = fakes.jobs.seen(job);
    const lines = [{ message: `progress ${Math.round(said.progress * 100)} %`, level: 'INFO', source: 'USER', timestamp: new Date(job.started_at ?? job.created_at).toISOString() }];
    if (said.state === 'queued') return { status: 'IN_QUEUE', queue_position: 0, ...urls(job) };
    if (!ended(said)) return { status: 'IN_PROGRESS', logs: logs ? lines : null, ...urls(job) };
    const error = job.state === 'failed' ? { error: 'Request failed', error_type: job.cause.kind } : {};
    return { status: 'COMPLETED', logs: logs ? lines : null, metrics: { inference_time: job.output ? job.output.seconds : null }, ...urls(job), ...error };
  };
  const result = (job) => {
    const id = { 'x-fal-request-id': job.id };
    const { cancelled_result, pending_result } = assumed();
    if (job.deleted) return json(404, { detail: 'Request not found' }, id);
    if (!ended(job)) return json(pending_result.status, { detail: pending_result.detail }, id);
    if (job.state === 'cancelled') return json(cancelled_result.status, { detail: cancelled_result.detail }, id);
    if (job.state === 'completed') return json(200, output(job), id);
    const failed = failure(job, assumed());
    return { ...failed, headers: { ...failed.headers, ...id } };
  };
  const poll = (request, params) => {
    const said = status(asked(params), request.query.get('logs') === '1');
    return json(said.status === 'COMPLETED' ? 200 : 202, said);
  };
  const asked = ({ id }) => {
    const job = fakes.jobs.find('fal', id);
    if (!job) throw new Refusal(json(404, { detail: 'Request not found' }));
    return job;
  };

  async function create(request, model, webhook) {
    const input = request.json();
    if (!input) throw new Refusal(json(422, { detail: 'Invalid JSON' }));
    const known = MODELS[model];
    if (!known) throw new Refusal(json(404, { detail: `Application "${model}" not found` }));
    const invalid = [...wrongs(input, known.fields, { where: ['body'] }), ...(known.also?.(input) ?? [])].map(({ loc, what, type }) => ({ loc, msg: what, type }));
    if (invalid.length > 0 && assumed().invalid_at === 'submit') throw new Refusal(json(422, { detail: invalid }, { 'x-fal-retryable': 'false' }));
    const aspect = input.aspect_ratio ?? assumed().usual_aspect[model];
    return fakes.jobs.create(provider, {
      id: uuid(), model, app: model.split('/').slice(0, 2).join('/'), text: request.text(), webhook,
      external_id: webhook && new URL(webhook).pathname, known_by: print(model, request.raw), input,
      inputs: filesOf(input), invalid: invalid.length > 0 ? invalid : undefined,
      aspect: aspect === 'auto' ? undefined : aspect, seconds: input.duration === undefined ? undefined : Number(input.duration),
      // The second name is the older one, which the SDK still sends.
      start_timeout: request.headers['x-fal-request-start-timeout'] ?? request.headers['x-fal-request-timeout'],
    });
  }

  const submit = async (request, { model }) => {
    const webhook = request.query.get('fal_webhook') ?? undefined;
    if (webhook !== undefined && !URL.canParse(webhook)) return json(422, { detail: 'fal_webhook is not a URL' });
    const job = await create(request, model, webhook);
    return json(200, { status: 'IN_QUEUE', ...urls(job), gateway_request_id: job.id, queue_position: 0 }, { 'x-fal-request-id': job.id });
  };
  const run = async (request, { model }) => result(await fakes.jobs.finished(await create(request, model)));
  const stream = (request, params) => {
    const job = asked(params);
    return events(async (send, left) => {
      for (let last; !left.aborted; await new Promise((go) => (fakes.jobs.once('moved', go), left.addEventListener('abort', go)))) {
        const now = status(job, request.query.get('logs') === '1');
        if (JSON.stringify(now) !== last) send(now);
        last = JSON.stringify(now);
        if (now.status === 'COMPLETED') return;
      }
    });
  };
  const cancel = async (_, { id }) => {
    const job = fakes.jobs.find('fal', id);
    const says = job ? assumed().cancel_says[job.state] : 'NOT_FOUND';
    const said = job && (await fakes.jobs.cancel(job)) === 'already' ? 'ALREADY_COMPLETED' : (says ?? 'ALREADY_COMPLETED');
    return json(assumed().cancel_codes[said], { status: said });
  };
  const deleteIo = (_, { id }) => {
    const job = asked({ id });
    fakes.jobs.remove(job);
    for (const { url } of job.inputs) {
      const kept = url && fakes.files.at(url);
      if (kept) fakes.files.remove(kept);
    }
    return empty();
  };
  const initiate = (request) => {
    const { content_type, file_name } = request.json() ?? {};
    if (typeof content_type !== 'string' || typeof file_name !== 'string') return json(422, { detail: 'content_type and file_name are required' });
    if (request.query.get('storage_type') !== 'fal-cdn-v3') return json(422, { detail: 'storage_type is fal-cdn-v3' });
    const kept = fakes.files.keep('fal', letters(16), { type: content_type, expires: /expiration_duration_seconds/.test(request.headers['x-fal-object-lifecycle'] ?? '') });
    return json(200, { upload_url: kept.url, file_url: kept.url });
  };

  const queue = '/queue/:owner/:app/requests/:id';
  const provider = {
    name: 'fal',
    prefix: '/fal',
    bases: { fal_queue: '/fal/queue', fal_run: '/fal/run', fal_rest: '/fal/rest', fal_api: '/fal/api' },
    environment: (at) => ({ FAL_KEY: fakes.keys.fal, FAL_QUEUE_URL: at('/fal/queue'), FAL_REST_URL: at('/fal/rest'), FAL_API_URL: at('/fal/api') }),
    fetches: 'run',
    held: (url) => fakes.files.at(url),
    auth: (request) => (same(credential(request, 'Key'), fakes.keys.fal) ? undefined : json(401, { detail: 'Cannot access application. Authentication is required to access this application.' })),
    problem(status) {
      const types = { 503: 'runner_scheduling_failure', 504: 'request_timeout' };
      const type = types[status];
      const text = { 404: 'Not found', 405: 'Method Not Allowed', 429: 'Too many requests' }[status] ?? 'Internal server error';
      const headers = status === 429 ? assumed().rate_limit_headers : type ? { 'x-fal-error-type': type } : {};
      return json(status, { detail: text, ...(type ? { error_type: type } : {}) }, headers);
    },
    hooks(job, news) {
      if (news !== 'end' || !job.webhook || job.state === 'cancelled') return [];
      const good = job.state === 'completed';
      const failed = good || !ended(job) ? undefined : failure(job, assumed());
      const payload = good ? output(job) : failed ? JSON.parse(failed.body) : null;
      const error = failed ? { error: `Invalid status code: ${failed.status}` } : {};
      const sign = (raw, { timestamp, forged }) => {
        const meta = { requestId: job.id, userId: assumed().user_id, timestamp: String(timestamp) };
        return {
          'x-fal-webhook-request-id': meta.requestId, 'x-fal-webhook-user-id': meta.userId, 'x-fal-webhook-timestamp': meta.timestamp,
          'x-fal-webhook-signature': falSignature((forged ? stranger : ring.at(-1)).key, meta, raw),
        };
      };
      return [{ url: job.webhook, body: { request_id: job.id, gateway_request_id: job.id, status: failed ? 'ERROR' : 'OK', payload, ...error }, sign }];
    },
    reset: () => (ring = [ring[0], ed25519(seed)]),
    // A new signing key: whoever caches the set has to fetch it again.
    control: [['POST', '/fal/keys', 'control', () => ((ring = [ring.at(-1), ed25519(randomBytes(32))]), json(201, { keys: ring.map((k) => k.jwk) }))]],
    routes: [
      ['GET', '/rest/.well-known/jwks.json', 'keys', () => json(200, { keys: ring.map((k) => k.jwk) }), { open: true }],
      ['POST', '/rest/storage/upload/initiate', 'upload', initiate],
      ...assumed().deletes.map(([method, path]) => [method, path, 'delete', deleteIo]),
      ['GET', `${queue}/status`, 'status', poll],
      ['GET', `${queue}/status/stream`, 'stream', stream],
      ['GET', queue, 'result', (_, params) => result(asked(params))],
      ['PUT', `${queue}/cancel`, 'cancel', cancel],
      ['POST', '/queue/*model', 'submit', submit],
      ['POST', '/run/*model', 'submit', run],
    ],
  };
  return provider;
}
