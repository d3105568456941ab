/* The receiving tool without network: its pages as last seen, its scripts and styles. Nothing else is kept, no consumer page ever. */
/* global VERSION */

const ASSETS = `assets-${VERSION}`;
const PAGES = 'receive-pages';
const TIMEOUT = 8000;

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith('assets-') && name !== ASSETS).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

async function asset(request) {
  const known = await caches.match(request);
  if (known) return known;
  const reply = await fetch(request);
  if (reply.ok) await (await caches.open(ASSETS)).put(request, reply.clone());
  return reply;
}

function inTime(request) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT);
  return fetch(request, { signal: abort.signal }).finally(() => clearTimeout(timer));
}

/** The network first: a delivery confirmed elsewhere must show. What was seen last only when there is none. */
async function page(request, url) {
  try {
    const reply = await inTime(request);
    // Signed out: what was kept is nobody's to see.
    if (reply.type === 'opaqueredirect' || reply.redirected) {
      if (!url.search) await caches.delete(PAGES);
    } else if (reply.ok && !url.search) await (await caches.open(PAGES)).put(url.pathname, reply.clone());
    return reply;
  } catch (error) {
    const kept = await caches.open(PAGES);
    const known = (await kept.match(url.pathname)) || (await kept.match('/receive'));
    if (known) return known;
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate' && /^\/receive(\/|$)/.test(url.pathname)) event.respondWith(page(request, url));
});
