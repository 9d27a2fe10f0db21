// Filter groups that somebody opened stay open when the counts beside them are renewed.
(() => {
  let open = [];
  document.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll(".facet[open]")].map((group) => group.id);
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  });
})();
