// A report from form to desk to creator and back, on a phone and on a desk.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { audit } from '../harness/audit.mjs';
import { open, DESKTOP, PHONE } from '../harness/browser.mjs';
import { recoded, showing } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let stage;
let clip;
let copy;
let near;
let [ana, ben, cleo] = [];
before(async () => {
  [server, stage] = await Promise.all([start(), open({ camera: false })]);
  const who = await operator(server, { handle: 'ana', name: 'Ana Quillfeather' });
  const maker = await scanned(server, await who.invite());
  const copier = await scanned(server, await who.invite());
  clip = await maker.publish(await maker.draft({ script: 'Hear my rain song.' }, showing(1)));
  copy = await copier.publish(await copier.draft({ script: 'Mine now.' }, showing(1)));
  near = await copier.publish(await copier.draft({ script: 'Only alike.' }, recoded('desk-near.mp4', showing(1))));
  [ana, ben, cleo] = await Promise.all([who, maker, copier].map(inBrowser));
});
after(async () => {
  await stage?.close();
  await server?.close();
});

/** A browser in which somebody is signed in: it gets the cookie as from the edge. */
async function inBrowser(member) {
  const guest = await stage.visitor(server);
  const [[name, value]] = [...member.cookies];
  const cookie = `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`;
  await guest.context.route('**/signed-in', (route) => route.fulfill({ headers: { 'set-cookie': cookie }, contentType: 'text/plain', body: 'in' }));
  await guest.page.goto('/signed-in');
  return guest;
}

const SIZES = [PHONE, DESKTOP];
/** Looks at a page at both sizes: a picture of each, and what axe finds. */
async function look(guest, path, name, status = 200) {
  const problems = [];
  for (const size of SIZES) {
    await guest.page.setViewportSize(size);
    problems.push(...(await audit(guest.page, path, status)));
    await guest.shot(`${name}-${size.width}`);
    const wide = await guest.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) problems.push(`${path} at ${size.width}: ${wide} px too wide`);
  }
  await guest.page.setViewportSize(PHONE);
  return problems;
}

describe('a report', { concurrency: 1 }, () => {
  const case_ = {};

  test('is sent by somebody without an account, in a browser without scripts', { timeout: 240_000 }, async () => {
    const guest = await stage.visitor(server, { javaScriptEnabled: false });
    const { page } = guest;
    await page.goto(`/c/${clip.id}`);
    await page.getByRole('link', { name: 'Report this clip' }).click();
    await page.getByRole('heading', { name: 'Report a clip' }).waitFor();
    assert.equal(await page.getByLabel('Link of the clip').inputValue(), clip.share);
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByRole('alert').waitFor();
    await guest.shot('report-wrong');
    await page.getByLabel('An intimate picture, without consent').check();
    await page.getByLabel('What the clip shows, and why it should go').fill('It shows me. I never agreed.');
    await page.getByLabel('Your name').fill('Rosa Quill');
    await page.getByLabel('How we reach you').fill('rosa@quill.example');
    await page.getByLabel('This is about me, or about someone for whom I may act.').check();
    await page.getByLabel('I believe in good faith that what I write here is true and complete.').check();
    await page.getByLabel('Signature').fill('Rosa Quill');
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByRole('heading', { name: 'Your report is in' }).waitFor();
    await guest.shot('report-taken');
    [case_.number, case_.code] = await page.locator('output').allInnerTexts();
    await page.getByRole('link', { name: 'See how it stands' }).click();
    await page.getByLabel('Code').fill(case_.code);
    await page.getByRole('button', { name: 'See how it stands' }).click();
    await page.getByText('Nobody has decided yet.').waitFor();
    await guest.shot('report-status');
    // What was wrong with the form was said with its status.
    assert.deepEqual(guest.complaints.filter((words) => !words.includes('status of 400')), []);
    await guest.context.close();
  });

  test('waits on the desk, with its clock, and is decided', { timeout: 240_000 }, async () => {
    const { page } = ana;
    await page.goto('/settings');
    await page.getByRole('link', { name: 'Open the desk' }).click();
    await page.getByText('Report due in 47 h').waitFor();
    const problems = await look(ana, '/desk', 'desk');
    await page.getByRole('link', { name: `Case ${case_.number}` }).click();
    await page.getByText('It shows me. I never agreed.').waitFor();
    await page.getByText('The same file').waitFor();
    case_.path = new URL(page.url()).pathname;
    problems.push(...(await look(ana, case_.path, 'desk-case')));
    // One of the two copies only looks alike: it is unticked, by its name.
    await page.getByRole('button', { name: 'Take it down with its 2 copies' }).waitFor();
    const goes = page.getByRole('checkbox', { name: /^Take down the clip by .+, too$/ });
    assert.equal(await goes.count(), 1, 'the same file cannot be left up');
    assert.ok(await goes.isChecked());
    await goes.focus();
    await page.keyboard.press('Space');
    await page.getByText('Stays up').waitFor();
    await ana.shot('desk-spared');
    await page.getByRole('button', { name: 'Take it down with its copy' }).click();
    await page.getByText('Give a reason, of at most 2000 characters.').waitFor();
    await page.getByLabel('Reason').fill('It shows someone who did not agree.');
    await page.getByRole('button', { name: 'Take it down with its copy' }).click();
    await page.getByRole('heading', { name: 'Taken down' }).waitFor();
    await page.getByText('The operator left a near copy up').waitFor();
    assert.equal((await new Visitor(server).get(`/api/v1/clips/${near.id}`)).status, 200);
    assert.equal((await new Visitor(server).get(`/api/v1/clips/${copy.id}`)).status, 404);
    problems.push(...(await look(ana, case_.path, 'desk-held')));
    const plays = await page.locator('video').evaluate(async (video) => {
      video.muted = true;
      await video.play();
      return video.videoWidth;
    });
    assert.equal(plays, 540, 'the operator still sees what was held');
    assert.deepEqual(problems, []);
    assert.deepEqual(ana.complaints, []);
  });

  test('is not to be seen by who is no operator', { timeout: 120_000 }, async () => {
    await ben.page.goto('/desk');
    await ben.page.getByRole('heading', { name: /nothing/i }).first().waitFor();
  });

  test('tells the creator why, and takes an appeal', { timeout: 240_000 }, async () => {
    const problems = await look(ben, `/clips/${clip.id}`, 'held-clip');
    const { page } = ben;
    await page.getByRole('link', { name: 'Why, and what you can do' }).click();
    await page.getByRole('heading', { name: 'Your clip was taken down' }).waitFor();
    await page.getByText('It shows someone who did not agree.').waitFor();
    await page.getByText('No program decided.', { exact: false }).waitFor();
    problems.push(...(await look(ben, `/clips/${clip.id}/appeal`, 'appeal')));
    await page.getByLabel('Why the clip should come back').fill('Nobody but me is in it.');
    await page.getByRole('button', { name: 'Send the appeal' }).click();
    await page.getByText('Your appeal is in. The operator answers it in 6 days.').waitFor();
    await ben.shot('appealed');
    await cleo.page.goto(`/clips/${copy.id}/appeal`);
    await cleo.page.getByText('A program compared it', { exact: false }).waitFor();
    assert.deepEqual(problems, []);
    assert.deepEqual(ben.complaints, []);
  });

  test('comes back when the operator says so', { timeout: 240_000 }, async () => {
    const { page } = ana;
    await page.goto('/desk');
    await page.getByText('Appeal due in 6 days').waitFor();
    await page.goto(case_.path);
    await page.getByText('Nobody but me is in it.').waitFor();
    await ana.shot('desk-appeal');
    await page.getByLabel('Reason').fill('We looked again: it is the creator.');
    await page.getByRole('button', { name: 'Put it back' }).click();
    await page.getByText('Put back').first().waitFor();
    await ben.page.goto(`/clips/${clip.id}/appeal`);
    await ben.page.getByRole('heading', { name: 'This clip is not held' }).waitFor();
    await cleo.page.goto(`/clips/${copy.id}`);
    await cleo.page.locator('video').first().waitFor();
    const guest = await stage.visitor(server);
    const problems = [];
    for (const path of ['/report', '/report/status', '/retention']) problems.push(...(await look(guest, path, path.replaceAll('/', '_'))));
    assert.deepEqual(problems, []);
    await guest.context.close();
  });
});
