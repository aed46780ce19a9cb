// What comes out of a generator: an H.264 film with AAC sound, of the wanted shape and length. With ffmpeg a moving
// pattern or, in a demo, the still that was sent, with the sound that was sent; without it, the demo film of media/.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { ffmpegHere } from './sound.mjs';

const exec = promisify(execFile);
/** Long films are kept here from run to run. */
const CACHE = path.join(process.env.UNDERSTUDY_CACHE ?? path.join(homedir(), '.cache/understudy'), 'fakes');
const SIZES = { '9:16': [720, 1280], '16:9': [1280, 720], '1:1': [720, 720], '4:5': [720, 900], '5:4': [900, 720], '3:4': [720, 960], '4:3': [960, 720], '4:1': [1280, 320], tiny: [180, 320] };
/** Seconds of the film that all others are cut from. */
const LONGEST_S = 24;
const FPS = 30;
const H264 = ['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'ultrafast', '-crf', '32', '-pix_fmt', 'yuv420p', '-g', '30', '-bf', '0'];
const AAC = ['-c:a', 'aac', '-b:a', '64k', '-ar', '48000', '-ac', '1'];

/** Letters of 5 x 7 dots, a number a row. */
const LETTERS = { D: [30, 17, 17, 17, 17, 17, 30], E: [31, 16, 16, 30, 16, 16, 31], M: [17, 27, 21, 21, 17, 17, 17], O: [14, 17, 17, 17, 17, 17, 14] };

/** A word as filters that draw boxes: ffmpeg without fonts can do it. */
function word(text, x, y, dot) {
  return [...text].flatMap((letter, n) =>
    LETTERS[letter].flatMap((row, r) =>
      [0, 1, 2, 3, 4].filter((c) => row & (16 >> c)).map((c) => `drawbox=x=${x + (n * 6 + c) * dot}:y=${y + r * dot}:w=${dot}:h=${dot}:color=white@0.85:t=fill`),
    ),
  );
}

export const sizeOf = (aspect) => SIZES[aspect] ?? SIZES['9:16'];

/** Makes films in a folder that `close` removes. */
export class Films {
  #folder = mkdtempSync(path.join(tmpdir(), 'understudy-fakes-'));
  #made = new Map();
  #serial = 0;

  constructor({ demo, light = false }) {
    Object.assign(this, { demo, light });
  }

  /** The file of a job: `{ aspect, seconds, sound?, still? }`, the last two as bytes. */
  async film({ aspect, seconds, sound, still }) {
    if (!(await ffmpegHere())) return readFileSync(path.join(import.meta.dirname, '../media/demo.mp4'));
    const length = Math.round(Math.min(LONGEST_S, Math.max(0.5, seconds)) * 10) / 10;
    const shown = this.demo && !this.light ? still : undefined;
    const heard = this.light ? undefined : sound;
    const key = JSON.stringify([aspect, length, heard?.sha256, shown?.sha256]);
    if (!this.#made.has(key)) {
      const made = this.#cut(aspect, length, heard?.bytes, shown?.bytes);
      made.catch(() => this.#made.delete(key));
      this.#made.set(key, made);
    }
    return this.#made.get(key);
  }

  close() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(name) {
    this.#serial += 1;
    return path.join(this.#folder, `${this.#serial}-${name}`);
  }

  /** The long film of a shape. */
  #master(aspect) {
    const key = `master ${aspect}`;
    if (!this.#made.has(key)) {
      const [w, h] = sizeOf(aspect);
      const source = ['-f', 'lavfi', '-i', `color=c=0x28425e:s=${w}x${h}:r=${FPS}:d=${LONGEST_S}`, '-f', 'lavfi', '-i', `color=c=0xe8b04a:s=160x160:r=${FPS}:d=${LONGEST_S}`];
      const moving = `[0][1]overlay=x='mod(n*9,W-w)':y='(H-h)*(0.5+0.3*sin(n/12))'`;
      this.#made.set(key, this.#once(source, `${moving}${this.#label(aspect)}`));
    }
    return this.#made.get(key);
  }

  /** Draws the long film, unless it is in the cache. */
  async #once(source, filter) {
    const name = createHash('sha256').update([...source, filter, H264, AAC].join(' ')).digest('hex').slice(0, 16);
    const kept = path.join(CACHE, `${name}.mp4`);
    if (existsSync(kept)) return kept;
    mkdirSync(CACHE, { recursive: true });
    const drawn = path.join(CACHE, `${name}-${process.pid}.tmp.mp4`);
    await this.#draw(source, filter, LONGEST_S, drawn);
    renameSync(drawn, kept);
    return kept;
  }

  #label(aspect) {
    if (!this.demo) return '';
    const [w] = sizeOf(aspect);
    const dot = Math.floor(w / 40);
    return `,${word('DEMO', Math.floor((w - 23 * dot) / 2), dot * 4, dot).join(',')}`;
  }

  async #draw(source, filter, seconds, out = this.#file('film.mp4')) {
    const tone = ['-f', 'lavfi', '-i', `sine=frequency=220:beep_factor=3:sample_rate=48000:duration=${seconds}`];
    const inputs = source.filter((arg) => arg === '-i').length;
    const map = ['-filter_complex', `${filter}[v]`, '-map', '[v]', '-map', `${inputs}:a`];
    await this.#run([...source, ...tone, ...map, ...H264, ...AAC, '-t', String(seconds), '-movflags', '+faststart', out]);
    return out;
  }

  async #cut(aspect, seconds, sound, still) {
    let picture = still ? await this.#portrait(aspect, seconds, still).catch(() => undefined) : undefined;
    picture ??= await this.#master(aspect);
    const out = this.#file('out.mp4');
    const end = ['-t', String(seconds), '-movflags', '+faststart', out];
    if (sound) {
      const heard = this.#file('sound');
      writeFileSync(heard, sound);
      await this.#run(['-i', picture, '-i', heard, '-map', '0:v', '-map', '1:a', '-c:v', 'copy', ...AAC, '-af', 'apad', ...end]);
    } else {
      await this.#run(['-i', picture, '-c', 'copy', ...end]);
    }
    return readFileSync(out);
  }

  /** The still that was sent, filling the picture. */
  async #portrait(aspect, seconds, still) {
    const [w, h] = sizeOf(aspect);
    const seen = this.#file('still');
    writeFileSync(seen, still);
    const fill = `[0]scale=${w}:${h}:force_original_aspect_ratio=increase,crop=${w}:${h}`;
    return this.#draw(['-loop', '1', '-framerate', String(FPS), '-i', seen], `${fill}${this.#label(aspect)}`, seconds);
  }

  #run(args) {
    return exec('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args]);
  }
}
