// The machine dies in the middle; what was promised is kept, what was not can be tried again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { clip } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, key, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana' });
  await ana.scan();
});
after(() => server.close());

/** Continues after a cut, with the same people on the same origin. */
async function restart() {
  server = await server.again();
  ana.server = server;
}

test('killed in mid-upload, the retry with the same key ends in one clip', async () => {
  const film = clip('540x960', 7);
  for (const delay_ms of [0, 5, 15, 40, 90]) {
    const render = (await ana.askRender({ script: `Cut after ${delay_ms} ms.` })).ok(201);
    const headers = { 'idempotency-key': key() };
    const upload = ana.putFile(render, film, headers).catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, delay_ms));
    await server.kill();
    await upload;
    await restart();
    const draft = (await ana.putFile(render, film, headers)).ok(200);
    const again = (await ana.putFile(render, film, headers)).ok(200);
    assert.equal(again.id, draft.id);
    const { clips } = (await ana.get('/api/v1/drafts')).ok(200);
    assert.deepEqual(clips.map((c) => c.id), [draft.id], `after ${delay_ms} ms`);
    const played = await ana.get(draft.media);
    assert.ok(played.bytes.equals(film));
    (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
  }
});

test('killed in mid-upload, a file that another device drew anew finishes the render, and the first is gone', async () => {
  const [film, other] = [clip('540x960', 6), clip('540x960', 3)];
  for (const delay_ms of [0, 15, 60]) {
    const render = (await ana.askRender({ script: `Drawn twice, cut after ${delay_ms} ms.` })).ok(201);
    const upload = ana.putFile(render, film).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, delay_ms));
    await server.kill();
    await upload;
    await restart();
    const state = (await ana.get(`/api/v1/renders/${render.id}`)).ok(200).state;
    if (state !== 'ready') {
      const draft = (await ana.putFile(render, other)).ok(200);
      assert.ok((await ana.get(draft.media)).bytes.equals(other));
      assert.deepEqual(server.find({ 'first film': film.subarray(30_000, 30_060) }), [], `after ${delay_ms} ms, ${state}`);
    }
    for (const { id } of (await ana.get('/api/v1/drafts')).ok(200).clips) (await ana.delete(`/api/v1/clips/${id}`)).ok(204);
  }
});

test('killed in the middle of the body, nothing half is kept', async () => {
  const film = clip('540x960', 8);
  const render = (await ana.askRender()).ok(201);
  const half = new ReadableStream({
    start(controller) {
      controller.enqueue(film.subarray(0, film.length >> 1));
    },
  });
  const abort = new AbortController();
  const upload = ana
    .put(`/api/v1/renders/${render.id}/file`, half, {
      headers: { 'content-type': 'video/mp4', 'understudy-ticket': render.ticket, 'content-digest': `sha-256=:${'A'.repeat(43)}=:` },
      signal: abort.signal,
    })
    .catch(() => 'cut');
  await new Promise((resolve) => setTimeout(resolve, 200));
  await server.kill();
  abort.abort();
  await upload;
  await restart();
  assert.deepEqual((await ana.get('/api/v1/drafts')).ok(200).clips, []);
  assert.deepEqual(server.find({ film: film.subarray(40_000, 40_060) }), []);
  const draft = (await ana.putFile(render, film)).ok(200);
  (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
});

test('what was answered survives a cut', async () => {
  const published = await ana.publish(await ana.draft({ script: 'Still here.' }));
  await server.kill();
  await restart();
  assert.equal((await ana.get('/api/v1/feed')).ok(200).clips[0].id, published.id);
  assert.equal((await ana.get('/api/v1/likeness')).ok(200).likeness.version, 1);
  assert.ok((await ana.get('/api/v1/likeness/pack')).bytes.equals(ana.pack));
});

test('killed in the middle of deleting an account, the rest goes by itself', async () => {
  for (const delay_ms of [3, 10, 25, 60]) {
    const handle = `gone_after_${delay_ms}`;
    const script = `Nobody shall read this after ${delay_ms} milliseconds.`;
    const ben = await new Visitor(server).join(await ana.invite(), { handle });
    await ben.scan();
    await ben.publish(await ben.draft({ script }, clip('540x960', 4)));
    const deleting = ben.delete('/api/v1/account', { handle }).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, delay_ms));
    await server.kill();
    await deleting;
    await restart();
    ben.server = server;
    // Killed before it was begun, it has to be asked for again.
    if ((await ben.get('/api/v1/session')).json.account) (await ben.delete('/api/v1/account', { handle })).ok(200);
    // The sweep at the start and the alarms of objects do it; a clean end then scrubs what is free.
    await new Promise((resolve) => setTimeout(resolve, 5000));
    (await ana.get(`/api/v1/profiles/${handle}`)).refused('not_found');
    await server.stop();
    await restart();
    assert.deepEqual(server.find({ script }), [], `after ${delay_ms} ms`);
  }
});
