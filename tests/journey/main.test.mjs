// From an invite link to a shared clip, and back to nothing: what a newcomer does, on a phone.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { open, DESKTOP } from '../harness/browser.mjs';
import { audit } from '../harness/audit.mjs';
import { filmReady } from '../harness/media.mjs';
import { BT709, boxes, colours, mouth, probe } from '../harness/mp4.mjs';
import { start } from '../harness/server.mjs';
import { Visitor } from '../harness/visitor.mjs';

const HANDLE = 'ana_of_the_journey';
const NAME = 'Ana Quillfeather';
// Open vowels and lips that meet, with pauses between: what the mouth must follow can be heard.
const SCRIPT = 'Ah. Wow. How far? Papa, hot pasta. Ha. Bravo, Bob. Aha.';
const PROMPT = 'On a theatre stage with a red curtain, in a spotlight';

let server;
let stage;
let ana;
let page;
let ben;
const found = {};
before(async () => {
  [server, stage] = await Promise.all([start(), open(), filmReady()]);
  ana = await stage.visitor(server);
  page = ana.page;
});
after(async () => {
  await stage?.close();
  await server?.close();
});

/**
 * One step of the journey. Steps build upon one another: after one that failed, the others are skipped, and what stood
 * on the screen is told.
 */
let broken;
function step(name, options, run = options) {
  test(name, typeof options === 'object' ? options : {}, async (t) => {
    if (broken) return t.skip(`after "${broken}" failed`);
    try {
      await run(t);
    } catch (error) {
      broken = name;
      await ana.shot('failed');
      t.diagnostic(`at ${page.url()}: ${await page.locator('body').innerText().catch(String)}`);
      t.diagnostic(`complaints: ${ana.complaints.join('\n')}`);
      throw error;
    }
  });
}

const button = (name) => page.getByRole('button', { name, exact: true });
const heading = (name) => page.getByRole('heading', { name, exact: true });

/** Waits for a heading, but not if the page says instead what went wrong. */
async function arrive(name, timeout) {
  const alert = page.getByRole('alert').filter({ has: page.getByRole('heading') });
  await heading(name).or(alert).first().waitFor({ timeout });
  if (await alert.isVisible()) assert.fail(await alert.innerText());
}

describe('a newcomer', { concurrency: 1 }, () => {
  step('opens the invite, picks a name, makes a passkey, gets ten codes', async () => {
    await page.goto(server.invite);
    await page.getByLabel('Handle').fill(HANDLE);
    await page.getByLabel('Name on the screen').fill(NAME);
    await button('Make a passkey and join').click();
    await page.getByText('You need to be 18 or older to join.').waitFor();
    await page.getByLabel('I am 18 or older.').check();
    await ana.shot('1-join');
    await button('Make a passkey and join').click();
    await heading('Keep these ten codes').waitFor();
    const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
    assert.equal(codes.length, 10);
    found['recovery code'] = codes[4];
    [found.credential] = await ana.credentials();
    assert.equal(new URL(page.url()).hash, '', 'the spent invite leaves the address bar');
    await button('Go on').click();
    await page.getByText('Copy or download the codes first.').waitFor();
    await page.getByLabel('I saved them.').check();
    await ana.shot('2-codes');
    await button('Go on').click();
    await heading('Make your understudy').waitFor();
  });

  step('may skip the scan', async () => {
    await page.getByRole('link', { name: 'Not now' }).click();
    await page.waitForURL('/');
    await page.goto('/make');
    await page.getByRole('link', { name: 'Make your understudy first' }).waitFor();
    assert.equal(await button('Make it').isDisabled(), true);
  });

  step('holds nine poses and says three words', { timeout: 300_000 }, async () => {
    await ana.obeys();
    await page.getByRole('link', { name: 'Make your understudy first' }).click();
    await button('Start').click();
    await page.getByText('Tick the box to start the camera.').waitFor();
    await page.getByLabel(/This is my own face and voice/).check();
    await button('Start').click();
    await page.getByText(/^[1-8] of 9$/).waitFor({ timeout: 150_000 });
    await ana.shot('3-scan');
    await arrive(/^Say these three words/, 120_000);
    await ana.shot('3-words');
    await arrive('Make it sound more like you', 120_000);
    await ana.shot('3-reading');
    await button('Skip').click();
    await arrive('Meet your understudy', 120_000);
    await button('Hear it').click();
    await page.getByRole('button', { name: 'Hear it' }).waitFor();
    await ana.shot('3-understudy');
    await button('Keep it').click();
    await heading('Your understudy').waitFor();
    const pack = ana.requests.find((r) => r.method === 'PUT' && r.url.includes('/api/v1/likeness'));
    assert.ok(pack.body.length > 10_000 && pack.body.length <= 2 * 1024 * 1024, `${pack.body.length} bytes`);
    found.pack = pack.body.subarray(5000, 5040);
  });

  step('has sent nothing of the takes: only numbers and the pack', async () => {
    const sent = ana.requests.filter((r) => r.method !== 'GET' && r.body?.length > 5000);
    const where = sent.map((r) => `${r.method} ${new URL(r.url).pathname.replace(/captures\/[^/]+/, 'captures/ID')}`);
    assert.deepEqual(where, ['POST /api/v1/captures/ID/result', 'PUT /api/v1/likeness']);
    const { trace, words } = JSON.parse(sent[0].body.toString());
    assert.ok(trace.length <= 900 && trace.every((g) => g.length === 12 && g.every(Number.isInteger)), 'twelve numbers a frame');
    assert.ok(words.every((w) => w.voice.length === 13), 'thirteen numbers a word');
    const strangers = ana.requests.map((r) => new URL(r.url)).filter((u) => u.protocol.startsWith('http') && u.origin !== server.origin);
    assert.deepEqual(strangers, [], 'and nothing to anyone else');
  });

  step('is told how many words fit when a script is too long', async () => {
    await page.goto('/make');
    await page.getByLabel('Where you are, and how it looks').fill(PROMPT);
    await page.getByLabel('What you say').fill('Every evening I tell you another long and winding story. '.repeat(6).trim());
    await page.getByText(/are too long for a clip\. The first \d+ words fit: cut \d+ words\./).waitFor({ timeout: 90_000 });
    assert.equal(await button('Make it').isDisabled(), true);
  });

  step('writes a clip and sees a frame of it before it is made', async () => {
    await page.getByLabel('What you say').fill(SCRIPT);
    await page.locator('.preview--drawn').waitFor({ timeout: 90_000 });
    await page.getByText('allowed: it is yours').waitFor();
    await page.getByText('Free, on this device').waitFor();
    await page.getByText(/^\d+\.\d of 9\.6 s$/).waitFor({ timeout: 90_000 });
    await ana.shot('4-make');
  });

  step('chooses style and music by chips, which the prompt and the draft keep', async () => {
    const chip = (group, name) => page.getByRole('group', { name: group, exact: true }).getByRole('button', { name, exact: true });
    const prompt = page.getByLabel('Where you are, and how it looks');
    await page.locator('.plan__said', { hasText: 'Natural' }).click();
    await chip('Style', 'Vintage').click();
    assert.match(await prompt.inputValue(), /, vintage film$/);
    await page.locator('.plan__said', { hasText: 'Vintage' }).waitFor();
    assert.equal(await chip('Style', 'Vintage').getAttribute('aria-pressed'), 'true');
    assert.equal(await chip('Style', 'Vintage').evaluate((e) => e === document.activeElement), true, 'the chip keeps the focus');
    await prompt.fill(PROMPT);
    await page.locator('.plan__said', { hasText: 'Natural' }).waitFor();
    // The mouth is compared with what is heard: only speech.
    await chip('Music', 'None').click();
    await ana.shot('4-choices');
  });

  step('cancels, and the text is still there', async () => {
    await button('Make it').click();
    await heading('Making your clip').waitFor();
    await button('Cancel and keep the text').click();
    await page.waitForURL('/make');
    assert.equal(await page.getByLabel('What you say').inputValue(), SCRIPT);
    assert.equal(await page.getByLabel('Where you are, and how it looks').inputValue(), PROMPT);
    const none = page.getByRole('group', { name: 'Music' }).getByRole('button', { name: 'None' });
    assert.equal(await none.getAttribute('aria-pressed'), 'true');
  });

  step('reloads in the middle of a render, which starts again and ends in a draft', { timeout: 400_000 }, async () => {
    await button('Make it').click();
    await page.locator('li[aria-current=step]', { hasText: 'Drawing the clip' }).waitFor({ timeout: 120_000 });
    await page.getByText(/to go$/).waitFor({ timeout: 60_000 });
    await ana.shot('4-rendering');
    await page.reload();
    await heading('Making your clip').waitFor();
    await page.getByText(SCRIPT).waitFor();
    await page.getByText('Only you see this draft.').waitFor({ timeout: 300_000 });
    await page.waitForURL(/\/clips\/[0-9a-z]{26}$/);
  });

  step('watches the draft and publishes it', async () => {
    const video = page.locator('video');
    await page.waitForFunction(() => document.querySelector('video')?.currentTime > 0.5);
    assert.equal(await video.evaluate((v) => v.muted), true, 'silent until the first tap');
    await page.getByRole('button', { name: 'Turn the sound on' }).click();
    assert.equal(await video.evaluate((v) => v.muted), false);
    await page.getByText('Made with AI').waitFor();
    await ana.shot('5-draft');
    await button('Publish').click();
    await page.getByText('Published. It is in the feed now.').waitFor();
    found.id = page.url().split('/').at(-1);
  });

  step('has made a file that keeps every rule', async () => {
    const anyone = new Visitor(server);
    const clip = (await anyone.get(`/api/v1/clips/${found.id}`)).ok(200);
    assert.equal(clip.script, SCRIPT);
    const { bytes } = await anyone.get(clip.media);
    found.file = path.join(stage.folder, 'published.mp4');
    writeFileSync(found.file, bytes);
    if (process.env.SHOTS) writeFileSync(path.join(process.env.SHOTS, 'published.mp4'), bytes);
    found.film = bytes.subarray(bytes.length >> 1, (bytes.length >> 1) + 60);
    const { streams, format, complaints } = await probe(found.file);
    assert.equal(complaints, '');
    assert.deepEqual(streams.map((s) => s.codec_type).sort(), ['audio', 'video']);
    const video = streams.find((s) => s.codec_type === 'video');
    const audio = streams.find((s) => s.codec_type === 'audio');
    assert.equal(video.codec_name, 'h264');
    assert.deepEqual(colours(video), BT709);
    assert.equal(audio.codec_name, 'aac');
    assert.ok(['720x1280', '540x960'].includes(`${video.width}x${video.height}`), `${video.width}x${video.height}`);
    assert.equal(video.avg_frame_rate, '30/1');
    assert.ok(Number(video.nb_read_frames) <= 300, `${video.nb_read_frames} frames`);
    assert.ok(Number(video.duration) <= 10 && Number(video.duration) > 3, `${video.duration} s`);
    assert.ok(Number(format.duration) <= 10 + 1024 / 48_000 + 0.001, `${format.duration} s`);
    assert.ok(bytes.length <= 12 * 1024 * 1024);
    const top = boxes(bytes);
    assert.ok(top.indexOf('moov') < top.indexOf('mdat'), top.join());
    assert.ok(bytes.subarray(0, bytes.indexOf('mdat')).includes('elst'), 'an edit list');
  });

  step('has a mouth that opens and closes with the speech', { timeout: 200_000 }, async (t) => {
    const seen = await mouth(found.file);
    t.diagnostic(JSON.stringify(seen));
    assert.ok(seen.faces > 0.95, `one face in ${seen.faces} of the frames`);
    assert.ok(seen.spoken >= 4 && seen.pauses >= 3, 'the script has pauses');
    assert.ok(seen.opens >= 0.8, `it opens in ${seen.opens} of what is said`);
    assert.ok(seen.shuts >= 0.8, `it shuts in ${seen.shuts} of the pauses`);
    assert.ok(seen.r > 0.25 && seen.r > seen.chance, `r ${seen.r}, by chance ${seen.chance}`);
  });

  step('finds it in the feed, likes it, goes on and back by key', async () => {
    // Someone else's clip, so that there is somewhere to go.
    ben = new Visitor(server);
    const [session] = (await ana.context.cookies()).filter((c) => c.name === '__Host-session');
    const inviter = new Visitor(server);
    inviter.cookies.set(session.name, session.value);
    await ben.join(await inviter.invite(), { handle: 'ben', name: 'Ben' });
    await ben.scan();
    await ben.publish(await ben.draft({ script: 'I was here, too.' }));
    found.session = session.value;

    await page.goto('/');
    const mine = page.getByRole('article', { name: `Clip by ${NAME}` });
    const his = page.getByRole('article', { name: 'Clip by Ben' });
    const inView = (article) => article.evaluate((e) => Math.abs(e.getBoundingClientRect().top) < 50);
    await his.waitFor();
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(800);
    assert.equal(await inView(mine), true, 'the next clip fills the screen');
    await page.waitForFunction(() => [...document.querySelectorAll('video')].some((v) => !v.paused && v.currentTime > 0.2));
    await mine.getByRole('button', { name: /^Like this clip/ }).click();
    await mine.getByRole('button', { name: /1 person likes it/ }).waitFor();
    await ana.shot('6-feed');
    await page.keyboard.press('k');
    await page.waitForTimeout(800);
    assert.equal(await inView(his), true);
    await page.keyboard.press('j');
    await page.waitForTimeout(800);
  });

  step('copies the share link, and a signed-out browser plays it without WebAssembly', async () => {
    await ana.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('article', { name: `Clip by ${NAME}` }).getByRole('button', { name: 'Share this clip' }).click();
    await page.getByText('Link copied.').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(link, `${server.origin}/c/${found.id}`);

    const friend = await stage.visitor(server);
    await friend.page.goto(link);
    const video = friend.page.locator('video');
    await video.waitFor();
    await video.evaluate((v) => {
      v.muted = true;
      return v.play();
    });
    await friend.page.waitForFunction(() => document.querySelector('video').currentTime > 0.5);
    await friend.page.getByText(NAME).first().waitFor();
    await friend.shot('7-shared');
    assert.deepEqual(friend.requests.filter((r) => /\.wasm|\/models\//.test(r.url)), []);
    const bytes = await friend.page.evaluate(() =>
      performance.getEntriesByType('resource').filter((e) => !/\/media\//.test(e.name)).reduce((sum, e) => sum + e.encodedBodySize, 0),
    );
    assert.ok(bytes < 100_000, `${bytes} bytes besides the clip`);
    assert.deepEqual(friend.complaints, []);
    await friend.context.close();
  });

  // On its own: what is wrong with a page does not stop the journey.
  test('has seen pages that axe finds nothing on', { timeout: 300_000 }, async (t) => {
    if (broken) return t.skip(`after "${broken}" failed`);
    const phone = page.viewportSize();
    const mine = ['/', '/make', '/understudy', '/understudy/scan', '/characters', '/settings', '/retention', `/clips/${found.id}`, `/@${HANDLE}`];
    const theirs = ['/', '/join', '/sign-in', '/make', `/c/${found.id}`, `/embed/${found.id}`];
    const problems = [];
    const friend = await stage.visitor(server);
    for (const size of [phone, DESKTOP]) {
      await page.setViewportSize(size);
      for (const at of mine) {
        problems.push(...(await audit(page, at)));
        await ana.shot(`${size.width}${at.replaceAll('/', '_').replace(found.id, 'clip')}`);
      }
      await friend.page.setViewportSize(size);
      for (const at of theirs) problems.push(...(await audit(friend.page, at)));
      problems.push(...(await audit(friend.page, '/nothing/here', 404)));
    }
    await friend.context.close();
    await page.setViewportSize(phone);
    assert.deepEqual(problems, []);
  });

  step('signs out and in again with the passkey', async () => {
    await page.goto('/settings');
    await button('Sign out').click();
    await page.waitForURL('/');
    await page.goto('/settings');
    await heading('Sign in to see your settings').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).first().click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL('/settings');
    await page.getByText(`@${HANDLE}`).first().waitFor();
  });

  step('saw no error on the way', () => {
    // What a browser prints for an answer of 4xx is no error of the page.
    const own = ana.complaints.filter((c) => !/Failed to load resource/.test(c));
    assert.deepEqual(own, []);
  });

  step('deletes the account, and nothing identifying is left', async () => {
    const traces = {
      handle: HANDLE,
      name: NAME,
      script: 'Papa, hot pasta',
      credential: found.credential,
      'recovery code': found['recovery code'],
      session: found.session,
      pack: found.pack,
      film: found.film,
    };
    const there = server.find(traces).map((line) => line.split(' in ')[0]);
    assert.ok(['handle', 'name', 'script', 'film'].every((what) => there.includes(what)), `found while it exists: ${there}`);
    assert.ok(!there.includes('pack'), 'a pack is never readable at rest');
    await page.goto('/settings');
    await button('Delete my account').click();
    const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
    assert.equal(await dialog.getByRole('button', { name: 'Delete everything' }).isDisabled(), true);
    await dialog.getByLabel(`Type ${HANDLE} to confirm`).fill(HANDLE);
    await dialog.getByRole('button', { name: 'Delete everything' }).click();
    const gone = page.getByRole('dialog', { name: 'Your account is deleted' });
    const [receipt] = await Promise.all([page.waitForEvent('download'), gone.getByRole('button', { name: 'Save the receipt' }).click()]);
    assert.equal(receipt.suggestedFilename(), 'understudy-deletion-receipt.jws');
    await gone.getByRole('button', { name: 'Done' }).click();
    await page.waitForURL('/');
    (await ben.get(`/api/v1/clips/${found.id}`)).refused('not_found');
    assert.deepEqual((await ben.get('/api/v1/feed')).ok(200).clips.map((c) => c.creator.handle), ['ben']);
    await ana.context.close();
    await server.stop();
    assert.deepEqual(server.find(traces), []);
  });
});
