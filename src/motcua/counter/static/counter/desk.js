// The desk is alive: a look-up, a choice or a tick asks the server, and the parts that changed are put in place.
// Nothing is worked out here. Without this file every button is a round trip and all of it still works.

const form = document.querySelector("[data-intake]");
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const KEPT = form ? `to-khai-${form.dataset.intake}` : "";

// --- Asking the server ------------------------------------------------------------------------------------------------

const PERSON = ["#nguoi", "#phai"];
const PROCEDURE = ["#thu-tuc", "#giay-to", "#phai"];
const OUTCOME = ["#phai", "#du"];
let asked = Promise.resolve(); // one question at a time, in the order they were asked
let changed = 0; // the timer of a change not asked about yet

class SignedOut extends Error {}

const post = async (extra) => {
  const data = new FormData(form);
  Object.entries(extra).forEach(([name, value]) => data.set(name, value));
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { "HX-Request": "true" } });
  if (answer.redirected && !new URL(answer.url).pathname.startsWith("/lam-viec/")) throw new SignedOut(answer.url);
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
};

const swap = (page, parts) =>
  parts.forEach((part) => {
    const fresh = $(part, page);
    if (!fresh || !$(part, form)) return;
    $(part, form).replaceWith(fresh);
    htmx.process(fresh);
    awake(fresh);
  });

const lost = (trouble) => {
  keepNow();
  if (trouble instanceof SignedOut) location.assign(trouble.message); // what was typed is there again after signing in
  else say(form.dataset.offline);
};

const ask = (parts, extra) => {
  clearTimeout(changed);
  changed = 0;
  asked = asked.then(async () => {
    const { answer, page } = await post(extra);
    if (!answer.ok) return say($("h1", page)?.textContent || form.dataset.offline);
    swap(page, parts);
    keep();
  }).catch(lost);
  return asked;
};

const settled = () => (changed ? ask(OUTCOME, { do: "redraw" }) : asked);
const soon = (wait = 250) => {
  clearTimeout(changed);
  changed = setTimeout(() => ask(OUTCOME, { do: "redraw" }), wait);
};

const say = (text) => {
  const note = document.createElement("div");
  note.className = "note note--soon";
  note.textContent = text;
  $(".msgs")?.replaceChildren(note);
};

// --- The parts, each time they come new -------------------------------------------------------------------------------

const awake = (part) => {
  if (!part) return;
  $$("[data-step]", part).forEach((button) => { button.hidden = false; });
  $$("dialog[open]", part).forEach((dialog) => { dialog.close(); dialog.showModal(); });
};

const onSearch = (event) => {
  if (event.target.id === "id_query") ask(PROCEDURE, { choose: event.detail.value }).then(() => focusOn("[data-paper]"));
};
const focusOn = (selector) => $(selector, form)?.focus({ preventScroll: false });

if (form) {
  awake(document);
  $$("[data-budget]").forEach((bar) => { bar.hidden = false; });
  form.addEventListener("option:chosen", onSearch);

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.name === "choose") {
      event.preventDefault();
      ask(PROCEDURE, { choose: button.value }).then(() => focusOn("[data-paper]"));
    } else if (button.value === "look-up") {
      event.preventDefault();
      lookUp();
    }
  });

  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.id === "id_query" || field.name === "number" || field.name === "reason") return keep();
    if (field.name === "by_post" || field.name === "signed") { // another way in, another day: another limit, fee, list
      keep();
      return ask(PROCEDURE, { do: "redraw" });
    }
    if (field.name === "case") return ask(PROCEDURE, { do: "redraw" }).then(() => focusOn("[data-paper]"));
    soon();
    keep();
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("input[type=text], textarea")) return;
    keep();
    if (event.target.matches(".fds input, #id_note")) soon(600);
  });

  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const field = event.target;
    if (event.code === "Enter" || event.code === "NumpadEnter") onEnter(event, field);
    else if (field.matches("[data-paper]")) onPaper(event, field);
  });

  // communes are asked for once, when somebody first goes there
  form.addEventListener("focusin", async (event) => {
    const list = event.target.name === "commune" && $("#ds-xa[data-from]", form);
    if (!list) return;
    const from = list.dataset.from;
    delete list.dataset.from;
    const answer = await fetch(from);
    if (answer.ok) list.innerHTML = await answer.text();
  });
}

const lookUp = () =>
  ask(PERSON, { do: "look-up" }).then(() => {
    const empty = $$("#nguoi .fds:not(.behalf .fds, .posted .fds) input[type=text]", form).find((input) => !input.value && input.name !== "email");
    if (!$("#nguoi .person", form)) (empty ?? $("#id_name", form))?.focus();
  });

const onEnter = (event, field) => {
  if (event.defaultPrevented || field.matches("button, a, summary, textarea")) return;
  event.preventDefault(); // Enter in a field never sends the whole desk
  if (field.name === "number") lookUp();
};

// Space takes a paper and goes to the next row; ↑ ↓ move without taking (the panel's head says so)
const onPaper = (event, box) => {
  const boxes = $$("[data-paper]", form);
  const at = boxes.indexOf(box);
  const go = (place) => boxes[place] && (boxes[place].focus(), boxes[place].closest("tr").scrollIntoView({ block: "nearest" }));
  if (event.code === "ArrowDown" || event.code === "ArrowUp") {
    event.preventDefault();
    go(at + (event.code === "ArrowDown" ? 1 : -1));
  } else if (event.code === "Space") {
    event.preventDefault();
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    if (box.checked) go(at + 1);
  }
};


// --- Sending: one press, one dossier; a press that the network lost is pressed again with the same id -------------------

const send = async (doing) => {
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  try {
    await settled();
    const primary = $("[data-primary]", form);
    const wanted = doing ?? primary.value;
    if (wanted === "guide") { $("#huong-dan", form).showModal(); return; }
    const { answer, page } = await post({ do: wanted });
    if (answer.redirected) return done(answer.url, page);
    if (!$("[data-intake]", page)) return say($("h1", page)?.textContent || form.dataset.offline);
    showAgain(page);
  } catch (trouble) {
    lost(trouble);
  } finally {
    form.removeAttribute("aria-busy");
  }
};

const done = (url, page) => {
  forget();
  const paper = $("[data-print]", page);
  if (paper) open(paper.getAttribute("href"), "giay-hen"); // still within the press, so no blocker minds
  location.assign(url);
};

const showAgain = (page) => {
  swap(page, ["#sai", "#nguoi", "#thu-tuc", "#giay-to", "#phai", "#tu-choi"]);
  const id = $("[name=dossier_id]", page);
  if (id) $("[name=dossier_id]", form).value = id.value;
  const title = $("#sai .errsum h2", form);
  if (title) document.title = `${title.textContent} – ${document.title.replace(/^.* – (?=.* – )/, "")}`;
  ($("#sai .errsum", form) ?? $("dialog[open]", form))?.focus();
  keep();
};

form?.addEventListener("submit", (event) => {
  const doing = event.submitter?.value;
  event.preventDefault();
  if (event.submitter?.dataset.primary !== undefined) send();
  else if (doing === "refuse" || doing === "settle") send(doing);
});

// --- What was typed outlives errors, a lost network and the end of the session; never a reception --------------------------

let keeping = 0;
const keepNow = () => {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  sessionStorage.setItem(KEPT, JSON.stringify(pairs));
};
const keep = () => {
  clearTimeout(keeping);
  keeping = setTimeout(keepNow, 150);
};
const forget = () => {
  clearTimeout(keeping);
  Object.keys(sessionStorage).filter((key) => key.startsWith("to-khai-")).forEach((key) => sessionStorage.removeItem(key));
};
const isDirty = () => Boolean(form && ($("[name=procedure]", form)?.value || $$("#nguoi input[type=text]", form).some((input) => input.value)));

const restore = async () => {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (!kept || isDirty() || !kept.some(([name, value]) => value && ["number", "name", "procedure"].includes(name))) return;
  const values = Object.fromEntries(kept);
  const token = $("[name=csrfmiddlewaretoken]", form).value;
  const answer = await fetch(form.getAttribute("action"), {
    method: "POST", headers: { "HX-Request": "true", "X-CSRFToken": token }, body: new URLSearchParams({ ...values, do: "redraw" }),
  });
  if (!answer.ok) return;
  showAgain(new DOMParser().parseFromString(await answer.text(), "text/html"));
  kept.filter(([name]) => name === "result_channel").forEach(([, value]) => { const box = $(`[name=result_channel][value="${value}"]`, form); if (box) box.checked = true; });
  $("#id_note", form).value = values.note ?? "";
  say(form.dataset.restored);
};

document.addEventListener("click", (event) => {
  const next = event.target.closest("[data-next]");
  if (!next) return;
  if (isDirty() && !confirm(form.dataset.discard)) event.preventDefault();
  else forget();
});
if ($("[data-received]")) forget();
if (form) {
  restore();
  if (!isDirty()) $("#id_number")?.focus();
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

// --- How this reception goes: counted for the officer's eyes, kept nowhere ---------------------------------------------

const began = performance.now();
let count = 0;
const more = () => {
  count += 1;
  $$("[data-count]").forEach((place) => { place.textContent = count; });
};
const tick = () => {
  const seconds = Math.floor((performance.now() - began) / 1000);
  const text = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  $$("[data-elapsed]").forEach((place) => { place.hidden = false; place.textContent = text; });
  $("[data-bar]")?.setAttribute("width", String(Math.min(90, seconds * 1.5)));
};
if (form) {
  setInterval(tick, 1000);
  document.addEventListener("change", (event) => { if (event.isTrusted && event.target.matches("input[type=text], textarea, select")) more(); });
  document.addEventListener("click", (event) => { if (event.isTrusted && event.detail > 0) more(); });
  document.addEventListener("keydown", (event) => {
    const writes = event.target.matches?.("input[type=text], textarea, select") && !event.ctrlKey && !event.altKey;
    if (!event.repeat && (/^F\d/.test(event.code) || /^(Enter|NumpadEnter)$/.test(event.code) || (!writes && event.code === "Space") || ((event.altKey || event.ctrlKey) && !/^(Alt|Control)/.test(event.code)))) more();
  });
}
