// Anyone reports a clip, the operator decides, copies go with it, creators appeal.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { recoded, showing, singing, undecodable } from '../harness/clips.mjs';
import { meanwhile } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, key, operator, scanned } from '../harness/visitor.mjs';

let server;
let ana;
let ben;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
  ben = await scanned(server, await ana.invite());
});
after(() => server.close());

const report = (clip, more = {}) => ({
  locator: clip.share ?? clip,
  ground: 'intimate',
  statement: 'At second two it shows me, and I never agreed.',
  name: 'Rosalind Quibblethwaite',
  contact: 'rosalind@quibble.example',
  entitled: true,
  good_faith: true,
  signature: 'rosalind  quibblethwaite',
  ...more,
});

/** Reports are counted by address: each of these comes from another one. */
const send = (clip, more, options) => new Visitor(server).post('/api/v1/takedowns', report(clip, more), options);
const status = ({ number, code }) => new Visitor(server).post('/api/v1/takedowns/status', { number, code });
const desk = async () => (await ana.get('/api/v1/takedowns')).ok(200).takedowns;
const found = async (number) => (await desk()).find((line) => line.number === number);
const open = async (number) => (await ana.get(`/api/v1/takedowns/${(await found(number)).id}`)).ok(200);
const decide = (id, decision, reason = 'It shows what the report says.', options, spare) =>
  ana.post(`/api/v1/takedowns/${id}/decision`, { decision, reason, spare }, options);
const settle = (id, clip, outcome, reason = 'Looked at again.', who = ana) =>
  who.post(`/api/v1/takedowns/${id}/outcome`, { clip, outcome, reason });
const publish = async (film, who = ben, script = 'Words of a clip.') => who.publish(await who.draft({ script }, film));
const state = async (clip, who = ben) => (await who.get(`/api/v1/clips/${clip.id}`)).ok(200).state;

/** Reports a clip and takes it down: the case as the operator sees it. */
async function held(clip, more) {
  const reported = (await send(clip, more)).ok(201);
  const { id } = await found(reported.number);
  const case_ = (await decide(id, 'hold')).ok(200);
  return { ...reported, id, case_ };
}

/** Whether a clip is on any page of a list. */
async function listed(path, clip, who) {
  for (let cursor = ''; ; ) {
    const page = (await who.get(`${path}?cursor=${cursor}`)).ok(200);
    if (page.clips.some((c) => c.id === clip.id)) return true;
    if (!page.next) return false;
    cursor = page.next;
  }
}

/** Every way in which somebody else could see a clip. */
async function seen(clip, who = new Visitor(server)) {
  const [feed, profile] = [await listed('/api/v1/feed', clip, who), await listed(`/api/v1/profiles/${clip.creator.handle}/clips`, clip, who)];
  const at = async (path, headers = {}) => (await who.get(path, { headers })).status;
  const media = clip.media;
  const oembed = `/oembed?url=${encodeURIComponent(clip.share)}`;
  const places = [`/api/v1/clips/${clip.id}`, `/c/${clip.id}`, `/embed/${clip.id}`, oembed, media, clip.poster];
  const statuses = await Promise.all(places.map((path) => at(path)));
  return { feed, profile, statuses, range: await at(media, { range: 'bytes=1000-1999' }) };
}
const VISIBLE = { feed: true, profile: true, statuses: [200, 200, 200, 200, 200, 200], range: 206 };
const GONE = { feed: false, profile: false, statuses: [404, 404, 404, 401, 404, 404], range: 404 };

describe('a report', () => {
  let clip;
  before(async () => {
    clip = await publish(showing(101));
  });

  test('needs no account, and gives a number, a code, and the time by which it is answered', async () => {
    const reported = (await send(clip)).ok(201);
    assert.match(reported.number, /^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    assert.ok(reported.code.length >= 20);
    assert.equal(reported.link, `${server.origin}/report/status?number=${reported.number}`);
    const hours = (reported.due_at - Date.now()) / 3_600_000;
    assert.ok(hours > 47.9 && hours <= 48, `${hours} h`);
    const now = (await status(reported)).ok(200);
    assert.deepEqual([now.stage, now.clip, now.ground, now.down], ['received', clip.id, 'intimate', 0]);
    const forgiven = { number: ` ${reported.number.toLowerCase().replace('-', '')}`, code: `${reported.code} ` };
    (await status(forgiven)).ok(200);
  });

  test('is found by each address of the clip', async () => {
    for (const locator of [clip.id, clip.share, `${server.origin}/embed/${clip.id}?x=1`, `/clips/${clip.id}`, `${server.origin}${clip.media}`]) {
      (await send(locator)).ok(201);
    }
  });

  test('with a wrong locator says what is wrong with it', async () => {
    const draft = await ben.draft({}, showing(102));
    for (const [locator, code, rule] of [
      ['', 'invalid', 'empty'],
      [`https://videos.example/c/${clip.id}`, 'invalid', 'elsewhere'],
      [`${server.origin}.evil.example/c/${clip.id}`, 'invalid', 'elsewhere'],
      [`${server.origin}/@ben`, 'invalid', 'not_a_clip'],
      ['the one with the dog', 'invalid', 'not_a_clip'],
      [`${server.origin}/c/${'0'.repeat(26)}`, 'not_found', 'unknown'],
      [draft.share, 'not_found', 'unknown'],
    ]) {
      const problem = (await send(locator)).refused(code, rule);
      assert.equal(problem.field, 'locator', locator);
    }
    (await ben.delete(`/api/v1/clips/${draft.id}`)).ok(204);
  });

  test('names the field that is missing or wrong', async () => {
    for (const [field, value] of [
      ['statement', ' '],
      ['statement', 'x'.repeat(2001)],
      ['name', ''],
      ['contact', ''],
      ['contact', '@'],
      ['entitled', false],
      ['good_faith', false],
      ['signature', ''],
      ['signature', 'Somebody Else'],
    ]) {
      assert.equal((await send(clip, { [field]: value })).refused('invalid').field, field, `${field} ${value}`);
    }
    (await send(clip, { ground: 'boredom' })).refused('invalid');
    (await new Visitor(server).post('/api/v1/takedowns', { locator: clip.id })).refused('invalid');
    (await new Visitor(server).post('/api/v1/takedowns', { ...report(clip), more: 1 })).refused('invalid');
  });

  test('sent twice with one key is one case, told the same way', async () => {
    const [headers, before] = [{ 'idempotency-key': key() }, (await desk()).length];
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push((await send(clip, {}, { headers })).ok(201));
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
    assert.equal((await desk()).length, before + 1);
  });

  test('is limited by address', async () => {
    const eve = new Visitor(server);
    for (let i = 0; i < 5; i++) (await eve.post('/api/v1/takedowns', report(clip))).ok(201);
    const answer = await eve.post('/api/v1/takedowns', report(clip));
    assert.ok(answer.refused('too_many').retry_after_s >= 1);
    assert.equal((await eve.post('/report', form(clip, 'x'.repeat(20)), FORM)).status, 429);
    (await send(clip)).ok(201);
  });

  test('shows itself to nobody without its code', async () => {
    const [one, two] = [(await send(clip)).ok(201), (await send(clip)).ok(201)];
    for (const wrong of [
      { number: one.number, code: two.code },
      { number: one.number, code: '' },
      { number: '00000-00000', code: one.code },
      { number: 'nonsense', code: one.code },
    ]) {
      (await status(wrong)).refused('not_found');
    }
  });
});

const FORM = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
const form = (clip, formKey, more = {}) =>
  new URLSearchParams({
    key: formKey,
    ...report(clip),
    entitled: 'yes',
    good_faith: 'yes',
    ...more,
  }).toString();

describe('the form', () => {
  let clip;
  before(async () => {
    clip = await publish(showing(103));
  });

  test('is there for everyone, without scripts, and knows the clip it was opened from', async () => {
    const share = (await new Visitor(server).get(`/c/${clip.id}`)).text;
    const link = share.match(/href="(\/report\?clip=[^"]+)"/)[1].replaceAll('&amp;', '&');
    const page = await new Visitor(server).get(link);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-security-policy'), /form-action 'self'/);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.ok(!page.text.includes('<script'));
    assert.ok(page.text.includes(`value="${clip.share}"`));
    assert.match(page.text, /name="key" value="[\w-]{32}"/);
  });

  test('takes a report, shows number and code, and sent again shows the same', async () => {
    const eve = new Visitor(server);
    const formKey = (await eve.get('/report')).text.match(/name="key" value="([\w-]+)"/)[1];
    const first = await eve.post('/report', form(clip, formKey), FORM);
    assert.equal(first.status, 201, first.text.slice(0, 400));
    const [number, code] = [...first.text.matchAll(/<output>([^<]+)<\/output>/g)].map((m) => m[1]);
    assert.equal((await status({ number, code })).ok(200).stage, 'received');
    const again = await eve.post('/report', form(clip, formKey), FORM);
    assert.deepEqual([...again.text.matchAll(/<output>([^<]+)<\/output>/g)].map((m) => m[1]), [number, code]);
    assert.equal((await desk()).filter((line) => line.number === number).length, 1);

    const asked = await eve.post('/report/status', new URLSearchParams({ key: formKey, number, code }).toString(), FORM);
    assert.equal(asked.status, 200);
    assert.ok(asked.text.includes('Nobody has decided yet.'));
    const wrong = await eve.post('/report/status', new URLSearchParams({ key: formKey, number, code: 'no' }).toString(), FORM);
    assert.equal(wrong.status, 404);
    assert.ok(wrong.text.includes(`value="${number}"`) && wrong.text.includes('role="alert"'));
  });

  test('comes back with what was typed and what is wrong', async () => {
    const page = await new Visitor(server).post('/report', form(clip, key(), { contact: '', statement: '<b>"quoted"</b>' }), FORM);
    assert.equal(page.status, 400);
    assert.ok(page.text.includes('&lt;b&gt;'), 'as text');
    assert.match(page.text, /id="contact"[^>]*aria-invalid="true"/);
    assert.match(page.text, /name="good_faith" value="yes" checked/);
    const none = await new Visitor(server).post('/report', form(clip, key(), { ground: '' }), FORM);
    assert.ok(none.text.includes('Choose what is wrong with the clip.'));
    const elsewhere = await new Visitor(server).post('/report', form('https://videos.example/c/1', key()), FORM);
    assert.ok(elsewhere.text.includes('another site'));
  });

  test('is taken from no other site, and not without its key', async () => {
    const eve = new Visitor(server);
    for (const origin of ['http://evil.example', 'null', null]) {
      (await eve.post('/report', form(clip, key()), { headers: { ...FORM.headers, origin } })).refused('wrong_origin');
    }
    (await eve.post('/report', form(clip, 'short'), FORM)).refused('idempotency_key');
    assert.equal((await eve.post('/report', 'x'.repeat(40_000), FORM)).status, 413);
  });
});

describe('the desk', () => {
  test('is there for the operator alone', async () => {
    const clip = await publish(showing(104));
    const { number } = (await send(clip)).ok(201);
    const { id } = await found(number);
    for (const path of ['/api/v1/takedowns', `/api/v1/takedowns/${id}`]) {
      (await new Visitor(server).get(path)).refused('sign_in_first');
      (await ben.get(path)).refused('not_found');
    }
    for (const [path, body] of [
      [`/api/v1/takedowns/${id}/decision`, { decision: 'dismiss', reason: 'No.' }],
      [`/api/v1/takedowns/${id}/outcome`, { clip: clip.id, outcome: 'reinstate', reason: 'No.' }],
    ]) {
      (await new Visitor(server).post(path, body)).refused('sign_in_first');
      (await ben.post(path, body)).refused('not_found');
    }
    assert.equal((await found(number)).stage, 'received');
    (await ana.get(`/api/v1/takedowns/${'0'.repeat(26)}`)).refused('not_found');
  });

  test('says who reports and what, and writes down that it was read', async () => {
    const clip = await publish(showing(105));
    const { number } = (await send(clip)).ok(201);
    await open(number);
    const case_ = await open(number);
    assert.deepEqual(case_.reporter, {
      name: 'Rosalind Quibblethwaite',
      contact: 'rosalind@quibble.example',
      statement: 'At second two it shows me, and I never agreed.',
      signature: 'rosalind  quibblethwaite',
    });
    assert.equal(case_.shown.id, clip.id);
    assert.deepEqual(case_.events.map((e) => [e.actor, e.deed]), [['reporter', 'reported'], ['operator', 'opened']]);
  });

  test('dismisses with a reason, once, and the clip stays', async () => {
    const clip = await publish(showing(106));
    const reported = (await send(clip, { ground: 'other' })).ok(201);
    const { id } = await found(reported.number);
    assert.equal((await decide(id, 'dismiss', ' ')).refused('invalid').field, 'reason');
    const headers = { 'idempotency-key': key() };
    const first = (await decide(id, 'dismiss', 'It is a parody.', { headers })).ok(200);
    assert.deepEqual((await decide(id, 'dismiss', 'It is a parody.', { headers })).ok(200), first);
    (await decide(id, 'hold')).refused('conflict', 'decided');
    assert.deepEqual(await seen(clip), VISIBLE);
    const now = (await status(reported)).ok(200);
    assert.deepEqual([now.stage, now.reason, now.due_at], ['dismissed', 'It is a parody.', null]);
    const days = (now.contact_until - Date.now()) / 86_400_000;
    assert.ok(days > 29.9 && days <= 30, `${days} days`);
  });

  test('shows what is overdue first, then what is due, then what is answered', async () => {
    const clip = await publish(showing(107));
    const [old, week, urgent] = [(await send(clip)).ok(201), (await send(clip, { ground: 'copyright' })).ok(201), (await send(clip)).ok(201)];
    const hour = 3_600_000;
    const { id } = await found(old.number);
    const moved = await meanwhile(server, `UPDATE takedowns SET due_at = ${Date.now() - 2 * hour} WHERE id = '${id}' RETURNING id`);
    server = moved.server;
    for (const who of [ana, ben]) who.server = server;
    const { takedowns, now } = (await ana.get('/api/v1/takedowns')).ok(200);
    const order = takedowns.map((line) => line.number);
    assert.equal(order[0], old.number);
    assert.ok(takedowns[0].due_at < now, 'it is overdue by the clock that is told');
    assert.ok(order.indexOf(urgent.number) < order.indexOf(week.number));
    const waits = takedowns.map((line) => line.due_at !== null);
    assert.deepEqual(waits, [...waits].sort((a, b) => Number(b) - Number(a)), 'answered ones come last');
    const dues = takedowns.filter((line) => line.due_at !== null).map((line) => line.due_at);
    assert.deepEqual(dues, [...dues].sort((a, b) => a - b));
  });
});

describe('a hold', () => {
  test('reaches everything at once: feed, profile, share, embed, oEmbed, media, and the Range of an open player', async () => {
    const film = showing(108);
    const clip = await publish(film);
    const nobody = new Visitor(server);
    assert.deepEqual(await seen(clip, nobody), VISIBLE);
    const part = (await nobody.get(clip.media, { headers: { range: 'bytes=0-999' } })).ok(206);
    assert.equal(part, undefined);
    const { number, id, case_ } = await held(clip);
    assert.deepEqual(await seen(clip, nobody), GONE);
    assert.equal((await nobody.get(clip.media, { headers: { range: 'bytes=1000-' } })).status, 404, 'the player goes no further');
    assert.deepEqual([case_.line.stage, case_.line.down, case_.shown.state], ['held', 1, 'held']);

    // Its creator sees it, and why: rule, reason, who decided, until when to appeal.
    const mine = (await ben.get(`/api/v1/clips/${clip.id}`)).ok(200);
    assert.equal(mine.state, 'held');
    const { hold } = mine;
    assert.deepEqual([hold.number, hold.ground, hold.how, hold.standing], [number, 'intimate', { how: 'reported' }, 'held']);
    assert.equal(hold.reason, 'It shows what the report says.');
    assert.ok(hold.appeal_until > Date.now() + 180 * 86_400_000);
    assert.ok(!JSON.stringify(mine).includes('uibblethwaite'), 'and not who reported it');
    assert.ok((await ben.get(clip.media)).bytes.equals(film));
    assert.ok((await ben.get('/api/v1/drafts')).ok(200).clips.some((c) => c.id === clip.id), 'and finds it');
    (await ben.post(`/api/v1/clips/${clip.id}/publish`, {})).refused('taken_down', 'held');
    (await ben.put(`/api/v1/clips/${clip.id}/like`)).refused('conflict', 'held');
    // The operator watches it, members do not.
    assert.ok((await ana.get(clip.media)).bytes.equals(film));
    const eve = await new Visitor(server).join(await ana.invite());
    assert.equal((await eve.get(clip.media)).status, 404);
    (await eve.post(`/api/v1/clips/${clip.id}/appeal`, { words: 'Mine.' })).refused('not_found');
    (await settle(id, clip.id, 'reinstate')).ok(200);
  });

  test('sent again changes nothing', async () => {
    const clip = await publish(showing(109));
    const { number } = (await send(clip)).ok(201);
    const { id } = await found(number);
    const answers = await Promise.all([1, 2, 3].map(() => decide(id, 'hold')));
    for (const answer of answers) answer.ok(200);
    const case_ = await open(number);
    assert.equal(case_.events.filter((e) => e.deed === 'held').length, 1);
    assert.equal(case_.holds.length, 1);
    (await settle(id, clip.id, 'reinstate')).ok(200);
    (await settle(id, clip.id, 'reinstate')).ok(200);
    assert.equal((await open(number)).events.filter((e) => e.deed === 'reinstated').length, 1);
    assert.deepEqual(await seen(clip), VISIBLE);
  });

  test('takes identical and re-encoded copies with it, and leaves what is different', async () => {
    const film = showing(7, 4);
    const copies = [
      film,
      recoded('life-small.mp4', film),
      recoded('life-rough.mp4', film, { size: '540:960', crf: 42, preset: 'ultrafast' }),
      recoded('life-later.mp4', film, { size: '270:480', crf: 30, from: 1 }),
    ];
    const cleo = await scanned(server, await ana.invite());
    const [clip, other] = [await publish(film), await publish(showing(110))];
    const made = [];
    for (const copy of copies) made.push(await publish(copy, cleo));
    const draft = await cleo.draft({}, film);
    const { number } = (await send(clip)).ok(201);
    const before = await open(number);
    assert.equal(before.copies.length, 5, JSON.stringify(before.copies.map((c) => c.how)));
    assert.equal(before.copies.filter((c) => c.shown === null).length, 1, 'a draft is not shown to the operator');
    const case_ = (await decide(before.line.id, 'hold')).ok(200);
    assert.equal(case_.line.down, 6);
    const how = Object.fromEntries(case_.holds.map((hold) => [hold.clip, hold.how.how]));
    assert.deepEqual(made.map((c) => how[c.id]), ['identical', 'near', 'near', 'near']);
    for (const copy of made) assert.deepEqual(await seen(copy), GONE);
    assert.deepEqual(await seen(other), VISIBLE);
    const hold = (await cleo.get(`/api/v1/clips/${made[1].id}`)).ok(200).hold;
    assert.equal(hold.how.how, 'near', 'the statement of reasons says that a program found it');
    (await cleo.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('taken_down', 'stay_down');

    // Stay-down: what comes later, too.
    for (const again of [film, recoded('life-again.mp4', film, { size: '450:800', crf: 28, gop: 15 })]) {
      const late = await cleo.draft({}, again);
      assert.equal(late.state, 'held');
      assert.equal(late.hold.number, number);
      const problem = (await cleo.post(`/api/v1/clips/${late.id}/publish`, {})).refused('taken_down', 'stay_down');
      assert.ok(problem.detail.includes(number));
      assert.deepEqual(await seen(late), { ...GONE });
    }
    const fresh = await publish(showing(111), cleo);
    assert.deepEqual(await seen(fresh), VISIBLE);

    // One copy was none: it comes back alone, and may be uploaded again.
    (await cleo.post(`/api/v1/clips/${made[3].id}/appeal`, { words: 'This one is my own.' })).ok(200);
    (await settle(before.line.id, made[3].id, 'reinstate')).ok(200);
    assert.deepEqual(await seen(made[3]), VISIBLE);
    assert.deepEqual(await seen(made[2]), GONE);
    assert.equal((await cleo.draft({}, copies[3])).state, 'draft');

    // The report was wrong: everything comes back, and nothing stays down.
    (await settle(before.line.id, clip.id, 'reinstate')).ok(200);
    for (const back of [clip, ...made]) assert.deepEqual(await seen(back), VISIBLE);
    assert.equal(await state(draft, cleo), 'draft', 'what was a draft is one again');
    assert.equal((await cleo.draft({}, film)).state, 'draft');
  });

  test('takes what looks and sounds alike, mirrored or cut, and not who says something else in the same place', async () => {
    const film = singing(301);
    const clip = await publish(film);
    // A light somewhere else in the picture: alike, as one person in one place is, and not the same.
    const change = 'drawbox=x=0:y=ih*0.55:w=iw*0.4:h=ih*0.3:color=white@0.55:t=fill';
    const copies = {
      mirrored: recoded('song-mirrored.mp4', film, { change: 'hflip' }),
      'mirrored and cut': recoded('song-mirrored-cut.mp4', film, { change: 'hflip,crop=iw*0.96:ih*0.96', from: 0.7 }),
      changed: recoded('song-changed.mp4', film, { change }),
    };
    const found = {};
    for (const [name, copy] of Object.entries(copies)) found[name] = await publish(copy);
    const says = await publish(recoded('song-other.mp4', film, { change, dub: 302 }));
    const { number } = (await send(clip)).ok(201);
    const before = await open(number);
    const how = (clip) => before.copies.find((c) => c.shown?.id === clip.id)?.how;
    assert.deepEqual([how(found.mirrored)?.mirrored, how(found.mirrored)?.heard], [true, 'same'], JSON.stringify(before.copies));
    assert.deepEqual([how(found['mirrored and cut'])?.mirrored, how(found['mirrored and cut'])?.heard], [true, 'same']);
    assert.deepEqual([how(found.changed)?.mirrored, how(found.changed)?.heard], [false, 'same']);
    assert.equal(how(says), undefined, 'it says something else');
    const case_ = (await decide(before.line.id, 'hold')).ok(200);
    assert.equal(case_.line.down, 4);
    assert.deepEqual(await seen(says), VISIBLE);
    // Stay-down tells them apart as well.
    const late = { change: 'hflip', crf: 30, size: '450:800' };
    assert.equal((await ben.draft({}, recoded('song-late.mp4', film, late))).state, 'held');
    assert.equal((await ben.draft({}, recoded('song-late-other.mp4', film, { change, crf: 30, dub: 303 }))).state, 'draft');
    const drafts = (await ben.get('/api/v1/drafts')).ok(200).clips;
    for (const draft of drafts) (await ben.delete(`/api/v1/clips/${draft.id}`)).ok(204);
    (await settle(before.line.id, clip.id, 'reinstate')).ok(200);
  });

  test('for words takes a copy that says the same', async () => {
    const film = singing(311);
    const [clip, same] = [await publish(film), await publish(recoded('words.mp4', film))];
    const { id, case_ } = await held(clip, { ground: 'other' });
    assert.deepEqual(case_.holds.map((hold) => hold.clip).sort(), [clip.id, same.id].sort());
    assert.equal((await ben.draft({}, recoded('words-again.mp4', film, { crf: 30 }))).state, 'held');
    (await settle(id, clip.id, 'reinstate')).ok(200);
  });

  test('leaves up what the operator says is no copy, now and when it comes again', async () => {
    const film = showing(320, 4);
    const other = recoded('spared.mp4', film);
    const [clip, same, spared, taken] = [await publish(film), await publish(film), await publish(other), await publish(recoded('not-spared.mp4', film, { crf: 30 }))];
    const { number } = (await send(clip)).ok(201);
    const { line, copies } = await open(number);
    assert.deepEqual(copies.map((c) => c.shown.id).sort(), [same.id, spared.id, taken.id].sort());
    assert.ok(copies.every((c) => c.shown.poster), 'each is shown with its poster');
    (await decide(line.id, 'dismiss', undefined, undefined, [spared.id])).refused('invalid', 'spare');
    (await decide(line.id, 'hold', undefined, undefined, [same.id])).refused('invalid', 'identical');
    const case_ = (await decide(line.id, 'hold', undefined, undefined, [spared.id])).ok(200);
    assert.equal(case_.line.down, 3);
    for (const gone of [clip, same, taken]) assert.deepEqual(await seen(gone), GONE);
    assert.deepEqual(await seen(spared), VISIBLE);
    assert.deepEqual(case_.events.filter((e) => e.deed === 'spared').map((e) => [e.actor, e.clip]), [['operator', spared.id]]);
    const standing = (c, id) => c.holds.find((hold) => hold.clip === id)?.standing;
    assert.equal(standing(case_, spared.id), 'reinstated');
    assert.equal((await ben.get(`/api/v1/clips/${spared.id}`)).ok(200).hold ?? null, null, 'its creator hears nothing');
    // The same file again is spared, and an encoding of it is not known to be.
    assert.equal((await ben.draft({}, other)).state, 'draft');
    assert.equal((await ben.draft({}, recoded('spared-again.mp4', film, { crf: 40 }))).state, 'held');
    // Another near copy comes back after the decision.
    const after = (await settle(line.id, taken.id, 'reinstate')).ok(200);
    assert.equal(after.line.down, 3);
    assert.deepEqual(await seen(taken), VISIBLE);
    assert.equal(after.events.at(-1).deed, 'reinstated');
    (await settle(line.id, clip.id, 'reinstate')).ok(200);
  });

  test('for a work or for words takes the same file with it, and not what only looks alike', async () => {
    const film = showing(202, 4);
    const [clip, same] = [await publish(film), await publish(film)];
    const alike = await publish(recoded('alike.mp4', film));
    const { id, case_ } = await held(clip, { ground: 'copyright' });
    assert.deepEqual(case_.holds.map((hold) => [hold.clip, hold.how.how]), [[clip.id, 'reported'], [same.id, 'identical']]);
    assert.deepEqual(await seen(alike), VISIBLE);
    assert.equal((await ben.draft({}, recoded('alike-again.mp4', film, { crf: 30 }))).state, 'draft');
    assert.equal((await ben.draft({}, film)).state, 'held');
    (await settle(id, clip.id, 'reinstate')).ok(200);
  });

  test('finds copies that were made before anybody looked at pictures', async () => {
    const film = showing(201, 4);
    const [clip, copy] = [await publish(film), await publish(recoded('old-copy.mp4', film))];
    const emptied = await meanwhile(server, `DELETE FROM prints WHERE clip IN ('${clip.id}', '${copy.id}') RETURNING clip`);
    assert.equal(emptied.rows.length, 8, 'four key frames each');
    server = emptied.server;
    for (const who of [ana, ben]) who.server = server;
    const { number } = (await send(clip)).ok(201);
    // The sweep at the start looks at the copy again.
    let case_ = await open(number);
    for (let i = 0; i < 40 && case_.copies.length === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      case_ = await open(number);
    }
    assert.deepEqual(case_.copies.map((c) => [c.shown?.id, c.how.how]), [[copy.id, 'near']]);
    (await decide(case_.line.id, 'dismiss')).ok(200);
  });

  test('of one case does not end with that of another', async () => {
    const clip = await publish(showing(112));
    const [one, two] = [await held(clip), await held(clip, { ground: 'likeness' })];
    (await settle(one.id, clip.id, 'reinstate')).ok(200);
    assert.equal(await state(clip), 'held');
    (await settle(two.id, clip.id, 'reinstate')).ok(200);
    assert.equal(await state(clip), 'published');
  });

  test('stays with the hashes when the clip is deleted before anybody decides', async () => {
    const film = showing(113);
    const clip = await publish(film);
    const { number } = (await send(clip)).ok(201);
    (await ben.delete(`/api/v1/clips/${clip.id}`)).ok(204);
    const { id } = await found(number);
    const case_ = (await decide(id, 'hold')).ok(200);
    assert.equal(case_.shown, null);
    const again = await ben.draft({}, film);
    assert.equal(again.state, 'held');
    (await settle(id, clip.id, 'reinstate')).ok(200);
    assert.equal(await state(again), 'draft');
  });

  test('that is cut by a crash is whole when the server comes back', async () => {
    const film = showing(114);
    const [clip, copy] = [await publish(film), await publish(film)];
    for (const delay_ms of [0, 5, 15, 40]) {
      const { number } = (await send(clip)).ok(201);
      const { id } = await found(number);
      const deciding = decide(id, 'hold').catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, delay_ms));
      await server.kill();
      await deciding;
      server = await server.again();
      for (const who of [ana, ben]) who.server = server;
      if ((await open(number)).line.stage === 'received') (await decide(id, 'hold')).ok(200);
      // The alarm takes up what was left.
      for (let i = 0; i < 40 && (await state(copy)) !== 'held'; i++) await new Promise((resolve) => setTimeout(resolve, 250));
      assert.deepEqual([await state(clip), await state(copy)], ['held', 'held'], `after ${delay_ms} ms`);
      (await settle(id, clip.id, 'reinstate')).ok(200);
      assert.deepEqual([await state(clip), await state(copy)], ['published', 'published']);
    }
  });
});

describe('an appeal', () => {
  test('is heard once: upheld, and no more', async () => {
    const clip = await publish(showing(115));
    const { id, number, code } = await held(clip);
    assert.equal((await ben.post(`/api/v1/clips/${clip.id}/appeal`, { words: ' ' })).refused('invalid').field, 'words');
    (await settle(id, clip.id, 'uphold')).refused('conflict', 'not_appealed');
    const appealed = (await ben.post(`/api/v1/clips/${clip.id}/appeal`, { words: 'It shows nobody but me.' })).ok(200);
    assert.equal(appealed.hold.standing, 'appealed');
    assert.ok(appealed.hold.answer_until > Date.now());
    const line = await found(number);
    assert.ok(line.due_at && line.appeals === 1, 'it waits on the desk');
    assert.equal((await open(number)).holds[0].appeal, 'It shows nobody but me.');
    (await settle(id, clip.id, 'uphold', 'It shows someone else.')).ok(200);
    const after = (await ben.get(`/api/v1/clips/${clip.id}`)).ok(200);
    assert.deepEqual([after.state, after.hold.standing, after.hold.answer], ['held', 'upheld', 'It shows someone else.']);
    (await ben.post(`/api/v1/clips/${clip.id}/appeal`, { words: 'Once more.' })).refused('conflict', 'appealed_before');
    const trail = (await open(number)).events.map((e) => `${e.actor} ${e.deed}`);
    assert.deepEqual(trail, [
      'reporter reported', 'operator held', 'creator appealed', 'operator opened', 'operator upheld',
    ]);
    assert.equal((await status({ number, code })).ok(200).down, 1);
  });

  test('is heard: reinstated, everywhere, and the trail says so', async () => {
    const film = showing(116);
    const clip = await publish(film);
    const { id, number, code } = await held(clip);
    (await ben.post(`/api/v1/clips/${clip.id}/appeal`, { words: 'A mistake.' })).ok(200);
    (await settle(id, clip.id, 'reinstate', 'Rightly so.')).ok(200);
    assert.deepEqual(await seen(clip), VISIBLE);
    assert.equal((await ben.get(`/api/v1/clips/${clip.id}`)).ok(200).hold, undefined);
    const now = (await status({ number, code })).ok(200);
    assert.deepEqual([now.stage, now.down, now.reason], ['reinstated', 0, 'Rightly so.']);
    assert.equal((await ben.draft({}, film)).state, 'draft', 'its stay-down entry is gone');
    (await ben.post(`/api/v1/clips/${clip.id}/appeal`, { words: 'Again.' })).refused('conflict', 'not_held');
    (await decide(id, 'hold')).refused('conflict', 'decided');
  });
});

describe('what is kept', () => {
  test('of a reporter and of an appeal is encrypted, and removed when its time is over', async () => {
    const clip = await publish(showing(117));
    const secret = {
      name: 'Wilhelmina Zwischenzug',
      contact: 'wilhelmina@zwischenzug.example',
      statement: 'A statement about marzipan lighthouses.',
      signature: 'Wilhelmina Zwischenzug',
    };
    const words = 'An appeal about quokkas in the rain.';
    const { number, code, id } = await held(clip, secret);
    (await ben.post(`/api/v1/clips/${clip.id}/appeal`, { words })).ok(200);
    (await settle(id, clip.id, 'uphold', 'A reason that is found, or the search would prove nothing.')).ok(200);
    assert.deepEqual(server.find({ ...secret, words, code }), []);
    assert.ok(server.find({ reason: 'A reason that is found' }).length > 0);
    assert.equal((await open(number)).reporter.name, secret.name);

    // With no days to keep it, the next start removes it.
    await server.stop();
    server = await start({ state: server.state, port: Number(new URL(server.origin).port), args: ['--var', 'CONTACT_KEPT_DAYS=0'] });
    for (const who of [ana, ben]) who.server = server;
    (await ben.post(`/api/v1/clips/${clip.id}/appeal`, { words: 'x' })).refused('conflict');
    let case_ = await open(number);
    for (let i = 0; i < 40 && case_.reporter; i++) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      case_ = await open(number);
    }
    assert.equal(case_.reporter, null);
    assert.equal(case_.holds[0].appeal, null);
    assert.equal(case_.events.at(-1).deed, 'contact_removed');
    assert.equal(case_.events.at(-1).actor, 'program');
    assert.equal((await status({ number, code })).ok(200).stage, 'held', 'the case itself stays');
  });

  test('of a creator goes with their account, and the hashes stay', async () => {
    const film = showing(118);
    const dora = await scanned(server, await ana.invite());
    const clip = await publish(film, dora);
    const { number } = await held(clip);
    (await dora.post(`/api/v1/clips/${clip.id}/appeal`, { words: 'Words of somebody who leaves.' })).ok(200);
    (await dora.delete('/api/v1/account', { handle: dora.handle })).ok(200);
    const case_ = await open(number);
    assert.deepEqual([case_.shown, case_.holds[0].appeal], [null, null]);
    assert.equal((await ben.draft({}, film)).state, 'held');
    await server.stop();
    assert.deepEqual(server.find({ handle: dora.handle, name: dora.name }), []);
    server = await server.again();
    for (const who of [ana, ben]) who.server = server;
  });

  test('of the audit trail cannot be changed, not even in the database', async () => {
    await assert.rejects(meanwhile(server, "UPDATE takedown_events SET deed = 'dismissed'"), /only ever added/);
    server = await server.again();
    for (const who of [ana, ben]) who.server = server;
    await assert.rejects(meanwhile(server, 'DELETE FROM takedown_events'), /only ever added/);
    server = await server.again();
    for (const who of [ana, ben]) who.server = server;
  });
});

test('what cannot be decoded is refused, and says so', async () => {
  const render = (await ben.askRender()).ok(201);
  const problem = (await ben.putFile(render, undecodable())).refused('file_refused', 'undecodable');
  assert.match(problem.detail, /frame 1/);
  (await ben.putFile(render, showing(119))).ok(200);
});
