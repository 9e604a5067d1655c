// The buttons beside a number of copies; a paper of which copies are counted is there. Without this file numbers are typed.

document.querySelectorAll("[data-step]").forEach((button) => { button.hidden = false; });

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const input = button.parentElement.querySelector("input");
  input.value = Math.max(0, Math.min(99, (Number.parseInt(input.value, 10) || 0) + Number(button.dataset.step)));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  if (!event.target.matches(".stp input")) return;
  const box = event.target.closest("tr, li").querySelector("[data-paper]");
  if (Number(event.target.value) > 0) box.checked = true;
}, { capture: true }); // before the desk asks what follows from it
