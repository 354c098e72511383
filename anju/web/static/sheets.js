// A sheet is printed by the browser; the button and its key ask for it.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
