// A pet that speaks with the voice of its owner: cast by somebody else in one request that names both, answered once; and by
// its owner themselves. In real browsers.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { complaints } from '../harness/audit.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { drawCharacter } from '../harness/characters.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, facePack, operator } from '../harness/visitor.mjs';

const SCRIPT = 'Good evening. I am the cat, and I sound like her.';
const OPEN = { audience: 'everyone', holding: 'devices', ask_each: true, publish_unseen: true };
let server;
let stage;
let ana; // whose cat and whose voice it is
let ben; // who asks
const shown = {};
before(async () => {
  [server, stage] = await Promise.all([start(), open({ camera: false })]);
  const boss = await operator(server, { handle: 'boss', name: 'Boss' });
  const [owner, asker] = [
    await new Visitor(server).join(await boss.invite(), { handle: 'ana_owner', name: 'Ana Owner' }),
    await new Visitor(server).join(await boss.invite(), { handle: 'ben_asker', name: 'Ben Asker' }),
  ];
  await owner.scan(facePack());
  [ana, ben] = [await stage.visitor(server), await stage.visitor(server)];
  await Promise.all([ana.signInAs(owner), ben.signInAs(asker)]);
  await drawCharacter(ana.page, 'Mr. Whiskers');
  const [cat] = (await owner.get('/api/v1/characters')).ok(200).characters;
  await owner.rule({ ...OPEN, parts: 'voice' });
  await owner.rule({ ...OPEN, never_say: ['cat'] }, `characters/${cat.id}`);
  Object.assign(shown, { owner, asker, cat });
});
after(async () => {
  await stage?.close();
  await server?.close();
});

/** Looks at what is here now, on a phone and on a wide screen. */
async function both(guest, name) {
  const found = [];
  for (const [size, viewport] of [['phone', PHONE], ['wide', DESKTOP]]) {
    await guest.page.setViewportSize(viewport);
    found.push(...(await complaints(guest.page)));
    await guest.page.waitForTimeout(1500);
    await guest.shot(`pets-${name}-${size}`);
  }
  await guest.page.setViewportSize(PHONE);
  assert.deepEqual(found, []);
}

async function write(page) {
  await page.goto('/make');
  await page.getByLabel('What you say').fill(SCRIPT);
  await page.getByLabel('Where you are, and how it looks').fill('On a theatre stage');
}

test('who asks wants the pet in the voice of its owner, and is told what both sets of rules say', { timeout: 120_000 }, async () => {
  const { page } = ben;
  await write(page);
  await page.getByRole('button', { name: 'Add someone' }).click();
  await page.getByLabel('Handle of who plays with you').fill('ana_owner/mr_whiskers');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('In the voice of @ana_owner, whose it is. Nobody sees them.').check();
  const verdicts = page.locator('.verdicts li');
  await verdicts.nth(1).waitFor();
  assert.match(await verdicts.nth(0).innerText(), /^Mr\. Whiskers of @ana_owner says no\./);
  assert.match(await verdicts.nth(1).innerText(), /^@ana_owner is asked when you start\./);
  await page.getByRole('button', { name: 'Ask them all the same' }).click();
  await page.getByLabel('A note to them').fill('It is her birthday.');
  await both(ben, 'make');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { name: 'Waiting for a yes' }).waitFor();
  assert.equal(await page.getByText('@ana_owner has not answered yet.').count(), 1, 'one answer is awaited');
  shown.render = page.url().split('/').at(-1);
});

test('their owner gets one card that names both and their rules, and answers once', { timeout: 120_000 }, async () => {
  const { page } = ana;
  await page.goto('/requests');
  const card = page.locator('.request').filter({ hasText: SCRIPT });
  await card.getByText('For Mr. Whiskers, a character').waitFor();
  assert.equal(await card.count(), 1);
  await card.getByText('The voice alone, heard from Mr. Whiskers').waitFor();
  await card.getByRole('list', { name: 'Rules of Mr. Whiskers that it touches' }).getByText('Words that you never say: “cat”').waitFor();
  await card.getByRole('list', { name: 'Rules of the understudy that it touches' }).getByText('You answer each request').waitFor();
  await card.getByText('One answer counts for both.').waitFor();
  await card.getByLabel('Approve Ben Asker for good, for both: do not ask again.').waitFor();
  await both(ana, 'inbox');
  await card.getByRole('button', { name: 'Yes', exact: true }).click();
  await page.getByText('You said yes.').waitFor();
  for (const about of ['likeness', `characters/${shown.cat.id}`]) {
    assert.deepEqual((await shown.owner.get(`/api/v1/${about}/policy`)).ok(200).used, [1, 1, 1], about);
  }
  await card.getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
  await card.getByText('You took it back.', { exact: true }).waitFor();
  assert.equal((await shown.asker.get(`/api/v1/renders/${shown.render}`)).ok(200).state, 'withdrawn');
  for (const about of ['likeness', `characters/${shown.cat.id}`]) {
    assert.deepEqual((await shown.owner.get(`/api/v1/${about}/policy`)).ok(200).used, [0, 0, 0], about);
  }
});

test('its owner adds their own voice by their handle, or by the box', { timeout: 120_000 }, async () => {
  const { page } = ana;
  await write(page);
  await page.getByRole('button', { name: 'Mr. Whiskers' }).click();
  const box = page.getByLabel('In my voice. Nobody sees me.');
  assert.equal(await box.isChecked(), false);
  await page.getByRole('button', { name: 'Add a voice' }).click();
  await page.getByLabel('Handle of who plays with you').fill('ana_owner');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Add a voice' }).waitFor();
  assert.equal(await box.isChecked(), true);
  await both(ana, 'own');
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/v1/renders'));
  await page.getByRole('button', { name: 'Make it' }).click();
  const body = (await asked).postDataJSON();
  assert.deepEqual([body.cast, body.parts], [[`character:${shown.cat.id}`, 'ana_owner'], ['both', 'voice']]);
  assert.deepEqual([...ana.complaints, ...ben.complaints].filter((c) => !/status of (400|403|404|409|410|422)/.test(c)), []);
});
