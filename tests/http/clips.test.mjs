import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { clip } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let ana;
let ben;
let nobody;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
  await ana.scan();
  ben = await scanned(server, await ana.invite());
  nobody = new Visitor(server);
});
after(() => server.close());

const feed = async (who, cursor) => (await who.get(`/api/v1/feed${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`)).ok(200);

describe('a draft', () => {
  test('is seen by its creator only, in every form', async () => {
    const draft = await ana.draft();
    assert.deepEqual((await ana.get('/api/v1/drafts')).ok(200).clips.map((c) => c.id), [draft.id]);
    assert.equal((await ana.get(`/api/v1/clips/${draft.id}`)).ok(200).mine, true);
    (await ana.get(draft.media)).ok(200);
    (await ana.get(draft.poster)).ok(200);
    for (const other of [ben, nobody]) {
      (await other.get(`/api/v1/clips/${draft.id}`)).refused('not_found');
      (await other.get(draft.media)).refused('not_found');
      (await other.get(draft.media, { headers: { range: 'bytes=0-9' } })).refused('not_found');
      (await other.get(draft.poster)).refused('not_found');
      assert.equal((await other.get(new URL(draft.share).pathname)).status, 404);
      assert.equal((await other.get(`/embed/${draft.id}`)).status, 404);
      const described = await other.get(`/oembed?format=json&url=${encodeURIComponent(draft.share)}`);
      assert.ok([401, 404].includes(described.status), `${described.status}`);
    }
    (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('not_found');
    (await ben.put(`/api/v1/clips/${draft.id}/like`)).refused('not_found');
    (await ben.delete(`/api/v1/clips/${draft.id}`)).refused('not_found');
    assert.ok(!(await feed(ana)).clips.some((c) => c.id === draft.id));
    (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
    (await ana.get(draft.media)).refused('not_found');
  });

  test('is shared by no cache', async () => {
    const draft = await ana.draft();
    assert.match((await ana.get(draft.media)).headers.get('cache-control'), /private|no-store/);
    (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
  });

  test('once published is everyone\'s to see, once', async () => {
    const draft = await ana.draft();
    const published = await ana.publish(draft);
    assert.equal(published.state, 'published');
    assert.ok(published.published_at >= published.created_at);
    assert.equal((await ana.publish(draft)).published_at, published.published_at);
    assert.deepEqual((await ana.get('/api/v1/drafts')).ok(200).clips, []);
    for (const who of [ana, ben, nobody]) {
      const seen = (await feed(who)).clips.find((c) => c.id === draft.id);
      assert.equal(seen.creator.handle, 'ana');
      assert.equal(seen.mine, who === ana);
    }
    (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
  });

  test('goes with the understudy that plays in it', async () => {
    const eve = await scanned(server, await ana.invite());
    const draft = await eve.draft();
    (await eve.delete('/api/v1/likeness')).ok(204);
    (await eve.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('not_found');
  });
});

describe('the feed', () => {
  test('shows the newest first, ten at a time, each once', async () => {
    const posted = [];
    for (let i = 0; i < 12; i++) posted.unshift((await ana.publish(await ana.draft({ script: `Number ${i}.` }))).id);
    const first = await feed(nobody);
    assert.equal(first.clips.length, 10);
    // A new one while someone reads must not repeat or hide another.
    const late = await ana.publish(await ana.draft({ script: 'Late.' }));
    const second = await feed(nobody, first.next);
    assert.deepEqual([...first.clips, ...second.clips].map((c) => c.id), posted);
    assert.equal(second.next, null);
    assert.equal((await feed(nobody)).clips[0].id, late.id);
    const profile = (await nobody.get('/api/v1/profiles/ana/clips')).ok(200);
    assert.deepEqual(profile.clips.map((c) => c.id), [late.id, ...posted.slice(0, 9)]);
    assert.equal((await nobody.get('/api/v1/profiles/ana')).ok(200).clips, 13);
    for (const id of [late.id, ...posted]) (await ana.delete(`/api/v1/clips/${id}`)).ok(204);
    assert.deepEqual((await feed(nobody)).clips, []);
  });

  test('refuses a cursor that it did not give', async () => {
    for (const cursor of ['x', '-1', '9'.repeat(40), "' OR 1=1 --"]) {
      (await nobody.get(`/api/v1/feed?cursor=${encodeURIComponent(cursor)}`)).refused('invalid');
    }
  });
});

describe('a like', () => {
  test('counts once for each member, and can be taken back', async () => {
    const { id } = await ana.publish(await ana.draft());
    const like = (who) => who.put(`/api/v1/clips/${id}/like`);
    assert.deepEqual((await like(ben)).ok(200), { likes: 1, liked: true });
    assert.deepEqual((await like(ben)).ok(200), { likes: 1, liked: true });
    assert.deepEqual((await like(ana)).ok(200), { likes: 2, liked: true });
    (await like(nobody)).refused('sign_in_first');
    assert.deepEqual([(await ben.get(`/api/v1/clips/${id}`)).json, (await nobody.get(`/api/v1/clips/${id}`)).json].map((c) => [c.likes, c.liked]), [[2, true], [2, false]]);
    assert.deepEqual((await ben.delete(`/api/v1/clips/${id}/like`)).ok(200), { likes: 1, liked: false });
    (await ana.delete(`/api/v1/clips/${id}`)).ok(204);
    (await like(ben)).refused('not_found');
  });
});

describe('deleting a clip', () => {
  test('leaves nothing of it, for anyone', async () => {
    const film = clip('540x960', 3);
    const published = await ana.publish(await ana.draft({ script: 'Nothing stays of this sentence.' }, film));
    (await ben.put(`/api/v1/clips/${published.id}/like`)).ok(200);
    (await ben.delete(`/api/v1/clips/${published.id}`)).refused('not_allowed');
    (await nobody.delete(`/api/v1/clips/${published.id}`)).refused('sign_in_first');
    (await ana.delete(`/api/v1/clips/${published.id}`)).ok(204);
    for (const who of [ana, ben, nobody]) {
      (await who.get(`/api/v1/clips/${published.id}`)).refused('not_found');
      (await who.get(published.media)).refused('not_found');
      (await who.get(published.poster)).refused('not_found');
      assert.equal((await who.get(new URL(published.share).pathname)).status, 404);
    }
    (await ana.delete(`/api/v1/clips/${published.id}`)).refused('not_found');
    assert.deepEqual(server.find({ film: film.subarray(20_000, 20_100) }), []);
  });
});

test('an unknown clip is not found', async () => {
  for (const id of ['0'.repeat(26), 'nothing', '..%2f..%2fetc', 'zzzzzzzzzzzzzzzzzzzzzzzzzz']) {
    (await ana.get(`/api/v1/clips/${id}`)).refused('not_found');
    (await ana.get(`/media/${id}/clip.mp4`)).refused('not_found');
    assert.equal((await ana.get(`/c/${id}`)).status, 404);
  }
});
