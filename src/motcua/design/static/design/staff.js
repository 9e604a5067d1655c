// What officers' pages do beyond plain HTML: keys, commands, dialogs, lists, one send per press, the end of the session.
// Everything is declared in the markup; a page's own module adds nothing here but listens to the events named below.
//
//   data-key="F2" | "Alt+Digit1" | "Ctrl+Enter"   pressed: a field is focused, anything else is clicked (several: "F4,Ctrl+KeyF")
//   data-key-label="…"                            its name in the help of F1 and among the commands of Ctrl+K
//   data-command="…"                              a command without a key
//   data-open="dialog-id", data-close             open and close a <dialog>
//   data-list, inside it data-row                 ↑ ↓ PgUp PgDn move, Enter opens, Esc comes back
//   input[role=combobox][aria-controls]           ↑ ↓ Enter Esc in its listbox; fires "option:chosen" {value, option} on the input
//   data-twice on a <form>                        may be sent twice (downloads)

const root = document.documentElement;
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const seen = (element) => element.checkVisibility?.() !== false && !element.closest("[inert]");
const typing = (element) =>
  element?.matches?.("textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=button], [type=submit])");

// --- Keys -----------------------------------------------------------------------------------------------------------
// Vietnamese input methods swallow letters and send Backspaces, so keys are F-keys and chords, read by their place
// on the keyboard (event.code), and nothing is heard while a syllable is being composed.

const OFF = "tat-phim-tat";
const keysAreOff = () => localStorage.getItem(OFF) === "1";

export const chordOf = (event) =>
  [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey ? "Shift" : "", event.code.replace("NumpadEnter", "Enter")]
    .filter(Boolean).join("+");

const elementFor = (chord) =>
  $$("[data-key]").find((element) => element.dataset.key.split(",").includes(chord) && seen(element) && !element.disabled);

const act = (element) => {
  if (typing(element)) { element.focus(); element.select?.(); }
  else if (element.matches("input[type=radio], input[type=checkbox]")) { element.focus(); element.click(); }
  else element.click();
};

const openDialog = () => $("dialog[open]");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || keysAreOff()) return;
  const chord = chordOf(event);
  const functionKey = /^(Shift\+)?F\d+$/.test(chord);
  if (!functionKey && !event.ctrlKey && !event.altKey && !event.metaKey) return;
  if (openDialog() && !openDialog().contains(elementFor(chord) ?? null)) return;
  const element = elementFor(chord);
  if (element) { event.preventDefault(); act(element); }
  else if (chord === "F1") { event.preventDefault(); showKeys(); }
  else if (chord === "Ctrl+KeyK" || chord === "Ctrl+Slash") { event.preventDefault(); showCommands(); }
});

const WORDS = { Digit: "", Key: "", Numpad: "", Enter: "⏎", Slash: "/", ArrowUp: "↑", ArrowDown: "↓" };
const nameOfKey = (key) => Object.entries(WORDS).reduce((text, [code, word]) => text.replace(code, word), key);
const labelOf = (element) => {
  if (element.dataset.keyLabel || element.dataset.command) return element.dataset.keyLabel || element.dataset.command;
  const copy = element.cloneNode(true);
  $$("kbd, svg", copy).forEach((part) => part.remove());
  return (element.getAttribute("aria-label") || copy.textContent || element.placeholder || "").trim().replace(/\s+/g, " ");
};

const keyRow = (list, keys, label) => {
  const term = document.createElement("dt");
  keys.split("+").forEach((key, place) => {
    if (place) term.append(" + ");
    const cap = document.createElement("kbd");
    cap.textContent = nameOfKey(key);
    term.append(cap);
  });
  const meaning = document.createElement("dd");
  meaning.textContent = label;
  list.append(term, meaning);
};

const showKeys = () => {
  const list = $("[data-keys]");
  if (!list) return;
  list.replaceChildren();
  keyRow(list, "F1", list.dataset.help);
  keyRow(list, "Ctrl+KeyK", list.dataset.command);
  $$("[data-key]").filter(seen).forEach((element) => keyRow(list, element.dataset.key.split(",")[0], labelOf(element)));
  list.closest("dialog").showModal();
};

const toggleKeys = () => {
  root.classList.toggle("no-keys", keysAreOff());
  $$("[data-toggle-keys]").forEach((button) => {
    button.hidden = false;
    $("span", button).textContent = keysAreOff() ? button.dataset.on : button.dataset.off;
  });
};

// --- Lists in which the arrows move -----------------------------------------------------------------------------------

const move = (options, step) => {
  if (!options.length) return;
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = at < 0 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
  options[next].scrollIntoView({ block: "nearest" });
  return options[next];
};

const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const optionsOf = (input) => $$("[role=option]", listOf(input)).filter((option) => !option.hidden);
const closeList = (input) => {
  if (input.closest("dialog")) return;
  listOf(input).replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
};
const choose = (input, option) => {
  const detail = { value: option.dataset.value ?? option.textContent.trim(), option };
  closeList(input);
  input.dispatchEvent(new CustomEvent("option:chosen", { bubbles: true, detail }));
};

document.addEventListener("keydown", (event) => {
  const input = event.target.closest?.("input[role=combobox]");
  if (!input || event.isComposing || event.altKey || event.ctrlKey) return;
  const options = optionsOf(input);
  if (event.code === "ArrowDown" || event.code === "ArrowUp") {
    event.preventDefault();
    const option = move(options, event.code === "ArrowDown" ? 1 : -1);
    if (option) { option.id ||= `o-${Math.random().toString(36).slice(2)}`; input.setAttribute("aria-activedescendant", option.id); }
  } else if (event.code === "Enter" || event.code === "NumpadEnter") {
    const option = options.find((each) => each.getAttribute("aria-selected") === "true") ?? (input.hasAttribute("data-first") ? options[0] : null);
    if (option) { event.preventDefault(); choose(input, option); }
  } else if (event.code === "Escape" && options.length && !input.closest("dialog")) {
    event.preventDefault();
    closeList(input);
  }
});
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[role=option]");
  const list = option?.closest("[role=listbox]");
  const input = list && $(`input[role=combobox][aria-controls="${list.id}"]`);
  if (input) { event.preventDefault(); choose(input, option); }
});
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("input[role=combobox]")) closeList(event.target);
});
document.addEventListener("htmx:after:swap", () =>
  $$("input[role=combobox]").forEach((input) => input.setAttribute("aria-expanded", String(optionsOf(input).length > 0))));

document.addEventListener("keydown", (event) => {
  const inside = event.target.closest?.("[data-list]");
  const list = inside ?? (event.target === document.body ? $("[data-list]") : null);
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
  if (event.isComposing || event.altKey || event.ctrlKey || typing(event.target) || openDialog() || keysAreOff()) return;
  if (event.code === "Escape" && !inside) {
    ($("[data-list] [data-row][aria-current=true]") ?? $("[data-list] [data-row]"))?.focus();
    return;
  }
  if (!list || !(event.code in steps)) return;
  const rows = $$("[data-row]", list).filter(seen);
  const at = rows.indexOf(document.activeElement);
  const from = at < 0 ? rows.findIndex((row) => row.getAttribute("aria-current") === "true") : at;
  const next = rows[Math.max(0, Math.min(rows.length - 1, from + steps[event.code]))];
  if (next) { event.preventDefault(); next.focus(); next.scrollIntoView({ block: "nearest" }); }
});

// --- Commands (Ctrl+K) ------------------------------------------------------------------------------------------------

const fold = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "").trim();

const commands = () => {
  const found = $$("nav a[href], [data-key], [data-command]").filter((element) => !element.closest("dialog") && (seen(element) || element.dataset.command));
  return found.map((element) => ({ element, label: labelOf(element), keys: element.dataset.key?.split(",")[0] })).filter((command) => command.label);
};

const drawCommands = (input) => {
  const wanted = fold(input.value);
  const list = listOf(input);
  const rows = commands().filter((command) => !wanted || fold(command.label).includes(wanted)).slice(0, 12).map((command) => {
    const row = document.createElement("li");
    row.setAttribute("role", "option");
    row.textContent = command.label;
    row.run = () => act(command.element);
    if (command.keys) {
      const cap = document.createElement("kbd");
      cap.textContent = nameOfKey(command.keys).replaceAll("+", " ");
      row.append(cap);
    }
    return row;
  });
  if (wanted && input.dataset.search) {
    const row = document.createElement("li");
    row.setAttribute("role", "option");
    row.textContent = `${input.dataset.searchLabel}: ${input.value.trim()}`;
    row.run = () => location.assign(`${input.dataset.search}?q=${encodeURIComponent(input.value.trim())}`);
    if (/^[\d\s.]{6,}$/.test(input.value)) rows.unshift(row); else rows.push(row);
  }
  list.replaceChildren(...rows);
  move(rows, 1);
};

const showCommands = () => {
  const dialog = $("#lenh");
  const input = dialog && $("input", dialog);
  if (!input) return;
  input.value = "";
  drawCommands(input);
  dialog.showModal();
  input.focus();
};
$("#lenh input")?.addEventListener("input", (event) => drawCommands(event.target));
$("#lenh input")?.addEventListener("option:chosen", (event) => {
  $("#lenh").close();
  event.detail.option.run?.();
});

// --- Dialogs, menus, messages -----------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const target = event.target;
  const opener = target.closest("[data-open]");
  if (opener) { event.preventDefault(); document.getElementById(opener.dataset.open)?.showModal(); }
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  if (target.matches("dialog.dlg") && !target.hasAttribute("data-session")) target.close(); // the backdrop
  if (target.closest("[data-dismiss]")) target.closest(".note")?.remove();
  if (target.closest("[data-toggle-keys]")) {
    localStorage.setItem(OFF, keysAreOff() ? "0" : "1");
    toggleKeys();
  }
  $$("details.me[open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.code !== "Escape") return;
  const menu = $("details.me[open]");
  if (menu) { menu.open = false; $("summary", menu).focus(); }
});

const tidyMessages = () => {
  $$("[data-dismiss]").forEach((button) => { button.hidden = false; });
  setTimeout(() => $$(".msgs .note--on").forEach((note) => { if (!note.matches(":hover, :focus-within")) note.remove(); }), 8000);
};

// --- One press, one send ----------------------------------------------------------------------------------------------

let sending = null;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.matches("[data-twice], [hx-get], [hx-post], [method=dialog]") || form.target === "_blank") return;
  if (sending === form) { event.preventDefault(); return; }
  sending = form;
  const button = event.submitter ?? $("button:not([type=button])", form);
  setTimeout(() => {
    if (sending !== form || !button) return;
    button.setAttribute("aria-busy", "true");
    const words = [...button.childNodes].reverse().find((node) => node.nodeType === 3 && node.data.trim());
    if (words) { button.dataset.was = words.data; words.data = document.body.dataset.sending; }
  }, 400);
});
addEventListener("pageshow", () => {
  sending = null;
  $$("[aria-busy=true][data-was]").forEach((button) => {
    const words = [...button.childNodes].reverse().find((node) => node.nodeType === 3);
    if (words) words.data = button.dataset.was;
    button.removeAttribute("aria-busy");
  });
});

// --- The house's clock and the end of the session ---------------------------------------------------------------------

const clock = $("[data-clock]");
if (clock) {
  const start = Date.parse(clock.dateTime) - performance.now();
  const zone = { timeZone: "Asia/Ho_Chi_Minh" };
  const language = root.lang;
  const tick = () => {
    const now = new Date(start + performance.now());
    const weekday = now.toLocaleDateString(language, { ...zone, weekday: "long" });
    const date = language === "vi" ? now.toLocaleDateString("en-GB", { ...zone, day: "2-digit", month: "2-digit" })
      : now.toLocaleDateString("en-GB", { ...zone, day: "numeric", month: "long" });
    const time = now.toLocaleTimeString("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
    clock.textContent = `${weekday} ${date}, ${time}`;
  };
  setInterval(tick, 5000);
}

const ending = $("[data-session]");
let warning;
const watchSession = (seconds) => {
  clearTimeout(warning);
  if (seconds > 0) warning = setTimeout(() => { if (!ending.open) ending.showModal(); }, Math.max(0, seconds - 120) * 1000);
};
if (ending) {
  watchSession(Number(ending.dataset.session));
  $("[data-stay-now]", ending).addEventListener("click", async () => {
    const token = $("[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(ending.dataset.stay, { method: "POST", headers: { "X-CSRFToken": token } });
    ending.close();
    if (answer.ok) watchSession(Number(ending.dataset.whole)); else location.reload();
  });
}

toggleKeys();
tidyMessages();
