/* The list of entries, and the questions asked in the page before something is lost. */
"use strict";

(() => {
  const { store, words, chart } = window.diary;
  const { say, scales } = words;
  const root = document.querySelector("[data-diary]");
  const part = (name, within = root) => within.querySelector(`[data-${name}]`);
  const piece = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

  // Told to a reader who does not see it, too. A repeated sentence is told again.
  const tell = (...sentences) => {
    const told = sentences.map((sentence) => {
      const line = document.createElement("p");
      line.className = "notice notice-good";
      line.textContent = sentence;
      return line;
    });
    part("status").replaceChildren(...told);
  };

  // One question at a time, where the answer matters; no answer changes nothing.
  const ask = (place, question, [yes, no], act, back) => {
    root.querySelectorAll("[data-ask]").forEach((other) => other.replaceChildren());
    const box = piece("diary-ask");
    box.querySelector("#diary-question").textContent = question;
    part("yes", box).textContent = yes;
    part("no", box).textContent = no;
    const leave = () => {
      box.remove();
      back();
    };
    part("yes", box).addEventListener("click", () => {
      box.remove();
      act();
    });
    part("no", box).addEventListener("click", leave);
    box.addEventListener("keydown", (event) => event.key === "Escape" && leave());
    place.replaceChildren(box);
    box.focus();
  };

  const element = (name, content, className = "") => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(content);
    return made;
  };

  // What was answered to each statement, for whoever wants to look.
  const answersOf = (key, entry) => {
    const section = document.getElementById(`diary-${key}`);
    const statements = [...section.querySelectorAll("[data-item]")].map((item) => item.textContent);
    const answers = [...section.querySelectorAll(`[name="${key}_1"]`)].map((radio) => radio.parentElement.textContent);
    const list = document.createElement("ol");
    entry[key].forEach((value, index) => {
      const told = value === null ? say("not_answered") : answers[value];
      list.append(element("li", `${statements[index]}: ${told}`));
    });
    const details = element("details", element("summary", say("each")), "diary-each");
    details.append(list);
    return details;
  };

  const difficultyOf = (value) =>
    document.querySelector(`#diary-phq9 [name="difficulty"][value="${value}"]`).parentElement.textContent;

  const pressureOf = ({ bp_top: top, bp_bottom: bottom }) => say("pressure_value", { top, bottom });

  // Name and value of each thing that an entry holds.
  const factsOf = (entry) => {
    const facts = [];
    const add = (name, ...value) => facts.push([name, value]);
    for (const key of Object.keys(scales)) {
      if (entry[key]) add(scales[key].name, words.scored(key, entry[key]), answersOf(key, entry));
      if (key === "phq9" && entry.difficulty !== null) add(say("difficulty"), difficultyOf(entry.difficulty));
    }
    for (const key of ["pain_now", "pain_worst"]) {
      if (entry[key] !== null) add(say(key), say("pain_value", { score: entry[key] }));
    }
    if (entry.session) add(say("session"), words.treatment(entry.session));
    if (entry.sleep !== null) add(say("sleep"), words.counted("hours", entry.sleep));
    if (entry.bp_top !== null && entry.bp_bottom !== null) add(say("pressure"), pressureOf(entry));
    for (const key of ["effects", "note"]) {
      if (entry[key]) add(say(key), element("span", entry[key], "diary-words"));
    }
    return facts.map(([name, value]) => {
      const row = document.createElement("div");
      const told = document.createElement("dd");
      told.append(...value);
      row.append(element("dt", name), told);
      return row;
    });
  };

  const card = (entry, acts) => {
    const item = piece("diary-entry");
    const day = words.longDay(entry.day);
    item.dataset.id = entry.id;
    part("day", item).textContent = day;
    part("time", item).textContent = say("written", { time: words.time(entry.made) });
    part("marked", item).hidden = !words.isAlarming(entry);
    item.querySelector("dl").append(...factsOf(entry));
    const edit = part("edit", item);
    edit.textContent = say("edit");
    edit.setAttribute("aria-label", say("edit_of", { day }));
    edit.addEventListener("click", () => acts.edit(entry, edit, part("ask", item)));
    const remove = part("delete", item);
    remove.textContent = say("delete");
    remove.setAttribute("aria-label", say("delete_of", { day }));
    remove.addEventListener("click", () => acts.remove(entry, remove, part("ask", item)));
    return item;
  };

  // As wide as its place is now.
  const drawChart = (entries = store.newestFirst(store.load().entries).reverse()) => {
    part("chart").hidden = false;
    part("chart").hidden = !chart.draw(part("drawing"), entries);
  };

  const show = (acts) => {
    const { entries, state } = store.load();
    const inOrder = store.newestFirst(entries);
    const oldestFirst = [...inOrder].reverse();
    part("refused").hidden = state !== "refused" && store.isAllowed();
    part("aside").hidden = state === "refused" || store.unreadable().length === 0;
    part("empty").hidden = entries.length > 0;
    part("total").hidden = entries.length === 0;
    part("total").textContent = entries.length ? words.counted("count", entries.length) : "";
    part("list").replaceChildren(...inOrder.map((entry) => card(entry, acts)));
    drawChart(oldestFirst);
    part("same").hidden = part("chart").hidden;
    chart.fillTable(root.querySelector(".diary-table"), oldestFirst);
  };

  const focusEntry = (id) => root.querySelector(`[data-id="${CSS.escape(id)}"] h3`)?.focus();

  window.diary.list = { root, part, piece, tell, ask, show, drawChart, focusEntry };
})();
