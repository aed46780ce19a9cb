// Films by outside generators: choice, price, order, progress, film, failure, and nothing left behind.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { clip } from '../harness/clips.mjs';
import { Visitor, ended, feed, gateway, offers, operator, order, putInput, remote, sleep, speech, until, willing } from '../harness/gateway.mjs';

let stage, server, control, ana, ben;
before(async () => {
  stage = await gateway({ vars: { SPEND_ACCOUNT_DAY_CENTS: 2000 } });
  ({ server, control } = stage);
  ana = await operator(server);
  ben = await willing(server, await ana.invite(), ['fal', 'heygen', 'gemini', 'runway']);
});
after(async () => {
  await server?.close();
  await stage?.fakes.close();
});

const FAL = 'fal-heygen-avatar4';

/** A film from order to our bucket. */
async function film(who, id, provider, { steps = 1, ...render } = {}) {
  const before = (await control.jobs(provider)).length;
  const asked = (await order(who, id, render)).ok(201);
  assert.equal(asked.job.state, 'awaiting_inputs');
  await feed(who, asked);
  for (let step = 0; step < steps; step++) {
    const job = await remote(control, provider, before + step);
    await control.move(provider, job.id, 'running', { progress: 0.4 });
    await control.move(provider, job.id, 'completed');
  }
  const job = await until(who, asked, ended);
  return { asked, job };
}

/** Nothing is left at a provider, sooner or later. */
async function clean() {
  for (let i = 0; i < 100; i++) {
    const ledger = await control.ledger();
    if (ledger.nothing_left) return ledger;
    await sleep(100);
  }
  assert.fail(`left: ${JSON.stringify((await control.ledger()).kept)}`);
}

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
  test('is made by fal from the picture and the speech, and its clip is finished on the device', async () => {
    const { asked, job } = await film(ben, FAL, 'fal');
    assert.equal(job.state, 'fetched');
    assert.equal(job.cost_micro_usd, 300_000);
    assert.ok(job.film_bytes > 10_000);
    const ledger = await clean();
    const there = ledger.jobs.find((j) => j.provider === 'fal');
    assert.equal(there.submits, 1);
    assert.ok(there.inputs.length === 2 && there.inputs.every((input) => input.fetched && input.head && input.ranged && !input.problem), 'HEAD and Range, as the strictest asks');
    // The picture is nowhere any more, and its address opens nothing.
    for (const input of there.inputs) (await ana.get(input.url)).refused('not_found');
    const got = await ben.get(`/api/v1/renders/${asked.id}/film`, { headers: { 'understudy-ticket': asked.ticket } });
    got.ok(200);
    assert.equal(got.bytes.length, job.film_bytes);
    assert.equal(got.bytes.subarray(4, 8).toString('latin1'), 'ftyp');
    (await ana.get(`/api/v1/renders/${asked.id}/film`, { headers: { 'understudy-ticket': asked.ticket } })).refused('not_found');
    const draft = await ben.finish(asked, clip());
    assert.equal(draft.state, 'draft');
  });

  for (const [id, provider, steps] of [
    ['fal-ltx-2.3', 'fal', 1],
    ['fal-kling-avatar-v2', 'fal', 1],
    ['fal-wan-2.7', 'fal', 2],
    ['heygen-photo', 'heygen', 1],
    ['runway-gen4.5', 'runway', 1],
  ]) {
    test(`is made by ${id}, and nothing is left there`, async () => {
      const { asked, job } = await film(ben, id, provider, { steps });
      assert.equal(job.state, 'fetched', JSON.stringify(job));
      assert.deepEqual(job.step, [steps, steps]);
      (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
      await clean();
    });
  }

  test('that has no price is off until the operator gives one', async () => {
    const off = (await offers(ben)).generators.find((g) => g.id === 'gemini-omni');
    assert.equal(off.unfit, 'no_price');
    (await ben.put('/api/v1/prices', { json: '' })).refused('not_found');
    const wrong = (await ana.put('/api/v1/prices', { json: '{"version":1,"date":"2026-11-30","lines":{"gemini-omni":{}}}' })).refused('invalid', 'prices');
    assert.match(wrong.detail, /gemini-omni/);
    const json = JSON.stringify({ version: 7, date: '2026-11-30', lines: { 'gemini-omni': { second: 100_000, date: '2026-11-30', source: 'a contract' } } });
    const set = (await ana.put('/api/v1/prices', { json })).ok(200);
    assert.match(set.version, /\+7$/);
    assert.equal((await offers(ben)).generators.find((g) => g.id === 'gemini-omni').price_micro_usd, 300_000);
    const { asked, job } = await film(ben, 'gemini-omni', 'google');
    assert.equal(job.state, 'fetched', JSON.stringify(job));
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
    await clean();
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
  const moved = (cause) => (job) => control.move('fal', job.id, 'failed', { cause });
  const spoilt = (kind) => async (job) => {
    await control.spoil('fal', job.id, kind);
    await control.move('fal', job.id, 'completed');
  };
  const fails = [
    ['moderation', moved('refused'), 'moderated'],
    ['an input that it cannot read', moved('input'), 'input'],
    ['an error of its own', moved('internal'), 'down'],
    ['a film that is none', spoilt('wrong-type'), 'film'],
    ['a film that leads elsewhere', spoilt('elsewhere'), 'broken'],
  ];
  for (const [what, happens, cause] of fails) {
    test(`by ${what} is told in words, and costs nothing`, async () => {
      const before = (await control.jobs('fal')).length;
      const asked = (await order(ben, FAL)).ok(201);
      await feed(ben, asked);
      await happens(await remote(control, 'fal', before));
      const end = await until(ben, asked, ended);
      assert.deepEqual([end.state, end.cost_micro_usd, end.cause], ['failed', 0, cause], JSON.stringify(end));
      assert.match(end.why, /Nothing was charged\.$/);
      (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
      await clean();
    });
  }

  test('by a film that is gone, or breaks off each time, is given up', async () => {
    for (const kind of ['expired', 'partial-output']) {
      const before = (await control.jobs('heygen')).length;
      const asked = (await order(ben, 'heygen-photo')).ok(201);
      await feed(ben, asked);
      const job = await remote(control, 'heygen', before);
      await control.spoil('heygen', job.id, kind, { times: 1 });
      await control.move('heygen', job.id, 'completed');
      const end = await until(ben, asked, ended, 60_000);
      // Its file is gone or broken however often it is asked for: then it is given up, and costs nothing.
      assert.deepEqual([end.state, end.cost_micro_usd], ['failed', 0], `${kind}: ${JSON.stringify(end)}`);
      assert.match(end.cause, /^(gone|down|film)$/);
      (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
    }
    await clean();
  });

  for (const kind of ['429', '503', 'reset']) {
    test(`of transport (${kind}) is tried again, and ends in one job`, async () => {
      const before = (await control.jobs('fal')).length;
      await control.fault(kind, { provider: 'fal', op: 'submit', retry_after: 1 });
      const asked = (await order(ben, FAL)).ok(201);
      await feed(ben, asked);
      const job = await remote(control, 'fal', before);
      await control.move('fal', job.id, 'completed');
      const end = await until(ben, asked, ended, 60_000);
      assert.equal(end.state, 'fetched', JSON.stringify(end));
      (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
      await clean();
    });
  }

  test('whose answer was lost is found again by its callback: one job, one charge', async () => {
    const before = (await control.jobs('fal')).length;
    await control.fault('lost', { provider: 'fal', op: 'submit' });
    const asked = (await order(ben, FAL)).ok(201);
    await feed(ben, asked);
    const job = await remote(control, 'fal', before);
    await control.move('fal', job.id, 'completed');
    const end = await until(ben, asked, ended, 60_000);
    assert.equal(end.state, 'fetched');
    assert.equal(end.cost_micro_usd, 300_000);
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
  });

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
    const again = (await ana.post(`/api/v1/jobs/${asked.id}/replay`, {})).ok(200);
    assert.equal(again.state, 'awaiting_inputs');
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
    (await ana.post(`/api/v1/jobs/${asked.id}/replay`, {})).refused('conflict');
  });
});

describe('a callback', () => {
  test('makes the job be asked at once; forged, stale and altered ones are refused; doubled ones change nothing', async () => {
    const before = (await control.jobs('fal')).length;
    const asked = (await order(ben, FAL)).ok(201);
    await feed(ben, asked);
    const job = await remote(control, 'fal', before);
    await control.move('fal', job.id, 'running');
    const status = async (mode) => (await control.webhook('fal', job.id, mode)).map((d) => d.status);
    for (const mode of ['forged', 'altered', 'late', 'future', 'unsigned']) {
      const answers = await status(mode);
      assert.ok(answers.length > 0 && answers.every((s) => s === 403), `${mode}: ${answers}`);
    }
    await control.move('fal', job.id, 'completed');
    const end = await until(ben, asked, ended);
    assert.equal(end.state, 'fetched');
    assert.ok((await status('duplicate')).every((s) => s === 204));
    assert.equal((await until(ben, asked, ended)).cost_micro_usd, 300_000);
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
    for (const path of ['/callbacks/fal/x', `/callbacks/heygen/${'0'.repeat(69)}`]) {
      (await ben.ask('POST', path, { body: '{}', headers: { origin: null } })).refused('not_found');
    }
  });
});

describe('cancelling', () => {
  test('in the middle stops it there, and costs nothing', async () => {
    const before = (await control.jobs('fal')).length;
    const asked = (await order(ben, FAL)).ok(201);
    await feed(ben, asked);
    const job = await remote(control, 'fal', before);
    await control.move('fal', job.id, 'running');
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
    const end = await until(ben, asked, ended);
    assert.deepEqual([end.state, end.cost_micro_usd], ['cancelled', 0]);
    await clean();
  });

  test('too late is paid for, and the film is removed there', async () => {
    const before = (await control.jobs('fal')).length;
    const asked = (await order(ben, FAL)).ok(201);
    await feed(ben, asked);
    const job = await remote(control, 'fal', before);
    await control.spoil('fal', job.id, 'cancel-late');
    await control.move('fal', job.id, 'running');
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
    const end = await until(ben, asked, ended);
    assert.deepEqual([end.state, end.cost_micro_usd], ['cancelled', 300_000]);
    await clean();
  });

  test('happens when somebody in it takes back what they allowed, while it is made', async () => {
    const before = (await control.jobs('fal')).length;
    const cleo = await willing(server, await ana.invite(), ['fal']);
    const asked = (await order(cleo, FAL)).ok(201);
    await feed(cleo, asked);
    const job = await remote(control, 'fal', before);
    await control.move('fal', job.id, 'running');
    (await cleo.delete('/api/v1/likeness')).ok(204);
    for (let i = 0; i < 100 && (await control.job('fal', job.id)).state !== 'cancelled'; i++) await sleep(100);
    assert.equal((await control.job('fal', job.id)).state, 'cancelled');
    await clean();
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
  assert.equal(spending.days.reduce((sum, d) => sum + d.spent_micro_usd + d.held_micro_usd, 0), spending.spent_micro_usd[1]);
  (await ben.get('/api/v1/spending')).refused('not_found');
});

test('no key is in any answer, log line or stored byte', async () => {
  const keys = Object.entries(stage.fakes.environment).filter(([name]) => /KEY|TOKEN|SECRET/.test(name)).map(([, value]) => value);
  assert.ok(keys.length > 5);
  const said = server.log.join('\n');
  for (const key of keys) assert.ok(!said.includes(key), 'a key stands in the log');
  assert.deepEqual(server.find(Object.fromEntries(keys.map((key, i) => [`key ${i}`, key]))), []);
});
