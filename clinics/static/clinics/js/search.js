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

// The link to the map opens it in place; nothing of the map is loaded before. Where that fails, the link
// leads to the map's own page.
(() => {
  const slot = document.getElementById("map-slot");
  if (!slot) return;
  const link = () => document.querySelector("#results [data-map]");
  let words = "";

  const loaded = (element) =>
    new Promise((done, failed) => {
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    });
  const style = (href) => loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  const script = (src) => loaded(Object.assign(document.createElement("script"), { src, async: false }));

  async function fill() {
    const answer = await fetch(link().href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.status);
    slot.innerHTML = await answer.text();
    const { styles, scripts } = slot.firstElementChild.dataset;
    await Promise.all(styles.split(" ").map(style));
    slot.hidden = false;
    await Promise.all(scripts.split(" ").map(script));
  }

  function label() {
    const shown = link();
    if (!shown) return;
    words ||= shown.textContent;
    // Where nothing matches there is nothing to open, but what is open can be closed.
    if (!slot.hidden) shown.parentElement.hidden = false;
    shown.setAttribute("aria-expanded", String(!slot.hidden));
    shown.textContent = slot.hidden ? words : shown.dataset.hide;
  }

  async function toggle() {
    const first = !slot.firstElementChild;
    if (first) await fill();
    else slot.hidden = !slot.hidden;
    label();
    if (slot.hidden) return;
    slot.dispatchEvent(new Event("map:shown", { bubbles: true }));
    slot.querySelector("h2").focus({ preventScroll: true });
    slot.scrollIntoView({ block: "nearest" });
  }

  let busy = false;
  document.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-map]");
    if (!asked || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    const page = asked.href;
    toggle().then(() => (busy = false), () => location.assign(page));
  });
  document.addEventListener("htmx:afterSettle", label);
  label();
})();
