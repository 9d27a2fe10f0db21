/* Names for what the admin's own scripts build without one. Nothing else depends on this. */
(function () {
  "use strict";

  function name(root) {
    for (const select of root.querySelectorAll("select.admin-autocomplete[aria-label]")) {
      const shown = select.parentElement.querySelector(".select2-selection__rendered");
      if (shown) {
        shown.setAttribute("aria-label", select.getAttribute("aria-label"));
      }
    }
    for (const tip of root.querySelectorAll("span.help-tooltip[aria-label]")) {
      tip.setAttribute("role", "img");
    }
  }

  // The admin's scripts build when jQuery is ready, in the order in which they asked.
  window.addEventListener("load", () => {
    if (window.django && window.django.jQuery) {
      window.django.jQuery(() => name(document));
    } else {
      name(document);
    }
  });
  document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target), 0));
})();
