/* What a reader keeps, in the storage of this browser alone: "Keep" beside each listing, and how many there are.
   Every read is checked, and every change is made on what stands there then: another tab may have written. */
"use strict";

window.keep = (() => {
  const KEY = "shortlist:v1";
  const VERSION = 1;
  const MOST = 20;
  const MOST_NOTE = 500;
  const NAME = /^(clinic|telehealth|provider):[-\w]{1,120}$/;

  // A copy that holds nothing but what we know, each once; and whether anything had to go.
  const parse = (written) => {
    let told = null;
    try {
      told = JSON.parse(written);
    } catch {
      return { kept: [], state: "garbled" };
    }
    if (told?.version !== VERSION || !Array.isArray(told.kept)) return { kept: [], state: "garbled" };
    const byKey = new Map();
    told.kept.forEach((one) => {
      if (!one || typeof one.key !== "string" || !NAME.test(one.key) || byKey.size >= MOST) return;
      const note = typeof one.note === "string" ? one.note.slice(0, MOST_NOTE) : "";
      if (!byKey.has(one.key)) byKey.set(one.key, { key: one.key, note });
    });
    return { kept: [...byKey.values()], state: byKey.size === told.kept.length ? "good" : "garbled" };
  };

  const load = () => {
    try {
      const written = localStorage.getItem(KEY);
      return written === null ? { kept: [], state: "good" } : parse(written);
    } catch {
      return { kept: [], state: "refused" };
    }
  };

  // Answers "kept", or why not: "refused", "full", "many".
  const change = (act) => {
    const { kept, state } = load();
    if (state === "refused") return state;
    const changed = act(kept);
    if (changed.length > MOST) return "many";
    try {
      if (changed.length) localStorage.setItem(KEY, JSON.stringify({ version: VERSION, kept: changed }));
      else localStorage.removeItem(KEY);
    } catch (error) {
      return error?.name === "QuotaExceededError" ? "full" : "refused";
    }
    document.dispatchEvent(new Event("keep:changed"));
    return "kept";
  };

  const has = (key) => load().kept.some((one) => one.key === key);
  const add = (key, note = "", at = MOST) =>
    change((kept) =>
      kept.some((one) => one.key === key) ? kept : [...kept.slice(0, at), { key, note }, ...kept.slice(at)]
    );
  const remove = (key) => change((kept) => kept.filter((one) => one.key !== key));
  const address = (base, keys) =>
    keys.length ? `${base}?${keys.map((key) => `listing=${key}`).join("&")}` : base;
  const fill = (words, values) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), words);

  return { KEY, MOST, MOST_NOTE, load, change, has, add, remove, address, fill };
})();

(() => {
  const { load, has, add, remove, address, fill, MOST, KEY } = window.keep;
  const parts = document.getElementById("keep-parts");
  const status = document.querySelector("[data-keep-status]");
  // A card says itself which listing it is.
  const keyOf = (place) => {
    const card = place.closest("article");
    return place.dataset.keep || card.dataset.listing || card.dataset.suggestion;
  };
  const nameOf = (place) => place.dataset.name || place.closest("article").querySelector("h3 a").textContent;
  const links = document.querySelectorAll("[data-my-list], [data-my-list-link]");
  links.forEach((link) => Object.assign(link.dataset, { bare: link.getAttribute("href"), plain: link.textContent }));

  const show = () => {
    const { kept } = load();
    const keys = kept.map((one) => one.key);
    const base = document.querySelector("[data-my-list]").dataset.bare;
    links.forEach((link) => {
      link.href = keys.length ? address(base, keys) : link.dataset.bare;
      if (!link.dataset.counted) return;
      link.textContent = keys.length ? fill(link.dataset.counted, { number: keys.length }) : link.dataset.plain;
    });
    document.querySelectorAll("[data-keep]").forEach((place) => {
      const button = place.querySelector("button");
      if (!button) return;
      const isKept = keys.includes(keyOf(place));
      button.setAttribute("aria-pressed", isKept);
      button.querySelector("[data-word]").textContent = isKept ? parts.dataset.kept : parts.dataset.unkept;
    });
  };

  const toggle = (place) => {
    const [key, name] = [keyOf(place), nameOf(place)];
    const isKept = has(key);
    const outcome = isKept ? remove(key) : add(key);
    const isDone = outcome === "kept";
    const words = isDone ? parts.dataset[isKept ? "removed" : "added"] : parts.dataset[outcome];
    const sentence = fill(words, { name, number: isDone ? load().kept.length : MOST });
    const said = place.querySelector("[data-said]");
    said.hidden = isDone;
    said.textContent = isDone ? "" : sentence;
    status.textContent = sentence;
  };

  const mount = () => {
    document.querySelectorAll("[data-keep]:empty").forEach((place) => {
      place.append(parts.content.cloneNode(true));
      place.querySelector("[data-name]").textContent = `: ${nameOf(place)}`;
      place.querySelector("button").addEventListener("click", () => toggle(place));
    });
    show();
  };

  document.addEventListener("keep:changed", show);
  document.addEventListener("htmx:afterSettle", mount);
  addEventListener("storage", (event) => {
    if (event.key === null || event.key === KEY) document.dispatchEvent(new Event("keep:changed"));
  });
  addEventListener("pageshow", (event) => event.persisted && document.dispatchEvent(new Event("keep:changed")));
  mount();
})();
