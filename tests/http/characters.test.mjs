import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { aCharacter, putCharacter as put } from '../harness/characters.mjs';
import { clip } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, aPack, key, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
});
after(() => server.close());

const LIMIT = 1024 * 1024;
const member = async () => new Visitor(server).join(await ana.invite());

const list = async (who) => (await who.get('/api/v1/characters')).ok(200).characters;
const pack = (who, id) => who.get(`/api/v1/characters/${id}/pack`);

describe('a character', () => {
  test('is its owner\'s: a pack goes in and comes out as it was', async () => {
    const ben = await member();
    assert.deepEqual((await ben.get('/api/v1/characters')).ok(200), { characters: [], limit: 12 });
    const bytes = aCharacter();
    const rex = (await put(ben, { name: ' Rex ', pack: bytes })).ok(201);
    assert.deepEqual([rex.name, rex.kind, rex.pack_bytes], ['Rex', 'pet', bytes.length]);
    assert.deepEqual([rex.policy.audience, rex.policy.paused, rex.address], ['only_me', false, 'rex']);
    const opened = await pack(ben, rex.id);
    opened.ok(200);
    assert.ok(opened.bytes.equals(bytes));
    assert.match(opened.headers.get('cache-control'), /no-store/);
    const house = (await put(ben, { name: 'House', kind: 'drawing' })).ok(201);
    assert.deepEqual(await list(ben), [rex, house]);
  });

  test('is found by nobody else', async () => {
    const [ben, eve] = [await member(), await member()];
    const { id } = (await put(ben)).ok(201);
    assert.deepEqual(await list(eve), []);
    (await pack(eve, id)).refused('not_found');
    (await eve.patch(`/api/v1/characters/${id}`, { name: 'Mine' })).refused('not_found');
    (await eve.delete(`/api/v1/characters/${id}`)).refused('not_found');
    (await pack(ben, '0'.repeat(26))).refused('not_found');
    (await new Visitor(server).get('/api/v1/characters')).refused('sign_in_first');
    assert.equal((await list(ben)).length, 1);
  });

  test('can be called something else', async () => {
    const ben = await member();
    const { id } = (await put(ben)).ok(201);
    assert.equal((await ben.patch(`/api/v1/characters/${id}`, { name: 'Bruno 🐻' })).ok(200).name, 'Bruno 🐻');
    assert.deepEqual((await list(ben)).map((c) => c.name), ['Bruno 🐻']);
    for (const name of [' ', 'x'.repeat(41)]) {
      assert.equal((await ben.patch(`/api/v1/characters/${id}`, { name })).refused('invalid').field, 'name');
    }
  });

  test('says what is wrong with it', async () => {
    const ben = await member();
    assert.equal((await put(ben, { name: '' })).refused('invalid').field, 'name');
    assert.equal((await put(ben, { kind: 'person' })).refused('invalid').field, 'kind');
    (await put(ben, { pack: randomBytes(500) })).refused('file_refused', 'not_a_character');
    (await put(ben, { pack: aPack(500) })).refused('file_refused', 'not_a_character');
    assert.match((await put(ben, { pack: randomBytes(LIMIT + 1) })).refused('too_large').limit, /1048576/);
    (await put(ben, { headers: { 'content-type': 'image/png' } })).refused('media_type');
    (await put(ben, { headers: { origin: 'https://elsewhere.example' } })).refused('wrong_origin');
    (await put(ben, { headers: { 'idempotency-key': null } })).refused('idempotency_key');
    (await put(ben, { pack: aCharacter(LIMIT) })).ok(201);
    assert.equal((await list(ben)).length, 1);
  });

  test('asked for twice with one key is one; another pack with that key is refused', async () => {
    const ben = await member();
    const [bytes, headers] = [aCharacter(), { 'idempotency-key': key() }];
    const first = (await put(ben, { pack: bytes, headers })).ok(201);
    assert.deepEqual((await put(ben, { pack: bytes, headers })).ok(201), first);
    (await put(ben, { headers })).refused('conflict', 'other_pack');
    assert.deepEqual(await list(ben), [first]);
    assert.ok((await pack(ben, first.id)).bytes.equals(bytes));
  });

  test('is one of twelve at most', async () => {
    const ben = await member();
    for (let i = 0; i < 12; i++) (await put(ben, { name: `Number ${i}`, pack: aCharacter(600) })).ok(201);
    (await put(ben, { pack: aCharacter(600) })).refused('too_many', 'characters');
    const [first] = await list(ben);
    (await ben.delete(`/api/v1/characters/${first.id}`)).ok(204);
    (await put(ben, { pack: aCharacter(600) })).ok(201);
  });

  test('is unreadable at rest', async () => {
    const ben = await member();
    const bytes = aCharacter(64_000);
    (await put(ben, { pack: bytes })).ok(201);
    const traces = {};
    for (const at of [12, 1234, 30_000, 63_000]) traces[`the pack at ${at}`] = bytes.subarray(at, at + 24);
    assert.deepEqual(server.find(traces), []);
  });
});

describe('in a clip', () => {
  test('it plays in its owner\'s place, without a scan', async () => {
    const ben = await member();
    const bytes = aCharacter();
    const rex = (await put(ben, { pack: bytes })).ok(201);
    const cast = [`character:${rex.id}`];
    const render = (await ben.askRender({ cast })).ok(201);
    assert.equal(render.character, rex.id);
    assert.deepEqual(render.cast.map((p) => p.handle), [ben.handle]);
    const ticket = { headers: { 'understudy-ticket': render.ticket } };
    const opened = await ben.get(`/api/v1/renders/${render.id}/packs/${cast[0]}`, ticket);
    opened.ok(200);
    assert.ok(opened.bytes.equals(bytes));
    (await ben.get(`/api/v1/renders/${render.id}/packs/${ben.handle}`, ticket)).refused('not_found');
    (await ben.get(`/api/v1/renders/${render.id}/packs/${cast[0]}`)).refused('ticket_refused');
    const draft = (await ben.putFile(render)).ok(200);
    assert.equal(draft.character, 'Rex');
    assert.equal((await ben.publish(draft)).state, 'published');
    assert.match((await ben.get(`/c/${draft.id}`)).text, /Rex/);
  });

  test('it is nobody else\'s to use, and plays alone', async () => {
    const [ben, eve] = [await member(), await member()];
    const { id } = (await put(ben)).ok(201);
    assert.equal((await eve.askRender({ cast: [`character:${id}`] })).refused('consent_refused', 'only_owner').field, 'cast');
    assert.equal((await ben.askRender({ cast: [`character:${id}`, ben.handle] })).refused('invalid').field, 'cast');
    for (const cast of ['character:', `character:${'0'.repeat(26)}`, 'character:../x']) {
      assert.equal((await ben.askRender({ cast: [cast] })).refused('invalid').field, 'cast');
    }
  });

  test('once deleted it ends its renders and takes its drafts along; the likeness is untouched', async () => {
    const ben = await member();
    await ben.scan();
    const { id } = (await put(ben)).ok(201);
    const cast = [`character:${id}`];
    const draft = await ben.draft({ cast }, clip('540x960', 3));
    const own = await ben.draft({ script: 'Myself.' });
    const open = (await ben.askRender({ cast })).ok(201);
    (await ben.delete(`/api/v1/characters/${id}`)).ok(204);
    (await pack(ben, id)).refused('not_found');
    assert.equal((await ben.get(`/api/v1/renders/${open.id}`)).ok(200).state, 'withdrawn');
    (await ben.get(`/api/v1/clips/${draft.id}`)).refused('not_found');
    (await ben.get(`/api/v1/clips/${own.id}`)).ok(200);
    (await ben.askRender({ cast })).refused('invalid');
    // And the other way round.
    const other = (await put(ben)).ok(201);
    const second = await ben.draft({ cast: [`character:${other.id}`] }, clip('540x960', 3));
    (await ben.delete('/api/v1/likeness')).ok(204);
    (await ben.get(`/api/v1/clips/${second.id}`)).ok(200);
  });
});

/** Anyone may, on their own device, and publish without a look. */
const OPEN = { audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true, themes: {}, never_say: [], never_show: [], caps: {}, company: 'anyone', languages: [], commercial: 'deny', expires_at: null };
const about = (character) => `characters/${character.id}`;
const ticket = (render) => ({ headers: { 'understudy-ticket': render.ticket } });

describe('cast by others', () => {
  /** An owner with a character under these rules. */
  async function lending(change, name = 'Rex') {
    const owner = await member();
    const bytes = aCharacter();
    const character = (await put(owner, { name, pack: bytes })).ok(201);
    if (change) await owner.rule(change, about(character));
    return { owner, bytes, character, cast: [`@${owner.handle}/${character.address}`] };
  }

  test('it is nobody\'s but its owner\'s until they say so, and its address is not told', async () => {
    const { owner, character, cast } = await lending();
    const eve = await member();
    (await eve.askRender({ cast })).refused('invalid');
    assert.equal((await owner.askRender({ cast })).ok(201).character, character.id, 'its owner names it so, too');
    for (const path of ['policy', 'uses']) (await eve.get(`/api/v1/${about(character)}/${path}`)).refused('not_found');
    (await eve.put(`/api/v1/${about(character)}/policy`, { policy: character.policy, based_on: 0 })).refused('not_found');
    (await eve.post(`/api/v1/${about(character)}/pause`, { paused: true })).refused('not_found');
    (await eve.post(`/api/v1/${about(character)}/revocations`, { by: owner.handle })).refused('not_found');
    (await eve.put(`/api/v1/${about(character)}/approved/${eve.handle}`, {})).refused('not_found');
    (await new Visitor(server).get(`/api/v1/${about(character)}/policy`)).refused('sign_in_first');
  });

  test('only exactly its address finds it', async () => {
    const { owner, character, cast } = await lending(OPEN);
    const eve = await member();
    for (const good of [cast[0], cast[0].slice(1), cast[0].toUpperCase(), `character:${character.id}`]) {
      assert.equal((await eve.askRender({ cast: [good] })).ok(201).character, character.id, good);
      (await eve.post(`/api/v1/renders/${(await eve.get('/api/v1/renders')).ok().renders[0].id}/cancel`, {})).ok();
    }
    // The е of the last but one is Cyrillic.
    for (const bad of [`@${owner.handle}/re`, `@${owner.handle}/`, `@${owner.handle}/r\u0435x`, `@nobody_at_all/rex`]) {
      assert.equal((await eve.askRender({ cast: [bad] })).refused('invalid').field, 'cast', bad);
    }
    const two = (await put(owner, { name: 'REX' })).ok(201);
    assert.match(two.address, /^rex_[0-9a-z]{6}$/);
    (await eve.askRender({ cast })).refused('invalid');
    const foreign = (await put(owner, { name: '熊' })).ok(201);
    assert.match(foreign.address, /^[0-9a-z]{6}$/);
  });

  test('its pack opens on the device of who may use it, with a trace, and the clip names it', async () => {
    const { owner, bytes, character, cast } = await lending(OPEN);
    const [eve, dan] = [await member(), await member()];
    const render = (await eve.askRender({ cast })).ok(201);
    assert.deepEqual([render.character, render.state], [character.id, 'awaiting_device']);
    const path = `/api/v1/renders/${render.id}/packs/character:${character.id}`;
    const lent = (await eve.get(path, ticket(render))).bytes;
    assert.equal(lent.subarray(0, 8).toString('latin1'), 'undstdy\x02');
    assert.ok(lent.subarray(12 + lent.readUInt32LE(8)).equals(bytes));
    (await dan.get(path, ticket(render))).refused('not_found');
    (await put(eve, { pack: lent })).refused('file_refused', 'lent');
    const draft = await eve.finish(render, clip('540x960', 3));
    assert.deepEqual([draft.character, draft.cast.map((p) => p.handle)], ['Rex', [owner.handle]]);
    assert.equal((await owner.get(`/api/v1/clips/${draft.id}`)).ok(200).mine, true, 'its owner sees the draft');
    assert.equal((await eve.publish(draft)).state, 'published');
    const page = (await new Visitor(server).get(`/c/${draft.id}`)).text;
    assert.match(page, /With Rex, a character of/);
    assert.match(page, new RegExp(`video:actor" content="[^"]+/@${owner.handle}"`));
    const told = JSON.stringify((await owner.get('/api/v1/notices')).ok(200).notices);
    assert.match(told, /tagged/);
    const [use] = (await owner.get(`/api/v1/${about(character)}/uses`)).ok(200).uses;
    assert.deepEqual([use.creator.handle, use.state], [eve.handle, 'published']);
    const receipts = (await owner.get('/api/v1/receipts')).ok(200).receipts;
    assert.equal(receipts.length, 1);
  });

  test('mutual follows may where it says so, strangers may not', async () => {
    const { owner, cast } = await lending({ ...OPEN, audience: 'mutuals' });
    const eve = await member();
    (await eve.askRender({ cast })).refused('consent_refused', 'not_mutual');
    (await eve.put(`/api/v1/profiles/${owner.handle}/follow`, {})).ok();
    (await eve.askRender({ cast })).refused('consent_refused', 'not_mutual');
    (await owner.put(`/api/v1/profiles/${eve.handle}/follow`, {})).ok();
    (await eve.askRender({ cast })).ok(201);
    (await owner.put(`/api/v1/profiles/${eve.handle}/block`, {})).ok();
    assert.match((await eve.askRender({ cast })).refused('consent_refused', 'only_owner').detail, /character/);
  });

  test('others ask, are answered, looked at, and approved for good', async () => {
    const { owner, character, cast } = await lending({ ...OPEN, audience: 'approved', publish_unseen: false });
    const eve = await member();
    const check = (await eve.post('/api/v1/consent/checks', { script: 'Hello there everyone', prompt: '', cast })).ok(200);
    assert.deepEqual([check.verdicts[0].answer, check.verdicts[0].character.name], ['ask', 'Rex']);
    const asked = (await eve.askRender({ cast })).ok(201);
    assert.deepEqual([asked.state, asked.ticket], ['awaiting_consent', null]);
    const [request] = await owner.requests();
    assert.deepEqual([request.character.id, request.wants.map((w) => w.character), request.matter], [character.id, [character.id], 'wish']);
    (await eve.answer(request, true)).refused('not_found');
    (await owner.answer(request, true, { always: true })).ok(200);
    const standing = (await owner.get(`/api/v1/${about(character)}/policy`)).ok(200);
    assert.deepEqual([standing.approved.map((p) => p.handle), standing.used], [[eve.handle], [1, 1, 1]]);
    const draft = await eve.finish((await eve.get(`/api/v1/renders/${asked.id}`)).ok(200), clip('540x960', 3));
    assert.deepEqual(draft.awaits.map((p) => p.handle), [owner.handle]);
    (await eve.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'unseen');
    (await owner.post(`/api/v1/clips/${draft.id}/agree`, { sha256: draft.sha256 })).ok(200);
    assert.equal((await eve.publish(draft)).state, 'published');
    // Approved: not asked again. Approved for this one only: another character of theirs asks.
    assert.equal((await eve.askRender({ cast })).ok(201).state, 'awaiting_device');
    const other = (await put(owner, { name: 'Bo' })).ok(201);
    await owner.rule({ ...OPEN, audience: 'approved' }, about(other));
    const second = (await eve.askRender({ cast: [`@${owner.handle}/bo`] })).ok(201);
    assert.equal(second.state, 'awaiting_consent');
    (await owner.answer(second, false, { note: 'Not Bo.' })).ok(200);
    assert.equal((await eve.get(`/api/v1/renders/${second.id}`)).ok(200).state, 'refused');
    (await owner.delete(`/api/v1/${about(character)}/approved/${eve.handle}`)).ok(200);
    assert.equal((await eve.askRender({ cast })).ok(201).state, 'awaiting_consent');
  });

  test('one that stays home is drawn by its owner', async () => {
    const { owner, character, cast } = await lending({ ...OPEN, ask_each: true, holding: 'nowhere' });
    const eve = await member();
    const asked = (await eve.askRender({ cast })).ok(201);
    assert.equal(asked.drawn_by.handle, owner.handle);
    (await owner.answer(asked, true)).ok(200);
    assert.equal((await eve.get(`/api/v1/renders/${asked.id}`)).ok(200).ticket, null);
    const mine = (await owner.get(`/api/v1/renders/${asked.id}`)).ok(200);
    (await owner.get(`/api/v1/renders/${asked.id}/packs/character:${character.id}`, ticket(mine))).ok(200);
    const draft = await owner.finish(mine, clip('540x960', 3));
    assert.equal(draft.creator.handle, eve.handle);
  });

  test('caps hold for many at once', async () => {
    const { cast, owner, character } = await lending({ ...OPEN, caps: { day: 3, week: null, total: null } });
    const [eve, dan] = [await member(), await member()];
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? eve : dan).askRender({ cast })));
    assert.equal(all.filter((a) => a.status === 201).length, 3);
    (await eve.askRender({ cast })).refused('consent_refused', 'cap_day');
    assert.deepEqual((await owner.get(`/api/v1/${about(character)}/policy`)).ok(200).used, [3, 3, 3]);
  });

  test('taken back it comes down for all, and paused it is hidden', async () => {
    const { owner, character, cast } = await lending(OPEN);
    const [eve, dan] = [await member(), new Visitor(server)];
    const published = await eve.publish(await eve.draft({ cast }, clip('540x960', 3)));
    const media = `/media/${published.id}/clip.mp4`;
    (await dan.get(media)).ok();
    (await owner.post(`/api/v1/${about(character)}/pause`, { paused: true })).ok(200);
    (await dan.get(media)).refused('not_found');
    (await dan.get(`/api/v1/clips/${published.id}`)).refused('not_found');
    (await eve.askRender({ cast })).refused('consent_refused', 'paused');
    (await owner.post(`/api/v1/${about(character)}/pause`, { paused: false })).ok(200);
    (await dan.get(media)).ok();
    const open = (await eve.askRender({ cast })).ok(201);
    assert.deepEqual((await owner.post(`/api/v1/${about(character)}/revocations`, { by: eve.handle })).ok(200), { revoked: 2, rest: 0 });
    (await dan.get(media)).refused('not_found');
    assert.equal((await dan.get(`/c/${published.id}`)).status, 410);
    assert.equal((await eve.get(`/api/v1/renders/${open.id}`)).ok(200).state, 'withdrawn');
    (await eve.putFile(open)).refused('conflict', 'ended');
  });

  test('deleted it takes clips of others along; its owner can also remove one', async () => {
    const { owner, character, cast } = await lending(OPEN);
    const eve = await member();
    const [first, second] = [await eve.publish(await eve.draft({ cast })), await eve.publish(await eve.draft({ cast }, clip('540x960', 3)))];
    (await owner.delete(`/api/v1/clips/${first.id}`)).ok(204);
    assert.equal((await eve.get(`/api/v1/clips/${first.id}`)).ok(200).state, 'withdrawn');
    (await owner.delete(`/api/v1/${about(character)}`)).ok(204);
    assert.equal((await eve.get(`/api/v1/clips/${second.id}`)).ok(200).state, 'withdrawn');
    (await eve.askRender({ cast })).refused('invalid');
  });
});

describe('in another\'s voice', () => {
  test('a character says it, both owners decide, and either takes it down', async () => {
    const [ben, cleo] = [await member(), await member()];
    await cleo.scan();
    await cleo.rule({ ...OPEN, parts: 'voice' });
    const rex = (await put(ben)).ok(201);
    // A voice alone is nothing to see.
    const alone = (await ben.askRender({ cast: [cleo.handle] })).refused('consent_refused', 'parts');
    assert.match(alone.detail, /Let a character say it/);
    (await ben.askRender({ cast: [cleo.handle], parts: ['voice'] })).refused('invalid');
    const wish = { cast: [`character:${rex.id}`, cleo.handle], parts: ['both', 'voice'] };
    const check = (await ben.post('/api/v1/consent/checks', { script: 'Hello there everyone', prompt: '', ...wish })).ok(200);
    assert.deepEqual(check.verdicts.map((v) => [v.answer, v.parts]), [['allow', 'both'], ['allow', 'voice']]);
    const render = (await ben.askRender(wish)).ok(201);
    assert.deepEqual(render.parts, ['both', 'voice']);
    const lent = (await ben.get(`/api/v1/renders/${render.id}/packs/${cleo.handle}`, ticket(render))).bytes;
    const inner = lent.subarray(12 + lent.readUInt32LE(8));
    const faces = cleo.pack.readUInt32LE(8);
    assert.equal(inner.readUInt32LE(8), 0, 'no face');
    assert.ok(inner.subarray(12).equals(cleo.pack.subarray(12 + faces)), 'the voice, whole');
    const published = await ben.publish(await ben.finish(render, clip('540x960', 3)));
    assert.deepEqual(published.cast.map((p) => p.handle), [ben.handle, cleo.handle]);
    assert.match((await new Visitor(server).get(`/c/${published.id}`)).text, /in the voice of/);
    (await cleo.post('/api/v1/likeness/revocations', { render: render.id })).ok(200);
    assert.equal((await new Visitor(server).get(`/media/${published.id}/clip.mp4`)).status, 404);
  });

  test('a character of somebody\'s speaks with the voice of who asks, and of nobody who lends the face only', async () => {
    const [ben, cleo] = [await member(), await member()];
    await Promise.all([ben.scan(), cleo.scan()]);
    const rex = (await put(cleo, { name: 'Rex' })).ok(201);
    await cleo.rule(OPEN, about(rex));
    const cast = [`@${cleo.handle}/rex`, ben.handle];
    const asked = (await ben.askRender({ cast, parts: ['both', 'voice'], purpose: 'personal' })).ok(201);
    // What is needed to cast it once more: how others name it, who lends the voice, and what it is for.
    assert.deepEqual([asked.state, asked.address, asked.purpose], ['awaiting_device', `@${cleo.handle}/rex`, 'personal']);
    assert.equal((await ben.askRender({ cast })).refused('invalid').field, 'cast');
    // Its own owner may lend it their voice, too: see subjects.test.mjs.
    assert.equal((await ben.askRender({ cast: [`@${cleo.handle}/rex`, cleo.handle] })).refused('invalid').field, 'cast');
    await cleo.rule({ ...OPEN, parts: 'face' });
    const own = (await put(ben, { name: 'Bo' })).ok(201);
    assert.equal((await ben.askRender({ cast: [`character:${own.id}`] })).ok(201).address, undefined);
    (await ben.askRender({ cast: [`character:${own.id}`, cleo.handle], parts: ['both', 'voice'] })).refused('consent_refused', 'face_only');
  });

  test('of a person the face alone can be wanted', async () => {
    const [ben, cleo] = [await member(), await member()];
    await Promise.all([ben.scan(), cleo.scan()]);
    await cleo.rule({ ...OPEN, parts: 'both' });
    const render = (await ben.askRender({ cast: [ben.handle, cleo.handle], parts: ['face', 'face'] }));
    const asked = render.ok(201);
    for (const who of [ben, cleo]) {
      const whole = (await ben.get(`/api/v1/renders/${asked.id}/packs/${who.handle}`, ticket(asked))).bytes;
      const lent = who === ben ? whole : whole.subarray(12 + whole.readUInt32LE(8));
      assert.equal(lent.length, 12 + lent.readUInt32LE(8), 'no voice');
      assert.equal(lent.readUInt32LE(8), who.pack.readUInt32LE(8), 'the face, whole');
    }
    (await ben.askRender({ cast: [ben.handle], parts: ['face', 'face'] })).refused('invalid');
  });
});

describe('in a remix', () => {
  const REMIX = { ...OPEN, remix: 'allow' };
  const wish = { script: 'Words of a remix.' };

  test('the people of the original decide by their likeness, whoever lends the character by its rules', async () => {
    const [owner, cleo, eve] = [await member(), await member(), await member()];
    await cleo.scan();
    await cleo.rule({ ...REMIX, remix: 'deny' });
    const rex = (await put(owner)).ok(201);
    await owner.rule({ ...REMIX, remix: 'deny' }, about(rex));
    const original = await cleo.publish(await cleo.draft({}));
    const cast = [`@${owner.handle}/rex`];
    const refused = (await eve.askRender({ ...wish, cast, remix_of: original.id })).refused('consent_refused', 'remix');
    assert.match(refused.detail, new RegExp(`^@${cleo.handle}: `));
    await cleo.rule(REMIX);
    // The owner is not of the original: what the character's rules say of remixes is about their own clips.
    const check = (await eve.post('/api/v1/consent/checks', { script: 'Hello there everyone', prompt: '', cast, remix_of: original.id })).ok(200);
    assert.deepEqual(check.verdicts.map((v) => [v.person.handle, v.plays, v.answer]), [[owner.handle, true, 'allow'], [cleo.handle, false, 'allow']]);
    const remix = await eve.publish(await eve.draft({ ...wish, cast, remix_of: original.id }, clip('540x960', 3)));
    assert.deepEqual((await cleo.get('/api/v1/likeness/uses')).ok(200).uses.map((use) => use.plays).filter((plays) => !plays), [false]);
    assert.deepEqual((await owner.get(`/api/v1/${about(rex)}/uses`)).ok(200).uses.map((use) => [use.plays, use.remix_of]), [[true, original.id]]);
    // What fits no more is found and told by the character's object itself.
    await owner.rule({ ...REMIX, audience: 'only_me' }, about(rex));
    const revoke = (path) => owner.post(`/api/v1/${path}/revocations`, '"unfitting"', { headers: { 'content-type': 'application/json' } });
    assert.deepEqual((await revoke(about(rex))).ok(200), { revoked: 1, rest: 0 });
    assert.equal((await eve.get(`/api/v1/clips/${remix.id}`)).ok(200).state, 'withdrawn');
  });

  test('who lends a character to a remix of their own clip has to allow the remix, too', async () => {
    const [owner, eve] = [await member(), await member()];
    await owner.scan();
    await owner.rule({ ...REMIX, remix: 'deny' });
    const rex = (await put(owner)).ok(201);
    await owner.rule(REMIX, about(rex));
    const original = await owner.publish(await owner.draft({}));
    const ask = () => eve.askRender({ ...wish, cast: [`@${owner.handle}/rex`], remix_of: original.id });
    (await ask()).refused('consent_refused', 'remix');
    await owner.rule({ ...REMIX, remix: 'ask' });
    assert.equal((await ask()).ok(201).state, 'awaiting_consent');
    await owner.rule(REMIX);
    const allowed = (await ask()).ok(201);
    assert.deepEqual([allowed.state, allowed.agreements.length], ['awaiting_device', 1]);
    await owner.rule({ ...REMIX, remix: 'ask' }, about(rex));
    const asked = (await ask()).ok(201);
    assert.equal(asked.state, 'awaiting_consent');
    const request = (await owner.requests()).find((one) => one.id === asked.id);
    assert.deepEqual(request.wants.map((w) => [w.plays, w.character ?? null, w.reasons.map((r) => r.rule)]), [[true, rex.id, ['remix']], [false, null, []]]);
    (await owner.answer(asked, true)).ok(200);
    const draft = await eve.finish((await eve.get(`/api/v1/renders/${asked.id}`)).ok(200), clip('540x960', 3));
    await owner.rule({ ...REMIX, remix: 'deny' });
    (await eve.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'remix');
  });
});

test('with its account everything of it is gone', async () => {
  const ben = await new Visitor(server).join(await ana.invite(), { handle: 'gone_with_the_bear' });
  const bytes = aCharacter();
  const name = 'Unmistakable Marzipan Bear';
  const { id } = (await put(ben, { name, pack: bytes })).ok(201);
  const renamed = 'Unforgettable Liquorice Bear';
  (await ben.patch(`/api/v1/characters/${id}`, { name: renamed })).ok(200);
  const published = await ben.publish(await ben.draft({ cast: [`character:${id}`] }));
  const traces = { renamed, pack: bytes.subarray(100, 130) };
  assert.deepEqual(server.find(traces).map((line) => line.split(' in ')[0]).filter((what) => what === 'pack'), []);
  (await ben.delete('/api/v1/account', { handle: ben.handle })).ok(200);
  (await ana.get(`/api/v1/clips/${published.id}`)).refused('not_found');
  await server.stop();
  assert.deepEqual(server.find({ ...traces, name }), [], 'after it has ended');
  server = await server.again();
  ana.server = server;
});
