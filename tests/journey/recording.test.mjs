// Said by the visitor: a recording in place of the studio's speech, from the microphone to the finished file; and how the studio
// speaks.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { complaints } from '../harness/audit.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { alike, filmReady, heard, material, sentence, silence } from '../harness/media.mjs';
import { mouth, probe } from '../harness/mp4.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, facePack, operator } from '../harness/visitor.mjs';

const SCRIPT = 'Papa, hot pasta. Bravo, Bob! I love my cat, but she hates the dog next door.';

let server, stage, ana, guest, page;
before(async () => {
  [server, stage] = await Promise.all([start(), open(), filmReady()]);
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
  await ana.scan(facePack());
  guest = await stage.visitor(server);
  await guest.signInAs(ana);
  page = guest.page;
});
after(async () => {
  await stage?.close();
  await server?.close();
});

const button = (name) => page.getByRole('button', { name, exact: true });
const panel = () => page.getByRole('group', { name: 'Your recording' });
const status = (text) => panel().getByRole('status').filter({ hasText: text });

/** Both sizes: looked at, and nothing for axe to find. */
async function look(name) {
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    await panel().or(page.locator('.pace')).first().scrollIntoViewIfNeeded();
    await guest.shot(`recording-${name}-${size.width}`);
    assert.deepEqual(await complaints(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  }
}

/** Records for so many seconds. */
async function record(seconds, words = 'Record') {
  await button(words).click();
  await status('Recording.').waitFor();
  await page.waitForFunction((s) => Number.parseFloat(document.querySelector('.take .number')?.textContent) >= s, seconds);
  await panel().getByRole('button', { name: 'Stop' }).click();
}

async function clipOf(name) {
  await page.waitForURL(/\/clips\/[0-9a-z]{26}$/, { timeout: 300_000 });
  const id = page.url().split('/').at(-1);
  const clip = (await ana.get(`/api/v1/clips/${id}`)).ok(200);
  const { bytes } = await ana.get(clip.media);
  const file = path.join(stage.folder, `${name}.mp4`);
  writeFileSync(file, bytes);
  return { clip, file };
}

describe('a clip that its creator says', { concurrency: 1 }, () => {
  test('names silence, other words and a corrected script, and keeps nothing over a reload', { timeout: 300_000 }, async () => {
    await page.goto('/make');
    await page.getByLabel('What you say').fill(SCRIPT);
    await page.getByLabel('Where you are, and how it looks').fill('On a theatre stage with a red curtain');
    await button('You, in a recording').click();
    await status('Say what stands above').waitFor();
    assert.equal(await button('Make it').isDisabled(), true);
    await look('begin');
    silence(stage.sound);
    await record(2);
    await status('Nothing was heard').waitFor({ timeout: 120_000 });
    const other = await sentence('Every evening I tell another long story.', stage.sound);
    await record(other.seconds + 0.4, 'Record again');
    await status('This is not what the script says').waitFor({ timeout: 60_000 });
    assert.equal(await button('Make it').isDisabled(), true);
    await look('other');
    await page.getByLabel('What you say').fill('Every evening I tell another long story.');
    await status('It says your script: 7 words').waitFor({ timeout: 60_000 });
    await page.getByLabel('What you say').fill('Every evening I tell another funny story.');
    await status(/Not heard, 1 of 7 words: .funny./).waitFor({ timeout: 60_000 });
    await page.reload();
    await status('Your recording is gone').waitFor();
    assert.equal(await button('Make it').isDisabled(), true);
    await look('gone');
  });

  test('is heard in its own voice, with lips that follow', { timeout: 500_000 }, async (t) => {
    await page.getByLabel('What you say').fill(SCRIPT);
    const { said, seconds } = await sentence(SCRIPT, stage.sound);
    await record(seconds + 0.4);
    await status(/^ ?It says your script: 16 words in \d\.\d s\.$/).waitFor({ timeout: 60_000 }).catch(async (error) => {
      t.diagnostic(await panel().innerText());
      throw error;
    });
    await page.getByRole('group', { name: 'Music' }).getByRole('button', { name: 'None' }).click();
    await panel().getByRole('button', { name: 'Hear it' }).click();
    await panel().getByRole('button', { name: 'Stop' }).click();
    await look('fits');
    await button('Make it').click();
    await page.getByText('Following your recording').waitFor({ timeout: 60_000 });
    const { clip, file } = await clipOf('said');
    assert.equal(clip.script, SCRIPT);
    const { streams, complaints } = await probe(file);
    assert.equal(complaints, '');
    const audio = streams.find((s) => s.codec_type === 'audio');
    assert.deepEqual([audio.codec_name, audio.sample_rate, audio.channels], ['aac', '48000', 1]);
    const own = await alike(file, said);
    t.diagnostic(`the recording and the clip's sound are alike by ${own.toFixed(3)}`);
    assert.ok(own > 0.6, `${own}`);
    const seen = await mouth(file);
    t.diagnostic(JSON.stringify(seen));
    assert.ok(seen.spoken >= 3 && seen.pauses >= 2, 'the recording has pauses');
    assert.ok(seen.opens >= 0.8, `it opens in ${seen.opens} of what is said`);
    assert.ok(seen.shuts >= 0.8, `it shuts in ${seen.shuts} of the pauses`);
    assert.ok(seen.r > 0.25 && seen.r > seen.chance, `r ${seen.r}, by chance ${seen.chance}`);
  });

  test('may come out of a file, of a person', { timeout: 400_000 }, async (t) => {
    const said = path.join(stage.folder, 'forward.wav');
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 's16le', '-ar', '16000', '-ac', '1', '-i', material('goforward.raw'), said]);
    await page.goto('/make');
    await page.getByLabel('What you say').fill('Go forward ten meters.');
    await page.getByLabel('Where you are, and how it looks').fill('In a quiet library');
    await button('You, in a recording').click();
    await panel().getByLabel('Choose a sound file').setInputFiles({ name: 'a.wav', mimeType: 'audio/wav', buffer: Buffer.from('no sound') });
    await page.getByText('This is no sound that the browser can open').waitFor();
    await panel().getByLabel('Choose a sound file').setInputFiles(said);
    await status('It says your script: 4 words').waitFor({ timeout: 120_000 });
    await page.getByRole('group', { name: 'Music' }).getByRole('button', { name: 'None' }).click();
    await button('Make it').click();
    const { file } = await clipOf('forward');
    const own = await alike(file, said);
    t.diagnostic(`alike by ${own.toFixed(3)}`);
    assert.ok(own > 0.7, `${own}`);
    const words = await heard(file);
    t.diagnostic(words === undefined ? 'no recogniser of others here' : `a recogniser of others hears: ${words}`);
    if (words !== undefined) assert.equal(words, 'go forward ten meters');
  });

  test('has left the device in the finished clips only', () => {
    const sent = guest.requests.filter((r) => r.method !== 'GET' && r.body?.length > 5000);
    const where = sent.map((r) => new URL(r.url).pathname.split('/').at(-1));
    assert.deepEqual(where, ['file', 'file']);
    assert.deepEqual(guest.complaints.filter((c) => !/Failed to load resource/.test(c)), []);
  });

  test('whose page is loaded anew says that the recording is gone, and the text is kept', { timeout: 200_000 }, async () => {
    await page.goto('/make');
    await page.getByLabel('What you say').fill('Go forward ten meters.');
    await page.getByLabel('Where you are, and how it looks').fill('In a quiet library');
    await button('You, in a recording').click();
    await panel().getByLabel('Choose a sound file').setInputFiles(path.join(stage.folder, 'forward.wav'));
    await status('It says your script').waitFor({ timeout: 120_000 });
    await button('Make it').click();
    await page.locator('li[aria-current=step]', { hasText: 'Drawing the clip' }).waitFor({ timeout: 120_000 });
    await page.reload();
    await page.getByText('Your recording is gone').waitFor({ timeout: 60_000 });
    await guest.shot('recording-gone-render');
    await button('Write it again from this').click();
    await page.waitForURL('/make');
    assert.equal(await page.getByLabel('What you say').inputValue(), 'Go forward ten meters.');
    await status('Your recording is gone').waitFor();
  });

  test('is refused by the edge where somebody else plays', async () => {
    const ben = await new Visitor(server).join(await ana.invite(), { handle: 'ben', name: 'Ben' });
    await ben.scan();
    const choices = { sound: 'recording' };
    assert.equal((await ana.askRender({ choices, cast: ['ana', 'ben'], script: 'Hi.\n@ben: Hi.' })).refused('invalid').field, 'choices');
    assert.equal((await ana.askRender({ choices, cast: ['ben'] })).refused('invalid').field, 'choices');
  });

  test('without permission says where to give it', { timeout: 120_000 }, async (t) => {
    const other = await open({ allow: false });
    t.after(() => other.close());
    const visitor = await other.visitor(server);
    const cal = await new Visitor(server).join(await ana.invite(), { handle: 'cal', name: 'Cal' });
    await cal.scan(facePack());
    await visitor.signInAs(cal);
    await visitor.page.goto('/make');
    await visitor.page.getByRole('button', { name: 'You, in a recording' }).click();
    await visitor.page.getByRole('button', { name: 'Record', exact: true }).click();
    await visitor.page.getByText('The microphone is not allowed').waitFor();
    await visitor.page.getByText(/Allow it in the browser's address bar or settings/).waitFor();
  });
});

describe("the studio's speech", { concurrency: 1 }, () => {
  test('is offered faster where a script is too long, and by keys slower and with longer pauses', { timeout: 200_000 }, async () => {
    await page.goto('/make');
    await button('Your understudy').click();
    await page.getByLabel('What you say').fill('Every evening I tell you another long and winding story. '.repeat(3).trim());
    await page.getByText(/are too long for a clip/).waitFor({ timeout: 90_000 });
    const faster = page.getByRole('button', { name: /^Say it 1\.\d\d × as fast$/ });
    const fits = page.getByText(/^[6-9]\.\d of 9\.6 s$/);
    // What was guessed to fit may still be a little too long: then the next notch is offered.
    for (let presses = 0; presses < 2 && !(await fits.isVisible()); presses++) {
      const before = await faster.innerText();
      await faster.click();
      await page.waitForFunction((text) => ![...document.querySelectorAll('button')].some((b) => b.innerText === text), before);
      await fits.or(faster).first().waitFor({ timeout: 60_000 });
    }
    await fits.waitFor({ timeout: 30_000 });
    assert.equal(await page.getByText(/are too long for a clip/).count(), 0);
    const summary = page.locator('summary', { hasText: /Speed 1\.\d\d ×/ });
    await summary.click();
    const pauses = page.getByRole('slider', { name: 'Pauses' });
    await pauses.focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
    await page.locator('summary', { hasText: 'Pauses 1.50 ×' }).waitFor();
    await look('pace');
    const { choices } = JSON.parse(await page.evaluate(() => localStorage.getItem('draft')));
    assert.deepEqual([choices.pauses, choices.speed > 100], [150, true], 'kept on this device');
    await button('As usual').click();
    await page.locator('summary', { hasText: 'Speed, pitch and pauses' }).waitFor();
  });
});
