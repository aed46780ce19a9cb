// What each test of the fakes needs: the fakes, a server with files to give them, and an ear for their webhooks.

import { execFileSync, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

import { startFakes } from './index.mjs';
import { tone, wav } from './room/sound.mjs';

/** A sound of exactly 2.5 s: 35 letters. */
export const VOICE = wav(tone('A reading of exactly 35 characters.', 24_000), 24_000);
export const VOICE_S = 2.5;

let picture;
/** A JPEG, upright. */
export function still() {
  if (picture) return picture;
  const folder = mkdtempSync(path.join(tmpdir(), 'understudy-still-'));
  const file = path.join(folder, 'still.jpg');
  execFileSync('ffmpeg', ['-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=360x640:duration=1', '-frames:v', '1', file]);
  picture = readFileSync(file);
  rmSync(folder, { recursive: true });
  return picture;
}

const open = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)));
const shut = (server) => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve)));

/**
 * Files as a good origin serves them, and as bad ones do: `/still.jpg`, `/voice.wav`, `/clip.mp4`, and the same below
 * `/no-head`, `/no-range`, `/no-type`, `/no-length`, `/redirect`, `/gone`, `/page`, `/short`, `/slow`. `asked` counts.
 */
async function origin(clip) {
  const asked = [];
  const kinds = { 'still.jpg': ['image/jpeg', still], 'voice.wav': ['audio/wav', () => VOICE], 'clip.mp4': ['video/mp4', clip] };
  const server = createServer(async (request, response) => {
    const [, way, name] = /^\/(?:([\w-]+)\/)?([\w.]+)$/.exec(request.url) ?? [];
    asked.push({ method: request.method, url: request.url, range: request.headers.range });
    const [type, make] = kinds[name] ?? [];
    if (!make || way === 'gone') return response.writeHead(404).end();
    const body = await make();
    if (way === 'slow') await new Promise((go) => setTimeout(go, 400));
    if (way === 'redirect') return response.writeHead(302, { location: `/${name}` }).end();
    if (way === 'no-head' && request.method === 'HEAD') return response.writeHead(405).end();
    const sent = way === 'page' ? Buffer.from('<!doctype html><p>sign in') : body;
    const headers = { 'accept-ranges': 'bytes', ...(way === 'no-type' ? {} : { 'content-type': type }) };
    const [, from, to] = way === 'no-range' ? [] : (/^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []);
    const length = way === 'short' ? sent.length + 7 : sent.length;
    if (request.method === 'HEAD') return response.writeHead(200, way === 'no-length' ? { ...headers, 'transfer-encoding': 'chunked' } : { ...headers, 'content-length': length }).end();
    if (from === undefined) return response.writeHead(200, headers).end(sent);
    const last = to === '' ? sent.length - 1 : Math.min(Number(to), sent.length - 1);
    const part = sent.subarray(Number(from), last + 1);
    return response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${last}/${sent.length}`, 'content-length': part.length }).end(part);
  });
  return { url: await open(server), asked, close: () => shut(server) };
}

/** An ear: keeps what is posted to it, with raw bytes. `answers`: the status of the next answers, 200 otherwise. */
async function ear() {
  const heard = [];
  const answers = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const raw = Buffer.concat(parts);
    heard.push({ path: request.url, headers: request.headers, raw, body: JSON.parse(raw) });
    response.writeHead(answers.shift() ?? 200).end();
  });
  return { url: await open(server), heard, answers, close: () => shut(server) };
}

/** Everything, closed again when the file's tests are done. */
export async function stage(options) {
  const running = await startFakes(options);
  const clip = () => running.fakes.films.film({ aspect: '9:16', seconds: 2 });
  const [files, hooks] = await Promise.all([origin(clip), ear()]);
  after(async () => {
    await running.close();
    await Promise.all([files.close(), hooks.close()]);
  });
  return { ...running, files, hooks, keys: running.fakes.keys, secrets: running.fakes.secrets };
}

/** Waits until something holds. */
export async function until(holds) {
  for (let n = 0; n < 1000 && !(await holds()); n += 1) await new Promise((go) => setTimeout(go, 10));
}

/** Runs something that has to fail, and returns its error. */
export async function error(promise) {
  try {
    await promise;
  } catch (caught) {
    return caught;
  }
  throw new Error('nothing failed');
}

/** What a program says of bytes. It may have heard enough before they end, which is no error. */
export function piped(program, args, input) {
  const { status, stdout, stderr } = spawnSync(program, args, { input, maxBuffer: 1 << 24 });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}

/** Seconds (in tenths), width and height of a film, and its codecs, by ffprobe. */
export function look(bytes) {
  const args = ['-v', 'error', '-show_entries', 'stream=codec_name,width,height:format=duration', '-of', 'json', 'pipe:0'];
  const { streams, format } = JSON.parse(piped('ffprobe', args, bytes));
  const video = streams.find((s) => s.width);
  return { seconds: Math.round(Number(format.duration) * 10) / 10, width: video?.width, height: video?.height, codecs: streams.map((s) => s.codec_name) };
}
