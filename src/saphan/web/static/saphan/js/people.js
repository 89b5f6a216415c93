// Conveniences of the pages about people: each works without them too.
document.querySelectorAll("[data-tick-all]").forEach((all) => {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    all.form.querySelectorAll("[name=who]").forEach((one) => { one.checked = all.checked; });
  });
});
document.querySelectorAll("[data-confirm]").forEach((button) => {
  button.addEventListener("click", (event) => {
    if (!confirm(button.dataset.confirm)) event.preventDefault();
  });
});
document.querySelectorAll("[data-copy]").forEach((field) => {
  field.addEventListener("focus", () => field.select());
});
document.querySelectorAll("[data-tick-day]").forEach((button) => {
  button.hidden = button.closest("form").querySelector("fieldset").disabled;
  button.addEventListener("click", () => {
    const boxes = [...button.closest("fieldset").querySelectorAll("[type=checkbox]")];
    const all = boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !all; });
  });
});
