// Where a generator fails, another goes on: by itself where it costs no more than was agreed to, else when its creator says yes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ended, gateway, operator, room, sleep, until, willing } from '../harness/gateway.mjs';
import { Take } from '../harness/takes.mjs';

/** From the cheapest to the dearest, three seconds of each; all of them move lips to the member's own voice. */
const [HEYGEN, KLING, AVATAR, PRO] = ['heygen-photo', 'fal-kling-avatar-v2', 'fal-heygen-avatar4', 'fal-kling-avatar-v2-pro'];
/** The only one with a price that draws the scene, too: nothing goes on in its place. */
const WAN = 'fal-wan-2.7';
const FAKES = { [HEYGEN]: 'heygen' };
const DAY_MS = 86_400_000;

let stage, ana, ben, prices;
before(async () => {
  ({ stage, ana, ben, prices } = await room({ vars: { GATEWAY_POLL_MS: 300, CEREMONIES_PER_MINUTE: 1000 }, providers: ['fal', 'heygen'] }));
  assert.ok(prices[HEYGEN] < prices[KLING] && prices[KLING] < prices[AVATAR] && prices[AVATAR] < prices[PRO]);
});
after(async () => {
  await stage?.server.close();
  await stage?.fakes.close();
});

let serial = 0;
const take = (who, asked, id) => new Take(stage, FAKES[id] ?? 'fal', who, asked, prices[id]);

/** Orders a film that another may go on with. */
async function begin(id, { who = ben, fall_back = true } = {}) {
  serial += 1;
  const generator = { id, speech_ms: 3000, price_micro_usd: prices[id], fall_back };
  const body = { script: 'Hello from elsewhere.', prompt: `A quiet library, shelf ${serial}`, cast: [who.handle], generator };
  return take(who, (await who.post('/api/v1/renders', body)).ok(201), id);
}

/** The generator fails for reasons of its own, unless another cause is given. */
async function fails(one, cause = 'internal') {
  const job = await one.job();
  await one.move(job, 'failed', { cause });
  return until(one.who, one.asked, ended);
}

/** The film that goes on in the place of one that failed: the same picture, the same speech. */
async function following(one, id) {
  const { next } = await one.view();
  assert.equal(next.generator, id);
  const asked = (await one.who.get(`/api/v1/renders/${next.render}`)).ok(200);
  assert.equal(asked.job.generator, id);
  const { still, speech, picture, sound } = one;
  return Object.assign(take(one.who, asked, id), { still, speech, picture, sound });
}

const answer = (one, accept, price, who = one.who) => who.post(`/api/v1/renders/${one.id}/next`, { accept, price_micro_usd: price });
const state = async (one) => (await one.who.get(`/api/v1/renders/${one.id}`)).ok(200).state;

test('one that costs no more goes on by itself, with the same picture and speech and nobody at the device', { timeout: 240_000 }, async () => {
  const first = await begin(AVATAR);
  await first.feed();
  const failed = await fails(first);
  assert.deepEqual([failed.state, failed.cause, failed.cost_micro_usd], ['failed', 'down', 0]);
  const second = await following(first, HEYGEN);
  assert.deepEqual([second.asked.script, second.asked.prompt, second.asked.seed], [first.asked.script, first.asked.prompt, first.asked.seed]);
  assert.equal(await state(first), 'cancelled', 'one render goes on, not two');
  const job = await second.job();
  assert.equal(job.inputs.some((input) => input.sha256 === first.picture) || job.state === 'queued', true);
  await second.move(job, 'completed');
  await second.fetched();
  await Promise.all([first.gone(), second.gone()]);
  (await second.cancel()).ok(200);
  assert.deepEqual([first.jobs().filter((j) => j.provider === 'fal').length, second.jobs().length], [1, 1]);
  // The whole of a chain is bounded by what was agreed to: the next one costs more than this, and less than the first.
  const third = await begin(AVATAR);
  await third.feed();
  await fails(third);
  const fourth = await following(third, HEYGEN);
  await fails(fourth);
  const fifth = await following(fourth, KLING);
  assert.ok(fifth.price > fourth.price && fifth.price < third.price);
  await fifth.move(await fifth.job(), 'completed');
  await fifth.fetched();
  await Promise.all([third, fourth, fifth].map((one) => one.gone()));
  (await fifth.cancel()).ok(200);
});

test('one that costs more is asked about, with both prices, by whoever ordered; a yes begins it once', { timeout: 240_000 }, async () => {
  const first = await begin(HEYGEN);
  await first.feed();
  const { state: was, cost_micro_usd, next, price_micro_usd } = await fails(first);
  assert.deepEqual([was, cost_micro_usd, price_micro_usd, next.generator, next.price_micro_usd, next.render], ['failed', 0, prices[HEYGEN], KLING, prices[KLING], undefined]);
  assert.ok(Math.abs(next.until - Date.now() - DAY_MS) < 60_000, 'a day');
  assert.equal(stage.fakes.fakes.jobs.list('fal').filter((job) => job.inputs.some((input) => input.sha256 === first.picture)).length, 0, 'nobody else got the picture');
  // It is still asked after the power went.
  await stage.server.stop();
  stage.server = await stage.server.again({ args: stage.args });
  for (const who of [ana, ben]) who.server = stage.server;
  assert.deepEqual((await first.view()).next, next);

  (await answer(first, true, prices[KLING], ana)).refused('not_found');
  (await answer(first, true, prices[HEYGEN])).refused('invalid', 'price_changed');
  const [one, other] = await Promise.all([answer(first, true, prices[KLING]), answer(first, true, prices[KLING])]);
  const begun = one.ok(200);
  assert.equal(other.ok(200).id, begun.id, 'said twice at once, it is one');
  assert.equal((await answer(first, true, prices[KLING])).ok(200).id, begun.id);
  (await answer(first, false, prices[KLING])).refused('conflict', 'answered');
  assert.notEqual(begun.id, first.id);
  assert.deepEqual([begun.job.state, begun.job.price_micro_usd, await state(first)], ['awaiting_inputs', prices[KLING], 'cancelled']);
  const second = take(ben, begun, KLING);
  await second.feed();
  await second.move(await second.job(), 'completed');
  await second.fetched();
  await Promise.all([first.gone(), second.gone()]);
  (await second.cancel()).ok(200);
});

test('a no, or no answer, leaves it failed with its cause', { timeout: 240_000 }, async () => {
  const first = await begin(HEYGEN);
  await first.feed();
  await fails(first);
  for (let twice = 0; twice < 2; twice++) assert.equal((await answer(first, false, prices[KLING])).ok(200).id, first.id);
  const { state: was, cause, next } = await first.failed('down');
  assert.deepEqual([was, cause, next, await state(first)], ['failed', 'down', undefined, 'awaiting_device']);
  (await answer(first, true, prices[KLING])).refused('conflict', 'answered');
  (await first.cancel()).ok(200);

  const quick = await gateway({ vars: { GATEWAY_POLL_MS: 300, GATEWAY_ASKED_S: 2 } });
  const here = stage;
  try {
    stage = quick;
    const carl = await willing(quick.server, await (await operator(quick.server)).invite(), ['fal', 'heygen']);
    const second = await begin(HEYGEN, { who: carl });
    await second.feed();
    assert.ok((await fails(second)).next.until > 0);
    await second.until((job) => job.next === undefined, 10_000);
    await second.failed('down');
    (await answer(second, true, prices[KLING])).refused('conflict', 'answered');
  } finally {
    stage = here;
    await quick.server.close();
    await quick.fakes.close();
  }
});

test('nothing goes on where that was not asked for, where the words were refused, or where nobody else may or can', { timeout: 240_000 }, async () => {
  const eve = await willing(stage.server, await ana.invite(), ['heygen']);
  const cases = [
    [await begin(AVATAR, { fall_back: false }), 'internal', 'down'],
    [await begin(AVATAR), 'refused', 'moderated'],
    [await begin(WAN), 'internal', 'down'],
    [await begin(HEYGEN, { who: eve }), 'internal', 'down'],
  ];
  for (const [one, cause, told] of cases) {
    await one.feed();
    await fails(one, cause);
    assert.equal((await one.failed(told)).next, undefined);
    (await answer(one, true, 1)).refused('conflict', 'not_asked');
    (await one.cancel()).ok(200);
    await one.gone();
  }
});

test('who gives up, or takes back what they allow, is not followed', { timeout: 240_000 }, async () => {
  const eve = await willing(stage.server, await ana.invite(), ['fal', 'heygen']);
  const first = await begin(HEYGEN, { who: eve });
  await first.feed();
  await fails(first);
  await eve.rule((policy) => (policy.providers = ['heygen']));
  const refused = await answer(first, true, prices[KLING]);
  assert.equal(refused.refused('consent_refused', 'provider').status, 403);
  assert.equal((await first.failed('down', { film: ['conflict', 'failed'] })).next, undefined);
  (await first.cancel()).ok(200);
  await eve.rule((policy) => (policy.providers = ['fal']));
  const second = await begin(KLING, { who: eve });
  await second.feed();
  (await second.cancel()).ok(200);
  await second.cancelled(0);
  await sleep(500);
  assert.equal((await second.view()).next, undefined);
  await Promise.all([first.gone(), second.gone()]);
});

test('every charge was settled once, and nothing is held', async () => {
  const { days, spent_micro_usd } = (await ana.get('/api/v1/spending')).ok(200);
  assert.deepEqual(days.filter((day) => day.held_micro_usd > 0), []);
  assert.equal(days.reduce((sum, day) => sum + day.films, 0), 3);
  assert.equal(spent_micro_usd[1], prices[HEYGEN] + 2 * prices[KLING]);
});
