// The counter's few gestures that HTML and htmx do not know. Nothing acts while an input method composes.
(() => {
  const composing = (event) => event.isComposing || event.keyCode === 229;
  const shown = (element) => !element.disabled &&
    (element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null);

  // A key belongs to the element that shows it: data-key="F8", "Ctrl+K", "Alt+1".
  // With Alt the key itself counts: what it would write differs from layout to layout.
  const combination = (event) =>
    (event.ctrlKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") +
    (event.altKey && /^(Key|Digit)/.test(event.code) ? event.code.slice(-1)
      : event.key.length === 1 ? event.key.toUpperCase() : event.key);

  document.addEventListener("keydown", (event) => {
    if (composing(event)) return;
    if (event.key === "Escape" && isOpen()) return void closeAll();
    if (!event.ctrlKey && !event.altKey && !/^(F\d+|Escape)$/.test(event.key)) return;
    if (event.ctrlKey && event.altKey) return; // AltGr writes letters
    const wanted = combination(event);
    const bearers = [...document.querySelectorAll("[data-key]")].filter((each) => each.dataset.key === wanted && shown(each));
    // A form at hand goes before any other open form, and that before the page's own primary.
    const bearer = bearers.find((each) => each.form && each.form.contains(document.activeElement)) ||
      bearers.find((each) => each.form) || bearers[0];
    if (!bearer) return;
    event.preventDefault();
    if (bearer.matches("input:not([type=radio]):not([type=checkbox]), select, textarea")) bearer.focus();
    else bearer.click();
    // The label of a choice: the cursor goes at once to what the choice opens, for the next key is already under way.
    const choice = bearer.control;
    if (choice) (choice.checked && choice.form && choice.form.elements[bearer.dataset.opens] || choice).focus();
  });

  // A link that names a step opens its form.
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (named && named.matches("details.step")) setTimeout(() => { const around = named.parentElement.closest("details"); if (around) around.open = true; named.open = true; named.scrollIntoView({ block: "nearest" }); });

  // Enter in an input method chooses a word; it must not send the form.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && composing(event)) event.stopPropagation();
  }, true);

  // A pressed button says so and cannot be pressed twice; the server makes one record either way.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.target.method !== "post" || event.target.dataset.busy === undefined) return;
    setTimeout(() => {
      button.dataset.word = button.innerHTML;
      button.textContent = event.target.dataset.busy;
      button.disabled = true;
    });
  });
  const release = () => document.querySelectorAll("button[data-word]").forEach((button) => {
    button.innerHTML = button.dataset.word;
    button.disabled = false;
    delete button.dataset.word;
  });
  addEventListener("pageshow", release);
  document.addEventListener("htmx:afterRequest", release);

  // Floating boxes: "why this deadline" and the wording of a clause.
  const place = (box, anchor) => {
    const at = anchor.getBoundingClientRect();
    box.classList.add("float--placed");
    const left = Math.min(Math.max(8, at.right - box.offsetWidth), innerWidth - box.offsetWidth - 8);
    const below = at.bottom + 6;
    const fits = below + box.offsetHeight < innerHeight - 8;
    box.style.left = `${left}px`;
    box.style.top = `${fits ? below : Math.max(8, at.top - box.offsetHeight - 6)}px`;
  };
  const isOpen = () => document.querySelector("details.why[open], #float:not([hidden])");
  const closeAll = (except) => {
    document.querySelectorAll("details.why[open]").forEach((each) => { if (each !== except) each.open = false; });
    const box = document.getElementById("float");
    if (box) box.hidden = true;
  };
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.matches || !details.matches("details.why") || !details.open) return;
    closeAll(details);
    place(details.querySelector(".float"), details.querySelector("summary"));
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) closeAll();
    else if (!event.target.closest("details.why, #float, .clause")) closeAll();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "float") return;
    event.target.hidden = false;
    place(event.target, event.detail.requestConfig.elt);
  });
  document.addEventListener("scroll", (event) => {
    if (!event.target.closest || !event.target.closest(".float")) closeAll();
  }, { capture: true, passive: true });

  // The community in the top bar: choosing it is enough.
  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-sends]")) event.target.form.submit();
  });

  // A step's form opens in place and takes the cursor.
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches || !event.target.matches("details.step") || !event.target.open) return;
    document.querySelectorAll("details.step[open]").forEach((each) => { if (each !== event.target) each.open = false; });
    const first = event.target.querySelector("textarea, select, input:not([type=hidden])");
    if (first) first.focus();
  }, true);
})();
