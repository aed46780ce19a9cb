// An outside voice in a real browser: the consent of its own, the reading, a clip said with the copy, the way back to the studio
// voice where it fails, and taking it back.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { complaints } from '../harness/audit.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { gateway } from '../harness/gateway.mjs';
import { alike, sentence, silence } from '../harness/media.mjs';
import { mouth, probe } from '../harness/mp4.mjs';
import { facePack, operator } from '../harness/visitor.mjs';

const SCRIPT = 'Papa, hot pasta. Bravo, Bob! I love my cat.';
/** What is read: as long as the page asks for. */
const LONG = 'Every morning I walk down to the harbour while the shops are still closed. The boats move softly, and I count them from left to right. '.repeat(5);

let room, server, control, stage, ana, guest, page;
before(async () => {
  [room, stage] = await Promise.all([gateway({ vars: { VOICES_RETRY_MS: 300 } }), open()]);
  ({ server, control } = room);
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
  await ana.scan(facePack());
  guest = await stage.visitor(server);
  await guest.signInAs(ana);
  page = guest.page;
});
after(async () => {
  await stage?.close();
  await server?.close();
  await room?.fakes.close();
});

const button = (name) => page.getByRole('button', { name, exact: true });
const section = () => page.getByRole('region', { name: 'An outside voice' });
const asked = async (op) => (await control.log()).filter((line) => line.op === op).length;

/** Both sizes: looked at, and nothing for axe to find. */
async function look(name, at) {
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    await at.first().scrollIntoViewIfNeeded();
    await guest.shot(`voices-${name}-${size.width}`);
    assert.deepEqual(await complaints(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  }
}

async function clipOf(name) {
  await page.waitForURL(/\/clips\/[0-9a-z]{26}$/, { timeout: 300_000 });
  const clip = (await ana.get(`/api/v1/clips/${page.url().split('/').at(-1)}`)).ok(200);
  const file = path.join(stage.folder, `${name}.mp4`);
  writeFileSync(file, (await ana.get(clip.media)).bytes);
  return { clip, file };
}

describe('an outside voice', { concurrency: 1 }, () => {
  test('is copied after a consent of its own, from a reading that leaves the device by name', { timeout: 400_000 }, async () => {
    await page.goto('/understudy');
    await button('Copy my voice to ElevenLabs').click();
    await section().getByText('30 seconds of your voice, read aloud.').waitFor();
    await button('Go on to the reading').click();
    await section().getByText('Tick the box to go on.').waitFor();
    await look('consent', section());
    await section().getByRole('checkbox').check();
    await button('Go on to the reading').click();

    // Cancelled, nothing is sent; silent, nothing is either.
    silence(stage.sound);
    await button('Start reading').click();
    await section().getByRole('status').filter({ hasText: 'Read aloud' }).waitFor();
    await button('Cancel, send nothing').click();
    await button('Copy my voice to ElevenLabs').click();
    await section().getByRole('checkbox').check();
    await button('Go on to the reading').click();
    await button('Start reading').click();
    await button('Stop here and send it').click({ timeout: 60_000 });
    await page.getByText('This reading cannot be used').waitFor();
    assert.equal(await asked('clone'), 0);

    await sentence(LONG, stage.sound);
    await button('Start reading').click();
    await section().getByText(/^\d+ s left$/).waitFor();
    await look('reading', section());
    await section().getByRole('status').filter({ hasText: 'That is enough.' }).waitFor({ timeout: 60_000 });
    // It ends by itself.
    await section().getByText('Your voice at ElevenLabs').waitFor({ timeout: 90_000 });
    assert.equal(await asked('clone'), 1);
    await section().getByText('Your rules do not name ElevenLabs yet').waitFor();
    await look('copy', section());
    await page.reload();
    await section().getByText('Your rules do not name ElevenLabs yet').waitFor();
    await button('Name ElevenLabs in my rules').click();
    await section().getByText('Clips that your rules allow can be said with it.').waitFor();
    const sent = guest.requests.filter((r) => r.method === 'POST' && r.type === 'audio/wav');
    assert.deepEqual(sent.map((r) => new URL(r.url).search), ['?provider=elevenlabs&consent=1']);
  });

  test('says a clip, with its price before, heard and followed by the lips', { timeout: 500_000 }, async (t) => {
    await page.goto('/make');
    await page.getByLabel('What you say').fill(SCRIPT);
    await page.getByLabel('Where you are, and how it looks').fill('On a theatre stage with a red curtain');
    const choice = page.getByRole('group', { name: 'In which voice' });
    await choice.getByText('$0.01').waitFor({ timeout: 60_000 });
    assert.equal(await choice.getByRole('radio', { name: /Studio voice/ }).isChecked(), true);
    assert.equal(await choice.getByRole('radio', { name: /Cartesia/ }).isDisabled(), true);
    await choice.getByRole('radio', { name: /ElevenLabs/ }).check({ force: true });
    await page.locator('.make-bar').getByText('$0.01 for the voice, by ElevenLabs').waitFor();
    await page.getByRole('group', { name: 'Music' }).getByRole('button', { name: 'None' }).click();
    await look('choice', choice);
    await button('Make it').click();
    await page.getByText('ElevenLabs speaks your script').waitFor({ timeout: 90_000 });
    await page.getByText('$0.01 are reserved for ElevenLabs').waitFor();
    await look('making', page.locator('.job'));
    const { clip, file } = await clipOf('outside');
    assert.equal(clip.script, SCRIPT);
    assert.equal(await asked('speak'), 1);
    assert.equal((await probe(file)).complaints, '');
    const said = path.join(stage.folder, 'there.wav');
    execFileSync('flite', ['-voice', 'slt', '-t', SCRIPT, '-o', said]);
    const own = await alike(file, said);
    t.diagnostic(`what was said there and the clip's sound are alike by ${own.toFixed(3)}`);
    assert.ok(own > 0.6, `${own}`);
    const seen = await mouth(file);
    t.diagnostic(JSON.stringify(seen));
    assert.ok(seen.opens >= 0.8, `it opens in ${seen.opens} of what is said`);
  });

  test('that fails says why, costs nothing, and the studio voice is one press away', { timeout: 400_000 }, async () => {
    await page.goto('/make');
    await page.getByLabel('What you say').fill('This one is said by the studio in the end.');
    await page.getByLabel('Where you are, and how it looks').fill('A quiet library');
    const choice = page.getByRole('group', { name: 'In which voice' });
    await choice.getByText('$0.01').waitFor({ timeout: 60_000 });
    await choice.getByRole('radio', { name: /ElevenLabs/ }).check({ force: true });
    await control.fault('503', { provider: 'elevenlabs', op: 'speak', times: 9 });
    await button('Make it').click();
    await page.getByText('ElevenLabs failed, or could not be reached. Nothing was charged.').waitFor({ timeout: 120_000 });
    await look('failed', page.locator('.job'));
    await button('Use the studio voice, free').click();
    await clipOf('studio');
    await control.faultless();
    assert.equal((await control.ledger()).speech.length, 1);
    const day = (await ana.get('/api/v1/spending')).ok(200).days.find((d) => d.generator === 'elevenlabs');
    assert.deepEqual([day.spent_micro_usd, day.held_micro_usd], [SCRIPT.length * 100, 0]);
  });

  test('is removed when its owner says so, and nothing is left there', { timeout: 120_000 }, async () => {
    await page.setViewportSize(PHONE);
    await page.goto('/understudy');
    await section().getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog', { name: 'Remove the copy at ElevenLabs?' }).waitFor();
    await guest.shot('voices-remove-390');
    await control.fault('503', { provider: 'elevenlabs', op: 'delete', times: 2 });
    await button('Remove it').click();
    await button('Copy my voice to ElevenLabs').waitFor();
    await page.waitForFunction(() => !document.body.innerText.includes('Your voice at ElevenLabs'), undefined, { timeout: 60_000 });
    assert.deepEqual((await control.ledger()).kept, []);
    assert.deepEqual(guest.complaints.filter((c) => !/Failed to load resource/.test(c)), []);
  });
});
