// Remixes: whose clip it is decides; and what becomes of them when their original is taken back, deleted or held.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { showing } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let boss; // the operator
let ana; // whose face it is
let ben; // who casts her
let cleo; // who remixes
let dan; // who remixes the remix
before(async () => {
  server = await start();
  boss = await operator(server, { handle: 'boss', name: 'Boss' });
  [ana, ben, cleo, dan] = await Promise.all((await Promise.all([0, 1, 2, 3].map(() => boss.invite()))).map((invite) => scanned(server, invite)));
  for (const who of [ana, ben, cleo, dan]) await who.rule(open);
});
after(() => server.close());

/** Anyone may, on their own device, without a look. */
const open = { audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true, remix: 'allow', themes: {}, caps: {}, company: 'anyone', paused: false, expires_at: null };
const told = async (who) => (await who.get('/api/v1/notices')).ok(200).notices.map((notice) => notice.what);
const uses = async (who) => (await who.get('/api/v1/likeness/uses')).ok(200).uses;
const get = (who, clip) => who.get(`/api/v1/clips/${clip.id}`);
const made = async (who, wish, film) => who.publish(await who.draft(wish, film));
const revoke = (who, wish) => who.post('/api/v1/likeness/revocations', JSON.stringify(wish), { headers: { 'content-type': 'application/json' } });
const alive = async (clip) => (await new Visitor(server).get(`/api/v1/clips/${clip.id}/alive`)).ok(200).state;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A published clip of Ben's that shows Ana, and one above another: Cleo's out of it, and Dan's out of that. */
async function family(film) {
  const original = await made(ben, { cast: [ana.handle], script: 'The secret words of the original.' }, film);
  const child = await made(cleo, { remix_of: original.id, script: 'Words of a remix.' });
  const grandchild = await made(dan, { remix_of: child.id, script: 'Words of a remix of a remix.' });
  return { original, child, grandchild };
}

describe('whose clip it is', () => {
  let clip;
  before(async () => (clip = await made(ana, { script: 'My own clip.' })));

  test('is asked: no rule, no remix', async () => {
    await ana.rule({ ...open, audience: 'only_me' });
    const problem = (await ben.askRender({ remix_of: clip.id })).refused('consent_refused', 'own_clip');
    assert.match(problem.detail, new RegExp(`^@${ana.handle}: They keep their clips to themselves\\. Start a clip of your own\\.`));
    const check = async () => (await ben.post('/api/v1/consent/checks', { script: '', prompt: '', cast: [ben.handle], remix_of: clip.id })).ok(200);
    const [mine, theirs] = (await check()).verdicts;
    assert.deepEqual([mine.person.handle, mine.plays, mine.answer], [ben.handle, true, 'allow']);
    assert.deepEqual([theirs.person.handle, theirs.plays, theirs.answer, theirs.reasons[0].rule], [ana.handle, false, 'deny', 'own_clip']);
    await ana.rule({ ...open, remix: 'deny' });
    const refused = (await ben.askRender({ remix_of: clip.id })).refused('consent_refused', 'remix');
    assert.ok(refused.reasons[0].can_be_asked && /let them decide/.test(refused.detail));
    assert.equal((await check()).verdicts[1].reasons[0].rule, 'remix');
    // One who has no rules lends nothing.
    const bare = await new Visitor(server).join(await boss.invite());
    const other = await made(bare, { cast: [dan.handle], script: 'Dan, cast by one without a face.' });
    (await ben.askRender({ remix_of: other.id })).refused('consent_refused', 'own_clip');
    // Whom she blocked reads the same as whoever may not.
    await ana.rule(open);
    const eve = await scanned(server, await boss.invite());
    (await eve.askRender({ remix_of: clip.id })).ok(201);
    (await ana.put(`/api/v1/profiles/${eve.handle}/block`)).ok(200);
    (await eve.askRender({ remix_of: clip.id })).refused('not_found', 'original_gone');
    (await eve.get(`/api/v1/clips/${clip.id}/remix`)).refused('not_found');
  });

  test('says yes or no to a request, and looks at no file', async () => {
    await ana.rule({ ...open, remix: 'ask', ask_each: false, publish_unseen: false });
    const before = (await ana.get('/api/v1/likeness/policy')).ok(200).used;
    const asked = (await ben.askRender({ remix_of: clip.id, script: 'May I?' })).ok(201);
    assert.equal(asked.state, 'awaiting_consent');
    assert.equal(asked.remix_of.creator.handle, ana.handle);
    const request = (await ana.requests()).find((one) => one.id === asked.id);
    assert.deepEqual([request.matter, request.remix_of.clip, request.wants.map((w) => [w.plays, w.reasons.map((r) => r.rule)])], ['wish', clip.id, [[false, ['remix']]]]);
    assert.ok((await told(ana)).some((what) => what.kind === 'request_received' && what.request === asked.id));
    (await cleo.answer(asked, true)).refused('not_found');
    (await ana.answer(asked, true)).ok(200);
    const render = (await ben.get(`/api/v1/renders/${asked.id}`)).ok(200);
    assert.equal(render.state, 'awaiting_device');
    // Nothing of her likeness is opened.
    (await ben.get(`/api/v1/renders/${asked.id}/packs/${ana.handle}`, { headers: { 'understudy-ticket': render.ticket } })).refused('not_found');
    const draft = await ben.finish(render);
    assert.deepEqual(draft.awaits ?? [], []);
    assert.ok(!(await told(ana)).some((what) => what.kind === 'draft_shows_you' && what.clip === draft.id));
    const remix = await ben.publish(draft);
    assert.deepEqual([remix.state, remix.remix_of.state, remix.remix_of.creator.handle], ['published', 'here', ana.handle]);
    assert.deepEqual((await ana.get('/api/v1/likeness/policy')).ok(200).used, before, 'no cap counts it');
    // In the log stands who plays: Ben, and nobody else.
    assert.equal((await new Visitor(server).get(`/api/v1/clips/${remix.id}/receipt`)).ok(200).receipts.length, 1);
    const no = (await cleo.askRender({ remix_of: clip.id })).ok(201);
    (await ana.answer(no, false, { note: 'Rather not.' })).ok(200);
    assert.equal((await cleo.get(`/api/v1/renders/${no.id}`)).ok(200).state, 'refused');
  });

  test('is asked about casting and remixing at once where they play again', async () => {
    await ana.rule({ ...open, remix: 'ask' });
    const cast = [ana.handle];
    assert.equal((await ben.askRender({ cast, script: 'Not a remix.' })).ok(201).state, 'awaiting_device');
    const asked = (await ben.askRender({ cast, remix_of: clip.id })).ok(201);
    assert.equal(asked.state, 'awaiting_consent');
    assert.equal((await ana.requests()).find((one) => one.id === asked.id).wants[0].plays, true);
    await ana.rule({ ...open, never_say: ['moist'] });
    (await ben.askRender({ cast, remix_of: clip.id, script: 'A moist cake.' })).refused('consent_refused', 'never_say');
    // What a remix without her says is not said by her.
    (await ben.askRender({ remix_of: clip.id, script: 'A moist cake.' })).ok(201);
    await ana.rule({ ...open, never_say: [] });
  });

  test('may change their mind before it is published', async () => {
    const draft = await ben.draft({ remix_of: clip.id });
    await ana.rule({ ...open, remix: 'deny' });
    (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'remix');
    await ana.rule(open);
    assert.equal((await ben.publish(draft)).state, 'published');
  });

  test('lends words, place, choices and names to whoever begins', async () => {
    const source = await made(ben, { cast: [ana.handle, ben.handle], script: `Hello.\n@${ben.handle}: Hello you.`, prompt: 'In a kitchen', choices: { mood: 'whisper' } });
    const draft = (await cleo.get(`/api/v1/clips/${source.id}/remix`)).ok(200);
    assert.deepEqual([draft.script, draft.prompt, draft.choices.mood], [source.script, source.prompt, 'whisper']);
    assert.deepEqual([draft.creator.handle, draft.cast.map((p) => p.handle)], [ben.handle, [ana.handle, ben.handle]]);
    (await new Visitor(server).get(`/api/v1/clips/${source.id}/remix`)).refused('sign_in_first');
    const hidden = await ben.draft({ script: 'Only a draft.' });
    (await cleo.get(`/api/v1/clips/${hidden.id}/remix`)).refused('not_found');
    (await ben.askRender({ remix_of: hidden.id })).refused('not_found', 'original_gone');
    (await cleo.askRender({ remix_of: 'nonsense' })).refused('invalid');
    (await cleo.askRender({ remix_of: '0'.repeat(26) })).refused('not_found', 'original_gone');
  });
});

describe('ancestry', () => {
  test('is told on the clip, its page and its player, and the original counts and lists', async () => {
    const { original, child, grandchild } = await family();
    for (const path of [`/c/${child.id}`, `/embed/${child.id}`]) {
      const { text } = await new Visitor(server).get(path);
      assert.match(text, new RegExp(`href="/c/${original.id}"[^>]*>Remix of @${ben.handle}&#39;s clip|href="/c/${original.id}"[^>]*>Remix of @${ben.handle}'s clip`), path);
    }
    assert.match((await new Visitor(server).get(`/c/${original.id}`)).text, new RegExp(`href="/clips/${original.id}/remixes">1 remix<`));
    assert.equal((await get(dan, original)).ok(200).remixes, 1);
    assert.deepEqual((await new Visitor(server).get(`/api/v1/clips/${original.id}/remixes`)).ok(200).clips.map((c) => c.id), [child.id]);
    assert.deepEqual((await dan.get(`/api/v1/clips/${child.id}/remixes`)).ok(200).clips.map((c) => c.id), [grandchild.id]);
    for (let i = 0; i < 11; i++) await made(cleo, { remix_of: grandchild.id, script: `Number ${i}.` });
    const first = (await dan.get(`/api/v1/clips/${grandchild.id}/remixes`)).ok(200);
    const second = (await dan.get(`/api/v1/clips/${grandchild.id}/remixes?cursor=${first.next}`)).ok(200);
    assert.deepEqual([first.clips.length, second.clips.length, second.next], [10, 1, null]);
    assert.equal(new Set([...first.clips, ...second.clips].map((c) => c.id)).size, 11);
    (await dan.get(`/api/v1/clips/${grandchild.id}/remixes?cursor=x`)).refused('invalid');
    (await dan.get(`/api/v1/clips/${'0'.repeat(26)}/remixes`)).refused('not_found');
  });

  test('ends at twelve', async () => {
    let clip = await made(ana, { script: 'The first.' });
    for (let i = 0; i < 12; i++) clip = await made(ana, { remix_of: clip.id, script: `Above it: ${i + 1}.` });
    const problem = (await ben.askRender({ remix_of: clip.id })).refused('conflict', 'remix_depth');
    assert.deepEqual([problem.field, problem.measured], ['remix_of', '12 clips above it']);
  });
});

describe('taken back', () => {
  test('by one in it, a clip takes everything below it along, and tells nothing of itself', async () => {
    const { original, child, grandchild } = await family();
    const draft = await ben.draft({ remix_of: grandchild.id, script: 'Still a draft.' });
    const running = (await cleo.askRender({ remix_of: original.id })).ok(201);
    (await ana.delete(`/api/v1/clips/${original.id}`)).ok(204);

    for (const clip of [original, child, grandchild]) {
      assert.equal(await alive(clip), 'withdrawn');
      assert.equal((await new Visitor(server).get(clip.media)).status, 404);
      for (const path of [`/c/${clip.id}`, `/embed/${clip.id}`]) assert.equal((await new Visitor(server).get(path)).status, 410, path);
    }
    const page = (await new Visitor(server).get(`/c/${child.id}`)).text;
    assert.match(page, /It was made out of another clip, and someone in that took back their yes/);
    for (const word of ['secret words', ana.handle, ben.handle, ben.name]) assert.ok(!page.includes(word), word);
    const feed = (await dan.get('/api/v1/feed')).ok(200).clips.map((c) => c.id);
    assert.ok([original, child, grandchild].every((clip) => !feed.includes(clip.id)));
    // Its creator reads that it was withdrawn, and why, and nothing of the original.
    const left = (await get(cleo, child)).ok(200);
    assert.deepEqual([left.state, left.remix_of], ['withdrawn', { clip: original.id, state: 'withdrawn' }]);
    assert.equal((await get(ben, draft)).ok(200).state, 'withdrawn');
    assert.equal((await cleo.get(`/api/v1/renders/${running.id}`)).ok(200).state, 'withdrawn');
    (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('conflict', 'taken_back');
    (await dan.askRender({ remix_of: child.id })).refused('not_found', 'original_gone');
    (await dan.get(`/api/v1/clips/${child.id}/remix`)).refused('not_found');
    // In the log, too.
    for (const clip of [original, child, grandchild]) {
      const { receipts } = (await new Visitor(server).get(`/api/v1/clips/${clip.id}/receipt`)).ok(200);
      assert.ok(receipts.length === 1 && receipts.every((receipt) => receipt.withdrawn !== null), clip.id);
    }
    // Told once: by one of its cast, or because of what it was made out of.
    const heard = async (who, clip) => (await told(who)).filter((what) => what.kind === 'clip_withdrawn' && what.clip === clip.id).map((what) => what.by_cast);
    assert.deepEqual([await heard(ben, original), await heard(cleo, child), await heard(dan, grandchild)], [[true], [false], [false]]);
    // Again changes nothing.
    (await revoke(ana, 'all')).ok(200);
    assert.equal((await get(cleo, child)).ok(200).state, 'withdrawn');
  });

  test('in the middle, it takes what is below and not what is above', async () => {
    const { original, child, grandchild } = await family();
    // Cleo in her own clip: nothing but deleting it. Whoever she casts can take it back.
    const cast = await made(dan, { cast: [cleo.handle], remix_of: original.id, script: 'Good evening to all of you.' });
    const below = await made(ben, { remix_of: cast.id, script: 'And a good night.' });
    (await cleo.delete(`/api/v1/clips/${cast.id}`)).ok(204);
    assert.deepEqual(await Promise.all([original, child, grandchild, cast, below].map(alive)), ['live', 'live', 'live', 'withdrawn', 'withdrawn']);
  });

  test('the permission for one remix alone takes that one, and is listed among the uses', async () => {
    const { original, child, grandchild } = await family();
    const found = (await uses(ana)).filter((use) => use.clip === original.id || use.clip === child.id);
    assert.deepEqual(found.map((use) => [use.clip, use.plays, use.remix_of ?? null, use.remixes]), [
      [child.id, false, original.id, 1],
      [original.id, true, null, 1],
    ]);
    (await revoke(ana, { render: found[0].render })).ok(200);
    assert.deepEqual(await Promise.all([original, child, grandchild].map(alive)), ['live', 'withdrawn', 'withdrawn']);
    assert.equal((await uses(ana)).find((use) => use.clip === child.id).state, 'withdrawn');
  });

  test('while a remix is asked for, none is left behind', async () => {
    const original = await made(ben, { cast: [ana.handle], script: 'Both at once.' });
    const child = await made(cleo, { remix_of: original.id, script: 'A remix.' });
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, (_, i) => [dan, cleo][i % 2].askRender({ remix_of: [original, child][i % 2].id, script: `Race ${i}.` })),
      sleep(30).then(() => ana.delete(`/api/v1/clips/${original.id}`)),
      ...Array.from({ length: 6 }, (_, i) => sleep(20 * i).then(() => dan.askRender({ remix_of: child.id, script: `Late ${i}.` }))),
    ]);
    let begun = 0;
    for (const answer of answers.filter((one) => one.status === 201)) {
      const { id } = answer.json;
      begun += 1;
      const states = await Promise.all([cleo, dan].map(async (who) => (await who.get(`/api/v1/renders/${id}`)).json.state));
      assert.ok(states.includes('withdrawn'), `${id}: ${states}`);
    }
    for (const answer of answers.filter((one) => one.status >= 400)) assert.ok(['not_found', 'consent_refused', 'too_many'].includes(answer.json.code), answer.text);
    assert.ok(begun > 0, 'some were quicker');
  });

  test('and cut in the middle, it goes on after a power cut', { timeout: 240_000 }, async () => {
    const original = await made(ben, { cast: [ana.handle], script: 'Cut.' });
    const below = [];
    for (let i = 0; i < 6; i++) below.push(await made(i % 2 ? cleo : dan, { remix_of: original.id, script: `Below ${i}.` }));
    const cut = ana.delete(`/api/v1/clips/${original.id}`).catch(() => undefined);
    await sleep(60);
    await server.kill();
    await cut;
    server = await server.again();
    for (const who of [boss, ana, ben, cleo, dan]) who.server = server;
    if ((await alive(original)) === 'live') (await ana.delete(`/api/v1/clips/${original.id}`)).ok(204);
    const end = Date.now() + 150_000;
    const states = () => Promise.all([original, ...below].map(alive));
    while ((await states()).some((state) => state === 'live') && Date.now() < end) await sleep(1000);
    assert.deepEqual(await states(), Array.from({ length: 7 }, () => 'withdrawn'));
  });
});

describe('what is only deleted, paused or held', () => {
  test('deleted by its creator, it leaves its remixes, which say that it is gone', async () => {
    const { original, child, grandchild } = await family();
    (await ben.delete(`/api/v1/clips/${original.id}`)).ok(204);
    assert.deepEqual(await Promise.all([original, child, grandchild].map(alive)), ['gone', 'live', 'live']);
    assert.deepEqual((await get(dan, child)).ok(200).remix_of, { clip: original.id, state: 'gone' });
    assert.match((await new Visitor(server).get(`/c/${child.id}`)).text, /Remix of a clip that is no longer here/);
  });

  test('deleted in the middle, it does not cut off what is above from what is below', async () => {
    const { original, child, grandchild } = await family();
    (await cleo.delete(`/api/v1/clips/${child.id}`)).ok(204);
    assert.equal(await alive(grandchild), 'live');
    (await ana.delete(`/api/v1/clips/${original.id}`)).ok(204);
    assert.equal(await alive(grandchild), 'withdrawn');
  });

  test('paused, it hides itself alone, and nobody can begin another', async () => {
    const { original, child } = await family();
    (await ana.post('/api/v1/likeness/pause', { paused: true })).ok(200);
    assert.deepEqual([await alive(original), await alive(child)], ['gone', 'live']);
    assert.equal((await get(dan, child)).ok(200).remix_of.state, 'gone');
    (await dan.askRender({ remix_of: original.id })).refused('not_found', 'original_gone');
    (await ana.post('/api/v1/likeness/pause', { paused: false })).ok(200);
    assert.equal((await get(dan, child)).ok(200).remix_of.state, 'here');
  });

  test('held after a report, it hides what is below until it is put back', async () => {
    // A film of its own: what is identical would be held, too.
    const { original, child, grandchild } = await family(showing(7));
    const draft = await ben.draft({ remix_of: child.id, script: 'Waits.' });
    const report = { locator: original.share, ground: 'copyright', statement: 'It is a work of mine, word for word.', name: 'Eve Adams', contact: 'eve@example.com', entitled: true, good_faith: true, signature: 'Eve Adams' };
    const { number } = (await new Visitor(server).post('/api/v1/takedowns', report)).ok(201);
    const { id } = (await boss.get('/api/v1/takedowns')).ok(200).takedowns.find((line) => line.number === number);
    (await boss.post(`/api/v1/takedowns/${id}/decision`, { decision: 'hold', reason: 'It does.' })).ok(200);
    assert.deepEqual(await Promise.all([original, child, grandchild].map(alive)), ['gone', 'gone', 'gone']);
    assert.equal((await new Visitor(server).get(grandchild.media)).status, 404);
    assert.equal((await new Visitor(server).get(`/c/${grandchild.id}`)).status, 404);
    assert.ok(!(await ana.get('/api/v1/feed')).ok(200).clips.some((clip) => clip.id === child.id));
    assert.equal((await get(cleo, child)).ok(200).state, 'published', 'its own people see it');
    (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('conflict', 'original_held');
    (await dan.askRender({ remix_of: child.id })).refused('not_found', 'original_gone');
    (await ben.post(`/api/v1/clips/${original.id}/appeal`, { words: 'It is my own work.' })).ok(200);
    (await boss.post(`/api/v1/takedowns/${id}/outcome`, { clip: original.id, outcome: 'reinstate', reason: 'Right.' })).ok(200);
    assert.deepEqual(await Promise.all([original, child, grandchild].map(alive)), ['live', 'live', 'live']);
    assert.equal((await ben.publish(draft)).state, 'published');
  });
});

describe('who leaves', () => {
  test('takes what was made out of clips that show them, and nothing of them is kept where they only made one', async () => {
    const [zoe, yan] = [await scanned(server, await boss.invite()), await scanned(server, await boss.invite())];
    for (const who of [zoe, yan]) await who.rule(open);
    const shows = await made(zoe, { script: 'Zoe, by herself.' });
    const makes = await made(yan, { cast: [cleo.handle], script: 'Cleo, by Yan.' });
    const [out, stays] = [await made(ben, { remix_of: shows.id, script: 'Out of Zoe.' }), await made(ben, { remix_of: makes.id, script: 'Out of Cleo.' })];
    const below = await made(dan, { remix_of: out.id, script: 'Out of that.' });
    const waits = (await dan.askRender({ remix_of: makes.id, script: 'Unfinished.' })).ok(201);
    (await zoe.delete('/api/v1/account', { handle: zoe.handle })).ok(200);
    assert.deepEqual(await Promise.all([shows, out, below].map(alive)), ['gone', 'withdrawn', 'withdrawn']);
    (await yan.delete('/api/v1/account', { handle: yan.handle })).ok(200);
    assert.deepEqual([await alive(makes), await alive(stays)], ['gone', 'live']);
    assert.deepEqual((await get(dan, stays)).ok(200).remix_of, { clip: makes.id, state: 'gone' });
    assert.equal((await dan.get(`/api/v1/renders/${waits.id}`)).ok(200).state, 'withdrawn');
    for (const who of [ben, dan]) assert.ok(!(await who.requests('sent')).some((one) => [zoe.handle, yan.handle].includes(one.owner.handle)));
    // What was granted before still counts with those who are here.
    (await cleo.post('/api/v1/likeness/revocations', { render: (await uses(cleo)).find((use) => use.clip === stays.id).render })).ok(200);
    assert.equal(await alive(stays), 'withdrawn');
    await server.stop();
    const traces = Object.fromEntries([zoe, yan].flatMap((who) => [[`handle ${who.handle}`, who.handle], [`name ${who.name}`, who.name]]));
    assert.deepEqual(server.find(traces), []);
    server = await server.again();
  });
});
