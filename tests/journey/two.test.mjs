// Two people in one clip: what the page says about a script for two, and what the workers make of it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { complaints } from '../harness/audit.mjs';
import { open } from '../harness/browser.mjs';
import { filmReady, landmarks, material, samples } from '../harness/media.mjs';
import { probe } from '../harness/mp4.mjs';
import { ROOT, start } from '../harness/server.mjs';
import { Visitor, facePack, operator } from '../harness/visitor.mjs';

let server;
let stage;
let ana;
let guest;
before(async () => {
  [server, stage] = await Promise.all([start(), open(), filmReady()]);
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
  await ana.scan(facePack());
  await new Visitor(server).join(await ana.invite(), { handle: 'ben', name: 'Ben' });
  guest = await stage.visitor(server);
  await guest.signInAs(ana);
});
after(async () => {
  await stage?.close();
  await server?.close();
});

describe('two people', { concurrency: 1 }, () => {
  test('are written for on the page', { timeout: 180_000 }, async () => {
    const { page } = guest;
    await page.goto('/make');
    const script = page.getByLabel('What you say');
    await script.fill('Did you eat my sandwich?\n@ben: No. It was the cat.');
    await page.getByText('@ben is not in the cast. Add them below, or begin the line with @ana:').waitFor();

    await page.getByRole('button', { name: 'Add someone' }).click();
    const field = page.getByLabel('Handle of who plays with you');
    const add = page.getByRole('button', { name: 'Add', exact: true });
    await field.fill('nobody_here');
    await add.click();
    await page.locator('#other-note.field__error').filter({ hasText: /\w/ }).waitFor();
    await field.fill('ana');
    await add.click();
    await page.getByText('You are in the cast already.').waitFor();
    await field.fill('@Ben');
    await field.press('Enter');
    await page.getByRole('button', { name: 'Take @ben out of the cast' }).waitFor();

    const turns = page.getByRole('list', { name: 'Who says what' }).getByRole('listitem');
    assert.deepEqual(await turns.allInnerTexts(), ['@anaDid you eat my sandwich?', '@benNo. It was the cat.']);
    await script.fill('@ana: Is anybody here?');
    await page.getByText('@ben only listens so far. A line that begins with @ben: is theirs.').waitFor();
    await script.fill('Ask @ben: he knows.\n@ben: Me? I was asleep.\n@zoe: Hi.');
    await page.getByText(/^@zoe is not in the cast: begin the line with @ana: or @ben:/).waitFor();
    await script.fill('Did you eat my sandwich?\n@ben: No. It was the cat.');

    // A reload keeps who plays.
    await page.reload();
    await page.getByRole('button', { name: 'Take @ben out of the cast' }).waitFor();
    for (const size of [{ width: 390, height: 844 }, { width: 1280, height: 800 }]) {
      await page.setViewportSize(size);
      assert.deepEqual(await complaints(page), []);
      await guest.shot(`two-${size.width}`);
    }
    await page.getByRole('button', { name: 'Take @ben out of the cast' }).click();
    await page.getByText('@ben is not in the cast. Add them below').waitFor();
    assert.deepEqual(guest.complaints.filter((c) => !/404/.test(c)), []);
  });

  test('speak in turn in a clip that the workers make', { timeout: 400_000 }, async (t) => {
    const { page } = guest;
    await page.goto('/make');
    await page.evaluate(readFileSync(path.join(ROOT, 'tests/bench/page.js'), 'utf8'));
    const still = (filter) =>
      execFileSync('ffmpeg', ['-loglevel', 'error', '-i', material('astronaut.png'), '-vf', filter, '-f', 'image2pipe', '-c:v', 'png', '-'], { maxBuffer: 1 << 26 }).toString('base64');
    const stills = [still('null'), still('hflip,eq=brightness=-0.05:saturation=0.75:contrast=1.1')];
    const made = await page.evaluate(async (pictures) => {
      const studio = await bench.worker('worker-studio');
      for (const [i, picture] of pictures.entries()) {
        const canvas = await bench.canvas(picture);
        const look = await bench.faceWorker(['neutral']);
        for (let n = 0, caught = false; !caught && n < 300; n++) {
          const { body } = await look({ ask: 'see', t_s: n / 30 }, [new VideoFrame(canvas, { timestamp: n * 33_333 })]);
          caught = body.caught === 'neutral';
        }
        const taken = await look({ ask: 'finish' });
        const packer = await bench.worker('worker-studio');
        const { takes, mask } = taken.body;
        const packed = await packer({ ask: 'pack', takes, mask }, [...taken.buffers, new ArrayBuffer(0)]);
        await studio({ ask: i === 0 ? 'open' : 'join' }, [packed.buffers[0]]);
      }
      const third = await studio({ ask: 'join' }, [new ArrayBuffer(8)]).catch((error) => error.message);
      const { ask: say } = await bench.speaker();
      const lines = [
        { who: 0, text: 'Did you eat my sandwich?' },
        { who: 1, text: 'No. It was the cat, I promise.' },
        { who: 0, text: 'We do not have a cat.' },
      ];
      const { body: length } = await say({ ask: 'estimate', texts: lines.map((l) => l.text), speed: 1 });
      const spoken = await say({ ask: 'converse', lines, speed: 1 });
      const { rate_hz, phones, words, cues } = spoken.body;
      const direction = { prompt: 'in a kitchen', handle: 'ana', names: ['@ana', '@ben'], seed: 7, width: 540, height: 960 };
      const still = await studio({ ask: 'preview', direction });
      const before = performance.now();
      const { body, buffers } = await studio({ ask: 'render', direction, rate_hz, phones, words, cues }, [spoken.buffers[0]]);
      const ms = performance.now() - before;
      const bytes = new Uint8Array(buffers[0]);
      let text = '';
      for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      return { file: btoa(text), cues, length, third, frames: body.frames, assisted: body.timings.assisted, ms, still: still.buffers[0].byteLength };
    }, stills);

    t.diagnostic(`${made.frames} frames of 540x960 in ${(made.ms / 1000).toFixed(1)} s, ${made.assisted} by the second worker`);
    assert.ok(made.assisted > made.frames / 10, `the second worker drew ${made.assisted} of ${made.frames} frames`);
    assert.ok(made.third, 'no third person, and no pack that is none');
    assert.equal(made.still, 540 * 960 * 4);
    assert.deepEqual(made.cues.map((c) => c.who), [0, 1, 0]);
    assert.ok(Math.abs(made.length.seconds - made.frames / 30 + 0.4) < 0.5, `${made.length.seconds} s foretold, ${made.frames} frames`);
    assert.equal(made.length.words, 18);
    const file = path.join(stage.folder, 'two.mp4');
    writeFileSync(file, Buffer.from(made.file, 'base64'));
    if (process.env.SHOTS) writeFileSync(path.join(process.env.SHOTS, 'two.mp4'), Buffer.from(made.file, 'base64'));
    const { streams, complaints } = await probe(file);
    assert.equal(complaints, '');
    const video = streams.find((s) => s.codec_type === 'video');
    assert.deepEqual([video.codec_name, video.width, video.height, Number(video.nb_read_frames)], ['h264', 540, 960, made.frames]);
    // A pause of a conversation between them, heard.
    const sound = await samples(file, 16_000);
    const level = (from, to) => Math.sqrt(sound.subarray(from * 16_000, to * 16_000).reduce((sum, s) => sum + s * s, 0) / ((to - from) * 16_000));
    for (const [i, cue] of made.cues.slice(1).entries()) {
      const pause = cue.start_s - made.cues[i].end_s;
      assert.ok(pause > 0.12 && pause < 0.38, `${pause} s between two turns`);
      assert.ok(level(cue.start_s, cue.end_s) > 0.02);
    }
    const seen = await landmarks(file);
    const faces = (n) => seen.filter((s) => s.faces === n).length / seen.length;
    t.diagnostic(`two faces in ${faces(2).toFixed(2)}, one in ${faces(1).toFixed(2)} of the frames`);
    assert.ok(faces(2) > 0.3 && faces(0) < 0.05, 'both are seen');
  });
});
