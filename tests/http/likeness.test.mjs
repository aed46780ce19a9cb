import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { start } from '../harness/server.mjs';
import { Visitor, aPack, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server);
});
after(() => server.close());

const member = async () => new Visitor(server).join(await ana.invite());
const result = (who, capture, change) => who.post(`/api/v1/captures/${capture.id}/result`, Visitor.attest(capture, change));

describe('a capture', () => {
  test('asks for every pose, neutral first, and three different words', async () => {
    const ben = await member();
    const orders = new Set();
    for (let i = 0; i < 4; i++) {
      const { poses, words, expires_at } = (await ben.post('/api/v1/captures')).ok(201);
      assert.equal(poses[0], 'neutral');
      assert.deepEqual([...poses].sort(), ['ah', 'eyes_shut', 'neutral', 'smile', 'turn_left', 'turn_right']);
      assert.equal(new Set(words).size, 3);
      assert.ok(expires_at > Date.now() + 60_000 && expires_at < Date.now() + 5 * 60_000);
      orders.add([...poses, ...words].join());
    }
    assert.equal(orders.size, 4, 'each draw is another');
  });

  test('is judged by what was drawn', async () => {
    const ben = await member();
    const flaws = {
      wrong_order: (r) => r.poses.reverse(),
      times: (r) => r.poses.forEach((p) => (p.at_ms = 0)),
      turn: (r) => (r.poses.find((p) => p.pose === 'turn_left').yaw_deg = -21),
      flat: (r) => r.poses.find((p) => p.pose === 'turn_left').turn.slice(0, 6).forEach((m) => Object.assign(m, { yaw_deg: 2, width: 0.8 })),
      mouth: (r) => (r.poses.find((p) => p.pose === 'ah').mouth_open = 0.01),
      words: (r) => (r.words[1].said = false),
      consent: (r) => (r.consent_version = 99),
    };
    const drawn = [];
    for (const _ of Object.keys(flaws)) drawn.push((await ben.post('/api/v1/captures')).ok(201));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    for (const [rule, change] of Object.entries(flaws)) {
      const capture = drawn.pop();
      (await result(ben, capture, change)).refused('capture_refused', rule);
      // A draw that was refused cannot be tried again until it fits.
      (await result(ben, capture)).refused('capture_refused', 'used');
      (await ben.putPack(capture.id, aPack(100))).refused('capture_refused');
    }
    assert.equal((await ben.get('/api/v1/likeness')).ok(200).likeness, null);
  });

  test('that took no time at all did not happen', async () => {
    const ben = await member();
    const capture = (await ben.post('/api/v1/captures')).ok(201);
    (await result(ben, capture, (r) => r.poses.forEach((p, i) => (p.at_ms = 10_000 * i)))).refused('capture_refused', 'times');
  });

  test('opens one pack, for the one who did it', async () => {
    const [ben, eve] = [await member(), await member()];
    const capture = await ben.drawn();
    (await ben.putPack(capture.id, aPack(100))).refused('capture_refused');
    (await result(eve, capture)).refused('not_found');
    (await result(ben, capture)).ok(204);
    (await eve.putPack(capture.id, aPack(100))).refused('not_found');
    (await ben.putPack(capture.id, aPack(100))).ok(200);
    (await ben.putPack(capture.id, aPack(101))).refused('capture_refused');
    (await ben.putPack('nothing', aPack(100))).refused('invalid');
  });
});

describe('a likeness', () => {
  test('is its owner\'s: a pack goes in and comes out as it was', async () => {
    const ben = await member();
    const likeness = await ben.scan();
    assert.equal(likeness.version, 1);
    assert.equal(likeness.pack_bytes, ben.pack.length);
    assert.equal(likeness.attested_by, 'device');
    assert.equal(likeness.policy.audience, 'only_me');
    assert.equal(likeness.policy.paused, false);
    assert.deepEqual((await ben.get('/api/v1/likeness')).ok(200).likeness, likeness);
    assert.equal((await ben.get('/api/v1/session')).ok(200).account.has_likeness, true);
    const opened = await ben.get('/api/v1/likeness/pack');
    opened.ok(200);
    assert.ok(opened.bytes.equals(ben.pack));
    assert.match(opened.headers.get('cache-control'), /no-store/);
    const eve = await member();
    (await eve.get('/api/v1/likeness/pack')).refused('not_found');
    assert.equal((await eve.get('/api/v1/likeness')).ok(200).likeness, null);
  });

  test('scanned again is a new version of the same', async () => {
    const ben = await member();
    const first = await ben.scan();
    const second = await ben.scan(aPack(3000));
    assert.equal(second.version, first.version + 1);
    assert.ok((await ben.get('/api/v1/likeness/pack')).bytes.equals(ben.pack));
  });

  test('is unreadable at rest', async () => {
    const ben = await member();
    const pack = aPack(64_000);
    await ben.scan(pack);
    const traces = {};
    for (const at of [0, 1234, 30_000, 63_000]) traces[`the pack at ${at}`] = pack.subarray(at, at + 24);
    assert.deepEqual(server.find(traces), []);
  });

  test('has a largest and a smallest pack', async () => {
    const ben = await member();
    const capture = await ben.drawn();
    (await result(ben, capture)).ok(204);
    (await ben.putPack(capture.id, Buffer.alloc(0))).refused('file_refused');
    assert.equal((await ben.putPack(capture.id, randomBytes(500))).refused('file_refused').rule, 'not_a_pack');
    const problem = (await ben.putPack(capture.id, randomBytes(2 * 1024 * 1024 + 1))).refused('too_large');
    assert.match(problem.limit, /2097152|2 MiB/);
    const wrong = await ben.put(`/api/v1/likeness?capture=${capture.id}`, randomBytes(10), { headers: { 'content-type': 'image/png' } });
    wrong.refused('media_type');
    (await ben.putPack(capture.id, aPack(2 * 1024 * 1024))).ok(200);
  });

  test('once deleted takes the drafts that show it along; what was published stays its maker\'s', async () => {
    const ben = await member();
    await ben.scan();
    const published = await ben.publish(await ben.draft({ script: 'To be seen.' }));
    const draft = await ben.draft({ script: 'Never shown.' });
    (await ben.delete('/api/v1/likeness')).ok(204);
    (await ben.get(`/api/v1/clips/${draft.id}`)).refused('not_found');
    (await ben.get(draft.media)).refused('not_found');
    (await ben.get(`/api/v1/clips/${published.id}`)).ok(200);
  });

  test('once deleted is gone: no pack, no new use, and its open renders end', async () => {
    const ben = await member();
    await ben.scan();
    const render = (await ben.askRender()).ok(201);
    (await ben.delete('/api/v1/likeness')).ok(204);
    assert.equal((await ben.get('/api/v1/likeness')).ok(200).likeness, null);
    (await ben.get('/api/v1/likeness/pack')).refused('not_found');
    (await ben.askRender()).refused('consent_refused', 'no_understudy');
    assert.equal((await ben.get(`/api/v1/renders/${render.id}`)).ok(200).state, 'withdrawn');
    const file = await ben.putFile(render);
    assert.ok(file.status >= 400, 'a withdrawn render takes no file');
    (await ben.delete('/api/v1/likeness')).ok(204);
    await ben.scan();
    assert.equal((await ben.get('/api/v1/session')).ok(200).account.has_likeness, true);
  });
});
