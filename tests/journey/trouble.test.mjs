// When it does not go as planned: what the visitor reads, and that they can go on.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { open } from '../harness/browser.mjs';
import { audit } from '../harness/audit.mjs';
import { filmReady, filmOf, heldPhoto, poses, silence, twoPeople, twoVoices, words } from '../harness/media.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  [server] = await Promise.all([start(), filmReady()]);
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
});
after(() => server?.close());

/** A member on a stage of their own, with the scan begun. */
async function scanning(t, stageOptions, prepare = async () => {}) {
  const stage = await open(stageOptions);
  t.after(() => stage.close());
  await prepare(stage);
  const guest = await stage.visitor(server);
  await guest.signInAs(await new Visitor(server).join(await ana.invite()));
  return guest;
}

async function begin({ page }) {
  await page.goto('/understudy');
  await page.getByRole('link', { name: 'Make your understudy' }).click();
  await page.getByLabel(/This is my own face and voice/).check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

describe('the scan', { concurrency: 1 }, () => {
  test('without a camera says so and offers to try again', async (t) => {
    const guest = await scanning(t, { camera: false });
    await begin(guest);
    await guest.page.getByRole('heading', { name: 'No camera found' }).waitFor();
    await guest.page.getByText('Connect a camera, or open this page on a phone.').waitFor();
    await guest.page.getByRole('button', { name: 'Try again' }).waitFor();
    await guest.page.getByRole('link', { name: 'Not now' }).click();
    await guest.page.waitForURL('/');
  });

  test('without permission says where to give it', async (t) => {
    const guest = await scanning(t, { allow: false }, (stage) => filmOf('no_face.mp4', stage.film));
    await begin(guest);
    await guest.page.getByRole('heading', { name: 'The camera is not allowed' }).waitFor();
    await guest.page.getByText(/Allow it in the browser's address bar or settings/).waitFor();
  });

  test('of an empty chair asks for a face, and goes on once there is one', { timeout: 240_000 }, async (t) => {
    const guest = await scanning(t, {}, (stage) => filmOf('no_face.mp4', stage.film));
    await begin(guest);
    await guest.page.getByText('No face in the picture.').first().waitFor({ timeout: 90_000 });
    await guest.page.getByText('0 of 9').waitFor();
    await guest.page.getByRole('link', { name: 'Stop and leave' }).click();
    await poses(['neutral'], guest.stage.film);
    await begin(guest);
    await guest.page.getByText('1 of 9').waitFor({ timeout: 90_000 });
  });

  test('of two people asks for one', { timeout: 240_000 }, async (t) => {
    const guest = await scanning(t, {}, (stage) => twoPeople(stage.film));
    await begin(guest);
    await guest.page.getByText('More than one face. Only you may be in the picture.').first().waitFor({ timeout: 90_000 });
    await guest.page.waitForTimeout(2000);
    await guest.page.getByText('0 of 9').waitFor();
  });

  test('of a photo that is held up and turned says so, and never takes the turn', { timeout: 300_000 }, async (t) => {
    const guest = await scanning(t);
    // What is asked for before the first turn is done alive; the photo comes with the turn.
    await guest.obeys({ film: heldPhoto });
    await begin(guest);
    await guest.page.getByText('This looks like a picture of a face.').first().waitFor({ timeout: 120_000 });
    // Once it lasts, the scan is over, and the edge has been told.
    await guest.page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 30_000 });
    const result = guest.requests.find((r) => r.method === 'POST' && r.url.endsWith('/result'));
    assert.equal(JSON.parse(result.body.toString()).flaw, 'flat');
  });

  test('in silence, and with two voices, says so, and hears the next try', { timeout: 400_000 }, async (t) => {
    const guest = await scanning(t, {}, (stage) => silence(stage.sound));
    await guest.obeys({ speaks: false });
    await begin(guest);
    await guest.page.getByRole('heading', { name: 'Say these three words' }).waitFor({ timeout: 240_000 });
    await guest.page.getByText(/Nothing was heard|Too quiet to tell/).first().waitFor({ timeout: 60_000 });
    const again = guest.page.getByRole('button', { name: 'Try again' });
    const unclear = guest.page.getByText(/was not heard\.|^Not heard: /).first();
    /** Says the words by these voices in turn until it comes to `end`; in between the page may only say that it did not hear a word. */
    const until = async (end, takes) => {
      for (const voices of takes) {
        await words(guest.capture.words, guest.stage.sound, voices);
        await again.click();
        await again.waitFor({ state: 'hidden' });
        await end.or(unclear).first().waitFor({ timeout: 60_000 });
        if (await end.isVisible()) return;
      }
      assert.fail('the words were not understood, whoever said them');
    };
    await until(guest.page.getByText('More than one voice said the words.').first(), twoVoices);
    const skip = guest.page.getByRole('button', { name: 'Skip', exact: true });
    await until(skip, ['rms', 'slt', 'kal16']);
    await skip.click();
    await guest.page.getByRole('heading', { name: 'Meet your understudy' }).waitFor({ timeout: 120_000 });
    const likeness = guest.requests.filter((r) => r.method === 'PUT' && r.url.includes('/likeness'));
    assert.deepEqual(likeness, [], 'nothing is kept before the visitor says so');
  });
});

describe('a session that ended', () => {
  test('asks to sign in, and what was typed stays', async (t) => {
    const stage = await open();
    t.after(() => stage.close());
    const member = await new Visitor(server).join(await ana.invite());
    const visitor = await stage.visitor(server);
    await visitor.signInAs(member);
    await visitor.page.goto('/make');
    await visitor.page.getByLabel('What you say').fill('Do not lose this.');
    (await member.delete('/api/v1/sessions')).ok(204);
    await visitor.page.goto('/make');
    await visitor.page.getByRole('heading', { name: 'Sign in to make clips' }).waitFor();
    await visitor.page.getByRole('link', { name: 'Sign in' }).first().click();
    await visitor.page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await visitor.page.waitForURL('/make');
    assert.equal(await visitor.page.getByLabel('What you say').inputValue(), 'Do not lose this.');
  });
});

describe('pages that say no', () => {
  test('a used invite, a cut link, an unknown clip: each says what to do, and axe finds nothing', async (t) => {
    const stage = await open();
    t.after(() => stage.close());
    const { page } = await stage.visitor(server);
    await page.goto(server.invite);
    await page.getByText(/This invite opens nothing|has been used/).first().waitFor();
    await page.goto('/join');
    await page.getByRole('heading', { name: 'An invite opens this door' }).waitFor();
    await page.goto(`/clips/${'0'.repeat(26)}`);
    await page.getByText('Nothing is here').first().waitFor();
    assert.deepEqual([...(await audit(page, '/')), ...(await audit(page, `/clips/${'0'.repeat(26)}`))], []);
  });

  test('someone else\'s draft is not there', async (t) => {
    const stage = await open();
    t.after(() => stage.close());
    const owner = await new Visitor(server).join(await ana.invite());
    await owner.scan();
    const draft = await owner.draft();
    const { page } = await stage.visitor(server);
    await page.goto(`/clips/${draft.id}`);
    await page.getByText('Nothing is here').first().waitFor();
    const share = await page.goto(new URL(draft.share).pathname);
    assert.equal(share.status(), 404);
  });

  test('offline is said, and what is typed is kept', async (t) => {
    const stage = await open();
    t.after(() => stage.close());
    const visitor = await stage.visitor(server);
    await visitor.signInAs(await new Visitor(server).join(await ana.invite()));
    await visitor.page.goto('/make');
    await visitor.page.getByLabel('What you say').fill('Kept on this device.');
    await visitor.context.setOffline(true);
    await visitor.page.getByText('You are offline. What you type is kept on this device.').waitFor();
    await visitor.context.setOffline(false);
    await visitor.page.getByText('You are offline').waitFor({ state: 'detached' });
    await visitor.page.reload();
    assert.equal(await visitor.page.getByLabel('What you say').inputValue(), 'Kept on this device.');
  });
});
