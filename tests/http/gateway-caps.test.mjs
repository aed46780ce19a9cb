// Caps on what is spent: reserved before anything is ordered, whoever asks at once. Over power cuts: gateway-soak.test.mjs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ended, gateway, offers, operator, order, until, willing } from '../harness/gateway.mjs';

const FAL = 'fal-heygen-avatar4';
/** A film of three seconds at ten cents each. */
const PRICE = 300_000;

let stage, server, ana;
before(async () => {
  // A day has room for seven films, an account for three.
  stage = await gateway({ vars: { SPEND_ACCOUNT_DAY_CENTS: 90, SPEND_DAY_CENTS: 210, CEREMONIES_PER_MINUTE: 1000 } });
  ({ server } = stage);
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
