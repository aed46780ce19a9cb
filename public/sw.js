// Keeps the shell of the app (page, styles, program, fonts, icons), so that it opens without a network.
// Never the API, never media: what may be taken back must not live on in a cache.
const CACHE = "shell-1";
const SHELL = /^\/(assets\/(app|boot)-|fonts\/|icons\/|icons\.svg$|manifest\.webmanifest$)/;
const PAGE = /^\/($|clips\/|make|understudy|settings|sign-in|join|@)/;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && PAGE.test(url.pathname)) {
    event.respondWith(page(request));
  } else if (SHELL.test(url.pathname)) {
    event.respondWith(part(request));
  }
});

// The page is fetched anew while there is a network; every route is the same page.
async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put("/", fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await cache.match("/");
    if (kept) return kept;
    throw error;
  }
}

// Hashed names never change; an older build's parts go when a new one is kept.
async function part(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) {
    const family = new URL(request.url).pathname.match(/^\/assets\/(?:app|boot)-[^.]*\.(\w+)$/);
    if (family) {
      const names = await cache.keys();
      const stem = request.url.replace(/-[^-]*$/, "-");
      await Promise.all(
        names
          .filter((old) => old.url.startsWith(stem) && old.url.endsWith(`.${family[1]}`))
          .map((old) => cache.delete(old)),
      );
    }
    await cache.put(request, fresh.clone());
  }
  return fresh;
}
