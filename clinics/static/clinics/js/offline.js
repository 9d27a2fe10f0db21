/* Keeps a copy of this page and of the files it uses, for this browser without a network. Only pages of the
   reader's own choice load this script; the oldest copies go. */
"use strict";

window.offlineCopy = (({ worker, files }) => {
  const stop = new AbortController();
  const MOST_PAGES = 12;
  const MOST_FILES = 120;

  const keep = async (name, url, most) => {
    const answer = await fetch(url, { cache: "force-cache", signal: stop.signal });
    if (!answer.ok || answer.redirected) return;
    const cache = await caches.open(name);
    stop.signal.throwIfAborted();
    await cache.delete(url, { ignoreVary: true });
    await cache.put(url, answer);
    const all = await cache.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - most)).map((old) => cache.delete(old)));
  };

  const copy = async () => {
    if (!navigator.serviceWorker || !window.caches) return;
    if (!(await navigator.serviceWorker.register(worker))) return;
    const whole = () => new Promise((done) => addEventListener("load", done, { once: true }));
    if (document.readyState !== "complete") await whole();
    const used = [...document.querySelectorAll("link[href], script[src], img[src]")].map((one) => one.href || one.src);
    const ours = new URL(files, location.href).href;
    for (const url of new Set(used.filter((one) => one.startsWith(ours)))) await keep("kept-files", url, MOST_FILES);
    await keep("kept-pages", location.href.split("#")[0], MOST_PAGES);
    await navigator.serviceWorker.ready;
    document.querySelectorAll("[data-offline-said]").forEach((line) => (line.hidden = false));
  };

  // Without a copy the page works as it is: nothing was promised. Whoever clears the list stops this first.
  const done = copy().catch(() => {});
  // The same page under the address that it has now, without asking anybody.
  const opened = location.href;
  const also = async (url) => {
    await done;
    const cache = await caches.open("kept-pages");
    const page = await cache.match(opened, { ignoreVary: true });
    if (page && !stop.signal.aborted) await cache.put(url, page);
  };
  return { stop: () => stop.abort(), done, also: (url) => also(url).catch(() => {}) };
})(document.currentScript.dataset);
