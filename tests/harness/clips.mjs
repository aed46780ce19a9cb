// Files as people send them, good and bad, made by ffmpeg when first asked for.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const made = new Map();
const here = path.dirname(fileURLToPath(import.meta.url));

/** Runs ffmpeg and returns the file it writes. */
function ffmpeg(name, args) {
  if (!made.has(name)) {
    const folder = mkdtempSync(path.join(tmpdir(), 'understudy-clip-'));
    const file = path.join(folder, name);
    try {
      execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args, file], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
      made.set(name, readFileSync(file));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return made.get(name);
}

const picture = (size, seconds) => ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30:duration=${seconds}`];
const tone = (seconds) => ['-f', 'lavfi', '-i', `sine=frequency=220:sample_rate=48000:duration=${seconds}`];
const h264 = ['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '30', '-bf', '0'];
const aac = ['-c:a', 'aac', '-profile:a', 'aac_low', '-ac', '1'];
const first = ['-movflags', '+faststart'];

/**
 * Filters after which the site's visible mark stands in pictures that are `width` across: `mark.png`, which the studio's own
 * code drew for pictures of 540 (`cargo run -p studio --example mark -- tester 540 tests/harness/mark.png`).
 */
const marked = (filters, width) => {
  const size = width === 540 ? 'null' : `scale=iw*${width}/540:-1:flags=area`;
  return ['-vf', `${filters}[film];movie=mark.png,${size}[mark];[film][mark]overlay=x=W*0.05:y=H*0.12`];
};

/** A clip as the studio makes one: upright, marked, H.264 with AAC, index first. Each length has colours of its own. */
export const clip = (size = '540x960', seconds = 2) => {
  const colours = marked(`hue=h=${seconds * 37}`, parseInt(size, 10));
  const name = `good-${size}-${seconds}.mp4`;
  return ffmpeg(name, [...picture(size, seconds), ...tone(seconds), ...colours, ...h264, ...aac, '-shortest', ...first]);
};

/** The same without the visible mark, which no studio makes. */
export const unmarkedClip = () => ffmpeg('unmarked.mp4', [...picture('540x960', 2), ...tone(2), ...h264, ...aac, '-shortest', ...first]);

export const clipWithoutSound = () => ffmpeg('mute.mp4', [...picture('540x960', 2), ...marked('null', 540), ...h264, ...first]);
export const clipWithOpus = () =>
  ffmpeg('opus.mp4', [...picture('540x960', 2), ...tone(2), ...marked('null', 540), ...h264, '-c:a', 'libopus', '-shortest', ...first]);

/** Files that break one rule each, with the rule. */
export const badClips = {
  'eleven seconds': () => clip('540x960', 11),
  'VP9 instead of H.264': () =>
    ffmpeg('vp9.mp4', [...picture('270x480', 1), ...tone(1), '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', ...aac, '-shortest', ...first]),
  'MP3 instead of AAC': () =>
    ffmpeg('mp3.mp4', [...picture('540x960', 1), ...tone(1), ...h264, '-c:a', 'libmp3lame', '-shortest', ...first]),
  'a landscape': () => clip('960x540', 1),
  'two pictures': () =>
    ffmpeg('two.mp4', [...picture('540x960', 1), ...picture('540x960', 1), ...tone(1), '-map', '0:v', '-map', '1:v', '-map', '2:a', ...h264, ...aac, ...first]),
  'two sounds': () =>
    ffmpeg('twice.mp4', [...picture('540x960', 1), ...tone(1), ...tone(1), '-map', '0:v', '-map', '1:a', '-map', '2:a', ...h264, ...aac, ...first]),
  'sound only': () => ffmpeg('sound.mp4', [...tone(2), ...aac, ...first]),
  'the index at the end': () =>
    ffmpeg('last.mp4', [...picture('540x960', 2), ...tone(2), ...h264, ...aac, '-shortest']),
  'a file that ends too early': () => clip().subarray(0, Math.floor(clip().length * 0.6)),
  'only the head of a file': () => clip().subarray(0, 40),
  'a web page': () => Buffer.from('<!doctype html><html><body><script>alert(1)</script></body></html>'),
  'noise': () => Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + 13) % 251)),
};

/** What a picture, or the key frames of a film, show: 36x64 grey pixels each. */
export function greys(bytes, name) {
  const folder = mkdtempSync(path.join(tmpdir(), 'understudy-greys-'));
  try {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    const way = name.endsWith('.mp4') ? 'select=eq(pict_type\\,I),' : '';
    const raw = execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-i', file, '-vf', `${way}scale=36:64:flags=area`, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']);
    return Array.from({ length: raw.length / (36 * 64) }, (_, i) => raw.subarray(i * 36 * 64, (i + 1) * 36 * 64));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A picture of `count` side by side, cut apart: JPEGs. */
export function apart(bytes, count) {
  const folder = mkdtempSync(path.join(tmpdir(), 'understudy-apart-'));
  try {
    writeFileSync(path.join(folder, 'sheet.jpg'), bytes);
    return Array.from({ length: count }, (_, i) =>
      execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-i', 'sheet.jpg', '-vf', `crop=iw/${count}:ih:${i}*iw/${count}:0`, '-f', 'mjpeg', '-'], { cwd: folder }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A still of 9:16, as one is drawn for a generator. */
export const poster = (size = '360x640') =>
  ffmpeg(`poster-${size}.jpg`, ['-f', 'lavfi', '-i', `testsrc2=size=${size}`, '-frames:v', '1', '-q:v', '4']);

/** A clip of pictures of its own, one a second: a game of life from this seed, out of focus. Two seeds have nothing in common. */
export const showing = (seed, seconds = 3) => {
  const cells = ['-f', 'lavfi', '-i', `life=size=18x32:rate=1:seed=${seed}:ratio=0.4:mold=30:life_color=white:mold_color=#403010,scale=540:960:flags=bicubic,fps=30`];
  return ffmpeg(`life-${seed}-${seconds}.mp4`, [...cells, ...tone(seconds), '-t', `${seconds}`, ...marked('null', 540), ...h264, ...aac, '-shortest', ...first]);
};

/** A melody of its own for each seed: five tones a second. */
const melody = (seed, seconds) => {
  const step = `floor(24*abs(mod(sin((floor(t*5)+1)*${seed})*43758.5453\\,1)))`;
  return ['-f', 'lavfi', '-i', `aevalsrc=0.4*sin(2*PI*t*220*pow(2\\,${step}/12)):s=48000:d=${seconds}`];
};

/** As `showing`, with a melody of its own. */
export const singing = (seed, seconds = 5) => {
  const cells = ['-f', 'lavfi', '-i', `life=size=18x32:rate=1:seed=${seed}:ratio=0.4:mold=30:life_color=white:mold_color=#403010,scale=540:960:flags=bicubic,fps=30`];
  return ffmpeg(`song-${seed}-${seconds}.mp4`, [...cells, ...melody(seed, seconds), '-t', `${seconds}`, ...marked('null', 540), ...h264, ...aac, '-b:a', '96k', ...first]);
};

/**
 * The same pictures again, at another size and with another encoder setting: another file that shows the same. `change` is a
 * further filter for the pictures, `dub` the seed of another melody. The copy is marked afresh, as whoever passes it on through
 * the studio would have it: what mirrors or cuts a film does so to its mark.
 */
export function recoded(name, bytes, { size = '360:640', crf = 34, gop = 30, from = 0, preset = 'veryfast', change = 'null', dub } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'understudy-copy-'));
  try {
    const file = path.join(folder, 'before.mp4');
    writeFileSync(file, bytes);
    const other = dub ? [...melody(dub, 5), '-map', '0:v', '-map', '1:a', '-shortest'] : [];
    const video = [...other, ...marked(`${change},scale=${size},setsar=1`, parseInt(size, 10)), '-c:v', 'libx264', '-profile:v', 'high', '-preset', preset, '-crf', `${crf}`, '-g', `${gop}`, '-bf', '0'];
    return ffmpeg(name, ['-ss', `${from}`, '-i', file, ...video, '-pix_fmt', 'yuv420p', ...aac, ...first]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A clip whose structure is right and whose key frames are noise. */
export function undecodable(bytes = clip()) {
  const folder = mkdtempSync(path.join(tmpdir(), 'understudy-noise-'));
  const file = path.join(folder, 'good.mp4');
  writeFileSync(file, bytes);
  const entries = ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pos,size,flags', '-of', 'json', file];
  const { packets } = JSON.parse(execFileSync('ffprobe', entries));
  rmSync(folder, { recursive: true, force: true });
  const copy = Buffer.from(bytes);
  for (const { pos, size } of packets.filter((p) => p.flags.startsWith('K'))) {
    const end = Number(pos) + Number(size);
    for (let at = Number(pos); at < end; at += 4 + copy.readUInt32BE(at)) {
      // The slice's header and the lengths stay, or the structure would be wrong already. No byte is zero: nothing looks
      // like a start code.
      if ((copy[at + 4] & 31) === 5) for (let i = at + 16; i < at + 4 + copy.readUInt32BE(at); i += 1) copy[i] = ((i * 7919 + 13) % 251) + 1;
    }
  }
  return copy;
}
