// A clip by an outside generator, in a real browser: chosen with its price, made elsewhere, finished here; and the operator's view.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { complaints } from '../harness/audit.mjs';
import { audit } from '../harness/audit.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { gateway } from '../harness/gateway.mjs';
import { probe } from '../harness/mp4.mjs';
import { facePack, operator } from '../harness/visitor.mjs';

let room, server, control, stage, guest, ana;
before(async () => {
  [room, stage] = await Promise.all([gateway({ fakes: { demo: true, light: false } }), open({ camera: false })]);
  ({ server, control } = room);
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
  await ana.scan(facePack());
  guest = await stage.visitor(server);
  await guest.signInAs(ana);
});
after(async () => {
  await stage?.close();
  await server?.close();
  await room?.fakes.close();
});

describe('a generator', { concurrency: 1 }, () => {
  test('is greyed out until the rules name it, and says why', { timeout: 120_000 }, async () => {
    const { page } = guest;
    await page.goto('/make');
    await page.getByLabel('What you say').fill('Good evening. Tonight somebody else draws me.');
    await page.getByLabel('Where you are, and how it looks').fill('A quiet library at night');
    const group = page.getByRole('group', { name: 'Who draws it' });
    await group.getByText('HeyGen Avatar IV').waitFor({ timeout: 60_000 });
    assert.equal(await group.getByRole('radio', { name: /HeyGen Avatar IV/ }).isDisabled(), true);
    await group.getByText('Someone in the cast has not allowed it.').first().waitFor();
    assert.equal(await group.getByRole('radio', { name: /Studio/ }).isChecked(), true);
    await group.getByText('Best for this', { exact: true }).waitFor();
    assert.equal(await group.getByText('Best for this', { exact: true }).count(), 1);

    // The owner allows two of them, in their rules.
    await group.getByRole('link', { name: 'Your rules say who may get a picture.' }).first().click();
    const rule = (title) => page.getByRole('group', { name: title, exact: true });
    await rule('HeyGen').waitFor({ timeout: 30_000 });
    assert.equal(await rule('HeyGen').getByRole('radio', { name: 'Never' }).isChecked(), true);
    for (const title of ['fal.ai', 'HeyGen']) await rule(title).getByRole('radio', { name: 'Allowed' }).check({ force: true });
    await rule('HeyGen').scrollIntoViewIfNeeded();
    await guest.shot('generator-rules');
    await page.setViewportSize(DESKTOP);
    await rule('HeyGen').scrollIntoViewIfNeeded();
    await guest.shot('generator-rules-wide');
    await page.setViewportSize(PHONE);
    await page.getByText('For one clip at a time, these get a picture or a script: fal or heygen.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your rules are saved.').waitFor();
    assert.deepEqual((await ana.get('/api/v1/likeness/policy')).ok(200).policy.providers, ['fal', 'heygen']);
    await page.goto('/make');
  });

  test('is chosen with its price, makes the film, and the clip is finished here', { timeout: 300_000 }, async () => {
    const { page } = guest;
    await page.reload();
    const choice = page.getByRole('radio', { name: /HeyGen Avatar IV/ });
    await choice.waitFor({ timeout: 60_000 });
    await choice.check({ force: true });
    await page.locator('.make-bar').getByText(/^\$0\.\d\d, by fal\.ai/).waitFor();
    await guest.shot('generator-choice');
    await page.setViewportSize(DESKTOP);
    await guest.shot('generator-choice-wide');
    assert.deepEqual(await complaints(page), []);
    await page.setViewportSize(PHONE);
    // A stream that is answered with anything else is given up by the browser for good: the page reads the job and opens it anew.
    let asked = 0;
    await page.route('**/api/v1/renders/*/events', (route) => (++asked < 3 ? route.fulfill({ status: 503, contentType: 'text/plain', body: 'restarting' }) : route.continue()));
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('heading', { name: 'HeyGen Avatar IV makes your clip' }).waitFor({ timeout: 60_000 });
    await page.getByText(/are reserved, and spent only if a film comes/).waitFor();
    await guest.shot('generator-working');
    assert.deepEqual(await complaints(page), []);
    // A reload in the middle goes on where it was.
    await page.locator('[aria-current=step]').filter({ hasText: 'Made by the generator' }).waitFor({ timeout: 90_000 });
    await page.reload();
    await page.waitForURL(/\/clips\//, { timeout: 180_000 });
    await page.locator('video').first().waitFor();
    await guest.shot('generator-draft');
    assert.ok(asked > 2, 'the stream was asked for until it came');
    await page.unroute('**/api/v1/renders/*/events');

    const id = page.url().split('/').at(-1);
    const film = await ana.get(`/media/${id}/clip.mp4`);
    film.ok(200);
    const folder = mkdtempSync(path.join(tmpdir(), 'understudy-generator-'));
    const file = path.join(folder, 'clip.mp4');
    writeFileSync(file, film.bytes);
    const probed = await probe(file);
    const { format } = probed;
    const [picture, sound] = ['video', 'audio'].map((kind) => probed.streams.find((s) => s.codec_type === kind));
    assert.deepEqual([picture.codec_name, picture.profile, sound.codec_name, probed.complaints], ['h264', 'High', 'aac', '']);
    assert.ok(picture.height > picture.width && Number(format.duration) > 2 && Number(format.duration) < 10.1, format.duration);
    rmSync(folder, { recursive: true });
    const ledger = await control.ledger();
    assert.equal(ledger.nothing_left, true, JSON.stringify(ledger.kept));
    assert.deepEqual(ledger.doubled, []);
  });

  test('is given no picture that was held back until the operator lets it pass', { timeout: 300_000 }, async () => {
    const { page } = guest;
    await page.goto('/make');
    await page.getByLabel('What you say').fill('Somebody has to look at this one first.');
    await page.getByLabel('Where you are, and how it looks').fill('A quiet library');
    const choice = page.getByRole('radio', { name: /HeyGen Avatar IV/ });
    await choice.waitFor({ timeout: 60_000 });
    await choice.check({ force: true });
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('heading', { name: 'HeyGen Avatar IV makes your clip' }).waitFor({ timeout: 60_000 });
    // The words have passed, the picture is being drawn.
    await control.fault('flag', { provider: 'moderations', categories: ['sexual'], times: 9 });
    const held = page.locator('.held');
    await held.getByText('The picture for the generator shows').waitFor({ timeout: 90_000 });
    const rendering = page.url();
    assert.ok(await held.locator('img').evaluate((img) => img.naturalWidth === 720 && img.naturalHeight === 1280));
    await held.getByRole('button', { name: 'Ask the operator' }).click();
    await held.getByLabel('A note to the operator').fill('It is a library.');
    for (const size of [PHONE, DESKTOP]) {
      await page.setViewportSize(size);
      await guest.shot(`generator-held-${size.width}`);
      assert.deepEqual(await complaints(page), []);
    }
    await held.getByRole('button', { name: 'Send' }).click();
    await held.getByText('The operator has been asked').waitFor();

    assert.deepEqual(await audit(page, '/desk/words'), []);
    await page.getByText('They write: It is a library.').waitFor();
    await page.getByRole('button', { name: 'Show the picture' }).click();
    await page.getByAltText('The picture that was held back').waitFor();
    await guest.shot('generator-held-desk');
    assert.deepEqual(await complaints(page), []);
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: 'Let it pass' }).click();
    await page.getByText('You said yes.').waitFor();
    await control.faultless();
    // The same picture is drawn again, and passes.
    await page.goto(rendering);
    await page.waitForURL(/\/clips\//, { timeout: 180_000 });
  });

  test('that failed says so, and offers another way with the text kept', { timeout: 180_000 }, async () => {
    const { page } = guest;
    await control.fault('fail', { provider: 'fal', cause: 'refused' });
    await page.goto('/make');
    await page.getByLabel('What you say').fill('This one will not be made.');
    await page.getByLabel('Where you are, and how it looks').fill('A quiet library');
    const choice = page.getByRole('radio', { name: /HeyGen Avatar IV/ });
    await choice.waitFor({ timeout: 60_000 });
    await choice.check({ force: true });
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('heading', { name: 'HeyGen Avatar IV did not make it' }).waitFor({ timeout: 90_000 });
    await page.getByRole('alert').filter({ hasText: 'Nothing was charged.' }).waitFor();
    await guest.shot('generator-failed');
    await page.getByRole('button', { name: 'Choose another way to draw it' }).click();
    await page.waitForURL('/make');
    assert.equal(await page.getByLabel('What you say').inputValue(), 'This one will not be made.');
  });

  test('that failed asks before another goes on for more, and goes on with a yes', { timeout: 240_000 }, async () => {
    const { page } = guest;
    await control.fault('fail', { provider: 'heygen', cause: 'internal' });
    await page.goto('/make');
    await page.getByLabel('What you say').fill('Somebody else has to draw this one.');
    await page.getByLabel('Where you are, and how it looks').fill('A quiet library');
    const choice = page.getByRole('radio', { name: /HeyGen photo/ });
    await choice.waitFor({ timeout: 60_000 });
    await choice.check({ force: true });
    await page.getByRole('button', { name: 'Make it' }).click();
    const question = page.getByRole('group', { name: 'Go on with Kling AI Avatar v2, by fal.ai?' });
    await question.waitFor({ timeout: 120_000 });
    await question.getByText(/^Yes, for \$0\.\d\d$/).waitFor();
    await page.getByRole('alert').filter({ hasText: 'Nothing was charged.' }).waitFor();
    for (const size of [PHONE, DESKTOP]) {
      await page.setViewportSize(size);
      await guest.shot(`generator-question-${size.width}`);
      assert.deepEqual(await complaints(page), []);
    }
    await page.setViewportSize(PHONE);
    // Whoever leaves finds it again, and a keyboard is enough.
    await page.reload();
    await question.waitFor({ timeout: 60_000 });
    await question.getByRole('button', { name: /^Yes, for/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Kling AI Avatar v2 makes your clip' }).waitFor({ timeout: 60_000 });
    await page.waitForURL(/\/clips\//, { timeout: 180_000 });
    await page.locator('video').first().waitFor();
  });

  test('is in the operator’s spending, with what failed and the prices', { timeout: 90_000 }, async () => {
    const { page } = guest;
    const found = [];
    for (const size of [PHONE, DESKTOP]) {
      await page.setViewportSize(size);
      found.push(...(await audit(page, '/desk/spending')));
      await guest.shot(`generator-spending-${size.width}`);
    }
    assert.deepEqual(found, []);
    await page.getByRole('row', { name: /fal-heygen-avatar4/ }).getByText('2 films').waitFor();
    await page.getByText('fal-heygen-avatar4').nth(1).waitFor();
    await page.getByLabel('Your own prices').fill('{"version": 2, "date": "2026-11-30", "lines": {"gemini-omni": {"second": 1, "date": "2026-11-30", "source": "x"}}}');
    await page.getByRole('button', { name: 'Save the prices' }).click();
    await page.getByText('These prices count from now on.').waitFor();
    await page.getByText('Tables of before').click();
    await page.getByRole('button', { name: 'Take it up again' }).click();
    await page.getByText('It is in the box above. Save it, and it counts.').waitFor();
    await page.getByText('Tables of before').scrollIntoViewIfNeeded();
    await guest.shot('generator-prices');
    assert.deepEqual(await complaints(page), []);
  });

  test('stands in its creator\u2019s bill, and in what went of theirs to whom', { timeout: 90_000 }, async () => {
    const { page } = guest;
    for (const size of [PHONE, DESKTOP]) {
      await page.setViewportSize(size);
      await page.goto('/settings');
      const bill = page.locator('section').filter({ has: page.getByRole('heading', { name: 'What you spent' }) });
      await bill.getByText('Clip by clip').click();
      await bill.getByRole('link', { name: 'Good evening. Tonight somebody else draws me.' }).waitFor();
      await bill.getByText('Nothing, given back').first().waitFor();
      await bill.scrollIntoViewIfNeeded();
      await guest.shot(`generator-bill-${size.width}`);
      assert.deepEqual(await complaints(page), []);
      assert.deepEqual(await audit(page, '/understudy/uses'), []);
      const sent = page.locator('section').filter({ has: page.getByRole('heading', { name: 'What went to outside generators' }) });
      await sent.getByText(/^A still and the speech to HeyGen Avatar IV, by fal\.ai/).first().waitFor();
      await sent.getByText(/removed there/).first().waitFor();
      await sent.scrollIntoViewIfNeeded();
      await guest.shot(`generator-sent-${size.width}`);
    }
  });
});
