// What was found is walked with the arrows, from the box on. Nothing acts while an input method composes.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing || event.ctrlKey || event.altKey) return;
  const box = document.querySelector("[data-key='Ctrl+K']");
  const line = [box, ...document.querySelectorAll("[data-hit]")];
  const at = line.indexOf(document.activeElement);
  if (at < 0 || !line[at + step]) return;
  event.preventDefault();
  line[at + step].focus();
});
