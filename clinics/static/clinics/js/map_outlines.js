// States, county lines and place names, from files of our own (script/make_outlines.py tells their format).
window.clinicMap = window.clinicMap ?? {};
(() => {
  const UNITS = 1000;
  // From this zoom on the states in view are drawn in full, with their county lines and places.
  const FULL = 6;
  const NAMES = 3.5;
  const PLACES = 5.5;
  const ALL = 8;
  const LINE = 36;
  const LETTER = 7;
  const APART = 10;
  // A name that a pin would cover stands below it, or above.
  const ASIDE = [0, 30, -30];

  function decoded(flat) {
    let [x, y] = flat;
    const line = [[y / UNITS, x / UNITS]];
    for (let i = 2; i < flat.length; i += 2) {
      x += flat[i];
      y += flat[i + 1];
      line.push([y / UNITS, x / UNITS]);
    }
    return line;
  }

  const bounds = ([west, south, east, north]) =>
    L.latLngBounds([south / UNITS, west / UNITS], [north / UNITS, east / UNITS]);
  const land = (rings, className) =>
    L.polygon(rings.map((ring) => [decoded(ring)]), { className, interactive: false, smoothFactor: 0.5 });
  const counties = (lines) =>
    L.polyline(lines.map(decoded), { className: "map-county", interactive: false, smoothFactor: 0.5 });

  class Outlines {
    constructor(map, addresses) {
      this.map = map;
      this.addresses = addresses;
      this.searched = "";
      // Boxes in pixels that no name may cover.
      this.obstacles = () => [];
      this.states = {};
      this.names = L.layerGroup().addTo(map);
      map.createPane("names").classList.add("map-names");
      this.ready = this.file("states").then((states) => {
        for (const [usps, state] of Object.entries(states))
          this.states[usps] = { ...state, bounds: bounds(state.box), coarse: land(state.rings, "map-state").addTo(map) };
        map.on("moveend", () => this.draw());
      });
    }

    async file(name) {
      const answer = await fetch(this.addresses[name]);
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }

    boundsOf(usps) {
      return this.states[usps]?.bounds;
    }

    async draw() {
      const view = this.map.getBounds().pad(0.2);
      const zoom = this.map.getZoom();
      const seen = Object.keys(this.states).filter((usps) => this.states[usps].bounds.intersects(view));
      for (const [usps, state] of Object.entries(this.states)) {
        const full = seen.includes(usps) && (zoom >= FULL || usps === this.searched);
        if (full) this.load(usps);
        this.show(state, full);
      }
      this.label(seen, zoom);
    }

    load(usps) {
      const state = this.states[usps];
      state.asked ??= this.file(usps).then(
        (file) => {
          state.places = file.places;
          state.full = L.layerGroup([counties(file.lines), land(file.rings, "map-border")]);
          state.ground = land(file.rings, "map-ground");
          this.draw();
        },
        // The coarse outline stays; the next move asks again.
        () => delete state.asked,
      );
    }

    // The ground lies below every line, so that a neighbour drawn later covers no border.
    show(state, full) {
      const detailed = full && state.full;
      for (const layer of [state.full, state.ground])
        if (layer) detailed ? layer.addTo(this.map) : layer.remove();
      detailed ? state.coarse.remove() : state.coarse.addTo(this.map);
      if (detailed) state.ground.bringToBack();
    }

    // Names that do not cover one another: those of states from afar, of places, the largest first, when near.
    label(seen, zoom) {
      this.names.clearLayers();
      const taken = this.obstacles();
      const write = (name, x, y, kind) => {
        const at = L.latLng(y / UNITS, x / UNITS);
        const { x: px, y: py } = this.map.latLngToContainerPoint(at);
        const half = (name.length * LETTER) / 2 + APART;
        const boxes = (kind === "place" ? ASIDE : [0]).map((dy) => [px - half, py + dy - LINE / 2, px + half, py + dy + LINE / 2, dy]);
        const free = boxes.find(
          (box) => !taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3]),
        );
        if (!free) return;
        taken.push(free);
        const text = document.createElement("span");
        text.textContent = name;
        const icon = L.divIcon({
          html: text, className: `map-name map-name-${kind}`, iconSize: [0, 0], iconAnchor: [0, -free[4]],
        });
        L.marker(at, { icon, pane: "names", interactive: false, keyboard: false }).addTo(this.names);
      };
      const view = this.map.getBounds();
      const inside = ([, x, y]) => view.contains([y / UNITS, x / UNITS]);
      const detailed = seen.filter((usps) => this.states[usps].places && (zoom >= PLACES || usps === this.searched));
      if (zoom < FULL && zoom >= NAMES)
        seen.forEach((usps) => detailed.includes(usps) || write(usps, ...this.states[usps].name, "state"));
      const most = zoom < ALL ? Math.ceil((zoom - 3) * 6) : Infinity;
      const ranked = detailed.flatMap((usps) => this.states[usps].places.map((place, rank) => ({ place, rank })));
      ranked
        .filter(({ place, rank }) => rank < most && inside(place))
        .sort((a, b) => a.rank - b.rank)
        .forEach(({ place }) => write(...place, "place"));
    }
  }

  window.clinicMap.Outlines = Outlines;
})();
