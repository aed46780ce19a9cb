// Keeps the shell of the app (pages, styles, programs, fonts, icons), so that it opens without a network.
// Never the API, never media: what may be taken back must not live on in a cache.
// Nothing depends on it: where the browser's storage fails, every request goes its usual way.
const CACHE = "shell-3";
const ROOMS = /^\/(make|understudy|characters|requests|notices|settings|sign-in|join|desk|clips\/[^/]+\/(appeal|remixes|save))(\/|$)/;
const WATCH = /^\/($|clips\/|@)/;
// All routes of a program have the same page, kept under one of them.
const PAGES = ["/", "/make"];
// Never change under their name.
const HASHED = /^\/assets\/(app|watch|rooms)-/;
// May change under their name.
const PLAIN = /^\/(fonts\/|icons\/|icons\.svg$|manifest\.webmanifest$)/;
// What a page or a style names of both, and what only the programs name.
const NAMED = /["'(](\/(?:assets\/(?:app|watch|rooms)-|fonts\/)[^"'()?#\s]+)["')]/g;
const UNNAMED = ["/icons.svg"];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(ahead("/"));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetOlder(), self.clients.claim()]).catch(() => {}));
});

// A page of the app asks for one that the visitor will need.
self.addEventListener("message", (event) => {
  if (PAGES.includes(event.data?.keep)) event.waitUntil(ahead(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (ROOMS.test(url.pathname)) event.respondWith(page(event, "/make"));
    else if (WATCH.test(url.pathname)) event.respondWith(page(event, "/"));
  } else if (HASHED.test(url.pathname)) {
    event.respondWith(hashed(event, url.pathname));
  } else if (PLAIN.test(url.pathname)) {
    event.respondWith(plain(event, url.pathname));
  }
});

// A page is fetched anew while there is a network.
async function page(event, name) {
  try {
    const fresh = await fetch(event.request);
    if (fresh.ok) event.waitUntil(keep(name, fresh.clone()));
    return fresh;
  } catch (error) {
    const old = await kept(name);
    if (old) return old;
    throw error;
  }
}

async function hashed(event, path) {
  const old = await kept(path);
  if (old) return old;
  const fresh = await bring(path);
  if (fresh.ok) event.waitUntil(put(path, fresh.clone()));
  return fresh;
}

// The kept one at once, a fresh one for the next time.
async function plain(event, path) {
  const old = await kept(path);
  const coming = bring(path).then((fresh) => {
    if (fresh.ok) event.waitUntil(put(path, fresh.clone()));
    return fresh;
  });
  if (!old) return coming;
  event.waitUntil(coming.catch(() => {}));
  return old;
}

// What is being fetched now: the page and its keeping want the same files at the same time.
const underWay = new Map();

async function bring(path) {
  if (!underWay.has(path)) {
    const answer = fetch(path);
    underWay.set(path, answer);
    const done = () => underWay.delete(path);
    answer.then(done, done);
  }
  return (await underWay.get(path)).clone();
}

async function kept(name) {
  try {
    return await (await caches.open(CACHE)).match(name, { ignoreVary: true });
  } catch {
    return undefined;
  }
}

async function put(name, answer) {
  try {
    await (await caches.open(CACHE)).put(name, answer);
  } catch {
    // Full, or not allowed here.
  }
}

async function ahead(name) {
  try {
    const answer = await fetch(name);
    if (answer.ok && !answer.redirected) await keep(name, answer);
  } catch {
    // Without a network there is nothing to keep.
  }
}

// Keeps a page once all that it names is here: one that is kept is whole. What no kept page names any more goes.
async function keep(name, answer) {
  try {
    const text = await answer.clone().text();
    const cache = await caches.open(CACHE);
    const old = await cache.match(name, { ignoreVary: true });
    if (old && (await old.text()) === text) return;
    await Promise.all([...named(text), ...UNNAMED].map((path) => gather(cache, path)));
    await cache.put(name, answer);
    await prune(cache);
  } catch {
    // The older one stays.
  }
}

const named = (text) => new Set([...text.matchAll(NAMED)].map(([, path]) => path));

async function gather(cache, path) {
  let part = await cache.match(path, { ignoreVary: true });
  if (!part) {
    part = await bring(path);
    if (!part.ok) throw new Error(path);
    await cache.put(path, part.clone());
  }
  if (path.endsWith(".css")) await Promise.all([...named(await part.text())].map((inner) => gather(cache, inner)));
}

async function prune(cache) {
  const wanted = new Set();
  for (const name of PAGES) {
    const answer = await cache.match(name, { ignoreVary: true });
    if (answer) for (const path of named(await answer.text())) wanted.add(path);
  }
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (HASHED.test(pathname) && !wanted.has(pathname)) await cache.delete(request);
  }
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}
