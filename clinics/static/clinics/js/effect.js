/* Shows only the fields that belong to what was chosen. Without this, all of them are there. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const rule = document.getElementById("id_effect_rule");
  if (!rule) return;
  const belongs = JSON.parse(rule.dataset.belongs);
  const names = [...new Set(Object.values(belongs).flat())];

  const isFilled = (row) =>
    [...row.querySelectorAll("input, select, textarea")].some((field) =>
      field.type === "checkbox" ? field.checked : field.value !== "",
    );

  const show = () => {
    for (const name of names) {
      const row = document.querySelector(`.form-row.field-${name}`);
      if (!row) continue;
      // What is filled in, or wrong, is never out of sight: it would be refused there.
      const needed = belongs[rule.value].includes(name) || isFilled(row) || row.querySelector(".errorlist");
      row.hidden = !needed;
    }
    for (const group of document.querySelectorAll("fieldset.module")) {
      const rows = [...group.querySelectorAll(".form-row")];
      if (rows.length) group.hidden = rows.every((row) => row.hidden);
    }
  };

  rule.addEventListener("change", show);
  show();
});
