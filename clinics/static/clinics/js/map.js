// The map of results. The list beside it holds the same places; the two point at each other.
(() => {
  const { grouped, open, Outlines } = window.clinicMap;
  const REACH = 46;
  const METERS_PER_MILE = 1609.344;
  const LOWER_48 = [[24.5, -124.8], [49.4, -66.9]];
  const NEAREST = 11;
  const PAN = 120;

  class ClinicMap {
    constructor(panel) {
      this.panel = panel;
      this.words = panel.dataset;
      this.status = panel.querySelector(".map-status");
      this.places = [];
      this.shown = new Map();
      this.marked = "";
      panel.hidden = false;
      this.map = L.map(panel.querySelector(".map-canvas"), {
        zoomControl: false, attributionControl: false, inertia: false, zoomAnimation: false,
        fadeAnimation: false, markerZoomAnimation: false, scrollWheelZoom: false,
        minZoom: 2, maxZoom: 15, zoomSnap: 0.5, renderer: L.svg({ padding: 0.5 }),
      });
      this.map.fitBounds(LOWER_48, { animate: false });
      const addresses = JSON.parse(document.getElementById("map-outlines").textContent);
      this.outlines = new Outlines(this.map, addresses);
      this.outlines.obstacles = () => this.obstacles();
      this.map.on("moveend", () => this.draw());
      this.listen();
      this.load(panel.dataset.points);
    }

    listen() {
      const { map, panel } = this;
      new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
      // The wheel scrolls the page until somebody uses the map.
      map.on("focus", () => map.scrollWheelZoom.enable());
      map.on("blur", () => map.scrollWheelZoom.disable());
      const moves = {
        in: () => map.zoomIn(1), out: () => map.zoomOut(1), all: () => this.fit(),
        left: () => map.panBy([-PAN, 0]), right: () => map.panBy([PAN, 0]),
        up: () => map.panBy([0, -PAN]), down: () => map.panBy([0, PAN]),
      };
      panel.querySelector(".map-tools").addEventListener("click", (event) => {
        moves[event.target.closest("[data-move]")?.dataset.move]?.();
      });
      const tiles = panel.querySelector("[data-tiles]");
      tiles?.querySelector("button").addEventListener("click", () => this.streets(tiles));
      const mark = (event) => this.mark(event.target.closest?.("[data-listing]")?.dataset.listing ?? "");
      document.addEventListener("pointerover", mark);
      document.addEventListener("focusin", mark);
      document.addEventListener("htmx:afterSettle", () => this.follow());
      document.addEventListener("map:shown", () => this.follow());
    }

    streets(tiles) {
      L.tileLayer(tiles.dataset.tiles, { maxZoom: 19, className: "map-tile" }).addTo(this.map);
      this.panel.classList.add("map-with-streets");
      tiles.querySelector("button").remove();
      tiles.querySelector(".map-credit").hidden = false;
      this.map.getContainer().focus();
    }

    // The results beside an open map have changed: it shows the same ones.
    follow() {
      const link = document.querySelector("#results [data-map]");
      if (!link || this.panel.closest("[hidden]")) return;
      const next = new URL(this.words.points, location.href);
      next.search = new URL(link.href).search;
      if (next.href === this.loaded) this.number();
      else this.load(next.href);
    }

    async load(address) {
      const loaded = new URL(address, location.href).href;
      this.loaded = loaded;
      this.say([this.words.loading]);
      try {
        const answer = await fetch(loaded);
        if (!answer.ok) throw new Error(answer.status);
        const found = await answer.json();
        await this.outlines.ready;
        if (this.loaded !== loaded) return;
        this.take(found);
        this.say(found.messages);
      } catch {
        if (this.loaded === loaded) this.loaded = "";
        this.say([this.words.failed]);
      }
    }

    say(lines) {
      this.status.replaceChildren(
        ...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })),
      );
    }

    take(found) {
      this.found = found;
      this.places = found.points.map(
        ([number, lat, lon, slug, name, where, miles, price, check, position, verified, demo]) => ({
          number, slug, name, where, verified, demo,
          at: L.latLng(lat, lon > 0 ? lon - 360 : lon),
          key: `clinic:${slug}`,
          url: found.listing_url.replace("/0/", `/${slug}/`),
          miles: miles && this.words.miles.replace("{miles}", miles),
          price: found.prices[price], check: found.checks[check], position: found.positions[position],
        }),
      );
      this.outlines.searched = found.state;
      this.map.closePopup();
      this.center?.remove();
      if (found.near) {
        const [lat, lon, miles] = found.near;
        const at = [lat, lon > 0 ? lon - 360 : lon];
        this.reach = L.circle(at, { radius: miles * METERS_PER_MILE, className: "map-reach", interactive: false });
        const middle = L.circleMarker(at, { radius: 6, className: "map-center", interactive: false });
        this.center = L.layerGroup([this.reach, middle]).addTo(this.map);
        this.near = L.latLng(at);
      } else this.near = null;
      this.fit();
      this.number();
    }

    fit() {
      const state = !this.near && this.outlines.boundsOf(this.found?.state);
      const reach = this.near && !this.places.length && this.reach.getBounds();
      const bounds = state || reach || L.latLngBounds(this.places.map((place) => place.at));
      if (this.near) bounds.extend(this.near);
      const target = bounds.isValid() ? bounds : L.latLngBounds(LOWER_48);
      this.map.fitBounds(target, { animate: false, padding: [28, 28], maxZoom: NEAREST });
      // Where the view was there already, nothing has moved.
      this.draw();
      this.outlines.draw();
    }

    draw() {
      const { map } = this;
      const zoom = map.getZoom();
      const view = map.getBounds();
      const groups = grouped(this.places, (place) => map.project(place.at, zoom), REACH);
      const wanted = new Map(
        groups
          .filter((group) => view.contains(group.points[0].at))
          .map((group) => [group.points.map((place) => place.key).join(" "), group]),
      );
      for (const [keys, marker] of this.shown)
        if (!wanted.has(keys)) {
          marker.remove();
          this.shown.delete(keys);
        }
      for (const [keys, group] of wanted) if (!this.shown.has(keys)) this.shown.set(keys, this.marker(group));
      this.order([...wanted.keys()]);
      this.mark(this.marked);
    }

    obstacles() {
      const stand = [...this.shown.values()].map((marker) => marker.getLatLng());
      return [...stand, ...(this.near ? [this.near] : [])].map((at) => {
        const { x, y } = this.map.latLngToContainerPoint(at);
        return [x - 20, y - 20, x + 20, y + 20];
      });
    }

    // In tab order as in the list, without moving what has the focus.
    order(keys) {
      const icons = keys.map((key) => this.shown.get(key).getElement());
      const held = icons.find((icon) => icon.contains(document.activeElement));
      let passed = !held;
      for (const icon of icons) {
        if (icon === held) passed = true;
        else icon.parentElement.insertBefore(icon, passed ? null : held);
      }
    }

    marker(group) {
      const [first] = group.points;
      const button = document.createElement("button");
      button.type = "button";
      const several = group.points.length > 1;
      button.className = several ? "map-group" : "map-pin";
      button.textContent = String(several ? group.points.length : first.number);
      if (several) {
        button.setAttribute("aria-label", this.words.several.replace("{count}", group.points.length));
      } else {
        const parts = [`${first.number}. ${first.name}`, first.where, first.miles, first.price];
        button.setAttribute("aria-label", parts.filter(Boolean).join(", "));
        button.classList.toggle("map-pin-rough", Boolean(first.position));
      }
      button.addEventListener("click", () => this.press(group, button));
      button.addEventListener("focus", () => this.map.panInside(first.at, { padding: [30, 30], animate: false }));
      L.DomEvent.disableClickPropagation(button);
      const icon = L.divIcon({ html: button, className: "map-marker", iconSize: [44, 44] });
      return L.marker(first.at, { icon, interactive: false, keyboard: false }).addTo(this.map);
    }

    // A group opens by zooming in; where that would not part it, all its cards are shown.
    press(group, button) {
      const bounds = L.latLngBounds(group.points.map((place) => place.at));
      const zoom = Math.min(this.map.getBoundsZoom(bounds, false, [60, 60]), this.map.getMaxZoom());
      const apart = (at) => grouped(group.points, (place) => this.map.project(place.at, at), REACH).length > 1;
      if (group.points.length > 1 && apart(this.map.getMaxZoom())) {
        let near = Math.max(zoom, this.map.getZoom() + 1);
        while (!apart(near)) near += 1;
        this.map.setView(bounds.getCenter(), near, { animate: false });
        this.focus(group.points[0].key);
        return;
      }
      const back = () => (button.isConnected ? button : this.map.getContainer()).focus({ preventScroll: true });
      open(this.map, group.points[0].at, group.points, back);
    }

    buttonOf(key) {
      for (const [keys, marker] of this.shown)
        if (keys.split(" ").includes(key)) return marker.getElement().querySelector("button");
      return null;
    }

    focus(key) {
      (this.buttonOf(key) ?? this.map.getContainer()).focus({ preventScroll: true });
    }

    mark(key) {
      this.marked = key;
      this.panel.querySelectorAll(".map-marked").forEach((pin) => pin.classList.remove("map-marked"));
      if (!key) return;
      const button = this.buttonOf(key);
      button?.classList.add("map-marked");
      button?.parentElement.classList.add("map-marked");
    }

    // The cards of the results page show the numbers of their pins while the map is open.
    number() {
      document.querySelectorAll("#results [data-pin-number]").forEach((number) => number.remove());
      const numbers = new Map(this.places.map((place) => [place.key, place.number]));
      document.querySelectorAll("#results [data-listing]").forEach((card) => {
        const number = numbers.get(card.dataset.listing);
        if (number === undefined) return;
        const badge = Object.assign(document.createElement("span"), { className: "map-number" });
        badge.dataset.pinNumber = "";
        const words = Object.assign(document.createElement("span"), { className: "visually-hidden" });
        words.textContent = `${this.words.onMap} `;
        badge.append(words, String(number));
        card.querySelector("h3").prepend(badge, " ");
      });
    }
  }

  const panel = document.getElementById("map-panel");
  if (panel && !panel.clinicMap) panel.clinicMap = new ClinicMap(panel);
})();
