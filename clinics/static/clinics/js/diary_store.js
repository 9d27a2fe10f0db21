/* The diary's entries, in the storage of this browser alone. Every read is checked, and every change is made
   on what stands there at that moment, because another tab may have written meanwhile. */
"use strict";

window.diary = {};

(() => {
  const KEY = "diary:v1";
  const ASIDE = "diary:aside";
  const VERSION = 1;
  const MOST_TEXT = 5000;
  const EARLIEST = "1900-01-01";

  const whole = (least, most) => (value) => Number.isInteger(value) && value >= least && value <= most;
  const text = (value) => typeof value === "string" && value.trim() !== "" && value.length <= MOST_TEXT;
  const answers = (length) => (value) =>
    Array.isArray(value) &&
    value.length === length &&
    value.every((one) => one === null || whole(0, 3)(one)) &&
    value.some((one) => one !== null);

  const FIELDS = {
    phq9: answers(9),
    difficulty: whole(0, 3),
    gad7: answers(7),
    pain_now: whole(0, 10),
    pain_worst: whole(0, 10),
    session: (value) => typeof value === "string" && /^[a-z0-9-]{1,60}$/.test(value),
    sleep: (value) => Number.isFinite(value) && value >= 0 && value <= 24,
    bp_top: whole(40, 300),
    bp_bottom: whole(20, 200),
    effects: text,
    note: text,
  };

  const isDay = (value) => {
    if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value) || value < EARLIEST) return false;
    const date = new Date(`${value}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
  };
  const isMoment = (value) =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
  const isId = (value) => typeof value === "string" && /^[\w-]{8,64}$/.test(value);
  const isFilled = (entry) => Object.keys(FIELDS).some((name) => entry[name] !== null);

  // A copy that holds nothing but known fields, or null where one of them is not what it should be.
  const clean = (told) => {
    if (!told || typeof told !== "object") return null;
    const { id, day, made, changed } = told;
    if (!isId(id) || !isDay(day) || !isMoment(made) || !isMoment(changed)) return null;
    const entry = { id, day, made, changed };
    for (const [name, isRight] of Object.entries(FIELDS)) {
      entry[name] = told[name] ?? null;
      if (entry[name] !== null && !isRight(entry[name])) return null;
    }
    const isPair = (entry.bp_top === null) === (entry.bp_bottom === null);
    return isPair && isFilled(entry) ? entry : null;
  };

  // What can be read of a written diary, and what is wrong with it: nothing, "file", or the number of an entry.
  const parse = (written) => {
    let told = null;
    try {
      told = JSON.parse(written);
    } catch {
      return { entries: [], wrong: "file" };
    }
    if (!told || told.version !== VERSION || !Array.isArray(told.entries)) return { entries: [], wrong: "file" };
    const byId = new Map();
    let wrong = null;
    told.entries.forEach((one, index) => {
      const entry = clean(one);
      if (entry && !byId.has(entry.id)) byId.set(entry.id, entry);
      else wrong ??= index + 1;
    });
    return { entries: [...byId.values()], wrong };
  };

  const serialize = (entries) => JSON.stringify({ version: VERSION, entries });

  const aside = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(ASIDE) ?? "[]");
      return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
    } catch {
      return [];
    }
  };

  // The unreadable text moves to a place of its own, and what could be read of it takes its place.
  const putAside = (written, entries) => {
    const before = localStorage.getItem(ASIDE);
    try {
      localStorage.removeItem(KEY);
      localStorage.setItem(ASIDE, JSON.stringify([...new Set([...aside(), written])]));
      if (entries.length) localStorage.setItem(KEY, serialize(entries));
      return true;
    } catch {
      // Too full for both: all stands as it was, and nothing may be written over it.
      localStorage.removeItem(KEY);
      if (before === null) localStorage.removeItem(ASIDE);
      else localStorage.setItem(ASIDE, before);
      localStorage.setItem(KEY, written);
      return false;
    }
  };

  const load = () => {
    try {
      const written = localStorage.getItem(KEY);
      if (written === null) return { entries: [], state: "good" };
      const { entries, wrong } = parse(written);
      if (wrong === null || putAside(written, entries)) return { entries, state: "good" };
      return { entries, state: "stuck" };
    } catch {
      return { entries: [], state: "refused" };
    }
  };

  // Makes a change of the entries. Answers "kept", or why not: "refused", "full", "stuck".
  const change = (act) => {
    const { entries, state } = load();
    if (state !== "good") return state;
    const changed = act(entries);
    try {
      if (changed.length) localStorage.setItem(KEY, serialize(changed));
      else localStorage.removeItem(KEY);
      return "kept";
    } catch (error) {
      return error?.name === "QuotaExceededError" ? "full" : "refused";
    }
  };

  const removeAll = () => {
    try {
      localStorage.removeItem(KEY);
      localStorage.removeItem(ASIDE);
      return true;
    } catch {
      return false;
    }
  };

  // All unreadable texts: those put aside, and one that could not be.
  const unreadable = () => {
    const isStuck = load().state === "stuck";
    return isStuck ? [...aside(), localStorage.getItem(KEY)] : aside();
  };

  const removeUnreadable = () => {
    try {
      const { entries, state } = load();
      localStorage.removeItem(ASIDE);
      if (state === "stuck") {
        localStorage.removeItem(KEY);
        if (entries.length) localStorage.setItem(KEY, serialize(entries));
      }
      return true;
    } catch {
      return false;
    }
  };

  // Whether this browser keeps anything at all.
  const isAllowed = () => {
    try {
      localStorage.setItem("diary:try", "1");
      localStorage.removeItem("diary:try");
      return true;
    } catch (error) {
      return error?.name === "QuotaExceededError" && localStorage.length > 0;
    }
  };

  const newId = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    return [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
  };

  // Entries of a file beside those that are here; of the same entry the newer one stays.
  const merge = (here, told) => {
    const byId = new Map(here.map((entry) => [entry.id, entry]));
    const count = { added: 0, newer: 0, same: 0 };
    for (const entry of told) {
      const own = byId.get(entry.id);
      if (own && own.changed >= entry.changed) count.same += 1;
      else {
        count[own ? "newer" : "added"] += 1;
        byId.set(entry.id, entry);
      }
    }
    return { entries: [...byId.values()], count };
  };

  const newestFirst = (entries) =>
    [...entries].sort((one, other) => {
      const [a, b] = [one.day + one.made, other.day + other.made];
      return a < b ? 1 : a > b ? -1 : 0;
    });

  const sum = (list) =>
    list && list.every((one) => one !== null) ? list.reduce((total, one) => total + one, 0) : null;

  window.diary.store = {
    MOST_TEXT, EARLIEST, VERSION, FIELDS, parse, load, change, removeAll, unreadable, removeUnreadable,
    isAllowed, isDay, newId, merge, newestFirst, sum,
    isOurs: (key) => key === null || key === KEY || key === ASIDE,
  };
})();
