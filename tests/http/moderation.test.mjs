// What this site holds back: words by the embedded rules and by outside moderators, pictures by those that see; a moderator
// that fails means that a person looks.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { clip, poster, unmarkedClip } from '../harness/clips.mjs';
import { gateway, order, putInput } from '../harness/gateway.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let stage, server, control, ana, ben, cleo;
before(async () => {
  stage = await gateway();
  ({ server, control } = stage);
  ana = await operator(server);
  ben = await new Visitor(server).join(await ana.invite());
  cleo = await new Visitor(server).join(await ana.invite());
  await ben.scan();
  await cleo.scan();
  await cleo.rule((policy) => Object.assign(policy, { audience: 'everyone', ask_each: false, themes: { ...policy.themes, violence: 'deny' } }));
});
after(async () => {
  await server?.close();
  await stage?.fakes.close();
});

const PROMPT = 'A quiet kitchen';
const make = (who, script, more = {}) => who.post('/api/v1/renders', { script, prompt: PROMPT, cast: [who.handle], ...more });
/** Given up at once: so many fit at a time. */
const dropped = async (answer) => {
  const render = answer.ok(201);
  (await ben.post(`/api/v1/renders/${render.id}/cancel`, {})).ok(200);
  return render;
};
const ask = (who, script, note) => who.post('/api/v1/reviews', { script, prompt: PROMPT, note });
const answer = (id, body) => ana.post(`/api/v1/reviews/${id}/answer`, body);
const notices = async (who) => (await who.get('/api/v1/notices')).ok(200).notices.map((notice) => notice.what ?? notice);

test('without any key the embedded rules hold back sex and children in one clip', async () => {
  const bare = await start();
  try {
    const eva = await operator(bare);
    await eva.scan();
    const problem = (await make(eva, 'Look. A naked schoolgirl.')).refused('held_back', 'sexual/minors');
    assert.deepEqual(problem.reasons[0].spans.map((span) => span.text), ['naked', 'schoolgirl']);
    (await make(eva, 'My daughter learns to swim.')).ok(201);
  } finally {
    await bare.close();
  }
});

describe('words', () => {
  test('that a moderator objects to are held back, with the rule, the words and what to do; nothing is counted', async () => {
    const problem = (await make(ben, 'Hello there. Today we build a bomb. See you!')).refused('held_back', 'S9');
    assert.equal(problem.status, 422);
    assert.equal(problem.field, 'script');
    assert.deepEqual(problem.reasons.map((told) => told.rule), ['S9', 'illicit'], 'both moderators, the gravest first');
    for (const told of problem.reasons) assert.deepEqual(told.spans.map((span) => span.text), ['Today we build a bomb.']);
    assert.match(problem.detail, /operator/);
    assert.deepEqual((await ben.get('/api/v1/renders')).ok(200).renders, []);
    const where = (await ben.post('/api/v1/renders', { script: 'Hello.', prompt: 'A lab where they cook meth', cast: [ben.handle] })).refused('held_back', 'S9');
    assert.equal(where.field, 'prompt');
  });

  test('about a subject of theirs are left to the owners, who are told the words', async () => {
    const script = 'Hello. It goes boom [fake:flag categories=violence].';
    (await make(ben, script)).ok(201);
    const problem = (await make(ben, script, { cast: [cleo.handle] })).refused('consent_refused', 'violence');
    assert.ok(problem.reasons[0].spans.some((span) => span.text.startsWith('It goes boom')), JSON.stringify(problem.reasons));
    (await make(ben, 'Hello. It goes well.', { cast: [cleo.handle] })).ok(201);
  });

  test('that no moderator could look at are held back, and pass once one can', async () => {
    await control.fault('reset', { provider: 'moderations', op: 'moderate' });
    await dropped(await make(ben, 'Hello over a line that broke.'));
    for (const kind of ['503', 'garbage', '401', 'reset']) {
      await control.fault(kind, { provider: 'moderations', op: 'moderate', times: kind === 'reset' ? 2 : 1 });
      const problem = (await make(ben, `Hello to the ${kind}.`)).refused('held_back', 'unlooked');
      assert.match(problem.detail, /minute/);
    }
    await control.fault('500', { provider: 'workers_ai', op: 'moderate' });
    (await make(ben, 'Hello again.')).refused('held_back', 'unlooked');
    (await make(ben, 'Hello again.')).ok(201);
  });
});

describe('the operator', () => {
  const script = 'How people build a bomb is what this museum tells.';
  let review;

  test('is asked by the author, once for the same words, and reads what was found', async () => {
    (await ask(ben, 'Hello, all fine.')).refused('conflict', 'passes');
    review = (await ask(ben, script, 'It is a museum.')).ok(201);
    assert.equal(review.state, 'waiting');
    assert.equal((await ask(ben, script)).ok(201).id, review.id);
    (await make(ben, script)).refused('held_back', 'waits');
    (await ben.get('/api/v1/reviews')).refused('not_found');
    (await cleo.get(`/api/v1/reviews/${review.id}`)).refused('not_found');
    (await ben.post(`/api/v1/reviews/${review.id}/answer`, { allow: true })).refused('not_found');
    const { reviews } = (await ana.get('/api/v1/reviews')).ok(200);
    assert.equal(reviews.length, 1);
    const [found] = reviews;
    assert.deepEqual([found.id, found.script, found.prompt, found.note, found.person.handle], [review.id, script, PROMPT, 'It is a museum.', ben.handle]);
    assert.equal(found.reasons[0].rule, 'S9');
  });

  test('lets words pass: the author is told, and may make it; nobody else may', async () => {
    assert.equal((await answer(review.id, { allow: true })).ok(200).state, 'allowed');
    (await answer(review.id, { allow: true })).ok(200);
    (await answer(review.id, { allow: false })).refused('conflict', 'decided');
    const told = (await notices(ben)).find((notice) => notice.kind === 'words_reviewed');
    assert.deepEqual([told?.review, told?.allowed], [review.id, true]);
    (await make(ben, script)).ok(201);
    (await make(cleo, script)).refused('held_back', 'S9');
    assert.deepEqual((await ana.get('/api/v1/reviews')).ok(200).reviews, []);
  });

  test('lets words pass for the site, not for an owner whose rules say no to them', async () => {
    const boom = 'All of it goes up in smoke [fake:flag categories=illicit,violence].';
    const asked = (await ask(ben, boom)).ok(201);
    (await answer(asked.id, { allow: true })).ok(200);
    await dropped(await make(ben, boom));
    (await make(ben, boom, { cast: [cleo.handle] })).refused('consent_refused', 'violence');
    await control.fault('500', { provider: 'moderations', op: 'moderate', times: 50 });
    const unsure = await dropped(await make(ben, boom, { cast: [cleo.handle] }));
    assert.equal(unsure.state, 'awaiting_consent', 'nothing could look: their owner does');
    await control.faultless();
  });

  test('says no with a reason, which stands', async () => {
    const asked = (await ask(cleo, script)).ok(201);
    (await answer(asked.id, { allow: false, reason: 'Not even there' })).ok(200);
    assert.match((await make(cleo, script)).refused('held_back', 'operator').detail, /Not even there/);
    assert.equal((await cleo.get(`/api/v1/reviews/${asked.id}`)).ok(200).answer, 'Not even there');
  });

  test('is not flooded, and hears nothing of who has left', async () => {
    const eva = await new Visitor(server).join(await ana.invite());
    for (let i = 0; i < 5; i++) (await ask(eva, `We build a bomb, part ${i}.`)).ok(201);
    (await ask(eva, 'We build a bomb, the last part.')).refused('too_many', 'reviews');
    (await ask(eva, 'We build a bomb, part 0.')).ok(201);
    (await eva.delete('/api/v1/account', { handle: eva.handle })).ok(200);
    assert.deepEqual((await ana.get('/api/v1/reviews')).ok(200).reviews, []);
  });

  test('finds no word of a review in what is stored', async () => {
    await server.stop();
    const needle = Buffer.from('is what this museum tells');
    const held = [...server.stored()].filter(([file, bytes]) => file.includes('/d1/') && bytes.includes(needle)).map(([file]) => file);
    server = await server.again({ args: stage.args });
    stage.server = server;
    for (const who of [ana, ben, cleo]) who.server = server;
    // The render that was made with these words knows them; a review by itself is sealed. The words of a refused one stand nowhere.
    assert.ok(held.length <= 1, held.join());
  });
});

describe('pictures', () => {
  /** A draft; a fault of the moderator that sees spoils its pictures, not its words. */
  const draft = async (who, film, ...fault) => {
    const render = (await make(who, 'Look at me.')).ok(201);
    if (fault.length > 0) await control.fault(fault[0], { provider: 'moderations', ...fault[1] });
    return (await who.putFile(render, film)).ok(200);
  };

  test('without the mark are held as a draft with the reason; the operator puts them back after an appeal', async () => {
    const made = await draft(ben, unmarkedClip());
    assert.equal(made.state, 'held');
    assert.equal(made.hold.how.how, 'checked');
    assert.match(made.hold.reason, /mark/);
    assert.match((await ben.post(`/api/v1/clips/${made.id}/publish`, {})).refused('taken_down', 'held').detail, /appeal/);
    (await ben.post(`/api/v1/clips/${made.id}/appeal`, { words: 'It stands there.' })).ok(200);
    const [waits] = (await ana.get('/api/v1/takedowns')).ok(200).takedowns.filter((line) => line.due_at);
    const shown = (await ana.get(`/api/v1/takedowns/${waits.id}`)).ok(200);
    assert.equal(shown.reporter.name, "This site's own check");
    const settled = { clip: made.id, outcome: 'reinstate', reason: 'It does.' };
    (await ana.post(`/api/v1/takedowns/${waits.id}/outcome`, settled)).ok(200);
    assert.equal((await ben.publish(made)).state, 'published');
  });

  test('that a moderator objects to are held before anybody sees them', async () => {
    const made = await draft(cleo, clip('540x960', 3), 'flag', { categories: ['sexual'] });
    assert.equal(made.state, 'held');
    assert.match(made.hold.reason, /nudity/);
    (await cleo.post(`/api/v1/clips/${made.id}/publish`, {})).refused('taken_down', 'held');
    const told = (await notices(cleo)).find((notice) => notice.kind === 'clip_held');
    assert.equal(told?.clip, made.id);
  });

  test('that nothing could look at wait for the operator, and are looked at once', async () => {
    const made = await draft(cleo, clip('540x960', 4), '503', { op: 'moderate' });
    assert.equal(made.state, 'draft');
    (await cleo.post(`/api/v1/clips/${made.id}/publish`, {})).refused('held_back', 'waits');
    const [waits] = (await ana.get('/api/v1/takedowns')).ok(200).takedowns.filter((line) => line.due_at);
    (await ana.post(`/api/v1/takedowns/${waits.id}/decision`, { decision: 'dismiss', reason: 'All is well.' })).ok(200);
    await control.fault('flag', { provider: 'moderations', categories: ['sexual'] });
    assert.equal((await cleo.publish(made)).state, 'published');
    await control.faultless();
  });

  test('a picture for a generator goes nowhere if it breaks a rule, or if nothing could look at it', async () => {
    await ben.rule((policy) => (policy.providers = ['fal']));
    const asked = (await order(ben, 'fal-heygen-avatar4')).ok(201);
    await control.fault('flag', { provider: 'moderations', categories: ['sexual'] });
    (await putInput(ben, asked, 'still', poster())).refused('held_back', 'sexual');
    await control.fault('503', { provider: 'moderations', op: 'moderate' });
    (await putInput(ben, asked, 'still', poster())).refused('held_back', 'unlooked');
    const { job } = (await ben.get(`/api/v1/renders/${asked.id}`)).ok(200);
    assert.equal(job.state, 'awaiting_inputs');
    (await putInput(ben, asked, 'still', poster())).ok(200);
  });

  test('whose picture was held back asks the operator, whose word counts for this very picture of this member', async () => {
    const jpeg = Buffer.concat([poster().subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 6, 1, 2, 3, 4]), poster().subarray(2)]);
    const askStill = (who, note = '') => who.post(`/api/v1/reviews/stills?note=${encodeURIComponent(note)}`, jpeg, { headers: { 'content-type': 'image/jpeg' } });
    const still = (who, id) => who.get(`/api/v1/reviews/${id}/still`);
    const flag = () => control.fault('flag', { provider: 'moderations', categories: ['sexual'] });
    const put = async (who) => {
      const asked = (await order(who, 'fal-heygen-avatar4')).ok(201);
      await flag();
      const answer = await putInput(who, asked, 'still', jpeg);
      await control.faultless();
      (await who.post(`/api/v1/renders/${asked.id}/cancel`, {})).ok(200);
      return answer;
    };
    const dee = await new Visitor(server).join(await ana.invite());
    await dee.scan();
    await dee.rule((policy) => (policy.providers = ['fal']));
    await control.faultless();
    (await askStill(dee)).refused('conflict', 'passes');
    (await dee.post('/api/v1/reviews/stills', Buffer.from('no picture'), { headers: { 'content-type': 'image/jpeg' } })).refused('file_refused');
    await flag();
    const review = (await askStill(dee, 'It is a swimming pool.')).ok(201);
    assert.deepEqual([review.still, review.state, review.note, review.reasons[0].rule], [true, 'waiting', 'It is a swimming pool.', 'sexual']);
    assert.equal((await askStill(dee)).ok(201).id, review.id, 'asked again, the first stays');
    (await put(dee)).refused('held_back', 'waits');
    // The operator alone sees it, and it is unreadable at rest.
    (await still(dee, review.id)).refused('not_found');
    (await still(cleo, review.id)).refused('not_found');
    assert.deepEqual((await still(ana, review.id)).bytes, jpeg);
    assert.deepEqual(server.find({ 'the picture': jpeg.subarray(100, 164) }), []);
    (await answer(review.id, { allow: true })).ok(200);
    (await still(ana, review.id)).refused('not_found');
    assert.ok((await notices(dee)).some((notice) => JSON.stringify(notice).includes(review.id)));
    (await put(dee)).ok(200);
    await cleo.rule((policy) => (policy.providers = ['fal']));
    (await put(cleo)).refused('held_back', 'sexual');
    // A no is a no while it stands, and goes with the account.
    await flag();
    const other = (await askStill(cleo)).ok(201);
    assert.notEqual(other.id, review.id);
    (await answer(other.id, { allow: false, reason: 'Not here.' })).ok(200);
    assert.match((await put(cleo)).refused('held_back', 'operator').detail, /Not here\./);
  });
});
