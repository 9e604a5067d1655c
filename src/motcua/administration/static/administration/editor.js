// The editor of a process, beyond what forms do: steps moved up and down, and the sum of days while they are typed.
// Without it the numbers are typed and the sum is told after saving.

const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const list = $("[data-rows]");
const rows = () => $$("[data-row-of-steps]", list);

const renumber = () => rows().forEach((row, place) => { $("[data-position]", row).value = String(place + 1); });

const sum = () => {
  const line = $("[data-sum]");
  const days = rows()
    .filter((row) => $("[data-kind]", row).value !== "waiting" && !$("[name$=-remove]", row).checked)
    .reduce((total, row) => total + (Number($("[data-days]", row).value.trim().replace(",", ".")) || 0), 0);
  const limit = Number(line.dataset.limit) / 2;
  const over = limit && days > limit;
  line.textContent = line.dataset.words.replace("{}", String(days).replace(".", ",")) + (over ? ` – ${line.dataset.over}` : "");
  line.classList.toggle("t-late", Boolean(over));
};

const move = (row, step) => {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row); else other.after(row);
  renumber();
  const said = $("[data-moved]");
  said.textContent = `${said.dataset.moved} ${rows().indexOf(row) + 1}`;
};

$$("[data-moves]", list).forEach((moves) => { moves.hidden = false; });
list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-up], [data-down]");
  if (!button) return;
  move(button.closest("[data-row-of-steps]"), button.matches("[data-up]") ? -1 : 1);
  button.focus();
});
$("form#sua").addEventListener("input", sum);
sum();
