// What looking at an upload costs inside workerd: `cargo xtask bench inspect`, or after a build
// `node tests/bench/inspect.mjs [--inspect DIR]`.
//
// Ten seconds of 720x1280 with and without sound, ten and twenty key frames, with and without the visible mark, sent to the
// Worker of `dist/inspect` alone. Printed are milliseconds from the request to the answer, and by how much the memory that
// workerd holds has grown at most: it is read from /proc, so on Linux only.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false';
const { Miniflare } = await import('miniflare');

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({ options: { inspect: { type: 'string', default: path.join(root, 'dist/inspect') } } });
const RUNS = 7;
const MARK = "movie=mark.png,scale=iw*720/540:-1[mark];[film][mark]overlay=x=W*0.05:y=H*0.12";

/** Ten seconds as a phone might film them: a test picture that moves, with noise. */
function film({ sound, gop, marked }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'understudy-bench-'));
  const file = path.join(folder, 'film.mp4');
  const inputs = ['-f', 'lavfi', '-i', 'testsrc2=size=720x1280:rate=30:duration=10'];
  if (sound) inputs.push('-f', 'lavfi', '-i', 'aevalsrc=0.4*sin(2*PI*t*220*(1+floor(mod(t*5\\,7)))):s=48000:d=10');
  const filter = marked ? `noise=alls=8:allf=t[film];${MARK}` : 'noise=alls=8:allf=t';
  const video = ['-vf', filter, '-c:v', 'libx264', '-profile:v', 'high', '-preset', 'veryfast', '-b:v', '2500k', '-maxrate', '2500k'];
  const rest = ['-bufsize', '2500k', '-g', `${gop}`, '-bf', '0', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '1', '-movflags', '+faststart'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...inputs, ...video, ...rest, file], { cwd: path.join(root, 'tests/harness') });
  const bytes = readFileSync(file);
  rmSync(folder, { recursive: true, force: true });
  return bytes;
}

/** The entry first, then everything that it imports. */
function modules(folder) {
  const kinds = { '.mjs': 'ESModule', '.js': 'ESModule', '.wasm': 'CompiledWasm' };
  const all = readdirSync(folder, { recursive: true }).filter((file) => kinds[path.extname(file)]);
  return ['entry.mjs', ...all.filter((file) => file !== 'entry.mjs')].map((file) => ({
    type: kinds[path.extname(file)],
    path: file,
    contents: readFileSync(path.join(folder, file)),
  }));
}

/** Resident memory of the workerd that this process started, in MB; the peak since `clear`. */
function memory(clear = false) {
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      if (!/^Name:\s+workerd/m.test(status) || Number(/^PPid:\s+(\d+)/m.exec(status)[1]) !== process.pid) continue;
      if (clear) execFileSync('sh', ['-c', `echo 5 > /proc/${id}/clear_refs`]);
      return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1]) / 1024;
    } catch {
      // It has ended meanwhile.
    }
  }
  return NaN;
}

const FILMS = [
  ['10 key frames, marked, with sound', { sound: true, gop: 30, marked: true }],
  ['10 key frames, marked, without sound', { sound: false, gop: 30, marked: true }],
  ['20 key frames, marked, with sound', { sound: true, gop: 15, marked: true }],
  ['10 key frames, not marked, with sound', { sound: true, gop: 30, marked: false }],
  ['20 key frames, not marked, with sound', { sound: true, gop: 15, marked: false }],
];

if (!existsSync(values.inspect)) throw new Error(`${values.inspect} is missing: build first`);
console.log(`${'film of 10 s, 720x1280'.padEnd(40)} ${'bytes'.padStart(9)} ${'first ms'.padStart(9)} ${'median ms'.padStart(10)} ${'most ms'.padStart(8)} ${'memory MB'.padStart(10)}  mark`);
const result = {};
for (const [name, kind] of FILMS) {
  const bytes = film(kind);
  const mf = new Miniflare({ name: 'inspect', compatibilityDate: '2026-04-01', modules: modules(values.inspect), cf: false });
  try {
    await mf.ready;
    // Starts the runtime's own parts; what is no film is refused.
    await (await mf.dispatchFetch('http://inspect/', { method: 'POST', body: new Uint8Array(8) })).text();
    const before = memory(true);
    const times = [];
    let seen;
    for (let run = 0; run < RUNS; run += 1) {
      const begun = performance.now();
      const answer = await mf.dispatchFetch('http://inspect/', { method: 'POST', body: bytes });
      const text = await answer.text();
      times.push(performance.now() - begun);
      if (answer.status !== 200) throw new Error(text);
      seen = JSON.parse(text);
    }
    const [first] = times;
    times.sort((a, b) => a - b);
    const figures = [`${bytes.length}`.padStart(9), first.toFixed(0).padStart(9), times[RUNS >> 1].toFixed(0).padStart(10), times.at(-1).toFixed(0).padStart(8)];
    const mark = seen.mark ? `${seen.mark.places.length}/${seen.mark.looked}` : '-';
    result[name] = { first_ms: Math.round(first), median_ms: Math.round(times[RUNS >> 1]), most_ms: Math.round(times.at(-1)), memory_mb: Math.round(memory() - before) };
    console.log(`${name.padEnd(40)} ${figures.join(' ')} ${(memory() - before).toFixed(0).padStart(10)}  ${mark}${seen.sound ? ', heard' : ''}`);
  } finally {
    await mf.dispose();
  }
}
// The limits: a second at the median, and the memory that a Worker has.
console.log(JSON.stringify({ bench: 'inspect', limits: { median_ms: 1000, memory_mb: 128 }, films: result }));
