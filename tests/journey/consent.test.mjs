// Three people and one face: asked, allowed, looked at, published, tagged, and taken back, in real browsers.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { audit, complaints } from '../harness/audit.mjs';
import { DESKTOP, open } from '../harness/browser.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, facePack, operator } from '../harness/visitor.mjs';

const SCRIPT = 'Good evening from the other side of the camera.';
let server;
let stage;
let ana; // whose face it is
let ben; // who asks
let cleo; // who watches
const shown = {};
before(async () => {
  [server, stage] = await Promise.all([start(), open({ camera: false })]);
  const boss = await operator(server, { handle: 'boss', name: 'Boss' });
  const [owner, asker] = [await new Visitor(server).join(await boss.invite(), { handle: 'ana_owner', name: 'Ana Owner' }), await new Visitor(server).join(await boss.invite(), { handle: 'ben_asker', name: 'Ben Asker' })];
  await owner.scan(facePack());
  [ana, ben, cleo] = [await stage.visitor(server), await stage.visitor(server), await stage.visitor(server, { viewport: DESKTOP })];
  await Promise.all([ana.signInAs(owner), ben.signInAs(asker)]);
  Object.assign(shown, { owner, asker });
});
after(async () => {
  await stage?.close();
  await server?.close();
});

const both = async (guest, where) => {
  const found = await audit(guest.page, where);
  await guest.page.setViewportSize(DESKTOP);
  await guest.shot(`consent-wide-${where.replaceAll('/', '-')}`);
  found.push(...(await audit(guest.page, where)));
  await guest.page.setViewportSize({ width: 390, height: 844 });
  assert.deepEqual(found, []);
};

test('the owner opens up, in rules that are read back', async () => {
  const { page } = ana;
  await page.goto('/understudy');
  await page.getByText('Nobody else may use it.').waitFor();
  await page.getByRole('link', { name: 'Change the rules' }).click();
  await page.getByRole('button', { name: 'Public figure' }).click();
  await page.getByText('Every member may use it, but for whom you blocked.').waitFor();
  await page.getByLabel('In your own words').fill('Never say moist. Be lovely.');
  await page.getByText('Never says “moist”').waitFor();
  await page.getByText('Not understood, so it will not count: “Be lovely”').waitFor();
  await page.getByRole('button', { name: 'Add these rules' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Your rules are saved. They count from now on.').waitFor();
  await ana.shot('consent-rules');
  await both(ana, '/understudy/rules');
  await page.goto('/understudy');
  await page.getByText('You answer each request first.').waitFor();
});

test('who asks is told while typing, and waits for a yes', async () => {
  const { page } = ben;
  await page.goto('/make');
  await page.getByLabel('What you say').fill('A moist evening to you all.');
  await page.getByLabel('Where you are, and how it looks').fill('On a theatre stage');
  await page.getByRole('button', { name: 'Add someone' }).click();
  await page.getByLabel('Handle of who plays with you').fill('ana_owner');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('They do not say these words').waitFor();
  await page.getByText('“moist”').waitFor();
  await ben.shot('consent-refused');
  await page.getByLabel('What you say').fill(SCRIPT);
  await page.getByText('is asked when you start').waitFor();
  // What it is for has rules of its own, and outlives a reload.
  await page.getByText('What it is for: personal').click();
  await page.getByRole('radio', { name: 'An advertisement' }).press('Space');
  await page.getByText('They say no to advertisements').waitFor();
  await page.getByText('What it is for: an advertisement').scrollIntoViewIfNeeded();
  await ben.shot('consent-purpose');
  await both(ben, '/make');
  await page.reload();
  await page.getByText('What it is for: an advertisement').waitFor();
  await page.getByRole('radio', { name: 'Earns or sells something' }).press('Space');
  await page.getByText('They say no to clips that earn or sell').waitFor();
  await page.getByRole('radio', { name: 'Personal' }).press('Space');
  await page.getByText('is asked when you start').waitFor();
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { name: 'Waiting for a yes' }).waitFor();
  await ben.shot('consent-waiting');
  shown.render = page.url().split('/').at(-1);
});

test('the owner sees what is asked and says yes; it goes on by itself', { timeout: 300_000 }, async () => {
  const { page } = ana;
  await page.goto('/requests');
  await page.getByText(SCRIPT).waitFor();
  await page.waitForTimeout(4000);
  await ana.shot('consent-inbox');
  await both(ana, '/requests');
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await page.getByText('You said yes.').waitFor();
  await ben.page.waitForURL(/\/clips\//, { timeout: 200_000 });
  await ben.page.getByText('@ana_owner still looks at it.').waitFor();
  assert.ok(await ben.page.getByRole('button', { name: 'Publish' }).isDisabled());
  shown.clip = ben.page.url().split('/').at(-1);
});

test('the very file is looked at, then published and tagged', async () => {
  const { page } = ana;
  await page.goto('/requests');
  await page.getByRole('link', { name: 'Look at it' }).click();
  await page.getByText('It is published only if you say yes to it.').waitFor();
  await ana.shot('consent-look');
  await page.getByRole('button', { name: 'Yes to this clip' }).click();
  await page.getByText('You said yes to this clip.').waitFor();
  await ben.page.reload();
  await ben.page.getByRole('button', { name: 'Publish' }).click();
  await ben.page.getByText('Published. It is in the feed now.').waitFor();
  await cleo.page.goto('/');
  await cleo.page.getByText('@ana_owner').first().waitFor();
});

test('who made it saves the file; whom it shows is told, finds it listed, and keeps it back from then on', async () => {
  const { page } = ben;
  await page.getByRole('link', { name: 'Save the file' }).click();
  await page.getByText('that you saved it: a file cannot be called back.').waitFor();
  const press = async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the file', exact: true }).press('Enter')]);
    return download;
  };
  const download = await press();
  assert.match(download.suggestedFilename(), /^understudy-good-evening-from-the-other-side-of-the-[0-9a-z]{8}\.mp4$/);
  const published = Buffer.from(await (await fetch(`${server.origin}/media/${shown.clip}/clip.mp4`)).arrayBuffer());
  assert.ok(readFileSync(await download.path()).equals(published));
  await page.getByText('The file is being saved.', { exact: true }).waitFor();
  await both(ben, new URL(page.url()).pathname);
  assert.equal((await press()).suggestedFilename(), download.suggestedFilename());

  await ana.page.goto('/notices');
  await ana.page.getByText('Ben Asker saved the file of a clip with you. It cannot be called back.').waitFor();
  await ana.shot('consent-saved-notice');
  await ana.page.getByRole('link', { name: 'See what was saved' }).click();
  await ana.page.getByRole('heading', { name: 'Files that others saved' }).waitFor();
  await ana.page.getByText(/saved 2 times by others, last just now/).waitFor();
  await ana.page.getByText('Tell a copy by its hash').click();
  await ana.page.getByText(createHash('sha256').update(published).digest('hex')).waitFor();
  await ana.shot('consent-saved-uses');
  await both(ana, '/understudy/uses');

  await ana.page.goto('/understudy/rules');
  await ana.page.getByLabel('Who makes a clip, or plays in it, may save its file. You see who did.').uncheck();
  await ana.page.getByText('No file of a clip with it is handed out to be saved.').waitFor();
  await ana.page.getByRole('button', { name: 'Save', exact: true }).click();
  await ana.page.getByText('Your rules are saved. They count from now on.').waitFor();
  await page.goto(`/clips/${shown.clip}/save`);
  await page.getByRole('button', { name: 'Save the file', exact: true }).click();
  await page.getByText('@ana_owner: They do not let files of clips with them be saved.').waitFor();
  await ben.shot('consent-kept-back');
});

test('its receipt is saved where she appears, and checked by anyone who is given the link', async () => {
  const { page } = ana;
  await page.goto('/understudy/uses');
  await page.getByText(/^Receipt: entry \d+ of the public log$/).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the receipt' }).click()]);
  assert.match(download.suggestedFilename(), /^understudy-receipt-\d+\.json$/);
  const saved = JSON.parse(readFileSync(await download.path(), 'utf8'));
  assert.equal(saved.clip, shown.clip);
  assert.match(saved.opening.subject_salt, /^[0-9a-f]{64}$/);
  await page.getByText('The receipt is saved.', { exact: true }).waitFor();
  const link = await page.getByRole('link', { name: 'Check it' }).getAttribute('href');
  assert.equal(link, `/verify#${saved.receipt}`);
  await page.getByRole('button', { name: 'Show all receipts' }).click();
  await page.getByRole('link', { name: `Entry ${saved.index} of the public log` }).waitFor();
  await ana.shot('consent-receipts');
  assert.deepEqual(await complaints(page), []);
  // Nothing of it is sent to the site but what a page asks for by itself.
  await cleo.page.goto(link);
  await cleo.page.locator('.verdict').getByText('Checked in your browser').waitFor();
  assert.equal(await cleo.page.locator('.verdict').getAttribute('data-holds'), 'yes');
  assert.ok(cleo.requests.every(({ url }) => !url.split('#')[0].includes(saved.receipt)));
});

test('one switch hides everything of hers, and brings it back', async () => {
  const { page } = ana;
  const media = async () => (await fetch(`${server.origin}/media/${shown.clip}/clip.mp4`)).status;
  await page.goto('/understudy');
  const all = page.getByRole('switch', { name: /^Pause everything/ });
  await all.click();
  await page.getByText('Everything is paused: nobody may use it now, and clips with it are hidden.').waitFor();
  assert.equal(await media(), 404);
  await ana.shot('consent-paused');
  await both(ana, '/understudy');
  assert.equal(await all.getAttribute('aria-checked'), 'true');
  await all.click();
  await page.getByText('You answer each request first.').waitFor();
  assert.equal(await media(), 200);
});

test('an earlier version of the rules is read, and put back into the form', async () => {
  const { page } = ana;
  await page.goto('/understudy/rules');
  await page.getByText('Earlier versions', { exact: true }).click();
  await page.getByText('Added: Never says “moist”.').waitFor();
  await page.getByText('Gone: Who makes a clip with it, or plays in it, may save the file. You see who did.').waitFor();
  await page.getByText('Added: Everything is paused.').waitFor();
  await ana.shot('consent-versions');
  assert.deepEqual(await complaints(page), []);
  await page.getByRole('button', { name: 'Put version 1 back' }).click();
  await page.getByText('It is in the form. It counts once you save it.').waitFor();
  assert.ok(await page.getByLabel('Who makes a clip, or plays in it, may save its file. You see who did.').isChecked());
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.ok(!(await page.getByLabel('Who makes a clip, or plays in it, may save its file. You see who did.').isChecked()));
});

test('several requests are answered at once', async () => {
  const { page } = ana;
  const asked = [];
  for (const script of ['The first of three.', 'The second of three.', 'The third of three.']) asked.push((await shown.asker.askRender({ cast: ['ana_owner'], script })).ok(201));
  const state = async (render) => (await shown.asker.get(`/api/v1/renders/${render.id}`)).ok(200).state;
  await page.goto('/requests');
  await page.getByRole('button', { name: 'Answer several' }).click();
  const bar = page.getByRole('region', { name: 'Answer those that you chose' });
  assert.ok(await bar.getByRole('button', { name: 'Yes' }).isDisabled());
  await page.getByLabel('Choose this one').first().check();
  await bar.getByText('1 chosen').waitFor();
  await bar.getByRole('button', { name: 'All' }).click();
  await bar.getByText('3 chosen').waitFor();
  await ana.shot('consent-several');
  assert.deepEqual(await complaints(page), []);
  await page.getByLabel('Choose this one').first().uncheck();
  await bar.getByRole('button', { name: 'Yes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Say yes to 2 requests?' });
  await dialog.getByText('@ben_asker: “The first of three.”').waitFor();
  assert.deepEqual(await complaints(page), []);
  await dialog.getByRole('button', { name: 'Say yes to all of these' }).click();
  await page.getByText('Yes to 2 requests.', { exact: true }).waitFor();
  assert.deepEqual(await Promise.all(asked.map(state)), ['awaiting_device', 'awaiting_device', 'awaiting_consent']);
  for (const render of asked) (await shown.asker.post(`/api/v1/renders/${render.id}/cancel`)).ok(200);
});

test('taken back, it goes dark in feed, link and embed, and the player stops', async () => {
  // Another site that embeds the clip.
  const site = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(`<h1>A blog</h1><iframe src="${server.origin}/embed/${shown.clip}" width="405" height="720"></iframe>`));
  await new Promise((up) => site.listen(0, 'localhost', up));
  try {
    const blog = await cleo.context.newPage();
    await blog.goto(`http://localhost:${site.address().port}/`);
    const video = blog.frameLocator('iframe').locator('video');
    await video.waitFor();
    await video.evaluate((v) => v.play());
    assert.equal(await video.evaluate((v) => v.error), null);

    await ana.page.goto('/understudy/uses');
    await both(ana, '/understudy/uses');
    await ana.page.getByRole('button', { name: 'Take back', exact: true }).first().click();
    await ana.page.getByRole('button', { name: 'Take it back', exact: true }).click();
    await ana.page.getByText('1 use taken back.').waitFor();
    await ana.shot('consent-uses');

    // An open player asks for its next bytes, and gets none.
    const media = await video.evaluate((v) => v.currentSrc);
    assert.equal((await fetch(media, { headers: { range: 'bytes=0-1' } })).status, 404);
    await blog.reload();
    await blog.frameLocator('iframe').getByText('This clip was withdrawn').waitFor();
    assert.equal((await cleo.page.goto(`/c/${shown.clip}`)).status(), 410);
    await cleo.page.goto('/');
    await cleo.page.waitForLoadState('networkidle');
    assert.equal(await cleo.page.getByText('@ana_owner').count(), 0);
    await ben.page.goto(`/clips/${shown.clip}`);
    await ben.page.getByRole('heading', { name: 'This clip was withdrawn' }).waitFor();
    await ben.shot('consent-withdrawn');
    await both(ben, `/clips/${shown.clip}`);
    await ben.page.getByRole('link', { name: 'Cast it anew' }).click();
    await ben.page.getByText('Its words are here again. Choose who plays.').waitFor();
    assert.equal(await ben.page.getByLabel('What you say').inputValue(), SCRIPT);
    assert.equal(new URL(ben.page.url()).pathname, '/make');
    assert.equal(await ben.page.getByRole('button', { name: 'Take @ana_owner out of the cast' }).count(), 0);
  } finally {
    site.close();
  }
});

test('taken back in the middle of making, it ends there', { timeout: 200_000 }, async () => {
  const asked = (await shown.asker.askRender({ cast: ['ana_owner'], script: SCRIPT })).ok(201);
  (await shown.owner.answer(asked, true)).ok(200);
  // What the page tells its workers: the studio is stopped, and wipes what was lent.
  await ben.page.addInitScript(() => {
    globalThis.told = [];
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (message, ...rest) {
      if (typeof message?.body === 'string') globalThis.told.push(JSON.parse(message.body).ask);
      return postMessage.call(this, message, ...rest);
    };
  });
  await ben.page.goto(`/make/${asked.id}`);
  await ben.page.getByRole('heading', { name: 'Making your clip' }).waitFor();
  await ben.page.waitForFunction(() => globalThis.told.includes('render'), null, { timeout: 120_000 });
  (await shown.owner.post('/api/v1/likeness/revocations', { render: asked.id })).ok(200);
  await ben.page.getByRole('heading', { name: 'Someone in the cast took back their yes' }).waitFor({ timeout: 10_000 });
  await ben.page.getByText('@ana_owner took it back.').waitFor();
  await ben.page.getByRole('button', { name: 'Write it again from this' }).waitFor();
  assert.deepEqual((await ben.page.evaluate(() => globalThis.told)).slice(-2), ['cancel', 'forget']);
  await ben.shot('consent-taken-back');
  await both(ben, `/make/${asked.id}`);
  assert.equal((await shown.asker.get(`/api/v1/renders/${asked.id}`)).ok(200).state, 'withdrawn');
  assert.deepEqual([...ana.complaints, ...ben.complaints].filter((c) => !/status of (403|404|409|410)/.test(c)), []);
});

test('who used it is blocked from where she appears, with everything that they made', async () => {
  const { page } = ana;
  await page.goto('/understudy/uses');
  await page.getByRole('button', { name: 'Block @ben_asker' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Block @ben_asker?' });
  await dialog.getByText('A block takes nothing back by itself').waitFor();
  await ana.shot('consent-block');
  assert.deepEqual(await complaints(page), []);
  await dialog.getByLabel('Take back everything by @ben_asker that shows you, too. This is final.').check();
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await page.getByText(/^@ben_asker is blocked\. \d+ uses? taken back\.$/).waitFor();
  (await shown.asker.askRender({ cast: ['ana_owner'], script: SCRIPT })).refused('consent_refused', 'only_owner');
});
