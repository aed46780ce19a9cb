// An avatar outside in a real browser: the consent of its own with the very still, the provider's page, the yes there, the rule, and
// taking it back.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { complaints } from '../harness/audit.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { gateway } from '../harness/gateway.mjs';
import { facePack, operator } from '../harness/visitor.mjs';

let room, server, control, stage, ana, guest, page;
before(async () => {
  [room, stage] = await Promise.all([gateway({ vars: { AVATARS_RETRY_MS: 300, AVATARS_POLL_MS: 500 } }), open()]);
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
const section = () => page.getByRole('region', { name: 'An avatar outside' });
const looks = async () => (await control.ledger()).files.filter((f) => f.kind === 'look' && !f.deleted);

/** Both sizes: looked at, and nothing for axe to find. */
async function look(name) {
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    await section().scrollIntoViewIfNeeded();
    await guest.shot(`avatars-${name}-${size.width}`);
    assert.deepEqual(await complaints(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  }
}

describe('an avatar outside', { concurrency: 1 }, () => {
  test('is made of the still that is shown, after a consent of its own', { timeout: 300_000 }, async () => {
    await page.goto('/understudy');
    await button('Make an avatar at HeyGen').click();
    const still = section().getByRole('img', { name: /The still that is sent/ });
    await still.waitFor({ timeout: 90_000 });
    await button('Send it, for $1.00').click();
    await section().getByText('Tick the box to go on.').waitFor();
    await look('consent');
    await section().getByRole('checkbox').check();
    await button('Send it, for $1.00').click();
    await section().getByText('HeyGen gets it ready.').waitFor({ timeout: 60_000 });
    const sent = guest.requests.filter((r) => r.method === 'POST' && r.type === 'image/jpeg');
    assert.deepEqual(sent.map((r) => new URL(r.url).search), ['?provider=heygen&consent=1&price=1000000']);
    await look('training');
  });

  test('waits for the yes on the page of its provider, and goes on by itself', { timeout: 120_000 }, async () => {
    const [{ id }] = await looks();
    await control.call('POST', `/heygen/looks/${id.slice('look-'.length)}`, { status: 'completed' });
    const link = section().getByRole('link', { name: 'Agree at HeyGen' });
    await link.waitFor({ timeout: 30_000 });
    await look('waiting');
    const url = await link.getAttribute('href');
    assert.deepEqual([await link.getAttribute('target'), await link.getAttribute('rel')], ['_blank', 'external noopener noreferrer']);
    assert.ok((await fetch(url, { method: 'POST' })).ok);
    await section().getByText('Your rules do not name HeyGen yet').waitFor({ timeout: 30_000 });
    await look('ready');
    await button('Name HeyGen in my rules').click();
    await section().getByText('Clips that your rules allow can be made with it.').waitFor();
  });

  test('is removed when its owner says so, and nothing is left there', { timeout: 120_000 }, async () => {
    await section().getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog', { name: 'Remove the avatar at HeyGen?' }).waitFor();
    await control.fault('503', { provider: 'heygen', op: 'delete', times: 2 });
    await button('Remove it').click();
    await button('Make an avatar at HeyGen').waitFor({ timeout: 30_000 });
    await page.waitForFunction(() => !document.body.innerText.includes('Your avatar at HeyGen'), undefined, { timeout: 60_000 });
    assert.deepEqual((await control.ledger()).kept, []);
    assert.deepEqual(guest.complaints.filter((c) => !/Failed to load resource/.test(c)), []);
  });
});
