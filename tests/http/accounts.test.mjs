import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { verifyRegistrationResponse } from '@simplewebauthn/server';

import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana Ó' });
});
after(() => server.close());

const visitor = () => new Visitor(server);
const whoAmI = async (who) => (await who.get('/api/v1/session')).ok(200).account;

describe('joining', () => {
  test('the first invite makes the operator, with ten recovery codes', async () => {
    const account = await whoAmI(ana);
    assert.equal(account.handle, 'ana');
    assert.equal(account.display_name, 'Ana Ó');
    assert.equal(account.operator, true);
    assert.equal(account.has_likeness, false);
    assert.equal(account.recovery_codes_left, 10);
    assert.equal(new Set(ana.codes).size, 10);
    assert.equal((await visitor().get('/api/v1/instance')).ok().has_operator, true);
  });

  test('the options ask for a discoverable passkey with user verification, and for one of our kinds of key', async () => {
    const { options, expires_at } = (await visitor().startJoining(await ana.invite(), { handle: 'opts' })).ok(201);
    assert.equal(options.rp.id, 'localhost');
    assert.equal(options.authenticatorSelection.userVerification, 'required');
    assert.equal(options.authenticatorSelection.residentKey, 'required');
    assert.ok(options.pubKeyCredParams.some((p) => p.alg === -7 && p.type === 'public-key'));
    assert.ok(Buffer.from(options.challenge, 'base64url').length >= 16);
    assert.ok(!Buffer.from(options.user.id, 'base64url').includes('opts'), 'the user handle names nobody');
    assert.ok(expires_at > Date.now() && expires_at < Date.now() + 10 * 60_000);
  });

  test('what the Worker asks for is what an independent verifier can check', async () => {
    const ben = visitor();
    const { options } = (await ben.startJoining(await ana.invite(), { handle: 'verif' })).ok(201);
    const response = ben.passkeys.create(options);
    const { verified } = await verifyRegistrationResponse({
      response,
      expectedChallenge: options.challenge,
      expectedOrigin: server.origin,
      expectedRPID: options.rp.id,
      requireUserVerification: true,
    });
    assert.equal(verified, true);
  });

  test('the session cookie is for this host only, out of reach of scripts', async () => {
    const ben = visitor();
    const { id, options } = (await ben.startJoining(await ana.invite(), { handle: 'cookie' })).ok(201);
    const answer = await ben.post(`/api/v1/registrations/${id}`, { credential: ben.passkeys.create(options) });
    answer.ok(201);
    const [cookie] = answer.headers.getSetCookie();
    assert.match(cookie, /^__Host-session=[\w-]{43};/);
    for (const part of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']) assert.ok(cookie.includes(part), part);
    assert.ok(!/domain/i.test(cookie));
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  });

  test('whoever is under 18 is refused', async () => {
    const problem = (await visitor().startJoining(await ana.invite(), { handle: 'young', adult: false })).refused('invalid');
    assert.equal(problem.field, 'adult');
    assert.match(problem.detail, /18/);
  });

  test('a handle is given once, in any spelling', async () => {
    for (const handle of ['ana', '@Ana', ' ANA ']) {
      (await visitor().startJoining(await ana.invite(), { handle })).refused('handle_taken');
    }
  });

  test('two who finish with the same handle: one of them has it', async () => {
    const [a, b] = [visitor(), visitor()];
    const started = [];
    for (const who of [a, b]) started.push((await who.startJoining(await ana.invite(), { handle: 'race' })).ok(201));
    const finish = (who, { id, options }) => who.post(`/api/v1/registrations/${id}`, { credential: who.passkeys.create(options) });
    const answers = await Promise.all([finish(a, started[0]), finish(b, started[1])]);
    assert.deepEqual(answers.map((x) => x.status).sort(), [201, 409]);
    answers.find((x) => x.status === 409).refused('handle_taken');
  });

  for (const [handle, why] of [['ab', /3 to 20/], ['a-b', /a-z/], ['admin', /reserved/i], ['1abc', /letter/], ['', /3 to 20/]]) {
    test(`"${handle}" is no handle, and the answer says why`, async () => {
      const problem = (await visitor().startJoining(await ana.invite(), { handle })).refused('invalid');
      assert.equal(problem.field, 'handle');
      assert.match(problem.detail, why);
    });
  }

  test('a field that nobody knows is refused', async () => {
    const body = { invite: 'x', handle: 'abc', display_name: 'A', adult: true, operator: true };
    assert.equal((await visitor().post('/api/v1/registrations', body)).refused('invalid').field, 'operator');
  });

  test('something that is not JSON is refused', async () => {
    const json = { headers: { 'content-type': 'application/json' } };
    (await visitor().post('/api/v1/registrations', '{"invite":', json)).refused('invalid');
    (await visitor().post('/api/v1/registrations', '{}', { headers: { 'content-type': 'text/plain' } })).refused('media_type');
    (await visitor().post('/api/v1/registrations', `"${'x'.repeat(100_000)}"`, json)).refused('too_large');
  });
});

describe('a passkey that lies when it joins', () => {
  const lies = {
    'of another site': { origin: 'http://evil.example' },
    'of another port': { origin: 'http://localhost:1' },
    'for another relying party': { rpId: 'evil.example' },
    'without user verification': { flags: 0x41 },
    'without user presence': { flags: 0x44 },
    'for another challenge': { challenge: randomBytes(32).toString('base64url') },
    'of another kind of ceremony': { type: 'webauthn.get' },
  };
  for (const [what, change] of Object.entries(lies)) {
    test(`${what} is refused, and the invite is not spent`, async () => {
      const [eve, invite] = [visitor(), await ana.invite()];
      const { id, options } = (await eve.startJoining(invite, { handle: `eve${randomBytes(3).toString('hex')}` })).ok(201);
      const credential = eve.passkeys.create(options, change);
      const problem = (await eve.post(`/api/v1/registrations/${id}`, { credential })).refused('passkey_refused');
      assert.ok(problem.rule, 'the refusal names its rule');
      assert.equal(await whoAmI(eve), null);
      await visitor().join(invite);
    });
  }

  test('an answer that is damaged is refused', async () => {
    const eve = visitor();
    for (const spoil of [
      (c) => ((c.response.attestationObject = 'AAAA'), c),
      (c) => ((c.response.clientDataJSON = Buffer.from('{}').toString('base64url')), c),
      (c) => ((c.id = 'AAAA'), c),
      () => ({}),
      () => null,
    ]) {
      const { id, options } = (await eve.startJoining(await ana.invite(), { handle: 'damaged' })).ok(201);
      const credential = spoil(eve.passkeys.create(options));
      const answer = await eve.post(`/api/v1/registrations/${id}`, { credential });
      assert.ok([400, 403].includes(answer.status), `${answer.status} ${answer.text}`);
    }
  });
});

describe('signing in', () => {
  test('a member signs out and in again', async () => {
    const ben = await visitor().join(await ana.invite());
    (await ben.delete('/api/v1/session')).ok(204);
    assert.equal(await whoAmI(ben), null);
    (await ben.get('/api/v1/invites')).refused('sign_in_first');
    assert.equal((await ben.signIn()).ok(201).account.handle, ben.handle);
    assert.equal((await whoAmI(ben)).handle, ben.handle);
  });

  test('a passkey of RSA, as TPMs make it, joins and signs in', async () => {
    const ben = visitor();
    const { id, options } = (await ben.startJoining(await ana.invite(), { handle: 'tpm' })).ok(201);
    assert.equal(options.pubKeyCredParams.at(-1).alg, -257, 'RSA is wanted last');
    (await ben.post(`/api/v1/registrations/${id}`, { credential: ben.passkeys.create(options, { alg: -257 }) })).ok(201);
    ben.cookies.clear();
    assert.equal((await ben.signIn()).ok(201).account.handle, 'tpm');
    const eve = visitor();
    eve.passkeys.create(options, { alg: -257 });
    (await ben.signIn({ privateKey: eve.passkeys.keys[0].privateKey })).refused('passkey_refused', 'signature');
  });

  test('a challenge is answered once', async () => {
    const ben = await visitor().join(await ana.invite());
    const { id, options } = (await ben.post('/api/v1/sign-ins', {})).ok(201);
    const credential = ben.passkeys.get(options);
    (await ben.post(`/api/v1/sign-ins/${id}`, { credential })).ok(201);
    const again = await ben.post(`/api/v1/sign-ins/${id}`, { credential });
    assert.ok(['not_found', 'passkey_refused'].includes(again.json.code), again.text);
    // Nor does the answer fit another ceremony.
    const next = (await ben.post('/api/v1/sign-ins', {})).ok(201);
    (await ben.post(`/api/v1/sign-ins/${next.id}`, { credential })).refused('passkey_refused');
  });

  test('a passkey whose counter went back is a clone', async () => {
    const ben = await visitor().join(await ana.invite());
    (await ben.signIn({ counter: 7 })).ok(201);
    for (const counter of [7, 6, 0]) {
      assert.match((await ben.signIn({ counter })).refused('passkey_refused').rule, /counter|clone/);
    }
    (await ben.signIn({ counter: 8 })).ok(201);
  });

  test('an authenticator without a counter may sign in again and again', async () => {
    const ben = await visitor().join(await ana.invite());
    (await ben.signIn({ counter: 0 })).ok(201);
    (await ben.signIn({ counter: 0 })).ok(201);
  });

  for (const [what, change] of Object.entries({
    'from another site': { origin: 'http://evil.example' },
    'for another relying party': { rpId: 'evil.example' },
    'without user verification': { flags: 0x01 },
    'without user presence': { flags: 0x04 },
    'made for joining': { type: 'webauthn.create' },
  })) {
    test(`an answer ${what} opens nothing`, async () => {
      const ben = await visitor().join(await ana.invite());
      ben.cookies.clear();
      (await ben.signIn(change)).refused('passkey_refused');
      assert.equal(await whoAmI(ben), null);
    });
  }

  test('a passkey that nobody registered opens nothing', async () => {
    const eve = visitor();
    eve.passkeys.create({ challenge: 'x', rp: { id: 'localhost' }, user: { id: 'AAAA' } });
    (await eve.signIn()).refused('passkey_refused');
  });

  test('the signature of another key opens nothing', async () => {
    const [ben, eve] = [await visitor().join(await ana.invite()), await visitor().join(await ana.invite())];
    ben.cookies.clear();
    (await ben.signIn({ privateKey: eve.passkeys.keys[0].privateKey })).refused('passkey_refused');
  });

  test('signing out everywhere ends every session', async () => {
    const ben = await visitor().join(await ana.invite());
    const phone = visitor();
    phone.passkeys = ben.passkeys;
    (await phone.signIn()).ok(201);
    assert.equal((await whoAmI(phone)).handle, ben.handle);
    (await ben.delete('/api/v1/sessions')).ok(204);
    assert.equal(await whoAmI(phone), null);
    assert.equal(await whoAmI(ben), null);
  });

  test('a session that has ended opens nothing any more', async () => {
    const ben = await visitor().join(await ana.invite());
    const cookie = new Map(ben.cookies);
    (await ben.delete('/api/v1/session')).ok(204);
    ben.cookies = cookie;
    (await ben.post('/api/v1/captures')).refused('sign_in_first');
  });

  test('an unknown ceremony opens nothing', async () => {
    const ben = await visitor().join(await ana.invite());
    const credential = ben.passkeys.get({ challenge: 'AAAA' });
    for (const at of ['sign-ins', 'registrations', 'recoveries']) {
      (await ben.post(`/api/v1/${at}/${'0'.repeat(26)}`, { credential })).refused('passkey_refused', 'challenge');
    }
  });
});

describe('recovery', () => {
  test('a code opens a new passkey, once', async () => {
    const ben = await visitor().join(await ana.invite());
    const lost = visitor();
    const { id, options } = (await lost.post('/api/v1/recoveries', { handle: ben.handle, code: ben.codes[3] })).ok(201);
    const credential = lost.passkeys.create(options);
    assert.equal((await lost.post(`/api/v1/recoveries/${id}`, { credential })).ok(201).account.handle, ben.handle);
    assert.equal((await whoAmI(lost)).recovery_codes_left, 9);
    lost.cookies.clear();
    (await lost.signIn()).ok(201);
    (await visitor().post('/api/v1/recoveries', { handle: ben.handle, code: ben.codes[3] })).refused('recovery_refused');
  });

  test('a wrong code and an unknown handle are told in the same words', async () => {
    const wrong = (await visitor().post('/api/v1/recoveries', { handle: 'ana', code: 'nothing-like-it' })).refused('recovery_refused');
    const nobody = (await visitor().post('/api/v1/recoveries', { handle: 'nobody_here', code: 'nothing-like-it' })).refused('recovery_refused');
    assert.equal(wrong.detail, nobody.detail);
  });
});

describe('the account', () => {
  test('a member changes their name', async () => {
    const ben = await visitor().join(await ana.invite());
    assert.equal((await ben.patch('/api/v1/account', { display_name: '  Ben 👋 ' })).ok(200).display_name, 'Ben 👋');
    assert.equal((await visitor().get(`/api/v1/profiles/${ben.handle}`)).ok(200).person.display_name, 'Ben 👋');
    const problem = (await ben.patch('/api/v1/account', { display_name: 'x'.repeat(41) })).refused('invalid');
    assert.equal(problem.field, 'display_name');
    assert.match(problem.measured, /41/);
    assert.match(problem.limit, /40/);
  });

  test('a profile says who it is and no more', async () => {
    const { person, clips, joined_at } = (await visitor().get('/api/v1/profiles/ana')).ok(200);
    assert.deepEqual(person, { handle: 'ana', display_name: 'Ana Ó' });
    assert.equal(clips, 0);
    assert.ok(Math.abs(joined_at - Date.now()) < 10 * 60_000);
    (await visitor().get('/api/v1/profiles/nobody_here')).refused('not_found');
    (await visitor().get('/api/v1/profiles/not%20a%20handle')).refused('not_found');
  });

  test('an account is deleted only by its own handle, and its handle is never given again', async () => {
    const ben = await visitor().join(await ana.invite(), { handle: 'ben_once' });
    assert.equal((await ben.delete('/api/v1/account', { handle: 'ana' })).refused('invalid').field, 'handle');
    (await ben.delete('/api/v1/account', { handle: 'ben_once' })).ok(200);
    assert.equal(await whoAmI(ben), null);
    (await ben.signIn()).refused('passkey_refused');
    (await visitor().get('/api/v1/profiles/ben_once')).refused('not_found');
    (await visitor().startJoining(await ana.invite(), { handle: 'ben_once' })).refused('handle_taken');
  });
});
