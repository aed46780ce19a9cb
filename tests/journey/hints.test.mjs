// What is wrong while the face is scanned: every hint about the picture is shown and spoken, and once it is fine the scan
// goes on. Each is tried on real films in `tests/film/tests/hints.rs`, those about the sound in `crates/voice/src/listen/hints.rs`.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { open } from '../harness/browser.mjs';
import { TROUBLES, filmReady, poses, troubled } from '../harness/media.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  [server] = await Promise.all([start(), filmReady()]);
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
});
after(() => server?.close());

const TOLD = {
  dark: 'Too dark. Turn towards a light.',
  hand: 'Something covers your face. Move hands and hair away from it.',
  bright: 'Too bright. Turn away from the light.',
  hair: 'Something covers your face. Move hands and hair away from it.',
  backlit: 'The light is behind you. Turn round, or move away from the window.',
  guest: 'More than one face. Only you may be in the picture.',
  blurred: 'The picture is blurred. Hold still, or wipe the lens.',
  far: 'Come a little closer.',
  glare: 'Your glasses reflect a light. Tilt your head, or take them off.',
  near: 'Go back a little.',
  aside: 'Move into the oval.',
};

async function begin({ page }) {
  await page.goto('/understudy');
  await page.getByRole('link', { name: 'Make your understudy' }).click();
  await page.getByLabel(/This is my own face and voice/).check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

/** Somebody with the scan before them: an account may begin ten an hour. */
async function member(t, stage) {
  const guest = await stage.visitor(server);
  t.after(() => guest.context.close());
  await guest.signInAs(await new Visitor(server).join(await ana.invite()));
  return guest;
}

test('every hint is shown and spoken, and once all is fine the pose is taken', { timeout: 1_100_000 }, async (t) => {
  const stage = await open();
  t.after(() => stage.close());
  let guest;
  for (const [n, trouble] of TROUBLES.entries()) {
    if (n % 6 === 0) guest = await member(t, stage);
    const { page } = guest;
    await troubled(trouble, stage.film);
    await begin(guest);
    const [shown, spoken] = ['.poses__hint', '.poses [role=status]'].map((place) => page.locator(place, { hasText: TOLD[trouble] }));
    await Promise.all([shown.waitFor({ timeout: 60_000 }), spoken.waitFor({ state: 'attached', timeout: 60_000 })]);
    await guest.shot(`hint-${trouble}`);
    await page.getByRole('link', { name: 'Stop and leave' }).click();
  }
  await poses(['neutral'], stage.film);
  await begin(guest);
  await guest.page.getByText('1 of 9').waitFor({ timeout: 90_000 });
  for (const words of Object.values(TOLD)) assert.equal(await guest.page.getByText(words).count(), 0, words);
  assert.deepEqual(guest.complaints, []);
});
