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
      const always = ['ah', 'eyes_shut', 'neutral', 'oo', 'smile', 'turn_left', 'turn_right'];
      assert.deepEqual(poses.filter((pose) => always.includes(pose)).sort(), always);
      assert.equal(new Set(poses).size, 9, 'and two of the others');
      assert.equal(new Set(words).size, 3);
      assert.ok(expires_at > Date.now() + 60_000 && expires_at < Date.now() + 5 * 60_000);
      orders.add([...poses, ...words].join());
    }
    assert.equal(orders.size, 4, 'each draw is another');
  });

  /** Draws, waits as long as the poses take, and attests a result that `change` spoilt. */
  const spoilt = async (who, rule, change) => {
    const capture = await who.drawn();
    const problem = (await result(who, capture, change)).refused('capture_refused', rule);
    assert.ok(/[.!]$/.test(problem.detail), 'it says what to do');
    // A draw that was refused cannot be tried again until it fits.
    (await result(who, capture)).refused('capture_refused', 'used');
    (await who.putPack(capture.id, aPack(100))).refused('capture_refused');
  };
  const pose = (r, name) => r.poses.find((p) => p.pose === name);
  const flaws = {
    // Against the draw.
    wrong_order: (r) => r.poses.reverse(),
    times: (r) => r.poses.forEach((p) => (p.at_ms = 0)),
    turn: (r) => (pose(r, 'turn_left').yaw_deg = -21),
    flat: (r) => pose(r, 'turn_left').turn.slice(0, 6).forEach((m) => Object.assign(m, { yaw_deg: 2, width: 0.8 })),
    mouth: (r) => (pose(r, 'ah').mouth_open = 0.01),
    words: (r) => (r.words[1].said = false),
    consent: (r) => (r.consent_version = 99),
    // What the device found itself.
    off_script: (r) => (r.flaw = 'off_script'),
    wrong_turn: (r) => (r.flaw = 'wrong_turn'),
    // What the edge finds in the numbers: without them, without a pose, with another face, a cut, a frozen or a looped film.
    trace: (r) => (r.trace = []),
    unseen: (r) => r.trace.forEach((g) => (g[8] = 20)),
    other_face: (r) => (pose(r, 'smile').shape = pose(r, 'smile').shape.map((x) => x + 0.1)),
    jump: (r) => r.trace.slice(-3).forEach((g) => (g[1] += 900)),
    frozen: (r) => {
      const last = r.trace.at(-1);
      for (let i = 1; i < 30; i++) r.trace.push([last[0] + 60 * i, ...last.slice(1)]);
    },
    looped: (r) => {
      const [length, end] = [r.trace.length, r.trace.at(-1)[0] + 55];
      for (let i = 0; i < 5 * length; i++) {
        const g = r.trace[i % length];
        r.trace.push([end * (1 + Math.floor(i / length)) + g[0], ...g.slice(1)]);
      }
    },
  };
  for (const [rule, change] of Object.entries(flaws)) {
    test(`is refused: ${rule}`, async () => {
      const ben = await member();
      await spoilt(ben, rule, change);
      assert.equal((await ben.get('/api/v1/likeness')).ok(200).likeness, null);
    });
  }

  test('that is refused three times in a row is followed by a pause; an accepted one counts from the beginning', async () => {
    const ben = await member();
    const refuse = async () => (await result(ben, await ben.drawn(), flaws.trace)).refused('capture_refused', 'trace');
    await refuse();
    await refuse();
    (await result(ben, await ben.drawn())).ok(204);
    await refuse();
    await refuse();
    await refuse();
    const problem = (await ben.post('/api/v1/captures')).refused('too_many', 'cool_down');
    assert.ok(problem.retry_after_s > 800 && problem.retry_after_s <= 900, `${problem.retry_after_s} s`);
    assert.match(problem.detail, /15 minutes/);
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
