// Caps on what is spent: reserved before anything is ordered, whoever asks at once; and what a power cut leaves.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ended, feed, gateway, offers, operator, order, sleep, until, willing } from '../harness/gateway.mjs';

const FAL = 'fal-heygen-avatar4';
/** A film of three seconds at ten cents each. */
const PRICE = 300_000;

let stage, server, control, ana;
before(async () => {
  // A day has room for seven films, an account for three.
  stage = await gateway({ vars: { SPEND_ACCOUNT_DAY_CENTS: 90, SPEND_DAY_CENTS: 210, CEREMONIES_PER_MINUTE: 1000 } });
  ({ server, control } = stage);
  ana = await operator(server);
});
after(async () => {
  await server?.close();
  await stage?.fakes.close();
});

test('are never exceeded, neither an account\u2019s nor the day\u2019s, by whoever asks at the same time', async () => {
  const members = await Promise.all(Array.from({ length: 4 }, async () => willing(server, await ana.invite(), ['fal'])));
  const asked = await Promise.all(members.flatMap((who) => Array.from({ length: 5 }, () => order(who, FAL, { price: PRICE }))));
  const taken = asked.filter((answer) => answer.status === 201);
  assert.equal(taken.length, 7, 'seven fit into the day');
  for (const answer of asked) if (answer.status !== 201) assert.match(answer.refused('too_many').rule, /^(account_day|day)_cap$/);
  const spending = (await ana.get('/api/v1/spending')).ok(200);
  assert.equal(spending.spent_micro_usd[0], 7 * PRICE);
  // Nothing is left of what was refused: nothing waits for a device.
  const waiting = await Promise.all(members.map(async (who) => (await who.get('/api/v1/renders')).ok(200).renders.length));
  assert.equal(waiting.reduce((a, b) => a + b), 7);
  assert.ok(waiting.every((n) => n <= 3));
  const { generators } = await offers(members[0]);
  assert.equal(generators.find((g) => g.id === FAL).unfit, 'cap');
  // Given back, there is room again.
  for (const who of members) {
    for (const render of (await who.get('/api/v1/renders')).ok(200).renders) {
      (await who.post(`/api/v1/renders/${render.id}/cancel`, {})).ok(200);
      await until(who, render, ended);
    }
  }
  assert.equal((await ana.get('/api/v1/spending')).ok(200).spent_micro_usd[0], 0);
  (await order(members[0], FAL)).ok(201);
});

test('hold over power cuts: each job ends once, each charge is settled once, nothing is left there or here', { timeout: 240_000 }, async () => {
  await control.reset();
  await control.auto({ queued_ms: 200, running_ms: 600 });
  const who = await willing(server, await ana.invite(), ['fal']);
  const renders = [];
  for (let i = 0; i < 3; i++) renders.push((await order(who, FAL)).ok(201));
  for (const [i, render] of renders.entries()) {
    await feed(who, render);
    await sleep(150 * i);
    await server.kill();
    server = who.server = ana.server = await server.again({ args: stage.args });
  }
  const ends = [];
  for (const render of renders) ends.push(await until(who, render, ended, 90_000));
  assert.ok(ends.every((job) => ['fetched', 'failed'].includes(job.state)), JSON.stringify(ends));
  const spending = (await ana.get('/api/v1/spending')).ok(200);
  const day = spending.days.find((d) => d.generator === FAL);
  assert.equal(day.films, ends.filter((job) => job.state === 'fetched').length);
  assert.equal(day.spent_micro_usd, ends.reduce((sum, job) => sum + job.cost_micro_usd, 0));
  for (let i = 0; i < 300 && !(await control.ledger()).nothing_left; i++) await sleep(100);
  assert.equal((await control.ledger()).nothing_left, true, JSON.stringify((await control.ledger()).kept));
  // The pictures that were sent are gone from our buckets, too.
  const inputs = [...server.stored()].filter(([file]) => /renders.*(still|speech)/.test(file));
  assert.deepEqual(inputs.map(([file]) => file), []);
});
