/* The diary as files: a copy that can be read again, and a table for a spreadsheet. */
"use strict";

(() => {
  const { store, words } = window.diary;
  const { say, scales } = words;

  const download = (name, kind, content) => {
    const address = URL.createObjectURL(new Blob([content], { type: `${kind};charset=utf-8` }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };

  const today = () => {
    const now = new Date();
    const two = (value) => String(value).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  const copy = (entries) => {
    const told = { version: store.VERSION, downloaded: new Date().toISOString(), entries };
    download(`diary-${today()}.json`, "application/json", JSON.stringify(told, null, 2));
  };

  // A spreadsheet takes a cell that begins so for a formula; the mark before it makes it text.
  const cell = (value) => {
    const written = String(value ?? "");
    const safe = typeof value === "string" && /^\s*[=+\-@\t\r]/.test(written) ? `'${written}` : written;
    return `"${safe.replaceAll('"', '""')}"`;
  };

  const scaleHeads = (key, length) => {
    const { name } = scales[key];
    const items = Array.from({ length }, (_, index) => say("item", { name, number: index + 1 }));
    return [say("score", { name }), say("band", { name }), ...items];
  };

  const scaleCells = (key, length, list) => {
    const score = store.sum(list);
    return [score, score === null ? "" : words.bandOf(key, score), ...(list ?? Array(length).fill(null))];
  };

  const table = (entries) => {
    const heads = [
      say("day"), say("made"), ...scaleHeads("phq9", 9), say("difficulty"), ...scaleHeads("gad7", 7),
      say("pain_now"), say("pain_worst"), say("session"), say("sleep"), say("pressure_top"),
      say("pressure_bottom"), say("effects"), say("note"),
    ];
    const rows = store.newestFirst(entries).reverse().map((entry) => [
      entry.day, entry.made, ...scaleCells("phq9", 9, entry.phq9), entry.difficulty,
      ...scaleCells("gad7", 7, entry.gad7), entry.pain_now, entry.pain_worst,
      entry.session && words.treatment(entry.session), entry.sleep, entry.bp_top, entry.bp_bottom,
      entry.effects, entry.note,
    ]);
    const lines = [heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
    // The mark at the beginning tells spreadsheets that this is UTF-8.
    download(`diary-${today()}.csv`, "text/csv", `\ufeff${lines}\r\n`);
  };

  window.diary.files = {
    today, copy, table,
    raw: (texts) => download(`diary-unreadable-${today()}.txt`, "text/plain", texts.join("\n\n")),
  };
})();
