// What is asked for is a likeness or a character, and one person can lend both to one clip: one request, one answer, and each
// by its own rules.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { aCharacter, putCharacter } from '../harness/characters.mjs';
import { clip } from '../harness/clips.mjs';
import { inObjects } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
});
after(() => server.close());

const member = async () => new Visitor(server).join(await ana.invite());
const OPEN = { audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true, themes: {}, never_say: [], never_show: [], caps: {}, company: 'anyone', languages: [], commercial: 'deny', expires_at: null };
const ASKS = { ...OPEN, ask_each: true };
const ticket = (render) => ({ headers: { 'understudy-ticket': render.ticket } });
const film = () => clip('540x960', 3);
const LIKENESS = 'likeness';

/** An owner with a scan and a character, under these rules; and somebody who casts both. */
async function lending(likeness = ASKS, character = ASKS) {
  const [owner, eve] = [await member(), await member()];
  await owner.scan();
  const rex = (await putCharacter(owner, { name: 'Rex', pack: aCharacter() })).ok(201);
  const about = `characters/${rex.id}`;
  await owner.rule(likeness);
  await owner.rule(character, about);
  return { owner, eve, rex, about, wish: { cast: [`@${owner.handle}/rex`, owner.handle], parts: ['both', 'voice'] } };
}

const used = async (who, about) => (await who.get(`/api/v1/${about}/policy`)).ok(200).used;
const approved = async (who, about) => (await who.get(`/api/v1/${about}/policy`)).ok(200).approved.map((p) => p.handle);
const states = async (who, about) => (await who.get(`/api/v1/${about}/uses`)).ok(200).uses.map((use) => use.state);
const told = async (who, kind) => (await who.get('/api/v1/notices')).ok(200).notices.filter(({ what }) => JSON.stringify(what).includes(kind)).length;
const inbox = async (who) => (await who.get('/api/v1/requests')).ok(200);
const render = async (who, { id }) => (await who.get(`/api/v1/renders/${id}`)).ok(200);
const receipts = async (who) => (await who.get('/api/v1/receipts')).ok(200).receipts;

/** A clip with both, published. */
async function published({ owner, eve, wish }) {
  const asked = (await eve.askRender(wish)).ok(201);
  if (asked.state === 'awaiting_consent') (await owner.answer(asked, true)).ok(200);
  return { asked, shown: await eve.publish(await eve.finish(await render(eve, asked), film())) };
}

describe('a character in the voice of its own owner', () => {
  test('is one request that names both and their rules, and one answer', async () => {
    const { owner, eve, rex, about, wish } = await lending(ASKS, { ...ASKS, audience: 'approved' });
    const check = (await eve.post('/api/v1/consent/checks', { script: 'Hello there everyone', prompt: '', ...wish })).ok(200);
    assert.deepEqual(check.verdicts.map((v) => [v.person.handle, v.character?.name ?? null, v.answer, v.parts]), [
      [owner.handle, 'Rex', 'ask', 'both'],
      [owner.handle, null, 'ask', 'voice'],
    ]);
    const asked = (await eve.askRender(wish)).ok(201);
    assert.deepEqual([asked.state, asked.ticket, asked.cast.map((p) => p.handle), asked.parts], ['awaiting_consent', null, [owner.handle, owner.handle], ['both', 'voice']]);
    assert.deepEqual(asked.agreements.map((a) => [a.person.handle, a.state]), [[owner.handle, 'asked']]);
    const { requests, waiting } = await inbox(owner);
    assert.deepEqual([requests.length, waiting, await told(owner, 'request_received')], [1, 1, 1]);
    const [request] = requests;
    assert.deepEqual([request.state, request.matter, request.character.name], ['asked', 'wish', 'Rex']);
    assert.deepEqual(request.wants.map((w) => [w.character ?? null, w.name ?? null, w.parts, w.plays, w.reasons.map((r) => r.rule)]), [
      [rex.id, 'Rex', 'both', true, ['not_approved', 'ask_each']],
      [null, null, 'voice', true, ['ask_each']],
    ]);
    (await eve.answer(request, true)).refused('not_found');
    const answered = (await owner.answer(request, true)).ok(200);
    assert.deepEqual([answered.state, answered.matter], ['allowed', 'nothing']);
    assert.deepEqual([await used(owner, LIKENESS), await used(owner, about)], [[1, 1, 1], [1, 1, 1]]);
    assert.deepEqual([(await inbox(owner)).waiting, await told(eve, 'request_answered')], [0, 1]);
    (await owner.answer(request, true)).ok(200);
    assert.deepEqual([await used(owner, LIKENESS), await used(owner, about)], [[1, 1, 1], [1, 1, 1]]);
    // Both packs open, each with what was lent of it.
    const mine = await render(eve, asked);
    assert.equal(mine.state, 'awaiting_device');
    const voice = (await eve.get(`/api/v1/renders/${asked.id}/packs/${owner.handle}`, ticket(mine))).bytes;
    const inner = voice.subarray(12 + voice.readUInt32LE(8));
    assert.equal(inner.readUInt32LE(8), 0, 'no face');
    (await eve.get(`/api/v1/renders/${asked.id}/packs/character:${rex.id}`, ticket(mine))).ok(200);
    assert.deepEqual(await approved(owner, LIKENESS), []);
  });

  test('is tagged once, and stands in the log and where each is used', async () => {
    const all = await lending();
    const { owner, eve, about } = all;
    const { shown } = await published(all);
    assert.deepEqual([shown.character, shown.cast.map((p) => p.handle)], ['Rex', [owner.handle, owner.handle]]);
    const page = (await new Visitor(server).get(`/c/${shown.id}`)).text;
    assert.match(page, new RegExp(`With Rex, a character of .*@${owner.handle}.*, in the voice of .*@${owner.handle}`));
    assert.equal(page.split('property="video:actor"').length - 1, 1);
    assert.deepEqual([await told(owner, 'tagged'), await told(owner, 'draft_shows_you')], [1, 1]);
    assert.deepEqual([await states(owner, LIKENESS), await states(owner, about)], [['published'], ['published']]);
    const mine = await receipts(owner);
    assert.deepEqual([mine.length, new Set(mine.map((r) => r.opening.likeness)).size, new Set(mine.map((r) => r.index)).size], [2, 2, 2]);
    assert.equal((await eve.get(`/api/v1/clips/${shown.id}/receipt`)).ok(200).receipts.length, 2);
    // Published once more, nothing new is written.
    await eve.publish(shown);
    assert.equal((await receipts(owner)).length, 2);
    const contents = (await owner.get('/api/v1/export/contents')).ok(200);
    assert.deepEqual([contents.appearances, contents.requests], [1, 2]);
  });

  for (const [what, which] of [['likeness', () => LIKENESS], ['character', (all) => all.about]]) {
    test(`comes down when the ${what} alone is taken back`, async () => {
      const all = await lending();
      const { owner, eve, about } = all;
      const { asked, shown } = await published(all);
      const open = (await eve.askRender(all.wish)).ok(201);
      (await owner.answer(open, true)).ok(200);
      const drawn = await render(eve, open);
      assert.deepEqual((await owner.post(`/api/v1/${which(all)}/revocations`, { render: asked.id })).ok(200), { revoked: 1, rest: 0 });
      const dan = new Visitor(server);
      (await dan.get(`/media/${shown.id}/clip.mp4`)).refused('not_found');
      assert.equal((await dan.get(`/c/${shown.id}`)).status, 410);
      assert.equal((await eve.get(`/api/v1/clips/${shown.id}`)).ok(200).state, 'withdrawn');
      assert.deepEqual((await receipts(owner)).map((r) => Number.isInteger(r.withdrawn)), [true, true]);
      assert.equal((await inbox(owner)).requests.find((one) => one.id === asked.id).state, 'withdrawn');
      assert.deepEqual([await used(owner, LIKENESS), await used(owner, about)], [[2, 2, 2], [2, 2, 2]], 'what was shown was used, once each');
      // What is not made yet goes the same way, and frees the other's count.
      (await owner.post(`/api/v1/${which(all)}/revocations`, { by: eve.handle })).ok(200);
      assert.equal((await render(eve, open)).state, 'withdrawn');
      assert.deepEqual([await used(owner, LIKENESS), await used(owner, about)], [[1, 1, 1], [1, 1, 1]]);
      (await eve.putFile(drawn)).refused('conflict', 'ended');
    });
  }

  test('is refused by one no, and nothing counts', async () => {
    const { owner, eve, about, wish } = await lending();
    const asked = (await eve.askRender(wish)).ok(201);
    (await owner.answer(asked, false, { note: 'Not with my voice.' })).ok(200);
    const refused = await render(eve, asked);
    assert.deepEqual([refused.state, refused.agreements.map((a) => [a.state, a.note])], ['refused', [['refused', 'Not with my voice.']]]);
    assert.deepEqual((await eve.requests('sent')).map((one) => [one.state, one.answer_note]), [['refused', 'Not with my voice.']]);
    assert.deepEqual([await used(owner, LIKENESS), await used(owner, about)], [[0, 0, 0], [0, 0, 0]]);
    assert.deepEqual([await told(eve, 'request_answered'), (await inbox(owner)).waiting], [1, 0]);
    // The other way round, all at once.
    const second = (await eve.askRender(wish)).ok(201);
    assert.deepEqual((await owner.post('/api/v1/requests/answers', { ids: [second.id], allow: false })).ok(200), { done: [second.id], left: [], why: [] });
    assert.equal((await render(eve, second)).state, 'refused');
  });

  test('a yes that one of them cannot say is said to neither', async () => {
    const { owner, eve, about, wish } = await lending();
    const asked = (await eve.askRender(wish)).ok(201);
    (await owner.post('/api/v1/likeness/pause', { paused: true })).ok(200);
    (await owner.answer(asked, true)).refused('consent_refused', 'paused');
    assert.deepEqual([(await render(eve, asked)).state, await used(owner, about)], ['awaiting_consent', [0, 0, 0]]);
    assert.equal((await inbox(owner)).requests[0].matter, 'wish');
    (await owner.post('/api/v1/likeness/pause', { paused: false })).ok(200);
    (await owner.answer(asked, true)).ok(200);
    assert.deepEqual([(await render(eve, asked)).state, await used(owner, about)], ['awaiting_device', [1, 1, 1]]);
  });

  test('what a rule has allowed is not asked again beside what it left open; for good is for what was asked', async () => {
    const { owner, eve, about, wish } = await lending(ASKS, OPEN);
    const asked = (await eve.askRender(wish)).ok(201);
    const [request] = await owner.requests();
    assert.deepEqual(request.wants.map((w) => w.reasons.map((r) => r.rule)), [[], ['ask_each']]);
    (await owner.answer(asked, true, { always: true })).ok(200);
    assert.deepEqual([await approved(owner, LIKENESS), await approved(owner, about)], [[eve.handle], []]);
    assert.equal((await eve.askRender(wish)).ok(201).state, 'awaiting_device');
    await owner.rule(ASKS, about);
    const again = (await eve.askRender(wish)).ok(201);
    (await owner.answer(again, true, { always: true })).ok(200);
    assert.deepEqual([await approved(owner, LIKENESS), await approved(owner, about)], [[eve.handle], [eve.handle]]);
    assert.equal((await eve.askRender(wish)).ok(201).state, 'awaiting_device');
  });

  test('one look at the file is enough for both', async () => {
    const { owner, eve, wish } = await lending({ ...ASKS, publish_unseen: false }, { ...ASKS, publish_unseen: false });
    const asked = (await eve.askRender(wish)).ok(201);
    (await owner.answer(asked, true)).ok(200);
    const draft = await eve.finish(await render(eve, asked), film());
    assert.deepEqual(draft.awaits.map((p) => p.handle), [owner.handle]);
    assert.deepEqual([(await owner.requests())[0].matter, (await inbox(owner)).waiting], ['file', 1]);
    (await eve.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'unseen');
    const agreed = (await owner.post(`/api/v1/clips/${draft.id}/agree`, { sha256: draft.sha256 })).ok(200);
    assert.deepEqual(agreed.awaits ?? [], []);
    assert.equal((await eve.publish(draft)).state, 'published');
    // Who is in it removes it with everything of theirs.
    (await owner.delete(`/api/v1/clips/${draft.id}`)).ok(204);
    assert.equal((await eve.get(`/api/v1/clips/${draft.id}`)).ok(200).state, 'withdrawn');
    assert.deepEqual((await owner.requests())[0].state, 'withdrawn');
  });

  test('caps hold for each, and what one of them refuses the other does not count', async () => {
    const { owner, eve, about, wish } = await lending({ ...OPEN, caps: { day: 2, week: null, total: null } }, OPEN);
    const dan = await member();
    const all = await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 ? eve : dan).askRender(wish)));
    assert.equal(all.filter((a) => a.status === 201).length, 2);
    (await eve.askRender(wish)).refused('consent_refused', 'cap_day');
    assert.deepEqual([await used(owner, LIKENESS), await used(owner, about)], [[2, 2, 2], [2, 2, 2]]);
    // The character alone is still to be had.
    (await eve.askRender({ cast: [wish.cast[0]] })).ok(201);
    assert.deepEqual([await used(owner, LIKENESS), await used(owner, about)], [[2, 2, 2], [3, 3, 3]]);
  });

  test('is drawn by its owner where one of them stays home', async () => {
    const { owner, eve, rex, wish } = await lending({ ...ASKS, holding: 'nowhere' }, { ...ASKS, holding: 'nowhere' });
    const asked = (await eve.askRender(wish)).ok(201);
    assert.equal(asked.drawn_by.handle, owner.handle);
    (await owner.answer(asked, true)).ok(200);
    assert.equal((await owner.requests())[0].matter, 'draw');
    const mine = await render(owner, asked);
    for (const named of [`character:${rex.id}`, owner.handle]) (await owner.get(`/api/v1/renders/${asked.id}/packs/${named}`, ticket(mine))).ok(200);
    const draft = await owner.finish(mine, film());
    assert.equal((await eve.publish(draft)).state, 'published', 'who drew it has seen it');
  });

  test('goes with either of the two when it is deleted, and with the account', async () => {
    for (const path of [() => '/api/v1/likeness', ({ about }) => `/api/v1/${about}`]) {
      const all = await lending(OPEN, OPEN);
      const { shown } = await published(all);
      (await all.owner.delete(path(all))).ok(204);
      assert.equal((await all.eve.get(`/api/v1/clips/${shown.id}`)).ok(200).state, 'withdrawn');
    }
    const all = await lending();
    const { asked, shown } = await published(all);
    const { says: gone } = (await all.owner.delete('/api/v1/account', { handle: all.owner.handle })).ok(200);
    assert.deepEqual([gone.removed.appearances, gone.removed.requests], [1, 1]);
    (await all.eve.get(`/api/v1/clips/${shown.id}`)).refused('not_found');
    (await all.eve.get(`/api/v1/renders/${asked.id}`)).refused('not_found');
  });

  test('can be one\'s own, and is still nobody\'s to double', async () => {
    const ben = await member();
    await ben.scan();
    const rex = (await putCharacter(ben, { name: 'Rex' })).ok(201);
    const cast = [`character:${rex.id}`, ben.handle];
    const asked = (await ben.askRender({ cast, parts: ['both', 'voice'] })).ok(201);
    assert.deepEqual([asked.state, asked.agreements], ['awaiting_device', []]);
    for (const named of cast) (await ben.get(`/api/v1/renders/${asked.id}/packs/${named}`, ticket(asked))).ok(200);
    const shown = await ben.publish(await ben.finish(asked, film()));
    assert.equal(shown.character, 'Rex');
    assert.deepEqual([(await receipts(ben)).length, (await inbox(ben)).requests], [2, []]);
    // The voice may be named first: whoever is seen comes first all the same.
    assert.deepEqual((await ben.askRender({ cast: [...cast].reverse(), parts: ['voice', 'both'] })).ok(201).parts, ['both', 'voice']);
    assert.equal((await ben.askRender({ cast: [ben.handle, ben.handle] })).refused('invalid').field, 'cast');
    assert.equal((await ben.askRender({ cast: [cast[0], cast[0]], parts: ['both', 'voice'] })).refused('invalid').field, 'cast');
    // A face beside it is refused as ever.
    assert.equal((await ben.askRender({ cast })).refused('invalid').field, 'cast');
  });
});

describe('a remix of somebody\'s clip that borrows their character', () => {
  const REMIX = { ...OPEN, remix: 'ask' };

  test('asks once for the character and for the clip, and either takes it back', async () => {
    const { owner, eve, rex, about } = await lending(REMIX, { ...OPEN, remix: 'allow' });
    const original = await owner.publish(await owner.draft({}));
    const wish = { script: 'Words of a remix.', cast: [`@${owner.handle}/rex`], remix_of: original.id };
    for (const path of [LIKENESS, about]) {
      const asked = (await eve.askRender(wish)).ok(201);
      const request = (await owner.requests()).find((one) => one.id === asked.id);
      assert.deepEqual(request.wants.map((w) => [w.character ?? null, w.plays, w.reasons.map((r) => r.rule)]), [[rex.id, true, []], [null, false, ['remix']]]);
      (await owner.answer(asked, true)).ok(200);
      const shown = await eve.publish(await eve.finish(await render(eve, asked), film()));
      const uses = (await owner.get('/api/v1/likeness/uses')).ok(200).uses;
      assert.deepEqual(uses.filter((use) => use.render === asked.id).map((use) => [use.plays, use.state]), [[false, 'published']]);
      assert.equal((await owner.get(`/api/v1/clips/${shown.id}/receipt`)).ok(200).receipts.length, 1, 'a likeness that does not play is not used');
      (await owner.post(`/api/v1/${path}/revocations`, { render: asked.id })).ok(200);
      assert.equal((await eve.get(`/api/v1/clips/${shown.id}`)).ok(200).state, 'withdrawn', path);
    }
    assert.deepEqual([await used(owner, LIKENESS), await used(owner, about)], [[0, 0, 0], [2, 2, 2]]);
  });
});

test('what was kept when a person could have one thing in a render goes on as it stood', async () => {
  const all = await lending({ ...OPEN, remix: 'allow' }, { ...ASKS, remix: 'allow' });
  const { owner, eve, rex, about } = all;
  const cast = [`@${owner.handle}/rex`];
  const shown = await published({ ...all, wish: { cast } });
  const open = (await eve.askRender({ cast })).ok(201);
  const alone = (await eve.askRender({ cast: [owner.handle] })).ok(201);
  const original = await owner.publish(await owner.draft({ script: 'To be remixed.' }));
  const remix = (await eve.askRender({ script: 'Words of a remix.', cast, remix_of: original.id })).ok(201);
  (await owner.answer(remix, true)).ok(200);
  await server.stop();
  // As it was before: one row a person, agreements without what they are about, and no use of the likeness behind the remix.
  const d1 = (table, sql) => inObjects(server, '/d1/', table, sql);
  assert.equal(d1('requests', `SELECT * FROM requests WHERE render = '${remix.id}'`).length, 2);
  d1('requests', `DELETE FROM requests WHERE render = '${remix.id}' AND character IS NULL`);
  for (const [table, owned, columns, types] of [
    ['render_cast', 'account', 'render, account, character', 'render TEXT NOT NULL, account TEXT NOT NULL, character TEXT, PRIMARY KEY (render, account)'],
    ['requests', 'owner', 'render, owner, creator, state, agreed_sha256, looks, maker, clip, asked_at, answered_at', 'render TEXT NOT NULL, owner TEXT NOT NULL, creator TEXT NOT NULL, state TEXT NOT NULL, agreed_sha256 TEXT, looks INTEGER NOT NULL, maker TEXT NOT NULL, clip TEXT NOT NULL, asked_at INTEGER NOT NULL, answered_at INTEGER, PRIMARY KEY (render, owner)'],
  ]) {
    // Only of what stands here: others of this file have both.
    d1(table, `DELETE FROM ${table} WHERE render IN (SELECT render FROM ${table} GROUP BY render, ${owned} HAVING COUNT(*) > 1)`);
    d1(table, `CREATE TABLE before (${types}) STRICT, WITHOUT ROWID`);
    d1(table, `INSERT INTO before SELECT ${columns} FROM ${table}`);
    d1(table, `DROP TABLE ${table}`);
    d1('before', `ALTER TABLE before RENAME TO ${table}`);
  }
  d1('migrations', 'DELETE FROM migrations WHERE name = \'0016_subjects.sql\'');
  for (const id of [shown.asked.id, open.id, remix.id]) {
    const changed = inObjects(server, 'RenderObject', 'record', `UPDATE record SET json = json_remove(json, '$.render.agreements[1]', '$.render.agreements[0].character') WHERE json LIKE '%"id":"${id}"%' AND json LIKE '%"agreements"%' RETURNING json`);
    assert.deepEqual(changed.map(([json]) => JSON.parse(json).render.agreements.map((a) => [a.answer, 'character' in a])), [[[id === open.id ? 'Asked' : 'Allowed', false]]]);
  }
  assert.equal(inObjects(server, 'LikenessObject', 'uses', `DELETE FROM uses WHERE render = '${remix.id}' RETURNING render`).length, 1);
  const log = (table, sql) => inObjects(server, 'LogObject', table, sql);
  log('owned', 'DELETE FROM owned WHERE EXISTS (SELECT 1 FROM owned o WHERE o.clip = owned.clip AND o.account = owned.account AND o.idx < owned.idx)');
  log('owned', 'CREATE TABLE before (idx INTEGER PRIMARY KEY, account TEXT NOT NULL, clip TEXT NOT NULL, json TEXT NOT NULL, projected INTEGER NOT NULL DEFAULT 0, UNIQUE (clip, account))');
  log('owned', 'INSERT INTO before SELECT * FROM owned');
  log('owned', 'DROP TABLE owned');
  log('before', 'ALTER TABLE before RENAME TO owned');
  server = await server.again();
  for (const who of [ana, owner, eve]) who.server = server;

  const rows = (await inbox(owner)).requests;
  assert.deepEqual([open, alone, remix, shown.asked].map(({ id }) => rows.find((one) => one.id === id)).map((one) => [one.state, one.wants.map((w) => w.character ?? null)]), [
    ['asked', [rex.id]],
    ['allowed', [null]],
    ['allowed', [rex.id]],
    ['allowed', [rex.id]],
  ]);
  assert.deepEqual((await states(owner, about)).sort(), ['asked', 'making', 'published']);
  (await owner.answer(open, true)).ok(200);
  assert.equal((await render(eve, open)).state, 'awaiting_device');
  const draft = await eve.finish(await render(eve, remix), film());
  await owner.rule({ remix: 'deny' });
  (await eve.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'remix');
  await owner.rule({ remix: 'allow' });
  assert.equal((await eve.publish(draft)).state, 'published');
  (await owner.post(`/api/v1/${about}/revocations`, { render: shown.asked.id })).ok(200);
  assert.equal((await eve.get(`/api/v1/clips/${shown.shown.id}`)).ok(200).state, 'withdrawn');
  assert.equal((await receipts(owner)).filter((r) => r.clip === shown.shown.id && r.withdrawn !== null).length, 1);
  // And both fit from now on.
  const both = await published(all);
  assert.equal((await receipts(owner)).filter((r) => r.clip === both.shown.id).length, 2);
});
