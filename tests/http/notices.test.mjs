// Notices: kept, paged, read, and live over a real WebSocket.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { inObjects, meanwhile } from '../harness/database.mjs';
import { Refused, listen } from '../harness/live.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start({ args: ['--var', 'PEOPLE_CHANGES_PER_MINUTE=500'] });
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
});
after(() => server.close());

const member = async (who) => new Visitor(server).join(await ana.invite(), who);
const members = (n) => Promise.all(Array.from({ length: n }, () => member()));
const follow = async (a, b) => (await a.put(`/api/v1/profiles/${b.handle}/follow`)).ok(200);
const notices = async (who, cursor) => (await who.get(`/api/v1/notices${cursor ? `?cursor=${cursor}` : ''}`)).ok(200);
const read = (who, id) => who.post('/api/v1/notices/read', { up_to: id });
const handles = (list) => list.map((notice) => notice.what.by?.handle);

/** Goes on with a server that was ended and started again. */
function moved(to, ...who) {
  server = to;
  for (const visitor of [ana, ...who]) visitor.server = server;
}

describe('kept', () => {
  test('a notice says who and what, and is read once it is seen', async () => {
    const [ben, eve, kim] = await members(3);
    assert.deepEqual(await notices(ben), { notices: [], unread: 0, next: null });
    await follow(eve, ben);
    await follow(kim, ben);
    let list = await notices(ben);
    assert.equal(list.unread, 2);
    assert.deepEqual(list.notices.map((n) => n.what), [kim, eve].map((who) => ({ kind: 'followed', by: { handle: who.handle, display_name: who.name } })));
    assert.ok(list.notices.every((n) => !n.read && Math.abs(n.at - Date.now()) < 60_000 && /^[0-7][0-9a-z]{25}$/.test(n.id)));

    assert.deepEqual((await read(ben, list.notices[1].id)).ok(200), { unread: 1 });
    assert.deepEqual((await read(ben, list.notices[1].id)).ok(200), { unread: 1 }, 'twice is once');
    list = await notices(ben);
    assert.deepEqual(list.notices.map((n) => n.read), [false, true]);
    assert.deepEqual((await read(ben, list.notices[0].id)).ok(200), { unread: 0 });
    assert.equal((await notices(ben)).unread, 0);
  });

  test('the same is told once, however often it happens', async () => {
    const [ben, eve] = await members(2);
    await Promise.all(Array.from({ length: 6 }, () => follow(eve, ben)));
    (await eve.delete(`/api/v1/profiles/${ben.handle}/follow`)).ok(200);
    await follow(eve, ben);
    assert.equal((await notices(ben)).notices.length, 1);
  });

  test('nobody reads or marks those of others', async () => {
    const [ben, eve] = await members(2);
    await follow(eve, ben);
    const { id } = (await notices(ben)).notices[0];
    (await read(eve, id)).refused('not_found');
    (await read(eve, '0'.repeat(26))).refused('not_found');
    (await read(eve, 'no id')).refused('invalid');
    assert.equal((await notices(ben)).unread, 1);
    assert.equal((await notices(eve)).notices.length, 0);
    (await new Visitor(server).get('/api/v1/notices')).refused('sign_in_first');
    for (const bad of ['?', 'AAAA', 'LTE']) {
      assert.equal((await eve.get(`/api/v1/notices?cursor=${encodeURIComponent(bad)}`)).refused('invalid').field, 'cursor');
    }
  });
});

describe('live', () => {
  test('every page of a member hears what happens, and how much is not read', async () => {
    const [ben, eve] = await members(2);
    const phone = new Visitor(server);
    phone.passkeys = ben.passkeys;
    (await phone.signIn()).ok(201);
    const pages = [await listen(ben), await listen(phone)];
    for (const page of pages) await page.until((p) => p.unread === 0, 'the number at the start');
    await follow(eve, ben);
    for (const page of pages) {
      await page.until((p) => p.unread === 1, 'the number');
      assert.deepEqual(page.messages.slice(1).map((m) => Object.keys(m)[0]), ['notice', 'unread']);
      assert.deepEqual(page.notices[0], (await notices(ben)).notices[0]);
    }
    // Read on one device is read on the other.
    (await read(ben, pages[0].notices[0].id)).ok(200);
    for (const page of pages) await page.until((p) => p.unread === 0, 'the number after reading');
    await pages[0].close();
    await follow(ana, ben);
    await pages[1].until((p) => p.notices.length === 2, 'what happens after a page left');
    await pages[1].close();
  });

  test('a ping is answered, and nothing else is taken', async () => {
    const page = await listen(await member());
    page.send('ping');
    await page.until((p) => p.messages.includes('pong'), 'pong');
    page.send('{"notice":{}}');
    assert.equal((await page.closed).code, 1008);
  });

  const refused = (status, code, rule) => (error) => {
    assert.ok(error instanceof Refused, String(error));
    assert.deepEqual([error.status, error.problem.code, error.problem.rule], [status, code, rule]);
    return true;
  };

  test('another origin, no origin and no session are refused', async () => {
    const ben = await member();
    for (const origin of ['http://evil.example', 'null', `${server.origin}.evil.example`, server.origin.replace('localhost', '127.0.0.1'), null]) {
      await assert.rejects(listen(ben, { headers: { origin } }), refused(403, 'wrong_origin'), String(origin));
    }
    await assert.rejects(listen(new Visitor(server)), refused(401, 'sign_in_first'));
    await assert.rejects(listen(ben, { headers: { cookie: '__Host-session=AAAA' } }), refused(401, 'sign_in_first'));
    await assert.rejects(listen(ben, { query: 'since=x' }), refused(400, 'invalid'));
    (await ben.get('/api/v1/notices/live', { headers: { origin: server.origin } })).refused('invalid', 'upgrade');
  });

  test('ends with the session, and with no other', async () => {
    const [ben, eve] = await members(2);
    const phone = new Visitor(server);
    phone.passkeys = ben.passkeys;
    (await phone.signIn()).ok(201);
    const [here, there] = [await listen(ben), await listen(phone)];
    (await ben.delete('/api/v1/session')).ok(204);
    await here.ended();
    await follow(eve, ben);
    await there.until((p) => p.notices.length === 1, 'what the other session hears');
    (await phone.delete('/api/v1/sessions')).ok(204);
    await there.ended();
    await assert.rejects(listen(phone), refused(401, 'sign_in_first'));
  });

  test('has room for twelve pages of a member: the oldest goes for the newest', async () => {
    const ben = await member();
    const pages = [];
    for (let i = 0; i < 13; i += 1) pages.push(await listen(ben));
    await pages[0].ended();
    await follow(ana, ben);
    for (const page of pages.slice(1)) await page.until((p) => p.notices.length === 1, 'the notice');
    for (const page of pages.slice(1)) await page.close();
  });

  test('a page that comes back hears what it missed, and only that', async () => {
    const [ben, a, b, c] = await members(4);
    let page = await listen(ben);
    await follow(a, ben);
    await page.until((p) => p.unread === 1, 'the first');
    const since = page.notices[0].id;
    await page.close();
    await follow(b, ben);
    await follow(c, ben);
    page = await listen(ben, { since });
    await page.until((p) => p.unread === 3, 'the number');
    assert.deepEqual(handles(page.notices), [b.handle, c.handle]);
    await page.close();
    page = await listen(ben, { since: '0'.repeat(26) });
    await page.until((p) => p.unread === 3, 'the number');
    assert.deepEqual(page.notices, [], 'since a notice that is not known nothing is missed');
    await page.close();
  });
});

test('fifty at the same time all arrive, once, in one order for everyone, and in pages', { timeout: 300_000 }, async () => {
  const ben = await member();
  const fans = [];
  while (fans.length < 50) fans.push(...(await members(5)));
  const pages = [await listen(ben), await listen(ben)];
  await Promise.all(fans.map((fan) => follow(fan, ben)));
  for (const page of pages) await page.until((p) => p.unread === 50, 'the number');
  const heard = handles(pages[0].notices);
  assert.deepEqual([...heard].sort(), fans.map((fan) => fan.handle).sort());
  assert.deepEqual(handles(pages[1].notices), heard);

  const first = await notices(ben);
  assert.deepEqual([first.notices.length, first.unread], [30, 50]);
  const second = await notices(ben, first.next);
  assert.equal(second.next, null);
  assert.deepEqual(handles([...first.notices, ...second.notices]), heard.toReversed());
  assert.deepEqual((await read(ben, first.notices[0].id)).ok(200), { unread: 0 });
  for (const page of pages) await page.close();
});

test('through a power cut nothing is lost or told twice', { timeout: 300_000 }, async () => {
  const ben = await member();
  const fans = await members(12);
  const page = await listen(ben);
  await follow(fans[0], ben);
  await page.until((p) => p.unread === 1, 'the first');
  // Cut while they are under way: some are answered, some are not.
  const under = fans.slice(1).map((fan) => fan.put(`/api/v1/profiles/${ben.handle}/follow`).then((answer) => answer.status, () => undefined));
  await Promise.race(under);
  await server.kill();
  const answered = (await Promise.all(under)).filter((status) => status === 200).length;
  await page.closed;
  const heard = page.notices;
  moved(await server.again(), ben, ...fans);

  // What was heard is kept, in the same order: nobody hears what a crash undoes.
  const back = await listen(ben, { since: heard[0].id });
  await back.until((p) => p.unread !== undefined, 'the number');
  assert.deepEqual(back.notices.slice(0, heard.length - 1).map((n) => n.id), heard.slice(1).map((n) => n.id));
  // Whoever got no answer asks again, as any page does; so does whoever got one.
  await Promise.all(fans.map((fan) => follow(fan, ben)));
  await back.until((p) => p.unread === fans.length, 'the number in the end');
  const ids = [heard[0], ...back.notices].map((n) => n.id);
  assert.deepEqual([ids.length, new Set(ids).size], [fans.length, fans.length], `${answered} were answered before the cut`);
  const list = await notices(ben);
  assert.deepEqual(list.notices.map((n) => n.id), ids.toReversed());
  assert.equal(list.unread, fans.length);
  await back.close();
});

test('what D1 lost in a crash, the object writes again', { timeout: 120_000 }, async () => {
  const [ben, eve, kim] = await members(3);
  await follow(eve, ben);
  // As if the object had been cut between its own record and the projection.
  await server.stop();
  inObjects(server, 'NoticeObject', 'notices', 'UPDATE notices SET written = 0');
  moved(await server.again(), ben, eve, kim);
  const done = await meanwhile(server, 'DELETE FROM notices');
  moved(done.server, ben, eve, kim);
  await follow(kim, ben);
  assert.deepEqual(handles((await notices(ben)).notices), [kim.handle, eve.handle]);
});

test('notices go after ninety days, and the oldest of more than three hundred at once', { timeout: 120_000 }, async () => {
  const own = await start();
  const ben = await operator(own);
  const [eve, kim, zed] = await Promise.all([1, 2, 3].map(async () => new Visitor(own).join(await ben.invite())));
  const all = (to) => [ben, eve, kim, zed].forEach((who) => (who.server = to));
  await follow(eve, ben);
  await follow(kim, ben);
  await own.stop();
  const old = 'UPDATE notices SET at = at - 91 * 86400000 WHERE seq = 1';
  inObjects(own, 'NoticeObject', 'notices', old);
  // The start sweeps, as the clock does.
  const swept = (await meanwhile(await own.again(), old)).server;
  all(swept);
  for (let i = 0; i < 50 && (await notices(ben)).notices.length > 1; i += 1) await new Promise((r) => setTimeout(r, 100));
  const list = await notices(ben);
  assert.deepEqual([handles(list.notices), list.unread], [[kim.handle], 1]);
  await swept.stop();
  assert.deepEqual(inObjects(swept, 'NoticeObject', 'notices', 'SELECT seq FROM notices'), [[2]]);

  // As if there were 300 of them.
  inObjects(
    swept,
    'NoticeObject',
    'notices',
    `INSERT INTO notices (id, at, what)
     WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 299)
     SELECT printf('%026d', n), (SELECT max(at) FROM notices), '{"kind":"followed","by":null}' FROM more`,
  );
  const full = await swept.again();
  all(full);
  const page = await listen(ben);
  await page.until((p) => p.unread !== undefined, 'the number');
  assert.equal(page.unread, 300);
  await follow(zed, ben);
  await page.until((p) => p.notices.length === 1, 'the newest');
  assert.equal(page.unread, 300);
  await page.close();
  let [cursor, seen] = ['', []];
  while (cursor !== null) {
    const more = await notices(ben, cursor);
    [cursor, seen] = [more.next, [...seen, ...more.notices]];
    assert.equal(more.unread, 300);
  }
  assert.equal(seen.length, 300);
  assert.deepEqual([seen[0].what.by.handle, handles(seen).includes(kim.handle)], [zed.handle, false]);
  await full.close();
});

test('of a deleted account nothing is left, and others read no name any more', { timeout: 120_000 }, async () => {
  const ben = await member({ handle: 'barnabas_once', name: 'Barnabas Once' });
  const [eve, kim] = await members(2);
  await follow(ben, eve);
  await follow(kim, ben);
  const page = await listen(ben);
  const [[id]] = await (async () => {
    const done = await meanwhile(server, "SELECT id FROM accounts WHERE handle = 'barnabas_once'");
    moved(done.server, ben, eve, kim);
    return done.rows;
  })();
  await page.closed;
  const again = await listen(ben);
  (await ben.delete('/api/v1/account', { handle: ben.handle })).ok(200);
  await again.ended();

  const { notices: [left] } = await notices(eve);
  assert.deepEqual(left.what, { kind: 'followed', by: null });
  const other = await listen(eve, { since: left.id });
  await other.close();
  await server.stop();
  assert.deepEqual(server.find({ account: id, handle: 'barnabas_once', name: 'Barnabas Once' }), []);
  moved(await server.again(), eve, kim);
  assert.equal((await notices(eve)).notices.length, 1);
});
