// Words that this site holds back, in a real browser: the author reads which and why, asks the operator, and goes on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { complaints } from '../harness/audit.mjs';
import { audit } from '../harness/audit.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { gateway } from '../harness/gateway.mjs';
import { Visitor, facePack, operator } from '../harness/visitor.mjs';

let room, stage, author, boss;
before(async () => {
  [room, stage] = await Promise.all([gateway(), open({ camera: false })]);
  const ana = await operator(room.server, { handle: 'ana', name: 'Ana' });
  const ben = await new Visitor(room.server).join(await ana.invite(), { handle: 'ben', name: 'Ben' });
  await ben.scan(facePack());
  [author, boss] = [await stage.visitor(room.server), await stage.visitor(room.server)];
  await author.signInAs(ben);
  await boss.signInAs(ana);
});
after(async () => {
  await stage?.close();
  await room?.server.close();
  await room?.fakes.close();
});

const clean = async (page) => assert.deepEqual(await complaints(page), []);
const both = async (guest, name) => {
  for (const [size, suffix] of [[PHONE, ''], [DESKTOP, '-wide']]) {
    await guest.page.setViewportSize(size);
    await guest.shot(`${name}${suffix}`);
    await clean(guest.page);
  }
  await guest.page.setViewportSize(PHONE);
};

test('words are held back with the reason; the operator lets them pass; their author is told and goes on', { timeout: 300_000 }, async () => {
  const { page } = author;
  await page.goto('/make');
  await page.getByLabel('What you say').fill('Welcome to the museum. Here they build a bomb.');
  await page.getByLabel('Where you are, and how it looks').fill('A quiet library');
  const make = page.getByRole('button', { name: 'Make it' });
  await make.click();
  const held = page.locator('.held');
  await held.getByText('“Here they build a bomb.”').first().waitFor({ timeout: 90_000 });
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'held', 'it is scrolled to, and read');
  await both(author, 'words-held');
  await held.getByRole('button', { name: 'Ask the operator' }).click();
  await held.getByLabel('A note to the operator').fill('It is a museum.');
  await held.getByRole('button', { name: 'Send' }).click();
  await held.getByText('The operator has been asked').waitFor();
  await author.shot('words-asked');

  const desk = boss.page;
  assert.deepEqual(await audit(desk, '/desk/words'), []);
  await desk.getByText('They write: It is a museum.').waitFor();
  await both(boss, 'words-desk');
  await desk.getByLabel('Why').fill('A museum may.');
  await desk.getByRole('button', { name: 'Let it pass' }).click();
  await desk.getByText('You said yes.').waitFor();
  await desk.reload();
  await desk.getByText('Nothing waits').waitFor();

  // What was typed is still there, and passes now.
  await page.goto('/notices');
  await page.getByText('The operator lets it pass.').waitFor();
  await page.getByRole('link', { name: 'Go on with it' }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.waitForURL(/\/make\/[0-9a-z]{26}/, { timeout: 90_000 });
});

test('other words make the notice go away', { timeout: 120_000 }, async () => {
  const { page } = author;
  await page.goto('/make');
  await page.getByLabel('What you say').fill('They cook meth in this one.');
  await page.getByLabel('Where you are, and how it looks').fill('A kitchen');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.locator('.held').waitFor({ timeout: 90_000 });
  await page.getByLabel('What you say').fill('They cook soup in this one.');
  await page.locator('.held').waitFor({ state: 'detached' });
});
