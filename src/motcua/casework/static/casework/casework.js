// What the bench and the signing desk do beyond plain HTML: the row that is shown, phrases, age of figures, a second look.
//
//   data-phrase="…" data-into="id" data-choose="value"   put a sentence into a field, and choose the outcome it argues for
//   data-ask="dialog-id" on a <form>                     on touch screens ask once more before it is sent
//   data-stale                                           shown when the page has stood for two minutes
//   data-focus                                           gets the focus when the page opens
//   data-open-if-it-fits on a <details>                  stands open beside the dossier where the window has room for it

const $ = (selector, from = document) => from.querySelector(selector);
const STALE_AFTER = 120_000;
document.documentElement.classList.add("has-js"); // phrases are buttons that only a script can press

// Phrases: a sentence takes the place of another phrase, and follows what was typed
const typePhrase = (button) => {
  const field = document.getElementById(button.dataset.into);
  const phrases = [...document.querySelectorAll("[data-phrase]")].map((each) => each.dataset.phrase.trim());
  const typed = field.value.trim();
  field.value = !typed || phrases.includes(typed) ? button.dataset.phrase : `${typed}\n${button.dataset.phrase}`;
  const choice = button.dataset.choose && $(`input[type=radio][value="${button.dataset.choose}"]`, button.form);
  if (choice) choice.checked = true;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-phrase]");
  if (button) typePhrase(button);
});

// On a telephone a thumb is quick: the dialog is the second tap (ux.md §2.2 P8)
document.addEventListener("submit", (event) => {
  const dialog = document.getElementById(event.target.dataset.ask ?? "");
  if (!dialog || event.submitter?.hasAttribute("data-sure") || !matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.showModal();
}, { capture: true });

// A row with Ctrl held opens a tab of its own, as any link does; htmx would swallow it
document.addEventListener("click", (event) => {
  if ((event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest("[data-row]")) event.stopPropagation();
}, { capture: true });

// The list shows which dossier stands beside it; on a telephone the dossier takes the list's place
const showChosen = () => {
  const pane = $("#chi-tiet");
  if (!pane) return location.reload(); // what came back was no dossier: signed out, or gone
  document.querySelectorAll("[data-row][data-code]").forEach((row) => {
    const chosen = row.dataset.code === pane.dataset.code;
    row.classList.toggle("sel", chosen);
    chosen ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current");
  });
  if ($(".it") && !$(".it").checkVisibility()) {
    $("h2", pane)?.focus();
    scrollTo(0, 0);
  }
};
document.addEventListener("htmx:after:swap", showChosen);
document.addEventListener("htmx:response:error", () => location.reload());

const stale = $("[data-stale]");
if (stale) setTimeout(() => { stale.hidden = false; }, STALE_AFTER);

($(".errsum") ?? $("[data-focus]"))?.focus();

const folded = $("[data-open-if-it-fits]");
if (folded && matchMedia("(min-width: 1101px)").matches) {
  folded.open = true;
  folded.open = folded.offsetHeight <= innerHeight;
}
