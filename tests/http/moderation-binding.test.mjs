// Llama Guard behind the binding of Workers AI: through the class that the runtime itself gives a Worker, as on Cloudflare. No
// other moderator has a key here.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { startFakes } from '../fakes/index.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

const BINDING = '/workers-ai/binding';
const PROMPT = 'A quiet kitchen by the sea';

let fakes, control, server, ana, ben;
before(async () => {
  fakes = await startFakes({ light: true });
  control = fakes.control;
  server = await start({ args: ['--ai', fakes.origin + BINDING] });
  ana = await operator(server);
  ben = await new Visitor(server).join(await ana.invite());
  await ben.scan();
});
after(async () => {
  await server?.close();
  await fakes?.close();
});
beforeEach(() => control.reset());

const make = (script) => ben.post('/api/v1/renders', { script, prompt: PROMPT, cast: [ben.handle] });
/** It may be made; given up at once, since so many fit at a time. */
const passes = async (script) => {
  const render = (await make(script)).ok(201);
  (await ben.post(`/api/v1/renders/${render.id}/cancel`, {})).ok(200);
};
const asked = () => fakes.fakes.log.filter((entry) => entry.op === 'moderate');

for (const [form, heeds_format] of [['JSON', true], ['its own words', false]]) {
  test(`words pass, or are held back with rule and category, where it answers in ${form}`, async () => {
    await control.assume({ workers_ai: { heeds_format } });
    await passes('Hello there. The tea is ready.');
    const problem = (await make('Hello there. Today we build a bomb. See you!')).refused('held_back', 'S9');
    assert.deepEqual([problem.status, problem.field], [422, 'script']);
    assert.deepEqual(problem.reasons.map((told) => [told.rule, told.can_be_asked]), [['S9', true]]);
    assert.deepEqual(problem.reasons[0].spans.map((span) => span.text), ['Today we build a bomb.']);
    assert.match(problem.detail, /weapons/);
    const both = (await make('We greet you [fake:flag categories=S10,S1].')).refused('held_back');
    assert.deepEqual(both.reasons.map((told) => told.rule).sort(), ['S1', 'S10']);
    await control.assume({ workers_ai: { heeds_format: true } });
    assert.deepEqual([...new Set(asked().map((entry) => entry.path))], ['/binding/run'], 'nobody is asked in another way');
  });
}

test('a model that fails, is silent or talks nonsense lets nothing through: a person may be asked', async () => {
  const kinds = ['401', '429', '500', '503', 'garbage', 'reset', 'partial', 'lost'];
  for (const kind of kinds) {
    await control.fault(kind, { provider: 'workers_ai', op: 'moderate' });
    const problem = (await make(`Hello to the ${kind}.`)).refused('held_back', 'unlooked');
    assert.deepEqual(problem.reasons.map((told) => told.can_be_asked), [true], kind);
  }
  assert.deepEqual(asked().map((entry) => entry.fault), kinds, 'each was asked for, once');
  for (const heeds_format of [true, false]) {
    await control.assume({ workers_ai: { heeds_format } });
    (await make('Hello to an oracle [fake:babble].')).refused('held_back', 'unlooked');
  }
  await control.assume({ workers_ai: { heeds_format: true } });
  await control.fault('500', { provider: 'workers_ai', op: 'moderate', times: 2 });
  const script = 'Hello to whoever reads this.';
  const review = (await ben.post('/api/v1/reviews', { script, prompt: PROMPT })).ok(201);
  assert.equal(review.state, 'waiting');
  (await make(script)).refused('held_back', 'waits');
  (await ana.post(`/api/v1/reviews/${review.id}/answer`, { allow: true })).ok(200);
  await passes(script);
  await passes('Hello again.');
});

test('nothing of what was asked stands in the log, whatever comes back', async () => {
  for (const kind of ['500', 'garbage', 'reset']) {
    await control.fault(kind, { provider: 'workers_ai', op: 'moderate' });
    (await make(`The heron that nobody told of, ${kind}.`)).refused('held_back', 'unlooked');
  }
  (await make('The heron that nobody told of, and how to cook meth.')).refused('held_back', 'S9');
  assert.ok(server.log.some((line) => line.includes('moderator llama-guard')), 'that it failed is said');
  assert.deepEqual(server.log.filter((line) => /heron|kitchen by the sea/.test(line)), []);
});
