// A character of somebody else's: opened up by its owner, cast by its address, answered with the thumb, seen and taken
// back; and what of a person may be wanted. In real browsers.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { audit } from '../harness/audit.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { drawCharacter } from '../harness/characters.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, facePack, operator } from '../harness/visitor.mjs';

const SCRIPT = 'Good evening. I am the cat of somebody else.';
let server;
let stage;
let ana; // whose character it is, on a phone that is touched
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
  [ana, ben] = [await stage.visitor(server, { hasTouch: true, isMobile: true }), await stage.visitor(server)];
  await Promise.all([ana.signInAs(owner), ben.signInAs(asker)]);
  Object.assign(shown, { owner, asker });
});
after(async () => {
  await stage?.close();
  await server?.close();
});

const both = async (guest, where, name) => {
  const found = [];
  for (const [size, viewport] of [['phone', PHONE], ['wide', DESKTOP]]) {
    await guest.page.setViewportSize(viewport);
    found.push(...(await audit(guest.page, where)));
    await guest.page.waitForTimeout(1500);
    await guest.shot(`cast-${name}-${size}`);
  }
  await guest.page.setViewportSize(PHONE);
  assert.deepEqual(found, []);
};

/** A finger on the element, from its middle so far to the side. */
async function swipe(page, element, by) {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 60)];
  const cdp = await page.context().newCDPSession(page);
  const touch = (type, points) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await touch('touchStart', [{ x, y }]);
  for (let step = 1; step <= 8; step++) {
    await touch('touchMove', [{ x: x + (by * step) / 8, y }]);
    await page.waitForTimeout(30);
  }
  await touch('touchEnd', []);
  await cdp.detach();
}

test('its owner makes a character and opens it up by its own rules', { timeout: 120_000 }, async () => {
  const { page } = ana;
  await drawCharacter(page, 'Mr. Whiskers');
  await page.getByText('Only you may use it.').waitFor();
  await both(ana, '/characters', 'list');
  await page.getByRole('link', { name: 'Rules of Mr. Whiskers' }).click();
  await page.getByText('Others cast it as @ana_owner/mr_whiskers, if its rules let them.').waitFor();
  assert.equal(await page.getByText('What of you').count(), 0, 'a character is not in parts');
  await page.getByRole('button', { name: 'Public figure' }).click();
  await page.getByRole('combobox', { name: 'Languages that may be spoken' }).selectOption({ label: 'English' });
  await page.getByText('Speaks only English.').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Your rules are saved. They count from now on.').waitFor();
  shown.path = new URL(page.url()).pathname;
  await both(ana, shown.path, 'rules');
  await page.getByText('Every member may use it, but for whom you blocked.').waitFor();
  await page.goto('/understudy/rules');
  await page.getByText('Nobody else may use it.').waitFor();
});

test('who asks names it by its address, and is told what its rules say', async () => {
  const { page } = ben;
  await page.goto('/make');
  await page.getByLabel('What you say').fill(SCRIPT);
  await page.getByLabel('Where you are, and how it looks').fill('On a theatre stage');
  await page.getByRole('button', { name: 'Add someone' }).click();
  await page.getByLabel('Handle of who plays with you').fill('ana_owner/nobody');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('There is no character "ana_owner/nobody" that you can cast.').waitFor();
  await page.getByLabel('Handle of who plays with you').fill('ana_owner/mr_whiskers');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('Mr. Whiskers of @ana_owner').waitFor();
  await page.getByText('is asked when you start').waitFor();
  await ben.shot('cast-make');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { name: 'Waiting for a yes' }).waitFor();
  shown.render = page.url().split('/').at(-1);
});

test('the thumb answers: a short way nothing, far a yes that can be taken back, and then sent', { timeout: 300_000 }, async () => {
  const { page } = ana;
  await both(ana, '/requests', 'inbox');
  const card = page.locator('.swipe').filter({ hasText: SCRIPT });
  await card.getByText('For Mr. Whiskers, a character').waitFor();
  for (const name of ['Yes', 'No']) {
    const box = await card.getByRole('button', { name, exact: true }).boundingBox();
    assert.ok(box.height >= 44 && box.width >= 44, `${name} is ${box.width} x ${box.height}`);
  }
  const words = card.getByText(SCRIPT);
  await swipe(page, words, 60);
  await page.waitForTimeout(300);
  assert.equal(await card.getByRole('button', { name: 'Undo' }).count(), 0);
  await swipe(page, words, -170);
  await card.getByText('No. It is sent in a moment.').waitFor();
  await ana.shot('cast-swiped');
  await card.getByRole('button', { name: 'Undo' }).click();
  await page.waitForTimeout(5600);
  assert.equal((await shown.asker.get(`/api/v1/renders/${shown.render}`)).ok(200).state, 'awaiting_consent', 'taken back, nothing is sent');
  await swipe(page, words, 170);
  await card.getByText('Yes. It is sent in a moment.').waitFor();
  await page.getByText('You said yes.').waitFor();
  await ben.page.waitForURL(/\/clips\//, { timeout: 250_000 });
  await ben.page.getByText('@ana_owner still looks at it.').waitFor();
  shown.clip = ben.page.url().split('/').at(-1);
});

test('its owner looks at the file, it is published and named, and comes down for all', async () => {
  const { page } = ana;
  await page.goto(`/clips/${shown.clip}`);
  await page.getByRole('button', { name: 'Yes to this clip' }).click();
  await page.getByText('You said yes to this clip.').waitFor();
  await ben.page.reload();
  await ben.page.getByRole('button', { name: 'Publish' }).click();
  await ben.page.getByText('Published. It is in the feed now.').waitFor();
  await ben.page.goto(`/clips/${shown.clip}`);
  await ben.page.getByText('With Mr. Whiskers').first().waitFor();
  await ben.shot('cast-clip');
  await page.goto(`${shown.path}/uses`);
  await page.getByText('by @ben_asker, published').waitFor();
  await both(ana, `${shown.path}/uses`, 'uses');
  await page.getByRole('button', { name: 'Take back', exact: true }).click();
  await page.getByRole('button', { name: 'Take it back', exact: true }).click();
  await page.getByText('1 use taken back.').waitFor();
  assert.equal((await fetch(`${server.origin}/c/${shown.clip}`)).status, 410);
});

test('who lends a voice only is heard from a character', { timeout: 300_000 }, async () => {
  await shown.owner.rule({ audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true, parts: 'voice' });
  const { page } = ben;
  await page.goto('/make');
  await page.getByLabel('What you say').fill(SCRIPT);
  await page.getByLabel('Where you are, and how it looks').fill('On a theatre stage');
  await page.getByRole('button', { name: /Take @ana_owner.* out of the cast/ }).click().catch(() => {});
  await page.getByRole('button', { name: 'Add someone' }).click();
  await page.getByLabel('Handle of who plays with you').fill('ana_owner');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('They lend their voice only. Let a character say it in their voice.').waitFor();
  await ben.shot('cast-voice-only');
  await shown.owner.rule({ parts: 'face' });
  await page.getByLabel('What you say').fill(`${SCRIPT} Hello.`);
  await page.getByText('allows this with their face: the studio speaks').waitFor();
  await page.getByLabel('Only the face of @ana_owner: the studio speaks for them.').check();
  await page.getByText('allows this with their face: the studio speaks').waitFor();
  await both(ben, '/make', 'make');
  assert.deepEqual([...ana.complaints, ...ben.complaints].filter((c) => !/status of (400|403|404|409|410|422)/.test(c)), []);
});
