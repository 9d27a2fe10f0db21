/* The page of a list: what of it is kept in this browser, with the reader's notes. Nothing of it is sent. */
"use strict";

(() => {
  const { load, change, add, remove, address, fill, MOST, MOST_NOTE } = window.keep;
  const root = document.querySelector("[data-shortlist]");
  const words = root.dataset;
  const part = (name, within = root) => within.querySelector(`[data-${name}]`);
  const items = [...root.querySelectorAll("[data-item]")];
  const keysNow = () => load().kept.map((one) => one.key);
  const isSame = (one, other) => one.length === other.length && one.every((key) => other.includes(key));
  const tell = (sentence, isWrong = false) => {
    const line = Object.assign(document.createElement("p"), { textContent: sentence });
    line.className = `notice ${isWrong ? "notice-caution" : "notice-good"}`;
    part("status").replaceChildren(line);
  };
  const fails = (outcome) => outcome !== "kept" && tell(fill(words[outcome], { number: MOST, left: 1 }), true);

  const { kept, state } = load();
  part("garbled").hidden = state !== "garbled";
  part("no-storage").hidden = state !== "refused";
  // Kept ones are shown at the address that names them. The bare one leaves no trace in the history.
  if (!items.length && !location.search && kept.length) {
    location.replace(address(words.url, kept.map((one) => one.key)));
    return;
  }

  // Whoever has moved keeps its place and its note under its new name.
  const moved = new Map(items.map((item) => [item.dataset.asked, item.dataset.item]));
  if (kept.some(({ key }) => moved.has(key) && moved.get(key) !== key)) {
    change((all) => {
      const renamed = all.map((one) => ({ ...one, key: moved.get(one.key) ?? one.key }));
      return renamed.filter((one, index) => renamed.findIndex((other) => other.key === one.key) === index);
    });
  }

  // Whether this is the reader's own list is decided once: what goes then can be put back.
  const named = [...new Set(new URLSearchParams(location.search).getAll("listing"))];
  const isMine =
    items.length > 0 &&
    [items.map((item) => item.dataset.item), named].some((keys) => isSame(keys, keysNow()));
  if (isMine) {
    part("title").textContent = words.mine;
    document.title = document.title.replace(/^[^·]*/, `${words.mine} `);
  }

  const draw = () => {
    const { kept: all } = load();
    const keys = all.map((one) => one.key);
    items.forEach((item) => {
      const own = all.find((one) => one.key === item.dataset.item);
      item.classList.toggle("shortlist-gone", isMine && !own);
      const button = part("toggle", item);
      button.hidden = false;
      part("word", button).textContent = own ? words.remove : isMine ? words.back : words.again;
      const box = item.querySelector("[name=listing]");
      if (box) box.disabled = isMine && !own;
      part("note", item).hidden = !own;
      part("note-print", item).textContent = own?.note ?? "";
      const field = item.querySelector("textarea");
      if (own && field !== document.activeElement) field.value = own.note;
    });
    const shown = items.map((item) => item.dataset.item);
    const stays = isMine ? shown.filter((key) => keys.includes(key)) : shown;
    part("came").hidden = isMine || !items.length || shown.every((key) => keys.includes(key));
    root.querySelectorAll("[data-own]").forEach((link) => {
      link.hidden = !keys.length;
      link.href = address(words.url, keys);
    });
    part("more").hidden = !items.length || !keys.some((key) => !shown.includes(key)) || !isMine;
    part("clear-section").hidden = !keys.length;
    const hint = part("note-hint");
    if (hint) hint.hidden = !shown.some((key) => keys.includes(key));
    if (isMine) {
      // The address and what is shared follow the list, without a step in the history.
      const before = location.href;
      history.replaceState(history.state, "", address(words.url, stays));
      if (location.href !== before && stays.length) window.offlineCopy?.also(location.href);
      document.getElementById("share-address").value = new URL(address(words.url, stays), location.href).href;
      part("share-section").hidden = !stays.length;
    }
  };

  const toggle = (item) => {
    const { item: key, name } = item.dataset;
    const own = load().kept.find((one) => one.key === key);
    const field = item.querySelector("textarea");
    const before = items.slice(0, items.indexOf(item)).map((one) => one.dataset.item);
    const at = isMine ? keysNow().filter((one) => before.includes(one)).length : MOST;
    const outcome = own ? remove(key) : add(key, field.value.slice(0, MOST_NOTE), at);
    if (fails(outcome)) return;
    tell(fill(own ? words.removed : words.added, { name }));
  };

  const keepAll = () => {
    const missing = items.map((item) => item.dataset.item).filter((key) => !keysNow().includes(key));
    const room = MOST - keysNow().length;
    const outcome = change((all) => [...all, ...missing.slice(0, room).map((key) => ({ key, note: "" }))]);
    if (fails(outcome)) return;
    const left = missing.length - Math.max(room, 0);
    tell(left > 0 ? fill(words.many, { number: MOST, left }) : words.all, left > 0);
  };

  const write = (item, field) => {
    const note = field.value.slice(0, MOST_NOTE);
    const outcome = change((all) => all.map((one) => (one.key === item.dataset.item ? { ...one, note } : one)));
    part("note-said", item).textContent = outcome === "kept" ? words.saved : words[outcome];
  };

  const ask = (isAsking) => {
    part("ask").hidden = !isAsking;
    part("clear-start").hidden = isAsking;
    (isAsking ? part("ask") : part("clear")).focus();
  };

  const clear = async () => {
    part("ask").hidden = true;
    part("clear-start").hidden = false;
    if (change(() => []) !== "kept") return tell(words.notCleared, true);
    items.forEach((item) => {
      item.querySelector("textarea").value = "";
      if (isMine) item.hidden = true;
    });
    window.offlineCopy?.stop();
    await Promise.race([window.offlineCopy?.done, new Promise((done) => setTimeout(done, 1000))]);
    if (window.caches) await Promise.all(["kept-pages", "kept-files"].map((name) => caches.delete(name))).catch(() => {});
    const said = part("offline-said");
    if (said) said.hidden = true;
    tell(words.cleared);
    part("title").tabIndex = -1;
    return part("title").focus();
  };

  items.forEach((item) => {
    part("toggle", item).addEventListener("click", () => toggle(item));
    const field = item.querySelector("textarea");
    let waiting = 0;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => write(item, field), 300);
    };
    field.addEventListener("input", soon);
    field.addEventListener("change", () => {
      clearTimeout(waiting);
      write(item, field);
    });
  });
  part("keep-all").addEventListener("click", keepAll);
  part("clear").addEventListener("click", () => ask(true));
  part("no").addEventListener("click", () => ask(false));
  part("yes").addEventListener("click", clear);
  part("ask").addEventListener("keydown", (event) => event.key === "Escape" && ask(false));
  const paper = part("print");
  if (paper) {
    paper.hidden = false;
    paper.addEventListener("click", () => print());
  }
  document.addEventListener("keep:changed", draw);
  draw();
})();
