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

/** A film in which someone does these poses, in this order. Chromium plays it in a loop. */
export async function poses(names, out, who = ANA, size = '1280x720') {
  const [first, ...rest] = names;
  const beats = [`${first}:2.4`, ...rest.map((name) => `${name}:1.8`), 'neutral:0.6'];
  await exec(await film(), ['compose', material(who.still), String(who.from_s), size, out, ...beats]);
}

/**
 * Someone does these poses and then holds a photo of themselves up and turns it, over and over.
 * The turn is a perspective of the whole frame about its upright middle, by 50 degrees.
 */
export async function heldPhoto(names, out) {
  const [live, photo, turned] = ['live', 'photo', 'turned'].map((name) => `${out}.${name}`);
  await poses(names, live);
  await poses(['neutral'], photo);
  // Up, hold, and back: 4 s. The near edge grows, the far edge shrinks.
  const angle = '(0.87*min(1\\,min(in/40\\,(119-in)/30)))';
  const [near, far] = [`H*0.14*sin${angle}`, `H*0.10*sin${angle}`];
  const [left, right] = [`W/2*(1-cos${angle})`, `W/2*(1+cos${angle})`];
  const corners = [left, `0-${near}`, right, far, left, `H+${near}`, right, `H-${far}`];
  const perspective = `perspective=${corners.map((c, i) => `${'xy'[i % 2]}${i >> 1}=${c}`).join(':')}:sense=destination:eval=frame`;
  const mjpeg = ['-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg'];
  await ffmpeg('-f', 'mjpeg', '-r', '30', '-i', photo, '-vf', `trim=start_frame=20:end_frame=21,loop=119:1,setpts=N/30/TB,${perspective}`, '-frames:v', '120', ...mjpeg, turned);
  writeFileSync(out, Buffer.concat([readFileSync(live), readFileSync(turned)]));
}

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

/** The words, one after another in a quiet room, over and over. `voice` is one of flite's. */
export async function words(all, out, voice = 'slt') {
  const spoken = [];
  for (const [i, word] of all.entries()) {
    const file = `${out}.${i}.wav`;
    await exec('flite', ['-voice', voice, '-t', word, '-o', file]);
    spoken.push(await samples(file));
  }
  const quiet = (seconds) => new Float32Array(Math.round(seconds * RATE));
  const parts = [quiet(0.7), ...spoken.flatMap((s) => [s, quiet(0.4)]), quiet(0.8)];
  writeWav(out, room(parts));
}

/** A room in which nobody speaks. */
export function silence(out) {
  writeWav(out, room([new Float32Array(4 * RATE)]));
}

/** Joins parts over the noise of a room, about -60 dB. */
function room(parts) {
  const sound = new Float32Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    sound.set(part, at);
    at += part.length;
  }
  let seed = 12345;
  for (let i = 0; i < sound.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    sound[i] = 0.7 * sound[i] + 0.002 * (seed / 2 ** 31 - 1);
  }
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
