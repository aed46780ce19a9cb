// Saving the file of a clip: who may, what is written down before it leaves, and what whom it shows is told.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Archive, sha256 } from '../harness/archive.mjs';
import { showing } from '../harness/clips.mjs';
import { meanwhile } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, key, operator, scanned } from '../harness/visitor.mjs';

let server;
let boss; // the operator
let ana; // whose face it is
let ben; // who makes clips
let cleo; // who plays along
let dan; // who has nothing to do with it
before(async () => {
  server = await start();
  boss = await operator(server, { handle: 'boss', name: 'Boss' });
  [ana, ben, cleo, dan] = [await scanned(server, await boss.invite()), await scanned(server, await boss.invite()), await scanned(server, await boss.invite()), await scanned(server, await boss.invite())];
});
after(() => server.close());

const open = { audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true, downloads: true, never_say: [], caps: {}, company: 'anyone', paused: false };
const ask = (who, { id }, options) => who.post(`/api/v1/clips/${id}/downloads`, undefined, options);
const given = async (who, clip, options) => (await ask(who, clip, options)).ok(200);
const listed = async (who, cursor = '') => (await who.get(`/api/v1/downloads?cursor=${cursor}`)).ok(200);
const saved = async (who, { id }) => (await listed(who)).downloads.filter((line) => line.clip === id);
const told = async (who, { id }) => (await who.get('/api/v1/notices')).ok(200).notices.map(({ what }) => what).filter((what) => what.kind === 'clip_downloaded' && what.clip === id);
const use = async (who, { id }) => (await who.get('/api/v1/likeness/uses')).ok(200).uses.find((use) => use.clip === id);
let films = 700;
const film = () => showing((films += 1), 1);
/** A clip of ben's with these in it, and its file. */
async function made(cast, { publish = true, script = 'Hello, my friends!' } = {}) {
  const file = film();
  const draft = await ben.draft({ cast: cast.map((who) => who.handle), script }, file);
  return [publish ? await ben.publish(draft) : draft, file];
}
const pause = async (who, paused) => (await who.post('/api/v1/likeness/pause', { paused })).ok(200);

describe('a clip that shows somebody', () => {
  let published;
  let file;
  before(async () => {
    await ana.rule(open);
    [published, file] = await made([ana]);
  });

  test('is noted for them before its file leaves, then saved whole, under a name', async () => {
    const before = Date.now();
    const { address, name, expires_at } = await given(ben, published);
    assert.equal(name, `understudy-hello-my-friends-${published.id.slice(0, 8)}.mp4`);
    assert.ok(expires_at > before && expires_at <= Date.now() + 600_000, `${expires_at}`);
    // Nothing has been fetched yet.
    const [line] = await saved(ana, published);
    assert.deepEqual([line.by.handle, line.times, line.sha256, line.script, line.state], [ben.handle, 1, sha256(file), 'Hello, my friends!', 'published']);
    assert.ok(line.first_at >= before && line.last_at === line.first_at);
    assert.deepEqual(await told(ana, published), [{ kind: 'clip_downloaded', clip: published.id, by: { handle: ben.handle, display_name: ben.name } }]);

    const answer = await ben.get(address);
    answer.ok(200);
    assert.ok(answer.bytes.equals(file));
    assert.equal(answer.headers.get('content-disposition'), `attachment; filename="${name}"`);
    assert.equal(answer.headers.get('content-type'), 'video/mp4');
    assert.equal(answer.headers.get('cache-control'), 'private, no-store');
    assert.equal(answer.headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.equal(answer.headers.get('content-length'), String(file.length));
    const part = await ben.get(address, { headers: { range: 'bytes=100-199' } });
    part.ok(206);
    assert.ok(part.bytes.equals(file.subarray(100, 200)), 'a download that broke off goes on');
    assert.equal((await ben.ask('HEAD', address)).status, 200);
    (await ben.get(address, { headers: { range: 'bytes=99999999-' } })).refused('range');
    (await ben.ask('DELETE', address)).refused('method_not_allowed');
  });

  test('counts each time it is asked for, once for each key, and tells once', async () => {
    const headers = { 'idempotency-key': key() };
    const first = await given(ben, published, { headers });
    assert.deepEqual(await given(ben, published, { headers }), first, 'the same answer again');
    const [line] = await saved(ana, published);
    assert.deepEqual([line.times, line.last_at > line.first_at], [2, true]);
    const { downloads, downloaded_at } = await use(ana, published);
    assert.deepEqual([downloads, downloaded_at], [2, line.last_at]);
    assert.equal((await told(ana, published)).length, 1);
  });

  test('is given to who made it and to who is in it, and to nobody else', async () => {
    (await ask(new Visitor(server), published)).refused('sign_in_first');
    // A stranger; one who is followed and follows; one who is approved; the operator; a member without a likeness.
    for (const [a, b] of [[ana, cleo], [cleo, ana]]) (await a.put(`/api/v1/profiles/${b.handle}/follow`)).ok(200);
    (await ana.put(`/api/v1/likeness/approved/${dan.handle}`, {})).ok(200);
    const eve = await new Visitor(server).join(await boss.invite());
    for (const other of [dan, cleo, eve, boss]) (await ask(other, published)).refused('not_allowed');
    (await ana.delete(`/api/v1/likeness/approved/${dan.handle}`)).ok(200);
    (await ask(ben, { id: '0'.repeat(26) })).refused('not_found');
    (await ask(ben, { id: 'x' })).refused('not_found');
    // Who is shown saves it, too: that is told to nobody, since nobody else is in it.
    assert.ok((await ana.get((await given(ana, published)).address)).bytes.equals(file));
    assert.equal((await saved(ana, published)).length, 1);
    for (const other of [ben, cleo, dan, boss]) assert.deepEqual((await listed(other)).downloads, []);
    (await new Visitor(server).get('/api/v1/downloads')).refused('sign_in_first');
    (await ana.get('/api/v1/downloads?cursor=x')).refused('invalid');
  });

  test('has an address for one session, one clip and one file', async () => {
    const { address } = await given(ben, published);
    const [other] = await made([ana]);
    (await new Visitor(server).get(address)).refused('sign_in_first');
    for (const who of [ana, dan, boss]) (await who.get(address)).refused('ticket_refused', 'other');
    // The same person in another session.
    const phone = new Visitor(server);
    phone.passkeys = ben.passkeys;
    (await phone.signIn()).ok(201);
    (await phone.get(address)).refused('ticket_refused', 'other');
    (await ben.get(address.replace(published.id, other.id))).refused('ticket_refused', 'other');
    const token = address.split('/').at(-1);
    const end = Buffer.from(token, 'base64url');
    end.writeBigUInt64BE(BigInt(Date.now() + 86_400_000));
    for (const [forged, rule] of [
      [end.toString('base64url'), 'other'],
      [token.slice(0, -1), 'malformed'],
      [`${token}A`, 'malformed'],
      ['x', 'malformed'],
      [Buffer.alloc(40).toString('base64url'), 'other'],
    ]) {
      (await ben.get(address.replace(token, forged))).refused('ticket_refused', rule);
    }
    (await ben.get(address, { headers: { 'sec-fetch-site': 'cross-site' } })).refused('wrong_origin');
    (await ben.get(address, { headers: { 'sec-fetch-site': 'same-origin' } })).ok(200);
    // Signed out, it opens nothing.
    (await phone.delete('/api/v1/session')).ok(204);
    (await phone.get(address)).refused('sign_in_first');
  });

  test('is kept back by a rule of theirs, at once, but for themselves', async () => {
    const { address } = await given(ben, published);
    await ana.rule({ downloads: false });
    const problem = (await ask(ben, published)).refused('consent_refused', 'downloads');
    assert.match(problem.detail, new RegExp(`^@${ana.handle}: .*Share its link`));
    (await ben.get(address)).refused('consent_refused', 'downloads');
    (await ask(ana, published)).ok(200);
    assert.equal((await ben.get(published.media)).status, 200, 'it is still there to watch');
    await ana.rule({ downloads: true });
    (await ben.get(address)).ok(200);
    // What their rules would not allow any more is given to nobody, either, though it is published.
    await ana.rule({ audience: 'only_me' });
    (await ask(ben, published)).refused('consent_refused', 'only_owner');
    await ana.rule({ ...open, ask_each: true });
    assert.match((await ask(ben, published)).refused('consent_refused', 'ask_each').detail, /They look at each wish\. Under the rules of now, the file is not handed out\./);
    await ana.rule(open);
    await pause(ana, true);
    (await ask(ben, published)).refused('consent_refused', 'paused');
    (await ben.get(address)).refused('consent_refused', 'paused');
    (await ask(ana, published)).ok(200);
    await pause(ana, false);
    (await ben.get(address)).ok(200);
  });

  test('is not given while it is down after a report', async () => {
    const { address } = await given(ben, published);
    const report = { locator: published.share, ground: 'other', statement: 'It shows my flat.', name: 'Rosa Q', contact: 'rosa@example.org', entitled: true, good_faith: true, signature: 'Rosa Q' };
    const { number } = (await new Visitor(server).post('/api/v1/takedowns', report)).ok(201);
    const { id } = (await boss.get('/api/v1/takedowns')).ok(200).takedowns.find((line) => line.number === number);
    (await boss.post(`/api/v1/takedowns/${id}/decision`, { decision: 'hold', reason: 'It does.' })).ok(200);
    for (const who of [ben, ana]) (await ask(who, published)).refused('taken_down', 'held');
    (await ben.get(address)).refused('taken_down', 'held');
  });

  test('is given no more once they took it back, and what was saved stays listed', async () => {
    const [back] = await made([ana], { script: 'This goes back.' });
    const { address } = await given(ben, back);
    (await ana.delete(`/api/v1/clips/${back.id}`)).ok(204);
    (await ask(ben, back)).refused('conflict', 'taken_back');
    (await ben.get(address)).refused('conflict', 'taken_back');
    assert.deepEqual((await saved(ana, back)).map((line) => [line.state, line.times]), [['withdrawn', 1]]);
    // The maker cannot make it unsaid by deleting the clip.
    (await ben.delete(`/api/v1/clips/${back.id}`)).ok(204);
    const [line] = await saved(ana, back);
    assert.deepEqual([line.by.handle, line.times, 'script' in line, 'state' in line], [ben.handle, 1, false, false]);
    (await ben.get(address)).refused('not_found');
  });
});

test('a draft is saved once everyone else in it has said yes to the very file', async () => {
  await ana.rule({ ...open, publish_unseen: false });
  const [draft, file] = await made([ana], { publish: false });
  (await ask(ben, draft)).refused('consent_refused', 'unseen');
  // Who is asked may keep what they are asked about. To others it is a draft: not there.
  (await ana.get((await given(ana, draft)).address)).ok(200);
  for (const other of [dan, boss]) (await ask(other, draft)).refused('not_found');
  (await ana.post(`/api/v1/clips/${draft.id}/agree`, { sha256: sha256(file) })).ok(200);
  assert.ok((await ben.get((await given(ben, draft)).address)).bytes.equals(file));
  assert.deepEqual((await saved(ana, draft)).map((line) => [line.by.handle, line.state]), [[ben.handle, 'draft']]);
  await ana.rule(open);
});

test('of two in a clip each is told what the other and its maker saved, and each can keep it back', async () => {
  for (const who of [ana, cleo]) await who.rule(open);
  const [both] = await made([ana, cleo]);
  await given(ben, both);
  await given(ana, both);
  const by = async (who) => (await saved(who, both)).map((line) => line.by.handle).sort();
  assert.deepEqual(await by(ana), [ben.handle]);
  assert.deepEqual(await by(cleo), [ana.handle, ben.handle].sort());
  await cleo.rule({ downloads: false });
  for (const who of [ben, ana]) assert.match((await ask(who, both)).refused('consent_refused', 'downloads').detail, new RegExp(`^@${cleo.handle}`));
  (await ask(cleo, both)).ok(200);
  assert.deepEqual(await by(ana), [ben.handle, cleo.handle].sort());
  await cleo.rule(open);
});

test('of a clip of one\'s own nothing is noted, and an address ends by itself', async () => {
  const file = film();
  const own = await dan.publish(await dan.draft({}, file));
  assert.ok((await dan.get((await given(dan, own)).address)).bytes.equals(file));
  assert.deepEqual((await listed(dan)).downloads, []);
  assert.equal((await use(dan, own)).downloads, 0);
  await server.stop();
  server = await server.again({ args: ['--var', 'DOWNLOAD_S=1'] });
  for (const who of [boss, ana, ben, cleo, dan]) who.server = server;
  const { address } = await given(dan, own);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  (await dan.get(address)).refused('ticket_refused', 'expired');
});

test('a list of many has pages, in which each stands once', async () => {
  const rows = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 45)
    INSERT INTO downloads SELECT d.owner, printf('%026d', i), d.account, d.sha256, d.mark || i, 1, i % 7, i % 7
    FROM n, (SELECT * FROM downloads WHERE owner = (SELECT id FROM accounts WHERE handle = '${ana.handle}') LIMIT 1) d RETURNING clip`;
  const done = await meanwhile(server, rows);
  server = done.server;
  for (const who of [boss, ana, ben, cleo, dan]) who.server = server;
  const seen = [];
  for (let cursor = ''; ; ) {
    const page = await listed(ana, cursor);
    assert.ok(page.downloads.length <= 20);
    seen.push(...page.downloads.map((line) => `${line.clip} ${line.by.handle}`));
    if (!page.next) break;
    cursor = page.next;
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.equal(seen.filter((line) => done.rows.some(([id]) => line.startsWith(id))).length, 45);
});

test('at most twenty a minute are given to one account', async () => {
  const own = await cleo.draft({}, film());
  let last;
  for (let i = 0; i < 25 && last?.status !== 429; i += 1) last = await ask(cleo, own);
  last.refused('too_many');
});

test('they stand in the ledger of an export, and go with either account', async () => {
  const archive = Archive.open((await ana.get('/api/v1/export')).bytes);
  try {
    const { downloads } = archive.json('uses.json');
    const listing = (await listed(ana)).downloads;
    assert.ok(downloads.length >= listing.length && listing.length > 3);
    assert.deepEqual(downloads.slice(0, listing.length), listing);
  } finally {
    archive.close();
  }
  assert.ok((await listed(cleo)).downloads.some((line) => line.by.handle === ben.handle));
  (await ben.delete('/api/v1/account', { handle: ben.handle })).ok(200);
  for (const who of [ana, cleo]) assert.ok((await listed(who)).downloads.every((line) => line.by.handle !== ben.handle), 'who left is listed no more');
  (await ana.delete('/api/v1/account', { handle: ana.handle })).ok(200);
  const done = await meanwhile(server, `SELECT COUNT(*) FROM downloads`);
  server = done.server;
  boss.server = server;
  assert.deepEqual(done.rows, [[0]]);
});
