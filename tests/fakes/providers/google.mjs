// Gemini Omni through the Interactions API (providers.md 5.1): interactions, downloads with the key, webhooks.

import { wrongs } from '../room/fields.mjs';
import { callable } from '../room/inputs.mjs';
import { letters, print, same } from '../room/ids.mjs';
import { outputReply } from '../room/media.mjs';
import { json, Refusal } from '../room/reply.mjs';
import { standardHeaders } from '../room/signing.mjs';
import { ended } from '../room/state.mjs';

const MODELS = ['gemini-omni-1.2-flash', 'gemini-omni-1.1-flash'];
const EVENTS = ['interaction.completed', 'interaction.failed', 'interaction.requires_action', 'video.generated'];
const STATUS = { queued: 'queued', running: 'in_progress', completed: 'completed', failed: 'failed', cancelled: 'cancelled' };
const CODES = { 400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED', 500: 'INTERNAL', 502: 'UNAVAILABLE', 503: 'UNAVAILABLE', 504: 'DEADLINE_EXCEEDED' };
/** Longest film that a model makes, in seconds, and reference pictures that it takes. */
const MAX_S = 10;
const MAX_PICTURES = 5;

const FORMAT = {
  type: { values: ['video'], required: true }, aspect_ratio: { values: ['16:9', '9:16'] }, resolution: { values: ['360p', '720p', '1080p', '4k'] },
  duration: { type: 'string' }, delivery: { values: ['inline', 'uri'] },
};
const BODY = {
  model: { values: MODELS, required: true }, input: { type: 'any', required: true }, response_format: { type: 'any' }, background: { type: 'bool' }, store: { type: 'bool' },
  generation_config: { type: 'object', item: { video_config: { type: 'object', item: { task: { values: ['text_to_video', 'image_to_video', 'reference_to_video', 'edit', 'extend', 'upscale'] } } } } },
  webhook_config: { type: 'object', item: { uris: { type: 'array', item: { type: 'url' } }, user_metadata: { type: 'object' } } },
};

/** Every part of an input: a text, parts, or steps of parts. */
const partsOf = (input) =>
  [input].flat().flatMap((part) => (typeof part === 'string' ? [{ type: 'text', text: part }] : Array.isArray(part?.content) ? partsOf(part.content) : [part]));

export default function google(fakes) {
  const assumed = () => fakes.unconfirmed.google;
  const error = (status, message) => json(status, { error: { code: status, message, status: CODES[status] ?? 'UNKNOWN' } });
  const refuse = (...said) => new Refusal(error(...said));
  const webhooks = new Map();

  const view = (job) => {
    const said = fakes.jobs.seen(job);
    const status = said.state === 'failed' && /refused|face/.test(said.cause.kind) ? assumed().refused_status : STATUS[said.state];
    const made = { id: job.id, object: 'interaction', model: job.model, status, created: new Date(job.created_at).toISOString(), updated: new Date(job.ended_at ?? job.started_at ?? job.created_at).toISOString(), steps: [] };
    if (said.state === 'failed') return { ...made, errors: [{ code: assumed().error_codes[job.cause.kind], message: job.cause.message ?? 'The interaction failed.' }] };
    if (said.state !== 'completed') return made;
    const where = job.delivery === 'uri' ? { uri: `${fakes.origin}/google/v1beta/files/${job.output.nonce}:download?alt=media` } : { data: (job.output.bytes ?? Buffer.alloc(0)).toString('base64') };
    const video = { type: 'video', mime_type: 'video/mp4', ...where };
    return { ...made, steps: [{ type: 'model_output', content: [video] }], output_video: video, usage: { total_input_tokens: 100, total_output_tokens: 5000, total_tokens: 5100 } };
  };
  const asked = ({ id }) => {
    const job = fakes.jobs.find('google', id);
    if (!job || job.deleted) throw refuse(404, `Interaction ${id} not found.`);
    return job;
  };

  const create = async (request) => {
    const body = request.json();
    if (!body) throw refuse(400, 'Invalid JSON payload received.');
    const format = [body.response_format].flat().find((f) => f?.type === 'video');
    const [wrong] = [...wrongs(body, BODY), ...(format ? wrongs(format, FORMAT, { where: ['response_format'] }) : [])];
    if (wrong) throw refuse(400, `${wrong.loc.join('.')}: ${wrong.what}`);
    if (format?.duration !== undefined && !new RegExp(assumed().duration).test(format.duration)) throw refuse(400, 'response_format.duration: not a duration');
    const seconds = format?.duration === undefined ? undefined : parseFloat(format.duration);
    if (seconds > MAX_S) throw refuse(400, `response_format.duration: at most ${MAX_S}s`);
    const inputs = partsOf(body.input).flatMap((part, n) => {
      if (!['image', 'video', 'audio'].includes(part?.type)) return [];
      if (part.data === undefined && part.uri === undefined) throw refuse(400, `input[${n}]: data or uri is needed`);
      const given = part.data === undefined ? { url: part.uri } : { bytes: Buffer.from(part.data, 'base64') };
      return [{ field: `input[${n}]`, kind: part.type, type: part.mime_type, ...given }];
    });
    if (inputs.filter((input) => input.kind === 'image').length > MAX_PICTURES) throw refuse(400, `input: at most ${MAX_PICTURES} reference images`);
    const hook = body.webhook_config;
    for (const uri of hook?.uris ?? []) if (!callable(uri)) throw refuse(400, 'webhook_config.uris: HTTPS URLs');
    const job = await fakes.jobs.create(provider, {
      id: `v1_${letters(32)}`, model: body.model, text: request.text(), input: { response_format: body.response_format }, inputs, webhook: hook?.uris?.[0], hook,
      external_id: hook?.user_metadata?.job, known_by: print(request.raw), aspect: format?.aspect_ratio ?? assumed().usual_aspect, seconds, delivery: format?.delivery ?? 'inline', store: body.store ?? true,
    });
    if (!body.background) await fakes.jobs.finished(job);
    return json(200, view(job));
  };
  const cancel = async (_, params) => {
    const job = asked(params);
    await fakes.jobs.cancel(job);
    return json(200, view(job));
  };
  const remove = (_, params) => {
    fakes.jobs.remove(asked(params));
    return json(200, {});
  };
  /** The film behind a `uri`: its address holds no id of the interaction. */
  const behind = ({ name }) => fakes.jobs.list('google').find((one) => one.output && `${one.output.nonce}:download` === name);
  const download = (request, params) => {
    const job = behind(params);
    return job && !job.deleted ? outputReply(request, job) : error(404, 'File not found.');
  };
  const register = (request) => {
    const body = request.json() ?? {};
    const [wrong] = wrongs(body, { uri: { type: 'url', required: true }, subscribed_events: { type: 'array', required: true, item: { type: 'string' } }, name: { type: 'string' } });
    if (wrong) throw refuse(400, `${wrong.loc.join('.')}: ${wrong.what}`);
    if (!callable(body.uri)) throw refuse(400, 'uri: an HTTPS URL');
    const strange = body.subscribed_events.find((event) => !EVENTS.includes(event) && !event.startsWith('batch.'));
    if (strange) throw refuse(400, `subscribed_events: no event is called ${strange}`);
    const made = { id: letters(16), name: body.name ?? '', uri: body.uri, subscribed_events: body.subscribed_events, state: 'enabled' };
    webhooks.set(made.id, made);
    return json(200, { ...made, new_signing_secret: fakes.secrets.google });
  };
  const sign = (raw, { id, timestamp, forged }) => standardHeaders(forged ? 'whsec_Zm9yZ2VkZm9yZ2VkZm9yZ2Vk' : fakes.secrets.google, { id, timestamp }, raw);

  const provider = {
    name: 'google',
    prefix: '/google',
    bases: { google: '/google' },
    environment: (at) => ({ GEMINI_API_KEY: fakes.keys.google, GEMINI_URL: at('/google') }),
    fetches: 'submit',
    badInput: (input) => error(400, `${input.field}: ${input.problem}`),
    auth(request) {
      const key = request.headers['x-goog-api-key'];
      if (same(key, fakes.keys.google)) return undefined;
      return key === undefined ? error(assumed().missing_key, "Method doesn't allow unregistered callers. Please use API Key.") : error(assumed().bad_key, 'API key not valid. Please pass a valid API key.');
    },
    problem: (status) => error(status, status === 429 ? 'Resource has been exhausted (e.g. check quota).' : 'Something went wrong.'),
    hooks(job, news) {
      if (news !== 'end' || job.state === 'cancelled') return [];
      const type = job.state === 'failed' ? 'interaction.failed' : 'interaction.completed';
      const id = `msg_${job.id}_${type}`;
      const body = assumed().event(type, { id: job.id, status: ended(job) ? view(job).status : 'completed', ...(job.hook?.user_metadata ? { user_metadata: job.hook.user_metadata } : {}) });
      const fixed = [...webhooks.values()].filter((w) => w.subscribed_events.includes(type)).map((w) => ({ url: w.uri, id, body, sign }));
      const own = (job.hook?.uris ?? []).map((url) => ({ url, id, body, sign: assumed().per_request_signed ? sign : undefined }));
      return [...fixed, ...own];
    },
    reset: () => webhooks.clear(),
    // The SDK calls v1 unless told otherwise, the documentation v1beta: both are there.
    routes: ['/v1', '/v1beta'].flatMap((version) => [
      ['POST', `${version}/interactions`, 'submit', create],
      ['GET', `${version}/interactions/:id`, 'status', (_, params) => json(200, view(asked(params)))],
      ['POST', `${version}/interactions/:id/cancel`, 'cancel', cancel],
      ['DELETE', `${version}/interactions/:id`, 'delete', remove],
      ['GET', `${version}/files/:name`, 'output', download, { job: behind }],
      ['POST', `${version}/webhooks`, 'webhooks', register],
      ['GET', `${version}/webhooks`, 'webhooks', () => json(200, { webhooks: [...webhooks.values()] })],
      ['DELETE', `${version}/webhooks/:wid`, 'webhooks', (_, { wid }) => (webhooks.delete(wid) ? json(200, {}) : error(404, 'Webhook not found.'))],
    ]),
  };
  return provider;
}
