// Lists: the columns one wants to see, the views one saved, how the filters stand - kept in this browser, per person.
(() => {
  const list = document.querySelector("[data-list]");
  const kept = (what) => `anju.${what}.${list.dataset.list}.${list.dataset.person}`;
  const read = (what, otherwise) => {
    try { return JSON.parse(localStorage.getItem(kept(what))) ?? otherwise; } catch { return otherwise; }
  };
  const write = (what, value) => { try { localStorage.setItem(kept(what), JSON.stringify(value)); } catch { /* a private window */ } };

  // How many a page: the list anew, from its beginning.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-per]")) return;
    const address = new URL(location.href);
    ["after", "before", "page"].forEach((name) => address.searchParams.delete(name));
    address.searchParams.set("per", event.target.value);
    location.assign(address);
  });

  // A box that opens in place is laid beside its word, over whatever scrolls.
  document.addEventListener("toggle", (event) => {
    const more = event.target;
    if (!more.matches || !more.matches("details.more") || !more.open) return;
    document.querySelectorAll("details.more[open]").forEach((each) => { if (each !== more) each.open = false; });
    const at = more.querySelector("summary").getBoundingClientRect();
    const box = more.querySelector(".float");
    box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${at.bottom + 4 + box.offsetHeight < innerHeight ? at.bottom + 4 : Math.max(8, at.top - box.offsetHeight - 4)}px`;
    const first = box.querySelector("input, a, button");
    if (first && more.dataset.focus !== undefined) first.focus();
  }, true);
  const shut = (except) => document.querySelectorAll("details.more[open]").forEach((each) => { if (each !== except) each.open = false; });
  document.addEventListener("click", (event) => shut(event.target.closest("details.more")));
  document.addEventListener("scroll", () => shut(null), { capture: true, passive: true });
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector("details.more[open]");
    if (event.key !== "Escape" || event.isComposing || !open) return;
    shut(null);
    open.querySelector("summary").focus();
  });
  if (!list) return;

  // Columns.
  const hidden = new Set(read("hidden", []));
  const show = () => document.querySelectorAll("[data-col]").forEach((cell) => { cell.hidden = hidden.has(cell.dataset.col); });
  document.querySelectorAll("[data-shows]").forEach((box) => { box.checked = !hidden.has(box.dataset.shows); });
  show();
  document.addEventListener("change", (event) => {
    const column = event.target.dataset && event.target.dataset.shows;
    if (!column) return;
    if (event.target.checked) hidden.delete(column); else hidden.add(column);
    write("hidden", [...hidden]);
    show();
  });

  // Filters folded or not.
  const filters = document.querySelector(".filters--list");
  const folds = document.querySelector("[data-folds]");
  const fold = (folded) => {
    filters.classList.toggle("filters--folded", folded);
    folds.setAttribute("aria-expanded", String(!folded));
    folds.querySelector("[data-open]").hidden = folded;
    folds.querySelector("[data-shut]").hidden = !folded;
  };
  if (folds) {
    fold(read("folded", false));
    folds.addEventListener("click", () => {
      fold(!filters.classList.contains("filters--folded"));
      write("folded", filters.classList.contains("filters--folded"));
    });
  }

  // Saved views: a name and an address.
  const bar = document.querySelector("[data-views]");
  const views = () => {
    bar.querySelectorAll("[data-view]").forEach((each) => each.remove());
    read("views", []).forEach(({ name, query }) => {
      const chip = document.createElement("a");
      chip.className = "chip";
      chip.dataset.view = name;
      chip.href = location.pathname + query;
      chip.textContent = name;
      if (query === location.search) chip.setAttribute("aria-current", "true");
      bar.append(chip);
    });
    const mine = document.querySelector("[data-forget]");
    if (mine) mine.hidden = !read("views", []).some((each) => each.query === location.search);
  };
  const keep = (form) => {
    const name = form.elements.view.value.trim();
    if (!name) return form.elements.view.focus();
    const query = new URLSearchParams(location.search);
    ["after", "before", "page"].forEach((each) => query.delete(each));
    const others = read("views", []).filter((each) => each.name !== name);
    write("views", [...others, { name, query: `?${query}` }].slice(-8));
    form.reset();
    shut(null);
    views();
  };
  if (bar) {
    views();
    document.addEventListener("submit", (event) => {
      if (!event.target.matches("[data-keeps]")) return;
      event.preventDefault();
      keep(event.target);
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest("[data-forget]")) return;
      write("views", read("views", []).filter((each) => each.query !== location.search));
      shut(null);
      views();
    });
  }

  // Ticked rows: how many, and the act for them.
  const ticks = () => [...document.querySelectorAll(".tick:not(:disabled)")];
  const all = document.querySelector("[data-tick-all]");
  const picked = () => {
    const chosen = ticks().filter((each) => each.checked).length;
    document.querySelectorAll("[data-picked]").forEach((each) => { each.hidden = !chosen; each.querySelector("b").textContent = chosen; });
    document.querySelectorAll("[data-needs-ticks]").forEach((each) => { each.hidden = !chosen; });
    if (all) {
      all.checked = chosen > 0 && chosen === ticks().length;
      all.indeterminate = chosen > 0 && chosen < ticks().length;
    }
  };
  document.addEventListener("change", (event) => {
    if (event.target === all) ticks().forEach((each) => { each.checked = all.checked; });
    if (event.target === all || event.target.matches(".tick")) picked();
  });
  picked();
  addEventListener("pageshow", picked);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });
})();
