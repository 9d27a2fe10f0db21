/* Scores over time: a panel for each scale, one under the other, and the same as a table. */
"use strict";

(() => {
  const { store, words } = window.diary;
  const { say, scales } = words;
  const SVG = "http://www.w3.org/2000/svg";
  const [LEFT, RIGHT, TOP, PLOT, GAP, FOOT] = [34, 14, 30, 104, 48, 30];

  const shape = (name, attributes, content = "") => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (content !== "") made.textContent = content;
    return made;
  };

  const series = (entries, read, kind) => ({
    kind,
    points: entries.map((entry) => [entry.day, read(entry)]).filter(([, value]) => value !== null),
  });

  const panelsOf = (entries) => {
    const scored = Object.entries(scales).map(([key, { name, most, bands }]) => ({
      name, most,
      ticks: [...bands.map(([least]) => least), most],
      lines: [series(entries, (entry) => store.sum(entry[key]), key)],
    }));
    const pain = {
      name: say("pain"), most: 10, ticks: [0, 5, 10],
      lines: [
        series(entries, (entry) => entry.pain_worst, "worst"),
        series(entries, (entry) => entry.pain_now, "now"),
      ],
    };
    return [...scored, pain].filter((panel) => panel.lines.some((line) => line.points.length));
  };

  const mark = (kind, x, y) =>
    kind === "worst"
      ? shape("rect", { x: x - 4, y: y - 4, width: 8, height: 8, class: `mark mark-${kind}` })
      : shape("circle", { cx: x, cy: y, r: 4.5, class: `mark mark-${kind}` });

  const drawPanel = (picture, panel, top, width, place) => {
    const height = (value) => top + PLOT - (value / panel.most) * PLOT;
    picture.append(shape("text", { x: 0, y: top - 15, class: "name" }, say("panel", panel)));
    for (const tick of panel.ticks) {
      const y = height(tick);
      picture.append(
        shape("line", { x1: LEFT, x2: width - RIGHT, y1: y, y2: y, class: "grid" }),
        shape("text", { x: LEFT - 6, y: y + 4, "text-anchor": "end" }, tick),
      );
    }
    for (const { kind, points } of panel.lines) {
      const spots = points.map(([day, value]) => [place(day), height(value)]);
      const path = spots.map((spot) => spot.join(",")).join(" ");
      if (spots.length > 1) picture.append(shape("polyline", { points: path, class: `line line-${kind}` }));
      picture.append(...spots.map(([x, y]) => mark(kind, x, y)));
    }
  };

  const drawSessions = (picture, days, bottom, place) => {
    for (const day of days) {
      const x = place(day);
      picture.append(
        shape("line", { x1: x, x2: x, y1: TOP, y2: bottom, class: "session" }),
        shape("path", { d: `M${x},${bottom + 1} l5,9 h-10 z`, class: "session-mark" }),
      );
    }
  };

  const draw = (box, entries) => {
    const panels = panelsOf(entries);
    const days = entries.map((entry) => entry.day);
    if (!panels.length) return false;
    const width = Math.max(260, Math.min(720, box.clientWidth || 640));
    const lastDay = days[days.length - 1];
    const [first, last] = [Date.parse(days[0]), Date.parse(lastDay)];
    const room = width - LEFT - RIGHT - 16;
    const place = (day) =>
      Math.round(LEFT + 8 + (last > first ? ((Date.parse(day) - first) / (last - first)) * room : room / 2));
    const bottom = TOP + panels.length * PLOT + (panels.length - 1) * GAP;
    const picture = shape("svg", {
      viewBox: `0 0 ${width} ${bottom + FOOT}`, width, height: bottom + FOOT, role: "img",
      "aria-label": say("chart"), focusable: "false",
    });
    const sessions = new Set(entries.filter((entry) => entry.session).map((entry) => entry.day));
    drawSessions(picture, sessions, bottom, place);
    panels.forEach((panel, index) => drawPanel(picture, panel, TOP + index * (PLOT + GAP), width, place));
    const ends = [[days[0], LEFT, "start"], [lastDay, width - RIGHT, "end"]];
    for (const [day, x, anchor] of last > first ? ends : ends.slice(0, 1)) {
      picture.append(shape("text", { x, y: bottom + 26, "text-anchor": anchor }, words.shortDay(day)));
    }
    box.replaceChildren(picture);
    return true;
  };

  const inTable = (key, list) => {
    const score = store.sum(list);
    if (score !== null) return say("in_table", { score, band: words.bandOf(key, score) });
    return list ? words.scored(key, list) : null;
  };

  const fillTable = (table, entries) => {
    const heads = [say("day"), scales.phq9.name, scales.gad7.name, say("pain_now"), say("pain_worst"), say("session")];
    const cells = (entry) => [
      words.shortDay(entry.day), inTable("phq9", entry.phq9), inTable("gad7", entry.gad7),
      entry.pain_now, entry.pain_worst, entry.session ? words.treatment(entry.session) : say("none"),
    ];
    const made = (name, content, attributes) => {
      const cell = Object.assign(document.createElement(name), { textContent: content ?? say("blank") });
      for (const [key, value] of Object.entries(attributes)) cell.setAttribute(key, value);
      if (content === null) cell.className = "muted";
      return cell;
    };
    const row = (list) => {
      const line = document.createElement("tr");
      line.append(...list);
      return line;
    };
    table.tHead.replaceChildren(row(heads.map((head) => made("th", head, { scope: "col" }))));
    table.tBodies[0].replaceChildren(
      ...entries.map((entry) =>
        row(
          cells(entry).map((content, index) =>
            index ? made("td", content, { "data-label": heads[index] }) : made("th", content, { scope: "row" }),
          ),
        ),
      ),
    );
  };

  window.diary.chart = { draw, fillTable };
})();
