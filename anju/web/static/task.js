// A picture that was taken or chosen is sent at once; without scripts the button beside it does.
document.addEventListener("change", (event) => {
  if (event.target.dataset.picture !== undefined && event.target.files.length) event.target.form.requestSubmit();
});
document.querySelectorAll(".task__picture button").forEach((each) => { each.hidden = true; });
