// `--demo-providers`: a newcomer tries every generator without a key, and sees everywhere that it is a demo.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { clip } from '../harness/clips.mjs';
import { ended, feed, offers, operator, order, until, willing } from '../harness/gateway.mjs';
import { start } from '../harness/server.mjs';

let server, ana;
before(async () => {
  server = await start({ args: ['--demo-providers'] });
  ana = await operator(server);
});
after(() => server?.close());

test('every generator has a key, and its provider is called a demo', async () => {
  const { generators } = await offers(ana);
  const outside = generators.filter((one) => one.id !== 'studio');
  assert.ok(outside.length >= 8, `${outside.length} generators`);
  assert.deepEqual(outside.filter((one) => !one.provider_title.endsWith('(demo)')), []);
  assert.deepEqual(outside.filter((one) => one.unfit === 'no_key'), []);
});

for (const id of ['fal-heygen-avatar4', 'heygen-photo']) {
  test(`${id} makes a film by itself, which becomes a draft`, { timeout: 180_000 }, async () => {
    const ben = await willing(server, await ana.invite(), ['fal', 'heygen']);
    const asked = (await order(ben, id)).ok(201);
    await feed(ben, asked);
    const job = await until(ben, asked, ended, 120_000);
    assert.deepEqual([job.state, job.cost_micro_usd], ['fetched', job.price_micro_usd]);
    const film = await ben.get(`/api/v1/renders/${asked.id}/film`, { headers: { 'understudy-ticket': asked.ticket } });
    film.ok(200);
    assert.equal(film.bytes.subarray(4, 8).toString('latin1'), 'ftyp');
    assert.equal((await ben.finish(asked, clip())).state, 'draft');
  });
}
