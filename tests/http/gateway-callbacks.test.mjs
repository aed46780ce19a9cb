// Callbacks that come at the wrong time: each is of one step of one round, and none is refused only because it cannot be judged.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { gateway, operator, room, sleep, willing } from '../harness/gateway.mjs';
import { Take } from '../harness/takes.mjs';

/** Its film is made in two steps: a scene, then the lips. */
const TWO_STEPS = 'fal-wan-2.7';
const ONE_STEP = 'fal-ltx-2.3';

let stage, ana, ben, prices;
before(async () => {
  // Nobody is asked by itself: what happens, happens because of a callback.
  ({ stage, ana, ben, prices } = await room({ vars: { GATEWAY_POLL_MS: 600_000 }, providers: ['fal'] }));
});
after(async () => {
  await stage?.server.close();
  await stage?.fakes.close();
});

const begin = (generator, prompt) => Take.order(stage, { fake: 'fal', who: ben, generator, price: prices[generator], prompt });
/** The next order waits: it is refused once, and asked for again three seconds later. */
const busy = () => stage.control.fault('429', { provider: 'fal', op: 'submit', retry_after: 3, times: 1 });
const statuses = (deliveries) => deliveries.map((delivery) => delivery.status);

test('one of the first step that comes while the second is ordered is not taken for it', { timeout: 240_000 }, async () => {
  const take = await begin(TWO_STEPS, '[fake:lost times=1]');
  await take.feed();
  // The answer to the first order was lost: it is made twice, and the double calls late.
  const [double, first] = [await take.job(0), await take.job(1)];
  // It has what it needs: once the step is over, nothing of it can be had any more.
  for (const job of [double, first]) await take.move(job, 'running', { webhook: 'none' });
  await busy();
  await take.move(first, 'completed');
  await take.until((job) => job.step[0] === 2 && job.state === 'submitting');
  const { deliveries } = await take.move(double, 'completed');
  assert.deepEqual(statuses(deliveries), [204]);
  for (const mode of ['duplicate', 'normal']) assert.ok(statuses(await take.webhook(first, mode)).every((status) => status === 204));
  const second = await take.job(2);
  assert.ok(second.inputs.some((input) => input.sha256 === take.sound || input.kind === 'audio'), 'the lips are ordered');
  await take.move(second, 'running', { webhook: 'none' });
  for (const late of [double, first]) assert.deepEqual(statuses(await take.webhook(late, 'normal')), [204]);
  assert.equal((await take.view()).state, 'running');
  await take.move(second, 'completed');
  await take.fetched();
  assert.deepEqual([double.output.served, second.output.served > 0], [0, true], 'the film with the lips is the one that was fetched');
  await take.gone();
  assert.equal(take.jobs().length, 3);
});

test('a double that calls when its job is forgotten stops and goes', { timeout: 240_000 }, async () => {
  const cam = await willing(stage.server, await ana.invite(), ['fal']);
  const take = await Take.order(stage, { fake: 'fal', who: cam, generator: ONE_STEP, price: prices[ONE_STEP], prompt: '[fake:lost times=2]' });
  await take.feed();
  const jobs = [await take.job(0), await take.job(1), await take.job(2)];
  for (const job of jobs) await take.move(job, 'running', { webhook: 'none' });
  await take.until((job) => job.state === 'running');
  (await cam.delete('/api/v1/account', { handle: cam.handle })).ok(200);
  const gone = async (job) => {
    for (let i = 0; i < 200 && !job.deleted; i++) await sleep(50);
    return Boolean(job.deleted);
  };
  assert.ok(await gone(jobs[2]), 'what was known of goes with the account');
  assert.deepEqual([jobs[0].deleted, jobs[1].deleted].map(Boolean), [false, false], 'nobody knows of the others yet');
  // One still runs and is cancelled first; the other has failed.
  assert.deepEqual(statuses(await take.webhook(jobs[0], 'normal', { news: 'end' })), [204]);
  assert.ok(await gone(jobs[0]));
  assert.ok(take.asks(jobs[0], 'cancel') > 0, 'it was stopped');
  const { deliveries } = await take.move(jobs[1], 'failed', { cause: 'internal' });
  assert.deepEqual(statuses(deliveries), [204]);
  assert.ok(await gone(jobs[1]));
  // Said again, by a provider that does not know it any more: nothing is left undone.
  assert.ok(statuses(await take.webhook(jobs[1], 'duplicate')).every((status) => status === 204));
});

test('one of an earlier round is not taken for the order of this one', { timeout: 240_000 }, async () => {
  const take = await begin(ONE_STEP, '[fake:lost times=1]');
  await take.feed();
  const [double, first] = [await take.job(0), await take.job(1)];
  for (const job of [double, first]) await take.move(job, 'running', { webhook: 'none' });
  await take.move(first, 'failed', { cause: 'internal' });
  await take.failed('down');
  const again = (await ana.post(`/api/v1/jobs/${take.id}/replay`, {})).ok(200);
  assert.equal(again.state, 'awaiting_inputs');
  await busy();
  await take.feed();
  await take.until((job) => job.state === 'submitting');
  // What was ordered in the round before is done now, and says so.
  const { deliveries } = await take.move(double, 'completed');
  assert.deepEqual(statuses(deliveries), [204]);
  const fresh = await take.job(2);
  await take.move(fresh, 'completed');
  await take.fetched();
  assert.deepEqual([double.output.served, fresh.output.served > 0], [0, true]);
  await take.gone();
});

test('the address of an input is of one order, and used up when that fetched all of it a few times', { timeout: 240_000 }, async () => {
  const take = await begin(TWO_STEPS);
  await take.feed();
  const first = await take.job(0);
  const [{ url }] = first.inputs;
  const get = async (address, init) => {
    const response = await fetch(address, init);
    return { status: response.status, bytes: (await response.arrayBuffer()).byteLength, code: response.headers.get('content-type') };
  };
  const size = Number((await fetch(url, { method: 'HEAD' })).headers.get('content-length'));
  assert.ok(size > 1000, `${size} bytes`);
  for (let i = 0; i < 10; i++) assert.equal((await get(url, { method: 'HEAD' })).status, 200, 'its size may be asked for');
  const half = Math.floor(size / 2);
  assert.deepEqual((await get(url, { headers: { range: `bytes=0-${half - 1}` } })).bytes, half);
  await take.move(first, 'running', { webhook: 'none' });
  assert.ok(first.inputs.every((input) => input.fetched && !input.problem), 'its provider has it by then');
  // Six in all: half of one and one are gone. Asked for at once, no more come out.
  const answers = await Promise.all(Array.from({ length: 9 }, () => get(url)));
  assert.deepEqual(answers.map((a) => a.status).sort(), [200, 200, 200, 200, 404, 404, 404, 404, 404]);
  assert.ok(answers.every((a) => a.status === 404 || a.bytes === size));
  assert.equal((await get(url, { headers: { range: `bytes=${half}-${size - 1}` } })).status, 206, 'the rest of the sixth');
  const refused = await get(url);
  assert.deepEqual([refused.status, refused.code], [404, 'application/problem+json']);
  await take.move(first, 'completed');
  const second = await take.job(1);
  assert.equal((await get(url, { method: 'HEAD' })).status, 404, 'the step is over');
  const said = second.inputs.find((input) => input.kind === 'audio');
  await take.move(second, 'running', { webhook: 'none' });
  assert.ok(said.fetched && !said.problem);
  assert.equal((await get(said.url)).status, 200);
  await take.move(second, 'completed');
  await take.fetched();
  await take.gone();
  assert.equal((await get(said.url)).status, 404, 'the job is over');
});

test('its address is of one order: with another step, another round or anything else in it, it leads nowhere', async () => {
  const take = await begin(TWO_STEPS);
  await take.feed();
  const job = await take.job();
  await take.move(job, 'running');
  const [{ url }] = await take.webhook(job, 'normal', { news: 'end' });
  const { pathname } = new URL(url);
  const [, head, tail] = /^(.{41,}?)0\.0(\.fal-wan-2\.7\.[\w-]{43})$/.exec(pathname);
  const other = tail.replace('fal-wan-2.7', ONE_STEP);
  for (const order of ['0.1', '1.0', '00.0', '+0.0', '0.0.0', '0', ''].map((one) => one + tail).concat(`0.0${other}`)) {
    (await ana.ask('POST', `${head}${order}`, { body: '{}', headers: { origin: null } })).refused('not_found');
  }
  (await take.cancel()).ok(200);
  await take.gone();
});

test('while the provider’s keys cannot be had it is told to call again; what is forged is refused as soon as that can be told', { timeout: 240_000 }, async () => {
  // A server that has never had them.
  const fresh = await gateway({ vars: { GATEWAY_POLL_MS: 600_000 } });
  try {
    const anaToo = await operator(fresh.server);
    const who = await willing(fresh.server, await anaToo.invite(), ['fal']);
    const take = await Take.order(fresh, { fake: 'fal', who, generator: ONE_STEP, price: prices[ONE_STEP] });
    await take.feed();
    const job = await take.job();
    await take.move(job, 'running', { webhook: 'none' });
    const down = (kind) => fresh.control.fault(kind, { provider: 'fal', op: 'keys', times: 1 });
    const asked = () => fresh.fakes.fakes.log.filter((entry) => entry.op === 'keys').length;

    await down('503');
    const { deliveries: [refused] } = await take.move(job, 'completed');
    assert.equal(refused.status, 503);
    // As the provider sends it again: the same bytes.
    const [told] = fresh.fakes.fakes.hooks.deliveries.filter((delivery) => delivery.job === job.id).slice(-1);
    const post = () => fetch(told.url, { method: 'POST', headers: told.headers, body: told.raw });
    for (const kind of ['garbage', 'reset']) {
      await down(kind);
      const answer = await post();
      assert.deepEqual([answer.status, Number(answer.headers.get('retry-after')) > 0, (await answer.json()).rule], [503, true, 'keys'], kind);
    }
    await down('503');
    assert.deepEqual(statuses(await take.webhook(job, 'forged')), [503], 'it cannot be told apart from a true one now');
    const before = asked();
    assert.deepEqual(statuses(await take.webhook(job, 'late')), [403]);
    assert.deepEqual(statuses(await take.webhook(job, 'unsigned')), [403]);
    assert.equal(asked(), before, 'what is old or unsigned makes nobody ask for keys');
    assert.equal((await take.view()).state, 'running');

    // The keys are back.
    assert.deepEqual(statuses(await take.webhook(job, 'forged')), [403]);
    assert.equal((await post()).status, 204);
    await take.fetched();
    await take.gone();
  } finally {
    await fresh.server.close();
    await fresh.fakes.close();
  }
});

test('what was heard once is not heard again', async () => {
  const take = await begin(ONE_STEP);
  await take.feed();
  const job = await take.job();
  await take.move(job, 'running', { webhook: 'none' });
  await take.until((view) => view.state === 'running');
  const before = take.asks(job, 'status');
  assert.deepEqual(statuses(await take.webhook(job, 'normal', { news: 'end' })), [204]);
  const asked = async (more) => {
    for (let i = 0; i < 40 && take.asks(job, 'status') < before + more; i++) await sleep(50);
    return take.asks(job, 'status') - before;
  };
  assert.equal(await asked(1), 1, 'it makes the job ask');
  const [told] = stage.fakes.fakes.hooks.deliveries.filter((delivery) => delivery.job === job.id).slice(-1);
  for (let i = 0; i < 3; i++) {
    assert.equal((await fetch(told.url, { method: 'POST', headers: told.headers, body: told.raw })).status, 204);
  }
  assert.equal(await asked(2), 1, 'the same bytes make nobody ask again');
  (await take.cancel()).ok(200);
  await take.gone();
});
