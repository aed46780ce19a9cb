// Videos in OpenAI's shape (providers.md 7), as several vendors speak it. Webhooks: `POST /control/openai/webhooks {url}`
// stands for the vendor's dashboard.

import { wrongs } from '../room/fields.mjs';
import { callable } from '../room/inputs.mjs';
import { credential, hex, letters, print, same } from '../room/ids.mjs';
import { outputReply } from '../room/media.mjs';
import { json, Refusal } from '../room/reply.mjs';
import { standardHeaders } from '../room/signing.mjs';
import { ended } from '../room/state.mjs';

const SIZES = { '720x1280': '9:16', '1280x720': '16:9', '1024x1792': '9:16', '1792x1024': '16:9' };
const BODY = {
  prompt: { type: 'string', required: true, min: 1 }, model: { type: 'string' }, seconds: { values: ['4', '8', '12'] }, size: { values: Object.keys(SIZES) },
};
const STATUS = { queued: 'queued', running: 'in_progress', completed: 'completed', failed: 'failed', cancelled: 'failed' };
const TYPES = { 400: 'invalid_request_error', 401: 'invalid_request_error', 404: 'invalid_request_error', 429: 'requests' };

/** An error as OpenAI words it; moderations use it too. */
export const error = (status, message, { code = null, param = null, headers = {} } = {}) =>
  json(status, { error: { message, type: TYPES[status] ?? 'server_error', param, code } }, headers);

/** The key of OpenAI, which both of its rooms ask for. */
export const auth = (fakes) => (request) =>
  same(credential(request, 'Bearer'), fakes.keys.openai) ? undefined : error(401, 'Incorrect API key provided.', { code: 'invalid_api_key' });

export default function openai(fakes) {
  const assumed = () => fakes.unconfirmed.openai;
  const refuse = (...said) => new Refusal(error(...said));
  const endpoints = new Set();
  const seconds = (ms) => (ms === undefined ? null : Math.floor(ms / 1000));

  const view = (job) => {
    const said = fakes.jobs.seen(job);
    const failed = said.state === 'failed';
    return {
      id: job.id, object: 'video', status: STATUS[said.state], progress: Math.round(said.progress * 100), model: job.model, seconds: String(job.seconds), size: job.size, prompt: job.input.prompt,
      created_at: seconds(job.created_at), completed_at: said.state === 'completed' ? seconds(job.ended_at) : null,
      expires_at: said.state === 'completed' ? seconds(job.ended_at + assumed().keeps_s * 1000) : null,
      error: failed ? { code: assumed().failure_codes[job.cause.kind], message: job.cause.message ?? 'The video could not be made.' } : null, remixed_from_video_id: null,
    };
  };
  const asked = ({ id }) => {
    const job = fakes.jobs.find('openai', id);
    if (!job || job.deleted) throw refuse(404, `Video with id '${id}' not found.`, { code: 'not_found' });
    return job;
  };
  /** The body, of whichever of the two kinds, with its reference as an input. */
  const read = async (request) => {
    if (!request.multipart) {
      const body = request.json();
      if (!body) throw refuse(400, 'We could not parse the JSON body of your request.');
      const said = body.input_reference;
      if (said?.file_id) throw refuse(400, 'This vendor takes image_url.', { param: 'input_reference.file_id' });
      return { body, inputs: said ? [{ field: 'input_reference', kind: 'image', url: said.image_url ?? '' }] : [] };
    }
    const form = await request.form();
    if (!form) throw refuse(400, 'We could not parse your multipart form.');
    const body = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
    const file = form.get('input_reference');
    return { body, inputs: file instanceof Blob ? [{ field: 'input_reference', kind: 'image', type: file.type, bytes: Buffer.from(await file.arrayBuffer()) }] : [] };
  };
  const create = async (request) => {
    const { body, inputs } = await read(request);
    const [wrong] = wrongs(body, BODY);
    if (wrong) throw refuse(400, `Invalid '${wrong.loc.join('.')}': ${wrong.what}.`, { code: wrong.type === 'missing' ? 'missing_required_parameter' : 'invalid_value', param: wrong.loc.join('.') });
    const size = body.size ?? '720x1280';
    const job = await fakes.jobs.create(provider, {
      id: `video_${hex(48)}`, model: body.model ?? 'sora-2', text: request.multipart ? body.prompt : request.text(), input: { prompt: body.prompt }, inputs,
      known_by: print({ ...body, inputs: inputs.length }), aspect: SIZES[size], size, seconds: Number(body.seconds ?? '4'),
    });
    return json(200, view(job));
  };
  const content = (request, params) => {
    const job = asked(params);
    if (job.state !== 'completed') return error(assumed().not_ready, 'Video is not ready yet.');
    return outputReply(request, job);
  };
  const remove = async (_, params) => {
    const job = asked(params);
    await fakes.jobs.cancel(job);
    fakes.jobs.remove(job);
    return json(200, { id: job.id, object: 'video.deleted', deleted: true });
  };
  const endpoint = (request) => {
    const { url } = request.json() ?? {};
    if (!callable(url)) return json(400, { error: 'url is an HTTPS URL' });
    endpoints.add(url);
    return json(201, { url, secret: fakes.secrets.openai });
  };

  const provider = {
    name: 'openai',
    prefix: '/openai/v1/videos',
    bases: { openai: '/openai/v1' },
    environment: (at) => ({ OPENAI_VIDEO_KEY: fakes.keys.openai, OPENAI_VIDEO_URL: at('/openai') }),
    fetches: 'submit',
    badInput: (input) => error(400, `Invalid input_reference: ${input.problem}.`, { code: 'invalid_value', param: input.field }),
    auth: auth(fakes),
    problem: (status) => error(status, status === 429 ? 'Rate limit reached.' : 'The server had an error while processing your request.', { code: status === 429 ? 'rate_limit_exceeded' : null }),
    hooks(job, news) {
      if (news !== 'end' || job.deleted || (ended(job) && job.state === 'cancelled')) return [];
      const type = job.state === 'failed' ? 'video.failed' : 'video.completed';
      const body = { id: `evt_${letters(24)}`, object: 'event', created_at: Math.floor(Date.now() / 1000), type, data: { id: job.id } };
      const sign = (raw, { id, timestamp, forged }) => standardHeaders(forged ? 'whsec_Zm9yZ2VkZm9yZ2VkZm9yZ2Vk' : fakes.secrets.openai, { id, timestamp }, raw);
      return [...endpoints].map((url) => ({ url, id: `wh_${job.id}_${type}`, body, sign }));
    },
    reset: () => endpoints.clear(),
    control: [['POST', '/openai/webhooks', 'control', endpoint]],
    routes: [
      ['POST', '/', 'submit', create],
      ['GET', '/', 'status', () => json(200, { object: 'list', data: fakes.jobs.list('openai').filter((job) => !job.deleted).map(view), has_more: false, first_id: null, last_id: null })],
      ['GET', '/:id', 'status', (_, params) => json(200, view(asked(params)))],
      ['GET', '/:id/content', 'output', content],
      ['DELETE', '/:id', 'delete', remove],
    ],
  };
  return provider;
}
