// What every mutation must bring, and how often.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { start } from '../harness/server.mjs';
import { Visitor, key, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana' });
});
after(() => server.close());

/** Every operation of the description: method, path with its parameters filled, security. */
async function operations() {
  const { paths } = (await ana.get('/openapi.json')).ok(200);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: path.replace('{handle}', 'ana').replaceAll(/\{\w+\}/g, '0'.repeat(26)),
        operation,
      })),
  );
}

// A provider calls from no page of ours; what its callback may do is proved in gateway.test.mjs.
const byPeople = ({ method, path }) => method !== 'GET' && !path.startsWith('/callbacks/');

test('no mutation is taken from another origin, or from none', async () => {
  const mutations = (await operations()).filter(byPeople);
  assert.ok(mutations.length >= 20, `${mutations.length}`);
  for (const { method, path } of mutations) {
    for (const origin of ['http://evil.example', 'null', server.origin.replace('localhost', '127.0.0.1'), `${server.origin}.evil.example`, null]) {
      (await ana.ask(method, path, { headers: { origin } })).refused('wrong_origin');
    }
  }
  assert.ok((await ana.get('/api/v1/session')).ok(200).account, 'and nothing was changed');
});

test('no mutation is taken without its key', async () => {
  for (const { method, path } of (await operations()).filter(byPeople)) {
    for (const bad of [null, 'short', 'x'.repeat(65), 'spaces are not right']) {
      (await ana.ask(method, path, { headers: { 'idempotency-key': bad } })).refused('idempotency_key');
    }
  }
});

describe('a repeated request', () => {
  test('is answered as the first one was, and done once', async () => {
    const headers = { 'idempotency-key': key() };
    const first = (await ana.post('/api/v1/invites', undefined, { headers })).ok(201);
    const again = (await ana.post('/api/v1/invites', undefined, { headers })).ok(201);
    assert.deepEqual(again, first);
    const { invites } = (await ana.get('/api/v1/invites')).ok(200);
    assert.equal(invites.filter((i) => i.id === first.invite.id).length, 1);
  });

  test('joining twice with one key makes one account, signed in both times', async () => {
    const ben = new Visitor(server);
    const { id, options } = (await ben.startJoining(await ana.invite(), { handle: 'once' })).ok(201);
    const [credential, headers] = [ben.passkeys.create(options), { 'idempotency-key': key() }];
    const first = (await ben.post(`/api/v1/registrations/${id}`, { credential }, { headers })).ok(201);
    ben.cookies.clear();
    const again = (await ben.post(`/api/v1/registrations/${id}`, { credential }, { headers })).ok(201);
    assert.deepEqual(again.recovery_codes, first.recovery_codes);
    assert.equal((await ben.get('/api/v1/session')).ok(200).account.handle, 'once');
  });

  test('with another body is refused', async () => {
    const ben = await new Visitor(server).join(await ana.invite());
    await ben.scan();
    const headers = { 'idempotency-key': key() };
    (await ben.askRender({ script: 'One.', headers })).ok(201);
    assert.equal((await ben.askRender({ script: 'Two.', headers })).refused('idempotency_key').rule, 'other_body');
    assert.equal((await ben.get('/api/v1/renders')).ok(200).renders.length, 1);
  });

  test('at the same moment is done once', async () => {
    const headers = { 'idempotency-key': key() };
    const before = (await ana.get('/api/v1/invites')).ok(200).invites.length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => ana.post('/api/v1/invites', undefined, { headers })));
    for (const answer of answers) assert.ok([201, 409].includes(answer.status), `${answer.status}`);
    assert.ok(answers.some((a) => a.status === 201));
    assert.equal((await ana.get('/api/v1/invites')).ok(200).invites.length, before + 1);
  });

  test('of someone else with the same key is their own', async () => {
    const headers = { 'idempotency-key': key() };
    const [ben, eve] = [await new Visitor(server).join(await ana.invite()), await new Visitor(server).join(await ana.invite())];
    const draw = async (who) => (await who.post('/api/v1/captures', undefined, { headers })).ok(201);
    assert.notEqual((await draw(ben)).id, (await draw(eve)).id);
  });
});

test('after ten attempts in a minute an address waits, and is told how long', async () => {
  const eve = new Visitor(server);
  for (let i = 0; i < 10; i++) (await eve.post('/api/v1/sign-ins', {})).ok(201);
  const answer = await eve.post('/api/v1/sign-ins', {});
  const problem = answer.refused('too_many');
  assert.ok(problem.retry_after_s >= 1 && problem.retry_after_s <= 60, `${problem.retry_after_s}`);
  assert.equal(answer.headers.get('retry-after'), String(problem.retry_after_s));
  (await eve.startJoining('x')).refused('too_many');
  (await eve.post('/api/v1/recoveries', { handle: 'ana', code: 'x' })).refused('too_many');
  (await new Visitor(server).post('/api/v1/sign-ins', {})).ok(201);
});

test('an address that does not exist is not found, and a method that is not there is named', async () => {
  (await ana.get('/api/v1/nothing')).refused('not_found');
  (await ana.post('/api/v1/nothing')).refused('not_found');
  const answer = await ana.ask('PATCH', '/api/v1/feed');
  answer.refused('method_not_allowed');
  assert.match(answer.headers.get('allow'), /GET/);
});

test('what members do, visitors are asked to sign in for', async () => {
  const eve = new Visitor(server);
  const members = (await operations()).filter((o) => o.operation.security?.length > 0 && o.operation.security.every((s) => Object.keys(s).length > 0));
  assert.ok(members.length >= 15, `${members.length} operations need a session`);
  for (const { method, path } of members) {
    const answer = await eve.ask(method, path, { headers: method === 'GET' ? {} : { 'content-type': 'application/json' }, body: method === 'GET' ? undefined : '{}' });
    answer.refused('sign_in_first');
  }
});
