// Every version of a policy: kept as it was signed, listed for its owner, and taken along.

import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { putCharacter } from '../harness/characters.mjs';
import { inObjects } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let boss;
let ana;
before(async () => {
  server = await start();
  boss = await operator(server, { handle: 'boss', name: 'Boss' });
  ana = await scanned(server, await boss.invite());
});
after(() => server.close());

const page = async (who, about = 'likeness', cursor = '') => (await who.get(`/api/v1/${about}/policy/versions?cursor=${cursor}`)).ok(200);
/** Every version, over all pages, each page checked. */
async function versions(who, about) {
  const all = [];
  for (let cursor = ''; ; ) {
    const { versions, before, next, kept } = await page(who, about, cursor);
    assert.ok(versions.length <= 10 && kept === 200);
    assert.equal(before === undefined, next === null, 'what the last one was changed from, as long as there is more');
    all.push(...versions);
    if (next === null) return all;
    assert.equal(before.version, versions.at(-1).version - 1);
    cursor = next;
  }
}
const read = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());
async function genuine(signed) {
  const { keys } = (await new Visitor(server).get('/.well-known/jwks.json')).ok(200);
  const [head, body, signature] = signed.split('.');
  assert.equal(read(head).typ, 'understudy-policy+jwt');
  const key = createPublicKey({ key: keys.find((k) => k.kid === read(head).kid), format: 'jwk' });
  assert.ok(verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')));
  return read(body);
}

describe('a version', { concurrency: 1 }, () => {
  test('is kept as it was signed, the first one and the pauses included', async () => {
    const { policy, signed } = (await ana.get('/api/v1/likeness/policy')).ok(200);
    assert.deepEqual((await versions(ana)).map((one) => [one.version, one.signed]), [[policy.version, signed]]);
    const begun = Date.now();
    await ana.rule({ audience: 'everyone', never_say: ['moist'] });
    await ana.rule({ never_say: ['moist', 'damp'] });
    (await ana.post('/api/v1/likeness/pause', { paused: true })).ok(200);
    (await ana.post('/api/v1/pause', { paused: true })).ok(200);
    (await ana.post('/api/v1/likeness/pause', { paused: false })).ok(200);
    const all = await versions(ana);
    assert.deepEqual(all.map((one) => one.version), [4, 3, 2, 1, 0].map((n) => n + policy.version));
    assert.deepEqual(all.map((one) => [one.policy.paused, one.policy.never_say]), [[false, ['damp', 'moist']], [true, ['damp', 'moist']], [false, ['damp', 'moist']], [false, ['moist']], [false, []]]);
    assert.equal(all.at(-1).signed, signed, 'what was given before is what is kept');
    for (const one of all) {
      const said = await genuine(one.signed);
      assert.deepEqual([said.iss, said.policy, said.sub], [server.origin, one.policy, undefined]);
      assert.equal(said.iat, Math.floor(one.at / 1000));
    }
    assert.ok(all.slice(0, -1).every((one) => one.at >= begun - 1000 && one.at <= Date.now() + 1000));
    // The same again changes nothing, and who is approved is no version.
    await ana.rule({});
    (await ana.put(`/api/v1/likeness/approved/${boss.handle}`, {})).ok(200);
    assert.equal((await versions(ana)).length, all.length);
    assert.equal((await ana.get('/api/v1/likeness/policy')).ok(200).signed, all[0].signed);
    (await ana.post('/api/v1/pause', { paused: false })).ok(200);
  });

  test('of many is found on its page', async () => {
    const before = (await versions(ana)).length;
    for (let i = 0; i < 21; i += 1) await ana.rule({ caps: { day: i + 1, week: null, total: null } });
    const all = await versions(ana);
    assert.equal(all.length, before + 21);
    assert.ok(all.every((one, i) => i === 0 || one.version === all[i - 1].version - 1));
    assert.equal((await ana.get('/api/v1/likeness/policy/versions?cursor=x')).refused('invalid').field, 'cursor');
    // Put back, it is a version like any other.
    const old = all.at(-2);
    const now = (await ana.get('/api/v1/likeness/policy')).ok(200).policy;
    const put = (await ana.put('/api/v1/likeness/policy', { policy: old.policy, based_on: now.version })).ok(200).policy;
    assert.deepEqual(put, { ...old.policy, version: now.version + 1 });
    assert.equal((await page(ana)).versions[0].version, put.version);
  });

  test('of a character is about it alone, and its owner\'s to read', async () => {
    const rex = (await putCharacter(ana, { name: 'Rex' })).ok(201);
    const about = `characters/${rex.id}`;
    await ana.rule({ audience: 'everyone' }, about);
    const all = await versions(ana, about);
    assert.deepEqual(all.map((one) => one.policy.audience), ['everyone', 'only_me']);
    assert.equal((await genuine(all[0].signed)).sub, rex.id);
    (await boss.get(`/api/v1/${about}/policy/versions`)).refused('not_found');
    (await boss.get('/api/v1/likeness/policy/versions')).refused('not_found');
    (await new Visitor(server).get('/api/v1/likeness/policy/versions')).refused('sign_in_first');
    (await ana.delete(`/api/v1/${about}`)).ok(204);
    (await ana.get(`/api/v1/${about}/policy/versions`)).refused('not_found');
  });

  test('goes with the likeness', async () => {
    const eve = await scanned(server, await boss.invite());
    await eve.rule({ audience: 'everyone' });
    assert.equal((await versions(eve)).length, 2);
    (await eve.delete('/api/v1/likeness')).ok(204);
    (await eve.get('/api/v1/likeness/policy/versions')).refused('not_found');
    await eve.scan();
    assert.equal((await versions(eve)).length, 1);
  });

  test('beyond the two hundredth goes for a new one', async () => {
    const many = await scanned(server, await boss.invite());
    await many.rule({ audience: 'everyone', wishes: ['the one of many'] });
    await server.stop();
    const { state, origin } = server;
    // As if it had been changed 250 times: the rules are of a later version than those that are kept.
    inObjects(server, 'LikenessObject', 'record', `UPDATE record SET json = json_set(json, '$.policy.version', 250) WHERE json LIKE '%the one of many%' RETURNING 1`);
    server = await start({ state, port: Number(new URL(origin).port) });
    for (const who of [boss, ana, many]) who.server = server;
    const all = await versions(many);
    assert.deepEqual(all.map((one) => one.version), [250], 'older ones than fit are gone');
    await many.rule({ wishes: [] });
    assert.deepEqual((await versions(many)).map((one) => one.version), [251, 250]);
  });
});
