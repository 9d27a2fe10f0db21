/* Answers with what the reader's own pages have kept, and only where the network does not answer.
   It keeps nothing by itself but the page that says "You are offline". */
"use strict";

const OFFLINE = "offline";
const PLACES = {{ places|safe }};
const FILES = {{ files|safe }};
const ASSETS = ["style", "script", "image"];

const kept = (request) => caches.match(request, { ignoreVary: true });
const offlinePage = (url) => {
  const path = new URL(url).pathname;
  return kept(PLACES.find(([start]) => path.startsWith(start))[1]);
};

self.addEventListener("install", (event) => {
  const fill = async () => {
    await caches.delete(OFFLINE);
    const cache = await caches.open(OFFLINE);
    await cache.addAll([...PLACES.map(([, page]) => page), ...FILES]);
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isPage = request.mode === "navigate";
  if (request.method !== "GET" || !request.url.startsWith(`${self.location.origin}/`)) return;
  if (!isPage && !ASSETS.includes(request.destination)) return;
  const fallBack = async () =>
    (await kept(request)) ?? (isPage ? await offlinePage(request.url) : undefined) ?? Response.error();
  event.respondWith(fetch(request).catch(fallBack));
});
