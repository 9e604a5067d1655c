// Helps where a script runs; the page says everything without it.
const EVERY = 5 * 60 * 1000; // milliseconds

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Look again now and then, while somebody is looking and has not begun to do something.
setInterval(() => {
  const idle = document.activeElement === document.body || document.activeElement?.id === "noi-dung";
  if (document.visibilityState === "visible" && idle && !document.querySelector("details[open]")) location.reload();
}, EVERY);
