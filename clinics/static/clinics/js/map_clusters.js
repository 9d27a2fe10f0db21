// Places that would cover one another are shown as one.
window.clinicMap = window.clinicMap ?? {};
(() => {
  // Each place joins the first one that stands within `reach` pixels, else starts a group of its own. The
  // first of a group, in the order of the list, tells where it stands: no two groups are nearer than `reach`.
  function grouped(points, pixel, reach) {
    const cells = new Map();
    const groups = [];
    const around = (x, y) =>
      [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => cells.get(`${x + dx}:${y + dy}`) ?? []));
    for (const point of points) {
      const at = pixel(point);
      const x = Math.floor(at.x / reach);
      const y = Math.floor(at.y / reach);
      const known = around(x, y).find((group) => Math.hypot(group.at.x - at.x, group.at.y - at.y) < reach);
      if (known) {
        known.points.push(point);
        continue;
      }
      const group = { at, points: [point] };
      groups.push(group);
      cells.set(`${x}:${y}`, [...(cells.get(`${x}:${y}`) ?? []), group]);
    }
    return groups;
  }

  window.clinicMap.grouped = grouped;
})();
