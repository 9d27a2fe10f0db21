/* Hands on an address: by the phone's own sheet where there is one, else by copying it. */
"use strict";

document.querySelectorAll("[data-share]").forEach((box) => {
  const field = box.querySelector("input");
  const said = box.querySelector("[data-share-said]");
  const send = box.querySelector("[data-send]");
  const copy = box.querySelector("[data-copy]");
  send.hidden = !navigator.share;
  copy.hidden = false;
  field.addEventListener("focus", () => field.select());
  send.addEventListener("click", () => {
    // Whoever closes the sheet has not asked for an error.
    navigator.share({ title: box.dataset.title, url: field.value }).catch(() => {});
  });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = box.dataset.copied;
    } catch {
      field.focus();
      field.select();
      said.textContent = box.dataset.notCopied;
    }
  });
});
