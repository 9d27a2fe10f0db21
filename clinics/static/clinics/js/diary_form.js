/* The form of an entry: what stands in it, what is wrong with it, and the help that it shows at once. */
"use strict";

(() => {
  const { store, words, files, list } = window.diary;
  const { say, scales } = words;
  const { part, piece } = list;
  const form = part("form");
  const sections = [...form.querySelectorAll("[data-scale]")];
  const lengthOf = (section) => section.querySelectorAll("[data-item]").length;

  const chosen = (name) => {
    const radio = form.querySelector(`[name="${name}"]:checked`);
    return radio ? Number(radio.value) : null;
  };

  const answersOf = (section) =>
    Array.from({ length: lengthOf(section) }, (_, index) => chosen(`${section.dataset.scale}_${index + 1}`));

  const field = (name) => form.elements.namedItem(name);
  const typed = (name) => field(name).value.trim();

  const dayWrong = (day) => {
    if (field("day").validity.badInput || !store.isDay(day)) {
      return /^\d{4,}-\d\d-\d\d$/.test(day) && day < store.EARLIEST ? "early_day" : "no_day";
    }
    return day > files.today() ? "future_day" : null;
  };

  const numberOf = (name) => {
    const told = typed(name).replace(",", ".");
    if (told === "") return null;
    return /^\d{1,3}(\.\d{1,2})?$/.test(told) ? Number(told) : NaN;
  };

  // What the form says, and a sentence for each field that says something impossible.
  const read = () => {
    const wrong = new Map();
    const entry = { day: field("day").value };
    const wrongDay = dayWrong(entry.day);
    if (wrongDay) wrong.set("day", say(wrongDay));
    for (const section of sections) {
      const answers = answersOf(section);
      entry[section.dataset.scale] = answers.some((one) => one !== null) ? answers : null;
    }
    for (const name of ["difficulty", "pain_now", "pain_worst"]) entry[name] = chosen(name);
    entry.session = field("session").value || null;
    for (const [name, words_] of [["sleep", "bad_sleep"], ["bp_top", "bad_top"], ["bp_bottom", "bad_bottom"]]) {
      entry[name] = numberOf(name);
      if (entry[name] !== null && !store.FIELDS[name](entry[name])) wrong.set(name, say(words_));
    }
    checkPressure(entry, wrong);
    for (const name of ["effects", "note"]) {
      entry[name] = typed(name) || null;
      const over = typed(name).length - store.MOST_TEXT;
      if (over > 0) wrong.set(name, say("too_long", { over: words.number(over), most: words.number(store.MOST_TEXT) }));
    }
    const isEmpty = Object.keys(store.FIELDS).every((name) => entry[name] === null);
    if (isEmpty) wrong.set("", say("nothing"));
    return { entry, wrong };
  };

  const checkPressure = ({ bp_top: top, bp_bottom: bottom }, wrong) => {
    if (wrong.has("bp_top") || wrong.has("bp_bottom")) return;
    if (top === null && bottom !== null) wrong.set("bp_top", say("top_missing"));
    else if (bottom === null && top !== null) wrong.set("bp_bottom", say("bottom_missing"));
    else if (top !== null && top <= bottom) wrong.set("bp_top", say("top_small"));
  };

  const clearErrors = () => {
    part("errors").replaceChildren();
    form.querySelectorAll("[data-error]").forEach((message) => message.remove());
    form.querySelectorAll(".field-wrong").forEach((box) => box.classList.remove("field-wrong"));
    for (const input of form.querySelectorAll("[aria-invalid]")) {
      input.removeAttribute("aria-invalid");
      const hint = `${input.id}_hint`;
      if (document.getElementById(hint)) input.setAttribute("aria-describedby", hint);
      else input.removeAttribute("aria-describedby");
    }
  };

  const messageBeside = (name, sentence) => {
    const input = field(name);
    const message = document.createElement("p");
    message.className = "field-error";
    message.id = `${input.id}_error`;
    message.dataset.error = name;
    const before = document.createElement("span");
    before.className = "visually-hidden";
    before.textContent = `${say("error")} `;
    message.append(before, sentence);
    input.before(message);
    input.closest(".field").classList.add("field-wrong");
    input.setAttribute("aria-invalid", "true");
    const described = [message.id, input.getAttribute("aria-describedby")].filter(Boolean);
    input.setAttribute("aria-describedby", described.join(" "));
  };

  // The summary gets the focus; each line of it leads to its field. `rescue` saves what cannot be kept here.
  const showErrors = (wrong, rescue = null) => {
    clearErrors();
    const box = piece("diary-errors");
    for (const [name, sentence] of wrong) {
      const line = document.createElement("li");
      if (name && !rescue) {
        const link = document.createElement("a");
        link.href = `#${field(name).id}`;
        link.textContent = sentence;
        link.addEventListener("click", (event) => {
          event.preventDefault();
          field(name).focus();
        });
        line.append(link);
        messageBeside(name, sentence);
      } else line.textContent = sentence;
      box.querySelector("ul").append(line);
    }
    if (rescue) {
      part("rescue", box).hidden = false;
      part("rescue", box).firstElementChild.addEventListener("click", rescue);
    }
    part("errors").replaceChildren(box);
    box.focus();
  };

  const showCount = (section, count, all) => {
    section.querySelector("summary [data-count]").textContent = count ? say("answered", { count, all }) : "";
  };

  const showAlarm = (section) => {
    const { danger } = scales[section.dataset.scale];
    const place = part("alarm", section);
    if (!place) return;
    const isNeeded = chosen(`${section.dataset.scale}_${danger}`) > 0;
    if (isNeeded && !place.firstElementChild) place.append(piece("diary-crisis"));
    if (!isNeeded) place.replaceChildren();
  };

  const showScore = (section) => {
    const answers = answersOf(section);
    const count = answers.filter((one) => one !== null).length;
    const isWhole = count === answers.length;
    showCount(section, count, answers.length);
    part("partly", section).textContent = count && !isWhole ? say("partly", { count, all: answers.length }) : "";
    const score = isWhole ? say("so_far", { score: words.scored(section.dataset.scale, answers) }) : "";
    const told = part("score", section);
    if (told.textContent !== score) told.textContent = score;
  };

  const refresh = () => {
    for (const section of sections) {
      showScore(section);
      showAlarm(section);
    }
    const pains = ["pain_now", "pain_worst"].filter((name) => chosen(name) !== null);
    showCount(document.getElementById("diary-pain"), pains.length, 2);
  };

  const state = () => JSON.stringify([...new FormData(form)]);
  let untouched = "";

  const setRadio = (name, value) => {
    for (const radio of form.querySelectorAll(`[name="${name}"]`)) radio.checked = radio.value === String(value);
  };

  // An entry, or nothing but today.
  const fill = (entry) => {
    clearErrors();
    form.reset();
    field("day").value = entry ? entry.day : files.today();
    field("day").max = files.today();
    if (entry) {
      for (const section of sections) {
        const key = section.dataset.scale;
        (entry[key] ?? []).forEach((value, index) => setRadio(`${key}_${index + 1}`, value));
      }
      for (const name of ["difficulty", "pain_now", "pain_worst"]) setRadio(name, entry[name]);
      for (const name of ["sleep", "bp_top", "bp_bottom", "effects", "note"]) field(name).value = entry[name] ?? "";
      chooseSession(entry.session);
    }
    for (const section of form.querySelectorAll("details")) section.open = Boolean(entry && section.querySelector(":checked"));
    refresh();
    untouched = state();
  };

  // A treatment that is no longer on the list stays what it was.
  const chooseSession = (slug) => {
    const select = field("session");
    if (slug && ![...select.options].some((option) => option.value === slug)) select.add(new Option(slug, slug));
    select.value = slug ?? "";
  };

  form.addEventListener("change", refresh);
  for (const button of form.querySelectorAll("[data-clear]")) {
    button.addEventListener("click", () => {
      const within = button.closest("fieldset, details");
      within.querySelectorAll(":checked").forEach((radio) => (radio.checked = false));
      refresh();
      within.querySelector("input").focus();
    });
  }

  window.diary.form = { form, read, fill, showErrors, isTouched: () => state() !== untouched };
})();
