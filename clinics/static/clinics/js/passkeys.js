/* Tells when a passkey was refused or stopped. Without this, the page would stay silent. */
"use strict";

document.addEventListener("allauth.error", (event) => {
  const notice = document.querySelector("[data-passkey-trouble]");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
});
