// A session lasts as long as it is used, in the database and in the browser.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { meanwhile } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { key, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana' });
});
after(() => server.close());

async function hoursLater(hours) {
  const ms = hours * 3600_000;
  ({ server } = await meanwhile(server, `UPDATE sessions SET used_at = used_at - ${ms}, expires_at = expires_at - ${ms}`));
  ana.server = server;
}

test('the cookie is sent again once a day, with another thirty days', async () => {
  const cookies = new Map(ana.cookies);
  assert.deepEqual((await ana.get('/api/v1/session')).headers.getSetCookie(), []);
  await hoursLater(23);
  assert.deepEqual((await ana.get('/api/v1/session')).headers.getSetCookie(), []);
  await hoursLater(2);
  const [cookie] = (await ana.get('/api/v1/session')).headers.getSetCookie();
  assert.match(cookie, /^__Host-session=[\w-]{43}; Path=\/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax$/);
  assert.deepEqual(ana.cookies, cookies, 'it is the same session');
  assert.deepEqual((await ana.get('/api/v1/session')).headers.getSetCookie(), []);
});

test('what is used now and then never ends', async () => {
  for (const _ of [1, 2, 3]) {
    await hoursLater(29 * 24);
    assert.equal((await ana.get('/api/v1/session')).ok(200).account.handle, 'ana');
  }
});

test('the new cookie is for this answer alone, and not kept with it', async () => {
  await hoursLater(30);
  const headers = { 'idempotency-key': key() };
  const first = await ana.post('/api/v1/invites', undefined, { headers });
  assert.equal(first.headers.getSetCookie().length, 1);
  const again = await ana.post('/api/v1/invites', undefined, { headers });
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.deepEqual(again.headers.getSetCookie(), []);
  assert.deepEqual(again.ok(201), first.ok(201));
});

test('signing out is signing out, on whatever day', async () => {
  await hoursLater(30);
  const [cookie, ...others] = (await ana.delete('/api/v1/session')).headers.getSetCookie();
  assert.match(cookie, /^__Host-session=; .*Max-Age=0/);
  assert.deepEqual(others, []);
  assert.equal((await ana.get('/api/v1/session')).ok(200).account, null);
});
