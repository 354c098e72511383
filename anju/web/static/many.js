// One box that ticks or clears all rows of a list that is worked off.
document.addEventListener("change", (event) => {
  const form = event.target.dataset && event.target.dataset.all;
  if (!form) return;
  document.querySelectorAll(`input.tick[form="${form}"]`).forEach((each) => { each.checked = event.target.checked; });
});
