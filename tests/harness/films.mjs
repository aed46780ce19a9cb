// Films as providers make them, with a flash and a beep at known times, and the studio worker that finishes them.

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const run = (args, options = {}) => exec('ffmpeg', ['-v', 'error', '-y', ...args], { maxBuffer: 1 << 28, ...options });

/** When there is a flash and a beep, in seconds: times that films of 24, 25, 30 and 60 pictures a second have a picture at. */
export const FLASHES = [1, 2, 3];
const LONG_S = 0.15;

const during = FLASHES.map((s) => `between(t,${s},${s + LONG_S})`).join('+');

/** Said in the file, so that nobody has to guess. */
const COLOUR = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'];

/**
 * A film of `seconds` seconds: a moving test picture, dark enough for a white flash to stand out, and beeps. `video` and
 * `audio` are further filters, `args` further arguments.
 */
export async function film(out, { seconds = 4, size = '720x1280', fps = '30', video = '', sound = true, args = [] } = {}) {
  const picture = `testsrc2=s=${size}:r=${fps}:d=${seconds},scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,lutyuv=y=16+(val-16)/3,drawbox=c=white:t=fill:enable='${during}'`;
  const beeps = `aevalsrc='0.4*sin(2*PI*1000*t)*(${during})':s=44100:d=${seconds}`;
  const inputs = ['-f', 'lavfi', '-i', picture + (video && `,${video}`), ...(sound ? ['-f', 'lavfi', '-i', beeps] : [])];
  await run([...inputs, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', ...COLOUR, ...args, out]);
  return out;
}

/** The same film in another container or with other times: `-c copy`. */
export async function copy(from, out, { before = [], after = [] } = {}) {
  await run([...before, '-i', from, '-c', 'copy', ...after, out]);
  return out;
}

/** Mean luma of each frame, 0 to 255. */
async function brightness(file) {
  const args = ['-i', file, '-an', '-vf', 'scale=32:32:flags=area,format=gray', '-f', 'rawvideo', '-'];
  const { stdout } = await run(args, { encoding: 'buffer' });
  const means = [];
  for (let at = 0; at + 1024 <= stdout.length; at += 1024) {
    means.push(stdout.subarray(at, at + 1024).reduce((sum, v) => sum + v, 0) / 1024);
  }
  return means;
}

/** When flashes and beeps begin in a clip of thirty frames a second, in seconds. */
export async function onsets(file) {
  const means = await brightness(file);
  const flashes = means.flatMap((m, n) => (m > 150 && (means[n - 1] ?? 0) <= 150 ? [n / 30] : []));
  const rate = 16_000;
  const args = ['-i', file, '-vn', '-af', 'bandpass=f=1000:width_type=h:w=400', '-ac', '1', '-ar', String(rate), '-f', 'f32le', '-'];
  const { stdout } = await run(args, { encoding: 'buffer' });
  const samples = new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~3)));
  const loudest = samples.reduce((most, s) => Math.max(most, Math.abs(s)), 0);
  const beeps = [];
  let quietFrom = 0;
  for (const [n, s] of samples.entries()) {
    if (Math.abs(s) < 0.25 * loudest) continue;
    if (beeps.length === 0 || n - quietFrom > 0.2 * rate) beeps.push(n / rate);
    quietFrom = n;
  }
  return { flashes, beeps, frames: means.length };
}

/** Pixels of one frame of a file, RGB, upright, filling `width` by `height` from the middle. */
export async function frame(file, { at = 0, width = 45, height = 80 } = {}) {
  const fill = `scale=${width}:${height}:force_original_aspect_ratio=increase:flags=area,crop=${width}:${height}`;
  const args = ['-ss', String(at), '-i', file, '-frames:v', '1', '-vf', `scale=iw*sar:ih,setsar=1,${fill}`, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const { stdout } = await run(args, { encoding: 'buffer' });
  return stdout;
}

/** Mean difference of two frames, 0 to 255. */
export const apart = (a, b) => a.reduce((sum, v, i) => sum + Math.abs(v - b[i]), 0) / a.length;

/** Integrated loudness in LUFS and true peak in dBTP. */
export async function loudness(file) {
  const { stderr } = await exec('ffmpeg', ['-hide_banner', '-nostats', '-i', file, '-af', 'ebur128=peak=true', '-f', 'null', '-'], { maxBuffer: 1 << 24 });
  const after = (name) => Number(new RegExp(`${name}\\s*(-?[\\d.]+)`, 'g').exec(stderr.slice(stderr.lastIndexOf('Summary')))?.[1]);
  return { lufs: after('I:'), peak: after('Peak:') };
}

/** What a decoder finds wrong with a file. */
export async function complaints(file) {
  const { stderr } = await exec('ffmpeg', ['-v', 'warning', '-xerror', '-i', file, '-f', 'null', '-'], { maxBuffer: 1 << 24 });
  return stderr.trim();
}

/** What `direction` is unless a test says otherwise. */
export const DIRECTION = {
  prompt: '', handle: 'ana', names: [], seed: 7, width: 720, height: 1280,
  choices: { mood: 'neutral', captions: 'none', music: 'none' },
};

/**
 * Finishes a film in the studio worker of a page of the product, as the page itself does. `cancelAt` stops it at that part
 * of the whole; `bytes` are the film if it is no file. Gives the answer, the progress and the files.
 */
export async function finish(page, film, { direction = {}, sound = 'own', words = [], speech, focus = null, cancelAt, bytes } = {}) {
  const ask = { ask: 'finish', direction: { ...DIRECTION, ...direction }, sound, rate_hz: 48_000, words, focus };
  const name = `/${randomUUID()}`;
  const serve = (route) => {
    const body = route.request().url().endsWith('.speech') ? (speech ? Buffer.from(speech.buffer, speech.byteOffset, speech.byteLength) : Buffer.alloc(0)) : (bytes ?? readFileSync(film));
    return route.fulfill({ body, contentType: 'application/octet-stream' });
  };
  await page.route(`**${name}.*`, serve);
  const { answer, progress, files } = await page.evaluate(drive, { ask, name, cancelAt });
  await page.unroute(`**${name}.*`, serve);
  return { answer, progress, files: files.map((text) => Buffer.from(text, 'base64')) };
}

/** Runs in the page. The worker is kept for the next film. */
async function drive({ ask, name, cancelAt }) {
  const start = async () => {
    const worker = new Worker(globalThis.understudy.assets['worker-studio'], { type: 'module' });
    await new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = reject;
    });
    return worker;
  };
  const worker = (globalThis.finishing ??= await start());
  const load = async (ending) => (await fetch(`${name}.${ending}`)).arrayBuffer();
  const buffers = [await load('film'), await load('speech')];
  globalThis.asked = (globalThis.asked ?? 0) + 2;
  const id = globalThis.asked;
  const progress = [];
  const [answer, files] = await new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      if (data.id !== id) return;
      const body = JSON.parse(data.body);
      if (body.answer !== 'progress') return resolve([body, data.buffers]);
      progress.push(body);
      if (cancelAt !== undefined && body.done >= cancelAt) worker.postMessage({ id: id + 1, body: '{"ask":"cancel"}', buffers: [] });
    };
    worker.postMessage({ id, body: JSON.stringify(ask), buffers }, buffers);
  });
  const text = (buffer) =>
    new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.split(',')[1] ?? '');
      reader.readAsDataURL(new Blob([buffer]));
    });
  return { answer, progress, files: await Promise.all(files.map(text)) };
}
