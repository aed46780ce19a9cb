// Many uses of one likeness, many people approved, and what a crash leaves reserved.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { inObjects, meanwhile } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { operator, scanned } from '../harness/visitor.mjs';

let server;
let boss;
let ana; // whose face it is
let ben; // who asks
let cleo; // who plays along
before(async () => {
  // A reservation is checked after a second.
  server = await start({ args: ['--var', 'RESERVATION_S=1'] });
  boss = await operator(server, { handle: 'boss', name: 'Boss' });
  [ana, ben, cleo] = [await scanned(server, await boss.invite()), await scanned(server, await boss.invite()), await scanned(server, await boss.invite())];
});
after(() => server.close());

const open = { audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true, never_say: [], caps: {}, company: 'anyone' };
const published = async (script) => ben.publish(await ben.draft({ cast: [ana.handle], script }));
const revoke = (which) => ana.post('/api/v1/likeness/revocations', undefined, { body: JSON.stringify(which), headers: { 'content-type': 'application/json' } });
const used = async () => (await ana.get('/api/v1/likeness/policy')).ok(200).used[2];

async function until(what, question, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  while (!(await question())) {
    assert.ok(Date.now() < end, `${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Ends the server, changes what objects keep, and starts it again with the same people. */
async function changed(name, table, sql) {
  await server.stop();
  const rows = inObjects(server, name, table, sql);
  const { state, origin } = server;
  server = await start({ state, port: Number(new URL(origin).port), args: ['--var', 'RESERVATION_S=1'] });
  for (const who of [boss, ana, ben, cleo]) who.server = server;
  return rows;
}

/** 300 more uses by others, in front of those that there are. Their renders are gone. */
const MANY = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
  INSERT OR REPLACE INTO uses SELECT printf('%026d', i), u.asker, u.stage, u.json FROM n,
    (SELECT asker, stage, json FROM uses WHERE asker <> (SELECT json_extract(json, '$.account') FROM record)
       AND stage = 'made' LIMIT 1) u RETURNING render`;

describe('of three hundred uses', { concurrency: 1 }, () => {
  test('those that fit no more are taken back in turns, to the last', async () => {
    await ana.rule(open);
    const [friends, morning] = [await published('Hello my friends'), await published('Good morning')];
    assert.equal((await changed('LikenessObject', 'uses', MANY)).length, 300);
    await ana.rule({ ...open, never_say: ['friends'] });
    const first = (await revoke('unfitting')).ok(200);
    assert.ok(first.rest > 200, JSON.stringify(first));
    const state = async (clip) => (await ben.get(`/api/v1/clips/${clip.id}`)).ok(200).state;
    await until('the last is looked at', async () => (await state(friends)) === 'withdrawn');
    assert.equal(await state(morning), 'published');
    (await revoke({ render: 'x' })).refused('invalid');
  });

  test('all are taken back, and each render hears of it', async () => {
    const last = await published('Good evening');
    const taken = (await revoke('all')).ok(200);
    assert.ok(taken.revoked >= 302 && taken.rest > 200, JSON.stringify(taken));
    await until('the last is told', async () => (await ben.get(`/api/v1/clips/${last.id}`)).ok(200).state === 'withdrawn');
    assert.deepEqual((await revoke('all')).ok(200), { revoked: 0, rest: 0 });
  });
});

test('what was granted right before the edge was killed, and is never asked for again, counts no more within seconds', async () => {
  await ana.rule({ ...open, caps: { total: 1000 } });
  const kept = (await ben.askRender({ cast: [ana.handle], script: 'This one goes on.' })).ok(201);
  const before = await used();
  const lost = (await ben.askRender({ cast: [ana.handle], script: 'This one never begins.' })).ok(201);
  assert.equal(await used(), before + 1);
  // As if the edge had died after the likeness said yes and before the render began.
  const forgotten = await changed('RenderObject', 'record', `DELETE FROM record WHERE json LIKE '%This one never begins.%' RETURNING 1`);
  assert.equal(forgotten.length, 1);
  await until('it counts no more', async () => (await used()) === before);
  // What goes on is still granted, long after it was checked.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(await used(), before);
  assert.equal((await ben.finish(kept)).state, 'draft');
  (await ben.get(`/api/v1/renders/${lost.id}`)).refused('not_found');
});

test('two thousand people are approved, and rules, decisions and the list stay quick', async () => {
  const count = 1999;
  const accounts = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO accounts (id, handle, handle_hash, display_name, user_handle, joined_at)
    SELECT printf('%026d', i), 'person_' || i, 'p' || i, 'Person ' || i, 'p' || i, 1 FROM n RETURNING id`;
  const made = await meanwhile(server, accounts);
  server = made.server;
  assert.equal(made.rows.length, count);
  await changed(
    'LikenessObject',
    'record',
    `UPDATE record SET json = json_set(json, '$.approved', (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
       SELECT json_group_array(printf('%026d', i)) FROM n)) RETURNING 1`,
  );
  const times = {};
  const timed = async (what, work) => {
    const begun = performance.now();
    const answer = await work();
    times[what] = Math.round(performance.now() - begun);
    return answer;
  };
  const policy = await timed('reading', async () => (await ana.get('/api/v1/likeness/policy')).ok(200));
  assert.equal(policy.approved.length, count);
  (await timed('approving the last', () => ana.put(`/api/v1/likeness/approved/${ben.handle}`, {}))).ok(200);
  (await ana.put(`/api/v1/likeness/approved/${cleo.handle}`, {})).refused('too_many', 'approved');
  await timed('changing', () => ana.rule({ ...open, audience: 'approved' }));
  const decided = (answer) => answer.ok(201).state;
  assert.equal(decided(await timed('deciding, approved', () => ben.askRender({ cast: [ana.handle], script: 'Approved among many.' }))), 'awaiting_device');
  assert.equal(decided(await timed('deciding, not approved', () => cleo.askRender({ cast: [ana.handle] }))), 'awaiting_consent');
  (await timed('approving no longer', () => ana.delete(`/api/v1/likeness/approved/${ben.handle}`))).ok(200);
  assert.equal(decided(await ben.askRender({ cast: [ana.handle] })), 'awaiting_consent');
  console.log(`# two thousand approved, ms: ${JSON.stringify(times)}`);
  for (const who of [ben, cleo]) {
    for (const render of (await who.get('/api/v1/renders')).ok(200).renders) (await who.post(`/api/v1/renders/${render.id}/cancel`)).ok(200);
  }
  for (const [what, ms] of Object.entries(times)) assert.ok(ms < 3000, `${what} took ${ms} ms`);
});

test('a page of what was sent does not end between the two requests of one render', async () => {
  await ana.rule({ ...open, ask_each: true });
  await cleo.rule({ ...open, ask_each: true });
  const PAGE = 20;
  const asked = [];
  // The scene with two is the twentieth and the twenty-first of what ben has sent since.
  const ask = async (cast) => {
    const render = (await ben.askRender({ cast })).ok(201);
    asked.push(render.id);
    return render;
  };
  const cancel = async (render) => (await ben.post(`/api/v1/renders/${render.id}/cancel`)).ok(200);
  for (let i = 0; i < 3; i += 1) await cancel(await ask([ana.handle]));
  const both = await ask([ana.handle, cleo.handle]);
  await cancel(both);
  for (let i = 0; i < PAGE - 1; i += 1) await cancel(await ask([i % 2 ? ana.handle : cleo.handle]));
  const seen = [];
  for (let cursor = ''; ; ) {
    const page = (await ben.get(`/api/v1/requests?box=sent&cursor=${cursor}`)).ok(200);
    seen.push(page.requests.map((request) => request.id));
    if (!page.next) break;
    cursor = page.next;
  }
  const pages = seen.filter((page) => page.includes(both.id));
  assert.equal(pages.length, 1, 'both requests are on one page');
  assert.equal(pages[0].filter((id) => id === both.id).length, 2);
  const all = seen.flat();
  for (const id of asked) assert.equal(all.filter((other) => other === id).length, id === both.id ? 2 : 1, 'nothing is left out or doubled');
});
