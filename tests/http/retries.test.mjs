// The first answer was lost; the same request again is answered as it would have been.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { meanwhile } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, key, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana' });
});
after(() => server.close());

/** Goes on with the same people after a change of the database. */
async function change(sql, ...people) {
  const next = await meanwhile(server, sql);
  server = next.server;
  for (const who of [ana, ...people]) who.server = server;
  return next.rows;
}
/** The first request with each key died before it could keep its answer. */
const DIED = 'UPDATE idempotency SET answer = NULL, created_at = created_at - 60000';
const kept = async () => (await change('SELECT count(*) FROM idempotency'))[0][0];

test('a new member gets the same recovery codes and the same session', async () => {
  const ben = new Visitor(server);
  const { id, options } = (await ben.startJoining(await ana.invite(), { handle: 'lost' })).ok(201);
  const [credential, headers, path] = [ben.passkeys.create(options), { 'idempotency-key': key() }, `/api/v1/registrations/${id}`];
  const first = (await ben.post(path, { credential }, { headers })).ok(201);
  const cookies = new Map(ben.cookies);
  ben.cookies.clear();
  await change(DIED, ben);

  const again = await ben.post(path, { credential }, { headers });
  assert.deepEqual(again.ok(201), first);
  assert.equal(again.headers.get('idempotency-replayed'), null, 'nothing was kept of it');
  assert.deepEqual(ben.cookies, cookies);
  assert.equal((await ben.get('/api/v1/session')).ok(200).account.handle, 'lost');
  const lost = new Visitor(server);
  (await lost.post('/api/v1/recoveries', { handle: 'lost', code: again.json.recovery_codes[0] })).ok(201);

  // Another key, or another passkey, is told nothing.
  await change('DELETE FROM idempotency', ben);
  (await ben.post(path, { credential })).refused('passkey_refused', 'challenge');
  const eve = new Visitor(server);
  (await eve.post(path, { credential: eve.passkeys.create(options) }, { headers })).refused('passkey_refused', 'challenge');
  // Nor is anyone when the day is over.
  await change('UPDATE accounts SET joined_at = joined_at - 86400000', ben);
  (await ben.post(path, { credential }, { headers })).refused('passkey_refused', 'challenge');
});

test('an invite is given once, with the same link', async () => {
  const headers = { 'idempotency-key': key() };
  const first = (await ana.post('/api/v1/invites', undefined, { headers })).ok(201);
  await change('DELETE FROM idempotency');
  assert.deepEqual((await ana.post('/api/v1/invites', undefined, { headers })).ok(201), first);
  const { invites } = (await ana.get('/api/v1/invites')).ok(200);
  assert.equal(invites.filter((i) => i.id === first.invite.id).length, 1);
  assert.notEqual((await ana.post('/api/v1/invites')).ok(201).link, first.link);
});

test('the last invite left is given again, too', async () => {
  const ben = await new Visitor(server).join(await ana.invite(), { handle: 'one_left' });
  await change("UPDATE accounts SET invites_earned = 1 WHERE handle = 'one_left'", ben);
  const headers = { 'idempotency-key': key() };
  const first = (await ben.post('/api/v1/invites', undefined, { headers })).ok(201);
  await change(DIED, ben);
  assert.deepEqual((await ben.post('/api/v1/invites', undefined, { headers })).ok(201), first);
  (await ben.post('/api/v1/invites')).refused('not_allowed', 'no_invites_left');
});

test('a render that was begun is given again, whatever its cast says by now', async () => {
  const [ben, eve] = [await new Visitor(server).join(await ana.invite()), await new Visitor(server).join(await ana.invite())];
  await ben.scan();
  await ben.rule({ audience: 'everyone', holding: 'devices', ask_each: false });
  const headers = { 'idempotency-key': key() };
  const ask = (more) => eve.askRender({ cast: [ben.handle], ...more });
  const first = (await ask({ headers })).ok(201);
  await change(DIED, ben, eve);
  await ben.rule({ never_say: ['camera'] });
  (await ask()).refused('consent_refused', 'never_say');
  const again = await ask({ headers });
  assert.equal(again.headers.get('idempotency-replayed'), null, 'nothing was kept of it');
  assert.deepEqual([again.ok(201).id, again.json.seed], [first.id, first.seed]);
  assert.equal((await eve.get('/api/v1/renders')).ok(200).renders.length, 1);
  // It opens nothing that is forbidden now.
  const ticket = { 'understudy-ticket': again.json.ticket };
  (await eve.get(`/api/v1/renders/${first.id}/packs/${ben.handle}`, { headers: ticket })).refused('consent_refused', 'never_say');
});

test('an accepted scan is accepted again, until its pack is there', async () => {
  const ben = await new Visitor(server).join(await ana.invite());
  const capture = await ben.drawn();
  const send = (change) => ben.post(`/api/v1/captures/${capture.id}/result`, Visitor.attest(capture, change));
  (await send()).ok(204);
  (await send()).ok(204);
  (await send((r) => (r.words[0].said = false))).refused('capture_refused', 'used');
});

test('of what strangers are refused nothing is kept', async () => {
  const held = await kept();
  const eve = new Visitor(server);
  for (let i = 0; i < 3; i++) {
    (await eve.post(`/api/v1/registrations/${'0'.repeat(26)}`, { credential: {} })).refused('passkey_refused', 'challenge');
  }
  assert.equal(await kept(), held);
});
