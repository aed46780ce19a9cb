// A deletion that was interrupted: from its first moment on nobody comes in with the account.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { meanwhile } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana' });
});
after(() => server.close());

test('an account that is leaving opens to nobody, and its handle stays taken', async () => {
  const ben = await scanned(server, await ana.invite());
  const mobile = new Visitor(server);
  const begun = (await mobile.post('/api/v1/recoveries', { handle: ben.handle, code: ben.codes[0] })).ok(201);
  ({ server } = await meanwhile(server, `UPDATE accounts SET leaving = 1 WHERE handle = '${ben.handle}'`));
  for (const who of [ana, ben, mobile]) who.server = server;

  assert.equal((await ben.get('/api/v1/session')).ok(200).account, null);
  (await ben.post('/api/v1/captures')).refused('sign_in_first');
  (await ben.askRender()).refused('sign_in_first');
  (await ben.signIn()).refused('passkey_refused', 'unknown_passkey');
  (await mobile.post('/api/v1/recoveries', { handle: ben.handle, code: ben.codes[1] })).refused('recovery_refused');
  const credential = mobile.passkeys.create(begun.options);
  (await mobile.post(`/api/v1/recoveries/${begun.id}`, { credential })).refused('recovery_refused');
  (await ana.get(`/api/v1/profiles/${ben.handle}`)).refused('not_found');
  (await new Visitor(server).startJoining(await ana.invite(), { handle: ben.handle })).refused('handle_taken');
});
