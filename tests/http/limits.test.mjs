// What an address may do in a minute, and what counts as one address.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { start } from '../harness/server.mjs';
import { Visitor } from '../harness/visitor.mjs';

let server;
before(async () => {
  server = await start();
});
after(() => server.close());

const at = (address) => Object.assign(new Visitor(server), { address });
const begin = (address) => at(address).post('/api/v1/sign-ins', {});

test('an IPv6 network is one address, however it is written', async () => {
  for (let i = 0; i < 10; i++) (await begin(`2001:db8:1:2::${i + 1}`)).ok(201);
  (await begin('2001:0DB8:1:2:ffff:ffff:ffff:ffff')).refused('too_many');
  (await begin('2001:db8:1:3::1')).ok(201);
});

test('an IPv4 address in the dress of IPv6 is the same address', async () => {
  for (let i = 0; i < 10; i++) (await begin('192.0.2.7')).ok(201);
  (await begin('::ffff:192.0.2.7')).refused('too_many');
  (await begin('192.0.2.8')).ok(201);
});

test('whoever is no member ends ten registrations a minute, and is told how long to wait', async () => {
  const eve = new Visitor(server);
  const end = (who) => who.post(`/api/v1/registrations/${'0'.repeat(26)}`, { credential: {} });
  for (let i = 0; i < 10; i++) (await end(eve)).refused('passkey_refused', 'challenge');
  const problem = (await end(eve)).refused('too_many');
  assert.ok(problem.retry_after_s >= 1 && problem.retry_after_s <= 60, `${problem.retry_after_s}`);
  (await eve.post('/api/v1/sign-ins', {})).ok(201);
  (await end(new Visitor(server))).refused('passkey_refused', 'challenge');
});
