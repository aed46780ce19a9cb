// The verify page in a browser: it reads the log itself, and says no when the log is changed on the way.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { audit } from '../harness/audit.mjs';
import { DESKTOP, PHONE, open } from '../harness/browser.mjs';
import { clip } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { operator } from '../harness/visitor.mjs';

let server;
let stage;
let published;
let receipt;
let withdrawn;
const film = clip('540x960', 3);
before(async () => {
  server = await start();
  const ana = await operator(server, { handle: 'ana', name: 'Ana' });
  await ana.scan();
  published = await ana.publish(await ana.draft({ script: 'Check me.' }, film));
  const gone = await ana.publish(await ana.draft({ script: 'I go.' }));
  (await ana.delete(`/api/v1/clips/${gone.id}`)).ok(204);
  [withdrawn, receipt] = (await ana.get('/api/v1/receipts')).ok(200).receipts;
  stage = await open({ camera: false, microphone: false });
});
after(async () => {
  await stage?.close();
  await server?.close();
});

const field = (page) => page.getByLabel('Receipt or link');
const verdict = (page) => page.locator('.verdict');
const checked = (page) => verdict(page).getByText('Checked in your browser');

async function ask(page, text) {
  await page.goto('/verify');
  await field(page).fill(text);
  await page.getByRole('button', { name: 'Verify' }).click();
}

test('a receipt and a link are proven in the browser, on a phone and on a desk', async () => {
  for (const viewport of [PHONE, DESKTOP]) {
    const guest = await stage.visitor(server, { viewport });
    const { page } = guest;
    const size = `${viewport.width}x${viewport.height}`;
    assert.deepEqual(await audit(page, '/verify'), []);
    await guest.shot(`verify-empty-${size}`);
    for (const text of [receipt.receipt, published.share]) {
      await ask(page, text);
      await checked(page).waitFor();
      assert.equal(await verdict(page).getAttribute('data-holds'), 'yes');
      const words = await verdict(page).innerText();
      for (const part of ['stands in the log', 'Ana (@ana)', `Entry ${receipt.index} of`, 'Version 0', 'root of a log of 3 entries']) {
        assert.ok(words.includes(part), `${part} in ${words}`);
      }
    }
    const tiles = guest.requests.filter(({ url }) => url.includes('/log/tile/'));
    assert.ok(tiles.length > 0, 'it reads the log itself');
    assert.ok(tiles.every(({ method }) => method === 'GET'));
    await guest.shot(`verify-yes-${size}`);
    assert.deepEqual(await audit(page, `/verify?q=${encodeURIComponent(receipt.receipt)}`), []);
    await ask(page, withdrawn.receipt);
    await checked(page).waitFor();
    assert.equal(await verdict(page).getAttribute('data-holds'), 'withdrawn');
    await guest.shot(`verify-withdrawn-${size}`);
    const out = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(out, 0, 'nothing sticks out');
    assert.deepEqual(guest.complaints.filter((line) => !line.includes('404')), []);
  }
});

test('the keyboard alone is enough, and a file is compared without leaving the device', async () => {
  const guest = await stage.visitor(server, { viewport: DESKTOP });
  const { page } = guest;
  await page.goto('/verify');
  await field(page).focus();
  await page.keyboard.insertText(receipt.receipt);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Verify');
  await page.keyboard.press('Enter');
  await checked(page).waitFor();
  const before_ = guest.requests.length;
  const [same, other] = ['same.mp4', 'other.mp4'].map((name) => path.join(stage.folder, name));
  writeFileSync(same, film);
  writeFileSync(other, Buffer.concat([film, Buffer.alloc(1)]));
  await page.getByLabel('Compare a file, or drop one here').setInputFiles(same);
  await verdict(page).getByText('the very file that was agreed to').waitFor();
  await page.getByLabel('Compare a file, or drop one here').setInputFiles(other);
  await verdict(page).getByText('another file').waitFor();
  const kept = path.join(stage.folder, 'receipt.json');
  writeFileSync(kept, JSON.stringify(withdrawn));
  await page.getByLabel('Compare a file, or drop one here').setInputFiles(kept);
  await verdict(page).getByText('taken back since').waitFor();
  assert.ok(guest.requests.slice(before_).every(({ method, body }) => method === 'GET' && !body), 'nothing is sent');
});

test('what somebody changed on the way, or made up, does not hold', async () => {
  const guest = await stage.visitor(server);
  const { page } = guest;
  await ask(page, receipt.receipt.replace(/.$/, (c) => (c === 'A' ? 'Q' : 'A')));
  await verdict(page).getByText('was changed, or made by somebody else').waitFor();
  await ask(page, '<img src=x onerror=alert(1)>');
  await verdict(page).getByText('neither a receipt nor the link').waitFor();
  await guest.shot('verify-no-390x844');
  assert.deepEqual(await audit(page, '/verify?q=nonsense'), []);
  await page.route('**/log/tile/entries/**', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[30] ^= 1;
    await route.fulfill({ response, body });
  });
  await ask(page, receipt.receipt);
  await checked(page).waitFor();
  assert.equal(await verdict(page).getAttribute('data-holds'), 'no');
});

test('without scripts the site answers in its own name', async () => {
  const guest = await stage.visitor(server, { javaScriptEnabled: false });
  const { page } = guest;
  await ask(page, receipt.receipt);
  await verdict(page).getByText('This is what this site says').waitFor();
  assert.equal(await verdict(page).getAttribute('data-holds'), 'yes');
  await guest.shot('verify-plain-390x844');
});
