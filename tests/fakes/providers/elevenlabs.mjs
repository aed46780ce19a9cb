// ElevenLabs (providers.md 9.1): instant clones, speech, speech with character timings, and its three forms of errors.

import { wrongs } from '../room/fields.mjs';
import { letters, same } from '../room/ids.mjs';
import { bytes, json, Refusal } from '../room/reply.mjs';
import { encode } from '../room/sound.mjs';
import { Voices } from '../room/voices.mjs';

/** A voice that everybody has. */
const PREMADE = { voice_id: '21m00Tcm4TlvDq8ikWAM', name: 'Rachel', category: 'premade', labels: {}, description: null };
/** Letters that a model takes. */
const MODELS = { eleven_v3: 5000, eleven_multilingual_v2: 10_000, eleven_turbo_v2_5: 40_000, eleven_flash_v2_5: 40_000 };
const FORMAT = /^(?:mp3_(22050_32|24000_48|44100_(?:32|64|96|128|192))|pcm_(8000|16000|22050|24000|32000|44100|48000)|opus_48000_(32|64|96|128|192)|ulaw_8000|alaw_8000)$/;
const part = (type, min, max) => ({ type, min, max });
const BODY = {
  text: { type: 'string', required: true }, model_id: { type: 'string' }, language_code: { type: 'string' }, seed: part('int', 0, 4_294_967_295),
  voice_settings: { type: 'object', item: { stability: part('number', 0, 1), similarity_boost: part('number', 0, 1), style: part('number', 0, 1), use_speaker_boost: { type: 'bool' }, speed: part('number', 0.7, 1.2) } },
  apply_text_normalization: { values: ['auto', 'on', 'off'] }, previous_text: { type: 'string' }, next_text: { type: 'string' },
  previous_request_ids: { type: 'array', max: 3 }, next_request_ids: { type: 'array', max: 3 }, pronunciation_dictionary_locators: { type: 'array', max: 3 },
};

/** Speech in a format: its type and a function that makes it from samples. `undefined` if ffmpeg is needed and missing. */
function format(name) {
  const [kind, rate, kbps] = name.split('_');
  const hz = Number(rate);
  const through = (type, ...args) => ({ type, hz, make: (pcm) => encode(pcm, hz, args) });
  if (kind === 'pcm') return { type: 'audio/pcm', hz, make: (pcm) => pcm };
  if (kind === 'mp3') return through('audio/mpeg', '-c:a', 'libmp3lame', '-b:a', `${kbps}k`, '-f', 'mp3');
  if (kind === 'opus') return through('audio/opus', '-c:a', 'libopus', '-b:a', `${kbps}k`, '-f', 'ogg');
  return through('audio/basic', '-f', kind === 'ulaw' ? 'mulaw' : 'alaw');
}

/** When each letter of a text is said, in seconds. */
function alignment(text, seconds) {
  const characters = [...text];
  const at = (n) => Math.round((n / characters.length) * seconds * 1000) / 1000;
  return { characters, character_start_times_seconds: characters.map((_, n) => at(n)), character_end_times_seconds: characters.map((_, n) => at(n + 1)) };
}

export default function elevenlabs(fakes) {
  const assumed = () => fakes.unconfirmed.elevenlabs;
  const voices = new Voices(fakes, 'elevenlabs');

  /** An error by its code, in the form that the table says. */
  const error = (code, message, param) => {
    const { status, form, type } = assumed().errors[code];
    const request_id = letters(20);
    return json(status, { detail: form === 'old' ? { status: code, message } : { type, code, message, status: code, request_id, ...(param ? { param } : {}) } });
  };
  const invalid = (found) => json(422, { detail: found.map(({ loc, what, type }) => ({ loc, msg: what, type })) });
  const refuse = (reply) => new Refusal(reply);
  const missing = (name) => refuse(invalid([{ loc: ['body', name], what: 'Field required', type: 'missing' }]));
  const asked = ({ vid }) => voices.find(vid) ?? (() => { throw refuse(error('voice_not_found', `A voice with voice_id '${vid}' was not found.`)); })();
  const view = ({ id, about }) => ({ voice_id: id, category: 'cloned', samples: [], ...about });

  const clone = async (request) => {
    const form = await request.form();
    if (!form) throw missing('name');
    const [name, files] = [form.get('name'), form.getAll('files').filter((f) => f instanceof Blob)];
    if (typeof name !== 'string' || name === '') throw missing('name');
    if (files.length === 0) throw missing('files');
    const { max_files, max_file_bytes, requires_verification } = assumed();
    if (files.length > max_files || files.some((f) => f.size > max_file_bytes)) return error('invalid_parameters', 'Too many or too large files.', 'files');
    let seconds = 0;
    for (const file of files) {
      const said = await voices.wrong('files', file);
      if (said.problem) return error('invalid_parameters', `A file ${said.problem}.`, 'files');
      seconds += said.seconds ?? 0;
    }
    let labels = {};
    try {
      labels = JSON.parse(form.get('labels') ?? '{}');
    } catch {
      return error('invalid_parameters', 'labels is a JSON string.', 'labels');
    }
    const kept = voices.keep(letters(20), { name, labels, description: form.get('description') ?? null });
    kept.seconds = seconds;
    return json(200, { voice_id: kept.id, requires_verification });
  };

  const speak = async (request, { vid }) => {
    if (vid !== PREMADE.voice_id) asked({ vid });
    const body = request.json();
    if (!body) throw refuse(invalid([{ loc: ['body'], what: 'JSON decode error', type: 'json_invalid' }]));
    const found = wrongs(body, BODY, { where: ['body'] });
    if (found.length > 0) throw refuse(invalid(found));
    const model = body.model_id ?? 'eleven_multilingual_v2';
    if (!MODELS[model]) throw refuse(error('invalid_parameters', `A model with model_id ${model} does not exist.`, 'model_id'));
    if ([...body.text].length > MODELS[model]) throw refuse(error('max_character_limit_exceeded', `This model takes at most ${MODELS[model]} characters.`));
    if (body.text.trim() === '') throw refuse(error('invalid_parameters', 'text is empty.', 'text'));
    const wanted = request.query.get('output_format') ?? 'mp3_44100_128';
    if (!FORMAT.test(wanted)) throw refuse(invalid([{ loc: ['query', 'output_format'], what: 'Input should be an output format', type: 'enum' }]));
    const { type, hz, make } = format(wanted);
    const { pcm, seconds } = await voices.say(vid, body.text, hz, body.voice_settings?.speed);
    const sound = await make(pcm);
    if (!sound) throw refuse(error('invalid_parameters', `This fake needs ffmpeg for ${wanted}; ask for pcm_${hz}.`, 'output_format'));
    const headers = assumed().headers ? { 'request-id': letters(20), 'character-cost': String([...body.text].length) } : {};
    return { text: body.text, type, sound, seconds, headers };
  };
  const plain = async (request, params) => {
    const { type, sound, headers } = await speak(request, params);
    return bytes(type, sound, headers);
  };
  const timed = async (request, params) => {
    const { text, sound, seconds, headers } = await speak(request, params);
    const said = alignment(text, seconds);
    return json(200, { audio_base64: sound.toString('base64'), alignment: said, normalized_alignment: said }, headers);
  };
  const remove = (_, params) => {
    voices.remove(asked(params));
    return json(200, { status: 'ok' });
  };
  /** `/v2/voices`: those whose name holds what is searched for, a page of them. */
  const search = (request) => {
    const [wanted, size] = [request.query.get('search') ?? '', Number(request.query.get('page_size') ?? 10)];
    if (!Number.isInteger(size) || size < 1 || size > 100) throw refuse(invalid([{ loc: ['query', 'page_size'], what: 'Input should be 1 to 100', type: 'int' }]));
    const all = [PREMADE, ...voices.list().map(view)].filter((v) => v.name.toLowerCase().includes(wanted.toLowerCase()));
    return json(200, { voices: all.slice(0, size), has_more: all.length > size, total_count: all.length, next_page_token: null });
  };
  const edit = async (request, params) => {
    const [kept, form] = [asked(params), await request.form()];
    if (!form?.get('name')) throw missing('name');
    Object.assign(kept.about, { name: form.get('name'), description: form.get('description') ?? kept.about.description });
    return json(200, { status: 'ok' });
  };

  return {
    name: 'elevenlabs',
    prefix: '/elevenlabs',
    bases: { elevenlabs: '/elevenlabs' },
    environment: (at) => ({ ELEVENLABS_API_KEY: fakes.keys.elevenlabs, ELEVENLABS_URL: at('/elevenlabs') }),
    auth: (request) => (same(request.headers['xi-api-key'], fakes.keys.elevenlabs) ? undefined : error('invalid_api_key', 'Invalid API key')),
    problem(status, { cause }) {
      if (status === 429) return error(cause === 'concurrent' ? 'concurrent_limit_exceeded' : 'rate_limit_exceeded', 'Too many requests.');
      if (status === 401) return error('quota_exceeded', 'This request exceeds your quota.');
      return json(status, { detail: { type: status === 404 ? 'not_found' : 'internal_error', code: status === 404 ? 'not_found' : 'internal_error', message: 'Something went wrong.', status: 'error', request_id: letters(20) } });
    },
    routes: [
      ['POST', '/v1/voices/add', 'clone', clone],
      ['GET', '/v1/voices', 'voices', () => json(200, { voices: [PREMADE, ...voices.list().map(view)] })],
      ['GET', '/v2/voices', 'find', search],
      ['GET', '/v1/voices/:vid', 'voices', (_, params) => json(200, params.vid === PREMADE.voice_id ? PREMADE : view(asked(params)))],
      ['POST', '/v1/voices/:vid/edit', 'voices', edit],
      ['DELETE', '/v1/voices/:vid', 'delete', remove],
      ['POST', '/v1/text-to-speech/:vid', 'speak', plain],
      ['POST', '/v1/text-to-speech/:vid/stream', 'speak', plain],
      ['POST', '/v1/text-to-speech/:vid/with-timestamps', 'speak', timed],
    ],
  };
}
