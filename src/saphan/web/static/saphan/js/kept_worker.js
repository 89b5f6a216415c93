// Keeps a few pages of who takes part (kept.js says which), and shows them where there is no network.
// The network always comes first; what was not kept is asked for as if this were not here.
const SLOW = 8000; // ms after which a kept copy is shown, though an answer may still come
const AGAIN = 15 * 60 * 1000; // ms after which a copy is made anew when one of the pages is opened
const AWAY = [502, 503, 504]; // the site does not answer, what stands before it does
const PASSED_ON = ["Content-Type", "Content-Language", "Content-Security-Policy"];
const found = (url) => caches.match(url, { ignoreVary: true });

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data).catch(() => {})));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || url.search) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (["style", "script", "font"].includes(request.destination)) event.respondWith(piece(request));
});

async function keep({ reader, pages, pieces }) {
  const cache = await caches.open(`saphan-${reader}`);
  for (const url of pages) {
    const before = await found(url);
    if (before && Date.now() - new Date(before.headers.get("X-Kept")) < AGAIN) continue;
    const response = await fetch(url);
    if (response.ok && !response.redirected) await cache.put(url, await copied(response));
    else await cache.delete(url);
  }
  for (const url of pieces) if (!(await found(url))) await cache.add(url);
  for (const { url } of await cache.keys()) { // pieces of an older version of the site go
    if (/\.(css|js)$/.test(url) && !pieces.includes(url)) await cache.delete(url);
  }
}

async function copied(response) {
  const headers = { "X-Kept": new Date().toISOString() };
  for (const name of PASSED_ON) if (response.headers.has(name)) headers[name] = response.headers.get(name);
  return new Response(await response.text(), { headers });
}

async function page(event) {
  const { request } = event;
  const kept = await found(request.url);
  if (!kept) return fetch(request);
  const late = new Promise((done) => setTimeout(done, SLOW));
  const response = await Promise.race([fetch(request).catch(() => null), late]);
  if (!response || AWAY.includes(response.status)) return asKept(kept);
  if (response.ok && response.type === "basic") event.waitUntil(renew(request.url, response.clone()));
  return response;
}

async function asKept(kept) {
  const text = await kept.text();
  const told = text.replace("<html", `<html data-kept="${kept.headers.get("X-Kept")}"`);
  return new Response(told, { headers: kept.headers });
}

// Where a copy is already, whosever it is: nothing is kept that no page asked for.
async function renew(url, response) {
  const copy = await copied(response);
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    if (await cache.match(url, { ignoreVary: true })) await cache.put(url, copy.clone());
  }
}

async function piece(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await found(request.url);
    if (kept) return kept;
    throw error;
  }
}
