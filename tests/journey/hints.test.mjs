// What is wrong while the face is scanned: every hint about the picture is shown and spoken, and the scan goes on by itself
// once it is fine. Hints about the sound are in `trouble.test.mjs`; each is tried on real films in `tests/film/tests/hints.rs`.

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

/** Runs in the page: keeps what is shown as a hint, and what is spoken, whenever it changes. */
function listen() {
  globalThis.told = { shown: [], spoken: [] };
  const places = { shown: '.poses__hint', spoken: '.poses [role=status]' };
  setInterval(() => {
    for (const [kind, place] of Object.entries(places)) {
      const words = document.querySelector(place)?.textContent ?? '';
      if (globalThis.told[kind].at(-1) !== words) globalThis.told[kind].push(words);
    }
  }, 50);
}

/** Whether these come in this order, whatever lies between them; the film is shown in a loop, so any of them may be the first. */
function inTurn(all, wanted) {
  return wanted.some((_, from) => {
    const order = [...wanted.slice(from), ...wanted.slice(0, from)];
    return all.reduce((n, words) => n + Number(words === order[n]), 0) >= order.length;
  });
}

test('every hint is shown and spoken in turn, and once all is fine the pose is taken', { timeout: 600_000 }, async (t) => {
  const stage = await open();
  t.after(() => stage.close());
  await troubled(stage.film);
  const guest = await stage.visitor(server);
  await guest.signInAs(await new Visitor(server).join(await ana.invite()));
  await begin(guest);
  await guest.page.locator('.poses__hint').waitFor();
  await guest.page.evaluate(listen);
  const wanted = TROUBLES.map((trouble) => TOLD[trouble]);
  let told;
  for (const end = Date.now() + 200_000; Date.now() < end; await guest.page.waitForTimeout(1000)) {
    told = await guest.page.evaluate(() => globalThis.told);
    if (inTurn(told.shown, wanted) && wanted.every((words) => told.spoken.includes(words))) break;
  }
  assert.ok(inTurn(told.shown, wanted), `shown: ${JSON.stringify(told.shown)}`);
  for (const words of wanted) assert.ok(told.spoken.includes(words), `"${words}" is not among ${JSON.stringify(told.spoken)}`);
  await guest.page.getByText('0 of 9').waitFor();
  await guest.page.getByRole('link', { name: 'Stop and leave' }).click();

  await poses(['neutral'], stage.film);
  await begin(guest);
  await guest.page.getByText('1 of 9').waitFor({ timeout: 90_000 });
  assert.deepEqual(guest.complaints, []);
});
