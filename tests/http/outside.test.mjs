// What members see of outside providers: what each film cost them, and what of theirs went where, until it was gone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { room, until, ended, willing } from '../harness/gateway.mjs';
import { clip } from '../harness/clips.mjs';
import { Take } from '../harness/takes.mjs';

const FAL = 'fal-heygen-avatar4';
/** It draws by words. */
const LTX = 'fal-ltx-2.3';

let stage, ana, ben, prices;
before(async () => {
  ({ stage, ana, ben, prices } = await room({ vars: { GATEWAY_POLL_MS: 200 }, providers: ['fal'] }));
});
after(async () => {
  await stage?.server.close();
  await stage?.fakes.close();
});

const begin = (who = ben, more = {}) => Take.order(stage, { fake: 'fal', who, generator: FAL, price: prices[FAL], ...more });
const bill = async (who) => (await who.get('/api/v1/spending/mine')).ok(200);
const sent = async (who) => (await who.get('/api/v1/likeness/sent')).ok(200).sent;

/** Asks until it is so: rows follow the objects within moments. */
async function soon(read, wanted) {
  for (let i = 0; ; i++) {
    const value = await read();
    if (wanted(value) || i === 60) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('a bill has each film with its state, and the clip that came of it; it is nobody else\u2019s', async () => {
  assert.deepEqual(await bill(ben), { cap_micro_usd: 100_000_000, today_micro_usd: 0, total_micro_usd: 0, charges: [] });
  const [made, given] = [await begin(), await begin()];
  const reserved = await bill(ben);
  assert.deepEqual(reserved.charges.map((c) => [c.state, c.micro_usd, c.what, c.render]), [
    ['reserved', prices[FAL], 'film', given.asked.id],
    ['reserved', prices[FAL], 'film', made.asked.id],
  ]);
  assert.match(reserved.charges[0].title, /, by fal\.ai$/);
  assert.equal(reserved.charges[0].day, new Date().toISOString().slice(0, 10));
  (await given.cancel()).ok(200);
  await given.cancelled(0);
  await made.feed();
  await made.move(await made.job(), 'completed');
  await until(ben, made.asked, ended);
  const draft = await ben.finish(made.asked, clip());
  const after = await bill(ben);
  assert.deepEqual(after.charges.map((c) => [c.state, c.micro_usd, c.clip]), [
    ['given_back', 0, undefined],
    ['spent', prices[FAL], draft.id],
  ]);
  assert.equal(after.charges[1].script, draft.script);
  assert.deepEqual([after.today_micro_usd, after.total_micro_usd], [prices[FAL], prices[FAL]]);
  assert.deepEqual((await bill(ana)).charges, []);
  // What the clip cost is known when it is gone, too.
  (await ben.delete(`/api/v1/clips/${draft.id}`)).ok(204);
  const gone = (await bill(ben)).charges[1];
  assert.deepEqual([gone.micro_usd, gone.clip, gone.script], [prices[FAL], undefined, undefined]);
});

test('a bill comes in pages', async () => {
  const eve = await willing(stage.server, await ana.invite(), ['fal']);
  for (let i = 0; i < 23; i++) (await (await begin(eve)).cancel()).ok(200);
  const first = await bill(eve);
  assert.equal(first.charges.length, 20);
  const rest = (await eve.get(`/api/v1/spending/mine?cursor=${first.next}`)).ok(200);
  assert.deepEqual([rest.charges.length, rest.next], [3, undefined]);
  assert.equal(new Set([...first.charges, ...rest.charges].map((c) => c.render)).size, 23);
  (await eve.get('/api/v1/spending/mine?cursor=x')).refused('invalid');
});

test('who is in a film sees what went to whom and when it was removed there, also after its creator deleted everything', async () => {
  const owner = await willing(stage.server, await ana.invite(), ['fal']);
  await owner.rule((policy) => Object.assign(policy, { audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true, wishes: ['always the red hat'] }));
  const maker = await willing(stage.server, await ana.invite(), ['fal']);
  const take = await begin(maker, { cast: [owner.handle], generator: LTX, price: prices[LTX] });
  assert.deepEqual(await sent(owner), [], 'an order alone sends nothing');
  await take.feed();
  const job = await take.job();
  assert.match(job.input.prompt, /take \d+\. always the red hat/, 'the owner\u2019s wish reaches the generator');
  const [going] = await soon(() => sent(owner), (list) => list.length > 0);
  assert.deepEqual([going.render, going.by.handle, going.still, going.removed_at], [take.asked.id, maker.handle, true, undefined]);
  assert.equal(going.provider_title, 'fal.ai');
  assert.deepEqual(await sent(maker), [], 'of who ordered it nothing went');
  await take.move(job, 'completed');
  await until(maker, take.asked, ended);
  await take.gone();
  const [removed] = await soon(() => sent(owner), (list) => list[0].removed_at !== undefined);
  assert.ok(removed.removed_at >= removed.sent_at);
  assert.equal(removed.fetched, true);
  (await maker.delete('/api/v1/account', { handle: maker.handle })).ok(200);
  const [left] = await soon(() => sent(owner), (list) => list[0]?.by === undefined);
  assert.deepEqual([left.render, left.by, left.removed_at], [removed.render, undefined, removed.removed_at]);
});

test('what a generator refused outright, it never had: an owner sees that nothing was fetched', async () => {
  const owner = await willing(stage.server, await ana.invite(), ['fal']);
  const take = await begin(owner, { prompt: '[fake:402]', generator: LTX, price: prices[LTX] });
  await take.feed();
  await take.failed('credit');
  const [refused] = await soon(() => sent(owner), (list) => list[0]?.removed_at !== undefined);
  assert.deepEqual([refused.render, refused.fetched], [take.asked.id, false]);
  assert.equal(take.jobs().length, 0);
});
