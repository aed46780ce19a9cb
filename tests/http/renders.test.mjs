import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { badClips, clip, clipWithOpus, clipWithoutSound } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let ana;
let ben;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
  await ana.scan();
  ben = await scanned(server, await ana.invite());
});
after(() => server.close());

/** A render of Ana's; at most five may be open, so a test that leaves one open cancels it. */
const open = async (render) => (await ana.askRender(render)).ok(201);
const cancel = (render) => ana.post(`/api/v1/renders/${render.id}/cancel`);

describe('asking for a render', () => {
  test('grants a ticket and a seed, and waits for the device', async () => {
    const render = (await ana.askRender({ script: ' Hi there. ', prompt: 'A rooftop' })).ok(201);
    assert.equal(render.state, 'awaiting_device');
    assert.equal(render.script, 'Hi there.');
    assert.deepEqual(render.cast, [{ handle: 'ana', display_name: 'Ana' }]);
    assert.ok(Number.isInteger(render.seed) && render.ticket && render.clip === null);
    assert.ok(render.expires_at > Date.now() + 6 * 24 * 3600e3);
    const { renders } = (await ana.get('/api/v1/renders')).ok(200);
    assert.deepEqual(renders.map((r) => [r.id, r.seed, r.script]), [[render.id, render.seed, 'Hi there.']]);
    assert.equal((await cancel(render)).ok(200).state, 'cancelled');
    assert.deepEqual((await ana.get('/api/v1/renders')).ok(200).renders, []);
  });

  test('keeps what was chosen for it, and chooses for who chose nothing', async () => {
    const plain = (await ana.askRender({})).ok(201);
    assert.deepEqual(plain.choices, { mood: 'neutral', captions: 'karaoke', music: 'auto' });
    const choices = { mood: 'whisper', captions: 'pop', music: 'lo_fi' };
    const chosen = (await ana.askRender({ choices })).ok(201);
    assert.deepEqual((await ana.get(`/api/v1/renders/${chosen.id}`)).ok(200).choices, choices);
    const half = (await ana.askRender({ choices: { mood: 'sad' } })).ok(201);
    assert.deepEqual(half.choices, { ...plain.choices, mood: 'sad' });
    assert.match((await ana.askRender({ choices: { mood: 'bored' } })).refused('invalid').detail, /mood|bored/);
    const spoken = { ...plain.choices, speed: 125, pitch_range: 60, pauses: 150 };
    const paced = (await ana.askRender({ choices: spoken })).ok(201);
    assert.deepEqual((await ana.get(`/api/v1/renders/${paced.id}`)).ok(200).choices, spoken);
    assert.match((await ana.askRender({ choices: { speed: 400 } })).refused('invalid').detail, /70 to 150/);
    for (const render of [plain, chosen, half, paced]) (await cancel(render)).ok(200);
  });

  test('without a scan is refused with the rule', async () => {
    const eve = await new Visitor(server).join(await ana.invite());
    (await eve.askRender()).refused('consent_refused', 'no_understudy');
  });

  test('with the face of someone else is refused with the rule', async () => {
    (await ben.askRender({ cast: ['ana'] })).refused('consent_refused', 'only_owner');
    (await ben.askRender({ cast: [ben.handle, 'ana'] })).refused('consent_refused', 'only_owner');
    assert.match((await ben.askRender({ cast: ['nobody_here'] })).refused('invalid').detail, /nobody_here/);
    (await ben.askRender({ cast: [] })).refused('invalid');
    (await ben.askRender({ cast: [ben.handle, 'ana', 'eve'] })).refused('invalid');
  });

  for (const [field, text, measured] of [
    ['script', ' ', undefined],
    ['script', 'x'.repeat(401), /401/],
    ['prompt', '', undefined],
    ['prompt', 'x'.repeat(501), /501/],
    ['script', 'a\u0007b', undefined],
  ]) {
    test(`${field} of ${text.length} characters ${JSON.stringify(text.slice(0, 3))} is refused`, async () => {
      const problem = (await ana.askRender({ [field]: text })).refused('invalid');
      assert.equal(problem.field, field);
      if (measured) assert.match(problem.measured, measured);
    });
  }

  test('five may be open, not six', async () => {
    const renders = [];
    for (let i = 0; i < 5; i++) renders.push((await ben.askRender({ script: `Take ${i}.` })).ok(201));
    (await ben.askRender()).refused('too_many');
    for (const render of renders) (await ben.post(`/api/v1/renders/${render.id}/cancel`)).ok(200);
    (await ben.post(`/api/v1/renders/${(await ben.askRender()).ok(201).id}/cancel`)).ok(200);
  });

  test('is nobody else\'s business', async () => {
    const render = await open();
    (await ben.get(`/api/v1/renders/${render.id}`)).refused('not_found');
    (await ben.post(`/api/v1/renders/${render.id}/cancel`)).refused('not_found');
    (await ben.get(`/api/v1/renders/${render.id}/packs/ana`, { headers: { 'understudy-ticket': render.ticket } })).refused('not_found');
    (await ben.putFile(render)).refused('not_found');
    (await ana.get(`/api/v1/renders/${'0'.repeat(26)}`)).refused('not_found');
    (await cancel(render)).ok(200);
  });
});

describe('a ticket', () => {
  test('opens the packs of the cast, and no other', async () => {
    const render = await open();
    const pack = (handle, ticket) => ana.get(`/api/v1/renders/${render.id}/packs/${handle}`, { headers: { 'understudy-ticket': ticket } });
    const opened = await pack('ana', render.ticket);
    opened.ok(200);
    assert.ok(opened.bytes.equals(ana.pack));
    assert.match(opened.headers.get('cache-control'), /no-store/);
    (await pack(ben.handle, render.ticket)).refused('not_found');
    (await pack('ana', null)).refused('ticket_refused');
    (await pack('ana', `${render.ticket.slice(0, -4)}AAAA`)).refused('ticket_refused');
    (await cancel(render)).ok(200);
  });

  test('is for one render only', async () => {
    const [one, two] = [await open(), await open()];
    (await ana.putFile({ ...one, ticket: two.ticket })).refused('ticket_refused');
    for (const render of [one, two]) (await cancel(render)).ok(200);
  });

  test('is for the session that asked; another device of the member gets its own', async () => {
    const render = await open();
    const phone = new Visitor(server);
    phone.passkeys = ana.passkeys;
    (await phone.signIn()).ok(201);
    (await phone.putFile(render)).refused('ticket_refused');
    const there = (await phone.get(`/api/v1/renders/${render.id}`)).ok(200);
    assert.notEqual(there.ticket, render.ticket);
    const { id } = (await phone.putFile(there)).ok(200);
    (await ana.delete(`/api/v1/clips/${id}`)).ok(204);
  });

  test('of a render that was given up opens nothing', async () => {
    const render = await open();
    (await cancel(render)).ok(200);
    assert.ok((await ana.putFile(render)).status >= 400);
    const pack = await ana.get(`/api/v1/renders/${render.id}/packs/ana`, { headers: { 'understudy-ticket': render.ticket } });
    assert.ok(pack.status >= 400);
    assert.deepEqual((await ana.get('/api/v1/drafts')).ok(200).clips, []);
  });
});

describe('the file', () => {
  test('becomes a draft, measured by the edge', async () => {
    const render = await open({ script: 'Measure me.', prompt: 'A beach' });
    const draft = (await ana.putFile(render)).ok(200);
    assert.equal(draft.state, 'draft');
    assert.deepEqual([draft.width, draft.height], [540, 960]);
    assert.ok(Math.abs(draft.duration_ms - 2000) <= 40, `${draft.duration_ms} ms`);
    assert.deepEqual([draft.script, draft.prompt], ['Measure me.', 'A beach']);
    assert.deepEqual(draft.cast.map((p) => p.handle), ['ana']);
    const done = (await ana.get(`/api/v1/renders/${render.id}`)).ok(200);
    assert.deepEqual([done.state, done.clip, done.ticket], ['ready', draft.id, null]);
    (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
  });

  test('sent twice is one draft; another file after it is refused', async () => {
    const render = await open();
    const draft = (await ana.putFile(render)).ok(200);
    assert.equal((await ana.putFile(render)).ok(200).id, draft.id);
    assert.ok([403, 409].includes((await ana.putFile(render, clip('540x960', 1))).status));
    assert.equal((await ana.get('/api/v1/drafts')).ok(200).clips.length, 1);
    (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
  });

  test('sent twice at the same moment is one draft', async () => {
    const render = await open();
    const answers = await Promise.all([ana.putFile(render), ana.putFile(render), ana.putFile(render)]);
    const drafts = answers.filter((a) => a.status === 200).map((a) => a.json.id);
    assert.ok(drafts.length >= 1 && new Set(drafts).size === 1, answers.map((a) => a.status).join());
    assert.equal((await ana.get('/api/v1/drafts')).ok(200).clips.length, 1);
    (await ana.delete(`/api/v1/clips/${drafts[0]}`)).ok(204);
  });

  test('may be silent, and may carry Opus', async () => {
    for (const file of [clipWithoutSound(), clipWithOpus()]) {
      const draft = (await ana.putFile(await open(), file)).ok(200);
      (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
    }
  });

  const rules = {
    'eleven seconds': /duration|frames/,
    'VP9 instead of H.264': 'codec',
    'MP3 instead of AAC': 'audio_codec',
    'a landscape': 'aspect',
    'two pictures': 'many_video',
    'two sounds': 'many_audio',
    'sound only': 'no_video',
    'the index at the end': 'moov_last',
    'a file that ends too early': 'truncated',
    'only the head of a file': /truncated|no_video|malformed|not_mp4/,
    'a web page': 'not_mp4',
    noise: /not_mp4|truncated|malformed/,
  };
  test('that breaks a rule is refused with the rule and what was measured, and nothing of it is kept', async () => {
    const render = await open();
    for (const [what, make] of Object.entries(badClips)) {
      const problem = (await ana.putFile(render, make())).refused('file_refused');
      assert.match(problem.rule, new RegExp(`^(${rules[what].source ?? rules[what]})$`), `${what}: ${JSON.stringify(problem)}`);
      if (what === 'eleven seconds') assert.ok(/11|330/.test(problem.measured) && /10|300/.test(problem.limit), JSON.stringify(problem));
      if (what === 'a landscape') assert.match(problem.measured, /960x540/);
    }
    assert.deepEqual((await ana.get('/api/v1/drafts')).ok(200).clips, []);
    const page = badClips['a web page']();
    const long = badClips['eleven seconds']();
    assert.deepEqual(server.find({ page, 'the long clip': long.subarray(9000, 9100) }), []);
    // A refusal spends nothing: the right file still goes.
    const draft = (await ana.putFile(render)).ok(200);
    (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
  });

  test('of more than 12 MB is refused before it is read', async () => {
    const render = await open();
    const problem = (await ana.putFile(render, Buffer.alloc(12 * 1024 * 1024 + 1))).refused('too_large');
    assert.match(problem.limit, /12/);
    (await cancel(render)).ok(200);
  });

  test('that was damaged on its way is refused', async () => {
    const render = await open();
    const damaged = { 'content-digest': 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:' };
    (await ana.putFile(render, clip(), damaged)).refused('file_refused', 'digest');
    (await ana.putFile(render, clip(), { 'content-digest': null })).refused('invalid');
    (await ana.putFile(render, clip(), { 'content-type': 'text/html' })).refused('media_type');
    (await cancel(render)).ok(200);
  });

});
