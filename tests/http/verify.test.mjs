// The verify page as HTML, and the command: what they say to somebody who trusts nobody.

import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { clip } from '../harness/clips.mjs';
import { run } from '../harness/log.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let server;
let ana;
let nobody;
let folder;
let published;
let gone;
let receipt;
let withdrawn;
const film = clip('540x960', 3);
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'understudy-verify-'));
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana <b>' });
  await ana.scan();
  nobody = new Visitor(server);
  published = await ana.publish(await ana.draft({ script: 'Check me.' }, film));
  gone = await ana.publish(await ana.draft({ script: 'I go.' }));
  (await ana.delete(`/api/v1/clips/${gone.id}`)).ok(204);
  [withdrawn, receipt] = (await ana.get('/api/v1/receipts')).ok(200).receipts;
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const page = async (q) => (await nobody.get(`/verify${q === undefined ? '' : `?q=${encodeURIComponent(q)}`}`, { headers: { accept: 'text/html' } }));
const holds = (text) => /data-holds="(\w+)"/.exec(text)?.[1];

describe('the verify page', () => {
  test('is there for anyone, runs its own scripts alone, and may not be framed', async () => {
    const answer = await page();
    assert.equal(answer.status, 200);
    const csp = answer.headers.get('content-security-policy');
    for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'"]) {
      assert.ok(csp.includes(part), `${part} in ${csp}`);
    }
    assert.ok(!/unsafe|\*/.test(csp), csp);
    assert.ok(!/<script(?![^>]*src=)/.test(answer.text), 'no inline script');
    assert.equal(holds(answer.text), undefined);
    for (const name of ['page', 'tlog', 'receipt']) {
      const script = await nobody.get(`/verify/${name}.mjs`);
      assert.equal(script.status, 200);
      assert.match(script.headers.get('content-type'), /javascript/);
      assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|document\.write/.test(script.text));
    }
  });

  test('says what holds, without scripts', async () => {
    for (const asked of [receipt.receipt, JSON.stringify(receipt), published.share, `/c/${published.id}`, published.id, ` ${receipt.receipt}\n`]) {
      const { text } = await page(asked);
      assert.equal(holds(text), 'yes', asked);
      for (const part of ['Ana &lt;b&gt; (@ana)', `Version ${receipt.policy_version}`, `Entry ${receipt.index} of`, 'No.', 'UTC']) {
        assert.ok(text.includes(part), `${part} for ${asked}`);
      }
      assert.ok(!text.includes('<b>'));
    }
  });

  test('says that a clip was taken back', async () => {
    for (const asked of [withdrawn.receipt, gone.share]) {
      const { text } = await page(asked);
      assert.equal(holds(text), 'withdrawn', asked);
      assert.ok(text.includes(`Yes, by entry ${withdrawn.withdrawn}.`) && text.includes('not on this site any more'));
    }
  });

  test('says that what is none of ours is none of ours', async () => {
    for (const asked of ['hello', '<script>alert(1)</script>', 'a.b.c', `https://example.org/c/${published.id}`, '0'.repeat(26), '{}', 'x'.repeat(9000), receipt.receipt.replace(/.$/, (c) => (c === 'A' ? 'Q' : 'A'))]) {
      const answer = await page(asked);
      assert.equal(answer.status, 200);
      assert.equal(holds(answer.text), 'no', asked);
      assert.ok(!answer.text.includes('<script>alert'));
    }
  });
});

describe('the command', () => {
  const verify = (...args) => run('cargo', ['run', '--quiet', '-p', 'xtask', '--', 'verify', ...args]);
  const keep = (name, bytes) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return file;
  };

  test('checks a receipt offline, its salts and its file', async () => {
    const keys = keep('jwks.json', (await nobody.get('/.well-known/jwks.json')).bytes);
    const file = keep('receipt.json', JSON.stringify(receipt));
    const video = keep('clip.mp4', film);
    await server.stop();
    const { code, out, err } = await verify(file, '--keys', keys, '--clip', video);
    assert.equal(code, 0, err);
    for (const part of ['signature   the issuer', 'opened      yes', 'the very one', 'The receipt holds.']) assert.ok(out.includes(part), out);
    const other = await verify('--receipt', receipt.receipt, '--keys', keys, '--clip', keep('other.mp4', clip('540x960', 4)));
    assert.equal(other.code, 1);
    assert.match(other.err, /another file/);
    const wrong = keep('wrong.json', JSON.stringify({ ...receipt, opening: withdrawn.opening }));
    assert.match((await verify(wrong, '--keys', keys)).err, /salts do not open/);
    const changed = receipt.receipt.replace(/.$/, (c) => (c === 'A' ? 'Q' : 'A'));
    const forged = await verify(changed, '--keys', keys);
    assert.equal(forged.code, 1);
    assert.match(forged.err, /does not hold/);
    assert.equal((await verify()).code, 2);
    server = await server.again();
    for (const who of [ana, nobody]) who.server = server;
  });

  test('proves that it stands in the log, or that it was withdrawn', async () => {
    const log = `${server.origin}/log`;
    const { code, out, err } = await verify(receipt.receipt, '--log', log);
    assert.equal(code, 0, err);
    assert.match(out, /in the log {2}yes: proven by \d+ hashes to the root of 3 entries/);
    assert.match(out, /withdrawn {3}no: every later entry was looked at/);
    assert.match((await verify(withdrawn.receipt, '--log', log)).out, /withdrawn {3}yes, by entry 2/);
    // The same from a copy of the log, one byte of which was changed.
    const { log: { vkey }, jwks } = (await nobody.get('/.well-known/understudy.json')).json;
    const keys = keep('keys.json', JSON.stringify(jwks));
    const copy = path.join(folder, 'log');
    for (const at of ['checkpoint', 'tile/0/000.p/3', 'tile/entries/000.p/3']) keep(`log/${at}`, (await nobody.get(`/log/${at}`)).bytes);
    assert.equal((await verify(receipt.receipt, '--keys', keys, '--log', copy, '--vkey', vkey)).code, 0);
    const entries = (await nobody.get('/log/tile/entries/000.p/3')).bytes;
    entries[20] ^= 1;
    keep('log/tile/entries/000.p/3', entries);
    const broken = await verify(receipt.receipt, '--keys', keys, '--log', copy, '--vkey', vkey);
    assert.equal(broken.code, 1, broken.out);
  });
});
