import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { apart, clip, greys, showing } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

const film = clip();
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Pearson's, of two pictures. */
function correlation(a, b) {
  const [x, y] = [a, b].map((all) => { const middle = mean(all); return Array.from(all, (value) => value - middle); });
  const dot = (p, q) => p.reduce((sum, value, i) => sum + value * q[i], 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
let server;
let published;
let nobody;
let ana;
let life;
const changing = showing(4, 6);
before(async () => {
  server = await start();
  ana = await operator(server);
  await ana.scan();
  published = await ana.publish(await ana.draft({}, film));
  life = await ana.publish(await ana.draft({}, changing));
  nobody = new Visitor(server);
});
after(() => server.close());

const range = (value, headers = {}) => nobody.get(published.media, { headers: { range: value, ...headers } });

describe('the file of a clip', () => {
  test('comes whole, with its length, and says that it has parts', async () => {
    const answer = await nobody.get(published.media);
    answer.ok(200);
    assert.ok(answer.bytes.equals(film));
    assert.equal(answer.headers.get('content-type'), 'video/mp4');
    assert.equal(answer.headers.get('content-length'), String(film.length));
    assert.equal(answer.headers.get('accept-ranges'), 'bytes');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.ok(answer.headers.get('etag'));
    // Whether it may be seen is decided again each time: nothing revocable is kept.
    assert.match(answer.headers.get('cache-control'), /no-cache|no-store|max-age=0/);
  });

  for (const [value, from, to] of [
    ['bytes=0-99', 0, 100],
    ['bytes=1000-', 1000, Infinity],
    ['bytes=-500', -500, Infinity],
    ['bytes=0-0', 0, 1],
    ['bytes=0-999999999', 0, Infinity],
    ['bytes=-999999999', 0, Infinity],
  ]) {
    test(`comes in parts: ${value}`, async () => {
      const answer = await range(value);
      answer.ok(206);
      const part = film.subarray(from < 0 ? film.length + from : from, Math.min(to, film.length));
      assert.ok(answer.bytes.equals(part));
      assert.equal(answer.headers.get('content-length'), String(part.length));
      const start = film.indexOf(part) >= 0 && from >= 0 ? from : film.length - part.length;
      assert.equal(answer.headers.get('content-range'), `bytes ${start}-${start + part.length - 1}/${film.length}`);
    });
  }

  for (const value of ['bytes=999999999-', `bytes=${film.length}-`, 'bytes=-0']) {
    test(`has nothing in ${value.replace(String(film.length), 'LENGTH')}`, async () => {
      const answer = await range(value);
      answer.refused('range');
      assert.equal(answer.headers.get('content-range'), `bytes */${film.length}`);
    });
  }

  for (const value of ['bytes=5-2', 'bytes=a-b', 'lines=1-2', 'bytes=', 'bytes=0-1,5-6']) {
    test(`comes whole for a range that means nothing or too much: ${value}`, async () => {
      const answer = await range(value);
      assert.ok([200, 416].includes(answer.status), `${answer.status}`);
      if (answer.status === 200) assert.ok(answer.bytes.equals(film));
    });
  }

  test('is not sent again to who has it', async () => {
    const etag = (await nobody.get(published.media)).headers.get('etag');
    for (const value of [etag, `"other", ${etag}`, '*', `W/${etag}`]) {
      const answer = await nobody.get(published.media, { headers: { 'if-none-match': value } });
      assert.equal(answer.status, 304, value);
      assert.equal(answer.bytes.length, 0);
      assert.equal(answer.headers.get('etag'), etag);
    }
    (await nobody.get(published.media, { headers: { 'if-none-match': '"other"' } })).ok(200);
  });

  test('comes in parts only of the version that was begun', async () => {
    const etag = (await nobody.get(published.media)).headers.get('etag');
    (await range('bytes=0-9', { 'if-range': etag })).ok(206);
    assert.ok((await range('bytes=0-9', { 'if-range': '"other"' })).ok(200) === undefined);
  });

  test('answers HEAD with the same headers and no body', async () => {
    const answer = await nobody.ask('HEAD', published.media);
    answer.ok(200);
    assert.equal(answer.headers.get('content-length'), String(film.length));
    assert.equal(answer.bytes.length, 0);
    const part = await nobody.ask('HEAD', published.media, { headers: { range: 'bytes=0-99' } });
    assert.ok([200, 206].includes(part.status));
    assert.equal(part.bytes.length, 0);
  });

  test('is read only', async () => {
    (await nobody.post(published.media)).refused('method_not_allowed');
  });
});

test('the poster is a picture of the clip, in its size', async () => {
  const answer = await nobody.get(published.poster);
  answer.ok(200);
  const [shown] = greys(answer.bytes, 'poster.jpg');
  // As small grey pictures they are alike, whichever of its key frames it is. The film does not say what its colours mean, so
  // that readers of it may differ in brightness.
  const alike = greys(film, 'film.mp4').map((frame) => correlation(frame, shown));
  assert.ok(Math.max(...alike) > 0.95, `${alike}`);
  assert.ok(correlation(greys(showing(3), 'other.mp4')[0], shown) < 0.5, 'another clip shows something else');
  assert.equal(answer.headers.get('content-type'), 'image/jpeg');
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
});

test('six pictures of a clip stand side by side in the order of time, and its sound is one of bars', async () => {
  const [of, wave] = ['sprite.jpg', 'wave.svg'].map((part) => `/media/${life.id}/${part}`);
  const sheet = await nobody.get(of);
  sheet.ok(200);
  assert.equal(sheet.headers.get('content-type'), 'image/jpeg');
  assert.equal(sheet.headers.get('cache-control'), 'no-cache');
  const frames = greys(changing, 'film.mp4');
  assert.equal(frames.length, 6);
  apart(sheet.bytes, 6).forEach((picture, i) => {
    const [shown] = greys(picture, 'one.jpg');
    const alike = frames.map((frame) => correlation(frame, shown));
    assert.equal(alike.indexOf(Math.max(...alike)), i, `${alike}`);
    assert.ok(alike[i] > 0.9, `${alike[i]}`);
  });
  const bars = await nobody.get(wave);
  assert.deepEqual([bars.status, bars.headers.get('content-type')], [200, 'image/svg+xml']);
  assert.equal(bars.text.match(/M/g).length, 64);
  assert.ok(!/script|href|url\(/.test(bars.text));
  const known = await nobody.get(wave, { headers: { 'if-none-match': bars.headers.get('etag') } });
  assert.equal(known.status, 304);
  (await nobody.post(of)).refused('method_not_allowed');
  // They are as private as the clip, and go with it.
  const draft = await ana.draft({}, showing(9));
  (await ana.get(`/media/${draft.id}/sprite.jpg`)).ok(200);
  for (const part of ['sprite.jpg', 'wave.svg']) (await nobody.get(`/media/${draft.id}/${part}`)).refused('not_found');
  (await ana.delete(`/api/v1/clips/${life.id}`)).ok(204);
  for (const path of [of, wave]) (await nobody.get(path)).refused('not_found');
});
