// The intake desk by keyboard: the box chooses, Enter goes to the next field. Nothing acts while a word is composed.
(() => {
  const box = document.querySelector(".box__input");
  const list = document.getElementById("places");
  const form = box.form;
  const composing = (event) => event.isComposing || event.keyCode === 229;
  let wanted = false; // Enter was pressed before the list had come

  const options = () => [...list.querySelectorAll("[data-place]")];
  const show = (open) => {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) box.removeAttribute("aria-activedescendant");
  };
  const point = (option) => {
    options().forEach((each) => each.setAttribute("aria-selected", String(each === option)));
    if (!option) return;
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const pointed = () => options().find((each) => each.getAttribute("aria-selected") === "true");
  const tell = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const fields = () => [...form.elements].filter((each) =>
    each.type !== "hidden" && each.type !== "submit" && !each.disabled && each.checkVisibility() &&
    (each.type !== "radio" || each.checked));
  const next = (field) => {
    const all = fields();
    const after = all[all.indexOf(field) + 1];
    if (after) after.focus();
  };

  const choose = (option) => {
    wanted = false;
    show(false);
    list.dataset.chosen = option.dataset.place;
    if (option.dataset.name) {
      form.elements.name.value = option.dataset.name;
      form.elements.speaker.value = option.dataset.speaker;
    }
    form.elements.caller.value = option.dataset.caller;
    form.elements.phone.placeholder = option.dataset.phone;
    tell(box, option.dataset.place);
    (option.dataset.name ? form.elements.content : form.elements.source).focus();
  };

  // What an input method is still composing is not looked for.
  const look = (event) => {
    if (event.isComposing) return;
    wanted = false;
    delete list.dataset.of;
    if (box.value.trim()) htmx.trigger(box, "look");
    else show(false);
  };
  box.addEventListener("input", look);
  box.addEventListener("compositionend", () => look({ isComposing: false }));
  list.addEventListener("htmx:afterSwap", () => {
    list.dataset.of = box.value;
    show(document.activeElement === box);
    point(options()[0]);
    if (wanted && options().length) choose(options()[0]);
    wanted = false;
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-place]");
    if (option) choose(option);
  });
  box.addEventListener("blur", () => show(false));
  box.addEventListener("keydown", (event) => {
    if (composing(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = options();
      if (!all.length) return;
      event.preventDefault();
      if (list.hidden) return void show(true);
      const place = all.indexOf(pointed()) + (event.key === "ArrowDown" ? 1 : -1);
      point(all[(place + all.length) % all.length]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      show(false);
    } else if (event.key === "Enter" && box.value && box.value !== list.dataset.chosen) {
      event.preventDefault();
      event.stopPropagation();
      if (list.dataset.of !== box.value) wanted = true;
      else if (pointed()) choose(pointed());
      else next(box);
    }
  });

  // Another name is another person: the phone of the one chosen is not his.
  form.elements.name.addEventListener("change", () => {
    form.elements.caller.value = "";
    form.elements.phone.placeholder = "";
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented) return;
    if (composing(event)) return void event.preventDefault();
    if (!event.target.matches("input, select")) return;
    event.preventDefault();
    next(event.target);
  });
})();
