// Replicate (providers.md 4): predictions, files, webhooks as Standard Webhooks.

import { createHash } from 'node:crypto';

import { callable } from '../room/inputs.mjs';
import { credential, letters, print, same } from '../room/ids.mjs';
import { empty, json, Refusal } from '../room/reply.mjs';
import { standardHeaders } from '../room/signing.mjs';
import { ended } from '../room/state.mjs';

const STATUS = { queued: 'starting', running: 'processing', completed: 'succeeded', failed: 'failed', cancelled: 'canceled' };
const EVENTS = ['start', 'output', 'logs', 'completed'];
const MAX_WAIT_S = 60;

/** Files in an input, by the names that models use. */
function filesOf(input) {
  return Object.entries(input).flatMap(([field, value]) => {
    const [, kind] = /(image|frame|audio|video|clip)/.exec(field) ?? [];
    const urls = [value].flat().filter((v) => typeof v === 'string' && /^(https?|data):/.test(v));
    return kind ? urls.map((url) => ({ field, kind: { frame: 'image', clip: 'video' }[kind] ?? kind, url })) : [];
  });
}

export default function replicate(fakes) {
  const assumed = () => fakes.unconfirmed.replicate;
  const base = () => `${fakes.origin}/replicate/v1`;
  const problem = (status, detail, title) => json(status, { title, detail, status });
  const refuse = (...said) => new Refusal(problem(...said));
  const time = (ms) => (ms === undefined ? null : new Date(ms).toISOString());

  // A deadline that passes before the start aborts (control moves such a job to `cancelled`); a call cancels.
  const late = (job) => job.state === 'cancelled' && job.deadline !== undefined && !job.cancel_requested && !job.started_at;
  // Why a file could not be had follows the words for it; any other message stands for them.
  const failure = ({ kind, message }) => (kind === 'input' && message ? `${assumed().errors.input}: ${message}` : (message ?? assumed().errors[kind]));
  const view = (job) => {
    const said = fakes.jobs.seen(job);
    const done = ended(said);
    const output = said.state === 'completed' && !job.data_removed ? job.output.url : null;
    return {
      id: job.id, model: job.model, version: job.version, input: job.data_removed ? {} : job.input, output, status: late(said) ? 'aborted' : STATUS[said.state],
      error: said.state === 'failed' ? failure(job.cause) : null,
      logs: job.data_removed ? '' : `progress: ${Math.round(said.progress * 100)}%\n`, source: 'api', ...(job.deadline ? { deadline: job.deadline } : {}), data_removed: job.data_removed,
      metrics: done && job.started_at ? { predict_time: (job.ended_at - job.started_at) / 1000, total_time: (job.ended_at - job.created_at) / 1000 } : {},
      created_at: time(job.created_at), started_at: time(job.started_at), completed_at: done ? time(job.ended_at) : null,
      ...(job.webhook ? { webhook: job.webhook, webhook_events_filter: job.events } : {}),
      urls: { get: `${base()}/predictions/${job.id}`, cancel: `${base()}/predictions/${job.id}/cancel`, web: `https://replicate.com/p/${job.id}` },
    };
  };
  const asked = ({ id }) => fakes.jobs.find('replicate', id) ?? (() => { throw refuse(404, 'The requested resource could not be found.', 'Not found'); })();

  async function make(request, model, version) {
    const body = request.json();
    const wrong = (detail) => refuse(422, detail, 'Input validation failed');
    if (!body?.input || typeof body.input !== 'object') throw wrong('- input: input is required\n');
    const filter = body.webhook_events_filter ?? EVENTS;
    if (!Array.isArray(filter) || filter.some((event) => !EVENTS.includes(event))) throw wrong(`- webhook_events_filter: one of ${EVENTS.join(', ')}\n`);
    if (body.webhook !== undefined && !callable(body.webhook)) throw wrong('- webhook: must be an HTTPS URL\n');
    const [, span, unit] = /^(\d+)([smh])$/.exec(request.headers['cancel-after'] ?? '') ?? [];
    const deadline = span && new Date(Date.now() + Number(span) * { s: 1000, m: 60_000, h: 3_600_000 }[unit]).toISOString();
    const job = await fakes.jobs.create(provider, {
      id: letters(26), deadline, model, version, text: request.text(), input: body.input, inputs: filesOf(body.input), webhook: body.webhook, events: filter,
      external_id: body.webhook && new URL(body.webhook).pathname, known_by: print(model, request.raw),
      aspect: body.input.aspect_ratio, seconds: body.input.duration > 0 ? body.input.duration : undefined,
    });
    const [, n] = /^wait(?:=(\d+))?$/.exec(request.headers.prefer ?? '') ?? [];
    if (!/^wait/.test(request.headers.prefer ?? '')) return json(assumed().create_status, view(job));
    let timer;
    const late = new Promise((go) => (timer = setTimeout(go, Math.min(Number(n ?? MAX_WAIT_S), MAX_WAIT_S) * 1000)));
    await Promise.race([fakes.jobs.finished(job), late]);
    clearTimeout(timer);
    return json(assumed().wait_status, view(job));
  }
  const create = (request) => {
    const { version } = request.json() ?? {};
    const named = /^([\w.-]+\/[\w.-]+)(?::([0-9a-f]{64}))?$/.exec(version ?? '');
    if (!named && !/^[0-9a-f]{64}$/.test(version ?? '')) throw refuse(422, '- version: version is required\n', 'Input validation failed');
    return make(request, named?.[1] ?? 'unknown/unknown', named ? (named[2] ?? 'hidden') : version);
  };
  const cancel = async (_, params) => {
    const job = asked(params);
    const said = await fakes.jobs.cancel(job);
    return json(said === 'already' ? assumed().cancel_ended : 200, view(job));
  };

  const shown = (kept) => ({
    id: kept.id, content_type: kept.type, size: kept.size, checksums: { sha256: createHash('sha256').update(kept.bytes).digest('hex') }, metadata: kept.metadata,
    created_at: time(kept.at), expires_at: time(kept.at + assumed().file_ttl_s * 1000), urls: { get: `${base()}/files/${kept.id}` },
  });
  const upload = async (request) => {
    const form = await request.form();
    const content = form?.get('content');
    if (!(content instanceof Blob)) throw refuse(422, 'Missing content', 'Input validation failed');
    const meta = form.get('metadata');
    const text = meta instanceof Blob ? await meta.text() : (meta ?? '{}');
    const type = form.get('type') ?? content.type;
    const kept = fakes.files.keep('replicate', letters(26), { type: type || 'application/octet-stream', bytes: Buffer.from(await content.arrayBuffer()), expires: true });
    Object.assign(kept, { metadata: JSON.parse(text), at: Date.now() });
    return json(201, shown(kept));
  };
  const file = ({ fid }) => fakes.files.find('replicate', fid) ?? (() => { throw refuse(404, 'The requested resource could not be found.', 'Not found'); })();

  const provider = {
    name: 'replicate',
    prefix: '/replicate/v1',
    bases: { replicate: '/replicate/v1' },
    environment: (at) => ({ REPLICATE_API_TOKEN: fakes.keys.replicate, REPLICATE_URL: at('/replicate/v1'), REPLICATE_WEBHOOK_SECRET: fakes.secrets.replicate }),
    fetches: 'run',
    forgets: 'itself',
    held: (url) => fakes.files.find('replicate', /\/replicate\/v1\/files\/(\w+)$/.exec(url ?? '')?.[1]),
    auth(request) {
      const { title, detail } = assumed().unauthenticated;
      return same(credential(request, 'Bearer'), fakes.keys.replicate) ? undefined : problem(401, detail, title);
    },
    problem(status) {
      const throttled = 'Request was throttled. Your rate limit resets in ~30s.';
      return status === 429 ? json(429, { detail: throttled }) : problem(status, status === 404 ? 'The requested resource could not be found.' : 'Something went wrong.');
    },
    hooks(job, news) {
      const event = { start: 'start', end: 'completed' }[news];
      if (!job.webhook || !job.events?.includes(event)) return [];
      // An early event shows the job as it was then, whenever it comes.
      const body = news === 'start' ? { ...view(job), status: 'starting', output: null, completed_at: null, metrics: {}, error: null } : view(job);
      const sign = (raw, { timestamp, id, forged }) => standardHeaders(forged ? 'whsec_Zm9yZ2VkZm9yZ2VkZm9yZ2Vk' : fakes.secrets.replicate, { id, timestamp }, raw);
      return [{ url: job.webhook, id: `msg_${job.id}_${event}`, body, sign }];
    },
    routes: [
      ['POST', '/predictions', 'submit', create],
      ['POST', '/models/:owner/:model/predictions', 'submit', (request, { owner, model }) => make(request, `${owner}/${model}`, 'hidden')],
      ['GET', '/predictions', 'status', () => json(200, { previous: null, next: null, results: fakes.jobs.list('replicate').map(view) })],
      ['GET', '/predictions/:id', 'status', (_, params) => json(200, view(asked(params)))],
      ['POST', '/predictions/:id/cancel', 'cancel', cancel],
      ['POST', '/files', 'upload', upload],
      ['GET', '/files', 'files', () => json(200, { previous: null, next: null, results: fakes.files.list().filter((f) => f.provider === 'replicate' && !f.deleted).map(shown) })],
      ['GET', '/files/:fid', 'files', (_, params) => json(200, shown(file(params)))],
      ['DELETE', '/files/:fid', 'delete', (_, params) => (fakes.files.remove(file(params)), empty())],
      ['GET', '/webhooks/default/secret', 'keys', () => json(200, { key: fakes.secrets.replicate })],
    ],
  };
  return provider;
}
