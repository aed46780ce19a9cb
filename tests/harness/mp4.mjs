// Looking into a published file with other people's tools.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { landmarks, samples } from './media.mjs';

const exec = promisify(execFile);

/** What ffprobe says, frames counted. */
export async function probe(file) {
  const args = ['-v', 'error', '-count_frames', '-show_format', '-show_streams', '-of', 'json', file];
  const { stdout, stderr } = await exec('ffprobe', args, { maxBuffer: 1 << 24 });
  return { ...JSON.parse(stdout), complaints: stderr.trim() };
}

/** Limited-range BT.709, as a probed stream of pictures says it: what every player takes a film of this size to be. */
export const BT709 = ['yuv420p', 'tv', 'bt709', 'bt709', 'bt709'];
export const colours = (video) => [video.pix_fmt, video.color_range, video.color_space, video.color_primaries, video.color_transfer];

/** Names of the boxes at the top of a file, in order (ISO/IEC 14496-12). */
export function boxes(bytes) {
  const names = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    names.push(bytes.toString('latin1', at + 4, at + 8));
    if (size < 8) break;
    at += size;
  }
  return names;
}

/** Loudness (root mean square) around each frame of a film, through a filter. */
async function loudness(file, frames, fps, filter) {
  const rate = 16_000;
  const sound = await samples(file, rate, filter);
  return Array.from({ length: frames }, (_, n) => {
    const [from, to] = [(n - 0.5) / fps, (n + 1.5) / fps].map((t) => Math.max(0, Math.round(t * rate)));
    const part = sound.subarray(from, to);
    return Math.sqrt(part.reduce((sum, s) => sum + s * s, 0) / Math.max(1, part.length));
  });
}

function correlation(a, b) {
  const mean = (x) => x.reduce((s, v) => s + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((v, i) => {
    ab += (v - ma) * (b[i] - mb);
    aa += (v - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  });
  return ab / Math.sqrt(aa * bb || 1);
}

/** Where open vowels are strong, and humming and hissing are not. */
const VOWELS = 'highpass=f=500,highpass=f=500,lowpass=f=3000';
/** Frames of quiet within a word (the closure of a "p") and between words. */
const WITHIN = 5;

/**
 * Reading above which lips are parted, in eye distances. Landmark networks take a row of teeth for lip and a shut mouth
 * for a slit, more so on a face without creases: over 15 clips, a mouth that gapes by a fifth of the eyes' distance read
 * 0.15, and lips that were drawn with no gap at all 0.005 to 0.053, by how the head was turned.
 * `crates/studio/tests/lips.rs` measures what is drawn exactly.
 */
const PARTED = 0.07;

/** Runs of frames with sound, from and to: closures within words are bridged, clicks are left out. */
function utterances(loud) {
  const floor = 0.08 * Math.max(...loud);
  const runs = [];
  for (const [n, l] of loud.entries()) {
    if (l < floor) continue;
    const last = runs.at(-1);
    if (last && n - last[1] <= WITHIN) last[1] = n;
    else runs.push([n, n]);
  }
  return runs.filter(([from, to]) => to - from >= 3);
}

/**
 * How the mouth in a clip moves with its sound.
 * `faces`: part of the frames with exactly one face. `spoken` and `pauses`: how many stretches of speech there are, and
 * of quiet between them. `opens`: part of the stretches of speech in which the lips part, `shuts`: part of the pauses in
 * which they meet. `r`: correlation between the gap of the lips and the loudness between 500 and 3000 Hz at the best
 * shift of up to 0.1 s; `chance`: what the same sound, shifted by more than half a second, reaches in 95 of 100 cases.
 */
export async function mouth(file, fps = 30) {
  const seen = await landmarks(file);
  const gaps = seen.map((s) => s.mouth_open ?? 0);
  const vowels = (await loudness(file, seen.length, fps, VOWELS)).map((l) => Math.sqrt(l));
  const shifted = (k) => vowels.map((_, i) => vowels[(i + k + vowels.length) % vowels.length]);
  const r = Math.max(...[-3, -2, -1, 0, 1, 2, 3].map((k) => correlation(gaps, shifted(k))));
  const others = [];
  for (let k = 15; k < vowels.length - 15; k++) others.push(correlation(gaps, shifted(k)));
  others.sort((a, b) => a - b);

  const spoken = utterances(await loudness(file, seen.length, fps, 'anull'));
  const pauses = spoken.slice(1).map(([from], i) => [spoken[i][1], from]);
  const during = ([from, to]) => gaps.slice(Math.max(0, from - 2), to + 3);
  const part = (all, holds) => (all.length > 0 ? all.filter(holds).length / all.length : 0);
  return {
    faces: part(seen, (s) => s.faces === 1),
    spoken: spoken.length,
    pauses: pauses.length,
    opens: part(spoken, (run) => Math.max(...during(run)) > PARTED),
    shuts: part(pauses, (run) => Math.min(...during(run)) < PARTED),
    r,
    chance: others[Math.floor(0.95 * others.length)] ?? 1,
  };
}
