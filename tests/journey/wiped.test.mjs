// The packs of others are lent for one clip: the studio worker has none of them afterwards, and stops drawing at once.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { open } from '../harness/browser.mjs';
import { ROOT, start } from '../harness/server.mjs';
import { facePack, operator } from '../harness/visitor.mjs';

let server;
let stage;
let page;
before(async () => {
  [server, stage] = await Promise.all([start(), open({ camera: false })]);
  const ana = await operator(server, { handle: 'ana', name: 'Ana' });
  const guest = await stage.visitor(server);
  await guest.signInAs(ana);
  ({ page } = guest);
  await page.goto('/make');
  await page.evaluate(readFileSync(path.join(ROOT, 'tests/bench/page.js'), 'utf8'));
});
after(async () => {
  await stage?.close();
  await server?.close();
});

test('the studio worker forgets every pack that is open, also in the middle of drawing', { timeout: 120_000 }, async () => {
  const found = await page.evaluate(async (pack) => {
    const bytes = () => Uint8Array.from(atob(pack), (c) => c.charCodeAt(0)).buffer;
    const studio = await bench.worker('worker-studio');
    const refused = (request, buffers = []) => studio(request, buffers).then(() => 'done', (error) => String(error.message ?? error));
    const portrait = { ask: 'portrait', width: 90, height: 160, turn: 0 };
    await studio({ ask: 'open' }, [bytes()]);
    await studio({ ask: 'join' }, [bytes()]);
    const shown = (await studio(portrait)).buffers[0].byteLength;
    const first = (await studio({ ask: 'forget' })).body;
    const blind = [await refused(portrait), await refused({ ask: 'join' }, [bytes()])];
    const again = (await studio({ ask: 'forget' })).body;

    // Ten seconds of silence take long to draw; it ends at its next frame.
    await studio({ ask: 'open' }, [bytes()]);
    const direction = { prompt: 'on a beach', handle: 'ana', seed: 7, width: 540, height: 960 };
    const drawing = refused({ ask: 'render', direction, rate_hz: 24_000, phones: [], words: [], cues: [] }, [new Float32Array(240_000).buffer]);
    await new Promise((later) => setTimeout(later, 1500));
    const from = performance.now();
    const middle = (await studio({ ask: 'forget' })).body;
    const ended = await drawing;
    const ms = performance.now() - from;
    const reopened = await refused({ ask: 'open' }, [bytes()]);
    return { shown, first, blind, again, middle, ended, ms, reopened };
  }, facePack().toString('base64'));
  assert.equal(found.shown, 90 * 160 * 4);
  assert.deepEqual([found.first.packs, found.again.packs, found.middle.packs], [2, 0, 1]);
  for (const words of found.blind) assert.notEqual(words, 'done', 'nothing is open any more');
  assert.match(found.ended, /stopped/);
  assert.ok(found.ms < 3000, `drawing went on for ${found.ms} ms`);
  assert.equal(found.reopened, 'done', 'the next pack opens as ever');
});
