// Two people in two browsers: following, being told live and for later, blocking and letting go.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { audit } from '../harness/audit.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let [server, stage, ana, ben, eve] = [];
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana Lima' });
  ben = await new Visitor(server).join(await ana.invite(), { handle: 'ben', name: 'Ben Okafor' });
  eve = await new Visitor(server).join(await ana.invite(), { handle: 'eve', name: 'Eve Sørensen' });
  stage = await open({ camera: false });
});
after(async () => {
  await stage?.close();
  await server?.close();
});

const follow = async (a, b) => (await a.put(`/api/v1/profiles/${b.handle}/follow`)).ok(200);

test('someone is followed, told at once and later, and goes to see who it is', { timeout: 300_000 }, async () => {
  const his = await stage.visitor(server);
  await his.signInAs(ben);
  const bell = (n) => his.page.getByRole('link', { name: n ? `Notices, ${n} new` : 'Notices', exact: true });
  await bell(0).waitFor();
  await his.page.goto('/notices');
  await his.page.getByRole('heading', { name: 'Nothing to tell you yet' }).waitFor();
  await his.shot('notices-empty-phone');

  const hers = await stage.visitor(server, { viewport: DESKTOP });
  await hers.signInAs(ana);
  await hers.page.goto('/@ben');
  await hers.shot('profile-follow-desktop');
  await hers.page.getByRole('button', { name: 'Follow', exact: true }).click();
  await hers.page.getByRole('button', { name: 'Following' }).waitFor();
  await hers.page.getByText('1 follower', { exact: true }).waitFor();
  await hers.shot('profile-following-desktop');

  // On the page of notices it appears by itself, and is said to whoever does not see it.
  await his.page.getByRole('heading', { name: 'Today' }).waitFor();
  await his.page.getByText('New: Ana Lima follows you.').waitFor();
  await bell(1).waitFor();
  assert.equal(await his.page.getByRole('status').filter({ hasText: 'Ana Lima follows you.' }).count(), 1);
  await his.shot('notices-phone');

  // In another room a sentence says it; on the stage the bell alone.
  await his.page.goto('/settings');
  await bell(1).waitFor();
  await follow(eve, ben);
  await his.page.locator('.toast').getByText('Eve Sørensen follows you.').waitFor();
  await his.shot('notice-toast-phone');
  await his.page.locator('.toast').getByRole('link', { name: 'See' }).click();
  await his.page.getByText('New: Eve Sørensen follows you.').waitFor();
  await his.page.getByText('New: Ana Lima follows you.').waitFor();
  await his.page.goto('/');
  await bell(2).waitFor();
  await his.shot('bell-feed-phone');

  // Following a notice's link reads it and what came before.
  await his.page.goto('/notices');
  await his.page.getByRole('link', { name: 'See who it is' }).last().click();
  await his.page.waitForURL('/@ana');
  await bell(1).waitFor();
  await his.page.getByText('Follows you.').waitFor();
  await his.shot('profile-follow-back-phone');
  await his.page.getByRole('button', { name: 'Follow back' }).click();
  await his.page.getByText('You follow each other.').waitFor();
  await his.page.goto('/notices');
  await his.page.getByRole('button', { name: 'Mark all read' }).click();
  await bell(0).waitFor();
  await his.page.getByText('New: ').first().waitFor({ state: 'detached' });

  const problems = [];
  for (const viewport of [PHONE, DESKTOP]) {
    for (const guest of [his, hers]) {
      await guest.page.setViewportSize(viewport);
      for (const at of ['/notices', '/settings', '/@ana', '/@eve', '/']) problems.push(...(await audit(guest.page, at)));
    }
    await his.page.goto('/notices');
    await his.page.getByText('Eve Sørensen').waitFor();
    await his.shot(`notices-read-${viewport === PHONE ? 'phone' : 'desktop'}`);
  }
  assert.deepEqual(problems, []);
  assert.deepEqual([...his.complaints, ...hers.complaints], []);
  await his.context.close();
  await hers.context.close();
});

test('someone is blocked after a question, let go with one press, and listed in the settings', { timeout: 300_000 }, async () => {
  const guest = await stage.visitor(server);
  const { page } = guest;
  await guest.signInAs(eve);
  await page.goto('/@ben');
  await page.getByRole('button', { name: 'Following' }).waitFor();
  const more = page.getByRole('button', { name: 'More about Ben Okafor' });
  // By keyboard alone.
  await more.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Block @ben' }).waitFor();
  await guest.shot('block-menu-phone');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Block @ben' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Block @ben' }).click();
  const dialog = page.getByRole('dialog', { name: 'Block Ben Okafor?' });
  await dialog.waitFor();
  await guest.shot('block-question-phone');
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await page.getByRole('button', { name: 'Following' }).waitFor();

  const block = async () => {
    await more.click();
    await page.getByRole('button', { name: 'Block @ben' }).click();
    await dialog.getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByText('You blocked Ben Okafor.').waitFor();
  };
  await block();
  await page.locator('.toast').getByText('Ben Okafor is blocked.').waitFor();
  await guest.shot('blocked-phone');
  (await ben.get('/api/v1/profiles/eve')).refused('not_found');
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Following' }).waitFor();
  (await ben.get('/api/v1/profiles/eve')).ok(200);

  await page.setViewportSize(DESKTOP);
  await page.reload();
  await more.click();
  await page.getByRole('button', { name: 'Block @ben' }).waitFor();
  await guest.shot('block-menu-desktop');
  await page.keyboard.press('Escape');
  await block();
  await page.goto('/settings');
  const line = page.getByRole('listitem').filter({ hasText: '@ben' });
  await line.scrollIntoViewIfNeeded();
  await guest.shot('blocked-settings-desktop');
  await line.getByRole('button', { name: 'Unblock' }).click();
  await page.getByText('Nobody. You can block somebody from the menu on their page.').waitFor();
  assert.equal((await eve.get('/api/v1/profiles/ben')).ok(200).relation.blocked, false);
  assert.deepEqual(guest.complaints, []);
  await guest.context.close();
});

test('a visitor who follows is asked to sign in', { timeout: 120_000 }, async () => {
  const guest = await stage.visitor(server);
  await guest.page.goto('/@ana');
  await guest.page.getByRole('button', { name: 'Follow', exact: true }).click();
  await guest.page.getByText('Members can follow people.').waitFor();
  assert.equal(await guest.page.getByRole('link', { name: /^Notices/ }).count(), 0);
  await guest.context.close();
});

test('a page whose server was cut off comes back by itself and hears what it missed', { timeout: 300_000 }, async () => {
  const kim = await new Visitor(server).join(await ana.invite(), { handle: 'kim', name: 'Kim' });
  const guest = await stage.visitor(server);
  await guest.signInAs(kim);
  await guest.page.goto('/notices');
  await follow(ana, kim);
  await guest.page.getByText('New: Ana Lima follows you.').waitFor();
  await server.kill();
  const later = await server.again();
  for (const who of [ana, ben, eve, kim]) who.server = later;
  server = later;
  await follow(ben, kim);
  await guest.page.getByText('New: Ben Okafor follows you.').waitFor({ timeout: 60_000 });
  assert.equal(await guest.page.getByRole('listitem').filter({ hasText: 'follows you' }).count(), 2);
  await guest.page.getByRole('link', { name: 'Notices, 2 new' }).waitFor();
  await guest.context.close();
});
