// A log that has outgrown its first tile: whole tiles, a second level, and what an older checkpoint still asks for.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { check, entryOf } from '../../public/verify/receipt.mjs';
import { Log, openCheckpoint, readKey } from '../../public/verify/tlog.mjs';
import { checkpoint, judged, run } from '../harness/log.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let ana;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana' });
  await ana.scan();
});
after(() => server.close());

test('grows past 256 entries, and every checkpoint on the way is its beginning', async () => {
  const crew = [ana, await scanned(server, await ana.invite()), await scanned(server, await ana.invite())];
  const old = [];
  // A clip that is published and taken back is two entries.
  await Promise.all(crew.map(async (who) => {
    for (let i = 0; i < 44; i += 1) {
      const published = await who.publish(await who.draft({ script: `Number ${i}.` }));
      if (i > 0) (await who.delete(`/api/v1/clips/${published.id}`)).ok(204);
      if (i % 4 === 0) old.push(await checkpoint(server));
    }
  }));
  for (const who of crew) await who.publish(await who.draft({ script: 'One more.' }));
  const receipts = [];
  for (const who of crew) {
    for (let cursor = ''; cursor !== null; ) {
      const page = (await who.get(`/api/v1/receipts?cursor=${cursor}`)).ok(200);
      receipts.push(...page.receipts);
      cursor = page.next;
    }
  }
  assert.equal(receipts.length, 3 * 45);
  const size = 3 * (44 + 43 + 1);
  const verdict = await judged(server, { old, receipts: receipts.map(({ receipt }) => receipt) });
  assert.equal(verdict.size, size);
  assert.ok(verdict.consistent.length > 25 && verdict.consistent.every(Boolean), `${verdict.consistent}`);
  assert.ok(verdict.receipts.every(({ stands }) => stands));
  assert.equal(receipts.filter(({ withdrawn }) => withdrawn === null).length, 6);
  const withdrawals = verdict.entries.map((text, index) => [JSON.parse(text), index]).filter(([entry]) => entry.kind === 'withdrawal');
  assert.deepEqual(
    withdrawals.map(([{ of }, index]) => [of, index]).sort(([a], [b]) => a - b),
    receipts.filter(({ withdrawn }) => withdrawn !== null).map(({ index, withdrawn }) => [index, withdrawn]).sort(([a], [b]) => a - b),
  );

  // What the page computes is the same, with the newest checkpoint and with older ones whose tiles were replaced.
  const nobody = new Visitor(server);
  const keys = (await nobody.get('/.well-known/understudy.json')).ok(200);
  const key = await readKey(keys.log.vkey);
  const bytes = async (path) => {
    const answer = await nobody.get(`/log/${path}`);
    assert.equal(answer.status, 200, path);
    return new Uint8Array(answer.bytes);
  };
  for (const note of [...old.filter((_, i) => i % 6 === 0), await checkpoint(server)]) {
    const at = await openCheckpoint(note, key);
    const log = new Log(at, bytes);
    for (const { receipt, index, withdrawn } of receipts.filter((r) => r.index < at.size && (r.index % 40 === 0 || r.index > size - 5))) {
      const claims = await check(receipt, keys.jwks);
      const known = withdrawn !== null && withdrawn < at.size ? withdrawn : null;
      assert.deepEqual(await log.standing(entryOf(claims), index), { withdrawn: known, whole: true }, `${index} of ${at.size}`);
    }
  }
  // Beyond its limit it says that it did not look everywhere.
  const log = new Log(await openCheckpoint(await checkpoint(server), key), bytes);
  const first = receipts.find(({ index }) => index === 0);
  const claims = await check(first.receipt, keys.jwks);
  assert.equal((await log.standing(entryOf(claims), 0, 1)).whole, false);
  assert.equal((await bytes('tile/0/000')).length, 8192);
  assert.equal((await bytes('tile/1/000.p/1')).length, 32);
  const last = receipts.find(({ index }) => index === size - 1);
  const { code, out, err } = await run('cargo', ['run', '--quiet', '-p', 'xtask', '--', 'verify', last.receipt, '--log', `${server.origin}/log`]);
  assert.equal(code, 0, err);
  assert.ok(out.includes(`root of ${size} entries`), out);
});
