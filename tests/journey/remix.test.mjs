// A clip is made into another, and taken back while the other plays: in the feed, on its page for others, on another site.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { audit } from '../harness/audit.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, facePack, operator } from '../harness/visitor.mjs';

const SCRIPT = 'Good evening from the other side of the camera.';
const OWN = 'And good night from this side.';
/** So long a clip may go on playing after it was taken back, and what a busy machine adds. */
const HEARTBEAT_MS = 15_000 + 5_000;
const RULES = { audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true };
let server;
let stage;
let site;
let ana; // whose face it is
let ben; // who remixes
let cleo; // who watches
const shown = {};
before(async () => {
  [server, stage] = await Promise.all([start(), open({ camera: false })]);
  const boss = await operator(server, { handle: 'boss', name: 'Boss' });
  const join = async (handle, name) => new Visitor(server).join(await boss.invite(), { handle, name });
  const [owner, maker, remixer] = [await join('ana_owner', 'Ana Owner'), await join('dan_maker', 'Dan Maker'), await join('ben_remixer', 'Ben Remixer')];
  await Promise.all([owner.scan(facePack()), maker.scan(), remixer.scan(facePack())]);
  await owner.rule({ ...RULES, remix: 'deny' });
  await maker.rule({ ...RULES, remix: 'allow' });
  const original = await maker.publish(await maker.draft({ cast: ['ana_owner'], script: SCRIPT, prompt: 'On a theatre stage' }));
  [ana, ben, cleo] = [await stage.visitor(server), await stage.visitor(server), await stage.visitor(server, { viewport: DESKTOP })];
  await Promise.all([ana.signInAs(owner), ben.signInAs(remixer)]);
  Object.assign(shown, { owner, original });
});
after(async () => {
  site?.close();
  await stage?.close();
  await server?.close();
});

/** Looks at a page in both sizes. */
async function both(guest, where, name) {
  const found = [];
  for (const [size, viewport] of [['phone', PHONE], ['desktop', DESKTOP]]) {
    await guest.page.setViewportSize(viewport);
    found.push(...(await audit(guest.page, where)));
    await guest.shot(`remix-${name}-${size}`);
  }
  await guest.page.setViewportSize(PHONE);
  assert.deepEqual(found, []);
}

test('a rule that says no is told before anything is asked', async () => {
  const { page } = ben;
  await page.goto('/');
  await page.getByText(SCRIPT).first().waitFor();
  await page.getByRole('link', { name: 'Remix this clip' }).click();
  await page.waitForURL('/make');
  await page.getByRole('link', { name: "Remix of @dan_maker's clip" }).waitFor();
  assert.equal(await page.getByLabel('What you say').inputValue(), SCRIPT);
  assert.equal(await page.getByLabel('Where you are, and how it looks').inputValue(), 'On a theatre stage');
  // She plays in it no more: her rules do not let her.
  await page.getByText('allows no remix of their clip').waitFor();
  await page.getByText('They say no to remixes').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Take @ana_owner out of the cast' }).count(), 0);
  assert.ok(await page.getByRole('button', { name: 'Make it' }).isDisabled());
  await both(ben, '/make', 'refused');
});

test('allowed, the remix begins with words, place and cast, and is made', { timeout: 400_000 }, async () => {
  const { page } = ben;
  await shown.owner.rule({ remix: 'allow' });
  await page.goto(`/clips/${shown.original.id}`);
  await page.getByRole('link', { name: 'Remix this clip' }).click();
  await page.getByRole('button', { name: 'Take @ana_owner out of the cast' }).waitFor();
  await page.getByText('allows this').waitFor();
  await page.getByText('allows a remix of their clip').waitFor();
  await page.getByLabel('What you say').fill(OWN);
  await page.waitForTimeout(1500);
  await both(ben, '/make', 'allowed');
  // What is remixed is kept with what is typed.
  await page.getByRole('link', { name: "Remix of @dan_maker's clip" }).waitFor();
  const alone = page.getByLabel('Without me: they play alone.');
  if (!(await alone.isChecked())) await alone.check();
  await page.getByText('allows this').waitFor();
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.waitForURL(/\/clips\//, { timeout: 300_000 });
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Published. It is in the feed now.').waitFor();
  shown.remix = page.url().split('/').at(-1);
  await page.getByRole('link', { name: "Remix of @dan_maker's clip" }).first().waitFor();
  await both(ben, `/clips/${shown.remix}`, 'clip');
});

test('the original leads to it', async () => {
  const { page } = cleo;
  await page.goto(`/c/${shown.original.id}`);
  await page.getByRole('link', { name: '1 remix' }).click();
  await page.getByRole('heading', { name: 'Remixes' }).waitFor();
  await page.getByRole('link', { name: OWN }).click();
  await page.getByRole('link', { name: "Remix of @dan_maker's clip" }).first().click();
  await page.waitForURL(`/clips/${shown.original.id}`);
  await both(cleo, `/clips/${shown.original.id}/remixes`, 'list');
  await both(cleo, `/c/${shown.remix}`, 'share');
});

test('taken back while it plays in a feed, on its page and on another site, the original takes the remix along', { timeout: 200_000 }, async () => {
  site = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(`<!doctype html><title>A blog</title><h1>A blog</h1><iframe title="A clip" src="${server.origin}/embed/${shown.remix}" width="405" height="720"></iframe>`));
  await new Promise((up) => site.listen(0, 'localhost', up));
  const [feed, share, blog] = [cleo.page, await cleo.context.newPage(), await cleo.context.newPage()];
  await cleo.page.setViewportSize(DESKTOP);
  await feed.goto('/');
  await share.goto(`/c/${shown.remix}`);
  await blog.goto(`http://localhost:${site.address().port}/`);
  const players = [feed.locator('article video').first(), share.locator('video'), blog.frameLocator('iframe').locator('video')];
  await feed.getByText(OWN).first().waitFor();
  for (const video of players) {
    await video.waitFor();
    await video.evaluate((v) => v.play());
    await video.evaluate((v) => new Promise((seen) => setInterval(() => v.currentTime > 0.2 && !v.paused && seen(), 50)));
  }
  await feed.waitForTimeout(6000);

  // Whose face it is sees it all, and takes back the original alone.
  await ana.page.goto('/understudy/uses');
  await ana.page.getByText('a remix by @ben_remixer').waitFor();
  await ana.page.getByText(/published, .*, [1-9]\d* views?/).first().waitFor();
  await ana.page.getByText('Shown on 1 other site').click();
  await ana.page.getByText(/^localhost: loaded 1 time, last on /).waitFor();
  await ana.shot('remix-uses-open');
  await both(ana, '/understudy/uses', 'uses');
  const line = ana.page.getByRole('listitem').filter({ hasText: SCRIPT });
  await line.getByRole('button', { name: 'Take back', exact: true }).click();
  await ana.page.getByRole('button', { name: 'Take it back', exact: true }).click();
  await ana.page.getByText('1 use taken back.').waitFor();

  const began = Date.now();
  const dark = async (page, name) => {
    await page.getByText('Withdrawn by someone in it').waitFor({ timeout: HEARTBEAT_MS });
    return [name, Date.now() - began];
  };
  const times = await Promise.all([dark(feed, 'feed'), dark(share, 'share page'), dark(blog.frameLocator('iframe'), 'embed')]);
  for (const [name, ms] of times) assert.ok(ms < HEARTBEAT_MS, `${name}: ${ms} ms`);
  console.log(times.map(([name, ms]) => `${name} dark after ${(ms / 1000).toFixed(1)} s`).join(', '));
  // Nothing of it is left on the screen: neither frame nor still nor words.
  for (const page of [feed.locator('article').first(), share.locator('main'), blog.frameLocator('iframe').locator('main')]) {
    assert.equal(await page.locator('video[src], video source, video[poster], img').count(), 0);
  }
  for (const page of [feed, share, blog.frameLocator('iframe')]) assert.equal(await page.getByText(OWN).filter({ visible: true }).count(), 0);
  await cleo.shot('remix-dark-feed');
  await share.setViewportSize(PHONE);
  if (process.env.SHOTS) {
    await share.screenshot({ path: `${process.env.SHOTS}/remix-dark-share.png` });
    await blog.screenshot({ path: `${process.env.SHOTS}/remix-dark-embed.png` });
  }
  assert.deepEqual(await blog.context().cookies(`${server.origin}/embed`), []);
  assert.equal((await share.goto(`/c/${shown.remix}`)).status(), 410);
  await share.getByText('It was made out of another clip').waitFor();
  await ben.page.goto(`/clips/${shown.remix}`);
  await ben.page.getByText('Someone in the clip that it was made out of took back their yes.').waitFor();
  await ben.shot('remix-withdrawn');
  await ana.page.goto('/understudy/uses');
  await ana.page.getByText(/, taken back,/).first().waitFor();
  assert.equal(await ana.page.getByText(/, taken back,/).count(), 2);
  const expected = /status of (403|404|409|410)/;
  assert.deepEqual([...ana.complaints, ...ben.complaints, ...cleo.complaints].filter((c) => !expected.test(c)), []);
});
