// A scan of somebody who is not there: each attack is refused for its own reason. Other attacks and hints are tried on
// the same films without a browser, in `tests/film/tests`.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { open } from '../harness/browser.mjs';
import { filmReady, frozen, inTurn, looped, replay, wrongTurn } from '../harness/media.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let server;
let stage;
let ana;
before(async () => {
  [server, stage] = await Promise.all([start(), open(), filmReady()]);
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
});
after(async () => {
  await stage?.close();
  await server?.close();
});

/** What the visitor reads, as in `domain::capture::Flaw`. */
const REFUSED = {
  wrong_turn: 'Your head turned to the other side first',
  jump: 'The face changed from one moment to the next',
  off_script: 'What was seen did not follow what was asked',
  other_face: 'The poses do not show the same face',
  flat: 'This looks like a picture of a face',
  frozen: 'The picture is frozen',
  looped: 'The picture repeats itself like a film',
};

async function begin({ page }) {
  await page.goto('/understudy');
  await page.getByRole('link', { name: 'Make your understudy' }).click();
  await page.getByLabel(/This is my own face and voice/).check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

/** A member of their own for each attack: after three refusals an account has to wait. */
async function attack(t, film) {
  const guest = await stage.visitor(server);
  t.after(() => guest.context.close());
  await guest.signInAs(await new Visitor(server).join(await ana.invite()));
  await guest.obeys({ film, speaks: false });
  await begin(guest);
  return guest;
}

describe('an attack', { concurrency: 1 }, () => {
  // A cut to another face may be seen at the cut, or by comparing the poses: both are right.
  for (const [name, film, reasons] of [
    ['with a picture that stops', frozen, ['frozen']],
    ['with a piece of film that comes again', looped, ['looped']],
    ['by two people in turn', inTurn, ['jump', 'other_face']],
    ['with a film of another capture', replay, ['off_script', 'wrong_turn']],
    ['by a head that turns the wrong way first', wrongTurn, ['wrong_turn']],
  ]) {
    test(`${name} is refused for that`, { timeout: 150_000 }, async (t) => {
      const guest = await attack(t, film);
      const told = reasons.map((reason) => guest.page.getByText(REFUSED[reason]));
      await told.slice(1).reduce((all, one) => all.or(one), told[0]).first().waitFor({ timeout: 90_000 });
      const sent = guest.requests.filter((r) => r.method === 'PUT' && r.url.includes('/likeness'));
      assert.deepEqual(sent, [], 'nothing of it is kept');
    });
  }
});
