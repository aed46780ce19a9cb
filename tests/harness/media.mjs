// What the fake camera sees and the fake microphone hears, made for what the edge drew.

import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { ROOT } from './server.mjs';

const exec = promisify(execFile);
const CACHE = process.env.UNDERSTUDY_CACHE ?? path.join(homedir(), '.cache/understudy');

/** A file of the test material. */
export function material(name) {
  const file = path.join(CACHE, 'material', name);
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`cargo xtask setup\``);
  return file;
}

/** Two people: a still, and where in it the face is taken from. */
export const ANA = { still: 'astronaut.png', from_s: 0 };
export const BEN = { still: 'WolfgangLanger_Pexels.mp4', from_s: 10.3 };

let built;
/** The binary of `tests/film`. */
async function film() {
  built ??= (async () => {
    if (process.env.FILM) return process.env.FILM;
    await exec('cargo', ['build', '--quiet', '--locked', '-p', 'film'], { cwd: ROOT, maxBuffer: 1 << 24 });
    return path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target'), 'debug/film');
  })();
  return built;
}
export const filmReady = film;

const ffmpeg = (...args) => exec('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args], { encoding: 'buffer', maxBuffer: 1 << 28 });

/** Seconds of the first pose (the page loads its models meanwhile), of each other, and at rest after the last. */
const [LEAD, EACH, REST] = [4, 1.8, 1.5];
const FPS = 30;

/** Attacks and troubles are smaller: nobody makes a likeness of them, and they are made more quickly. */
const SMALL = '960x540';

const compose = async (beats, out, who = ANA, size = SMALL) =>
  exec(await film(), ['compose', material(who.still), String(who.from_s), size, out, ...beats]);

/** The beats of a capture. A capture ends before its film does: Chromium plays files in a loop, and a loop is refused. */
const beats = ([first, ...rest]) => [`${first}:${LEAD}`, ...rest.map((name) => `${name}:${EACH}`)];
const upToTurn = (names) => names.slice(0, firstTurn(names));

/** A film in which someone does these poses, in this order. */
export const poses = (names, out, who, size = '1280x720') => compose([...beats(names), `neutral:${REST}`], out, who, size);

/** The JPEGs of a film. */
function frames(file) {
  const [bytes, all] = [readFileSync(file), []];
  const starts = Buffer.from([0xff, 0xd8, 0xff]);
  for (let at = 0; at < bytes.length; ) {
    const next = bytes.indexOf(starts, at + 3);
    all.push(bytes.subarray(at, next < 0 ? bytes.length : next));
    at = next < 0 ? bytes.length : next;
  }
  return all;
}

/** The first attack of all: someone does what is asked, and at the turn holds up a photo of themselves and turns it. */
export const heldPhoto = (names, out, who) => compose([...beats(upToTurn(names)), 'turned_photo:16'], out, who);

/** A capture of the same person from another day: the same poses in another order. */
export const replay = ([first, ...rest], out, who) => compose(beats([first, ...rest.slice(1), rest[0]]), out, who);

/** The first turn: another person is seen to do that, whatever their mouth and eyes are like, and more follows. */
const firstTurn = (names) => names.findIndex((name) => name.startsWith('turn_'));

/** One does the first poses, another the rest; a hard cut between them. */
export async function inTurn(names, out, one = ANA, other = BEN) {
  const half = firstTurn(names);
  const parts = [`${out}.one`, `${out}.other`];
  await compose(beats(names.slice(0, half)), parts[0], one);
  await compose([...names.slice(half).map((name) => `${name}:${EACH}`), `neutral:${REST}`], parts[1], other);
  writeFileSync(out, Buffer.concat(parts.map((part) => readFileSync(part))));
}

/** After three poses the picture stops: the same bytes for 8 seconds. */
export async function frozen(names, out, who) {
  await compose(beats(names.slice(0, 3)), out, who);
  const all = frames(out);
  writeFileSync(out, Buffer.concat([...all, ...Array(8 * FPS).fill(all.at(-1))]));
}

/** After two poses three seconds of somebody who waits come again and again, exactly. */
export async function looped(names, out, who) {
  await compose([...beats(names.slice(0, 2)), 'restless:3.4'], out, who);
  const all = frames(out);
  writeFileSync(out, Buffer.concat([...all, ...Array(4).fill(all.slice(-3 * FPS)).flat()]));
}

/** When the first turn is asked for, the head goes to the other side first. */
export function wrongTurn(names, out, who) {
  const before = upToTurn(names);
  const wanted = names[before.length];
  const other = wanted === 'turn_left' ? 'turn_right' : 'turn_left';
  return compose([...beats([...before, other, wanted]), `neutral:${REST}`], out, who);
}

/**
 * What can be wrong with a picture, as `film compose` calls it: in the dark, overexposed, before a window, out of focus, with
 * a window in the glasses, with a hand or hair over the face, with somebody else beside, too far, too near, beside the middle.
 */
export const TROUBLES = ['dark', 'bright', 'backlit', 'blurred', 'glare', 'hand', 'hair', 'guest', 'far', 'near', 'aside'];

/** Hints that the guide gives up after five seconds: an open mouth keeps the first pose from being taken then. */
const GIVEN_UP = ['backlit', 'glare', 'hair'];

/** Nothing but one of [`TROUBLES`]; in a small picture, where far is far. */
export const troubled = (trouble, out, who) =>
  compose([`${GIVEN_UP.includes(trouble) ? 'ah' : 'neutral'}+${trouble}:6`], out, who, '640x360');

/** A film from test material, as the camera would give it. */
export async function filmOf(name, out) {
  await ffmpeg('-t', '6', '-i', material(name), '-vf', 'scale=1280:-2,fps=30', '-an', '-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg', out);
}

/** Two people beside one another. */
export async function twoPeople(out) {
  const [a, b] = [`${out}.a`, `${out}.b`];
  await Promise.all([poses(['neutral'], a, ANA, '640x720'), poses(['neutral'], b, BEN, '640x720')]);
  const inputs = [a, b].flatMap((file) => ['-f', 'mjpeg', '-r', '30', '-i', file]);
  await ffmpeg(...inputs, '-filter_complex', 'hstack', '-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg', out);
}

/** When the guidance of a capture takes each pose of a film: `[[pose, seconds]]`. Fails if it does not take all. */
export async function catches(file, names) {
  const { stdout } = await exec(await film(), ['catches', file, ...names]);
  return stdout.trim().split('\n').map((line) => line.match(/^(\w+) at ([\d.]+) s$/).slice(1));
}

/** Landmark measures of every frame of a film: see `film landmarks`. */
export async function landmarks(file) {
  const { stdout } = await exec(await film(), ['landmarks', file], { maxBuffer: 1 << 24 });
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

const RATE = 48_000;

/** Mono samples in [-1, 1] of anything that ffmpeg reads, through one of its filters if wanted. */
export async function samples(file, rate_hz = RATE, filter = 'anull') {
  const { stdout } = await ffmpeg('-i', file, '-af', filter, '-ac', '1', '-ar', String(rate_hz), '-f', 'f32le', '-');
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~3)));
}

/** Spoken words with pauses before, between and after them. `voice` is one of flite's, or one for each word. */
async function spoken(all, out, voice) {
  const quiet = (seconds) => new Float32Array(Math.round(seconds * RATE));
  const parts = [quiet(0.7)];
  for (const [i, word] of all.entries()) {
    const file = `${out}.${i}.wav`;
    await exec('flite', ['-voice', Array.isArray(voice) ? voice[i] : voice, '-t', word, '-o', file]);
    parts.push(await samples(file), quiet(0.4));
  }
  return [...parts, quiet(0.8)];
}

/** The words, one after another in a quiet room, over and over. */
export async function words(all, out, voice = 'slt') {
  writeWav(out, room(await spoken(all, out, voice)));
}

/** Seconds of an empty room before and after a sentence: a microphone opens while it is quiet, and nothing comes twice. */
const [BEFORE_S, AFTER_S] = [1.5, 14];

/** A sentence in a quiet room, once; how long it takes with what is quiet before it, in seconds. */
export async function sentence(text, out, voice = 'slt') {
  const file = `${out}.said.wav`;
  await exec('flite', ['-voice', voice, '-t', text, '-o', file]);
  const said = await samples(file);
  writeWav(out, room([new Float32Array(BEFORE_S * RATE), said, new Float32Array(AFTER_S * RATE)]));
  return { seconds: BEFORE_S + said.length / RATE, said: file };
}

/**
 * How alike two sounds are, 0 to 1: the largest correlation of their waves below 4 kHz over all shifts in which one lies inside
 * the other. Two voices that say the same words are not.
 */
export async function alike(longer, shorter) {
  const rate = 8000;
  const [a, b] = await Promise.all([samples(longer, rate), samples(shorter, rate)]);
  const energy = b.reduce((sum, x) => sum + x * x, 0);
  let best = 0;
  for (let shift = -rate / 2; shift < a.length - b.length + rate / 2; shift++) {
    let [both, own] = [0, 0];
    for (let i = Math.max(0, -shift); i < b.length && i + shift < a.length; i++) {
      both += a[i + shift] * b[i];
      own += a[i + shift] * a[i + shift];
    }
    best = Math.max(best, Math.abs(both) / Math.sqrt(Math.max(own * energy, 1e-12)));
  }
  return best;
}

/** What a recogniser of others hears, in lower case; nothing where it is not installed: `cargo xtask bench voice` does. */
export async function heard(file) {
  const python = path.join(CACHE, 'judges/bin/python');
  if (!existsSync(python)) return undefined;
  const { stdout } = await ffmpeg('-i', file, '-ac', '1', '-ar', '16000', '-f', 's16le', '-');
  const raw = path.join(path.dirname(file), 'heard.raw');
  writeFileSync(raw, stdout);
  const script = 'import sys, pocketsphinx as p; d = p.Decoder(loglevel="FATAL"); d.start_utt(); d.process_raw(open(sys.argv[1], "rb").read(), full_utt=True); d.end_utt(); print(d.hyp().hypstr if d.hyp() else "")';
  return (await exec(python, ['-c', script, raw])).stdout.trim();
}

/**
 * Two people share the words in four ways, one after another until one is enough. A synthesizer's word beside another's is
 * sometimes not understood, in about one of eight draws; what is understood is two voices.
 */
export const twoVoices = [['slt', 'slt', 'rms'], ['slt', 'slt', 'kal16'], ['rms', 'slt', 'slt'], ['kal16', 'slt', 'slt']];

/** A room in which nobody speaks. */
export function silence(out) {
  writeWav(out, room([new Float32Array(4 * RATE)]));
}

/** Root mean square over all the parts. */
function rms(parts) {
  const all = parts.flatMap((part) => [...part]);
  return Math.sqrt(all.reduce((sum, s) => sum + s * s, 0) / all.length);
}

/** Joins parts over the noise of a room, about -60 dB, or over louder noise: `noise` is its RMS before the gain. */
function room(parts, { gain = 0.7, noise = 0.00115, pink = false } = {}) {
  const sound = new Float32Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    sound.set(part, at);
    at += part.length;
  }
  let seed = 12345;
  const white = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 31 - 1;
  };
  // Three leaky sums are pink enough (Kellet's economy filter); either kind is scaled to the RMS that is wanted.
  const leaks = [[0.99765, 0.099046], [0.963, 0.2965164], [0.57, 1.0526913]];
  const state = [0, 0, 0];
  const hiss = Float32Array.from(sound, () => {
    const w = white();
    if (!pink) return w;
    leaks.forEach(([keep, add], k) => (state[k] = keep * state[k] + add * w));
    return state[0] + state[1] + state[2] + 0.1848 * w;
  });
  const scale = noise / rms([hiss]);
  for (let i = 0; i < sound.length; i++) sound[i] = gain * sound[i] + (pink ? gain : 1) * scale * hiss[i];
  return sound;
}

/** 16-bit mono WAV (RIFF). */
function writeWav(file, sound) {
  const bytes = Buffer.alloc(44 + 2 * sound.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(2 * RATE, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * sound.length, 40);
  sound.forEach((s, i) => bytes.writeInt16LE(Math.round(32767 * Math.max(-1, Math.min(1, s))), 44 + 2 * i));
  writeFileSync(file, bytes);
}
