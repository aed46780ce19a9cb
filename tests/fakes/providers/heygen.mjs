// HeyGen v3 (providers.md 8): assets, videos, webhooks. Avatars and consent: heygen-avatars.mjs.

import { callable } from '../room/inputs.mjs';
import { hex, letters, print, same } from '../room/ids.mjs';
import { json } from '../room/reply.mjs';
import { heygenSignature } from '../room/signing.mjs';
import { ended } from '../room/state.mjs';
import { spokenSeconds } from '../room/sound.mjs';
import { avatarsOf } from './heygen-avatars.mjs';
import { ENDPOINTS, error, refuse, strict, VIDEOS } from './heygen-fields.mjs';

const MAX_ASSET = 32 * 1024 * 1024;
const ASSETS = ['image/png', 'image/jpeg', 'video/mp4', 'video/webm', 'audio/mpeg', 'audio/wav', 'audio/x-wav', 'application/pdf'];
const KEY = /^[A-Za-z0-9_:.-]{1,255}$/;
const STATUS = { running: 'processing', completed: 'completed', failed: 'failed', cancelled: 'failed' };

/** Runs a mutation once for each Idempotency-Key; `again` is told of the first answer's body when it is replayed. */
function idempotency(fakes) {
  const kept = new Map();
  const once = (run, again) => async (request, params) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return run(request, params);
    if (!KEY.test(key)) throw refuse(400, 'validation_error', 'Idempotency-Key is 1 to 255 of A-Z a-z 0-9 _ : . -');
    const [place, body] = [`${request.method} ${request.path} ${key}`, print(request.raw)];
    const first = kept.get(place);
    if (first && first.body !== body) {
      const { status, code } = fakes.unconfirmed.heygen.reused_key;
      throw refuse(status, code, 'This Idempotency-Key was used with another body.');
    }
    if (first && !first.reply) throw refuse(409, 'request_in_progress', 'A request with this Idempotency-Key is still running.');
    if (first) {
      again?.(JSON.parse(first.reply.body).data);
      return first.reply;
    }
    const mine = { body };
    kept.set(place, mine);
    try {
      mine.reply = await run(request, params);
      return mine.reply;
    } finally {
      // A refusal is not kept.
      if (!mine.reply || mine.reply.status >= 400) kept.delete(place);
    }
  };
  return { once, clear: () => kept.clear() };
}

export default function heygen(fakes) {
  const assumed = () => fakes.unconfirmed.heygen;
  const { once, clear } = idempotency(fakes);
  const endpoints = new Map();

  /** A file of the asset union, as an input of a job. */
  const fileOf = (field, kind, said) => {
    if (said.type === 'base64') return { field, kind, bytes: Buffer.from(said.data ?? '', 'base64'), type: said.media_type };
    if (said.type === 'asset_id') return { field, kind, url: assetUrl(said.asset_id, `${field}.asset_id`) };
    if (!said.url) throw refuse(400, 'validation_error', `${field}.url: Field required`, `${field}.url`);
    return { field, kind, url: said.url };
  };
  const assetUrl = (id, field) => {
    const kept = fakes.files.find('heygen', id);
    if (!kept) throw refuse(404, 'asset_not_available', 'This asset does not exist.', field);
    return kept.url;
  };
  const upload = async (request) => {
    const file = (await request.form())?.get('file');
    if (!(file instanceof Blob)) return error(400, 'validation_error', 'file: Field required', 'file');
    if (file.size > MAX_ASSET) return error(413, 'payload_too_large', 'Assets are at most 32 MB.');
    if (!ASSETS.includes(file.type)) return error(400, 'validation_error', `Assets are not of type ${file.type}.`, 'file');
    const kept = fakes.files.keep('heygen', hex(32), { type: file.type, bytes: Buffer.from(await file.arrayBuffer()) });
    return json(200, { data: { asset_id: kept.id, url: kept.url, mime_type: kept.type, size_bytes: kept.size } });
  };

  const create = async (request) => {
    const type = request.json()?.type;
    const body = strict(request, VIDEOS[type] ?? { type: { values: Object.keys(VIDEOS), required: true } });
    const inputs = [];
    let seconds = body.duration;
    if (type !== 'cinematic_avatar') {
      const said = ['script', 'audio_url', 'audio_asset_id'].filter((name) => body[name] !== undefined);
      if (said.length !== 1) throw refuse(400, 'validation_error', 'Exactly one of script, audio_url and audio_asset_id is needed.', 'script');
      if (body.script !== undefined) seconds = spokenSeconds(body.script);
      if (body.audio_url) inputs.push({ field: 'audio_url', kind: 'audio', url: body.audio_url });
      if (body.audio_asset_id) inputs.push({ field: 'audio_asset_id', kind: 'audio', url: assetUrl(body.audio_asset_id, 'audio_asset_id') });
    }
    if (body.image) inputs.push(fileOf('image', 'image', body.image));
    if (body.callback_url && !callable(body.callback_url)) throw refuse(400, 'validation_error', 'callback_url is an HTTPS URL.', 'callback_url');
    for (const id of type === 'image' ? [] : [body.avatar_id].flat()) avatars.usable(id);
    const job = await fakes.jobs.create(provider, {
      id: hex(32), model: type, text: request.text(), inputs, input: body, webhook: body.callback_url, external_id: body.callback_id, known_by: print(request.raw),
      idempotency_key: request.headers['idempotency-key'], aspect: body.aspect_ratio === 'auto' ? undefined : (body.aspect_ratio ?? assumed().usual_aspect), seconds,
    });
    return json(200, { data: { video_id: job.id, status: 'waiting', output_format: body.output_format ?? 'mp4' } });
  };
  const asked = ({ id }) => {
    const job = fakes.jobs.find('heygen', id);
    if (!job || job.deleted) throw refuse(404, 'not_found', 'This video does not exist.');
    return job;
  };
  const failure = (job) => ({ failure_code: assumed().failure_codes[job.cause?.kind] ?? 'internal_error', failure_message: job.cause?.message ?? 'The video could not be made.' });
  const view = (job) => {
    const said = fakes.jobs.seen(job);
    const good = said.state === 'completed' && !job.data_removed;
    return {
      id: job.id, title: job.input.title ?? null, status: STATUS[said.state] ?? assumed().waiting,
      video_url: said.state === 'completed' ? job.output.url : null, thumbnail_url: null, duration: good ? job.output.seconds : null,
      subtitle_url: null, captioned_video_url: null, gif_url: null, video_page_url: null,
      ...(said.state === 'failed' ? failure(job) : { failure_code: null, failure_message: null }),
      created_at: Math.floor(job.created_at / 1000), completed_at: ended(said) ? Math.floor(job.ended_at / 1000) : null,
    };
  };
  const remove = (_, params) => {
    fakes.jobs.remove(asked(params));
    return json(assumed().delete_status, { data: { id: params.id } });
  };

  const register = (request) => {
    const body = strict(request, ENDPOINTS);
    if (!callable(body.url)) throw refuse(400, 'validation_error', 'url is an HTTPS URL.', 'url');
    return json(200, { data: keep(body, `whsec_${letters(32)}`) });
  };
  const keep = ({ url, events = null }, secret) => {
    const made = { endpoint_id: hex(32), url, events, status: 'enabled', secret };
    endpoints.set(made.endpoint_id, made);
    return made;
  };
  const endpoint = ({ eid }) => endpoints.get(eid) ?? (() => { throw refuse(404, 'not_found', 'This endpoint does not exist.'); })();
  const rotate = (_, params) => json(200, { data: { endpoint_id: params.eid, secret: (endpoint(params).secret = `whsec_${letters(32)}`) } });

  function hooks(job, news) {
    if (news !== 'end' || job.state === 'cancelled') return [];
    const good = job.state !== 'failed';
    const type = good ? 'avatar_video.success' : 'avatar_video.fail';
    const told = { video_id: job.id, ...(good ? { url: job.output?.url ?? null, gif_download_url: null } : failure(job)), callback_id: job.input.callback_id ?? null };
    const eventId = `evt_${letters(24)}`;
    const signed = (secret) => (raw, { timestamp, forged }) => ({
      'heygen-signature': heygenSignature(forged ? `${secret}0` : secret, raw), 'heygen-timestamp': String(timestamp), 'heygen-event-id': eventId,
    });
    const body = { event_id: eventId, event_type: type, event_data: told, created_at: new Date().toISOString() };
    const registered = [...endpoints.values()].filter((e) => !e.events || e.events.includes(type)).map((e) => ({ url: e.url, body, sign: signed(e.secret) }));
    const callback = job.webhook ? [{ url: job.webhook, body, sign: assumed().callback_signed ? signed(fakes.secrets.heygen) : undefined }] : [];
    return [...registered, ...callback];
  }

  const avatars = avatarsOf(fakes, { fileOf });
  const provider = {
    name: 'heygen',
    prefix: '/heygen',
    bases: { heygen: '/heygen' },
    environment: (at) => ({ HEYGEN_API_KEY: fakes.keys.heygen, HEYGEN_URL: at('/heygen'), HEYGEN_WEBHOOK_SECRET: fakes.secrets.heygen }),
    fetches: 'run',
    held: (url) => fakes.files.at(url),
    auth: (request) => (same(request.headers['x-api-key'], fakes.keys.heygen) ? undefined : error(401, 'unauthorized', 'The API key is missing or wrong.')),
    problem(status) {
      const codes = { 401: 'unauthorized', 402: 'insufficient_credit', 403: 'forbidden', 404: 'not_found', 429: 'rate_limit_exceeded' };
      return error(status, codes[status] ?? 'internal_error', status === 429 ? 'Too many requests.' : 'Something went wrong.');
    },
    hooks,
    reset() {
      for (const room of [endpoints, avatars]) room.clear();
      clear();
    },
    // An endpoint that was registered by hand, with the secret of the table.
    control: [...avatars.control, ['POST', '/heygen/endpoints', 'control', (request) => json(201, keep(request.json() ?? {}, fakes.secrets.heygen))]],
    routes: [
      ['POST', '/v3/assets', 'upload', once(upload)],
      ...avatars.routes(once),
      ['POST', '/v3/videos', 'submit', once(create, (data) => (fakes.jobs.find('heygen', data.video_id).submits += 1))],
      ['GET', '/v3/videos/statuses', 'status', (request) => json(200, { data: (request.query.get('video_ids') ?? '').split(',').filter(Boolean).map((id) => view(asked({ id }))) })],
      ['GET', '/v3/videos/:id', 'status', (_, params) => json(200, { data: view(asked(params)) })],
      ['DELETE', '/v3/videos/:id', 'delete', remove],
      ['POST', '/v3/webhooks/endpoints', 'webhooks', once(register)],
      ['GET', '/v3/webhooks/endpoints', 'webhooks', () => json(200, { data: [...endpoints.values()].map(({ secret, ...shown }) => shown) })],
      ['POST', '/v3/webhooks/endpoints/:eid/rotate-secret', 'webhooks', rotate],
      ['DELETE', '/v3/webhooks/endpoints/:eid', 'webhooks', (_, params) => (endpoint(params), endpoints.delete(params.eid), json(200, { data: params }))],
    ],
  };
  return provider;
}
