// A field with a list: what is typed is looked for, arrows and Enter choose, F4 opens it. Nothing acts while composing.
(() => {
  const composing = (event) => event.isComposing || event.keyCode === 229;

  const picker = (box) => {
    const list = document.getElementById(box.getAttribute("aria-controls"));
    let wanted = false; // Enter was pressed before the list had come
    let asked = false; // by F4: the list opens, whatever stands in the field
    const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
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
    const choose = (option) => {
      wanted = false;
      show(false);
      box.value = list.dataset.chosen = option.dataset.value || option.dataset.place;
      box.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: option.dataset }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const open = () => {
      asked = true;
      htmx.trigger(box, "look");
    };

    // What an input method is still composing is not looked for.
    const look = (event) => {
      if (event.isComposing) return;
      wanted = asked = false;
      delete list.dataset.of;
      if (box.value.trim()) htmx.trigger(box, "look");
      else show(false);
    };
    box.addEventListener("input", look);
    box.addEventListener("compositionend", () => look({ isComposing: false }));
    list.addEventListener("htmx:afterSwap", () => {
      list.dataset.of = box.value;
      show(document.activeElement === box && list.childElementCount > 0);
      point(asked && box.dataset.key === "F4" ? null : options()[0]);
      if (wanted && options().length) choose(options()[0]);
      wanted = false;
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]:not([aria-disabled])");
      if (option) choose(option);
    });
    box.addEventListener("blur", () => show(false));
    box.addEventListener("keydown", (event) => {
      if (composing(event)) return;
      if (event.key === "F4" && !event.altKey && !event.ctrlKey) {
        event.preventDefault();
        event.stopPropagation();
        open();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const all = options();
        if (!all.length) return;
        event.preventDefault();
        if (list.hidden) return void show(true);
        const from = pointed() ? all.indexOf(pointed()) : -1;
        const place = from + (event.key === "ArrowDown" ? 1 : -1);
        point(all[(place + all.length) % all.length]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        show(false);
      } else if (event.key === "Enter" && box.closest("[data-who]") && box.value && box.value !== list.dataset.chosen) {
        // Who is meant has to be found: Enter waits for the list.
        event.preventDefault();
        event.stopPropagation();
        if (list.dataset.of !== box.value) wanted = true;
        else if (pointed()) choose(pointed());
        else box.dispatchEvent(new CustomEvent("passed", { bubbles: true }));
      } else if (event.key === "Enter" && !list.hidden && pointed()) {
        event.preventDefault();
        event.stopPropagation();
        choose(pointed());
        box.dispatchEvent(new CustomEvent("passed", { bubbles: true }));
      } else if (event.key === "Enter" && !event.defaultPrevented && !box.form.dataset.enter) {
        event.preventDefault(); // a field with a list never sends its form
      }
    });
    return open;
  };
  const openers = new Map([...document.querySelectorAll("[data-picker]")].map((box) => [box, picker(box)]));

  // F4 from elsewhere: the page has moved the cursor to the field that shows the key, and its list opens.
  document.addEventListener("keydown", (event) => {
    const open = openers.get(document.activeElement);
    if (event.key === "F4" && !composing(event) && !event.altKey && !event.ctrlKey && open) open();
  });

  // Who was found stands in the fields of his form. Another name is another person: the phone found is not his.
  document.addEventListener("picked", (event) => {
    if (!event.target.closest("[data-who]")) return;
    const fields = event.target.form.elements, found = event.detail;
    if (found.name) {
      fields.name.value = found.name;
      if (found.speaker) fields.speaker.value = found.speaker;
    }
    fields.caller.value = found.caller;
    fields.phone.placeholder = found.phone;
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (event.target.name !== "name" || !form || !form.querySelector("[data-who]")) return;
    form.elements.caller.value = "";
    form.elements.phone.placeholder = "";
  });
})();
