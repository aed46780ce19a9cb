// Deleted means gone: from tables, free pages, logs, objects and files.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { clip } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
});
after(() => server.close());

test('of a deleted account nothing identifying is left', async () => {
  const secret = {
    handle: 'zebulon_the_gone',
    name: 'Zebulon Q. Vanishing',
    script: 'My own unmistakable sentence about quokkas.',
    draft: 'A second sentence that nobody ever published.',
    open: 'A third sentence that was never even rendered.',
    prompt: 'An unmistakable lighthouse made of marzipan',
  };
  const films = [clip('540x960', 4), clip('540x960', 5)];
  const ben = await new Visitor(server).join(await ana.invite(), { handle: secret.handle, name: secret.name });
  await ben.scan();
  await ben.scan();
  const published = await ben.publish(await ben.draft({ script: secret.script, prompt: secret.prompt }, films[0]));
  await ben.draft({ script: secret.draft }, films[1]);
  (await ben.askRender({ script: secret.open })).ok(201);
  (await ben.put(`/api/v1/clips/${published.id}/like`)).ok(200);
  (await ana.put(`/api/v1/clips/${published.id}/like`)).ok(200);
  const guest = await new Visitor(server).join(await ben.invite());
  const phone = new Visitor(server);
  phone.passkeys = ben.passkeys;
  (await phone.signIn()).ok(201);
  // People: each follows the other, is told so, and one whom they blocked.
  for (const [a, b] of [[ben, ana], [ana, ben]]) (await a.put(`/api/v1/profiles/${b.handle}/follow`)).ok(200);
  (await ben.put(`/api/v1/profiles/${guest.handle}/block`)).ok(200);
  const told = async (who) => (await who.get('/api/v1/notices')).ok(200).notices.map((notice) => notice.what);
  assert.equal((await told(ana))[0].by.handle, secret.handle);
  assert.equal((await told(ben)).length, 1);

  const [film, second] = films.map((f) => f.subarray(30_000, 30_060));
  const traces = {
    ...secret,
    credential: Buffer.from(ben.credential.id, 'base64url'),
    'public key': Buffer.from(ben.credential.response.publicKey, 'base64url').subarray(-32),
    'recovery code': ben.codes[0],
    session: [...ben.cookies.values()][0],
    pack: ben.pack.subarray(100, 130),
    site: 'zebulons-own-blog.example',
    'published film': film,
    'draft film': second,
  };
  // Where it was embedded and that it was viewed goes with it.
  assert.equal((await ana.get(`/embed/${published.id}`, { headers: { referer: `https://${traces.site}/` } })).status, 200);
  (await new Visitor(server).post(`/api/v1/clips/${published.id}/view`)).ok(204);
  // The search finds what is there, or it would prove nothing.
  const there = server.find(traces).map((line) => line.split(' in ')[0]);
  for (const what of ['handle', 'name', 'script', 'draft', 'prompt', 'credential', 'site', 'published film']) {
    assert.ok(there.includes(what), `${what} is not found while it exists: ${there}`);
  }
  assert.ok(!there.includes('pack') && !there.includes('session') && !there.includes('recovery code'), there.join());

  (await ben.delete('/api/v1/account', { handle: secret.handle })).ok(200);
  const address = ['clips', 'embed'].map((at) => `/${at}/${published.id}`);
  for (const path of [`/api/v1/clips/${published.id}`, published.media, published.poster, `/c/${published.id}`, address[1]]) {
    assert.equal((await ana.get(path)).status, 404, path);
  }
  assert.deepEqual((await ana.get('/api/v1/feed')).ok(200).clips, []);
  assert.deepEqual(await told(ana), [{ kind: 'followed', by: null }]);
  const { followers, following } = (await guest.get('/api/v1/profiles/ana')).ok(200);
  assert.deepEqual([followers, following], [0, 0]);
  assert.equal((await phone.get('/api/v1/session')).ok(200).account, null);
  assert.equal((await guest.get('/api/v1/session')).ok(200).account.handle, guest.handle);

  // Files go at once. Rows are overwritten at once, too; journals and free pages are rewritten when the server ends.
  const files = { film: traces['published film'], draft: traces['draft film'], pack: traces.pack };
  assert.deepEqual(server.find(files), [], 'while the server runs');
  await server.stop();
  assert.deepEqual(server.find(traces), [], 'after it has ended');
  server = await server.again();
  ana.server = server;
  assert.deepEqual((await ana.get('/api/v1/feed')).ok(200).clips, []);
});

test('a deleted likeness leaves no pack and no key, and the account stays', async () => {
  const ben = await scanned(server, await ana.invite());
  // Objects that are told of it may come to be by that; what lies in the bucket may not stay.
  const blobs = () => [...server.stored()].filter(([file]) => file.includes('/blobs/')).length;
  const before = blobs();
  (await ben.delete('/api/v1/likeness')).ok(204);
  assert.deepEqual(server.find({ pack: ben.pack.subarray(0, 24) }), []);
  assert.equal(blobs(), before - 2, 'the sealed pack and its share are removed');
  assert.equal((await ben.get('/api/v1/session')).ok(200).account.has_likeness, false);
});

test('a deleted clip leaves no frame and no poster', async () => {
  const ben = await scanned(server, await ana.invite());
  const film = clip('540x960', 6);
  const published = await ben.publish(await ben.draft({ script: 'Short-lived words.' }, film));
  const poster = (await ben.get(published.poster)).bytes;
  const files = { film: film.subarray(50_000, 50_060), poster: poster.subarray(1000, 1060) };
  assert.equal(server.find(files).length, 2, 'before');
  (await ben.delete(`/api/v1/clips/${published.id}`)).ok(204);
  assert.deepEqual(server.find(files), [], 'while the server runs');
  await server.stop();
  assert.deepEqual(server.find({ ...files, script: 'Short-lived words' }), [], 'after it has ended');
  server = await server.again();
  ana.server = server;
});
