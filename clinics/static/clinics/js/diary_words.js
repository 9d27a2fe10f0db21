/* What the diary says: the words come with the page, in its language. */
"use strict";

(() => {
  const { words, scales } = JSON.parse(document.getElementById("diary-told").textContent);
  const language = document.documentElement.lang || "en";
  const plural = new Intl.PluralRules(language);
  const dayFormat = new Intl.DateTimeFormat(language, {
    weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });
  const shortFormat = new Intl.DateTimeFormat(language, {
    day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
  });
  const timeFormat = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

  const say = (name, values = {}) =>
    words[name].replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
  const number = (value) => value.toLocaleString(language);
  const counted = (name, count) =>
    say(`${name}_${plural.select(count) === "one" ? "one" : "other"}`, { count: number(count) });

  const dateOf = (day) => new Date(`${day}T00:00:00Z`);
  const bandOf = (scale, score) => scales[scale].bands.filter(([least]) => score >= least).pop()[1];

  const option = (slug) => document.querySelector(`#diary-session option[value="${slug}"]`);

  window.diary.words = {
    scales, say, counted, number, bandOf,
    longDay: (day) => dayFormat.format(dateOf(day)),
    shortDay: (day) => shortFormat.format(dateOf(day)),
    time: (moment) => timeFormat.format(new Date(moment)),
    treatment: (slug) => option(slug)?.textContent ?? slug,
    // A score never stands without its words.
    scored: (scale, list) => {
      const score = window.diary.store.sum(list);
      if (score !== null) return say("scored", { score, most: scales[scale].most, band: bandOf(scale, score) });
      return say("unscored", { count: list.filter((one) => one !== null).length, all: list.length });
    },
    isAlarming: (entry) => Boolean(entry.phq9 && entry.phq9[scales.phq9.danger - 1] > 0),
  };
})();
