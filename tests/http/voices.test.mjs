// Outside voices: a copy under a consent of its own, its removal whatever happens, and speech that is asked for and paid once.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import { clip } from '../harness/clips.mjs';
import { Visitor, gateway, operator, sleep, speech } from '../harness/gateway.mjs';
import { start } from '../harness/server.mjs';
import { key, scanned } from '../harness/visitor.mjs';
import { READING, choices, copy, say, voices, wish } from '../harness/voices.mjs';

let stage, server, control, ana;
before(async () => {
  stage = await gateway({ vars: { VOICES_RETRY_MS: 100, VOICES_LOST_MS: 2500, CEREMONIES_PER_MINUTE: 1000 } });
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

/** A member with a copy that may be used. */
async function voiced(provider = 'elevenlabs') {
  const who = await member(provider);
  who.copy = (await copy(who, { provider })).ok(201);
  return who;
}

/** Removes a copy at the fake, as its operator might by hand. */
async function erase(provider, id) {
  const { origin, fakes } = stage.fakes;
  const [path, headers] = {
    elevenlabs: [`/elevenlabs/v1/voices/${id}`, { 'xi-api-key': fakes.keys.elevenlabs }],
    cartesia: [`/cartesia/voices/${id}`, { authorization: `Bearer ${fakes.keys.cartesia}`, 'cartesia-version': '2026-08-14' }],
  }[provider];
  assert.ok((await fetch(`${origin}${path}`, { method: 'DELETE', headers })).ok);
}

const kept = async () => (await control.ledger()).kept;
const asked = async (op, provider = 'elevenlabs') => (await control.log()).filter((line) => line.op === op && line.provider === provider);

async function until(fits, what, ms = 15_000) {
  for (const end = Date.now() + ms; ; await sleep(100)) {
    if (await fits()) return;
    if (Date.now() > end) throw new Error(`${what} did not come`);
  }
}
const gone = () => until(async () => (await kept()).length === 0, 'the removal');

describe('a copy', () => {
  test('is offered where there is a key, and made of a reading under its own consent', async () => {
    const who = await member();
    const before = await voices(who);
    assert.deepEqual(before.voices, []);
    assert.deepEqual(before.offered.map((v) => v.id), ['elevenlabs', 'cartesia']);
    assert.equal(before.offered[0].thousand_micro_usd, 100_000);
    assert.match(before.offered[0].price_source, /elevenlabs\.io/);
    assert.equal(before.offered[1].thousand_micro_usd, undefined, 'nobody has said what Cartesia costs');
    (await copy(who, { consent: 0 })).refused('consent_refused', 'consent');
    (await copy(who, { consent: '' })).refused('consent_refused', 'consent');
    assert.deepEqual(await control.log(), [], 'nothing leaves before the consent');

    const made = (await copy(who)).ok(201);
    assert.deepEqual([made.provider, made.state, made.allowed, made.consent_version], ['elevenlabs', 'ready', false, 1]);
    assert.deepEqual((await voices(who)).voices, [made]);
    // The provider has a copy that names nobody.
    const there = (await control.ledger()).files.filter((f) => !f.deleted);
    assert.equal(there.length, 1);
    const { voices: list } = await (await fetch(`${stage.fakes.origin}/elevenlabs/v1/voices`, { headers: { 'xi-api-key': stage.fakes.fakes.keys.elevenlabs } })).json();
    const [, ours] = list;
    assert.match(ours.name, /^understudy-[0-9a-f]{20}$/);
    assert.ok(!JSON.stringify(list).includes(who.handle));
    // The reading is nowhere here, and what the copy is called there cannot be read.
    assert.deepEqual(server.find({ reading: READING.subarray(1_000_000, 1_000_060), there: ours.voice_id }), []);
    (await copy(who)).refused('conflict', 'exists');
  });

  test('is made once for a key, however often it is asked for', async () => {
    const who = await member();
    const again = { 'idempotency-key': key() };
    const first = (await copy(who, again)).ok(201);
    assert.deepEqual((await copy(who, again)).ok(201), first);
    assert.equal((await asked('clone')).length, 1);
    assert.equal((await kept()).length, 1);
  });

  test('needs an understudy, a provider with a key, and who asks', async () => {
    const bare = await new Visitor(server).join(await ana.invite());
    (await copy(bare)).refused('conflict', 'no_understudy');
    const who = await member();
    (await copy(who, { provider: 'nobody' })).refused('not_found');
    (await copy(new Visitor(server))).refused('sign_in_first');
    (await bare.delete(`/api/v1/voices/${'0'.repeat(26)}`)).refused('not_found');
    const without = await start();
    try {
      const eva = await operator(without);
      await eva.scan();
      assert.deepEqual(await voices(eva), { offered: [], voices: [], consent_version: 1 });
      (await copy(eva)).refused('not_found');
      assert.deepEqual(await choices(eva, 10), []);
    } finally {
      await without.close();
    }
    assert.deepEqual(await control.log(), []);
  });

  test('is not made of what is no reading; nothing is sent then', async () => {
    const who = await member();
    const short = (await copy(who, { bytes: speech(10_000) })).refused('file_refused', 'too_short');
    assert.deepEqual([short.measured, short.limit], ['10.0 s', '20 to 40 s']);
    (await copy(who, { bytes: speech(41_000) })).refused('file_refused', 'too_long');
    const silence = Buffer.from(READING);
    silence.fill(0, 44);
    (await copy(who, { bytes: silence })).refused('file_refused', 'silent');
    const loud = Buffer.from(READING);
    for (let at = 44; at + 1 < loud.length; at += 2) loud.writeInt16LE(loud.readInt16LE(at) < 0 ? -32_768 : 32_767, at);
    (await copy(who, { bytes: loud })).refused('file_refused', 'clipped');
    (await copy(who, { bytes: Buffer.from('not a sound') })).refused('file_refused', 'not_wav');
    (await copy(who, { bytes: READING.subarray(0, 2_000_001) })).refused('file_refused', 'not_wav');
    (await copy(who, { type: 'audio/mpeg' })).refused('media_type');
    (await copy(who, { bytes: Buffer.alloc(4 * 1024 * 1024 + 1) })).refused('too_large');
    assert.deepEqual(await control.log(), []);
    assert.deepEqual((await voices(who)).voices, []);
  });

  for (const provider of ['elevenlabs', 'cartesia']) {
    test(`that ${provider} refuses is none, with what to do`, async () => {
      const who = await member();
      for (const [kind, rule, more] of [['401', provider === 'elevenlabs' ? 'credit' : 'key'], ['402', 'credit'], ['429', 'busy', { retry_after: 7 }]]) {
        await control.fault(kind, { provider, op: 'clone', ...more });
        const problem = (await copy(who, { provider })).refused('provider', rule);
        assert.match(problem.detail, /Nothing of it is kept/);
        if (more) assert.equal(problem.retry_after_s, 7);
        assert.deepEqual((await voices(who)).voices, []);
      }
      assert.deepEqual(await kept(), []);
      (await copy(who, { provider })).ok(201);
    });

    test(`whose answer ${provider} lost is found there by its name, and removed`, async () => {
      const who = await member();
      for (const kind of ['lost', '503', 'garbage', 'timeout']) {
        await control.fault(kind, { provider, op: 'clone', ms: 300 });
        (await copy(who, { provider })).refused('provider', kind === 'garbage' ? 'contract' : 'down');
        const [left] = (await voices(who)).voices;
        if (left) assert.equal(left.state, 'removing');
        await gone();
        await until(async () => (await voices(who)).voices.length === 0, 'the end of the doubt');
        await sleep(60);
      }
      assert.ok((await asked('find', provider)).length > 0);
      (await copy(who, { provider })).ok(201);
    });

    test(`is removed at ${provider}, again and again until it is gone`, async () => {
      const who = await member();
      const made = (await copy(who, { provider })).ok(201);
      await control.fault('503', { provider, op: 'delete', times: 2 });
      (await who.delete(`/api/v1/voices/${made.id}`)).ok(204);
      const [going] = (await voices(who)).voices;
      assert.equal(going.state, 'removing');
      assert.match(going.why, /tried again/);
      await gone();
      await until(async () => (await voices(who)).voices.length === 0, 'the empty list');
      assert.equal((await asked('delete', provider)).length, 3);
      (await who.delete(`/api/v1/voices/${made.id}`)).refused('not_found');
      // One that the provider lost by itself is gone, too.
      const second = (await copy(who, { provider })).ok(201);
      for (const { id } of (await control.ledger()).files.filter((f) => !f.deleted)) await erase(provider, id);
      (await who.delete(`/api/v1/voices/${second.id}`)).ok(204);
      assert.deepEqual((await voices(who)).voices, []);
    });
  }

  test('for which the provider wants a proof is removed at once, and that is said', async () => {
    const who = await member();
    await control.assume({ elevenlabs: { requires_verification: true } });
    try {
      const problem = (await copy(who)).refused('provider', 'locked');
      assert.match(problem.detail, /proof/);
      await gone();
      await until(async () => (await voices(who)).voices.length === 0, 'the empty list');
    } finally {
      await control.assume({ elevenlabs: { requires_verification: false } });
    }
  });

  test('that was asked for when the edge was killed is found and removed', async () => {
    const who = await member();
    await control.fault('slow', { provider: 'elevenlabs', op: 'clone', ms: 60_000 });
    const cut = copy(who).catch(() => 'cut');
    await until(async () => (await asked('clone')).length === 1, 'the order');
    await server.kill();
    await cut;
    await until(async () => (await kept()).length === 1, 'the copy that nobody knows of');
    server = await server.again({ args: stage.args });
    for (const one of [ana, who]) one.server = server;
    await gone();
    await until(async () => (await voices(who)).voices.length === 0, 'the empty list');
    (await copy(who)).ok(201);
  });
});

describe('goes', () => {
  test('with the understudy, with the next scan, and with the rule that named its provider', async () => {
    const who = await voiced();
    (await who.delete('/api/v1/likeness')).ok(204);
    await gone();
    await who.scan();
    (await copy(who)).ok(201);
    await who.scan();
    await gone();
    assert.deepEqual((await voices(who)).voices, []);
    (await copy(who)).ok(201);
    await who.rule((policy) => (policy.providers = ['fal']));
    assert.equal((await kept()).length, 1, 'never named, not taken back');
    await who.rule((policy) => (policy.providers = ['fal', 'elevenlabs']));
    assert.equal((await voices(who)).voices[0].allowed, true);
    await who.rule((policy) => (policy.providers = ['fal']));
    await gone();
    assert.deepEqual((await voices(who)).voices, []);
  });

  test('with the account, which does not wait for a provider that does not answer', async () => {
    const who = await voiced();
    await control.fault('503', { provider: 'elevenlabs', op: 'delete', times: 6 });
    const { says } = (await who.delete('/api/v1/account', { handle: who.handle })).ok(200);
    assert.deepEqual([says.removed.outside_voices, says.removed.avatars], [1, 0], 'the receipt counts it');
    assert.equal((await kept()).length, 1);
    await gone();
  });

  test('while it is being made, too', async () => {
    const who = await member();
    await control.fault('slow', { provider: 'elevenlabs', op: 'clone', ms: 1500 });
    const making = copy(who);
    await until(async () => (await asked('clone')).length === 1, 'the order');
    (await who.delete('/api/v1/likeness')).ok(204);
    (await making).refused('conflict');
    await gone();
    await until(async () => (await voices(who)).voices.length === 0, 'the empty list');
  });
});

describe('speech', () => {
  const SCRIPT = 'Good evening from elsewhere.';
  const PRICE = SCRIPT.length * 100;

  test('needs a copy, the rule of who speaks, and a price; the choice says which is missing', async () => {
    const who = await member();
    const why = async () => (await choices(who, 28)).map((v) => [v.id, v.unfit]);
    assert.deepEqual(await why(), [['elevenlabs', 'no_voice'], ['cartesia', 'no_voice']]);
    (await copy(who)).ok(201);
    assert.deepEqual((await why())[0], ['elevenlabs', 'consent']);
    const refused = (await wish(who)).refused('consent_refused', 'provider');
    assert.equal(refused.field, 'cast');
    await who.rule((policy) => (policy.providers = ['elevenlabs', 'cartesia']));
    const [eleven] = await choices(who, 28);
    assert.deepEqual([eleven.unfit, eleven.price_micro_usd], [undefined, PRICE]);
    (await copy(who, { provider: 'cartesia' })).ok(201);
    assert.deepEqual((await why())[1], ['cartesia', 'no_price']);
    (await wish(who, { id: 'cartesia', price: 0 })).refused('invalid', 'no_price');
    (await wish(who, { id: 'nobody', price: 0 })).refused('invalid', 'unknown');
    (await wish(who, { price: 1 })).refused('invalid', 'price_changed');
    const two = await member('elevenlabs');
    (await wish(who, { cast: [who.handle, two.handle], price: PRICE })).refused('invalid', 'one_speaker');
    assert.equal((await choices(who, 28, `${who.handle},${two.handle}`))[0].unfit, 'one_speaker');
    (await wish(who, { parts: ['face'], price: PRICE })).refused('invalid', 'one_speaker');
    assert.deepEqual(await asked('speak'), []);
  });

  test('is sound with times, asked for and paid once, sealed, and gone with its render', async () => {
    const who = await voiced();
    const render = (await wish(who, { script: SCRIPT })).ok(201);
    assert.deepEqual(render.voice, { id: 'elevenlabs', title: 'ElevenLabs', price_micro_usd: PRICE });
    (await say(who, { ...render, ticket: 'AAAA' })).refused('ticket_refused');
    (await say(ana, render)).refused('not_found');
    const first = (await say(who, render)).ok(200);
    assert.deepEqual([first.voice, first.mime, first.cost_micro_usd], ['elevenlabs', 'audio/wav', PRICE]);
    const sound = Buffer.from(first.audio, 'base64');
    assert.equal(sound.toString('latin1', 0, 4), 'RIFF');
    assert.equal(sound.readUInt32LE(24), 24_000);
    assert.ok(new Int16Array(sound.buffer.slice(sound.byteOffset + 44, sound.byteOffset + 44 + 24_000)).some((s) => Math.abs(s) > 1000), 'it can be heard');
    assert.deepEqual(first.words.map((w) => w.text), SCRIPT.split(' '));
    assert.ok(first.words.every((w, n) => w.end_s > w.start_s && (n === 0 || w.start_s >= first.words[n - 1].end_s - 0.001)));
    for (const again of await Promise.all([say(who, render), say(who, render)])) assert.deepEqual(again.ok(200), first);
    assert.equal((await asked('speak')).length, 1);
    const spending = (await ana.get('/api/v1/spending')).ok(200).days.find((d) => d.generator === 'elevenlabs');
    assert.ok(spending.spent_micro_usd >= PRICE && spending.held_micro_usd === 0);
    const trace = { sound: sound.subarray(20_000, 20_060) };
    assert.deepEqual(server.find(trace), [], 'sealed at rest');
    // What is sealed is as long as the sound and its seal.
    const kept = () => [...server.stored()].filter(([file, { length }]) => file.includes('/blobs/') && length >= sound.length && length <= sound.length + 64).length;
    const before = kept();
    assert.ok(before > 0, 'it is kept until the render is over');
    const draft = await who.finish(render, clip());
    assert.equal(draft.state, 'draft');
    (await say(who, render)).refused('conflict', 'ended');
    assert.equal(kept(), before - 1, 'what was said is gone');
  });

  test('sends words alone, with the seed of the render', async () => {
    const who = await voiced();
    const script = `@${who.handle}: I *really* mean it. [pause] Yes.`;
    const render = (await wish(who, { script, price: 'I really mean it. Yes.'.length * 100 })).ok(201);
    const said = (await say(who, render)).ok(200);
    assert.deepEqual(said.words.map((w) => w.text), ['I', 'really', 'mean', 'it.', 'Yes.']);
    assert.equal((await control.ledger()).speech.at(-1).letters, 22);
  });

  test('is named to who is asked for it', async () => {
    const ben = await voiced();
    const who = await member();
    await ben.rule((policy) => Object.assign(policy, { audience: 'everyone', ask_each: true, holding: 'devices' }));
    const render = (await wish(who, { cast: [ben.handle] })).ok(201);
    const { requests } = (await ben.get('/api/v1/requests')).ok(200);
    const asked = requests.find((one) => one.id === render.id);
    assert.deepEqual([asked.voice, asked.generator], ['ElevenLabs', undefined]);
  });

  test('by another, whose rules allow it, is in their voice', async () => {
    const ben = await voiced();
    const who = await member();
    await ben.rule((policy) => Object.assign(policy, { audience: 'everyone', ask_each: false, holding: 'devices', publish_unseen: true }));
    const render = (await wish(who, { cast: [ben.handle] })).ok(201);
    (await say(who, render)).ok(200);
    await ben.rule((policy) => (policy.providers = []));
    const second = await wish(who, { cast: [ben.handle], price: PRICE });
    second.refused('consent_refused', 'provider');
    await gone();
  });

  test('that fails says why, costs nothing, and can be asked for again', async () => {
    const who = await voiced();
    const render = (await wish(who)).ok(201);
    for (const [kind, rule, more] of [
      ['401', 'credit'],
      ['402', 'credit'],
      ['429', 'busy', { retry_after: 3 }],
      ['500', 'down'],
      ['503', 'down'],
      ['reset', 'down'],
      ['garbage', 'contract'],
      ['partial', 'down'],
      ['timeout', 'down', { ms: 300 }],
    ]) {
      await control.fault(kind, { provider: 'elevenlabs', op: 'speak', ...more });
      const problem = (await say(who, render)).refused('provider');
      if (kind !== 'partial') assert.equal(problem.rule, rule, kind);
      assert.match(problem.detail, /Nothing was charged\. Try again, or use the studio voice\./);
    }
    const held = (await ana.get('/api/v1/spending')).ok(200).days.find((d) => d.generator === 'elevenlabs').held_micro_usd;
    assert.equal(held, 0);
    (await say(who, render)).ok(200);
  });

  test('with a copy that its provider lost ends the copy, not the render', async () => {
    const who = await voiced();
    const render = (await wish(who)).ok(201);
    await control.reset();
    (await say(who, render)).refused('provider', 'gone');
    await until(async () => (await voices(who)).voices.length === 0, 'the empty list');
    (await say(who, render)).refused('conflict', 'no_voice');
    (await who.post(`/api/v1/renders/${render.id}/cancel`, {})).ok(200);
  });

  test('that the edge was killed over is given back and asked for anew', async () => {
    const who = await voiced();
    const render = (await wish(who)).ok(201);
    await control.fault('slow', { provider: 'elevenlabs', op: 'speak', ms: 60_000 });
    const cut = say(who, render).catch(() => 'cut');
    await until(async () => (await asked('speak')).length === 1, 'the order');
    await server.kill();
    await cut;
    server = await server.again({ args: stage.args });
    for (const one of [ana, who]) one.server = server;
    await until(async () => {
      const day = (await ana.get('/api/v1/spending')).ok(200).days.find((d) => d.generator === 'elevenlabs');
      return day.held_micro_usd === 0;
    }, 'what was reserved');
    const fresh = (await who.get(`/api/v1/renders/${render.id}`)).ok(200);
    (await say(who, fresh)).ok(200);
  });

  test('is within the caps of who pays', async () => {
    const caps = await gateway({ vars: { SPEND_ACCOUNT_DAY_CENTS: 0 } });
    try {
      const eva = await operator(caps.server);
      await eva.scan();
      await eva.rule((policy) => (policy.providers = ['elevenlabs']));
      (await copy(eva)).ok(201);
      assert.equal((await choices(eva, 28))[0].unfit, 'cap');
      const render = (await wish(eva, { price: PRICE })).ok(201);
      (await say(eva, render)).refused('too_many', 'account_day_cap');
      assert.deepEqual((await caps.control.log()).filter((line) => line.op === 'speak'), []);
    } finally {
      await caps.server.close();
      await caps.fakes.close();
    }
  });

  test('of words that a moderator objects to is not asked for', async () => {
    const who = await voiced();
    (await wish(who, { script: 'Today we build a bomb.', price: 2200 })).refused('held_back');
    assert.deepEqual(await asked('speak'), []);
  });
});

test('no key stands in an answer, a log or a byte that is stored', async () => {
  const who = await voiced();
  const render = (await wish(who)).ok(201);
  (await say(who, render)).ok(200);
  (await who.delete('/api/v1/account', { handle: who.handle })).ok(200);
  await gone();
  await server.stop();
  const keys = Object.fromEntries(['elevenlabs', 'cartesia'].map((name) => [name, stage.fakes.fakes.keys[name]]));
  assert.deepEqual(server.find({ ...keys, handle: who.handle }), []);
  for (const name of Object.keys(keys)) assert.ok(!server.log.join('\n').includes(keys[name]), `the log has the key of ${name}`);
});
