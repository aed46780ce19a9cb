import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

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

/** A character's pack of `bytes` in all, with random parts. */
function aCharacter(bytes = 30_000) {
  const length = Buffer.alloc(4);
  length.writeUInt32LE((bytes - 12) >> 1);
  return Buffer.concat([Buffer.from('undchar\x01', 'latin1'), length, randomBytes(bytes - 12)]);
}

function put(who, { name = 'Rex', kind = 'pet', pack = aCharacter(), headers = {} } = {}) {
  const query = new URLSearchParams({ name, kind });
  return who.post(`/api/v1/characters?${query}`, pack, { headers: { 'content-type': 'application/octet-stream', ...headers } });
}
const list = async (who) => (await who.get('/api/v1/characters')).ok(200).characters;
const pack = (who, id) => who.get(`/api/v1/characters/${id}/pack`);

describe('a character', () => {
  test('is its owner\'s: a pack goes in and comes out as it was', async () => {
    const ben = await member();
    assert.deepEqual((await ben.get('/api/v1/characters')).ok(200), { characters: [], limit: 12 });
    const bytes = aCharacter();
    const rex = (await put(ben, { name: ' Rex ', pack: bytes })).ok(201);
    assert.deepEqual([rex.name, rex.kind, rex.pack_bytes], ['Rex', 'pet', bytes.length]);
    assert.deepEqual([rex.policy.audience, rex.policy.paused], ['only_me', false]);
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
    (await ben.putPoster(render)).ok();
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
