// The log of uses over HTTP: what is appended and when, what stays secret, and that it is what others can check.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { check, entryOf } from '../../public/verify/receipt.mjs';
import { Log, openCheckpoint, readKey } from '../../public/verify/tlog.mjs';
import { clip } from '../harness/clips.mjs';
import { checkpoint, commitment, judged, subject } from '../harness/log.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator, scanned } from '../harness/visitor.mjs';

let server;
let ana;
let nobody;
/** Every checkpoint that was seen: whatever comes later has to be consistent with all of them. */
const seen = [];
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana' });
  await ana.scan();
  nobody = new Visitor(server);
});
after(() => server.close());

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const receipts = async (who) => (await who.get('/api/v1/receipts')).ok(200).receipts;
const ofClip = (who, id) => who.get(`/api/v1/clips/${id}/receipt`);

/** The log as the page reads it, and the keys. */
async function page() {
  const keys = (await nobody.get('/.well-known/understudy.json')).ok(200);
  const bytes = async (path) => {
    const answer = await nobody.get(`/log/${path}`);
    assert.equal(answer.status, 200, path);
    return new Uint8Array(answer.bytes);
  };
  const note = new TextDecoder().decode(await bytes('checkpoint'));
  seen.push(note);
  return { keys, log: new Log(await openCheckpoint(note, await readKey(keys.log.vkey)), bytes) };
}

/** What the page's own program says of a receipt. */
async function standing(jws) {
  const { keys, log } = await page();
  const claims = await check(jws, keys.jwks);
  return log.standing(entryOf(claims), claims.index);
}

describe('a use', () => {
  test('stands in the log once its clip is published, and whoever reads the log can prove it', async () => {
    seen.push(await checkpoint(server));
    const film = clip('540x960', 3);
    const draft = await ana.draft({ script: 'I stand in the log.' }, film);
    const { origin, size } = await judged(server);
    (await ofClip(ana, draft.id)).refused('not_found');
    const published = await ana.publish(draft);
    const [receipt] = await receipts(ana);
    assert.equal(receipt.clip, published.id);
    assert.equal(receipt.index, size);
    assert.equal(receipt.withdrawn, null);
    const verdict = await judged(server, { old: seen, receipts: [receipt.receipt] });
    assert.equal(verdict.size, size + 1);
    assert.ok(verdict.consistent.every(Boolean), `${verdict.consistent}`);
    const [{ claims, stands }] = verdict.receipts;
    assert.ok(stands, 'another verifier finds it at its place');
    assert.deepEqual(
      { ...claims, commitment: undefined, likeness: undefined },
      {
        iss: server.origin, clip: published.id, sha256: sha256(film), policy: receipt.policy_version, log: origin, index: size,
        iat: receipt.at / 1000, commitment: undefined, likeness: undefined,
      },
    );
    assert.equal(claims.iat % 3600, 0);
    assert.equal(origin, `${new URL(server.origin).host}/log`);
    assert.deepEqual(await standing(receipt.receipt), { withdrawn: null, whole: true });
  });

  test('opens for its owner alone', async () => {
    const [receipt] = await receipts(ana);
    const verdict = await judged(server, { receipts: [receipt.receipt] });
    const { claims } = verdict.receipts[0];
    const { account, likeness, subject_salt, clip_salt } = receipt.opening;
    assert.equal(subject(Buffer.from(subject_salt, 'hex'), account, likeness), claims.likeness);
    assert.equal(commitment(Buffer.from(clip_salt, 'hex'), receipt.clip, Buffer.from(claims.sha256, 'hex')), claims.commitment);
    const eve = await scanned(server, await ana.invite());
    assert.deepEqual(await receipts(eve), []);
    for (const who of [eve, nobody]) {
      const { receipts: public_ } = (await ofClip(who, receipt.clip)).ok(200);
      assert.deepEqual(public_, [{ ...receipt, opening: undefined }].map(({ opening, ...rest }) => rest));
      assert.ok(!JSON.stringify(public_).includes(subject_salt) && !JSON.stringify(public_).includes(clip_salt));
    }
    assert.deepEqual((await ofClip(ana, receipt.clip)).ok(200).receipts, [receipt]);
    (await nobody.get('/api/v1/receipts')).refused('sign_in_first');
  });

  test('of a draft is nobody else\'s to see', async () => {
    const draft = await ana.draft();
    (await ofClip(nobody, draft.id)).refused('not_found');
    (await ofClip(nobody, '0'.repeat(26))).refused('not_found');
    (await ofClip(nobody, 'x')).refused('not_found');
    (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
  });

  test('of a character is its owner\'s', async () => {
    const ben = await new Visitor(server).join(await ana.invite());
    const length = Buffer.alloc(4);
    length.writeUInt32LE(200);
    const pack = Buffer.concat([Buffer.from('undchar\x01', 'latin1'), length, Buffer.alloc(400, 7)]);
    const headers = { 'content-type': 'application/octet-stream' };
    const { id } = (await ben.post('/api/v1/characters?name=Rex&kind=pet', pack, { headers })).ok(201);
    const published = await ben.publish(await ben.draft({ cast: [`character:${id}`] }));
    const [receipt] = await receipts(ben);
    assert.equal(receipt.clip, published.id);
    assert.equal(receipt.opening.likeness, id);
    assert.ok((await judged(server, { receipts: [receipt.receipt] })).receipts[0].stands);
  });
});

describe('an entry', () => {
  test('is given once, however often and at once a clip is published', async () => {
    const draft = await ana.draft({ script: 'Once.' });
    const { size } = await judged(server);
    const headers = { 'idempotency-key': 'the-same-key-again-and-again' };
    const path = `/api/v1/clips/${draft.id}/publish`;
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, i) => ana.post(path, {}, i % 2 ? { headers } : {})),
    );
    for (const answer of all) assert.ok(answer.status === 200 || answer.json.rule === 'in_flight', answer.text);
    (await ana.post(path, {}, { headers })).ok(200);
    await ana.publish(draft);
    const verdict = await judged(server);
    assert.equal(verdict.size, size + 1);
    assert.equal((await ofClip(ana, draft.id)).ok(200).receipts.length, 1);
  });

  test('goes to each of twenty clips that are published at once, and none to two', async () => {
    const drafts = [];
    for (let i = 0; i < 20; i++) drafts.push(await ana.draft({ script: `Number ${i}.` }));
    const { size } = await judged(server);
    await Promise.all(drafts.map((draft) => ana.publish(draft)));
    const indexes = [];
    const texts = [];
    for (const draft of drafts) {
      const found = (await ofClip(ana, draft.id)).ok(200).receipts;
      assert.equal(found.length, 1);
      indexes.push(found[0].index);
      texts.push(found[0].receipt);
    }
    assert.deepEqual(indexes.toSorted((a, b) => a - b), Array.from({ length: 20 }, (_, i) => size + i));
    const verdict = await judged(server, { old: seen, receipts: texts });
    assert.equal(verdict.size, size + 20);
    assert.ok(verdict.receipts.every(({ stands }) => stands));
    assert.ok(verdict.consistent.every(Boolean));
    // Pages of receipts: each once, newest first.
    const listed = [];
    for (let cursor = ''; cursor !== null; ) {
      const { receipts, next } = (await ana.get(`/api/v1/receipts?cursor=${cursor ?? ''}`)).ok(200);
      assert.ok(receipts.length <= 20);
      listed.push(...receipts.map(({ index }) => index));
      cursor = next;
    }
    assert.deepEqual(listed, [...new Set(listed)].toSorted((a, b) => b - a));
    assert.ok(indexes.every((index) => listed.includes(index)));
    for (const cursor of ['?', 'AAAA', Buffer.from('-1').toString('base64url'), Buffer.from('1e9').toString('base64url')]) {
      assert.equal((await ana.get(`/api/v1/receipts?cursor=${encodeURIComponent(cursor)}`)).refused('invalid').field, 'cursor');
    }
  });

  test('says neither who nor what to somebody who knows both', async () => {
    const script = 'A sentence that a stranger guesses.';
    const published = await ana.publish(await ana.draft({ script }));
    const [mine] = await receipts(ana);
    assert.equal(mine.clip, published.id);
    const { entries } = await judged(server);
    const entry = JSON.parse(entries[mine.index]);
    // A stranger who knows account, likeness, handle, clip, file and script, and the openings of another use of the same person.
    const other = (await receipts(ana))[1];
    const { account, likeness } = mine.opening;
    const file = JSON.parse(Buffer.from(mine.receipt.split('.')[1], 'base64url')).sha256;
    const known = [account, likeness, 'ana', 'Ana', published.id, script, file, '', server.origin, `${mine.index}`, `${entry.time}`];
    const salts = [
      ...known.flatMap((text) => [Buffer.from(text), createHash('sha256').update(text).digest()]),
      Buffer.alloc(32), Buffer.from(other.opening.subject_salt, 'hex'), Buffer.from(other.opening.clip_salt, 'hex'),
    ];
    const guesses = new Set(known.map((text) => sha256(Buffer.from(text))));
    for (const salt of salts) {
      for (const a of known) {
        guesses.add(sha256(Buffer.concat([salt, Buffer.from(a)])));
        for (const b of known) {
          guesses.add(subject(salt, a, b));
          guesses.add(commitment(salt, a, b));
          guesses.add(commitment(salt, a, Buffer.from(file, 'hex')));
          guesses.add(sha256(Buffer.concat([salt, Buffer.from(a), Buffer.from(b)])));
        }
      }
    }
    assert.ok(guesses.size > 5000, `${guesses.size}`);
    assert.ok(!guesses.has(entry.subject) && !guesses.has(entry.clip), 'no guess is right');
    // The same guess with the salt is: the search above would have found it.
    assert.equal(subject(Buffer.from(mine.opening.subject_salt, 'hex'), account, likeness), entry.subject);
    assert.equal(commitment(Buffer.from(mine.opening.clip_salt, 'hex'), published.id, Buffer.from(file, 'hex')), entry.clip);
    // No two entries have anything in common by which they could be told to be of one person.
    const blinded = entries.map((text) => JSON.parse(text)).filter(({ kind }) => kind === 'use').flatMap((e) => [e.subject, e.clip]);
    assert.equal(new Set(blinded).size, blinded.length);
    for (const text of entries) for (const word of [account, likeness, published.id, file]) assert.ok(!text.includes(word));
  });
});

describe('a clip that is taken back', () => {
  test('is withdrawn in the log, once, and its receipt says so', async () => {
    const published = await ana.publish(await ana.draft({ script: 'Soon gone.' }));
    const [before_] = await receipts(ana);
    const { size } = await judged(server);
    (await ana.delete(`/api/v1/clips/${published.id}`)).ok(204);
    (await ana.delete(`/api/v1/clips/${published.id}`)).refused('not_found');
    const [receipt] = await receipts(ana);
    assert.equal(receipt.receipt, before_.receipt, 'the receipt itself lasts');
    assert.equal(receipt.withdrawn, size);
    const verdict = await judged(server, { old: seen, receipts: [receipt.receipt] });
    assert.equal(verdict.size, size + 1);
    const withdrawal = JSON.parse(verdict.entries[size]);
    assert.deepEqual(withdrawal, { kind: 'withdrawal', of: receipt.index, time: withdrawal.time, v: 1 });
    assert.deepEqual(await standing(receipt.receipt), { withdrawn: size, whole: true });
    assert.equal((await ofClip(nobody, published.id)).ok(200).receipts[0].withdrawn, size);
    // What was never published leaves nothing.
    const draft = await ana.draft();
    (await ana.delete(`/api/v1/clips/${draft.id}`)).ok(204);
    assert.equal((await judged(server)).size, size + 1);
  });
});

describe('a receipt', () => {
  test('that was changed anywhere is refused, by us and by others', async () => {
    const [{ receipt }] = await receipts(ana);
    const { keys } = await page();
    const forged = [];
    for (let at = 0; at < receipt.length; at++) {
      for (const bit of [0, 1, 5]) {
        const changed = String.fromCharCode(receipt.charCodeAt(at) ^ (1 << bit));
        forged.push(receipt.slice(0, at) + changed + receipt.slice(at + 1));
      }
      if (at % 7 === 0) forged.push(receipt.slice(0, at), receipt.slice(at));
    }
    forged.splice(forged.indexOf(receipt), forged.includes(receipt) ? 1 : 0);
    const [header, body] = receipt.split('.');
    const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { kid, typ } = JSON.parse(Buffer.from(header, 'base64url'));
    forged.push(`${encode({ alg: 'none', typ, kid })}.${body}.`, `${encode({ alg: 'HS256', typ, kid })}.${body}.${'A'.repeat(43)}`);
    let passed = 0;
    for (const text of forged) await check(text, keys.jwks).then(() => (passed += 1), () => {});
    assert.equal(passed, 0);
    const verdict = await judged(server, { receipts: [receipt], forged });
    assert.ok(verdict.receipts[0].stands);
    assert.deepEqual(verdict.passed, []);
    // And by the page of the edge, without scripts.
    for (const text of forged.filter((_, i) => i % 97 === 0 && forged[i].split('.').length === 3)) {
      const answer = await nobody.get(`/verify?q=${encodeURIComponent(text)}`, { headers: { accept: 'text/html' } });
      assert.match(answer.text, /data-holds="no"/, text);
    }
  });

  test('of another instance is not ours', async () => {
    const elsewhere = await start();
    try {
      const eve = await operator(elsewhere, { handle: 'eve' });
      await eve.scan();
      await eve.publish(await eve.draft());
      const [{ receipt }] = await receipts(eve);
      const { keys } = await page();
      await assert.rejects(check(receipt, keys.jwks), /key that is not one of this site/);
      assert.deepEqual((await judged(server, { forged: [receipt] })).passed, []);
    } finally {
      await elsewhere.close();
    }
  });
});

describe('the files of the log', () => {
  test('can be cached and read from anywhere, a narrower tile than the newest too', async () => {
    const { log } = await page();
    const { size } = log.checkpoint;
    assert.ok(size > 20 && size < 256, `${size}`);
    const tile = await nobody.get(`/log/tile/0/000.p/${size}`);
    assert.match(tile.headers.get('cache-control'), /immutable/);
    assert.equal(tile.headers.get('content-type'), 'application/octet-stream');
    for (const path of ['/log/checkpoint', `/log/tile/0/000.p/${size}`, '/.well-known/understudy.json', '/.well-known/jwks.json']) {
      assert.equal((await nobody.get(path)).headers.get('access-control-allow-origin'), '*', path);
    }
    assert.match((await nobody.get('/log/checkpoint')).headers.get('content-type'), /^text\/plain/);
    assert.match((await nobody.get('/log/checkpoint')).headers.get('cache-control'), /no-cache/);
    assert.equal(tile.bytes.length, 32 * size);
    for (const width of [1, 2, size - 1]) {
      const narrow = await nobody.get(`/log/tile/0/000.p/${width}`);
      assert.ok(narrow.bytes.equals(tile.bytes.subarray(0, 32 * width)), `${width}`);
      const bundle = await nobody.get(`/log/tile/entries/000.p/${width}`);
      assert.equal(bundle.status, 200);
    }
    const { keys } = (await nobody.get('/.well-known/jwks.json')).json;
    assert.deepEqual(Object.keys(keys[0]).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x'], 'nothing private');
  });

  test('are nowhere else', async () => {
    const { log } = await page();
    for (const path of [
      `tile/0/000.p/${log.checkpoint.size + 1}`, 'tile/0/000', 'tile/0/001', 'tile/1/000', 'tile/0/000.p/0', 'tile/0/000.p/256',
      'tile/64/000', 'tile/0/x001/000', 'tile/data/000', 'tile/entries/000', 'tile/0/0', 'tile/0/000.p/01', 'tile/0/..%2f000', 'tile/0/%00',
    ]) {
      (await nobody.get(`/log/${path}`)).refused('not_found');
    }
    for (const path of ['tile', 'tile/0', 'checkpoint/x', '', 'tile/0/a/b/c/d/e']) assert.equal((await nobody.get(`/log/${path}`)).status, 404, path);
    (await nobody.post('/log/checkpoint', {})).refused('method_not_allowed');
  });

  test('whose bytes are changed on the way are noticed by the page', async () => {
    const [{ receipt }] = await receipts(ana);
    const { keys, log } = await page();
    const claims = await check(receipt, keys.jwks);
    const bad = async (path) => {
      const bytes = new Uint8Array(await log.fetchBytes(path));
      bytes[Math.min(bytes.length - 1, 100)] ^= 1;
      return bytes;
    };
    await assert.rejects(new Log(log.checkpoint, bad).standing(entryOf(claims), claims.index));
    await assert.rejects(log.standing(entryOf(claims), claims.index - 1), /Another entry/);
    await assert.rejects(log.standing(entryOf(claims), log.checkpoint.size), /not as long/);
    await assert.rejects(log.standing(entryOf({ ...claims, policy: 99 }), claims.index), /Another entry/);
    const note = seen.at(-1);
    const key = await readKey(keys.log.vkey);
    for (let at = 0; at < note.length; at += 3) {
      const changed = note.slice(0, at) + String.fromCharCode(note.charCodeAt(at) ^ 1) + note.slice(at + 1);
      await assert.rejects(openCheckpoint(changed, key), `character ${at}`);
    }
  });
});

test('with an account its salts go, and the log still proves what it did', async () => {
  const ben = await scanned(server, await ana.invite());
  const kept = await ben.publish(await ben.draft({ script: 'Here for a while.' }));
  await ben.publish(await ben.draft({ script: 'Here as well.' }, clip('540x960', 4)));
  const mine = await receipts(ben);
  assert.equal(mine.length, 2);
  const traces = {};
  for (const { opening, index } of mine) {
    Object.assign(traces, { [`subject salt of ${index}`]: opening.subject_salt, [`clip salt of ${index}`]: opening.clip_salt });
    Object.assign(traces, { account: opening.account, likeness: opening.likeness });
  }
  traces.clip = kept.id;
  assert.ok(server.find(traces).length >= 6, 'they are found while they are there');
  const { size } = await judged(server);
  (await ben.delete('/api/v1/account', { handle: ben.handle })).ok(200);
  (await ofClip(nobody, kept.id)).refused('not_found');
  const proof = mine.map(({ receipt }) => receipt);
  const look = async () => {
    const verdict = await judged(server, { old: seen, receipts: proof });
    assert.equal(verdict.size, size + 2, 'both are withdrawn');
    assert.ok(verdict.consistent.every(Boolean) && verdict.receipts.every(({ stands }) => stands));
    for (const jws of proof) assert.notEqual((await standing(jws)).withdrawn, null);
  };
  await look();
  await server.stop();
  assert.deepEqual(server.find(traces), [], 'after it has ended');
  server = await server.again();
  for (const who of [ana, nobody]) who.server = server;
  await look();
});
