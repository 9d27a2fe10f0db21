// What opens at a pin: the card of its place, or of all the places that stand there.
window.clinicMap = window.clinicMap ?? {};
(() => {
  const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

  function fill(card, slot, text) {
    const element = card.querySelector(`[data-slot="${slot}"]`);
    if (text === true) return;
    if (text) element.textContent = text;
    else element.remove();
  }

  function card(place) {
    const made = copy("map-card");
    fill(made, "number", String(place.number));
    fill(made, "name", place.name);
    made.querySelector("a").href = place.url;
    fill(made, "place", [place.where, place.miles].filter(Boolean).join(" · "));
    fill(made, "price", place.price);
    fill(made, "check", place.check);
    if (place.verified) made.querySelector('[data-slot="check"]').classList.add("card-verified");
    fill(made, "position", place.position);
    fill(made, "demo", Boolean(place.demo));
    return made;
  }

  // Opens the cards over the map and puts the focus there. `back` gives it to where it came from.
  function open(map, at, places, back) {
    const content = copy("map-popup");
    content.querySelector('[data-slot="cards"]').append(...places.map(card));
    const popup = L.popup({ closeButton: false, minWidth: 240, maxWidth: 260, offset: [0, -14] });
    popup.setLatLng(at).setContent(content).openOn(map);
    const close = () => {
      map.closePopup(popup);
      back();
    };
    content.querySelector(".map-close").addEventListener("click", close);
    content.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
    content.focus({ preventScroll: true });
  }

  window.clinicMap.open = open;
})();
