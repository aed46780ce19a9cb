// What owners have in their hands beside their rules: receipts where they appear, one pause for everything, blocks that hold in
// company, many answers at once, and word of rules that change.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { check } from '../../public/verify/receipt.mjs';
import { putCharacter } from '../harness/characters.mjs';
import { meanwhile } from '../harness/database.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, key, operator, scanned } from '../harness/visitor.mjs';

let server;
let boss;
let ana; // whose face it is
let ben; // who asks
let cleo; // who plays along
before(async () => {
  server = await start();
  boss = await operator(server, { handle: 'boss', name: 'Boss' });
  [ana, ben, cleo] = [await scanned(server, await boss.invite()), await scanned(server, await boss.invite()), await scanned(server, await boss.invite())];
});
after(() => server.close());

/** Anyone may, on their own device, and publish without a look. */
const open = { audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true, never_say: [], caps: {}, company: 'anyone', remix: 'allow' };
const policy = async (who, about = 'likeness') => (await who.get(`/api/v1/${about}/policy`)).ok(200).policy;
const uses = async (who, about = 'likeness') => (await who.get(`/api/v1/${about}/uses`)).ok(200).uses;
const character = async (who, name) => {
  const made = (await putCharacter(who, { name })).ok(201);
  await who.rule(open, `characters/${made.id}`);
  return { ...made, about: `characters/${made.id}` };
};

describe('a receipt', { concurrency: 1 }, () => {
  test('stands beside each use that was published, for its owner, and stays when it is taken back', async () => {
    await ana.rule(open);
    const published = await ben.publish(await ben.draft({ cast: [ana.handle], script: 'This stands in the log.' }));
    const draft = await ben.draft({ cast: [ana.handle], script: 'This does not.' });
    const of = async (clip) => (await uses(ana)).find((used) => used.clip === clip.id);
    const { receipt } = await of(published);
    assert.deepEqual([(await of(draft)).receipt, receipt.clip, receipt.withdrawn], [undefined, published.id, null]);
    const { keys } = (await new Visitor(server).get('/.well-known/jwks.json')).ok(200);
    assert.equal((await check(receipt.receipt, { keys })).clip, published.id);
    assert.match(receipt.opening.subject_salt, /^[0-9a-f]{64}$/);
    const listed = (await ana.get('/api/v1/receipts')).ok(200).receipts.find((one) => one.clip === published.id);
    assert.deepEqual(receipt, listed);
    (await ana.post('/api/v1/likeness/revocations', { render: (await of(published)).render })).ok(200);
    assert.ok(Number.isInteger((await of(published)).receipt.withdrawn));
  });

  test('of a character is its own, also where its owner is heard beside it', async () => {
    const rex = await character(ana, 'Rex');
    const published = await ana.publish(await ana.draft({ cast: [`character:${rex.id}`, ana.handle], parts: ['both', 'voice'], script: 'Two of one owner.' }));
    const [[face], [pet]] = [await uses(ana), await uses(ana, rex.about)];
    assert.deepEqual([face.clip, pet.clip], [published.id, published.id]);
    assert.equal(pet.receipt.opening.likeness, rex.id);
    assert.notEqual(face.receipt.opening.likeness, rex.id);
    assert.notEqual(face.receipt.index, pet.receipt.index);
    (await ana.delete(`/api/v1/characters/${rex.id}`)).ok(204);
    assert.deepEqual((await uses(ana))[0].receipt.index, face.receipt.index, 'and stays its own when the other is gone');
  });
});

describe('one pause for everything', { concurrency: 1 }, () => {
  const pauseAll = async (who, paused, options) => (await who.post('/api/v1/pause', { paused }, options)).ok(200);
  const switched = async (who) => (await who.get('/api/v1/pause')).ok(200).paused;
  let eve;
  let rex;
  let max;
  let things;
  before(async () => {
    eve = await scanned(server, await boss.invite());
    await eve.rule(open);
    [rex, max] = [await character(eve, 'Rex'), await character(eve, 'Max')];
    things = ['likeness', rex.about, max.about];
  });
  const paused = async () => Promise.all(things.map(async (about) => (await policy(eve, about)).paused));

  test('reaches the likeness and every character, and every clip with them', async () => {
    const [mine, pet] = [await ben.publish(await ben.draft({ cast: [eve.handle] })), await ben.publish(await ben.draft({ cast: [`@${eve.handle}/rex`] }))];
    assert.equal(await switched(eve), false);
    assert.deepEqual(await pauseAll(eve, true), { paused: true });
    assert.deepEqual([await switched(eve), await paused()], [true, [true, true, true]]);
    for (const clip of [mine, pet]) assert.equal((await cleo.get(clip.media)).status, 404);
    for (const cast of [eve.handle, `@${eve.handle}/rex`]) (await ben.askRender({ cast: [cast] })).refused('consent_refused', 'paused');
    const versions = await Promise.all(things.map(async (about) => (await policy(eve, about)).version));
    await pauseAll(eve, true);
    assert.deepEqual(await Promise.all(things.map(async (about) => (await policy(eve, about)).version)), versions, 'twice is once');
    await pauseAll(eve, false);
    assert.deepEqual([await switched(eve), await paused()], [false, [false, false, false]]);
    for (const clip of [mine, pet]) assert.equal((await cleo.get(clip.media)).status, 200);
    // The answer was lost, and comes again when everything goes on long since.
    const lost = { headers: { 'idempotency-key': key() } };
    await pauseAll(eve, true, lost);
    await pauseAll(eve, true, lost);
    await pauseAll(eve, false);
    assert.deepEqual(await paused(), [false, false, false]);
  });

  test('turned back leaves paused what was paused by itself, before or meanwhile', async () => {
    (await eve.post(`/api/v1/${rex.about}/pause`, { paused: true })).ok(200);
    await pauseAll(eve, true);
    (await eve.post(`/api/v1/${max.about}/pause`, { paused: true })).ok(200);
    await pauseAll(eve, false);
    assert.deepEqual(await paused(), [false, true, true]);
    for (const one of [rex, max]) (await eve.post(`/api/v1/${one.about}/pause`, { paused: false })).ok(200);
    await pauseAll(eve, true);
    // One of them goes on by itself.
    (await eve.post('/api/v1/likeness/pause', { paused: false })).ok(200);
    assert.deepEqual(await paused(), [false, true, true]);
    await pauseAll(eve, false);
    assert.deepEqual(await paused(), [false, false, false]);
  });

  test('holds for what is made meanwhile', async () => {
    await pauseAll(eve, true);
    const tom = (await putCharacter(eve, { name: 'Tom' })).ok(201);
    assert.equal(tom.policy.paused, true);
    (await eve.delete('/api/v1/likeness')).ok(204);
    assert.equal((await eve.scan()).policy.paused, true);
    await pauseAll(eve, false);
    assert.deepEqual([await paused(), (await policy(eve, `characters/${tom.id}`)).paused], [[false, false, false], false]);
  });

  test('ends in one state for all, however many turns come at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => pauseAll(eve, i % 2 === 0)));
    const on = await switched(eve);
    assert.deepEqual(await paused(), [on, on, on]);
    await pauseAll(eve, false);
    assert.deepEqual(await paused(), [false, false, false]);
  });

  test('is its owner\'s, and nothing to others, nor to who has nothing', async () => {
    (await new Visitor(server).post('/api/v1/pause', { paused: true })).refused('sign_in_first');
    (await eve.post('/api/v1/pause', { paused: 'yes' })).refused('invalid');
    const dan = await new Visitor(server).join(await boss.invite());
    assert.deepEqual([await pauseAll(dan, true), await switched(dan)], [{ paused: true }, true]);
    assert.deepEqual(await paused(), [false, false, false]);
  });

  test('that a crash cut short goes on by itself', async () => {
    await pauseAll(eve, true);
    // As if the edge had died after it wrote down the turn, and before it told anybody.
    const turned = await meanwhile(server, `UPDATE accounts SET still = 0, still_turn = still_turn + 1 WHERE handle = '${eve.handle}' RETURNING still_turn`);
    server = turned.server;
    for (const who of [boss, ana, ben, cleo, eve]) who.server = server;
    assert.equal(await switched(eve), false);
    const end = Date.now() + 20_000;
    while ((await paused()).includes(true)) {
      assert.ok(Date.now() < end, 'the turn reaches everything within 20 s');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await pauseAll(eve, true);
    assert.deepEqual(await paused(), [true, true, true]);
    await pauseAll(eve, false);
  });
});

describe('a block', { concurrency: 1 }, () => {
  const block = async (a, b) => (await a.put(`/api/v1/profiles/${b.handle}/block`)).ok(200);
  const unblock = async (a, b) => (await a.delete(`/api/v1/profiles/${b.handle}/block`)).ok(200);
  const check = async (who, cast) => (await who.post('/api/v1/consent/checks', { script: 'Hello', prompt: '', cast })).ok(200).verdicts;

  test('holds in company: nobody else brings the two into one scene', async () => {
    for (const who of [ana, cleo]) await who.rule(open);
    const cast = [ana.handle, cleo.handle];
    for (const [a, b] of [[ana, cleo], [cleo, ana]]) {
      await block(a, b);
      const problem = (await ben.askRender({ cast })).refused('consent_refused', 'apart');
      assert.equal(problem.field, 'cast');
      assert.ok(!/block/i.test(JSON.stringify(problem)), 'who blocked whom is not told');
      assert.deepEqual((await check(ben, cast)).map((v) => [v.answer, v.reasons[0].rule, v.reasons[0].can_be_asked]), [['deny', 'apart', false], ['deny', 'apart', false]]);
      (await ben.askRender({ cast, appeal: 'Just this once.' })).refused('consent_refused', 'apart');
      // Each by themselves is as it was.
      assert.deepEqual((await check(ben, [ana.handle])).map((v) => v.answer), ['allow']);
      await unblock(a, b);
      assert.deepEqual((await check(ben, cast)).map((v) => v.answer), ['allow', 'allow']);
    }
  });

  test('that comes later ends what is not shown yet, takes nothing back by itself, and counts nowhere', async () => {
    const before = (await ana.get('/api/v1/likeness/policy')).ok(200).used[2];
    const cast = [ana.handle, cleo.handle];
    const shown = await ben.publish(await ben.draft({ cast, script: 'Shown before.' }));
    const draft = await ben.draft({ cast, script: 'Not shown yet.' });
    await block(ana, cleo);
    (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'apart');
    (await ben.askRender({ cast })).refused('consent_refused', 'apart');
    assert.equal((await ben.get(shown.media)).status, 200);
    assert.equal((await ana.get('/api/v1/likeness/policy')).ok(200).used[2], before + 2);
    // Both in one dialog: the block, then everything by who made it.
    await block(ana, ben);
    assert.equal((await ben.get(shown.media)).status, 200);
    (await ana.post('/api/v1/likeness/revocations', { by: ben.handle })).ok(200);
    assert.equal((await ben.get(shown.media)).status, 404);
    await unblock(ana, ben);
    await unblock(ana, cleo);
  });

  test('holds for who is heard beside a character, too', async () => {
    const rex = await character(cleo, 'Rex');
    const wish = { cast: [`@${cleo.handle}/rex`, ana.handle], parts: ['both', 'voice'] };
    await block(cleo, ana);
    (await ben.askRender(wish)).refused('consent_refused', 'apart');
    await unblock(cleo, ana);
    const asked = (await ben.askRender(wish)).ok(201);
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`)).ok(200);
    (await cleo.delete(`/api/v1/characters/${rex.id}`)).ok(204);
  });
});

describe('who has something under way', { concurrency: 1 }, () => {
  const told = async (who, by = ana) => (await who.get('/api/v1/notices')).ok(200).notices.filter((one) => one.what.kind === 'policy_changed' && one.what.owner?.handle === by.handle).length;
  let [dan, eve, fay] = [];
  before(async () => {
    [dan, eve, fay] = [await scanned(server, await boss.invite()), await scanned(server, await boss.invite()), await scanned(server, await boss.invite())];
    for (const who of [dan, eve, fay]) await who.rule(open);
  });
  const counts = () => Promise.all([dan, eve, fay].map((who) => told(who)));

  test('is told that the rules have changed, once for each change: makers of drafts, of remixes, and who waits', async () => {
    await ana.rule({ ...open, expires_at: null });
    const shown = await dan.publish(await dan.draft({ cast: [ana.handle], script: 'What is shown is shown.' }));
    await ana.rule({ wishes: ['first'] });
    assert.deepEqual(await counts(), [0, 0, 0], 'whoever has published is done with it');
    await dan.draft({ cast: [ana.handle], script: 'A draft with her.' });
    // Made out of a clip of hers, without her.
    const own = await ana.publish(await ana.draft({ script: 'A clip of her own.' }));
    const remix = await eve.draft({ remix_of: own.id, cast: [eve.handle], script: 'Out of a clip of hers.' });
    assert.deepEqual(remix.cast.map((person) => person.handle), [eve.handle]);
    await ana.rule({ ask_each: true });
    assert.deepEqual(await counts(), [1, 1, 0]);
    const waiting = (await fay.askRender({ cast: [ana.handle], script: 'Waits for her yes.' })).ok(201);
    assert.equal(waiting.state, 'awaiting_consent');
    const changed = await ana.rule({ never_say: ['moist'] });
    assert.deepEqual(await counts(), [2, 2, 1]);
    // The same once more is no change; a pause is one.
    (await ana.put('/api/v1/likeness/policy', { policy: changed, based_on: changed.version })).ok(200);
    assert.deepEqual(await counts(), [2, 2, 1]);
    (await ana.post('/api/v1/likeness/pause', { paused: true })).ok(200);
    assert.deepEqual(await counts(), [3, 3, 2]);
    (await ana.post('/api/v1/likeness/pause', { paused: true })).ok(200);
    assert.deepEqual(await counts(), [3, 3, 2]);
    // What has ended is under way no more.
    (await fay.post(`/api/v1/renders/${waiting.id}/cancel`)).ok(200);
    (await eve.delete(`/api/v1/clips/${remix.id}`)).ok(204);
    await ana.rule({ paused: false });
    assert.deepEqual(await counts(), [4, 3, 2]);
    assert.deepEqual([await told(ana), await told(cleo)], [0, 0], 'nobody else is');
    assert.equal((await dan.get(shown.media)).status, 200);
  });

  test('with a character is told of its rules alone', async () => {
    const rex = await character(cleo, 'Rex');
    await dan.draft({ cast: [`@${cleo.handle}/rex`], script: 'A draft with Rex.' });
    await cleo.rule({ wishes: ['about her face'] });
    assert.equal(await told(dan, cleo), 0);
    await cleo.rule({ wishes: ['about Rex'] }, rex.about);
    assert.deepEqual([await told(dan, cleo), await told(eve, cleo)], [1, 0]);
  });
});

describe('many answers at once', { concurrency: 1 }, () => {
  const answers = (ids, allow, options) => ana.post('/api/v1/requests/answers', { ids, allow }, options);
  const state = async (render) => (await ben.get(`/api/v1/renders/${render.id}`)).ok(200).state;
  const used = async () => (await ana.get('/api/v1/likeness/policy')).ok(200).used[2];

  test('say yes to each by its own rules, and tell which were left and why', async () => {
    await ana.rule({ ...open, ask_each: true, publish_unseen: false });
    const asked = [];
    for (const script of ['The first of four.', 'The second of four.', 'The third, my friends.', 'The fourth of four.']) asked.push((await ben.askRender({ cast: [ana.handle], script })).ok(201));
    const [first, second, third, fourth] = asked;
    (await ben.post(`/api/v1/renders/${fourth.id}/cancel`)).ok(200);
    const before = await used();
    // A cap that lets two through: what is left waits, and is told with the rule.
    await ana.rule({ caps: { total: before + 2 } });
    const ids = [first, second, third, fourth].map((one) => one.id);
    const headers = { 'idempotency-key': key() };
    const answered = (await answers([...ids, '0'.repeat(26)], true, { headers })).ok(200);
    assert.deepEqual([answered.done, answered.left], [[first.id, second.id], [third.id, fourth.id, '0'.repeat(26)]]);
    assert.deepEqual(answered.why.map((one) => one.id), answered.left);
    assert.equal(answered.why[0].rule, 'cap_total');
    assert.ok(answered.why.every((one) => one.detail.length > 20));
    assert.deepEqual([await state(first), await state(second), await state(third)], ['awaiting_device', 'awaiting_device', 'awaiting_consent']);
    assert.equal(await used(), before + 2);
    // The answer was lost, and is asked for again: the same. Said anew, nothing counts twice.
    assert.deepEqual((await answers([...ids, '0'.repeat(26)], true, { headers })).ok(200), answered);
    assert.deepEqual((await answers([first.id, second.id], true)).ok(200).done, [first.id, second.id]);
    assert.equal(await used(), before + 2);
    // The very file still needs a look of its own.
    const draft = await ben.finish((await ben.get(`/api/v1/renders/${first.id}`)).ok(200));
    (await ben.post(`/api/v1/clips/${draft.id}/publish`, {})).refused('consent_refused', 'unseen');
    assert.deepEqual((await answers([third.id], false)).ok(200), { done: [third.id], left: [], why: [] });
    assert.equal(await state(third), 'refused');
    (await ben.post(`/api/v1/renders/${second.id}/cancel`)).ok(200);
  });

  test('are no way to answer for others', async () => {
    await ana.rule({ ask_each: true, caps: {} });
    const asked = (await ben.askRender({ cast: [ana.handle], script: 'Not for others to answer.' })).ok(201);
    const { done, left } = (await cleo.post('/api/v1/requests/answers', { ids: [asked.id], allow: true })).ok(200);
    assert.deepEqual([done, left, await state(asked)], [[], [asked.id], 'awaiting_consent']);
    (await ben.post(`/api/v1/renders/${asked.id}/cancel`)).ok(200);
  });
});
