// Speech: by flite where it is installed, so that what is said can be understood. Elsewhere a voice-like tone with a syllable for
// each letter, whose length follows the text.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** Letters that a voice says in a second, and the shortest sound in seconds. */
const LETTERS_PER_S = 14;
const SHORTEST_S = 0.4;

/** Seconds that a text takes at a speed. */
export const spokenSeconds = (text, speed = 1) => Math.max(SHORTEST_S, [...text].length / LETTERS_PER_S / speed);

let speaks;
/** Whether flite is there. */
export const fliteHere = () => (speaks ??= exec('flite', ['-lv']).then(() => true, () => false));

/** Samples of a text, mono, signed 16 bit. */
export async function speak(text, rate, speed = 1) {
  if (!(await fliteHere()) || !/[\p{L}\p{N}]/u.test(text)) return tone(text, rate, speed);
  const folder = await mkdtemp(path.join(tmpdir(), 'fakes-'));
  try {
    const file = path.join(folder, 'said.wav');
    // What orders a fault is not said.
    const said = text.replace(/\[fake:[^\]]*\]/g, ' ');
    await exec('flite', ['-voice', 'slt', '--setf', `duration_stretch=${(1 / speed).toFixed(3)}`, '-t', said, '-o', file]);
    return resampled(await readFile(file), rate);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Samples of a mono WAV at another rate, by straight lines between its own. */
function resampled(wav, rate) {
  const from = wav.readUInt32LE(24);
  const start = wav.indexOf('data', 12, 'latin1') + 8;
  const count = Math.floor((wav.length - start) / 2);
  const at = (n) => (n < count ? wav.readInt16LE(start + 2 * n) : 0);
  const out = new Int16Array(Math.max(1, Math.floor((count * rate) / from)));
  for (let n = 0; n < out.length; n += 1) {
    const place = (n * from) / rate;
    const whole = Math.floor(place);
    out[n] = at(whole) + (place - whole) * (at(whole + 1) - at(whole));
  }
  return Buffer.from(out.buffer);
}

/** A tone for a text. Spaces are pauses; each other letter has a pitch of its own. */
export function tone(text, rate, speed) {
  const letters = [...text];
  const total = Math.round(spokenSeconds(text, speed) * rate);
  const samples = new Int16Array(total);
  for (let n = 0, phase = 0; n < total; n += 1) {
    const at = (n / total) * letters.length;
    const letter = letters[Math.floor(at)] ?? ' ';
    if (/\s/.test(letter)) continue;
    phase += (2 * Math.PI * (110 + (letter.codePointAt(0) % 24) * 4)) / rate;
    const swell = Math.sin(Math.PI * (at % 1)) ** 0.5;
    samples[n] = 7000 * swell * (Math.sin(phase) + 0.5 * Math.sin(3 * phase) + 0.25 * Math.sin(7 * phase));
  }
  return Buffer.from(samples.buffer);
}

/** A RIFF header around samples. */
export function wav(pcm, rate, { bits = 16, float = false } = {}) {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + pcm.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(float ? 3 : 1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE((rate * bits) / 8, 28);
  head.writeUInt16LE(bits / 8, 32);
  head.writeUInt16LE(bits, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(pcm.length, 40);
  return Buffer.concat([head, pcm]);
}

/** 16 bit samples as 32 bit floats. */
export const floats = (pcm) => Buffer.from(Float32Array.from(new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / 2), (s) => s / 32768).buffer);

let found;
/** Whether ffmpeg is there. */
export const ffmpegHere = () => (found ??= exec('ffmpeg', ['-version']).then(() => true, () => false));

/** Samples through an encoder of ffmpeg; `undefined` without ffmpeg. */
export async function encode(pcm, rate, args) {
  if (!(await ffmpegHere())) return undefined;
  return piped(pcm, ['-f', 's16le', '-ar', String(rate), '-ac', '1', '-i', 'pipe:0', ...args, 'pipe:1']);
}

function piped(input, args) {
  return new Promise((resolve, reject) => {
    const done = (error, out) => (error ? reject(error) : resolve(out));
    const child = execFile('ffmpeg', ['-hide_banner', '-loglevel', 'error', ...args], { encoding: 'buffer', maxBuffer: 1 << 26 }, done);
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Seconds of a sound: of a WAV from its header, of anything else by ffmpeg. `undefined` if nobody can tell. */
export async function secondsOf(bytes) {
  if (bytes.length > 44 && bytes.toString('latin1', 0, 4) === 'RIFF') {
    const data = bytes.indexOf('data', 12, 'latin1');
    const rate = bytes.readUInt32LE(28);
    if (data > 0 && rate > 0) return Math.min(bytes.readUInt32LE(data + 4), bytes.length - data - 8) / rate;
  }
  if (!(await ffmpegHere())) return undefined;
  const pcm = await piped(bytes, ['-i', 'pipe:0', '-vn', '-f', 's16le', '-ar', '8000', '-ac', '1', 'pipe:1']).catch(() => undefined);
  return pcm && pcm.length > 0 ? pcm.length / 16_000 : undefined;
}
