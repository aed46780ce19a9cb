// ElevenLabs and Cartesia through their own SDKs.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import Cartesia, { AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from '@cartesia/cartesia-js';
import { ElevenLabs, ElevenLabsClient, ElevenLabsError } from '@elevenlabs/elevenlabs-js';

import { secondsOf, speak } from './room/sound.mjs';
import { error, look, stage, VOICE } from './stage.mjs';

const { origin, control, keys } = await stage();
const eleven = (apiKey = keys.elevenlabs) => new ElevenLabsClient({ apiKey, baseUrl: `${origin}/elevenlabs`, maxRetries: 0 });
const cartesia = (options = {}) => new Cartesia({ apiKey: keys.cartesia, baseURL: `${origin}/cartesia`, maxRetries: 0, ...options });
const reading = () => new File([VOICE], 'reading.wav', { type: 'audio/wav' });
const TEXT = 'Your likeness, on your terms.';
const lasts = async (speed) => (await speak(TEXT, 24_000, speed)).length / 2 / 24_000;
const SECONDS = await lasts(1);
const near = (a, b) => assert.ok(Math.abs(a - b) < 0.15, `${a} s, not ${b} s`);
const all = async (stream) => Buffer.from(await new Response(stream).arrayBuffer());

beforeEach(() => control.reset());

test('ElevenLabs: clone, speak, delete', async () => {
  const client = eleven();
  const { voiceId, requiresVerification } = await client.voices.ivc.create({ name: 'Ana', files: [reading()], description: 'by consent', labels: JSON.stringify({ of: 'ana' }), removeBackgroundNoise: true });
  assert.equal(typeof requiresVerification, 'boolean');
  const voice = await client.voices.get(voiceId);
  assert.deepEqual([voice.name, voice.category, voice.labels], ['Ana', 'cloned', { of: 'ana' }]);
  assert.ok((await client.voices.getAll()).voices.some((v) => v.voiceId === voiceId));
  const found = await client.voices.search({ search: 'Ana', pageSize: 100 });
  assert.deepEqual(found.voices.map((v) => v.voiceId), [voiceId]);
  assert.equal((await client.voices.search({ search: 'nobody' })).voices.length, 0);

  const pcm = await all(await client.textToSpeech.convert(voiceId, { text: TEXT, modelId: 'eleven_multilingual_v2', outputFormat: 'pcm_24000' }));
  near(pcm.length / 2 / 24_000, SECONDS);
  assert.ok(new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / 2).some((s) => Math.abs(s) > 3000), 'it can be heard');
  const mp3 = await all(await client.textToSpeech.convert(voiceId, { text: TEXT }));
  assert.deepEqual(look(mp3).codecs, ['mp3']);
  near(await secondsOf(mp3), SECONDS);
  const slow = await all(await client.textToSpeech.convert(voiceId, { text: TEXT, outputFormat: 'pcm_16000', voiceSettings: { speed: 0.8 } }));
  near(slow.length / 2 / 16_000, await lasts(0.8));

  assert.deepEqual((await control.ledger()).kept, [`elevenlabs voice ${voiceId}`]);
  assert.equal((await client.voices.delete(voiceId)).status, 'ok');
  const gone = await error(client.textToSpeech.convert(voiceId, { text: TEXT }));
  assert.ok(gone instanceof ElevenLabsError);
  assert.equal(gone.body.detail.code ?? gone.body.detail.status, 'voice_not_found');
  const ledger = await control.ledger();
  assert.equal(ledger.nothing_left, true);
  assert.equal(ledger.speech.length, 3);
});

test('ElevenLabs: when each letter is said', async () => {
  const said = await eleven().textToSpeech.convertWithTimestamps('21m00Tcm4TlvDq8ikWAM', { text: TEXT, outputFormat: 'pcm_24000' });
  const { characters, characterStartTimesSeconds: starts, characterEndTimesSeconds: ends } = said.alignment;
  assert.equal(characters.join(''), TEXT);
  assert.ok(starts.length === characters.length && ends.length === characters.length);
  assert.ok(starts.every((s, n) => s < ends[n] && (n === 0 || s >= starts[n - 1])));
  near(ends.at(-1), Buffer.from(said.audioBase64, 'base64').length / 2 / 24_000);
});

test('ElevenLabs: formats', async () => {
  for (const [outputFormat, codec] of [['mp3_22050_32', 'mp3'], ['opus_48000_64', 'opus']]) {
    assert.deepEqual(look(await all(await eleven().textToSpeech.convert('21m00Tcm4TlvDq8ikWAM', { text: TEXT, outputFormat }))).codecs, [codec]);
  }
  const law = await all(await eleven().textToSpeech.convert('21m00Tcm4TlvDq8ikWAM', { text: TEXT, outputFormat: 'ulaw_8000' }));
  near(law.length / 8000, SECONDS);
});

test('ElevenLabs: its three forms of errors', async () => {
  // Which error has which form is not confirmed; that all three can be had is what counts.
  const forms = { max_character_limit_exceeded: 'old', quota_exceeded: 'old', invalid_api_key: 'new', concurrent_limit_exceeded: 'new' };
  await control.assume({ elevenlabs: { errors: Object.fromEntries(Object.entries(forms).map(([code, form]) => [code, { form }])) } });
  const convert = (more = {}, id = '21m00Tcm4TlvDq8ikWAM') => error(eleven().textToSpeech.convert(id, { text: TEXT, ...more }));
  const list = await convert({ seed: -1 });
  assert.ok(list instanceof ElevenLabs.UnprocessableEntityError);
  assert.equal(list.body.detail[0].loc.at(-1), 'seed');
  const old = await convert({ text: 'x'.repeat(10_001) });
  assert.deepEqual(Object.keys(old.body.detail).sort(), ['message', 'status']);
  const fresh = await error(eleven('sk_wrong').voices.getAll());
  assert.equal(fresh.statusCode, 401);
  assert.deepEqual(Object.keys(fresh.body.detail).sort(), ['code', 'message', 'request_id', 'status', 'type']);
  await control.fault('429', { provider: 'elevenlabs', cause: 'concurrent', retry_after: 2 });
  const limited = await convert();
  assert.deepEqual([limited.statusCode, limited.body.detail.code, limited.rawResponse.headers.get('retry-after')], [429, 'concurrent_limit_exceeded', '2']);
  await control.fault('401', { provider: 'elevenlabs', op: 'speak' });
  assert.equal((await convert()).body.detail.status, 'quota_exceeded');
  assert.equal((await error(eleven().voices.ivc.create({ name: 'Ana', files: [new File(['no sound'], 'a.wav', { type: 'audio/wav' })] }))).statusCode, 400);
  assert.equal((await error(eleven().voices.ivc.create({ name: 'Ana', files: [] }))).statusCode, 422);
  assert.equal((await fetch(`${origin}/elevenlabs/v1/voices`, { headers: { authorization: `Bearer ${keys.elevenlabs}` } })).status, 401);
});

test('Cartesia: clone, speak, delete', async () => {
  const client = cartesia();
  const voice = await client.voices.clone({ clip: reading(), name: 'Ana', language: 'en', description: 'by consent' });
  assert.deepEqual([voice.name, voice.language, voice.access], ['Ana', 'en', 'private']);
  assert.equal((await client.voices.get(voice.id)).name, 'Ana');
  const found = [];
  for await (const one of client.voices.list({ q: 'Ana', is_owner: true, limit: 100 })) found.push(one.id);
  assert.deepEqual(found, [voice.id]);
  const speak = async (output_format) => Buffer.from(await (await client.tts.generate({ model_id: 'sonic-3.5', transcript: TEXT, voice: { id: voice.id }, output_format, language: 'en' })).arrayBuffer());
  near(await secondsOf(await speak({ container: 'wav', encoding: 'pcm_s16le', sample_rate: 24_000 })), SECONDS);
  const raw = await speak({ container: 'raw', encoding: 'pcm_f32le', sample_rate: 16_000 });
  near(raw.length / 4 / 16_000, SECONDS);
  const wav = look(await speak({ container: 'wav', encoding: 'pcm_f32le', sample_rate: 44_100 }));
  assert.deepEqual(wav.codecs, ['pcm_f32le']);
  assert.deepEqual(look(await speak({ container: 'mp3', bit_rate: 64_000, sample_rate: 44_100 })).codecs, ['mp3']);

  const events = await client.tts.generateSSE({ model_id: 'sonic-3.5', transcript: TEXT, voice: { id: voice.id }, output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 }, add_timestamps: true });
  const heard = [];
  let words;
  for await (const event of events) {
    if (event.type === 'chunk') heard.push(Buffer.from(event.data, 'base64'));
    if (event.type === 'timestamps') words = event.word_timestamps;
  }
  near(Buffer.concat(heard).length / 2 / 16_000, SECONDS);
  assert.deepEqual(words.words, TEXT.split(' '));
  near(words.end.at(-1), SECONDS);

  await client.voices.delete(voice.id);
  assert.ok((await error(client.voices.get(voice.id))) instanceof NotFoundError);
  assert.equal((await control.ledger()).nothing_left, true);
});

test('Cartesia: classes of errors', async () => {
  await control.assume({ cartesia: { unauthenticated: 401, voice_not_found: 404 } });
  assert.ok((await error(cartesia({ apiKey: 'wrong' }).voices.get('x'))) instanceof AuthenticationError);
  const ask = (more) => error(cartesia().tts.generate({ model_id: 'sonic-3.5', transcript: TEXT, voice: 'x', output_format: { container: 'wav', encoding: 'pcm_s16le', sample_rate: 24_000 }, ...more }));
  assert.ok((await ask({})) instanceof NotFoundError);
  assert.ok((await ask({ output_format: { container: 'ogg', sample_rate: 24_000 } })) instanceof BadRequestError);
  assert.ok((await ask({ language: 'en', locale: 'en-US' })) instanceof BadRequestError);
  await control.fault('429', { provider: 'cartesia' });
  assert.ok((await ask({})) instanceof RateLimitError);
  assert.equal((await fetch(`${origin}/cartesia/voices/x`, { headers: { authorization: `Bearer ${keys.cartesia}` } })).status, 400, 'without Cartesia-Version');
});
