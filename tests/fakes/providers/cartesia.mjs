// Cartesia (providers.md 9.2): clones, speech as bytes, speech as events with word timings.

import { wrongs } from '../room/fields.mjs';
import { letters, same, credential, uuid } from '../room/ids.mjs';
import { bytes, empty, events, json, Refusal } from '../room/reply.mjs';
import { encode, floats, wav } from '../room/sound.mjs';
import { Voices } from '../room/voices.mjs';

const VERSION = /^\d{4}-\d{2}-\d{2}$/;
const RATES = [8000, 16_000, 22_050, 24_000, 44_100, 48_000];
const MODEL = /^sonic-/;
const BODY = {
  model_id: { type: 'string', required: true }, transcript: { type: 'string', required: true, min: 1 }, voice: { type: 'any', required: true },
  output_format: {
    type: 'object', required: true,
    item: { container: { values: ['raw', 'wav', 'mp3'], required: true }, encoding: { values: ['pcm_f32le', 'pcm_s16le', 'pcm_mulaw', 'pcm_alaw'] }, sample_rate: { type: 'int', values: RATES, required: true }, bit_rate: { type: 'int', values: [32_000, 64_000, 96_000, 128_000, 192_000] } },
  },
  language: { type: 'string' }, locale: { type: 'string' },
};
/** Bytes of sound in one event. */
const CHUNK = 16_384;

/** Samples in a format, with its type. No bytes: ffmpeg is needed and missing. */
async function shape(pcm, { container, encoding = 'pcm_s16le', sample_rate, bit_rate }) {
  if (container === 'mp3') return ['audio/mpeg', await encode(pcm, sample_rate, ['-c:a', 'libmp3lame', '-b:a', String(bit_rate), '-f', 'mp3'])];
  const law = /^pcm_(mulaw|alaw)$/.exec(encoding)?.[1];
  const float = encoding === 'pcm_f32le';
  const raw = law ? await encode(pcm, sample_rate, ['-f', law]) : float ? floats(pcm) : pcm;
  if (container === 'raw') return ['audio/pcm', raw];
  return ['audio/wav', law ? await encode(pcm, sample_rate, ['-c:a', `pcm_${law}`, '-f', 'wav']) : wav(raw, sample_rate, { bits: float ? 32 : 16, float })];
}

export default function cartesia(fakes) {
  const assumed = () => fakes.unconfirmed.cartesia;
  const voices = new Voices(fakes, 'cartesia');
  const error = (status, title, message) => json(status, { error_code: title.toLowerCase().replaceAll(' ', '_'), title, message, request_id: uuid(), status_code: status });
  const refuse = (...said) => new Refusal(error(...said));
  const asked = ({ vid }) => voices.find(vid) ?? (() => { throw refuse(assumed().voice_not_found, 'Voice not found', `No voice ${vid}.`); })();
  const view = ({ id, about }) => ({ id, access: 'private', is_owner: true, tagline: '', visibility: 'owner', locales: [], ...about });

  const clone = async (request) => {
    const form = await request.form();
    const said = Object.fromEntries(['name', 'language', 'description', 'base_voice_id'].map((name) => [name, form?.get(name) ?? undefined]));
    const clip = form?.get('clip');
    if (!(clip instanceof Blob)) throw refuse(400, 'Invalid request', 'clip: Field required');
    for (const name of ['name', 'language']) if (!said[name]) throw refuse(400, 'Invalid request', `${name}: Field required`);
    const { problem, seconds } = await voices.wrong('clip', clip);
    if (problem) throw refuse(400, 'Invalid request', `clip ${problem}`);
    const kept = voices.keep(uuid(), { name: said.name, language: said.language, description: said.description ?? '', created_at: new Date().toISOString() });
    kept.seconds = seconds;
    return json(200, view(kept));
  };

  /** Checks a request for speech and makes its samples. */
  const speak = async (request) => {
    const body = request.json();
    if (!body) throw refuse(400, 'Invalid request', 'The body is a JSON object.');
    const [wrong] = wrongs(body, BODY);
    if (wrong) throw refuse(400, 'Invalid request', `${wrong.loc.join('.')}: ${wrong.what}`);
    if (!MODEL.test(body.model_id)) throw refuse(400, 'Invalid request', `model_id: no model ${body.model_id}`);
    if (body.language && body.locale) throw refuse(400, 'Invalid request', 'language or locale, not both');
    const { container, encoding, bit_rate } = body.output_format;
    if (container === 'mp3' ? !bit_rate : !encoding) throw refuse(400, 'Invalid request', `output_format: ${container} needs ${container === 'mp3' ? 'bit_rate' : 'encoding'}`);
    const vid = typeof body.voice === 'string' ? body.voice : body.voice?.id;
    asked({ vid });
    return { body, ...(await voices.say(vid, body.transcript, body.output_format.sample_rate, body.generation_config?.speed)) };
  };
  const plain = async (request) => {
    const { body, pcm } = await speak(request);
    const [type, sound] = await shape(pcm, body.output_format);
    if (!sound) throw refuse(400, 'Invalid request', 'This fake needs ffmpeg for that output_format; ask for wav.');
    return bytes(type, sound);
  };
  const streamed = async (request) => {
    if (request.json()?.output_format?.container !== 'raw') throw refuse(400, 'Invalid request', 'output_format: container raw');
    const { body, pcm, seconds } = await speak(request);
    const [, sound] = await shape(pcm, body.output_format);
    if (!sound) throw refuse(400, 'Invalid request', 'This fake needs ffmpeg for that output_format; ask for pcm_s16le.');
    const context_id = body.context_id ?? letters(12);
    const words = body.transcript.split(/\s+/).filter(Boolean);
    const at = (n) => Math.round((n / words.length) * seconds * 1000) / 1000;
    return events(async (send) => {
      for (let from = 0; from < sound.length; from += CHUNK) {
        send({ type: 'chunk', data: sound.subarray(from, from + CHUNK).toString('base64'), done: false, status_code: 206, step_time: 1, context_id }, 'chunk');
      }
      const word_timestamps = { words, start: words.map((_, n) => at(n)), end: words.map((_, n) => at(n + 1)) };
      if (body.add_timestamps) send({ type: 'timestamps', done: false, status_code: 206, context_id, word_timestamps }, 'timestamps');
      send({ type: 'done', done: true, status_code: 200, context_id }, 'done');
    });
  };
  /** Those whose name holds what is asked for, a page of them. */
  const list = (request) => {
    const [wanted, size] = [request.query.get('q') ?? '', Number(request.query.get('limit') ?? 10)];
    if (!Number.isInteger(size) || size < 1 || size > 100) throw refuse(400, 'Invalid request', 'limit: 1 to 100');
    const found = voices.list().filter((v) => v.about.name.toLowerCase().includes(wanted.toLowerCase())).map(view);
    // The next page begins after the last voice of the one before.
    const all = found.slice(found.findIndex((v) => v.id === request.query.get('starting_after')) + 1);
    return json(200, { data: all.slice(0, size), has_more: all.length > size, next_page: null });
  };
  const remove = (_, params) => {
    voices.remove(asked(params));
    return empty(assumed().delete_status);
  };

  return {
    name: 'cartesia',
    prefix: '/cartesia',
    bases: { cartesia: '/cartesia' },
    environment: (at) => ({ CARTESIA_API_KEY: fakes.keys.cartesia, CARTESIA_URL: at('/cartesia') }),
    auth(request) {
      if (!same(credential(request, 'Bearer'), fakes.keys.cartesia)) return error(assumed().unauthenticated, 'Unauthorized', 'Invalid API key.');
      return VERSION.test(request.headers['cartesia-version'] ?? '') ? undefined : error(400, 'Invalid request', 'Cartesia-Version is a date.');
    },
    problem: (status) => error(status, status === 429 ? 'Too many requests' : 'Internal error', 'Something went wrong.'),
    routes: [
      ['POST', '/voices/clone', 'clone', clone],
      ['GET', '/voices', 'find', list],
      ['GET', '/voices/:vid', 'voices', (_, params) => json(200, view(asked(params)))],
      ['DELETE', '/voices/:vid', 'delete', remove],
      ['POST', '/tts/bytes', 'speak', plain],
      ['POST', '/tts/sse', 'speak', streamed],
    ],
  };
}
