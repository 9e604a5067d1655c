// The grid of late entry: Enter goes to the next row and keeps procedure and day, " takes what stands above, numbers and
// letters are looked up as soon as the field is left. Without this file it is a plain form of ten rows.

const form = document.querySelector("[data-late]");
const KEPT = form ? `nhap-bu-${form.dataset.late}` : "";
const rows = form ? [...form.querySelectorAll("[data-row-of]")] : [];
const cell = (row, key) => row?.querySelector(`[data-cell=${key}]`);
const rowOf = (field) => field.closest("[data-row-of]");
const above = (row) => rows[rows.indexOf(row) - 1];
const below = (row) => rows[rows.indexOf(row) + 1];
const go = (field) => { field?.focus(); field?.select(); };

// --- Moving -----------------------------------------------------------------------------------------------------------

const startOf = (row) => {
  const before = above(row);
  for (const key of ["procedure", "received"]) {
    const field = cell(row, key);
    if (field.value || !cell(before, key)?.value) continue;
    field.value = cell(before, key).value;
    if (key === "procedure") row.querySelector("[data-is]").textContent = before.querySelector("[data-is]").textContent;
  }
  go(["procedure", "received", "number"].map((key) => cell(row, key)).find((field) => !field.value) ?? cell(row, "number"));
};

const onKey = (event) => {
  const field = event.target;
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !field.matches("[data-cell]")) return;
  const row = rowOf(field);
  if (event.code === "Enter" || event.code === "NumpadEnter") {
    event.preventDefault(); // Enter never sends the sheet; Ctrl+Enter does
    if (below(row)) startOf(below(row));
    else form.querySelector("[data-key]").focus();
  } else if (event.code === "ArrowDown" || event.code === "ArrowUp") {
    event.preventDefault();
    go(cell(event.code === "ArrowDown" ? below(row) : above(row), field.dataset.cell));
  } else if (event.key === '"' && !field.value && above(row)) {
    event.preventDefault();
    field.value = cell(above(row), field.dataset.cell).value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
};

// --- Looking up: what is not found stays as it was typed, and the server says what to mend ------------------------------

const lookUpProcedure = async (field) => {
  const says = rowOf(field).querySelector("[data-is]"), typed = field.value.trim();
  says.textContent = "";
  if (!typed || typed === '"') return;
  const answer = await fetch(`${form.dataset.procedures}?query=${encodeURIComponent(typed)}`);
  if (!answer.ok || answer.redirected || field.value.trim() !== typed) return;
  const found = await answer.json();
  if (!found.code) return;
  field.value = found.code;
  says.textContent = found.name;
  keep();
};

const lookUpPerson = async (field) => {
  const name = cell(rowOf(field), "name"), typed = field.value.trim();
  if (!typed || name.value) return;
  const answer = await fetch(`${form.dataset.person}?number=${encodeURIComponent(typed)}`);
  if (!answer.ok || answer.redirected || name.value || field.value.trim() !== typed) return;
  name.value = (await answer.json()).name;
  if (document.activeElement === name) name.select();
  keep();
};

const onChange = (event) => {
  keep();
  const lookUp = { procedure: lookUpProcedure, number: lookUpPerson }[event.target.dataset.cell];
  lookUp?.(event.target).catch(() => {}); // without a network the server looks it up later
};

// --- What was typed outlives the end of the session and a closed tab's reload -------------------------------------------

const keep = () => sessionStorage.setItem(KEPT, JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")));
const isEmpty = () => rows.every((row) => [...row.querySelectorAll("[data-cell]")].every((field) => !field.value));

const restore = () => {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (!kept || !isEmpty() || !kept.some(([name, value]) => value && !name.endsWith("-id"))) return;
  for (const [name, value] of kept) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
  const note = document.createElement("div");
  note.className = "note note--soon";
  note.textContent = form.dataset.restored;
  document.querySelector(".msgs")?.append(note);
};

if (form) {
  // the message of a saved sheet means that nothing is left to restore
  if (document.querySelector(".msgs .note--on")) sessionStorage.removeItem(KEPT);
  restore();
  form.addEventListener("keydown", onKey);
  form.addEventListener("change", onChange);
  form.addEventListener("input", keep);
  if (!document.querySelector(".errsum")) go(cell(rows.find((row) => !cell(row, "number").value) ?? rows[0], "procedure"));
}
