// Open players: whether they may go on, what they count, and where they are embedded.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { start } from '../harness/server.mjs';
import { Visitor, key, operator, scanned } from '../harness/visitor.mjs';

let server;
let ana; // whose face it is, and the operator
let ben; // who casts her
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
  await ana.scan();
  ben = await scanned(server, await ana.invite());
  await ana.rule({ audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true });
});
after(() => server.close());

const visitor = () => new Visitor(server);
const made = async (script) => ben.publish(await ben.draft({ cast: [ana.handle], script }));
const alive = (clip, who = visitor()) => who.get(`/api/v1/clips/${clip.id}/alive`);
const view = (clip, who = visitor(), headers = {}) => who.post(`/api/v1/clips/${clip.id}/view`, undefined, { headers });
const views = async (clip, who = ben) => (await who.get(`/api/v1/clips/${clip.id}`)).ok(200).views;

describe('a heartbeat', () => {
  test('says whether to go on, to anyone, without a cookie, kept by nobody', async () => {
    const clip = await made('Beating.');
    const answer = await alive(clip);
    assert.deepEqual(answer.ok(200), { state: 'live' });
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('set-cookie'), null);
    const draft = await ben.draft({ script: 'Nobody else sees this.' });
    // What only its people see looks as what is not there, to them as well.
    for (const who of [visitor(), ben]) assert.deepEqual((await alive(draft, who)).ok(200), { state: 'gone' });
    assert.deepEqual((await alive({ id: '0'.repeat(26) })).ok(200), { state: 'gone' });
    (await alive({ id: 'nonsense' })).refused('not_found');
    (await ana.post('/api/v1/likeness/pause', { paused: true })).ok(200);
    assert.deepEqual((await alive(clip)).ok(200), { state: 'gone' });
    (await ana.post('/api/v1/likeness/pause', { paused: false })).ok(200);
    (await ana.delete(`/api/v1/clips/${clip.id}`)).ok(204);
    assert.deepEqual((await alive(clip)).ok(200), { state: 'withdrawn' });
    (await ben.delete(`/api/v1/clips/${clip.id}`)).ok(204);
    assert.deepEqual((await alive(clip)).ok(200), { state: 'gone' });
  });

  test('comes from a script of this site alone, on pages that run no other', async () => {
    const clip = await made('Scripted.');
    for (const path of [`/c/${clip.id}`, `/embed/${clip.id}`]) {
      const { text, headers } = await visitor().get(path);
      const policy = headers.get('content-security-policy');
      assert.match(policy, /script-src 'self';/);
      assert.match(policy, /connect-src 'self';/);
      assert.match(policy, path.startsWith('/embed') ? /frame-ancestors \*$/ : /frame-ancestors 'none'$/);
      assert.deepEqual([...text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag), ['<script src="/player.js" defer>']);
      assert.match(text, /data-beat-ms="15000"/);
      assert.equal(/data-remembers/.test(text), path.startsWith('/c/'), 'on other sites nothing is stored');
    }
    const script = await visitor().get('/player.js');
    assert.match(script.headers.get('content-type'), /javascript/);
    assert.ok(!/document\.cookie|localStorage|indexedDB/.test(script.text));
  });
});

describe('views', () => {
  test('count once a key, and are told to who made it or is in it', async () => {
    const clip = await made('Hello to everyone who views this.');
    assert.equal(await views(clip), 0);
    const [one, two] = [visitor(), visitor()];
    const headers = { 'idempotency-key': key() };
    for (let i = 0; i < 2; i++) assert.equal((await view(clip, one, headers)).status, 204);
    (await view(clip, two)).ok(204);
    assert.deepEqual([await views(clip), await views(clip, ana)], [2, 2]);
    assert.equal((await visitor().get(`/api/v1/clips/${clip.id}`)).ok(200).views, undefined);
    assert.equal((await ana.get('/api/v1/likeness/uses')).ok(200).uses.find((use) => use.clip === clip.id).views, 2);
    // The same key for another clip is another view.
    const other = await made('Hello to everyone who views that.');
    (await view(other, one, headers)).ok(204);
    assert.equal(await views(other), 1);
  });

  test('come from this site, of what everyone can watch, and not in heaps', async () => {
    const clip = await made('Counted up.');
    (await view(clip, visitor(), { origin: 'https://elsewhere.example' })).refused('wrong_origin');
    (await view(clip, visitor(), { 'idempotency-key': null })).refused('idempotency_key');
    (await view({ id: '0'.repeat(26) })).refused('not_found');
    const draft = await ben.draft({ script: 'Unseen.' });
    (await view(draft)).refused('not_found');
    const eve = visitor();
    for (let i = 0; i < 3; i++) (await view(clip, eve)).ok(204);
    assert.ok((await view(clip, eve)).refused('too_many').retry_after_s >= 1);
    assert.equal(await views(clip), 3);
  });

  test('keep no address and no key, and go with the clip', async () => {
    const clip = await made('Leaves nothing.');
    const eve = visitor();
    const secret = key();
    (await view(clip, eve, { 'idempotency-key': secret })).ok(204);
    (await visitor().get(`/embed/${clip.id}`, { headers: { referer: 'https://blog.example/private/path?reader=42' } })).ok(200);
    const traces = { address: eve.address, key: secret, path: 'private/path', reader: 'reader=42' };
    assert.ok(server.find({ host: 'blog.example' }).length > 0, 'the search finds what is there');
    assert.deepEqual(server.find(traces), []);
    (await ben.delete(`/api/v1/clips/${clip.id}`)).ok(204);
    await server.stop();
    assert.deepEqual(server.find({ ...traces, host: 'blog.example' }), []);
    server = await server.again();
    for (const who of [ana, ben]) who.server = server;
  });
});

describe('sites that embed', () => {
  test('are named to whoever is in the clip, with a count and a day', async () => {
    const clip = await made('Embedded.');
    const load = (referer) => visitor().get(`/embed/${clip.id}`, { headers: { referer } });
    for (const from of ['https://blog.example/a', 'https://blog.example/b?c=d', 'https://news.example:8443/']) assert.equal((await load(from)).status, 200);
    for (const none of [`${server.origin}/c/${clip.id}`, 'about:blank', 'https://192.0.2.1/', 'x', null]) assert.equal((await load(none)).status, 200);
    const used = async () => (await ana.get('/api/v1/likeness/uses')).ok(200).uses.find((use) => use.clip === clip.id);
    const day = Math.floor(Date.now() / 86_400_000) * 86_400_000;
    assert.deepEqual((await used()).embeds, [
      { host: 'blog.example', loads: 2, last_day: day },
      { host: 'news.example', loads: 1, last_day: day },
    ]);
    for (let i = 0; i < 25; i++) await load(`https://site${i}.example/`);
    const sites = (await used()).embeds.map((site) => site.host);
    assert.equal(sites.length, 20);
    assert.ok(sites.includes('blog.example') && sites.includes('site24.example'));
    // A draft, or a clip that is gone, is loaded nowhere.
    (await ana.delete(`/api/v1/clips/${clip.id}`)).ok(204);
    assert.equal((await load('https://late.example/')).status, 410);
    assert.ok(!(await used()).embeds.some((site) => site.host === 'late.example'));
  });
});
