// Films by outside generators, whichever: choice, price, inputs, film, what the operator sees. What each of them does, and all that
// may go wrong there, is in adapters.test.mjs.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { clip } from '../harness/clips.mjs';
import { Visitor, ended, feed, gateway, offers, operator, order, putInput, remote, speech, until, willing } from '../harness/gateway.mjs';

let stage, server, control, ana, ben;
before(async () => {
  stage = await gateway({ vars: { SPEND_ACCOUNT_DAY_CENTS: 2000 } });
  ({ server, control } = stage);
  ana = await operator(server);
  ben = await willing(server, await ana.invite(), ['fal', 'gemini']);
});
after(async () => {
  await server?.close();
  await stage?.fakes.close();
});

const FAL = 'fal-heygen-avatar4';

describe('the choice', () => {
  test('shows what each can do, costs, and why not; the studio costs nothing', async () => {
    const { generators, prices, left_micro_usd } = await offers(ben);
    const by = Object.fromEntries(generators.map((g) => [g.id, g]));
    assert.equal(by.studio.price_micro_usd, 0);
    assert.equal(by.studio.unfit, undefined);
    assert.equal(by[FAL].price_micro_usd, 300_000, 'three seconds at ten cents');
    assert.match(by[FAL].price_source, /fal\.ai/);
    assert.equal(by[FAL].own_voice, true);
    assert.match(prices, /^\d/);
    assert.equal(left_micro_usd, 20_000_000);
    const refusing = generators.filter((g) => g.unfit === 'real_faces');
    assert.ok(refusing.length > 0 && refusing.every((g) => /real faces/i.test(g.why)), 'who refuses faces says so');
    const first = generators.findIndex((g) => g.unfit);
    assert.ok(generators.slice(first).every((g) => g.unfit), 'what can be chosen comes first');
  });

  test('needs the yes of who is in it: by default nobody outside gets a picture', async () => {
    const eve = await new Visitor(server).join(await ana.invite());
    await eve.scan();
    const { generators } = await offers(eve);
    assert.equal(generators.find((g) => g.id === FAL).unfit, 'consent');
    (await order(eve, FAL)).refused('consent_refused', 'provider');
    assert.equal((await control.jobs('fal')).length, 0);
  });

  test('is agreed to with its price: another price is not ordered', async () => {
    (await order(ben, FAL, { price: 1 })).refused('invalid', 'price_changed');
    (await order(ben, 'nothing')).refused('invalid', 'unknown');
    const long = { id: FAL, speech_ms: 10_001, price_micro_usd: 1 };
    const asked = { script: 'Hello.', prompt: 'A library', cast: [ben.handle], generator: long };
    (await ben.post('/api/v1/renders', asked)).refused('invalid', 'length');
    (await ben.get(`/api/v1/generators?cast=${ben.handle}&speech_ms=0`)).refused('invalid', 'length');
    (await ben.get('/api/v1/generators?cast=nobody-here&speech_ms=3000')).refused('invalid');
  });
});

describe('a film', () => {
  test('is for its creator alone, and its clip is finished on the device', async () => {
    const asked = (await order(ben, FAL)).ok(201);
    await feed(ben, asked);
    const there = await remote(control, 'fal');
    await control.move('fal', there.id, 'completed');
    const job = await until(ben, asked, ended);
    assert.equal(job.state, 'fetched');
    const get = (who, ticket) => who.get(`/api/v1/renders/${asked.id}/film`, { headers: { 'understudy-ticket': ticket } });
    (await get(ana, asked.ticket)).refused('not_found');
    (await get(ben, 'AAAA')).refused('ticket_refused');
    const got = await get(ben, asked.ticket);
    got.ok(200);
    assert.equal(got.bytes.length, job.film_bytes);
    assert.equal(got.bytes.subarray(4, 8).toString('latin1'), 'ftyp');
    const draft = await ben.finish(asked, clip());
    assert.equal(draft.state, 'draft');
  });

  test('that has no price is off until the operator gives one', async () => {
    const off = (await offers(ben)).generators.find((g) => g.id === 'gemini-omni');
    assert.equal(off.unfit, 'no_price');
    (await ben.put('/api/v1/prices', { json: '' })).refused('not_found');
    const { missing } = (await ana.get('/api/v1/prices')).ok(200);
    const lacks = (line) => missing.find((one) => one.line === line);
    assert.deepEqual(lacks('gemini-omni')?.by, 'second');
    assert.deepEqual(lacks('cartesia'), { line: 'cartesia', title: 'Cartesia, a voice', by: 'thousand' });
    assert.equal(lacks('elevenlabs') ?? lacks(FAL), undefined);
    const wrong = (await ana.put('/api/v1/prices', { json: '{"version":1,"date":"2026-11-30","lines":{"gemini-omni":{}}}' })).refused('invalid', 'prices');
    assert.match(wrong.detail, /gemini-omni/);
    const json = JSON.stringify({ version: 7, date: '2026-11-30', lines: { 'gemini-omni': { second: 100_000, date: '2026-11-30', source: 'a contract' } } });
    const set = (await ana.put('/api/v1/prices', { json })).ok(200);
    assert.match(set.version, /\+7$/);
    assert.equal(set.missing.some((one) => one.line === 'gemini-omni'), false);
    assert.equal((await offers(ben)).generators.find((g) => g.id === 'gemini-omni').price_micro_usd, 300_000);
    // What was set is kept, and the same again is no other table.
    (await ana.put('/api/v1/prices', { json })).ok(200);
    const other = json.replace('100000', '200000');
    const taken = (await ana.put('/api/v1/prices', { json: other })).refused('invalid', 'version_taken');
    assert.match(taken.detail, /Call this one version 8\./);
    const dearer = other.replace('"version":7', '"version":8');
    const { history } = (await ana.put('/api/v1/prices', { json: dearer })).ok(200);
    assert.deepEqual(history.map((kept) => kept.json), [dearer, json]);
    assert.ok(history[0].set_at >= history[1].set_at);
    const back = (await ana.put('/api/v1/prices', { json: history[1].json })).ok(200);
    assert.deepEqual([back.version, back.history.length], [set.version, 3]);
  });
});

describe('inputs', () => {
  test('are what was announced, and only from who may', async () => {
    const asked = (await order(ben, FAL)).ok(201);
    (await putInput(ben, asked, 'still', Buffer.from('<html>'))).refused('file_refused');
    (await putInput(ben, asked, 'speech', speech(2000))).refused('file_refused', 'speech');
    (await putInput(ben, asked, 'speech', speech(3000), { 'content-type': 'audio/mpeg' })).refused('media_type');
    (await putInput(ben, asked, 'face', speech(3000))).refused('not_found');
    (await putInput(ben, { ...asked, ticket: 'AAAA' }, 'speech', speech(3000))).refused('ticket_refused');
    (await putInput(ana, asked, 'speech', speech(3000))).refused('not_found');
    (await ben.get(`/api/v1/renders/${asked.id}/film`, { headers: { 'understudy-ticket': asked.ticket } })).refused('conflict', 'not_fetched');
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
    const job = await until(ben, asked, ended);
    assert.deepEqual([job.state, job.cost_micro_usd], ['cancelled', 0]);
  });

  test('open at their address only, and no longer than the job', async () => {
    for (const token of ['x', 'a'.repeat(80), `${'0'.repeat(26)}p${'A'.repeat(43)}`]) {
      (await ana.get(`/inputs/${token}`)).refused('not_found');
    }
  });

  test('are unreadable at rest', async () => {
    const asked = (await order(ben, FAL)).ok(201);
    const said = speech(3000);
    (await putInput(ben, asked, 'speech', said)).ok(200);
    assert.deepEqual(server.find({ 'the speech': said.subarray(5000, 5048) }), []);
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
  });
});

describe('a failure', () => {
  test('is on the operator’s desk, and can be taken up again while its render waits', async () => {
    const before = (await control.jobs('fal')).length;
    const asked = (await order(ben, FAL)).ok(201);
    await feed(ben, asked);
    const job = await remote(control, 'fal', before);
    await control.move('fal', job.id, 'failed', { cause: 'refused' });
    await until(ben, asked, ended);
    (await ben.get('/api/v1/jobs/dead')).refused('not_found');
    (await ben.post(`/api/v1/jobs/${asked.id}/replay`, {})).refused('not_found');
    const { jobs } = (await ana.get('/api/v1/jobs/dead')).ok(200);
    const dead = jobs.find((j) => j.render === asked.id);
    assert.deepEqual([dead.cause, dead.waits], ['moderated', true]);
    assert.ok(dead.said.length > 0 && dead.said.length <= 300, 'the operator reads what the provider said');
    const again = (await ana.post(`/api/v1/jobs/${asked.id}/replay`, {})).ok(200);
    assert.equal(again.state, 'awaiting_inputs');
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
    (await ana.post(`/api/v1/jobs/${asked.id}/replay`, {})).refused('conflict');
  });
});

describe('events', () => {
  test('tell each change with a number, and go on from it', async () => {
    const before = (await control.jobs('fal')).length;
    const asked = (await order(ben, FAL)).ok(201);
    const open = async (last) => {
      const cookie = [...ben.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
      const headers = { cookie, 'cf-connecting-ip': ben.address, ...(last && { 'last-event-id': last }) };
      const watch = () => fetch(`${server.origin}/api/v1/renders/${asked.id}/events`, { headers });
      // A kept connection may be closed by the server just as it is used again.
      const response = await watch().catch(watch);
      assert.equal(response.headers.get('content-type'), 'text/event-stream');
      return response;
    };
    const stream = open();
    await feed(ben, asked);
    const job = await remote(control, 'fal', before);
    await control.move('fal', job.id, 'completed');
    const text = await (await stream).text();
    const events = text.split('\n\n').filter((e) => e.startsWith('id:')).map((e) => [Number(/^id: (\d+)/.exec(e)[1]), JSON.parse(e.split('data: ')[1])]);
    assert.equal(events.at(-1)[1].state, 'fetched');
    assert.ok(events.every(([id], i) => i === 0 || id > events[i - 1][0]));
    const rest = await (await open(String(events.at(-1)[0]))).text();
    assert.ok(!rest.includes('id:'), 'nothing is told twice');
    (await ana.get(`/api/v1/renders/${asked.id}/events`)).refused('not_found');
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
  });
});

test('the operator sees what was spent, by day and generator', async () => {
  const spending = (await ana.get('/api/v1/spending')).ok(200);
  assert.deepEqual(spending.caps_micro_usd, [20_000_000, 20_000_000, 200_000_000]);
  const fal = spending.days.find((d) => d.generator === FAL);
  assert.equal(fal.day, new Date().toISOString().slice(0, 10));
  assert.ok(fal.films > 0 && fal.spent_micro_usd === fal.films * 300_000);
  // A month of days, without a gap, and what each provider cost on each.
  const { days, providers } = spending.plot;
  assert.deepEqual([days.length, days.at(-1)], [30, new Date().toISOString().slice(0, 10)]);
  assert.ok(days.every((day, i) => i === 0 || new Date(day) - new Date(days[i - 1]) === 86_400_000));
  assert.ok(providers.every((provider) => provider.micro_usd.length === 30));
  const plotted = providers.flatMap((provider) => provider.micro_usd).reduce((a, b) => a + b, 0);
  assert.deepEqual([providers[0].title, plotted], ['fal.ai', spending.spent_micro_usd[1]]);
  assert.equal(spending.days.reduce((sum, d) => sum + d.spent_micro_usd + d.held_micro_usd, 0), spending.spent_micro_usd[1]);
  (await ben.get('/api/v1/spending')).refused('not_found');
});
