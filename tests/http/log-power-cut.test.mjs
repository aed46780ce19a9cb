// Killed while a use is written into the log: nothing is missing in it, nothing is in it twice, nothing is seen before it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { clip } from '../harness/clips.mjs';
import { checkpoint, judged } from '../harness/log.mjs';
import { start } from '../harness/server.mjs';
import { operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana' });
  await ana.scan();
});
after(() => server.close());

async function restart() {
  server = await server.again();
  ana.server = server;
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const ofClip = async (id) => (await ana.get(`/api/v1/clips/${id}/receipt`)).json.receipts ?? [];

test('killed while clips are published, each has one entry in the end', async (context) => {
  const old = [await checkpoint(server)];
  const ends = [];
  // Machines differ: how long two take that nobody cuts says where the cuts have to fall.
  let whole_ms = Infinity;
  for (let tries = 0; tries < 3; tries += 1) {
    const two = [await ana.draft(), await ana.draft()];
    const begun = performance.now();
    await Promise.all(two.map((draft) => ana.publish(draft)));
    whole_ms = Math.min(whole_ms, performance.now() - begun);
  }
  for (const part of [0.2, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.1]) {
    const delay_ms = Math.round(part * whole_ms);
    const drafts = [await ana.draft({ script: `Cut after ${delay_ms} ms.` }), await ana.draft({ script: 'Another.' }, clip('540x960', 3))];
    const { size } = await judged(server);
    const publishing = drafts.map((draft) => ana.publish(draft).catch(() => 'cut'));
    await sleep(delay_ms);
    await server.kill();
    await Promise.all(publishing);
    await restart();
    // Whatever can be seen now stands in the log already.
    const { clips } = (await ana.get('/api/v1/feed')).ok(200);
    const cut = await judged(server, { old });
    ends.push(`${delay_ms} ms: ${cut.size - size} in the log, ${drafts.filter(({ id }) => clips.some((c) => c.id === id)).length} seen`);
    for (const { id } of drafts.filter(({ id }) => clips.some((shown) => shown.id === id))) {
      const found = await ofClip(id);
      assert.equal(found.length, 1, `${id} is seen after ${delay_ms} ms`);
      assert.ok(found[0].index < cut.size);
    }
    for (const draft of drafts) await ana.publish(draft);
    const found = (await Promise.all(drafts.map(({ id }) => ofClip(id)))).flat();
    assert.deepEqual(found.map(({ index }) => index).sort((a, b) => a - b), [size, size + 1], `after ${delay_ms} ms`);
    const verdict = await judged(server, { old, receipts: found.map(({ receipt }) => receipt) });
    assert.equal(verdict.size, size + 2, `after ${delay_ms} ms`);
    assert.ok(verdict.consistent.every(Boolean) && verdict.receipts.every(({ stands }) => stands), `after ${delay_ms} ms`);
    old.push(await checkpoint(server));
  }
  context.diagnostic(ends.join('; '));
});

test('killed while a clip is taken back, it is withdrawn once', async () => {
  const first = await ana.publish(await ana.draft());
  const begun = performance.now();
  (await ana.delete(`/api/v1/clips/${first.id}`)).ok(204);
  const whole_ms = performance.now() - begun;
  for (const part of [0.1, 0.4, 0.6, 0.8, 1]) {
    const delay_ms = Math.round(part * whole_ms);
    const published = await ana.publish(await ana.draft({ script: `Taken back, cut after ${delay_ms} ms.` }));
    const { size } = await judged(server);
    const removing = ana.delete(`/api/v1/clips/${published.id}`).catch(() => 'cut');
    await sleep(delay_ms);
    await server.kill();
    await removing;
    await restart();
    const again = await ana.delete(`/api/v1/clips/${published.id}`);
    assert.ok(again.status === 204 || again.status === 404, again.text);
    // Where the first try came so far that the clip is not found any more, the alarm does the rest.
    let found = [];
    for (let tries = 0; tries < 60 && !Number.isInteger(found[0]?.withdrawn); tries += 1) {
      found = await ofClip(published.id);
      await sleep(250);
    }
    assert.equal(found[0]?.withdrawn, size, `after ${delay_ms} ms`);
    assert.equal((await judged(server)).size, size + 1, `after ${delay_ms} ms`);
  }
});
