/* The diary: ties form, entries and files together. Nothing of it is sent anywhere. */
"use strict";

(() => {
  const { store, words, files, list } = window.diary;
  const { form, read, fill, showErrors, isTouched } = window.diary.form;
  const { root, part, tell, ask } = list;
  const { say } = words;
  const MOST_BYTES = 10_000_000;
  let editing = null;

  const setTitle = () => {
    const day = editing ? words.longDay(editing.day) : "";
    part("title").textContent = editing ? say("title_edit", { day }) : say("title_new");
    part("save").textContent = editing ? say("save_edit") : say("save_new");
    part("cancel").hidden = !editing;
  };

  const open = (entry) => {
    editing = entry;
    fill(entry);
    setTitle();
  };

  const show = () => list.show({ edit, remove });

  const edit = (entry, button, place) => {
    const start = () => {
      open(entry);
      part("title").focus();
    };
    if (!isTouched()) return start();
    return ask(place, say("ask_leave"), [say("leave_yes"), say("leave_no")], start, () => part("title").focus());
  };

  const remove = (entry, button, place) => {
    const question = say("ask_delete", { day: words.longDay(entry.day) });
    const act = () => {
      const outcome = store.change((entries) => entries.filter((one) => one.id !== entry.id));
      // What stands in the form is kept, as a new entry.
      if (editing?.id === entry.id) {
        editing = null;
        setTitle();
      }
      show();
      tell(say(outcome === "kept" ? "deleted" : "not_deleted"));
      document.getElementById("entries-title").focus();
    };
    ask(place, question, [say("delete_yes"), say("delete_no")], act, () => button.focus());
  };

  const save = (event) => {
    event.preventDefault();
    const { entry, wrong } = read();
    if (wrong.size) return showErrors(wrong);
    const now = new Date().toISOString();
    const saved = { ...entry, id: editing?.id ?? store.newId(), made: editing?.made ?? now, changed: now };
    let isBoth = false;
    const outcome = store.change((entries) => {
      const there = entries.find((one) => one.id === saved.id);
      isBoth = Boolean(there && there.changed !== editing?.changed);
      if (isBoth) Object.assign(saved, { id: store.newId(), made: now });
      return [...entries.filter((one) => one.id !== saved.id), saved];
    });
    if (outcome !== "kept") return showErrors(new Map([["", say(outcome)]]), () => files.copy([saved]));
    open(null);
    show();
    tell(say(isBoth ? "saved_both" : "saved"));
    return list.focusEntry(saved.id);
  };

  const fileProblem = (sentence) => {
    const input = document.getElementById("diary-file");
    const box = input.closest(".field");
    box.querySelector("[data-error]")?.remove();
    box.classList.toggle("field-wrong", Boolean(sentence));
    if (!sentence) return input.removeAttribute("aria-invalid");
    const message = document.createElement("p");
    Object.assign(message, { className: "field-error", id: "diary-file_error", textContent: sentence });
    message.dataset.error = "file";
    message.setAttribute("role", "alert");
    input.before(message);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "diary-file_error diary-file_hint");
    return input.focus();
  };

  const add = async (event) => {
    event.preventDefault();
    const input = document.getElementById("diary-file");
    const [file] = input.files;
    if (!file) return fileProblem(say("no_file"));
    if (file.size > MOST_BYTES) return fileProblem(say("file_long"));
    const written = await file.text().catch(() => "");
    const { entries, wrong } = store.parse(written);
    if (wrong === "file") return fileProblem(say("file_json"));
    if (wrong !== null) return fileProblem(say("file_entry", { number: wrong }));
    let count = {};
    const outcome = store.change((here) => {
      const merged = store.merge(here, entries);
      count = merged.count;
      return merged.entries;
    });
    if (outcome !== "kept") return fileProblem(say("file_kept"));
    fileProblem("");
    input.value = "";
    show();
    const told = Object.keys(count).filter((name) => count[name] || name === "added");
    tell(...told.map((name) => words.counted(name, count[name])));
    return document.getElementById("entries-title").focus();
  };

  const removeAll = () => {
    const button = part("delete-all");
    const act = () => {
      const isGone = store.removeAll();
      editing = null;
      setTitle();
      show();
      tell(say(isGone ? "all_gone" : "not_deleted"));
      document.getElementById("entries-title").focus();
    };
    const question = words.counted("ask_all", store.load().entries.length);
    const place = button.closest("section").querySelector("[data-ask]");
    ask(place, question, [say("all_yes"), say("delete_no")], act, () => button.focus());
  };

  const removeUnreadable = () => {
    const button = part("aside-delete");
    const act = () => {
      const isGone = store.removeUnreadable();
      show();
      tell(say(isGone ? "aside_gone" : "not_deleted"));
      document.getElementById("entries-title").focus();
    };
    const place = button.closest("section").querySelector("[data-ask]");
    ask(place, say("ask_aside"), [say("delete_yes"), say("delete_no")], act, () => button.focus());
  };

  form.addEventListener("submit", save);
  part("cancel").addEventListener("click", (event) => {
    const { id } = editing;
    const leave = () => {
      open(null);
      list.focusEntry(id);
    };
    if (!isTouched()) return leave();
    const [place, button] = [form.querySelector("[data-ask]"), event.currentTarget];
    return ask(place, say("ask_cancel"), [say("leave_yes"), say("leave_no")], leave, () => button.focus());
  });
  part("import").addEventListener("submit", add);
  part("json").addEventListener("click", () => files.copy(store.load().entries));
  part("csv").addEventListener("click", () => files.table(store.load().entries));
  part("print").addEventListener("click", () => print());
  part("delete-all").addEventListener("click", removeAll);
  part("aside-download").addEventListener("click", () => files.raw(store.unreadable()));
  part("aside-delete").addEventListener("click", removeUnreadable);

  addEventListener("storage", (event) => store.isOurs(event.key) && show());
  addEventListener("pageshow", (event) => event.persisted && show());
  addEventListener("beforeunload", (event) => isTouched() && event.preventDefault());
  let drawn = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === drawn) return;
    drawn = innerWidth;
    list.drawChart();
  });

  document.querySelector("[data-off]").hidden = true;
  root.hidden = false;
  open(null);
  show();
})();
