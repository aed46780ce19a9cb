// Following and blocking.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { meanwhile } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start({ args: ['--var', 'PEOPLE_CHANGES_PER_MINUTE=500'] });
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
});
after(() => server.close());

const member = async () => new Visitor(server).join(await ana.invite());
const at = (who, what = '') => `/api/v1/profiles/${who.handle}${what}`;
const follow = (a, b) => a.put(at(b, '/follow'));
const unfollow = (a, b) => a.delete(at(b, '/follow'));
const block = (a, b) => a.put(at(b, '/block'));
const unblock = (a, b) => a.delete(at(b, '/block'));
const profile = (a, b) => a.get(at(b));
const list = async (a, which) => (await a.get(`/api/v1/people/${which}`)).ok(200).people.map((one) => one.person.handle);
const NONE = { follows: false, followed_by: false, mutual: false, blocked: false };

describe('following', () => {
  test('is seen from both sides, counted, and ended', async () => {
    const [ben, eve] = [await member(), await member()];
    assert.deepEqual((await follow(ben, eve)).ok(200), { ...NONE, follows: true });
    let seen = (await profile(ben, eve)).ok(200);
    assert.deepEqual([seen.followers, seen.following, seen.relation], [1, 0, { ...NONE, follows: true }]);
    seen = (await profile(eve, ben)).ok(200);
    assert.deepEqual([seen.followers, seen.following, seen.relation], [0, 1, { ...NONE, followed_by: true }]);
    assert.deepEqual([await list(ben, 'following'), await list(eve, 'followers')], [[eve.handle], [ben.handle]]);
    assert.deepEqual([await list(ben, 'followers'), await list(eve, 'following')], [[], []]);

    assert.deepEqual((await follow(eve, ben)).ok(200), { ...NONE, follows: true, followed_by: true, mutual: true });
    assert.equal((await profile(ben, eve)).ok(200).relation.mutual, true);

    assert.deepEqual((await unfollow(ben, eve)).ok(200), { ...NONE, followed_by: true });
    assert.deepEqual((await profile(ben, eve)).ok(200).relation, { ...NONE, followed_by: true });
    assert.deepEqual(await list(ben, 'following'), []);
  });

  test('twice is once, and so is ending it', async () => {
    const [ben, eve] = [await member(), await member()];
    const answers = await Promise.all(Array.from({ length: 8 }, () => follow(ben, eve)));
    for (const answer of answers) assert.equal(answer.ok(200).follows, true);
    assert.equal((await profile(ben, eve)).ok(200).followers, 1);
    for (let i = 0; i < 2; i += 1) assert.equal((await unfollow(ben, eve)).ok(200).follows, false);
    assert.equal((await profile(ben, eve)).ok(200).followers, 0);
  });

  test('oneself, or nobody, is refused', async () => {
    const ben = await member();
    for (const ask of [follow, unfollow, block, unblock]) {
      (await ask(ben, ben)).refused('conflict', 'yourself');
      (await ask(ben, { handle: 'nobody_at_all' })).refused('not_found');
      (await ask(ben, { handle: 'no-handle' })).refused('not_found');
      (await ask(new Visitor(server), ben)).refused('sign_in_first');
    }
    for (const which of ['following', 'followers', 'blocked']) {
      (await new Visitor(server).get(`/api/v1/people/${which}`)).refused('sign_in_first');
    }
  });

  test('is no business of visitors, nor of oneself', async () => {
    const ben = await member();
    assert.equal((await profile(new Visitor(server), ben)).ok(200).relation, null);
    assert.equal((await profile(ben, ben)).ok(200).relation, null);
  });

  test('too often in a minute is refused with the wait', async () => {
    const strict = await start({ args: ['--var', 'PEOPLE_CHANGES_PER_MINUTE=3'] });
    try {
      const zoe = await operator(strict);
      const ben = await new Visitor(strict).join(await zoe.invite());
      (await follow(ben, zoe)).ok(200);
      // What changes nothing costs nothing.
      for (let i = 0; i < 5; i += 1) (await follow(ben, zoe)).ok(200);
      (await unfollow(ben, zoe)).ok(200);
      (await follow(ben, zoe)).ok(200);
      const problem = (await unfollow(ben, zoe)).refused('too_many');
      assert.ok(problem.retry_after_s > 0 && problem.retry_after_s <= 60);
      assert.equal((await profile(ben, zoe)).ok(200).relation.follows, true, 'and nothing was changed');
      (await follow(zoe, ben)).ok(200);
    } finally {
      await strict.close();
    }
  });
});

describe('a block', () => {
  test('ends following both ways and lets neither begin it again', async () => {
    const [ben, eve] = [await member(), await member()];
    for (const [a, b] of [[ben, eve], [eve, ben]]) (await follow(a, b)).ok(200);
    assert.deepEqual((await block(ben, eve)).ok(200), { ...NONE, blocked: true });
    assert.deepEqual((await block(ben, eve)).ok(200), { ...NONE, blocked: true }, 'twice is once');
    for (const who of [ben, eve]) {
      for (const which of ['following', 'followers']) assert.deepEqual(await list(who, which), [], which);
    }
    (await follow(ben, eve)).refused('conflict', 'blocked');
    (await follow(eve, ben)).refused('not_found');
    assert.deepEqual(await list(ben, 'blocked'), [eve.handle]);
    assert.deepEqual(await list(eve, 'blocked'), []);

    assert.deepEqual((await unblock(ben, eve)).ok(200), NONE, 'nobody follows again by itself');
    (await unblock(ben, eve)).ok(200);
    (await follow(eve, ben)).ok(200);
  });

  test('is not told: whoever is blocked reads what they would read of nobody', async () => {
    const [ben, eve] = [await member(), await member()];
    (await block(ben, eve)).ok(200);
    const nobody = { handle: 'nobody_at_all' };
    for (const ask of [profile, follow, unfollow, block, unblock, (a, b) => a.get(at(b, '/clips'))]) {
      assert.deepEqual((await ask(eve, ben)).refused('not_found'), (await ask(eve, nobody)).refused('not_found'));
    }
    assert.equal((await profile(ben, eve)).ok(200).relation.blocked, true, 'who blocks still sees whom');
    (await profile(new Visitor(server), ben)).ok(200);
  });

  test('by both is ended by each for themselves', async () => {
    const [ben, eve] = [await member(), await member()];
    const answers = await Promise.all([block(ben, eve), block(eve, ben)]);
    assert.ok(answers.some((answer) => answer.status === 200));
    for (const [a, b] of [[ben, eve], [eve, ben]]) {
      if ((await list(a, 'blocked')).length === 0) continue;
      (await unblock(a, b)).ok(200);
      assert.deepEqual(await list(a, 'blocked'), []);
    }
    (await follow(ben, eve)).ok(200);
  });

  test('and a follow at the same time never leave both', async () => {
    for (let i = 0; i < 6; i += 1) {
      const [ben, eve] = [await member(), await member()];
      const [blocked] = await Promise.all([block(ben, eve), follow(eve, ben), follow(ben, eve)]);
      blocked.ok(200);
      assert.deepEqual([await list(eve, 'following'), await list(ben, 'following')], [[], []]);
    }
  });

  test('keeps each out of the other’s feed, and nobody else', async () => {
    const [ben, eve] = [await scanned(server, await ana.invite()), await scanned(server, await ana.invite())];
    const clips = { ben: await ben.publish(await ben.draft()), eve: await eve.publish(await eve.draft()) };
    (await block(ben, eve)).ok(200);
    const feed = async (who) => (await who.get('/api/v1/feed')).ok(200).clips.map((clip) => clip.id);
    assert.deepEqual(await feed(ben), [clips.ben.id]);
    assert.deepEqual(await feed(eve), [clips.eve.id]);
    for (const who of [ana, new Visitor(server)]) assert.equal((await feed(who)).length, 2);
    (await unblock(ben, eve)).ok(200);
    assert.equal((await feed(ben)).length, 2);
  });
});

test('lists come in pages, the latest first, everyone once', { timeout: 180_000 }, async () => {
  const star = await member();
  const fans = [];
  for (let i = 0; i < 23; i += 1) {
    const fan = await member();
    (await follow(fan, star)).ok(200);
    fans.unshift(fan.handle);
  }
  const first = (await star.get('/api/v1/people/followers')).ok(200);
  assert.equal(first.people.length, 20);
  const second = (await star.get(`/api/v1/people/followers?cursor=${first.next}`)).ok(200);
  assert.deepEqual([...first.people, ...second.people].map((one) => one.person.handle), fans);
  assert.equal(second.next, null);
  assert.ok(first.people.every((one) => one.relation.followed_by && !one.relation.follows && one.since > 0));
  for (const bad of ['?', 'AAAA', 'x'.repeat(200)]) {
    const problem = (await star.get(`/api/v1/people/followers?cursor=${encodeURIComponent(bad)}`)).refused('invalid');
    assert.equal(problem.field, 'cursor');
  }
});

test('of a deleted account no row names it, on either side', async () => {
  const [ben, eve, kim, zed] = [await member(), await member(), await member(), await member()];
  for (const [a, b] of [[ben, eve], [eve, ben], [zed, ben]]) (await follow(a, b)).ok(200);
  (await block(ben, kim)).ok(200);
  (await block(kim, zed)).ok(200);
  const rows = async (sql) => {
    const done = await meanwhile(server, sql);
    server = done.server;
    for (const who of [ana, ben, eve, kim, zed]) who.server = server;
    return done.rows;
  };
  const [[id]] = await rows(`SELECT id FROM accounts WHERE handle = '${ben.handle}'`);
  (await ben.delete('/api/v1/account', { handle: ben.handle })).ok(200);
  assert.deepEqual([await list(eve, 'following'), await list(eve, 'followers'), await list(zed, 'following')], [[], [], []]);
  assert.deepEqual(await list(kim, 'blocked'), [zed.handle]);
  const left = await rows(
    `SELECT account, followed FROM follows WHERE '${id}' IN (account, followed) UNION ALL SELECT account, blocked FROM blocks WHERE '${id}' IN (account, blocked)`,
  );
  assert.deepEqual(left, []);
});
