// HTML of the edge, what others read of it, and the headers of everything.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { extract, setProviderList } from '@extractus/oembed-extractor';

import { start } from '../harness/server.mjs';
import { Visitor, operator } from '../harness/visitor.mjs';

let server;
let ana;
let nobody;
let published;
before(async () => {
  server = await start();
  ana = await operator(server, { handle: 'ana', name: 'Ana <script>alert(1)</script>' });
  await ana.scan();
  published = await ana.publish(await ana.draft({ script: '"Quotes" & <b>tags</b>, said aloud.' }));
  nobody = new Visitor(server);
});
after(() => server.close());

const html = { accept: 'text/html' };
const page = async (path) => (await nobody.get(path, { headers: html }));
const meta = (text, name) => new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(text)?.[1];

describe('the share page', () => {
  test('tells chat apps what to show', async () => {
    const answer = await page(`/c/${published.id}`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type'), /^text\/html/);
    const text = answer.text;
    assert.equal(meta(text, 'og:type'), 'video.other');
    assert.equal(meta(text, 'og:url'), published.share);
    assert.equal(meta(text, 'og:video'), new URL(published.media, server.origin).href);
    assert.equal(meta(text, 'og:video:type'), 'video/mp4');
    assert.equal(meta(text, 'og:video:width'), '540');
    assert.equal(meta(text, 'og:video:height'), '960');
    assert.equal(meta(text, 'og:image'), new URL(published.poster, server.origin).href);
    assert.ok(meta(text, 'og:title') && meta(text, 'og:description'));
    assert.ok(meta(text, 'twitter:card'));
    assert.match(text, /<link[^>]*application\/json\+oembed/);
    assert.match(text, new RegExp(`<link rel="canonical" href="${published.share}"`));
  });

  test('plays without the app: a video, no module, no WebAssembly, no inline script', async () => {
    const { text } = await page(`/c/${published.id}`);
    assert.match(text, /<video[^>]*>/);
    assert.ok(!/wasm|type="module"|modulepreload/i.test(text));
    assert.ok(!/<script(?![^>]*src=)[^>]*>[^<]/.test(text));
    assert.ok(!/ on\w+="/.test(text));
  });

  test('names who made it and who is in it, and writes what they typed as text', async () => {
    const { text } = await page(`/c/${published.id}`);
    assert.ok(text.includes('@ana'));
    assert.ok(!text.includes('<script>alert') && text.includes('&lt;script&gt;alert'));
    assert.ok(!text.includes('<b>tags') && text.includes('&lt;b&gt;tags'));
  });

  test('may not be framed', async () => {
    assert.match((await page(`/c/${published.id}`)).headers.get('content-security-policy'), /frame-ancestors 'none'/);
  });

  test('of nothing is a page that says so', async () => {
    const answer = await page(`/c/${'0'.repeat(26)}`);
    assert.equal(answer.status, 404);
    assert.match(answer.headers.get('content-type'), /^text\/html/);
    assert.match(answer.text, /<h1/);
  });
});

test('the embed plays on other sites, without cookies and without WebAssembly', async () => {
  const answer = await ana.get(`/embed/${published.id}`, { headers: html });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.getSetCookie().length, 0);
  const csp = answer.headers.get('content-security-policy');
  assert.ok(!/frame-ancestors 'none'/.test(csp), csp);
  assert.ok(!/unsafe-inline|unsafe-eval/.test(csp.replace("'wasm-unsafe-eval'", '')), csp);
  assert.match(answer.text, /<video[^>]*>/);
  assert.ok(!/wasm|type="module"/i.test(answer.text));
});

describe('oEmbed', () => {
  test('describes a video in 1.0', async () => {
    const answer = await nobody.get(`/oembed?format=json&url=${encodeURIComponent(published.share)}`);
    const described = answer.ok(200);
    assert.equal(described.version, '1.0');
    assert.equal(described.type, 'video');
    assert.equal(described.author_name.includes('Ana'), true);
    assert.ok(described.width > 0 && described.height > described.width);
    assert.ok(described.html.includes(`${server.origin}/embed/${published.id}`) && /^<iframe /.test(described.html));
    assert.equal(described.thumbnail_url, new URL(published.poster, server.origin).href);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  });

  test('is read by an independent reader', async () => {
    // Without a list of providers it finds the description by the link in the share page.
    setProviderList([]);
    const found = await extract(published.share);
    assert.equal(found.method, 'auto-discovery');
    assert.equal(found.type, 'video');
    assert.ok(found.html.includes(published.id));
  });

  test('fits what is asked for, refuses other formats and other sites', async () => {
    const small = (await nobody.get(`/oembed?format=json&maxwidth=200&maxheight=300&url=${encodeURIComponent(published.share)}`)).ok(200);
    assert.ok(small.width <= 200 && small.height <= 300, `${small.width}x${small.height}`);
    assert.equal((await nobody.get(`/oembed?format=xml&url=${encodeURIComponent(published.share)}`)).status, 501);
    assert.equal((await nobody.get(`/oembed?format=json&url=${encodeURIComponent(`http://evil.example/c/${published.id}`)}`)).status, 404);
    assert.ok([400, 404].includes((await nobody.get('/oembed')).status));
  });
});

describe('the app', () => {
  for (const path of ['/', '/join', '/sign-in', '/make', '/understudy', '/understudy/scan', '/settings', '/@ana', '/clips/x']) {
    test(`is at ${path}, with a strict policy`, async () => {
      const answer = await page(path);
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type'), /^text\/html/);
      const csp = answer.headers.get('content-security-policy');
      for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'", "base-uri 'none'"]) {
        assert.ok(csp.includes(part), `${part} in ${csp}`);
      }
      assert.ok(!/unsafe-inline|'unsafe-eval'|https?:|\*/.test(csp), csp);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.equal(answer.headers.get('cross-origin-opener-policy'), 'same-origin');
      assert.ok(answer.headers.get('referrer-policy'));
      assert.match(answer.headers.get('permissions-policy'), /camera=\(self\).*microphone=\(self\)/);
      assert.ok(!/<script(?![^>]*src=)[^>]*>[^<]/.test(answer.text), 'no inline script');
      assert.ok(!/max-age=[1-9]|immutable/.test(answer.headers.get('cache-control') ?? ''), 'a new version is seen at once');
    });
  }

  test('keeps for ever what has its hash in its name', async () => {
    const { text } = await page('/');
    const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((m) => m[1]);
    assert.ok(assets.length > 0);
    for (const asset of assets) {
      const answer = await nobody.get(asset);
      assert.equal(answer.status, 200, asset);
      assert.match(answer.headers.get('cache-control'), /immutable/, asset);
    }
  });

  test('has a page for what is not there', async () => {
    const answer = await page('/nothing/here');
    assert.equal(answer.status, 404);
    assert.match(answer.headers.get('content-type'), /^text\/html/);
    for (const path of ['/assets/nothing.js', '/.env', '/..%2fapi', '/wp-admin']) {
      assert.equal((await nobody.get(path)).status, 404, path);
    }
  });
});

describe('the description of the API', () => {
  test('lists exactly what the router answers', async () => {
    const { paths } = (await nobody.get('/openapi.json')).ok(200);
    const all = ['get', 'post', 'put', 'patch', 'delete'];
    for (const [path, methods] of Object.entries(paths)) {
      const real = path.replace('{handle}', 'ana').replaceAll(/\{\w+\}/g, '0'.repeat(26));
      for (const method of all) {
        const answer = await nobody.ask(method.toUpperCase(), real, { headers: html });
        const there = answer.status !== 405;
        assert.equal(there, method in methods, `${method} ${path}: ${answer.status}`);
        assert.ok(answer.status < 500 || answer.status === 501, `${method} ${path}: ${answer.status}`);
      }
    }
  });

  test('says of every operation what it takes, what it gives, and how it refuses', async () => {
    const { openapi, paths, components } = (await nobody.get('/openapi.json')).ok(200);
    assert.match(openapi, /^3\.1/);
    const ids = new Set();
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (method === 'parameters') continue;
        const name = `${method} ${path}`;
        assert.ok(operation.operationId && !ids.has(operation.operationId), name);
        ids.add(operation.operationId);
        assert.ok(operation.summary, name);
        assert.ok(Object.keys(operation.responses).some((s) => /^(2|101)/.test(s)), name);
        const parameters = [...(operation.parameters ?? []), ...(methods.parameters ?? [])];
        for (const [, parameter] of path.matchAll(/\{(\w+)\}/g)) {
          assert.ok(parameters.some((p) => p.in === 'path' && p.name === parameter), `${name}: ${parameter}`);
        }
      }
    }
    assert.ok(ids.size >= 40, `${ids.size}`);
    // Every reference leads somewhere.
    for (const [, name] of JSON.stringify(paths).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      assert.ok(components.schemas[name], name);
    }
  });
});

test('it is alive', async () => {
  assert.equal((await nobody.get('/healthz')).status, 200);
  const instance = (await nobody.get('/api/v1/instance')).ok(200);
  assert.equal(instance.origin, server.origin);
  assert.match(instance.version, /^\d+\.\d+/);
});
