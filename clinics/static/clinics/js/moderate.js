/* Keys for moderators: a key leads to its button, Enter presses it. Without this, the buttons are there. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("shortcuts");
  if (!box) return;
  const STORED = "moderate-shortcuts";
  const on = document.getElementById("shortcuts-on");
  const list = document.getElementById("shortcut-list");
  const targets = new Map();

  const describe = (key, words) => {
    const item = document.createElement("li");
    const shown = document.createElement("kbd");
    shown.textContent = key;
    item.append(shown, ` ${words}`);
    list.append(item);
  };

  for (const target of document.querySelectorAll("[data-shortcut]")) {
    const key = target.dataset.shortcut;
    const isButton = target.tagName === "BUTTON";
    targets.set(key, target);
    describe(key, isButton ? target.textContent.trim().replace(/\s+/g, " ") : list.dataset.note);
    if (isButton) {
      const shown = document.createElement("kbd");
      shown.textContent = key;
      shown.setAttribute("aria-hidden", "true");
      target.append(" ", shown);
    }
  }
  const next = document.querySelector(".desk-next .button");
  if (next) {
    targets.set("n", next);
    describe("n", list.dataset.next);
  }

  const show = () => {
    document.documentElement.classList.toggle("moderate-keys", on.checked);
    for (const [key, target] of targets) {
      if (on.checked) target.setAttribute("aria-keyshortcuts", key);
      else target.removeAttribute("aria-keyshortcuts");
    }
  };

  try {
    on.checked = localStorage.getItem(STORED) !== "off";
  } catch {
    // Where nothing may be stored, they are on until somebody turns them off.
  }
  on.addEventListener("change", () => {
    try {
      localStorage.setItem(STORED, on.checked ? "on" : "off");
    } catch {
      // It holds for this page.
    }
    show();
  });
  box.hidden = false;
  show();

  document.addEventListener("keydown", (event) => {
    if (!on.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    // With Shift a digit is another character on every keyboard, so the place of the key counts.
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    const key = digit ? digit[1] : event.key.toLowerCase();
    const target = targets.get(event.shiftKey ? `Shift+${key}` : key);
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  });
});
