// The intake desk by keyboard: Enter goes to the next field, a key opens what it names. Nothing acts while composing.
(() => {
  const form = document.querySelector("form.intake");
  const box = form.querySelector(".box__input");
  const composing = (event) => event.isComposing || event.keyCode === 229;
  const fields = () => [...form.elements].filter((each) =>
    !["hidden", "submit", "button", "fieldset"].includes(each.type) && !each.disabled && each.checkVisibility() &&
    !each.closest("[data-skip]") && (each.type !== "radio" || each.checked));
  const next = (field) => {
    const all = fields();
    const after = all[all.indexOf(field) + 1];
    if (after) after.focus();
  };

  box.addEventListener("picked", (event) => {
    // After the change it makes: what it opens is looked at by the time the cursor comes.
    setTimeout(() => (event.detail.name ? form.elements.content : form.elements.source).focus());
  });
  form.addEventListener("passed", (event) => next(event.target));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented) return;
    if (composing(event)) return void event.preventDefault();
    if (!event.target.matches("input, select")) return;
    event.preventDefault();
    const opens = event.target.closest("[data-opens]");
    if (opens) form.elements[opens.dataset.opens].focus();
    else next(event.target);
  });

  // Pressed by its key or the mouse, a choice opens its field; the arrows only walk through the choices.
  form.addEventListener("click", (event) => {
    const opens = event.target.closest("label[data-opens]");
    if (opens && !event.target.matches("input")) setTimeout(() => form.elements[opens.dataset.opens].focus());
    const time = event.target.closest("[data-fill]");
    if (!time) return;
    const field = form.elements[time.dataset.fill];
    field.value = time.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });

  // Only some grades may be answered on the spot: the law says which.
  const how = form.querySelector("[data-on-the-spot]");
  const allowed = how.dataset.onTheSpot.split(" ");
  const answer = how.querySelector("[value=answer]");
  const judge = () => {
    const may = !form.elements.grade.value || allowed.includes(form.elements.grade.value);
    answer.disabled = !may;
    how.classList.toggle("how-ways--shut", !may);
    if (!may && answer.checked) how.querySelector("[value=pass_on]").checked = true;
  };
  form.elements.grade.addEventListener("change", judge);
  judge();

  // Whoever leaves in the midst of a word finds it again: the last second is sent with the page's end.
  let changes = 0, sending = 0, kept = 0;
  form.addEventListener("input", () => { changes += 1; });
  form.addEventListener("change", () => { changes += 1; });
  form.addEventListener("submit", () => { kept = changes; });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches(".intake__note")) sending = changes;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.matches(".intake__note") && event.detail.successful) kept = sending;
  });
  addEventListener("pagehide", () => {
    if (changes === kept) return;
    navigator.sendBeacon(form.querySelector(".intake__note").getAttribute("hx-post"), new FormData(form));
  });
})();
