import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
});
after(() => server.close());

const visitor = () => new Visitor(server);
const secret = (link) => link.split('#')[1];
const preview = (link) => visitor().post('/api/v1/invites/preview', { invite: secret(link) });

test('a link carries its secret where no server sees it', async () => {
  const link = await ana.invite();
  assert.match(link, new RegExp(`^${server.origin}/join#[\\w-]{20,}$`));
});

test('an invite says who gives it, without being spent', async () => {
  const link = await ana.invite();
  for (const _ of [1, 2]) {
    const { from, operator, expires_at } = (await preview(link)).ok(200);
    assert.deepEqual(from, { handle: 'ana', display_name: 'Ana' });
    assert.equal(operator, false);
    assert.ok(expires_at > Date.now());
  }
  await visitor().join(link);
});

test('a used invite opens nothing', async () => {
  const link = await ana.invite();
  const ben = await visitor().join(link);
  assert.match((await preview(link)).refused('invite_refused').detail, /used/);
  (await visitor().startJoining(link, { handle: 'second' })).refused('invite_refused');
  const given = (await ana.get('/api/v1/invites')).ok(200).invites.find((i) => i.used_by?.handle === ben.handle);
  assert.equal(given.state, 'used');
});

test('the operator\'s invite makes no second operator', async () => {
  assert.match((await preview(server.invite)).refused('invite_refused').detail, /used/);
});

test('an invite that was taken back opens nothing', async () => {
  const { invite, link } = (await ana.post('/api/v1/invites')).ok(201);
  (await ana.delete(`/api/v1/invites/${invite.id}`)).ok(204);
  assert.match((await preview(link)).refused('invite_refused').detail, /taken back/);
  (await visitor().startJoining(link, { handle: 'revoked' })).refused('invite_refused');
  const listed = (await ana.get('/api/v1/invites')).ok(200).invites.find((i) => i.id === invite.id);
  assert.equal(listed.state, 'revoked');
});

test('an invite taken back in the middle of a registration opens nothing', async () => {
  const { invite, link } = (await ana.post('/api/v1/invites')).ok(201);
  const ben = visitor();
  const { id, options } = (await ben.startJoining(link, { handle: 'midway' })).ok(201);
  (await ana.delete(`/api/v1/invites/${invite.id}`)).ok(204);
  (await ben.post(`/api/v1/registrations/${id}`, { credential: ben.passkeys.create(options) })).refused('invite_refused');
});

test('two who finish with the same invite: one of them is in', async () => {
  const link = await ana.invite();
  const [a, b] = [visitor(), visitor()];
  const begun = [(await a.startJoining(link, { handle: 'first_in' })).ok(201), (await b.startJoining(link, { handle: 'late_one' })).ok(201)];
  const answers = await Promise.all(
    [a, b].map((who, i) => who.post(`/api/v1/registrations/${begun[i].id}`, { credential: who.passkeys.create(begun[i].options) })),
  );
  assert.deepEqual(answers.map((x) => x.status).sort(), [201, 403]);
  answers.find((x) => x.status === 403).refused('invite_refused');
});

test('a used invite cannot be taken back', async () => {
  const { invite, link } = (await ana.post('/api/v1/invites')).ok(201);
  await visitor().join(link);
  (await ana.delete(`/api/v1/invites/${invite.id}`)).refused('conflict');
});

test('nobody takes back an invite of someone else', async () => {
  const { invite } = (await ana.post('/api/v1/invites')).ok(201);
  const ben = await visitor().join(await ana.invite());
  (await ben.delete(`/api/v1/invites/${invite.id}`)).refused('not_found');
});

test('a secret that nobody gave opens nothing', async () => {
  for (const invite of ['', 'x', 'A'.repeat(43), 'ø']) {
    (await visitor().post('/api/v1/invites/preview', { invite })).refused('invite_refused');
    (await visitor().startJoining(invite, { handle: 'guesser' })).refused('invite_refused');
  }
});

test('a member earns three invites with their first published clip, and no more with the second', async () => {
  const ben = await scanned(server, await ana.invite());
  assert.equal((await ben.get('/api/v1/invites')).ok(200).left, 0);
  (await ben.post('/api/v1/invites')).refused('not_allowed');
  await ben.publish(await ben.draft());
  assert.equal((await ben.get('/api/v1/invites')).ok(200).left, 3);
  await ben.publish(await ben.draft({ script: 'And once more.' }));
  assert.equal((await ben.get('/api/v1/invites')).ok(200).left, 3);
  for (const _ of [1, 2, 3]) await ben.invite();
  (await ben.post('/api/v1/invites')).refused('not_allowed');
  assert.equal((await ben.get('/api/v1/invites')).ok(200).invites.length, 3);
});

test('visitors give no invites', async () => {
  (await visitor().post('/api/v1/invites')).refused('sign_in_first');
  (await visitor().get('/api/v1/invites')).refused('sign_in_first');
});
