/* Keeps an unsent review in this browser, and counts its characters. Without this, all works but the draft.

   A draft belongs to whoever began it. One begun while signed out goes over to the account that next opens
   the form; one of an account is shown to nobody else, and deleted as soon as another account, or nobody,
   is signed in on a page that knows of drafts, or a form that signs out is sent. */
"use strict";

(() => {
  const PREFIX = "review-draft:";
  const DAYS = 30;
  const WAIT = 400;
  const SKIPPED = new Set(["csrfmiddlewaretoken", "version", "as_is"]);

  // A browser may refuse to keep anything: then there is no draft, and nothing else is different.
  const attempt = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };

  const load = (key) => {
    const draft = attempt(() => JSON.parse(localStorage.getItem(key)));
    if (!draft || typeof draft !== "object" || !draft.fields) return null;
    return Date.now() - draft.at < DAYS * 864e5 ? draft : null;
  };

  const remove = (key) => attempt(() => localStorage.removeItem(key));

  const keys = () =>
    attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) || [];

  const fieldsOf = (form) =>
    [...form.elements].filter((field) => field.name && !SKIPPED.has(field.name) && field.type !== "submit");

  // Every field by name, with the values that are chosen or typed.
  const valuesOf = (form) => {
    const values = {};
    for (const field of fieldsOf(form)) {
      values[field.name] ??= [];
      const isTold = ["checkbox", "radio"].includes(field.type) ? field.checked : true;
      if (isTold && field.value !== "") values[field.name].push(field.value);
    }
    return values;
  };

  // The same as the page came, whatever has been typed since.
  const valuesSent = (form) => {
    const values = {};
    for (const field of fieldsOf(form)) {
      values[field.name] ??= [];
      if (["checkbox", "radio"].includes(field.type)) {
        if (field.defaultChecked && field.value !== "") values[field.name].push(field.value);
      } else if (field.type === "select-one") {
        const chosen = [...field.options].find((option) => option.defaultSelected) || field.options[0];
        if (chosen && chosen.value !== "") values[field.name].push(chosen.value);
      } else if (field.defaultValue) {
        values[field.name].push(field.defaultValue);
      }
    }
    return values;
  };

  const fill = (form, values) => {
    for (const field of fieldsOf(form)) {
      const told = values[field.name];
      if (!Array.isArray(told)) continue;
      if (["checkbox", "radio"].includes(field.type)) {
        field.checked = told.includes(field.value) || (field.value === "" && told.length === 0);
      } else {
        field.value = told[0] ?? "";
      }
    }
  };

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  const openFacts = (form) => {
    for (const facts of form.querySelectorAll("details")) {
      const isTold = [...facts.querySelectorAll("input, select, textarea")].some((field) =>
        ["checkbox", "radio"].includes(field.type) ? field.checked && field.value !== "" : field.value !== "",
      );
      if (isTold) facts.open = true;
    }
  };

  const keepDraft = (form) => {
    const key = PREFIX + form.dataset.draft;
    const isFilled = "filled" in form.dataset;
    const part = (name) => document.querySelector(`[data-draft-${name}]`);
    const notice = part("notice");
    const untouched = valuesSent(form);
    // On a slow line people write before this runs.
    const present = valuesOf(form);
    const isTouched = !same(present, untouched);
    let timer = 0;

    const say = (what) => {
      notice.hidden = what === "gone" || what === "nothing";
      part("gone").hidden = what !== "gone";
      part("kept").hidden = what === "older";
      part("older").hidden = part("use").hidden = what !== "older";
    };

    const store = () => {
      clearTimeout(timer);
      timer = 0;
      const draft = { at: Date.now(), owner: form.dataset.owner, fields: valuesOf(form) };
      const isKept = attempt(() => {
        localStorage.setItem(key, JSON.stringify(draft));
        return true;
      });
      if (isKept) say("kept");
    };

    const restore = (draft) => {
      fill(form, draft.fields);
      openFacts(form);
      form.dispatchEvent(new Event("input", { bubbles: false }));
      store();
    };

    const draft = load(key);
    const isOwn = draft && (draft.owner === "" || draft.owner === form.dataset.owner);
    if (draft && !isOwn) remove(key);
    if (isOwn) {
      const isSame = same(draft.fields, { ...draft.fields, ...present });
      if (isSame) say("kept");
      else if (isFilled || isTouched) say("older");
      else restore(draft);
    } else if (isTouched) store();

    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(store, WAIT);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    addEventListener("pagehide", () => timer && store());
    part("use").addEventListener("click", () => {
      const older = load(key);
      if (older) restore(older);
      form.querySelector("textarea").focus();
    });
    part("delete").addEventListener("click", () => {
      clearTimeout(timer);
      timer = 0;
      remove(key);
      if (!isFilled) {
        fill(form, untouched);
        form.querySelector("textarea").dispatchEvent(new Event("input"));
      }
      say("gone");
      form.querySelector("input:not([type=hidden])").focus();
    });
  };

  const count = (line) => {
    const field = document.getElementById(line.dataset.counts);
    const { least, most, few, left, over } = line.dataset;
    // A reader hears the count when typing rests, not at each key.
    const aloud = document.createElement("span");
    aloud.className = "visually-hidden";
    aloud.setAttribute("role", "status");
    line.after(aloud);
    let timer = 0;
    const told = () => {
      const length = [...field.value.trim()].length;
      const [state, words, number] =
        length < least ? ["few", few, least - length]
        : length > most ? ["over", over, length - most]
        : ["left", left, most - length];
      line.dataset.state = state;
      return words.replace("{n}", number.toLocaleString(document.documentElement.lang));
    };
    const show = () => {
      line.textContent = told();
      clearTimeout(timer);
      timer = setTimeout(() => (aloud.textContent = line.textContent), 1500);
    };
    field.addEventListener("input", show);
    field.form.addEventListener("input", show);
    if (field.value) line.textContent = told();
  };

  const start = () => {
    for (const key of keys()) if (!load(key)) remove(key);
    const sent = document.querySelector("[data-draft-sent]");
    if (sent) remove(PREFIX + sent.dataset.draftSent);
    const form = document.querySelector("form[data-draft]");
    if (form) {
      // Whatever another account left here.
      for (const key of keys()) {
        const { owner } = load(key);
        if (owner && owner !== form.dataset.owner) remove(key);
      }
      for (const line of form.querySelectorAll("[data-counts]")) count(line);
      keepDraft(form);
    }
    for (const out of document.forms) {
      const leadsTo = new URL(out.action, location.href).pathname;
      if (leadsTo.endsWith("/logout/")) out.addEventListener("submit", () => keys().forEach(remove));
    }
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
