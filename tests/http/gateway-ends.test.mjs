// How a job's end is told, and what it costs to find out that nothing is new.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { inObjects } from '../harness/database.mjs';
import { order, room, sleep, willing } from '../harness/gateway.mjs';
import { Take } from '../harness/takes.mjs';

const FAL = 'fal-heygen-avatar4';
/** Its film is made in two steps. */
const TWO_STEPS = 'fal-wan-2.7';

let stage, ana, ben, prices;
before(async () => {
  ({ stage, ana, ben, prices } = await room({ vars: { GATEWAY_POLL_MS: 200 }, providers: ['fal'] }));
});
after(async () => {
  await stage?.server.close();
  await stage?.fakes.close();
});

const begin = (generator, who = ben, prompt) => Take.order(stage, { fake: 'fal', who, generator, price: prices[generator], prompt });

/** Ends the server, runs SQL on its database, and starts it again: the rows of the last statement. */
async function meanwhile(...statements) {
  await stage.server.stop();
  const rows = statements.map((sql) => inObjects(stage.server, '/d1/', 'accounts', sql)).at(-1);
  stage.server = await stage.server.again({ args: stage.args });
  for (const who of [ana, ben]) who.server = stage.server;
  return rows;
}

test('who asks for the film of one that was given up, or failed, is told so', async () => {
  const [given, lost, early] = await Promise.all([begin(FAL), begin(FAL), begin(FAL)]);
  (await given.cancel()).ok(200);
  const gone = (await given.film()).refused('conflict', 'cancelled');
  assert.match(gone.detail, /^This render was given up, .*there is no film of it/);
  assert.equal((await given.cancelled(0)).cause, undefined);

  await lost.feed();
  await lost.move(await lost.job(), 'failed', { cause: 'refused' });
  const { why } = await lost.failed('moderated');
  assert.equal((await lost.film()).refused('conflict', 'failed').detail, why);

  assert.match((await early.film()).refused('conflict', 'not_fetched').detail, /^The film is not here yet/);
  (await early.cancel()).ok(200);
  for (const take of [given, lost, early]) await take.gone();
});

test('one that ends because somebody in it takes back their yes says so, in the middle or before the next step', async () => {
  const eve = await willing(stage.server, await ana.invite(), ['fal']);
  const [running, half] = await Promise.all([begin(FAL, eve), begin(TWO_STEPS, eve)]);
  await Promise.all([running.feed(), half.feed()]);
  const [first, second] = await Promise.all([running.job(), half.job()]);
  await running.move(first, 'running');
  await half.move(second, 'running');
  // Of two steps the first is done when the provider is allowed no more.
  await eve.rule((policy) => (policy.providers = []));
  await half.move(second, 'completed');
  assert.match((await half.failed('consent', { film: ['consent_refused', 'provider'] })).why, /^Someone in the cast took back their yes\. /);
  (await eve.delete('/api/v1/likeness')).ok(204);
  const { cause, why } = await running.cancelled(0);
  assert.deepEqual([cause, why], ['consent', 'Someone in the cast took back their yes. Ask them, or make it without them. Nothing was charged.']);
  assert.equal((await eve.get(`/api/v1/renders/${running.id}`)).ok(200).state, 'withdrawn');
  for (const take of [running, half]) await take.gone();
});

test('asking about a job that goes on writes nothing to the database, and tells the page nothing', { timeout: 240_000 }, async () => {
  // Each change of a job's row is counted by the database itself.
  await meanwhile('CREATE TABLE changes (state TEXT)', 'CREATE TRIGGER counted AFTER UPDATE ON jobs BEGIN INSERT INTO changes VALUES (NEW.state); END');
  const asked = (await order(ben, FAL, { price: prices[FAL], prompt: 'A quiet library, counted' })).ok(201);
  const take = new Take(stage, 'fal', ben, asked, prices[FAL]);
  await take.feed();
  const job = await take.job();
  await take.move(job, 'running', { webhook: 'none' });
  await take.until((view) => view.state === 'running');
  await sleep(1500);
  const before = (await take.view()).version;
  const polls = take.asks(job, 'status');
  for (let i = 0; i < 100 && take.asks(job, 'status') < polls + 12; i++) await sleep(100);
  assert.ok(take.asks(job, 'status') >= polls + 12, 'it is asked about again and again');
  assert.equal((await take.view()).version, before);
  await take.move(job, 'completed', { webhook: 'none' });
  await take.fetched();
  await take.gone();
  const rows = await meanwhile('SELECT state, COUNT(*) FROM changes GROUP BY state');
  const changes = Object.fromEntries(rows);
  const asks = take.asks(job, 'status');
  const sum = Object.values(changes).reduce((a, b) => a + b, 0);
  assert.ok(asks >= 12 && sum <= 8, `${asks} polls, and ${JSON.stringify(changes)}`);
  assert.ok(changes.running <= 2 && changes.fetched >= 1, JSON.stringify(changes));
});
