// Consent: rules, requests, answers, and taking back, by everyone who may or may not.

import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { clip } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let boss; // the operator
let ana; // whose face it is
let ben; // who asks
let cleo; // who plays along
let dan; // who has nothing to do with it
before(async () => {
  server = await start();
  boss = await operator(server, { handle: 'boss', name: 'Boss' });
  const invite = async () => boss.invite();
  [ana, ben, cleo, dan] = [await scanned(server, await invite()), await scanned(server, await invite()), await scanned(server, await invite()), await scanned(server, await invite())];
});
after(() => server.close());

/** Anyone may, on their own device, and publish without a look. */
const open = { audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true, themes: {}, never_say: [], never_show: [], caps: {}, company: 'anyone', paused: false, languages: [], commercial: 'deny', parts: 'both', expires_at: null };
const check = async (who, wish) => (await who.post('/api/v1/consent/checks', { script: '', prompt: '', ...wish })).ok(200);
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

describe('rules', () => {
  test('are private at first, and nobody else can read or change them', async () => {
    const { policy, approved, used } = (await ana.get('/api/v1/likeness/policy')).ok(200);
    assert.equal(policy.audience, 'only_me');
    assert.equal(policy.holding, 'nowhere');
    assert.deepEqual([approved, used], [[], [0, 0, 0]]);
    (await new Visitor(server).get('/api/v1/likeness/policy')).refused('sign_in_first');
    const eve = await new Visitor(server).join(await boss.invite());
    (await eve.get('/api/v1/likeness/policy')).refused('not_found');
    (await ben.askRender({ cast: [ana.handle] })).refused('consent_refused', 'only_owner');
  });

  test('count versions, take nothing that does not fit, and nothing built on an older version', async () => {
    const { policy } = (await ana.get('/api/v1/likeness/policy')).ok(200);
    const first = await ana.rule({ ...open, never_say: ['moist'] });
    assert.equal(first.version, policy.version + 1);
    const put = (change, based_on = first.version) => ana.put('/api/v1/likeness/policy', { policy: { ...first, ...change }, based_on });
    assert.equal((await put({})).ok(200).policy.version, first.version, 'the same again changes nothing');
    (await put({ commercial: 'ask' }, policy.version)).refused('conflict', 'version');
    (await put({ ads: 'allow' })).refused('invalid', 'policy');
    (await put({ form: 2 })).refused('invalid', 'policy');
    (await put({ never_say: Array.from({ length: 101 }, (_, i) => `w${i}`) })).refused('invalid', 'policy');
    (await put({ audience: 'the_world' })).refused('invalid');
    assert.equal((await ana.get('/api/v1/likeness/policy')).ok(200).policy.version, first.version);
  });

  test('are signed by the instance in each version, for their owner to keep', async () => {
    const { policy, signed } = (await ana.get('/api/v1/likeness/policy')).ok(200);
    const { keys } = (await new Visitor(server).get('/.well-known/jwks.json')).ok(200);
    const [head, body, signature] = signed.split('.');
    const read = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());
    const key = createPublicKey({ key: keys.find((k) => k.kid === read(head).kid), format: 'jwk' });
    const genuine = (text) => verify(null, Buffer.from(`${head}.${text}`), key, Buffer.from(signature, 'base64url'));
    assert.equal(read(head).typ, 'understudy-policy+jwt');
    assert.deepEqual([read(body).iss, read(body).policy], [server.origin, policy]);
    assert.ok(genuine(body));
    const other = { ...read(body), policy: { ...policy, audience: 'mutuals' } };
    assert.ok(!genuine(Buffer.from(JSON.stringify(other)).toString('base64url')));
  });

  test('are checked while typing, with the words, and grant nothing', async () => {
    await ana.rule({ ...open, never_say: ['moist'] });
    const [verdict] = (await check(ben, { script: 'A very moist cake', cast: [ana.handle] })).verdicts;
    assert.equal(verdict.answer, 'deny');
    assert.deepEqual(verdict.reasons[0].spans, [{ field: 'script', start: 7, end: 12, text: 'moist' }]);
    assert.equal(verdict.reasons[0].rule, 'never_say');
    assert.ok(verdict.reasons[0].advice && verdict.reasons[0].can_be_asked);
    assert.equal((await check(ben, { script: 'Please vote for me', cast: [ana.handle] })).verdicts[0].answer, 'ask');
    assert.equal((await check(ben, { script: 'Hello everyone', cast: [ana.handle] })).verdicts[0].answer, 'allow');
    assert.equal((await check(ben, { script: 'naked', cast: [ana.handle, ben.handle] })).verdicts.map((v) => v.answer).join(), 'deny,allow');
    assert.deepEqual((await ana.get('/api/v1/likeness/policy')).ok(200).used, [0, 0, 0]);
    assert.deepEqual(await ana.requests(), []);
    (await new Visitor(server).post('/api/v1/consent/checks', { script: '', prompt: '', cast: [ana.handle] })).refused('sign_in_first');
  });

  test('refuse with the rule, the words and what to do', async () => {
    await ana.rule({ ...open, never_show: ['courtroom'] });
    const problem = (await ben.askRender({ cast: [ana.handle], prompt: 'In a courtroom' })).refused('consent_refused', 'never_show');
    assert.match(problem.detail, new RegExp(`^@${ana.handle}: `));
    assert.equal(problem.reasons[0].spans[0].text, 'courtroom');
    await ana.rule({ ...open, expires_at: Date.now() - 1 });
    (await ben.askRender({ cast: [ana.handle] })).refused('consent_refused', 'expired');
    await ana.rule({ ...open, company: 'alone' });
    (await ben.askRender({ cast: [ana.handle, cleo.handle] })).refused('consent_refused', 'company');
    await ana.rule(open);
    (await ben.askRender({ cast: [ana.handle], purpose: 'ad' })).refused('consent_refused', 'ads');
  });
});

describe('a use that a rule allows', () => {
  test('opens the pack on the device of who asked, with a trace, and nowhere else', async () => {
    await ana.rule(open);
    const render = (await ben.askRender({ cast: [ana.handle] })).ok(201);
    assert.equal(render.state, 'awaiting_device');
    const headers = { 'understudy-ticket': render.ticket };
    const pack = (await ben.get(`/api/v1/renders/${render.id}/packs/${ana.handle}`, { headers })).bytes;
    assert.equal(pack.subarray(0, 8).toString('latin1'), 'undstdy\x02');
    const length = pack.readUInt32LE(8);
    const trace = JSON.parse(pack.subarray(12, 12 + length).toString());
    assert.deepEqual([trace.render, typeof trace.to, typeof trace.mac], [render.id, 'string', 'string']);
    assert.ok(!pack.subarray(0, 12 + length).includes(ben.handle));
    assert.ok(pack.subarray(12 + length).equals(ana.pack));
    for (const other of [dan, cleo, boss]) {
      (await other.get(`/api/v1/renders/${render.id}/packs/${ana.handle}`, { headers })).refused('not_found');
      (await other.get(`/api/v1/renders/${render.id}`)).refused('not_found');
    }
    // The owner is in the cast, yet the ticket is not theirs.
    (await ana.get(`/api/v1/renders/${render.id}/packs/${ana.handle}`, { headers })).refused('not_found');
    const draft = await ben.finish(render);
    assert.deepEqual([draft.state, draft.awaits ?? []], ['draft', []]);
    assert.equal((await ben.publish(draft)).state, 'published');
    assert.deepEqual((await ana.get('/api/v1/likeness/policy')).ok(200).used, [1, 1, 1]);
  });

  test('lends the face without the voice where that is the rule', async () => {
    await ana.rule({ ...open, parts: 'face' });
    const render = (await ben.askRender({ cast: [ana.handle] })).ok(201);
    const pack = (await ben.get(`/api/v1/renders/${render.id}/packs/${ana.handle}`, { headers: { 'understudy-ticket': render.ticket } })).bytes;
    const at = 12 + pack.readUInt32LE(8);
    const face = ana.pack.readUInt32LE(8);
    assert.ok(pack.subarray(at).equals(ana.pack.subarray(0, 12 + face)), 'the voice is not in it');
    (await ben.post(`/api/v1/renders/${render.id}/cancel`)).ok(200);
  });

  test('ends as soon as a rule forbids it: before the pack, before the file, before it is published', async () => {
    await ana.rule(open);
    const render = (await ben.askRender({ cast: [ana.handle], script: 'Hello my friends' })).ok(201);
    await ana.rule({ ...open, never_say: ['friends'] });
    const headers = { 'understudy-ticket': render.ticket };
    (await ben.get(`/api/v1/renders/${render.id}/packs/${ana.handle}`, { headers })).refused('consent_refused', 'never_say');
    (await ben.putFile(render)).refused('consent_refused', 'never_say');
    await ana.rule(open);
    const draft = (await ben.putFile(render)).ok(200);
    await ana.rule({ ...open, never_say: ['friends'] });
    (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'never_say');
    await ana.rule(open);
    (await ben.delete(`/api/v1/clips/${draft.id}`)).ok(204);
  });
});

describe('a request', () => {
  const asking = { ...open, ask_each: true, publish_unseen: false };

  test('waits for a yes, then goes on; the very file needs another', async () => {
    await ana.rule(asking);
    const render = (await ben.askRender({ cast: [ana.handle], script: 'Hello there, you all' })).ok(201);
    assert.deepEqual([render.state, render.ticket], ['awaiting_consent', null]);
    assert.deepEqual(render.agreements.map((a) => [a.person.handle, a.state]), [[ana.handle, 'asked']]);
    (await ben.putFile({ ...render, ticket: 'AAAA' })).refused('ticket_refused');
    const [request] = await ana.requests();
    assert.deepEqual([request.id, request.matter, request.creator.handle, request.script], [render.id, 'wish', ben.handle, 'Hello there, you all']);
    assert.equal(request.wants[0].reasons[0].rule, 'ask_each');
    for (const other of [dan, cleo, boss]) {
      (await other.get(`/api/v1/requests/${render.id}`)).refused('not_found');
      (await other.post(`/api/v1/requests/${render.id}/answer`, { allow: true })).refused('not_found');
    }
    (await ben.answer(render, true)).refused('not_found');
    assert.equal((await ben.requests('sent'))[0].state, 'asked');

    assert.equal((await ana.answer(request, true)).ok(200).state, 'allowed');
    const granted = (await ben.get(`/api/v1/renders/${render.id}`)).ok(200);
    assert.equal(granted.state, 'awaiting_device');
    const draft = await ben.finish(granted);
    assert.deepEqual(draft.awaits.map((p) => p.handle), [ana.handle]);
    (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'unseen');
    // She sees the draft that shows her, and nobody else does.
    const seen = (await ana.get(`/api/v1/clips/${draft.id}`)).ok(200);
    (await dan.get(`/api/v1/clips/${draft.id}`)).refused('not_found');
    assert.equal((await ana.requests())[0].matter, 'file');
    assert.equal(seen.sha256, hash(clip()));
    (await ana.post(`/api/v1/clips/${draft.id}/agree`, { sha256: '0'.repeat(64) })).refused('conflict', 'other_file');
    (await dan.post(`/api/v1/clips/${draft.id}/agree`, { sha256: seen.sha256 })).refused('not_found');
    (await ana.post(`/api/v1/clips/${draft.id}/agree`, { sha256: seen.sha256 })).ok(200);
    assert.equal((await ana.requests())[0].matter, 'nothing');
    assert.equal((await ben.publish(draft)).state, 'published');
  });

  test('that is refused ends, with the reason, and cannot be asked by another name', async () => {
    await ana.rule(asking);
    const render = (await ben.askRender({ cast: [ana.handle] })).ok(201);
    (await ana.answer(render, false, { note: 'Not this week.' })).ok(200);
    const refused = (await ben.get(`/api/v1/renders/${render.id}`)).ok(200);
    assert.deepEqual([refused.state, refused.agreements[0].note], ['refused', 'Not this week.']);
    (await ana.answer(render, true)).refused('consent_refused', 'refused');
    (await ben.putFile(refused)).refused('ticket_refused');
    assert.deepEqual((await ben.get('/api/v1/renders')).ok(200).renders, []);
    (await ana.answer(render, false, { note: 'x'.repeat(281) })).refused('invalid');
  });

  test('approved for good is not asked again, until it is', async () => {
    await ana.rule(asking);
    const render = (await ben.askRender({ cast: [ana.handle] })).ok(201);
    (await ana.answer(render, true, { always: true })).ok(200);
    assert.deepEqual((await ana.get('/api/v1/likeness/policy')).ok(200).approved.map((p) => p.handle), [ben.handle]);
    const next = (await ben.askRender({ cast: [ana.handle] })).ok(201);
    assert.equal(next.state, 'awaiting_device');
    (await ana.delete(`/api/v1/likeness/approved/${ben.handle}`)).ok(200);
    assert.equal((await check(ben, { script: 'Hello', cast: [ana.handle] })).verdicts[0].answer, 'ask');
    (await ana.put(`/api/v1/likeness/approved/${ana.handle}`)).refused('invalid');
    (await ana.put('/api/v1/likeness/approved/nobody_here')).refused('not_found');
    for (const r of [render, next]) (await ben.post(`/api/v1/renders/${r.id}/cancel`)).ok(200);
  });

  test('about what a rule refuses can be sent to the owner all the same, unless nobody can be asked', async () => {
    await ana.rule({ ...open, never_say: ['moist'] });
    const wish = { cast: [ana.handle], script: 'A moist cake for everyone' };
    (await ben.askRender(wish)).refused('consent_refused', 'never_say');
    const render = (await ben.askRender({ ...wish, appeal: 'It is for her birthday.' })).ok(201);
    const [request] = await ana.requests();
    assert.deepEqual([request.id, request.note, request.wants[0].reasons[0].rule], [render.id, 'It is for her birthday.', 'never_say']);
    (await ana.answer(request, true)).ok(200);
    assert.equal((await ben.finish((await ben.get(`/api/v1/renders/${render.id}`)).ok(200))).state, 'draft');
    await ana.rule({ ...open, audience: 'only_me' });
    (await ben.askRender({ ...wish, appeal: 'Please.' })).refused('consent_refused', 'only_owner');
    (await ben.askRender({ ...wish, appeal: 'x'.repeat(281) })).refused('invalid');
  });

  test('is answered with many others at once', async () => {
    await ana.rule(asking);
    const renders = [];
    for (let i = 0; i < 3; i += 1) renders.push((await ben.askRender({ cast: [ana.handle], script: `Take ${i} of this` })).ok(201));
    const ids = renders.map((r) => r.id);
    const { done, left } = (await ana.post('/api/v1/requests/answers', { ids: [...ids, dan.handle && '0'.repeat(26)], allow: false })).ok(200);
    assert.deepEqual([done, left], [ids, ['0'.repeat(26)]]);
    for (const r of renders) assert.equal((await ben.get(`/api/v1/renders/${r.id}`)).ok(200).state, 'refused');
    (await ana.post('/api/v1/requests/answers', { ids: Array(51).fill(ids[0]), allow: true })).refused('invalid');
  });

  test('no more than five of one member wait with one owner', async () => {
    await ana.rule(asking);
    const renders = [];
    for (let i = 0; i < 5; i += 1) renders.push((await dan.askRender({ cast: [ana.handle], script: `Number ${i} of many` })).ok(201));
    (await dan.askRender({ cast: [ana.handle], script: 'One too many' })).refused('too_many', 'requests_waiting');
    for (const r of renders) (await dan.post(`/api/v1/renders/${r.id}/cancel`)).ok(200);
    assert.ok((await ana.requests()).every((r) => r.matter === 'nothing'));
  });
});

describe('a pack that stays home', () => {
  test('is drawn on its owner’s device, for who asked', async () => {
    await ana.rule({ ...open, holding: 'nowhere', ask_each: true });
    assert.equal((await check(ben, { script: 'Hi', cast: [ana.handle] })).drawn_by.handle, ana.handle);
    const render = (await ben.askRender({ cast: [ana.handle] })).ok(201);
    assert.equal(render.drawn_by.handle, ana.handle);
    (await ana.answer(render, true)).ok(200);
    assert.equal((await ben.get(`/api/v1/renders/${render.id}`)).ok(200).ticket, null);
    const [request] = await ana.requests();
    assert.equal(request.matter, 'draw');
    const here = (await ana.get(`/api/v1/renders/${render.id}`)).ok(200);
    const headers = { 'understudy-ticket': here.ticket };
    assert.ok((await ana.get(`/api/v1/renders/${render.id}/packs/${ana.handle}`, { headers })).bytes.equals(ana.pack));
    (await ben.get(`/api/v1/renders/${render.id}/packs/${ana.handle}`, { headers })).refused('ticket_refused');
    const draft = await ana.finish(here);
    assert.deepEqual([draft.creator.handle, draft.awaits ?? []], [ben.handle, []]);
    assert.equal((await ben.publish(draft)).state, 'published');
  });

  test('cannot be drawn with another that stays home', async () => {
    await ana.rule({ ...open, holding: 'nowhere' });
    (await ben.askRender({ cast: [ana.handle, ben.handle] })).refused('consent_refused', 'stays_home');
    const checked = await check(ben, { script: 'Hi', cast: [ana.handle, ben.handle] });
    assert.equal(checked.drawn_by, null);
  });
});

test('a rule that let files be shown unseen, and does so no more, holds for drafts too', async () => {
  await ana.rule({ ...open, publish_unseen: true });
  const draft = await ben.finish((await ben.askRender({ cast: [ana.handle], script: 'Seen by nobody yet.' })).ok(201));
  assert.deepEqual(draft.awaits ?? [], []);
  await ana.rule({ publish_unseen: false });
  const refused = (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'unseen');
  assert.match(refused.detail, new RegExp(`@${ana.handle} has not said yes to this very file yet`));
  const asked = (await ana.requests()).find((one) => one.clip === draft.id || one.script === 'Seen by nobody yet.');
  assert.equal(asked.matter, 'file');
  (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'unseen');
  (await ana.post(`/api/v1/clips/${draft.id}/agree`, { sha256: draft.sha256 })).ok(200);
  assert.equal((await ben.publish(draft)).state, 'published');
});

describe('a scene of two', () => {
  test('needs both, and one who takes it back takes it down for all', async () => {
    await ana.rule({ ...open, publish_unseen: true });
    await cleo.rule({ ...open, ask_each: true });
    const render = (await ben.askRender({ cast: [ana.handle, cleo.handle] })).ok(201);
    assert.equal(render.state, 'awaiting_consent');
    assert.deepEqual(await ana.requests().then((all) => all.find((r) => r.id === render.id).matter), 'nothing');
    (await cleo.answer(render, true)).ok(200);
    const draft = await ben.finish((await ben.get(`/api/v1/renders/${render.id}`)).ok(200));
    const published = await ben.publish(draft);
    assert.equal((await dan.get(published.media)).status, 200);

    (await cleo.post('/api/v1/likeness/revocations', { render: render.id })).ok(200);
    for (const path of [published.media, published.poster, `/api/v1/clips/${draft.id}`]) {
      assert.equal((await dan.get(path)).status, 404, path);
      assert.equal((await new Visitor(server).get(path)).status, 404, path);
    }
    assert.equal((await dan.get(published.media, { headers: { range: 'bytes=0-9' } })).status, 404, 'an open player stops');
    assert.equal((await dan.get(`/c/${draft.id}`)).status, 410);
    assert.equal((await dan.get(`/embed/${draft.id}`)).status, 410);
    assert.ok(!(await dan.get('/api/v1/feed')).ok(200).clips.some((c) => c.id === draft.id));
    const left = (await ben.get(`/api/v1/clips/${draft.id}`)).ok(200);
    assert.equal(left.state, 'withdrawn');
    assert.equal((await ben.get(left.media)).status, 404);
    (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('conflict');
  });

  test('is counted with neither when one refuses', async () => {
    await ana.rule({ ...open, caps: { total: 1000 } });
    await cleo.rule({ audience: 'only_me' });
    const before = (await ana.get('/api/v1/likeness/policy')).ok(200).used[2];
    (await ben.askRender({ cast: [ana.handle, cleo.handle] })).refused('consent_refused', 'only_owner');
    assert.equal((await ana.get('/api/v1/likeness/policy')).ok(200).used[2], before);
  });
});

describe('taking back', () => {
  test('in mid-render ends it', async () => {
    await ana.rule(open);
    const render = (await ben.askRender({ cast: [ana.handle] })).ok(201);
    assert.deepEqual((await ana.post('/api/v1/likeness/revocations', { render: render.id })).ok(200), { revoked: 1, rest: 0 });
    (await ben.get(`/api/v1/renders/${render.id}/packs/${ana.handle}`, { headers: { 'understudy-ticket': render.ticket } })).refused('ticket_refused');
    (await ben.putFile(render)).refused('conflict', 'ended');
    assert.equal((await ben.get(`/api/v1/renders/${render.id}`)).ok(200).state, 'withdrawn');
    assert.deepEqual((await ana.post('/api/v1/likeness/revocations', { render: render.id })).ok(200), { revoked: 0, rest: 0 });
  });

  test('everything by one person, everything that fits no more, everything', async () => {
    await ana.rule(open);
    const publish = async (who, script) => who.publish(await who.draft({ cast: [ana.handle], script }));
    const [first, second, third] = [await publish(ben, 'Hello my friends'), await publish(ben, 'Good morning'), await publish(dan, 'Good evening')];
    const own = await ana.publish(await ana.draft({ script: 'Hello my friends' }));
    await ana.rule({ ...open, never_say: ['friends'] });
    assert.equal((await ana.post('/api/v1/likeness/revocations', 'unfitting', { body: '"unfitting"', headers: { 'content-type': 'application/json' } })).ok(200).revoked, 1);
    const gone = async (c) => (await cleo.get(`/api/v1/clips/${c.id}`)).status === 404;
    assert.deepEqual([await gone(first), await gone(second), await gone(third), await gone(own)], [true, false, false, false]);
    (await ana.post('/api/v1/likeness/revocations', { by: ben.handle })).ok(200);
    assert.deepEqual([await gone(second), await gone(third)], [true, false]);
    (await ana.post('/api/v1/likeness/revocations', undefined, { body: '"all"', headers: { 'content-type': 'application/json' } })).ok(200);
    assert.deepEqual([await gone(third), await gone(own)], [true, false]);
  });

  test('is what a deletion by one of the cast does', async () => {
    await ana.rule(open);
    const published = await ben.publish(await ben.draft({ cast: [ana.handle] }));
    (await dan.delete(`/api/v1/clips/${published.id}`)).refused('not_allowed');
    (await ana.delete(`/api/v1/clips/${published.id}`)).ok(204);
    assert.equal((await ben.get(`/api/v1/clips/${published.id}`)).ok(200).state, 'withdrawn');
  });

  test('the likeness itself takes every clip of others with it', async () => {
    const eve = await scanned(server, await boss.invite());
    await eve.rule(open);
    const published = await ben.publish(await ben.draft({ cast: [eve.handle] }));
    (await eve.delete('/api/v1/likeness')).ok(204);
    assert.equal((await dan.get(published.media)).status, 404);
    assert.equal((await ben.get(`/api/v1/clips/${published.id}`)).ok(200).state, 'withdrawn');
  });
});

describe('a pause', () => {
  test('hides every clip at once, and brings it back', async () => {
    await ana.rule(open);
    const published = await ben.publish(await ben.draft({ cast: [ana.handle], script: 'Back in a moment' }));
    assert.equal((await ana.post('/api/v1/likeness/pause', { paused: true })).ok(200).policy.paused, true);
    (await ben.askRender({ cast: [ana.handle] })).refused('consent_refused', 'paused');
    (await ana.askRender()).refused('consent_refused', 'paused');
    for (const who of [dan, new Visitor(server)]) {
      assert.equal((await who.get(published.media)).status, 404);
      assert.equal((await who.get(`/c/${published.id}`)).status, 404);
      assert.ok(!(await who.get('/api/v1/feed')).ok(200).clips.some((c) => c.id === published.id));
    }
    assert.equal((await ben.get(published.media)).status, 404, 'nor does its creator play it');
    assert.equal((await ana.post('/api/v1/likeness/pause', { paused: false })).ok(200).policy.paused, false);
    assert.equal((await dan.get(published.media)).status, 200);
  });
});

describe('where one is used', () => {
  test('is listed with who and how, for its owner alone', async () => {
    const { uses } = (await ana.get('/api/v1/likeness/uses')).ok(200);
    assert.ok(uses.length > 5 && uses.every((u) => u.creator.handle && u.state && u.at));
    assert.ok(uses.some((u) => u.state === 'withdrawn') && uses.some((u) => u.state === 'published'));
    assert.ok(uses.every((u, i) => i === 0 || uses[i - 1].at >= u.at));
    (await new Visitor(server).get('/api/v1/likeness/uses')).refused('sign_in_first');
  });
});

describe('caps', () => {
  test('hold under a hundred requests at the same time', async () => {
    const eve = await scanned(server, await boss.invite());
    await eve.rule({ ...open, caps: { day: 7 } });
    const askers = [];
    for (let i = 0; i < 25; i += 1) askers.push(await new Visitor(server).join(await boss.invite()));
    const wishes = askers.flatMap((who, a) => Array.from({ length: 4 }, (_, i) => who.askRender({ cast: [eve.handle], script: `Wish ${i} of ${a} today` })));
    const answers = await Promise.all(wishes);
    const granted = answers.filter((a) => a.status === 201);
    assert.equal(granted.length, 7);
    for (const other of answers.filter((a) => a.status !== 201)) {
      assert.equal(other.json.rule, 'cap_day', other.text);
    }
    assert.deepEqual((await eve.get('/api/v1/likeness/policy')).ok(200).used, [7, 7, 7]);
    // One that is given up frees its place, once.
    const [one] = granted.map((a) => a.json);
    const owner = askers.find((_, a) => one.script.includes(`of ${a} `));
    (await owner.post(`/api/v1/renders/${one.id}/cancel`)).ok(200);
    (await owner.post(`/api/v1/renders/${one.id}/cancel`)).ok(200);
    assert.deepEqual((await eve.get('/api/v1/likeness/policy')).ok(200).used, [6, 6, 6]);
  });
});
