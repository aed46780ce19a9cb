// Taking everything along and bringing it in, with a real browser on both sides.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { complaints } from '../harness/audit.mjs';
import { Archive } from '../harness/archive.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { clip } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let here;
let there;
let stage;
let folder;
before(async () => {
  [here, there, stage] = await Promise.all([start(), start(), open({ camera: false })]);
  folder = mkdtempSync(path.join(tmpdir(), 'understudy-exports-'));
});
after(async () => {
  await Promise.all([here?.close(), there?.close(), stage?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

describe('everything of a member', { concurrency: 1 }, () => {
  let zip;
  let ben;
  let mia;
  let guest;

  test('is downloaded from the settings', async () => {
    const ana = await operator(here, { handle: 'ana', name: 'Ana' });
    ben = await scanned(here, await ana.invite());
    const cam = await scanned(here, await ana.invite());
    await cam.rule({ audience: 'everyone', ask_each: false, publish_unseen: true, holding: 'devices' });
    (await ben.put(`/api/v1/likeness/approved/ana`, {})).ok(200);
    await ben.rule({ never_say: ['quokka'] });
    for (const [n, script] of ['The first that I ever said.', 'And the second, a little longer.', 'A third one for good measure.'].entries()) {
      await ben.draft({ script }, clip('540x960', 3 + n));
    }
    await ben.draft({ script: 'Two of us.', cast: [ben.handle, cam.handle] }, clip('540x960', 6));
    const first = await stage.visitor(here);
    const { page } = first;
    await first.signInAs(ben);
    await page.goto('/settings');
    await page.getByRole('heading', { name: 'Take everything with you' }).waitFor();
    await page.getByText(/^4 clips \(/).waitFor();
    const download = page.getByRole('link', { name: /^Download it, about / });
    await download.scrollIntoViewIfNeeded();
    await shots(page, 'export-take');
    const [file] = await Promise.all([page.waitForEvent('download'), download.click()]);
    assert.match(file.suggestedFilename(), /^understudy-.*\.zip$/);
    zip = path.join(folder, file.suggestedFilename());
    await file.saveAs(zip);
    const archive = Archive.open(readFileSync(zip));
    assert.equal(archive.below('clips/', '.mp4').length, 4);
    await page.goto(`file://${path.join(archive.folder, 'all/index.html')}`);
    await page.getByRole('heading', { name: `Everything of @${ben.handle}` }).waitFor();
    await shots(page, 'export-index');
    archive.close();
    await first.context.close();
  });

  test('is brought to another place by its page', async () => {
    mia = await operator(there, { handle: 'mia', name: 'Mia' });
    guest = await stage.visitor(there);
    await guest.signInAs(mia);
    const { page } = guest;
    await page.goto('/settings');
    await page.getByLabel('Choose the ZIP').setInputFiles(zip);
    await page.getByText(new RegExp(`everything of @${ben.handle} on localhost`)).waitFor();
    const lines = page.locator('.brought .list__line');
    assert.equal(await lines.count(), 6);
    await page.getByText('has to agree here first').waitFor();
    const box = page.getByLabel(/Bring my understudy and its rules/);
    assert.equal(await box.isChecked(), false);
    await box.scrollIntoViewIfNeeded();
    await shots(page, 'import-ready');
    await sound(page);
    // Stopped in the middle, it says so, and goes on after a reload.
    await box.check();
    let held;
    await page.route('**/api/v1/renders/*/file', async (route) => {
      if (!held) {
        held = true;
        await page.getByRole('button', { name: 'Stop after this one' }).click();
      }
      await route.continue();
    });
    await page.getByRole('button', { name: 'Bring it here' }).click();
    await page.getByText(/3 brought, 0 here before, 1 left out, 2 to go\./).waitFor();
    await shots(page, 'import-stopped');
    await page.reload();
    await page.getByText(/^You were bringing understudy-/).waitFor();
    await page.getByLabel('Choose the ZIP').setInputFiles(zip);
    await page.getByLabel(/Bring my understudy and its rules/).check();
    await page.getByRole('button', { name: 'Bring it here' }).click();
    await page.getByText(/2 brought, 3 here before, 1 left out\./).waitFor();
    await page.getByRole('heading', { name: 'Bring an export' }).scrollIntoViewIfNeeded();
    await shots(page, 'import-done');
    await sound(page);
    assert.equal((await mia.get('/api/v1/drafts')).ok(200).clips.length, 3);
    await page.goto('/understudy');
    await page.getByText('This pack came in an export.').waitFor();
    // The browser tells of each 404: one for each time that a handle was asked for which nobody here has.
    assert.deepEqual(guest.complaints.filter((line) => !line.includes('status of 404')), []);
    assert.equal(guest.complaints.length, 2);
  });

  test('that was changed, cut or made by others is refused in words', async () => {
    const { page } = guest;
    await page.goto('/settings');
    const whole = readFileSync(zip);
    const refused = async (name, bytes, words) => {
      const file = path.join(folder, name);
      writeFileSync(file, bytes);
      await page.getByLabel('Choose the ZIP').setInputFiles(file);
      await page.getByRole('alert').filter({ hasText: words }).waitFor();
    };
    await refused('cut.zip', whole.subarray(0, whole.length - 100), 'This is no ZIP file, or its end is missing');
    await refused('page.zip', Buffer.from(`<!doctype html>${' '.repeat(200)}`), 'This is no ZIP file');
    await shots(page, 'import-refused');
    // One film is damaged: the others come, and it says which.
    const damaged = Buffer.from(whole);
    const archive = Archive.open(whole);
    const made = archive.below('clips/', '.json').map((name) => archive.json(name)).find((c) => c.script.startsWith('A third'));
    damaged[damaged.indexOf(`clips/${made.id}.mp4`) + 5000] ^= 1;
    archive.close();
    const guest2 = await stage.visitor(there);
    const nia = await new Visitor(there).join(await mia.invite(), { handle: 'nia' });
    await guest2.signInAs(nia);
    const file = path.join(folder, 'damaged.zip');
    writeFileSync(file, damaged);
    await guest2.page.goto('/settings');
    await guest2.page.getByLabel('Choose the ZIP').setInputFiles(file);
    await guest2.page.getByLabel(/Bring my understudy and its rules/).check();
    await guest2.page.getByRole('button', { name: 'Bring it here' }).click();
    await guest2.page.getByText(/4 brought, 0 here before, 1 left out, 1 to go\./).waitFor();
    await guest2.page.getByText(/is damaged: download the export again/).waitFor();
    await shots(guest2.page, 'import-damaged');
    assert.equal((await nia.get('/api/v1/drafts')).ok(200).clips.length, 2);
    // Without the tick nothing of the face comes, and so no clip that shows it.
    const ole = await new Visitor(there).join(await mia.invite(), { handle: 'ole' });
    const guest3 = await stage.visitor(there);
    await guest3.signInAs(ole);
    await guest3.page.goto('/settings');
    await guest3.page.getByLabel('Choose the ZIP').setInputFiles(zip);
    await guest3.page.getByRole('button', { name: 'Bring it here' }).click();
    await guest3.page.getByText('You did not tick the box: it stays in your file.').first().waitFor();
    await guest3.page.getByText('on its way').waitFor({ state: 'detached' });
    assert.equal((await ole.get('/api/v1/likeness')).ok(200).likeness, null);
    assert.deepEqual((await ole.get('/api/v1/drafts')).ok(200).clips, []);
  });
});

/** axe finds nothing in the page as it stands. */
async function sound(page) {
  assert.deepEqual(await complaints(page), []);
}

/** The page as a phone and as a desktop shows it, if pictures are wanted. */
async function shots(page, name) {
  if (!process.env.SHOTS) return;
  for (const [kind, size] of [['phone', PHONE], ['desktop', DESKTOP]]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: path.join(process.env.SHOTS, `${name}-${kind}.png`) });
  }
  await page.setViewportSize(PHONE);
}
