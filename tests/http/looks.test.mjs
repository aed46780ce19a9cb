// Handles that pass for others, and names with letters that nobody sees or that pass for others.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { meanwhile } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let server;
let boss;
before(async () => {
  server = await start();
  boss = await operator(server, { handle: 'boss', name: 'Boss' });
});
after(() => server.close());

const join = async (handle) => new Visitor(server).join(await boss.invite(), { handle });
const finish = (who, { id, options }) => who.post(`/api/v1/registrations/${id}`, { credential: who.passkeys.create(options) });
const alike = async (handle) => {
  const problem = (await new Visitor(server).startJoining(await boss.invite(), { handle })).refused('handle_taken', 'look_alike');
  assert.equal(problem.field, 'handle');
  return problem;
};

describe('a handle', { concurrency: 1 }, () => {
  test('that looks like one that is taken is refused, and the invite is not spent', async () => {
    await join('bernard_01');
    for (const handle of ['bemard_01', 'bernard_0l', 'bernard_ol', 'bernard01', 'ber_nard_01', 'BEMARDo1', 'bernard__01']) {
      const problem = await alike(handle);
      assert.ok(!problem.detail.includes('bernard_01'), 'which one is not told');
    }
    const invite = await boss.invite();
    (await new Visitor(server).startJoining(invite, { handle: 'bemard_01' })).refused('handle_taken', 'look_alike');
    await new Visitor(server).join(invite, { handle: 'bernard_02' });
    // The very handle is told apart.
    assert.equal((await new Visitor(server).startJoining(await boss.invite(), { handle: 'bernard_01' })).refused('handle_taken').rule, undefined);
  });

  test('of two that look alike and come at once, one is given', async () => {
    const [a, b] = [new Visitor(server), new Visitor(server)];
    const invites = [await boss.invite(), await boss.invite()];
    const started = [(await a.startJoining(invites[0], { handle: 'wilma_o' })).ok(201), (await b.startJoining(invites[1], { handle: 'vvilma0' })).ok(201)];
    const answers = await Promise.all([finish(a, started[0]), finish(b, started[1])]);
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 409]);
    answers.find((answer) => answer.status === 409).refused('handle_taken');
    const left = invites[answers.findIndex((answer) => answer.status === 409)];
    await new Visitor(server).join(left, { handle: 'somebody_else' });
  });

  test('that looks like one of somebody who has left is refused, too', async () => {
    const gone = await join('gloria_x');
    (await gone.delete('/api/v1/account', { handle: 'gloria_x' })).ok(200);
    await alike('g1oria_x');
    await alike('gloriax');
  });

  test('that was taken before anybody asked what it looks like counts once the clock has come by', async () => {
    await join('old_handle');
    const made = await meanwhile(server, "UPDATE accounts SET look_hash = NULL WHERE handle = 'old_handle' RETURNING id");
    server = made.server;
    boss.server = server;
    assert.equal(made.rows.length, 1);
    const end = Date.now() + 20_000;
    for (;;) {
      const answer = await new Visitor(server).startJoining(await boss.invite(), { handle: 'old_hand1e' });
      if (answer.status === 409) {
        answer.refused('handle_taken', 'look_alike');
        break;
      }
      assert.ok(Date.now() < end, 'its look is known within 20 s');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  });
});

describe('a name', () => {
  const REFUSED = [
    ['Bo\u202ess', 'invisible', /U\+202E/],
    ['Bo\u200bss', 'invisible', /U\+200B/],
    ['Boss\u2069', 'invisible', /U\+2069/],
    ['B\u043ess', 'mixed_scripts', /several scripts/],
    ['Ben \u0410na', 'mixed_scripts', /"\u0410na" mixes/],
  ];

  test('with letters that nobody sees, or that pass for others, is refused with what to do', async () => {
    for (const [name, rule, words] of REFUSED) {
      for (const answer of [await boss.patch('/api/v1/account', { display_name: name }), await new Visitor(server).startJoining(await boss.invite(), { handle: 'a_new_one', name })]) {
        const problem = answer.refused('invalid', rule);
        assert.equal(problem.field, 'display_name');
        assert.match(problem.detail, words);
      }
    }
    assert.equal((await boss.get('/api/v1/session')).ok(200).account.display_name, 'Boss');
  });

  test('of any one script is taken, with emoji of several parts', async () => {
    for (const name of ['Анна', 'Ελένη', '日本 太郎', 'علي', 'Boss 👩\u200d🚀', 'Zoë O’Brien', 'Анна (Anna)']) {
      assert.equal((await boss.patch('/api/v1/account', { display_name: name })).ok(200).display_name, name);
    }
  });
});
