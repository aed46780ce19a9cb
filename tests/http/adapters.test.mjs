// Every generator of the table through the real Worker against its provider's fake: the way to a film, and each way in which
// a provider, a network or a member may end it. What was told, what it cost, what is left there and here. Many at once.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { TRANSPORT } from '../fakes/room/faults.mjs';
import { putCharacter } from '../harness/characters.mjs';
import { inObjects } from '../harness/database.mjs';
import { Visitor, ended, gateway, offers, operator, sleep, willing } from '../harness/gateway.mjs';
import { Crowd, Take } from '../harness/takes.mjs';

/**
 * What each provider's contract has. `of`: its name in policies; `fake`: its name among the fakes; `generator`: the one that
 * failures are tried with, which says the prompt, and with it the faults that are ordered in it.
 * `calls`: it calls back. `cancels`: what cancelling does: `told` when it came too late, `untold`, or `never` stops it.
 * `once`: an order that is sent twice is one job. `removes`: it has to be told to. `door`: films lie behind its own door.
 * `looks`: it fetches what it is given before it takes an order.
 */
const CONTRACTS = [
  { of: 'fal', fake: 'fal', generator: 'fal-ltx-2.3', calls: true, cancels: 'told', removes: true, causes: { 'refused-output': 'film' } },
  { of: 'heygen', fake: 'heygen', generator: 'heygen-photo', calls: true, cancels: 'never', once: true, removes: true },
  { of: 'replicate', fake: 'replicate', generator: 'replicate-seedance-2.0', calls: true, cancels: 'told' },
  { of: 'gemini', fake: 'google', generator: 'gemini-omni', cancels: 'told', removes: true, door: true, causes: { input: 'contract' } },
  { of: 'runway', fake: 'runway', generator: 'runway-gen4.5', cancels: 'untold', removes: true, looks: true, share: 0.4, causes: { timeout: 'film' } },
  { of: 'openai-video', fake: 'openai', generator: 'openai-videos', cancels: 'never', removes: true, door: true, looks: true, share: 0.4, causes: { input: 'contract', timeout: 'down' } },
];
/** Every generator: whose it is, how many jobs make its film, and which of picture and speech it is given. */
const GENERATORS = {
  'fal-heygen-avatar4': { of: 'fal' },
  'fal-ltx-2.3': { of: 'fal' },
  'fal-kling-avatar-v2': { of: 'fal' },
  'fal-kling-avatar-v2-pro': { of: 'fal' },
  'fal-kling-o3': { of: 'fal', steps: 2 },
  'fal-wan-2.7': { of: 'fal', steps: 2 },
  'heygen-photo': { of: 'heygen' },
  'replicate-seedance-2.0': { of: 'replicate' },
  'gemini-omni': { of: 'gemini', mute: true, inline: true },
  'runway-gen4.5': { of: 'runway', mute: true },
  'openai-videos': { of: 'openai-video', mute: true },
};
const contract = (of) => CONTRACTS.find((one) => one.of === of);
/** It refuses real faces: characters play. */
const REFUSING = 'replicate-seedance-2.0';
/** More than a film may have. */
const TOO_LARGE = 66 * 1024 * 1024;
/** As many as there are that wait for the longest of all, a minute of silence, and some. */
const ABREAST = 32;

/** Jobs that a lost answer left at a provider which neither knows orders by a name nor calls back. */
const orphans = [];
const takes = [];
const heard = [];

/** Transport: spoils the order (a token in the prompt), then each question about the job once. */
const SHAKEN = {
  '429 with Retry-After': { order: '429 retry_after=3', then: [['429', 'status', { retry_after: 1 }], ['503', 'output'], ['503', 'delete']], after_ms: 3000 },
  '429 without Retry-After': { order: '429', then: [['stale-status'], ['429', 'status'], ['429', 'result'], ['429', 'output'], ['429', 'delete']] },
  'errors of the server': { order: '500', then: [['503', 'status'], ['504', 'status'], ['502', 'result'], ['500', 'output'], ['502', 'delete']] },
  'broken connections and strange pages': {
    order: 'reset', then: [['no-webhook'], ['reset', 'status'], ['garbage', 'status'], ['partial', 'result'], ['reset', 'output'], ['partial', 'output'], ['reset', 'delete']],
  },
};
/** What a provider says of a job that fails there, by what became of it, and what is told. */
const CAUSES = { refused: 'moderated', 'refused-output': 'moderated', 'real-face': 'real_face', internal: 'down', timeout: 'late' };
/** What may be wrong with a film, and what is told. */
const FILMS = {
  expired: 'gone',
  oversized: 'film',
  'oversized-lying': 'film',
  'wrong-type': 'film',
  'partial-output': 'down',
  redirect: 'contract',
  elsewhere: 'broken',
};
/** Films that no clip can be made of, whatever a device does: how each is spoiled, and what is told. */
const USELESS = {
  'too short': [{ kind: 'too-short' }, /^The film is 0\.\d s long, and 3 s were ordered\. /],
  'far too long': [{ kind: 'too-long', ms: 23_000 }, /^The film is 23 s long, and 3 s were ordered\. /],
  'of another shape': [{ kind: 'wrong-shape' }, /^The film has 1280 by 320 pixels, and hardly any of that fits an upright clip\. /],
  'too small': [{ kind: 'too-small' }, /^The film has 180 by 320 pixels, too few for an upright clip\. /],
};

/** Every case: `{ of, name, prompt?, run(take) }`. */
const CASES = [];
const add = (of, name, run, { prompt, slow, generator = contract(of).generator } = {}) => CASES.push({ of, name, run, prompt, slow, generator });

for (const [generator, { of, steps = 1, mute = false, inline = false }] of Object.entries(GENERATORS)) {
  add(of, `${generator} makes a film`, async (take) => {
    await take.feed();
    for (let step = 0; step < steps; step++) {
      const job = await take.job(step);
      await take.move(job, 'running', { progress: 0.4 });
      const { share } = contract(of);
      const seen = await take.until((view) => view.state === 'running' && view.step[0] === step + 1 && (share === undefined || view.share !== undefined));
      assert.deepEqual(seen.step, [step + 1, steps]);
      if (share !== undefined) assert.ok(Math.abs(seen.share - share) < 0.01, `${seen.share}`);
      const last = step + 1 === steps;
      const given = new Set(job.inputs.map((input) => input.sha256));
      assert.equal(given.has(take.picture), step === 0, 'the picture, as it was sent');
      assert.equal(given.has(take.sound), last && !mute, 'the speech, as it was sent');
      for (const input of job.inputs) {
        assert.ok(input.fetched && !input.problem, JSON.stringify(input));
        if (!inline && input.kind !== 'video') assert.ok(input.head === 200 && input.ranged, 'HEAD and Range, as the strictest asks');
      }
      await take.move(job, 'completed');
    }
    await take.fetched();
    await take.gone();
    assert.deepEqual(take.jobs().map((job) => job.submits), Array(steps).fill(1));
  }, { generator });
}

for (const { of, calls, cancels, once, removes, door, looks, causes = {} } of CONTRACTS) {
  const never = cancels === 'never';
  const token = (said) => ({ prompt: `[fake:${said}]` });

  for (const [what, { order, then, after_ms = 0 }] of Object.entries(SHAKEN)) {
    add(of, `${of} survives ${what}`, async (take) => {
      await take.feed();
      const job = await take.job();
      assert.ok(job.created_at - take.fed_at >= after_ms, `asked again after ${job.created_at - take.fed_at} ms`);
      const has = (op) => (op !== 'result' || of === 'fal') && (op !== 'delete' || removes);
      for (const [kind, op, more] of then.filter(([, op]) => has(op))) await take.spoil(job, kind, { op, times: 1, ...more });
      await take.move(job, 'completed');
      await take.fetched(90_000);
      await take.gone();
      assert.equal(take.jobs().length, 1, 'one job');
      const unused = job.faults.filter((fault) => TRANSPORT.includes(fault.kind) && fault.times > 0);
      assert.deepEqual(unused, [], 'each fault happened');
    }, token(`${order} times=1`));
  }

  add(of, `${of} says nothing for a minute, and is asked again`, async (take) => {
    await take.feed();
    const job = await take.job(0, 100_000);
    assert.ok(job.created_at - take.fed_at >= 60_000);
    await take.move(job, 'completed');
    await take.fetched();
    await take.gone();
    assert.equal(take.jobs().length, 1);
  }, token('timeout times=1'));

  add(of, `${of} takes an order whose answer is lost`, async (take) => {
    await take.feed();
    const first = await take.job();
    if (once) {
      for (let i = 0; i < 400 && first.submits < 2; i++) await sleep(25);
      assert.equal(first.submits, 2, 'the same order, known by its key');
      await take.move(first, 'completed');
    } else {
      const second = await take.job(1);
      // The first one calls back, if they do: nobody waits for it, so it stops and goes.
      await take.move(first, 'completed');
      await take.move(second, 'completed');
      if (!calls) orphans.push(first);
    }
    await take.fetched();
    await take.gone({ but: (job) => orphans.includes(job) });
    assert.equal(take.jobs().length, once ? 1 : 2);
  }, token('lost times=1'));

  for (const [said, cause] of [['401', 'key'], ['402', 'credit'], ['garbage', 'contract']]) {
    add(of, `${of} answers an order with ${said}: it is not asked again`, async (take) => {
      await take.feed();
      await take.failed(cause);
      assert.equal(take.jobs().length, 0);
    }, token(said));
  }
  for (const [what, told] of Object.entries(CAUSES)) {
    add(of, `${of} fails with ${what}`, async (take) => {
      await take.feed();
      const job = await take.job();
      await take.move(job, 'running');
      await take.move(job, 'failed', { cause: what, message: what === 'real-face' ? 'The input may contain a real person.' : undefined });
      await take.failed(causes[what] ?? told);
      await take.gone();
      assert.equal(take.jobs().length, 1, 'not tried again');
    });
  }
  add(of, `${of} cannot read what it was given`, async (take) => {
    await take.feed();
    const [job] = await Promise.race([take.job().then((job) => [job], () => []), take.until(ended).then(() => [])]);
    if (job) await take.move(job, 'running');
    await take.failed(causes.input ?? 'input');
    await take.gone();
  }, token('unreadable'));

  for (const [kind, told] of Object.entries(FILMS)) {
    if (kind === 'elsewhere' && door) continue;
    add(of, `${of} makes a film that is ${kind}`, async (take) => {
      await take.feed();
      const job = await take.job();
      await take.spoil(job, kind, { bytes: TOO_LARGE });
      await take.move(job, 'completed');
      await take.failed(told, { ms: 90_000 });
      await take.gone();
      assert.ok(job.output.served <= 5, `fetched ${job.output.served} times`);
    });
  }

  for (const [what, [{ kind, ...more }, told]] of Object.entries(USELESS)) {
    add(of, `${of} makes a film that is ${what}: it costs nothing, and none of it is kept`, async (take) => {
      await take.feed();
      const job = await take.job();
      await take.spoil(job, kind, more);
      await take.move(job, 'completed');
      const { why, film, film_bytes } = await take.failed('film');
      assert.match(why, told);
      assert.deepEqual([film, film_bytes, job.output.served], [undefined, undefined, 1], 'it is looked at once');
      await take.gone();
    });
  }

  add(of, `${of} makes a film that is wide, and longer than a clip: the device crops and cuts it`, async (take) => {
    await take.feed();
    const job = await take.job();
    for (const kind of ['wrong-aspect', 'too-long']) await take.spoil(job, kind);
    await take.move(job, 'completed');
    const { film } = await take.fetched();
    assert.deepEqual([job.output.aspect, job.output.seconds > 10], ['16:9', true]);
    assert.deepEqual([film.size, film.crop, Math.round(film.duration_ms / 1000)], [[1280, 720], [438, 0, 405, 720], 14]);
    await take.gone();
  });

  add(of, `${of} ${never ? 'cannot be stopped: it is paid for' : 'is stopped, and costs nothing'}`, async (take) => {
    await take.feed();
    const job = await take.job();
    await take.move(job, 'running');
    // What stops or removes it fails at first.
    await take.spoil(job, '503', { op: never || cancels === 'untold' ? 'delete' : 'cancel', times: 2 });
    (await take.cancel()).ok(200);
    await take.cancelled(never ? take.price : 0);
    if (!never) assert.equal(job.state, 'cancelled');
    await take.gone();
    assert.ok(job.faults.every((fault) => fault.times === 0));
    assert.match((await take.film()).refused('conflict', 'cancelled').detail, /^This render was given up, /);
  });
  add(of, `${of} is stopped while it is ordered`, async (take) => {
    await take.feed();
    // The order is on its way: nobody else's is that slow.
    const heard = () => take.fakes.log.some((entry) => entry.provider === take.provider && entry.fault === 'slow');
    for (let i = 0; i < 1000 && !heard(); i++) await sleep(25);
    (await take.cancel()).ok(200);
    assert.equal(take.jobs().length, 0, 'nobody knows of it yet');
    if (looks) {
      // What it was given is gone before it looks: there is no order.
      await take.cancelled(0);
      await take.gone();
      assert.equal(take.jobs().length, 0);
      return;
    }
    const job = await take.job();
    await take.cancelled(never ? take.price : 0);
    if (!never) assert.equal(job.state, 'cancelled');
    await take.gone();
    assert.equal(take.jobs().length, 1);
  }, token('slow ms=8000 times=1'));
  if (!never) {
    add(of, `${of} is stopped too late`, async (take) => {
      await take.feed();
      const job = await take.job();
      await take.spoil(job, 'cancel-late');
      await take.move(job, 'running');
      (await take.cancel()).ok(200);
      await take.cancelled(cancels === 'told' ? take.price : 0);
      assert.equal(job.state, 'completed');
      await take.gone();
      assert.equal(job.output.served, 0, 'nobody fetches what nobody wants');
    });
    // Nobody asks about it meanwhile, or hears of it.
    add(of, `${of} had made it when it was given up: it is paid for`, async (take) => {
      await take.feed();
      const job = await take.job();
      await take.move(job, 'completed', { webhook: 'none' });
      (await take.cancel()).ok(200);
      await take.cancelled(take.price);
      await take.gone();
    }, { slow: true });
  }
  if (!calls) continue;

  // Nobody asks by itself here before ten minutes are over.
  add(of, `${of} is asked when it calls, and by nothing that is forged, old, altered or strange`, async (take) => {
    await take.feed();
    const job = await take.job();
    await take.move(job, 'running', { webhook: 'none' });
    const called = async (mode, status) => {
      const answers = (await take.webhook(job, mode)).map((delivery) => delivery.status);
      assert.ok(answers.length > 0 && answers.every((answer) => answer === status), `${mode}: ${answers}`);
    };
    for (const mode of ['forged', 'altered', 'late', 'future', 'unsigned']) await called(mode, 403);
    await called('stranger', 204);
    await sleep(500);
    assert.equal(take.asks(job, 'status'), 0);
    await take.move(job, 'completed', { webhook: 'none' });
    await called('normal', 204);
    await take.fetched();
    const asked = take.asks(job, 'status');
    for (const mode of ['normal', 'duplicate', 'reordered', 'stranger']) await called(mode, 204);
    await take.gone();
    assert.equal(take.asks(job, 'status'), asked, 'what is over is not asked about');
    await take.fetched();
    const path = new URL((await take.control.deliveries(job.id))[0].url).pathname;
    for (const wrong of [`${path}A`, path.replace(/.{4}$/, 'AAAA'), path.replace(of, of === 'fal' ? 'heygen' : 'fal')]) {
      (await take.who.ask('POST', wrong, { body: '{}', headers: { origin: null } })).refused('not_found');
    }
  }, { slow: true });
  add(of, `${of} calls about an order whose answer was lost: it is that one`, async (take) => {
    await take.feed();
    await take.move(await take.job(), 'completed');
    await take.fetched();
    await take.gone();
    assert.equal(take.jobs().length, 1);
  }, { slow: true, ...token('lost times=1') });
  add(of, `${of} calls about a job that failed, and about a strange one`, async (take) => {
    await take.feed();
    const job = await take.job();
    await take.move(job, 'running', { webhook: 'none' });
    const strange = async () => assert.ok((await take.webhook(job, 'stranger')).every((delivery) => delivery.status === 204));
    await strange();
    const { deliveries } = await take.move(job, 'failed', { cause: 'refused' });
    assert.deepEqual(deliveries.map((delivery) => delivery.status), [204]);
    await take.failed('moderated');
    await strange();
    await take.gone();
    assert.equal((await take.view()).cost_micro_usd, 0, 'a strange job costs nobody anything');
  }, { slow: true });
}

/** `fast` asks about jobs twice a second, `slow` hardly ever. */
const stages = {};
let cleo;
before(async () => {
  const ask = Visitor.prototype.ask;
  Visitor.prototype.ask = async function (...request) {
    const answer = await ask.apply(this, request);
    heard.push(answer);
    return answer;
  };
  const caps = { SPEND_ACCOUNT_DAY_CENTS: 100_000, SPEND_DAY_CENTS: 1_000_000, SPEND_TOTAL_CENTS: 1_000_000, CEREMONIES_PER_MINUTE: 1000 };
  const open = async (poll_ms, members) => {
    const fakes = { unconfirmed: { heygen: { callback_signed: true } } };
    const stage = await gateway({ vars: { ...caps, GATEWAY_POLL_MS: poll_ms }, fakes });
    const ana = await operator(stage.server);
    const unpriced = ['fal-kling-o3', 'gemini-omni', 'openai-videos', 'replicate-seedance-2.0'];
    const lines = Object.fromEntries(unpriced.map((id) => [id, { second: 70_000, date: '2026-11-30', source: 'a contract' }]));
    (await ana.put('/api/v1/prices', { json: JSON.stringify({ version: 1, date: '2026-11-30', lines }) })).ok(200);
    const crowd = await Crowd.of(stage.server, ana, members, CONTRACTS.map((one) => one.of));
    await Promise.all(crowd.members.map((who) => play(who, ['replicate'])));
    const { generators } = await offers(crowd.members[0]);
    return Object.assign(stage, { ana, crowd, generators, prices: Object.fromEntries(generators.map((g) => [g.id, g.price_micro_usd])) });
  };
  [stages.fast, stages.slow] = await Promise.all([open(500, 11), open(600_000, 3)]);
}, { timeout: 120_000 });
after(async () => {
  await Promise.all(Object.values(stages).map(async (stage) => {
    await stage.server.close();
    await stage.fakes.close();
  }));
});

/** Gives a member a character that these providers may draw. */
async function play(who, providers) {
  who.character = (await putCharacter(who)).ok(201).id;
  await who.rule({ providers }, `characters/${who.character}`);
}

const stageOf = (one) => (one.slow ? stages.slow : stages.fast);

/** Whom a generator is given: the member, or a character of theirs. */
const cast = (who, generator) => [generator === REFUSING ? `character:${who.character}` : who.handle];

async function begin({ generator, of, prompt, slow }) {
  const stage = stageOf({ slow });
  const who = await stage.crowd.take();
  const take = await Take.order(stage, { fake: contract(of).fake, who, cast: cast(who, generator), generator, price: stage.prices[generator], prompt });
  takes.push(Object.assign(take, { stage }));
  return take;
}

test('every generator of the table is tried here, and one that refuses real faces is for characters alone', async () => {
  const { generators, crowd } = stages.fast;
  // What films an avatar needs one: avatars.test.mjs.
  const filmed = generators.filter((g) => g.unfit === 'avatar').map((g) => g.id);
  assert.deepEqual(filmed, ['heygen-avatar']);
  assert.deepEqual(generators.map((g) => g.id).sort(), [...Object.keys(GENERATORS), ...filmed, 'studio'].sort());
  for (const { id, provider, unfit } of generators.filter((g) => g.id !== 'studio' && !filmed.includes(g.id))) {
    assert.deepEqual([provider, unfit], [GENERATORS[id].of, id === REFUSING ? 'real_faces' : undefined], id);
  }
  const who = crowd.members[0];
  const generator = { id: REFUSING, speech_ms: 3000, price_micro_usd: stages.fast.prices[REFUSING] };
  (await who.post('/api/v1/renders', { script: 'Hello.', prompt: 'A library', cast: [who.handle], generator })).refused('invalid', 'real_faces');
  // A character's own rules decide which providers may draw it.
  const drawn = (await offers(who, 3000, cast(who, REFUSING)[0])).generators;
  for (const { id, provider, unfit } of drawn.filter((g) => g.id !== 'studio' && !filmed.includes(g.id))) assert.equal(unfit, provider === 'replicate' ? undefined : 'consent', id);
  const heygen = { id: 'heygen-photo', speech_ms: 3000, price_micro_usd: stages.fast.prices['heygen-photo'] };
  (await who.post('/api/v1/renders', { script: 'Hello.', prompt: 'A library', cast: cast(who, REFUSING), generator: heygen })).refused('consent_refused', 'provider');
  // Who lends it a voice is asked as well, and is not seen.
  const [other] = crowd.members.slice(1);
  const both = `${cast(who, REFUSING)[0]},${other.handle}`;
  const found = (await who.get(`/api/v1/generators?cast=${both}&speech_ms=3000`)).ok(200).generators.find((g) => g.id === REFUSING);
  assert.equal(found.unfit, undefined);
});

// The longest ones first.
const weight = ({ name }) => ['a minute', 'partial', 'broken', 'errors'].findIndex((word) => name.includes(word));
const sorted = [...CASES].sort((a, b) => (weight(b) >= 0) - (weight(a) >= 0) || (weight(b) >= 0 ? weight(a) - weight(b) : 0));

describe('a provider', { concurrency: ABREAST }, () => {
  for (const one of sorted) {
    test(one.name, { timeout: 150_000 }, async () => {
      const take = await begin(one);
      try {
        await one.run(take);
      } finally {
        await take.cancel();
        stageOf(one).crowd.give(take.who);
      }
    });
  }
  for (const { of, fake, generator, cancels } of CONTRACTS) {
    test(`${of} is stopped when somebody in it takes back what they allowed`, async () => {
      const stage = stages.fast;
      const who = await willing(stage.server, await stage.ana.invite(), [of]);
      await play(who, [of]);
      const take = await Take.order(stage, { fake, who, cast: cast(who, generator), generator, price: stage.prices[generator] });
      takes.push(Object.assign(take, { stage }));
      await take.feed();
      const job = await take.job();
      await take.move(job, 'running');
      (await who.delete(generator === REFUSING ? `/api/v1/characters/${who.character}` : '/api/v1/likeness')).ok(204);
      const { cause, why } = await take.cancelled(cancels === 'never' ? take.price : 0);
      await take.gone();
      if (cancels !== 'never') assert.equal(job.state, 'cancelled');
      assert.equal(cause, 'consent');
      assert.match(why, cancels === 'never' ? /^Someone in the cast took back .* is paid for\.$/ : /^Someone in the cast took back .* Nothing was charged\.$/);
    });
  }
  test('gets neither picture nor a second order from who does not allow it any more', async () => {
    const stage = stages.fast;
    cleo = await willing(stage.server, await stage.ana.invite(), ['fal', 'runway']);
    const order = (fake, generator) => Take.order(stage, { fake, who: cleo, generator, price: stage.prices[generator] });
    const [early, half] = await Promise.all([order('runway', 'runway-gen4.5'), order('fal', 'fal-kling-o3')]);
    takes.push(Object.assign(early, { stage }), Object.assign(half, { stage }));
    await half.feed();
    const job = await half.job();
    await half.move(job, 'running');
    await cleo.rule((policy) => (policy.providers = []));
    assert.equal((await early.who.put(`/api/v1/renders/${early.id}/inputs/still`, early.still, { headers: { 'content-type': 'image/jpeg', 'understudy-ticket': early.asked.ticket } })).refused('consent_refused').rule, 'provider');
    await half.move(job, 'completed');
    assert.match((await half.failed('consent', { film: ['consent_refused', 'provider'] })).why, /^Someone in the cast took back their yes\. /);
    await half.gone();
    assert.deepEqual([early.jobs().length, half.jobs().length], [0, 1]);
    for (const take of [early, half]) (await take.cancel()).ok(200);
    await early.cancelled(0);
  });
});

test('each charge was settled once, and nothing is held', async () => {
  for (const stage of Object.values(stages)) {
    const mine = takes.filter((take) => take.stage === stage);
    const costs = await Promise.all(mine.map(async (take) => (await take.view()).cost_micro_usd));
    const { days, spent_micro_usd } = (await stage.ana.get('/api/v1/spending')).ok(200);
    const sum = costs.reduce((a, b) => a + b, 0);
    assert.ok(sum > 0);
    assert.equal(spent_micro_usd[1], sum);
    assert.deepEqual(days.filter((day) => day.held_micro_usd > 0), []);
    assert.equal(days.reduce((films, day) => films + day.films, 0), costs.filter((cost) => cost > 0).length);
  }
});

test('nothing is left at any provider but what nobody can know of', async () => {
  const known = orphans.map((job) => `${job.provider} job ${job.id}: record, ${job.inputs.some((i) => i.fetched) ? 'inputs, ' : ''}output`);
  const { kept } = await stages.fast.control.ledger();
  assert.deepEqual(kept.sort(), known.sort());
  assert.deepEqual((await stages.slow.control.ledger()).kept, []);
});

test('no key, prompt, input or address is in any answer, log line or stored byte, and no picture, speech or film is left here', async () => {
  const said = heard.flatMap((answer) => [JSON.stringify([...answer.headers]), answer.bytes.toString('latin1')]);
  await Promise.all(Object.values(stages).map(async ({ fakes, server }) => {
    const secrets = Object.entries(fakes.environment).filter(([name]) => /KEY|TOKEN|SECRET/.test(name)).map(([, value]) => value);
    assert.ok(secrets.length > 8);
    const log = server.log.join('\n');
    for (const secret of secrets) assert.ok(![log, ...said].some((text) => text.includes(secret)), 'a key was told');
    assert.doesNotMatch(log, /quiet library|\/inputs\/|\/callbacks\/|may contain a real person/);
    await server.stop();
    assert.deepEqual(server.find(Object.fromEntries(secrets.map((secret, i) => [`key ${i}`, secret]))), []);
    assert.deepEqual(inObjects(server, '/r2/', '_mf_objects', "SELECT key FROM _mf_objects WHERE key LIKE 'renders/%'"), []);
    assert.deepEqual(inObjects(server, '/r2/', '_mf_multipart_uploads', 'SELECT key FROM _mf_multipart_uploads WHERE state = 0'), []);
  }));
});
