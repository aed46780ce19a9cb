// Consented avatars: made of a still under a consent of their own, ready once their person has agreed at the provider, filmed for
// them alone, and removed whatever happens.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';

import { MAKING, avatar, avatars, make } from '../harness/avatars.mjs';
import { clip, poster } from '../harness/clips.mjs';
import { Visitor, ended, feed, gateway, offers, operator, order, remote, sleep, until } from '../harness/gateway.mjs';
import { start } from '../harness/server.mjs';
import { key, scanned } from '../harness/visitor.mjs';

const VARS = {
  AVATARS_RETRY_MS: 100, AVATARS_POLL_MS: 100, AVATARS_LOST_MS: 2500, CEREMONIES_PER_MINUTE: 1000, SPEND_ACCOUNT_DAY_CENTS: 5000, SPEND_DAY_CENTS: 50_000, SPEND_TOTAL_CENTS: 100_000,
};
const FILM = 'heygen-avatar';
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

let stage, server, control, ana;
before(async () => {
  stage = await gateway({ vars: VARS });
  ({ server, control } = stage);
  ana = await operator(server);
});
after(async () => {
  await server?.close();
  await stage?.fakes.close();
});
beforeEach(() => control.reset());

/** A member with a scan, whose rules name these providers. */
async function member(...providers) {
  const who = await scanned(server, await ana.invite());
  if (providers.length > 0) await who.rule((policy) => (policy.providers = providers));
  return who;
}

const asked = async (op) => (await control.log()).filter((line) => line.op === op && line.provider === 'heygen');
const kept = async () => (await control.ledger()).kept;
/** What lies at the fake. */
const looks = async () => (await control.ledger()).files.filter((f) => f.kind === 'look' && !f.deleted).map((f) => f.id.slice('look-'.length));

async function when(fits, what, ms = 15_000) {
  for (const end = Date.now() + ms; ; await sleep(60)) {
    const found = await fits();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what} did not come`);
  }
}
const gone = () => when(async () => (await kept()).length === 0, 'the removal');
const empty = (who) => when(async () => (await avatars(who)).avatars.length === 0, 'the empty list');
const state = (who, wanted) => when(async () => {
  const one = await avatar(who);
  return one?.state === wanted && (wanted !== 'consent' || one.page) ? one : undefined;
}, `the state ${wanted}`);

/** The provider has made it ready: now it wants the yes of its person. */
async function trained(status = 'completed') {
  const look = (await when(async () => (await looks()).length > 0 && looks(), 'the look')).at(-1);
  await control.call('POST', `/heygen/looks/${look}`, { status });
}

/** The person on the provider's page. */
async function says(page, status = 'completed') {
  const answer = await fetch(page, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ status }) });
  assert.ok(answer.ok, `${answer.status}`);
}

/** Has one made and agrees to it. */
async function ready(who) {
  (await make(who)).ok(201);
  await trained();
  await says((await state(who, 'consent')).page);
  return state(who, 'ready');
}

const day = async () => (await ana.get('/api/v1/spending')).ok(200).days.find((d) => d.generator === 'heygen-avatar-making') ?? { spent_micro_usd: 0, held_micro_usd: 0 };
const moved = async (before) => {
  const now = await day();
  return [now.spent_micro_usd - before.spent_micro_usd, now.held_micro_usd - before.held_micro_usd];
};

describe('an avatar', () => {
  test('is made of a still under its own consent, and ready once its person has agreed at the provider', async () => {
    const who = await member('heygen');
    const list = await avatars(who);
    assert.deepEqual([list.avatars, list.consent_version], [[], 1]);
    const [offered] = list.offered;
    assert.deepEqual([offered.provider, offered.title, offered.price_micro_usd], ['heygen', 'HeyGen', MAKING]);
    assert.match(offered.price_source, /\./);
    (await make(who, { consent: 0 })).refused('consent_refused', 'consent');
    (await make(who, { price: 1 })).refused('invalid', 'price_changed');
    assert.deepEqual(await control.log(), [], 'nothing leaves before the consent');

    const before = await day();
    const made = (await make(who)).ok(201);
    assert.deepEqual([made.provider, made.allowed, made.consent_version, made.price_micro_usd], ['heygen', true, 1, MAKING]);
    assert.ok(['making', 'training'].includes(made.state), made.state);
    assert.equal((await offers(who)).generators.find((g) => g.id === FILM).unfit, 'avatar');
    (await order(who, FILM, { price: 150_000 })).refused('invalid', 'avatar');
    // The provider has the very still, and a name that names nobody.
    const [file] = (await control.ledger()).files;
    assert.equal(file.size, poster().length);
    const [sent] = stage.fakes.fakes.log.filter((line) => line.op === 'avatar');
    assert.ok(!JSON.stringify(sent).includes(who.handle));
    (await make(who)).refused('conflict', 'exists');

    await trained();
    const waiting = await state(who, 'consent');
    assert.match(waiting.page, /^http:\/\/.*\/consent\//);
    await sleep(500);
    assert.equal((await asked('consent')).length, 1, 'one page, however often it is looked at');
    await says(waiting.page);
    const done = await state(who, 'ready');
    assert.deepEqual([done.page, done.why], [undefined, undefined]);
    assert.deepEqual(await moved(before), [MAKING, 0], 'paid once');
    // The still is nowhere here, and neither the look's name nor the page can be read.
    const still = poster().subarray(2000, 2060);
    await when(async () => ![...server.stored()].some(([file]) => /avatars/.test(file)), 'the still that went');
    assert.deepEqual(server.find({ still, look: (await looks())[0], page: waiting.page }), []);
  });

  test('is filmed for its person alone, with the speech from here and no still', async () => {
    const who = await member('heygen');
    await ready(who);
    const offer = (await offers(who)).generators.find((g) => g.id === FILM);
    assert.deepEqual([offer.unfit, offer.price_micro_usd, offer.own_voice, offer.scene], [undefined, 150_000, true, false]);
    const render = (await order(who, FILM)).ok(201);
    await feed(who, render);
    const job = await remote(control, 'heygen');
    const [look] = await looks();
    assert.deepEqual([job.model, job.input.avatar_id, job.input.image], ['avatar', look, undefined]);
    assert.deepEqual(job.inputs.map((input) => input.kind), ['audio']);
    await control.move('heygen', job.id, 'completed');
    const film = await until(who, render, ended);
    assert.deepEqual([film.state, film.cost_micro_usd, film.own_voice], ['fetched', 150_000, true]);
    assert.equal((await who.finish(render, clip())).state, 'draft');
    await when(async () => (await kept()).length === 1, 'the film that goes');
    assert.deepEqual(await kept(), [`heygen look look-${look}`], 'only the avatar stays there');

    // Nobody else's face, and not a face beside it.
    const other = await member('heygen');
    assert.equal((await offers(other)).generators.find((g) => g.id === FILM).unfit, 'avatar');
    await other.rule((policy) => Object.assign(policy, { audience: 'everyone', ask_each: false, holding: 'devices', publish_unseen: true }));
    const two = (await offers(who, 3000, `${who.handle},${other.handle}`)).generators.find((g) => g.id === FILM);
    assert.equal(two.unfit, 'people');
    // Who has one is told to nobody whom its owner has not allowed.
    const shy = await member();
    assert.equal((await offers(shy)).generators.find((g) => g.id === FILM).unfit, 'consent');
    await ready(other);
    const theirs = (await offers(who, 3000, other.handle)).generators.find((g) => g.id === FILM);
    assert.equal(theirs.unfit, undefined, 'whoever may use the understudy may use the avatar');
  });

  test('is made once for a key, however often it is asked for', async () => {
    const who = await member();
    const again = { 'idempotency-key': key() };
    const first = (await make(who, again)).ok(201);
    assert.deepEqual((await make(who, again)).ok(201).id, first.id);
    assert.equal((await asked('avatar')).length, 1);
    assert.equal((await kept()).length, 1);
  });

  test('needs an understudy, a provider with a key, a price, and who asks', async () => {
    const bare = await new Visitor(server).join(await ana.invite());
    (await make(bare)).refused('conflict', 'no_understudy');
    const who = await member();
    (await make(who, { provider: 'fal' })).refused('not_found');
    (await make(who, { bytes: Buffer.from('no picture') })).refused('file_refused', 'not_jpeg');
    (await make(who, { type: 'image/png' })).refused('media_type');
    (await make(who, { bytes: Buffer.alloc(2 * 1024 * 1024 + 1) })).refused('too_large');
    (await make(new Visitor(server))).refused('sign_in_first');
    (await bare.delete(`/api/v1/avatars/${'0'.repeat(26)}`)).refused('not_found');
    const off = JSON.stringify({ version: 3, date: '2026-11-30', lines: { 'heygen-avatar-making': null } });
    (await ana.put('/api/v1/prices', { json: off })).ok(200);
    assert.equal((await avatars(who)).offered[0].price_micro_usd, undefined);
    (await make(who)).refused('invalid', 'no_price');
    (await ana.put('/api/v1/prices', { json: '' })).ok(200);
    const without = await start();
    try {
      const eva = await operator(without);
      await eva.scan();
      assert.deepEqual(await avatars(eva), { offered: [], avatars: [], consent_version: 1 });
      (await make(eva)).refused('not_found');
    } finally {
      await without.close();
    }
    assert.deepEqual(await asked('avatar'), []);
  });

  test('that the provider refuses is none, costs nothing, and says what to do', async () => {
    const who = await member();
    const before = await day();
    for (const [kind, rule] of [['401', 'key'], ['402', 'credit']]) {
      await control.fault(kind, { provider: 'heygen', op: 'avatar' });
      assert.match((await make(who)).refused('provider', rule).detail, /Nothing of it is kept/);
      await empty(who);
    }
    assert.deepEqual([await kept(), await moved(before)], [[], [0, 0]]);
    (await make(who)).ok(201);
  });

  test('whose answer is lost, late or strange is the same one when it is asked for again', async () => {
    for (const [kind, more] of [['lost'], ['503'], ['429', { retry_after: 1 }], ['garbage'], ['timeout', { ms: 300 }]]) {
      const who = await member();
      const before = await day();
      await control.fault(kind, { provider: 'heygen', op: 'avatar', ...more });
      const made = (await make(who)).ok(201);
      if (made.state === 'making') assert.match(made.why, /tried again/, kind);
      await state(who, 'training');
      assert.ok((await asked('avatar')).length >= 2, kind);
      assert.equal((await looks()).length, 1, `${kind}: one avatar`);
      assert.deepEqual(await moved(before), [MAKING, 0], kind);
      (await who.delete(`/api/v1/avatars/${made.id}`)).ok(204);
      await gone();
      await empty(who);
      await control.reset();
    }
  });

  test('that cannot be made, or whose person says no, is removed and says why', async () => {
    for (const [how, told] of [['failed', /could not make it/], ['no', /answer on its page was no/]]) {
      const who = await member();
      (await make(who)).ok(201);
      await trained(how === 'failed' ? 'failed' : 'completed');
      if (how === 'no') await says((await state(who, 'consent')).page, 'rejected');
      const over = await state(who, 'over');
      assert.match(over.why, told);
      assert.deepEqual(await kept(), [], 'nothing is left there');
      (await who.delete(`/api/v1/avatars/${over.id}`)).ok(204);
      await empty(who);
    }
  });

  test('waits for its person, through what fails meanwhile', async () => {
    const who = await member();
    (await make(who)).ok(201);
    await control.fault('503', { provider: 'heygen', op: 'look', times: 2 });
    await control.fault('503', { provider: 'heygen', op: 'consent', times: 2 });
    await trained();
    const { page } = await state(who, 'consent');
    assert.ok((await asked('consent')).length >= 3);
    await says(page);
    await state(who, 'ready');
  });

  test('is removed, again and again until it is gone', async () => {
    const who = await member();
    const made = await ready(who);
    await control.fault('503', { provider: 'heygen', op: 'delete', times: 2 });
    (await who.delete(`/api/v1/avatars/${made.id}`)).ok(204);
    const going = await avatar(who);
    if (going) assert.equal(going.state, 'removing');
    await gone();
    await empty(who);
    assert.ok((await asked('delete')).length >= 4, 'two that failed, the look and the group');
    (await who.delete(`/api/v1/avatars/${made.id}`)).refused('not_found');
  });

  test('that its provider lost or doubts is looked at anew when a film is asked for', async () => {
    const who = await member('heygen');
    await ready(who);
    const [look] = await looks();
    const { origin, fakes } = stage.fakes;
    assert.ok((await fetch(`${origin}/heygen/v3/avatars/looks/${look}`, { method: 'DELETE', headers: { 'x-api-key': fakes.keys.heygen } })).ok);
    const render = (await order(who, FILM)).ok(201);
    await feed(who, render);
    const job = await until(who, render, ended);
    assert.deepEqual([job.state, job.cause, job.cost_micro_usd], ['failed', 'avatar', 0]);
    assert.match((await state(who, 'over')).why, /no longer has it/);
    assert.deepEqual(await kept(), []);
  });

  test('that was asked for when the edge was killed is the same one afterwards, paid once', async () => {
    const who = await member();
    const before = await day();
    await control.fault('slow', { provider: 'heygen', op: 'avatar', ms: 60_000 });
    const cut = make(who).catch(() => 'cut');
    await when(async () => (await kept()).length === 1, 'the avatar that nobody knows of');
    await server.kill();
    await cut;
    server = await server.again({ args: stage.args });
    for (const one of [ana, who]) one.server = server;
    await trained();
    const waiting = await state(who, 'consent');
    assert.equal((await looks()).length, 1);
    await server.kill();
    server = await server.again({ args: stage.args });
    for (const one of [ana, who]) one.server = server;
    await says(waiting.page);
    const done = await state(who, 'ready');
    assert.deepEqual(await moved(before), [MAKING, 0]);
    await control.fault('503', { provider: 'heygen', op: 'delete', times: 1 });
    (await who.delete(`/api/v1/avatars/${done.id}`)).ok(204);
    await server.kill();
    server = await server.again({ args: stage.args });
    for (const one of [ana, who]) one.server = server;
    await gone();
  });

  test('is within the caps of who pays', async () => {
    const caps = await gateway({ vars: { ...VARS, SPEND_ACCOUNT_DAY_CENTS: 99 } });
    try {
      const eva = await operator(caps.server);
      await eva.scan();
      (await make(eva)).refused('too_many', 'account_day_cap');
      await empty(eva);
      assert.deepEqual((await caps.control.log()).filter((line) => line.provider === 'heygen'), []);
    } finally {
      await caps.server.close();
      await caps.fakes.close();
    }
  });
});

describe('goes', () => {
  test('with the understudy, with the next scan, and with the rule that named its provider', async () => {
    const who = await member();
    await ready(who);
    (await who.delete('/api/v1/likeness')).ok(204);
    await gone();
    await who.scan();
    (await make(who)).ok(201);
    await who.scan();
    await gone();
    await empty(who);
    await ready(who);
    await who.rule((policy) => (policy.providers = ['fal']));
    assert.equal((await kept()).length, 1, 'never named, not taken back');
    await who.rule((policy) => (policy.providers = ['fal', 'heygen']));
    assert.equal((await avatar(who)).allowed, true);
    await who.rule((policy) => (policy.providers = ['fal']));
    await gone();
    await empty(who);
  });

  test('with the account, which does not wait for a provider that does not answer', async () => {
    const who = await member();
    await ready(who);
    await control.fault('503', { provider: 'heygen', op: 'delete', times: 6 });
    const { says } = (await who.delete('/api/v1/account', { handle: who.handle })).ok(200);
    assert.deepEqual([says.removed.outside_voices, says.removed.avatars], [0, 1], 'the receipt counts it');
    assert.equal((await kept()).length, 1);
    await gone();
  });

  test('while it is being made, too', async () => {
    const who = await member();
    await control.fault('slow', { provider: 'heygen', op: 'avatar', ms: 1500 });
    const making = make(who);
    await when(async () => (await asked('avatar')).length === 1, 'the order');
    (await who.delete('/api/v1/likeness')).ok(204);
    (await making).refused('conflict');
    await gone();
    await empty(who);
  });

  test('when nobody agrees in time, and says so; what cannot be known any more is said, too', async () => {
    const hasty = await gateway({ vars: { ...VARS, AVATARS_CONSENT_S: 1, AVATARS_KNOWN_S: 2 } });
    try {
      const eva = await operator(hasty.server);
      await eva.scan();
      (await make(eva)).ok(201);
      const [file] = (await hasty.control.ledger()).files;
      await hasty.control.call('POST', `/heygen/looks/${file.id.slice('look-'.length)}`, { status: 'completed' });
      const over = await state(eva, 'over');
      assert.match(over.why, /had no answer/);
      assert.deepEqual((await hasty.control.ledger()).kept, []);
      // It takes the order, and never answers.
      await hasty.control.fault('lost', { provider: 'heygen', op: 'avatar', times: 99 });
      const made = (await make(eva)).ok(201);
      assert.equal(made.state, 'making');
      const unknown = await state(eva, 'over');
      assert.match(unknown.why, /never said whether it was made.*understudy-[0-9a-f]{20}/s);
      (await eva.delete(`/api/v1/avatars/${unknown.id}`)).ok(204);
      await empty(eva);
    } finally {
      await hasty.server.close();
      await hasty.fakes.close();
    }
  });
});

test('no key, name or address of an avatar stands in a log or a byte that is stored', async () => {
  const who = await member('heygen');
  await ready(who);
  const [look] = await looks();
  (await who.delete('/api/v1/account', { handle: who.handle })).ok(200);
  await gone();
  await server.stop();
  const { heygen } = stage.fakes.fakes.keys;
  assert.deepEqual(server.find({ heygen, look, handle: who.handle, still: poster().subarray(2000, 2060) }), []);
  assert.ok(!server.log.join('\n').includes(heygen) && !server.log.join('\n').includes(sha256(poster())));
});
