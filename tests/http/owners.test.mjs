// What owners have in their hands beside their rules: receipts where they appear, one pause for everything, blocks that hold in
// company, many answers at once, and word of rules that change.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { check } from '../../public/verify/receipt.mjs';
import { putCharacter } from '../harness/characters.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

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
