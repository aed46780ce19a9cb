// Everything of a member's as a ZIP, and bringing it to another instance.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { createLocalJWKSet, compactVerify } from 'jose';

import { Archive, bring, putImportedPack, sha256, wish } from '../harness/archive.mjs';
import { clip } from '../harness/clips.mjs';
import { inObjects } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, aPack, operator, scanned } from '../harness/visitor.mjs';

let here;
let there;
let ana;
let mia;
before(async () => {
  [here, there] = await Promise.all([start(), start()]);
  ana = await operator(here, { handle: 'ana', name: 'Ana' });
  mia = await operator(there, { handle: 'mia', name: 'Mia' });
});
after(() => Promise.all([here.close(), there.close()]));

const exported = async (who) => {
  const answer = await who.get('/api/v1/export');
  answer.ok(200);
  return { answer, archive: Archive.open(answer.bytes) };
};

/** A character's pack: magic, length of the picture, picture, voice. */
function aCharacter(bytes = 5000) {
  const pack = aPack(bytes);
  pack.write('undchar\x01', 0, 'latin1');
  return pack;
}

describe('an export', { concurrency: 1 }, () => {
  let ben;
  let cam;
  let archive;
  let own;
  after(() => archive?.close());

  test('holds everything of a member, whole, by other programs', async () => {
    ben = await scanned(here, await ana.invite());
    cam = await scanned(here, await ana.invite());
    await cam.rule({ audience: 'everyone', ask_each: false, publish_unseen: true, holding: 'devices', version: 0 });
    await ben.rule((policy) => {
      policy.never_say = ['quokka'];
      policy.caps = { day: 3, week: null, total: null };
      policy.wishes = ['always the red hat'];
    });
    (await ben.put(`/api/v1/likeness/approved/${ana.handle}`, {})).ok(200);
    (await ben.put(`/api/v1/likeness/approved/${cam.handle}`, {})).ok(200);
    const rex = aCharacter();
    const { id } = (await ben.post('/api/v1/characters?kind=pet&name=Rex%20%F0%9F%90%95', rex, { headers: { 'content-type': 'application/octet-stream' } })).ok(201);
    // Somebody with one handle here and there, and somebody who is only here.
    for (const [server, boss] of [[here, ana], [there, mia]]) await new Visitor(server).join(await boss.invite(), { handle: 'kay_of_both' });
    for (const handle of ['kay_of_both', cam.handle]) (await ben.put(`/api/v1/characters/${id}/approved/${handle}`, {})).ok(200);
    const [film, second, both] = [clip('540x960', 3), clip('540x960', 4), clip('540x960', 5)];
    own = {
      published: await ben.publish(await ben.draft({ script: 'My own words, "quoted" & <b>bold</b>.' }, film)),
      draft: await ben.draft({ script: 'Never published.' }, second),
      both: await ben.draft({ script: 'With somebody else.', cast: [ben.handle, cam.handle] }, both),
    };
    (await ben.put(`/api/v1/clips/${own.published.id}/like`)).ok(200);
    (await ben.put('/api/v1/profiles/ana/follow')).ok(200);

    const contents = (await ben.get('/api/v1/export/contents')).ok(200);
    assert.deepEqual(
      { clips: contents.clips, characters: contents.characters, pack: contents.pack_bytes, likes: contents.likes, parts: contents.parts, uses: contents.uses },
      { clips: 3, characters: 1, pack: ben.pack.length, likes: 1, parts: 1, uses: 3 },
    );
    const posters = new Map();
    for (const made of Object.values(own)) posters.set(made.id, (await ben.get(made.poster)).bytes);
    const lengths = [film, second, both, ...posters.values()].map((bytes) => bytes.length);
    assert.equal(contents.clip_bytes, lengths.reduce((a, b) => a + b));

    const got = await exported(ben);
    archive = got.archive;
    assert.equal(got.answer.headers.get('content-type'), 'application/zip');
    assert.match(got.answer.headers.get('content-disposition'), new RegExp(`^attachment; filename="understudy-${ben.handle}-\\d{4}-\\d\\d-\\d\\d\\.zip"$`));
    assert.equal(got.answer.headers.get('cache-control'), 'private, no-store');
    assert.deepEqual(archive.bytes('likeness/pack.bin'), ben.pack);
    assert.equal(archive.json('likeness/likeness.json').attested_by, 'device');
    assert.deepEqual(archive.json('likeness/policy.json').policy.never_say, ['quokka']);
    assert.deepEqual(archive.json('likeness/policy.json').approved.map((p) => p.handle), ['ana', cam.handle]);
    assert.deepEqual(archive.bytes(archive.below('characters/', '.bin')[0]), rex);
    assert.deepEqual(archive.json(`character-rules/${id}.json`).approved.map((p) => p.handle), ['kay_of_both', cam.handle]);
    assert.deepEqual(archive.json('likeness/policy-versions.json').versions.map((one) => [one.version, one.policy.never_say]), [[1, ['quokka']], [0, []]]);
    assert.equal(archive.json('likeness/policy-versions.json').versions[0].signed, archive.json('likeness/policy.json').signed);
    assert.deepEqual(archive.json(`character-versions/${id}.json`).versions.map((one) => one.version), [0]);
    for (const [made, file] of [[own.published, film], [own.draft, second], [own.both, both]]) {
      assert.deepEqual(archive.bytes(`clips/${made.id}.mp4`), file);
      assert.deepEqual(archive.bytes(`clips/${made.id}.jpg`), posters.get(made.id));
      assert.equal(archive.json(`clips/${made.id}.json`).sha256, sha256(file));
    }
    assert.equal(archive.json(`clips/${own.published.id}.json`).state, 'published');
    assert.equal(archive.json('uses.json').uses.length, 3);
    assert.equal(archive.json('requests.json').requests.length, 1);
    assert.equal(archive.json('likes.json').likes[0].clip, own.published.id);
    assert.deepEqual(archive.json('follows.json').following.map((p) => p.handle), ['ana']);
    const { receipts } = archive.json('receipts.json');
    assert.deepEqual(receipts.map((r) => [r.clip, Boolean(r.opening)]), [[own.published.id, true]]);
    assert.equal(archive.bytes(`receipts/${receipts[0].index}.jws`).toString('utf8'), receipts[0].receipt);
    assert.equal(archive.json('account.json').account.handle, ben.handle);
    const page = archive.bytes('index.html').toString('utf8');
    assert.ok(page.includes(`href="clips/${own.published.id}.mp4"`) && page.includes('&lt;b&gt;bold&lt;/b&gt;'));
    assert.ok(!/<script|https?:\/\/(?!\S*localhost)/i.test(page), 'it needs nothing but what is beside it');
    assert.equal(archive.names.at(-1), 'manifest.json');
  });

  test('of somebody in the clip has no film of it', async () => {
    const { archive } = await exported(cam);
    assert.deepEqual(archive.below('clips/', '.mp4'), []);
    assert.deepEqual(archive.json('appearances.json').clips.map((c) => [c.clip, c.creator]), [[own.both.id, ben.handle]]);
    archive.close();
  });

  test('has no film while another of its cast has paused', async () => {
    (await cam.post('/api/v1/likeness/pause', { paused: true })).ok(200);
    const { archive } = await exported(ben);
    assert.equal(archive.json(`clips/${own.both.id}.json`).left_out, 'paused');
    assert.ok(!archive.has(`clips/${own.both.id}.mp4`));
    archive.close();
    (await cam.post('/api/v1/likeness/pause', { paused: false })).ok(200);
  });

  test('is for its owner alone', async () => {
    (await new Visitor(here).get('/api/v1/export')).refused('sign_in_first');
    (await new Visitor(here).get('/api/v1/export/contents')).refused('sign_in_first');
    (await ben.get('/api/v1/export', { headers: { 'sec-fetch-site': 'cross-site' } })).refused('wrong_origin');
    for (const part of ['0', '2', 'x', '-1', '99999999999']) {
      assert.equal((await ben.get(`/api/v1/export?part=${part}`)).refused('invalid').field, 'part');
    }
    const { archive } = await exported(ana);
    assert.deepEqual(archive.below('clips/', ''), []);
    archive.close();
  });

  test('comes in elsewhere with equal content, but for clips in which others play', async () => {
    const moved = await new Visitor(there).join(await mia.invite(), { handle: 'ben_moved' });
    const fates = await bring(moved, archive);
    assert.deepEqual(fates.unknown, ['ana', cam.handle]);
    const refused = fates[own.both.id].refused;
    assert.deepEqual([refused.code, refused.rule], ['consent_refused', 'others_in_cast']);
    const likeness = (await moved.get('/api/v1/likeness')).ok(200).likeness;
    assert.equal(likeness.attested_by, 'import');

    const { archive: again } = await exported(moved);
    assert.deepEqual(again.bytes('likeness/pack.bin'), ben.pack);
    assert.equal(again.json('likeness/likeness.json').attested_by, 'import');
    const rules = (of) => ({ ...of.json('likeness/policy.json').policy, version: 0 });
    assert.deepEqual(rules(again), rules(archive));
    assert.deepEqual(again.bytes(again.below('characters/', '.bin')[0]), archive.bytes(archive.below('characters/', '.bin')[0]));
    assert.deepEqual(again.json(again.below('character-rules/', '.json')[0]).approved.map((p) => p.handle), ['kay_of_both']);
    const films = (of) => of.below('clips/', '.mp4').map((name) => sha256(of.bytes(name))).sort();
    assert.deepEqual(films(again), films(archive).filter((hash) => hash !== own.both.sha256));
    const facts = (of) =>
      of.below('clips/', '.json').map((name) => of.json(name)).map(({ script, prompt, created_at, sha256 }) => ({ script, prompt, created_at, sha256 }))
        .filter((c) => c.sha256 !== own.both.sha256).sort((a, b) => a.created_at - b.created_at);
    assert.deepEqual(facts(again), facts(archive));
    assert.ok(again.below('clips/', '.json').every((name) => again.json(name).state === 'draft'));
    again.close();

    // The same once more: nothing is doubled, and nothing is sent again.
    const second = await bring(moved, archive);
    for (const made of [own.published, own.draft]) assert.equal(second[made.id].here, fates[made.id].brought.id);
    const { archive: third } = await exported(moved);
    assert.equal(third.below('clips/', '.mp4').length, 2);
    assert.equal(third.below('characters/', '.bin').length, 1);
    assert.equal((await moved.get('/api/v1/likeness')).ok(200).likeness.version, likeness.version);
    third.close();
    // What came in is a clip like any other.
    const published = await moved.publish(fates[own.published.id].brought);
    assert.equal(published.state, 'published');
    assert.deepEqual((await moved.get('/api/v1/renders')).ok(200).renders, []);
  });

  test('comes back after the things were deleted, and finds what is still here', async () => {
    const before = (await ben.get('/api/v1/likeness')).ok(200).likeness;
    const found = await bring(ben, archive);
    assert.equal(found[own.draft.id].here, own.draft.id);
    assert.deepEqual((await ben.get('/api/v1/likeness')).ok(200).likeness.version, before.version, 'a scanned pack stays a scanned one');
    for (const round of [1, 2]) {
      (await ben.delete(`/api/v1/clips/${round === 1 ? own.draft.id : found.last.id}`)).ok(204);
      const fate = (await bring(ben, archive))[own.draft.id];
      assert.equal(fate.brought.script, 'Never published.', JSON.stringify(fate));
      assert.equal(fate.brought.created_at, own.draft.created_at);
      found.last = fate.brought;
    }
  });
});

describe('people and likes', { concurrency: 1 }, () => {
  test('come back where somebody there has the handle and the clip, and are a list elsewhere', async () => {
    const song = clip('540x960', 9);
    const named = async (server, boss, handle) => scanned(server, await boss.invite(), { handle });
    const gil = await named(here, ana, 'gil');
    const [hal, ida, jo] = [await named(here, ana, 'hal'), await named(here, ana, 'ida'), await named(here, ana, 'jo_here_only')];
    const liked = await hal.publish(await hal.draft({ script: 'A clip that is here and there.' }, song));
    const lost = await jo.publish(await jo.draft({ script: 'A clip that is only here.' }));
    for (const made of [liked, lost]) (await gil.put(`/api/v1/clips/${made.id}/like`)).ok(200);
    for (const who of [hal, jo]) (await gil.put(`/api/v1/profiles/${who.handle}/follow`)).ok(200);
    (await gil.put(`/api/v1/profiles/${ida.handle}/block`)).ok(200);
    const { archive } = await exported(gil);
    const page = archive.bytes('index.html').toString('utf8');
    for (const words of ['@hal', '@ida', '@jo_here_only', 'What you like (2)']) assert.ok(page.includes(words), words);

    const [hal2, ida2] = [await named(there, mia, 'hal'), await named(there, mia, 'ida')];
    const same = await hal2.publish(await hal2.draft({ script: 'The same film.' }, song));
    const moved = await new Visitor(there).join(await mia.invite(), { handle: 'gil_moved' });
    const fates = await bring(moved, archive);
    assert.deepEqual(fates.people, { brought: 2, here: 0, missing: ['jo_here_only'] });
    assert.deepEqual(fates.likes, { brought: 1, here: 0, missing: ['jo_here_only'] });
    assert.deepEqual((await hal2.get('/api/v1/notices')).ok(200).notices.filter((n) => n.what.kind === 'followed'), [], 'nobody is told');
    (await ida2.get('/api/v1/profiles/gil_moved')).refused('not_found');
    assert.equal((await moved.get(`/api/v1/clips/${same.id}`)).ok(200).liked, true);
    const { archive: again } = await exported(moved);
    const people = (of, list) => of.json('follows.json')[list].map((p) => p.handle).filter((handle) => handle !== 'jo_here_only');
    for (const list of ['following', 'blocked']) assert.deepEqual(people(again, list), people(archive, list));
    const films = (of) => of.json('likes.json').likes.map((like) => like.sha256);
    assert.deepEqual(films(again), films(archive).filter((hash) => hash !== lost.sha256));
    assert.deepEqual((await bring(moved, archive)).people, { brought: 0, here: 2, missing: ['jo_here_only'] });
    for (const of of [archive, again]) of.close();

    // Bad input.
    (await moved.post('/api/v1/import/people', { following: Array.from({ length: 51 }, (_, i) => `m${i}`) })).refused('invalid');
    assert.deepEqual((await moved.post('/api/v1/import/people', { following: ['', 'gil_moved', '../x', 'ida'], blocked: ['gil_moved'] })).ok(200).missing, ['gil_moved', '', 'gil_moved', '../x', 'ida']);
    assert.deepEqual((await moved.post('/api/v1/import/likes', { likes: [{ creator: 'hal', sha256: 'x' }] })).ok(200).missing, ['hal']);
    // Who blocked the importer there is not to be found by an import, either.
    (await hal2.put('/api/v1/profiles/gil_moved/block')).ok(200);
    assert.deepEqual((await moved.post('/api/v1/import/people', { following: ['hal'] })).ok(200).missing, ['hal']);
    (await new Visitor(there).post('/api/v1/import/people', { following: ['hal'] })).refused('sign_in_first');
  });
});

describe('an export of more than three hundred clips', { concurrency: 1 }, () => {
  let kim;
  let parts;
  let rex;
  const made = [];
  after(() => parts?.forEach((part) => part.close()));

  test('goes in several files, each whole, with every clip in one of them', async () => {
    kim = await scanned(here, await ana.invite(), { handle: 'kim' });
    const films = [clip('540x960', 2), clip('540x960', 1), clip('540x960', 4)];
    const pack = aCharacter(4000);
    rex = (await kim.post('/api/v1/characters?kind=pet&name=Rex', pack, { headers: { 'content-type': 'application/octet-stream' } })).ok(201);
    made.push(await kim.draft({ script: 'The first.' }, films[0]));
    const middle = await kim.draft({ script: 'In the middle.' }, films[1]);
    made.push(middle, await kim.draft({ script: 'The last, played by Rex.', cast: [`character:${rex.id}`] }, films[2]));
    // 310 more of the one in the middle: the same film under other names.
    const columns = 'creator, state, script, prompt, width, height, duration_ms, bytes, sha256, poster_bytes, poster_sha256';
    const n = (from) => `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 310) ${from}`;
    await here.stop();
    const [[render]] = inObjects(here, '/d1/', 'clips', `SELECT render FROM clips WHERE id = '${middle.id}'`);
    const name = "printf('%026d', i)";
    const rows = inObjects(here, '/d1/', 'clips', n(`INSERT INTO clips (id, render, created_at, ${columns})
      SELECT ${name}, ${name}, c.created_at, ${columns} FROM n, clips c WHERE c.id = '${middle.id}' RETURNING id`));
    assert.equal(rows.length, 310);
    inObjects(here, '/d1/', 'clip_cast', n(`INSERT INTO clip_cast (clip, position, account) SELECT ${name}, 0, k.account FROM n, clip_cast k WHERE k.clip = '${middle.id}'`));
    const more = 'blob_id, version, size, etag, uploaded, checksums, http_metadata, custom_metadata';
    inObjects(here, '/r2/', '_mf_objects', n(`INSERT INTO _mf_objects (key, ${more}) SELECT replace(o.key, '${render}', ${name}), ${more} FROM n, _mf_objects o WHERE o.key LIKE '%${render}%'`));
    here = await here.again();
    for (const who of [ana, kim]) who.server = here;

    assert.equal((await kim.get('/api/v1/export/contents')).ok(200).parts, 2);
    const names = [];
    parts = [];
    for (const part of [1, 2]) {
      const answer = await kim.get(`/api/v1/export?part=${part}`);
      answer.ok(200);
      const name = answer.headers.get('content-disposition').match(/filename="(.+)"/)[1];
      assert.ok(name.endsWith(`-${part}.zip`), name);
      const archive = Archive.open(answer.bytes);
      assert.deepEqual(archive.manifest.part, [part, 2]);
      names.push(...archive.below('clips/', '.json'));
      parts.push(archive);
    }
    assert.equal(names.length, 313);
    assert.equal(new Set(names).size, 313, 'no clip is in two files');
    assert.deepEqual(parts.map((part) => part.below('clips/', '.json').length), [300, 13]);
    // Each can be brought on its own: the pack and the characters are in all, everything else in the first.
    for (const [i, part] of parts.entries()) {
      assert.deepEqual(part.bytes('likeness/pack.bin'), kim.pack);
      assert.deepEqual(part.bytes(`characters/${rex.id}.bin`), pack);
      for (const name of ['account.json', 'likeness/policy.json', 'likes.json', 'uses.json']) assert.equal(part.has(name), i === 0, name);
    }
    (await kim.get('/api/v1/export?part=3')).refused('invalid');
  });

  test('comes in elsewhere in any order, and goes on after it was cut', async () => {
    const moved = await new Visitor(there).join(await mia.invite(), { handle: 'kim_moved' });
    const cut = { ...parts[1], __proto__: parts[1], below: (folder, ending) => (folder === 'clips/' ? [] : parts[1].below(folder, ending)) };
    await bring(moved, cut);
    assert.deepEqual((await moved.get('/api/v1/drafts')).ok(200).clips, []);
    // What was brought of the rows that are one film is one clip.
    const few = (part) => {
      const own = new Set(made.map((c) => `clips/${c.id}.json`));
      const names = part.below('clips/', '.json');
      const wanted = names.filter((name, i) => own.has(name) || i < 3);
      return { ...part, __proto__: part, below: (folder, ending) => (folder === 'clips/' && ending === '.json' ? wanted : part.below(folder, ending)) };
    };
    for (const part of [1, 0, 1]) await bring(moved, few(parts[part]));
    const drafts = (await moved.get('/api/v1/drafts')).ok(200).clips;
    assert.deepEqual(drafts.map((c) => c.script).sort(), ['In the middle.', 'The first.', 'The last, played by Rex.']);
    const { archive } = await exported(moved);
    assert.equal(archive.below('characters/', '.bin').length, 1);
    const films = archive.below('clips/', '.mp4').map((name) => sha256(archive.bytes(name))).sort();
    const whole = new Set(parts.flatMap((part) => part.below('clips/', '.mp4').map((name) => sha256(part.bytes(name)))));
    assert.deepEqual(films, [...whole].sort(), 'every film of all files is here, once');
    archive.close();
  });
});

describe('an import', { concurrency: 1 }, () => {
  const film = clip('540x960', 6);
  const handle = 'dan_once';
  const named = (more = {}) => ({
    ...{ source: '0'.repeat(26), handle, cast: [handle], script: 'From elsewhere.', prompt: 'A quiet library', created_at: 1_700_000_000_000 },
    sha256: sha256(film),
    ...more,
  });

  test('of a pack wants consent, the very bytes, and an own pack', async () => {
    const dan = await new Visitor(there).join(await mia.invite());
    const pack = aPack(3000);
    for (const consent of ['', '1', '3', 'yes']) assert.equal((await putImportedPack(dan, pack, { consent })).refused('invalid', 'consent').field, 'consent');
    (await putImportedPack(dan, pack, { headers: { 'content-digest': null } })).refused('invalid');
    (await putImportedPack(dan, pack, { headers: { 'content-digest': `sha-256=:${Buffer.alloc(32).toString('base64')}:` } })).refused('file_refused', 'digest');
    (await putImportedPack(dan, Buffer.from('<html>'))).refused('file_refused', 'not_a_pack');
    const trace = Buffer.from('undstdy\x02\x03\0\0\0abc', 'latin1');
    (await putImportedPack(dan, Buffer.concat([trace, pack]))).refused('file_refused', 'lent');
    (await putImportedPack(dan, aPack(2 * 1024 * 1024 + 1))).refused('too_large');
    (await putImportedPack(dan, pack, { headers: { 'content-type': 'text/plain' } })).refused('media_type');
    (await putImportedPack(new Visitor(there), pack)).refused('sign_in_first');
    assert.equal((await dan.get('/api/v1/likeness')).ok(200).likeness, null, 'nothing is half-done');
    (await putImportedPack(dan, pack)).ok(200);
    assert.deepEqual((await dan.get('/api/v1/likeness/pack')).bytes, pack);
    // A scan afterwards is a scan.
    await dan.scan();
    assert.equal((await dan.get('/api/v1/likeness')).ok(200).likeness.attested_by, 'device');
  });

  test('of a clip takes the film that the list names, and checks it as any', async () => {
    const eve = await new Visitor(there).join(await mia.invite());
    (await eve.post('/api/v1/import/clips', named())).refused('consent_refused', 'no_understudy');
    await putImportedPack(eve, aPack(3000));
    for (const [field, value] of [['script', ''], ['script', 'x'.repeat(401)], ['sha256', 'x'], ['sha256', 'A'.repeat(64)], ['source', '../../etc'], ['character', '0'.repeat(26)]]) {
      (await eve.post('/api/v1/import/clips', named({ [field]: value }))).refused('invalid');
    }
    (await eve.post('/api/v1/import/clips', named({ cast: [handle, 'other'] }))).refused('consent_refused', 'others_in_cast');
    (await eve.post('/api/v1/import/clips', named({ cast: ['other'] }))).refused('consent_refused', 'others_in_cast');
    (await eve.post('/api/v1/import/clips', named({ cast: [] }))).refused('consent_refused', 'others_in_cast');
    const { render: id, ticket } = (await eve.post('/api/v1/import/clips', named())).ok(200);
    const render = { id, ticket };
    assert.equal((await eve.post('/api/v1/import/clips', named())).ok(200).render, id, 'asked again, it is the same');
    (await eve.putFile(render, clip('540x960', 7))).refused('file_refused', 'other_file');
    const mallory = await new Visitor(there).join(await mia.invite());
    (await mallory.putFile(render, film)).refused('not_found');
    assert.deepEqual((await eve.get('/api/v1/drafts')).ok(200).clips, []);
    assert.deepEqual((await eve.get('/api/v1/renders')).ok(200).renders, [], 'it is not drawn here');
    const made = (await eve.putFile(render, film)).ok(200);
    assert.equal(made.created_at, 1_700_000_000_000);
    assert.equal((await eve.post('/api/v1/import/clips', named())).ok(200).clip, made.id);

    // A film that breaks a rule of clips is refused though a list names it.
    const bad = Buffer.from('<!doctype html>');
    const second = (await eve.post('/api/v1/import/clips', named({ sha256: sha256(bad) }))).ok(200);
    (await eve.putFile({ id: second.render, ticket: second.ticket }, bad)).refused('file_refused', 'not_mp4');
    assert.equal((await eve.get('/api/v1/drafts')).ok(200).clips.length, 1);
    // No clip is older than the world or younger than now.
    const third = clip('540x960', 8);
    const begun = (await eve.post('/api/v1/import/clips', named({ sha256: sha256(third), created_at: 9e15 }))).ok(200);
    assert.ok((await eve.putFile({ id: begun.render, ticket: begun.ticket }, third)).ok(200).created_at <= Date.now());
    // Somebody else's character plays for nobody else.
    const owner = await new Visitor(there).join(await mia.invite());
    const made2 = (await owner.post('/api/v1/characters?kind=toy&name=Bo', aCharacter(), { headers: { 'content-type': 'application/octet-stream' } })).ok(201);
    (await eve.post('/api/v1/import/clips', named({ sha256: 'ab'.repeat(32), character: made2.id }))).refused('invalid');
  });

  test('is asked for by this site alone, with a key', async () => {
    const gus = await new Visitor(there).join(await mia.invite());
    (await gus.post('/api/v1/import/clips', named(), { headers: { origin: 'https://evil.example' } })).refused('wrong_origin');
    (await gus.post('/api/v1/import/clips', named(), { headers: { 'idempotency-key': null } })).refused('idempotency_key');
    (await new Visitor(there).post('/api/v1/import/clips', named())).refused('sign_in_first');
  });
});

test('a deletion gives a receipt that others can check, and then there is nothing to export', async () => {
  const fay = await scanned(here, await ana.invite());
  await fay.publish(await fay.draft({ script: 'Soon gone.' }));
  await fay.draft({ script: 'Gone, too.' }, clip('540x960', 3));
  (await fay.askRender({ script: 'Never made.' })).ok(201);
  const cookies = new Map(fay.cookies);
  const deleted = (await fay.delete('/api/v1/account', { handle: fay.handle })).ok(200);
  const known = (await new Visitor(here).get('/.well-known/understudy.json')).ok(200);
  assert.equal(known.issuer, here.origin);
  const { payload, protectedHeader } = await compactVerify(deleted.receipt, createLocalJWKSet(known.jwks), { algorithms: ['EdDSA'] });
  assert.equal(protectedHeader.typ, 'understudy-deletion+jwt');
  const said = JSON.parse(Buffer.from(payload).toString('utf8'));
  assert.deepEqual(said, deleted.says);
  assert.equal(said.iss, here.origin);
  assert.equal(said.complete, true);
  assert.ok(Math.abs(said.iat - Date.now() / 1000) < 120);
  const { likenesses, published_clips, drafts, renders, passkeys, recovery_codes, sessions } = said.removed;
  assert.deepEqual({ likenesses, published_clips, drafts, renders, passkeys, recovery_codes, sessions }, { likenesses: 1, published_clips: 1, drafts: 1, renders: 1, passkeys: 1, recovery_codes: 10, sessions: 1 });
  for (const secret of [fay.handle, fay.name]) assert.ok(!Buffer.from(payload).toString('utf8').includes(secret), 'it names nobody');
  // Another instance did not sign it, and a changed one is none.
  const other = (await new Visitor(there).get('/.well-known/understudy.json')).ok(200);
  await assert.rejects(compactVerify(deleted.receipt, createLocalJWKSet(other.jwks)));
  const [head, body, signature] = deleted.receipt.split('.');
  const forged = Buffer.from(JSON.stringify({ ...said, complete: false })).toString('base64url');
  await assert.rejects(compactVerify([head, forged, signature].join('.'), createLocalJWKSet(known.jwks)));
  assert.notEqual(forged, body);
  fay.cookies = cookies;
  (await fay.get('/api/v1/export')).refused('sign_in_first');
});
