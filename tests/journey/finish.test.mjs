// The finishing pass: films as providers make them, through the studio worker of the built product, in a real browser.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { open } from '../harness/browser.mjs';
import { FLASHES, apart, complaints, copy, film, finish, frame, loudness, onsets } from '../harness/films.mjs';
import { samples } from '../harness/media.mjs';
import { BT709, boxes, colours, probe } from '../harness/mp4.mjs';
import { start } from '../harness/server.mjs';

const exec = promisify(execFile);
/** Most that sound and picture may be apart, in seconds. */
const APART_S = 0.045;

let server;
let stage;
let page;
let folder;
const at = (name) => path.join(folder, name);
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'understudy-finish-'));
  [server, stage] = await Promise.all([start(), open({ camera: false })]);
  ({ page } = await stage.visitor(server));
  await page.goto('/');
});
after(async () => {
  await stage?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Finishes a film that has to come out, and keeps the clip as a file. */
async function finished(name, source, options) {
  const { answer, files, progress } = await finish(page, source, options);
  assert.equal(answer.answer, 'rendered', `${name}: ${JSON.stringify(answer)}`);
  const [clip] = files;
  writeFileSync(at(`${name}.clip.mp4`), clip);
  return { answer, progress, clip, file: at(`${name}.clip.mp4`) };
}

/** What every clip has to be. */
async function sound(name, { file, clip, answer }) {
  assert.equal(await complaints(file), '', name);
  assert.deepEqual(boxes(clip), ['ftyp', 'moov', 'mdat'], name);
  assert.ok(clip.length <= 12 * 1024 * 1024, `${name}: ${clip.length} bytes`);
  const { streams, complaints: said } = await probe(file);
  assert.equal(said, '', name);
  const [video, audio] = ['video', 'audio'].map((kind) => streams.find((s) => s.codec_type === kind));
  assert.deepEqual([video.codec_name, video.profile, video.r_frame_rate], ['h264', 'High', '30/1'], name);
  assert.deepEqual(colours(video), BT709, name);
  assert.equal(Number(video.nb_read_frames), answer.frames, name);
  assert.deepEqual([audio.codec_name, audio.profile, audio.sample_rate], ['aac', 'LC', '48000'], name);
  const { stdout } = await exec('ffprobe', ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=flags', '-of', 'csv=p=0', file]);
  const keys = stdout.trim().split('\n').flatMap((flags, n) => (flags.startsWith('K') ? [n] : []));
  const seconds = Array.from({ length: Math.ceil(answer.frames / 30) }, (_, n) => 30 * n);
  assert.deepEqual(seconds.filter((n) => !keys.includes(n)), [], `${name}: a key frame each second`);
}

describe('the finishing pass', { concurrency: 1 }, () => {
  const KINDS = {
    'at 24 a second': () => film(at('24.mp4'), { fps: '24' }),
    'at 25 a second, index last, pictures out of order': () => film(at('25.mp4'), { fps: '25', args: ['-preset', 'fast', '-bf', '3', '-profile:v', 'main'] }),
    'at 30 a second, index first': () => film(at('30.mp4'), { args: ['-profile:v', 'baseline', '-movflags', '+faststart'] }),
    'at 60 a second': () => film(at('60.mp4'), { fps: '60', size: '360x640' }),
    'at a varying pace': () => film(at('varying.mp4'), { video: "select='not(between(mod(n,13),5,7))'", args: ['-vsync', 'vfr'] }),
    'in fragments': () => film(at('pieces.mp4'), { fps: '25', size: '540x960', args: ['-g', '25', '-movflags', 'frag_keyframe+empty_moov'] }),
    'in fragments of one picture': () => film(at('crumbs.mp4'), { fps: '24', size: '540x960', args: ['-preset', 'fast', '-bf', '2', '-movflags', 'frag_every_frame+delay_moov+default_base_moof'] }),
    'wide': () => film(at('wide.mp4'), { fps: '24', size: '1280x720' }),
    'turned by its index': async () => copy(await film(at('lying.mp4'), { size: '1280x720' }), at('turned.mp4'), { after: ['-metadata:s:v', 'rotate=90'] }),
    'with pixels that are not square': () => film(at('pixels.mp4'), { size: '480x640', fps: '25', video: 'setsar=3/4' }),
    'large': () => film(at('large.mp4'), { size: '1440x2560', fps: '30' }),
  };
  for (const [kind, make] of Object.entries(KINDS)) {
    test(`takes a film ${kind}`, { timeout: 240_000 }, async (t) => {
      const source = await make();
      const made = await finished(kind.replaceAll(' ', '-'), source);
      await sound(kind, made);
      assert.equal(made.answer.cut_ms, null);
      const { flashes, beeps, frames } = await onsets(made.file);
      t.diagnostic(`flashes at ${flashes.map((s) => s.toFixed(3))}, beeps at ${beeps.map((s) => s.toFixed(3))} s`);
      assert.ok(Math.abs(frames - 120) <= 1, `${frames} frames`);
      assert.deepEqual([flashes.length, beeps.length], [3, 3]);
      for (const [i, known] of FLASHES.entries()) {
        assert.ok(Math.abs(flashes[i] - beeps[i]) <= APART_S, `${flashes[i]} and ${beeps[i]}`);
        assert.ok(Math.abs(flashes[i] - known) <= APART_S && Math.abs(beeps[i] - known) <= APART_S, `${known}`);
      }
      // The right part of the picture, upright: as ffmpeg turns and crops it.
      const [ours, theirs] = await Promise.all([made.file, source].map((file) => frame(file, { at: 0.5 })));
      const far = apart(ours, theirs);
      t.diagnostic(`a picture is ${far.toFixed(1)} of 255 from ffmpeg's`);
      assert.ok(far < 8, `${far}`);
    });
  }

  test('takes what was cut out of a longer film without encoding it again', { timeout: 240_000 }, async () => {
    const whole = await film(at('whole.mp4'), { fps: '25', args: ['-g', '250', '-bf', '0'] });
    const source = await copy(whole, at('cut.mp4'), { before: ['-ss', '0.52'] });
    const made = await finished('cut', source);
    await sound('cut', made);
    const { flashes, beeps } = await onsets(made.file);
    for (const [i, known] of FLASHES.entries()) {
      assert.ok(Math.abs(flashes[i] - (known - 0.52)) <= APART_S, `${flashes}`);
      assert.ok(Math.abs(flashes[i] - beeps[i]) <= APART_S, `${flashes} and ${beeps}`);
    }
  });

  test('puts words and mark over it, and the speech of this device under it', { timeout: 240_000 }, async (t) => {
    const dark = at('dark.mp4');
    await exec('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=c=0x203020:s=720x1280:r=24:d=9', '-f', 'lavfi', '-i', 'sine=f=300:d=9', '-c:v', 'libx264', '-pix_fmt', 'yuv420p', dark]);
    await exec('flite', ['-voice', 'slt', '-t', 'I was not in this film until a minute ago, and now look at me, I can dance.', '-o', at('said.wav')]);
    const speech = await samples(at('said.wav'));
    const length = speech.length / 48_000;
    const said = ['I', 'was', 'not', 'in', 'this', 'film', '漢字', 'ago.'];
    const words = said.map((text, i) => ({ text, start_s: (i * length) / said.length, end_s: ((i + 0.9) * length) / said.length }));
    const choices = (captions, music) => ({ direction: { prompt: 'In a quiet library', choices: { mood: 'neutral', captions, music } } });
    const bare = await finished('bare', dark, { ...choices('none', 'calm'), sound: 'speech', speech, words });
    const told = await finished('told', dark, { ...choices('karaoke', 'calm'), sound: 'speech', speech, words });
    const own = await finished('own', dark, { sound: 'own' });
    await sound('told', told);
    assert.deepEqual(told.answer.left_out, ['漢字']);

    for (const made of [bare, told, own]) {
      const { lufs, peak } = await loudness(made.file);
      t.diagnostic(`${lufs} LUFS, true peak ${peak} dBTP`);
      assert.ok(Math.abs(lufs + 14) <= 1, `${lufs} LUFS`);
      assert.ok(peak <= -1, `${peak} dBTP`);
    }
    // The speech is heard, not the film's own tone.
    const [heard, tone] = await Promise.all([told.file, own.file].map((file) => samples(file, 16_000, 'bandpass=f=300:width_type=h:w=20')));
    const power = (list) => Math.sqrt(list.reduce((sum, s) => sum + s * s, 0) / list.length);
    assert.ok(power(heard) < 0.3 * power(tone), `${power(heard)} and ${power(tone)}`);

    const [width, height] = [180, 320];
    const lit = async (file, s) => {
      const pixels = await frame(file, { at: s, width, height });
      return Array.from({ length: width * height }, (_, n) => n).filter((n) => pixels[3 * n] > 130);
    };
    const places = new Set();
    let drawn = 0;
    for (let s = 0.3; s < 8.7; s += 0.5) {
      const [mark, both] = await Promise.all([bare.file, told.file].map((file) => lit(file, s)));
      assert.ok(mark.length > 40, `no mark at ${s} s`);
      places.add(mark.reduce((sum, n) => sum + Math.floor(n / width), 0) / mark.length > height / 2 ? `low ${s % 1.5 < 0.75}` : `high ${s % 1.5 < 0.75}`);
      const marked = new Set(mark.flatMap((n) => [n, n - 1, n + 1, n - width, n + width]));
      for (const n of both.filter((pixel) => !marked.has(pixel))) {
        const [x, y] = [(n % width) / width, Math.floor(n / width) / height];
        assert.ok(x >= 0.1 && x <= 0.785 && y >= 0.08 && y <= 0.8, `a caption at ${x}, ${y} at ${s} s`);
        drawn += 1;
      }
    }
    assert.ok(drawn > 500, `${drawn} pixels of captions`);
    assert.ok(places.size >= 2, 'the mark moves');
  });

  test('cuts what is longer than a clip, says so, and holds the last picture for the last word', { timeout: 240_000 }, async () => {
    const long = await film(at('long.mp4'), { seconds: 12, size: '360x640', args: ['-tune', 'zerolatency'] });
    const made = await finished('long', long, { direction: { width: 540, height: 960 } });
    assert.deepEqual([made.answer.frames, made.answer.cut_ms], [300, 12_000]);
    assert.deepEqual([made.answer.width, made.answer.height], [540, 960]);
    await sound('long', made);
    const short = await film(at('short.mp4'), { seconds: 2, size: '360x640' });
    const speech = new Float32Array(48_000 * 2.6).map((_, i) => 0.3 * Math.sin(i / 20));
    assert.equal((await finished('held', short, { sound: 'speech', speech })).answer.frames, 78);
    const { answer } = await finish(page, short, { sound: 'speech', speech: new Float32Array(48_000 * 5) });
    assert.equal(answer.code, 'film');
    assert.match(answer.message, /ends 3\.0 s before what is said/);
  });

  test('takes a film without sound', { timeout: 120_000 }, async () => {
    const silent = await film(at('silent.mp4'), { seconds: 1, size: '360x640', sound: false });
    await sound('silent', await finished('silent', silent));
    const music = { direction: { choices: { mood: 'neutral', captions: 'none', music: 'calm' } } };
    const { lufs } = await loudness((await finished('scored', silent, music)).file);
    assert.ok(Math.abs(lufs + 14) <= 1, `${lufs}`);
  });

  test('refuses what is no film, and says why', { timeout: 240_000 }, async (t) => {
    const small = { size: '180x320', seconds: 1 };
    const good = await film(at('good.mp4'), small);
    const whole = readFileSync(good);
    const bad = {
      'not an MP4': { bytes: Buffer.alloc(0) },
      'ftyp': { bytes: Buffer.from('<!doctype html><title>502 Bad Gateway</title>') },
      'cut short': { bytes: whole.subarray(0, Math.floor(whole.length * 0.7)) },
      'no video': { bytes: readFileSync(await copy(good, at('sound.mp4'), { after: ['-vn'] })) },
      '0.30 s long': { bytes: readFileSync(await film(at('blink.mp4'), { ...small, seconds: 0.3 })) },
      'Opus': { bytes: readFileSync(await film(at('opus.mp4'), { ...small, args: ['-c:a', 'libopus'] })) },
      '64 MB': { bytes: Buffer.concat([whole, Buffer.alloc(65 * 1024 * 1024)]) },
    };
    for (const [words, { bytes }] of Object.entries(bad)) {
      const { answer } = await finish(page, '', { bytes });
      t.diagnostic(`${answer.code}: ${answer.message}`);
      assert.deepEqual([answer.answer, answer.code], ['failed', 'film'], words);
      assert.match(answer.message, new RegExp(words), JSON.stringify(answer));
    }
    const hevc = await film(at('hevc.mp4'), { ...small, args: ['-c:v', 'libx265', '-x265-params', 'log-level=none', '-tag:v', 'hvc1'] });
    const { answer } = await finish(page, hevc);
    assert.deepEqual([answer.code, answer.message], ['undecodable', 'its video is HEVC, which this browser cannot decode']);
    // The coded pictures are noise from the middle on.
    const noise = readFileSync(await film(at('noise.mp4'), { ...small, sound: false }));
    const from = noise.indexOf('mdat') + 2000;
    for (let n = from; n < from + (noise.length - from) * 0.6; n++) noise[n] = (n * 2_654_435_761) >>> 13;
    const { answer: damaged } = await finish(page, '', { bytes: noise });
    t.diagnostic(`${damaged.code}: ${damaged.message}`);
    assert.equal(damaged.code, 'film');
  });

  test('takes VP9 and AV1 where the browser decodes them', { timeout: 240_000 }, async () => {
    for (const [name, args] of Object.entries({ vp9: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'], av1: ['-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime'] })) {
      const source = await film(at(`${name}.mp4`), { seconds: 1, size: '180x320', args });
      await sound(name, await finished(name, source, { direction: { width: 540, height: 960 } }));
    }
  });

  test('stops when it is told to, and goes on with the next', { timeout: 240_000 }, async () => {
    const source = await film(at('stop.mp4'), { seconds: 8, size: '360x640' });
    const began = Date.now();
    const { answer, progress } = await finish(page, source, { cancelAt: 0.1 });
    assert.equal(answer.code, 'cancelled');
    assert.ok(progress.at(-1).done < 0.5, `stopped at ${progress.at(-1).done} after ${Date.now() - began} ms`);
    truncateSync(source, 0);
    const next = await film(source, { seconds: 1, size: '360x640' });
    const made = await finished('next', next);
    const dones = made.progress.map((p) => p.done);
    assert.deepEqual(dones, dones.toSorted((a, b) => a - b), 'progress only grows');
    assert.ok(made.progress.some((p) => p.left_s > 0), 'with time left');
  });

  test('begins again when a decoder is taken away', { timeout: 240_000 }, async () => {
    const { page: other } = await stage.visitor(server);
    const prelude = `
      let count = 0;
      const decode = VideoDecoder.prototype.decode;
      VideoDecoder.prototype.decode = function (chunk) {
        count += 1;
        if (count === 20) throw new DOMException('it was taken away', 'QuotaExceededError');
        return decode.call(this, chunk);
      };\n`;
    await other.route('**/worker-studio-glue-*.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/^/, prelude) });
    });
    await other.goto('/');
    const source = await film(at('taken.mp4'), { seconds: 1.5, size: '360x640' });
    const { answer } = await finish(other, source);
    assert.deepEqual([answer.answer, answer.frames], ['rendered', 45], JSON.stringify(answer));
    await other.close();
  });

  test('costs what it may', { timeout: 300_000 }, async (t) => {
    const { page: other } = await stage.visitor(server);
    await other.goto('/');
    const source = await film(at('ten.mp4'), { seconds: 10, args: ['-b:v', '8M'] });
    const words = Array.from({ length: 24 }, (_, i) => ({ text: `word${i}`, start_s: 0.4 * i, end_s: 0.4 * i + 0.3 }));
    const cdp = await stage.browser.newBrowserCDPSession();
    const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter((p) => p.type === 'renderer').map((p) => p.id);
    const peak = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
    const before = Object.fromEntries(renderers.map((pid) => [pid, peak(pid)]));
    const load = loadavg()[0];
    const { answer } = await finish(other, source, { words, direction: { choices: { mood: 'neutral', captions: 'karaoke', music: 'calm' } } });
    assert.equal(answer.answer, 'rendered', JSON.stringify(answer));
    const grown = Math.max(...renderers.map((pid) => peak(pid) - before[pid]));
    const most = Math.max(...renderers.map(peak));
    t.diagnostic(`10 s, 720x1280, load ${load.toFixed(1)}: ${JSON.stringify(answer.timings)}`);
    t.diagnostic(`peak memory of the page's process ${most.toFixed(0)} MB, ${grown.toFixed(0)} MB above what it had before`);
    assert.ok(grown <= 400, `${grown} MB`);
    await other.close();
  });
});
