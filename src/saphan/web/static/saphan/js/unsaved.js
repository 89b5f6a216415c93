// Beside a form with data-saved-first, what needs it saved waits: while something in it is changed,
// buttons inside data-after-saving are off, data-unsaved says why, and leaving asks first.
(() => {
  const form = document.querySelector("form[data-saved-first]");
  if (!form) return;
  let saving = false;
  const value = (field) => field.type === "checkbox" ? field.checked : field.value;
  const saved = (field) => field.type === "checkbox" ? field.defaultChecked
    : field.options ? ([...field.options].find((one) => one.defaultSelected) || field.options[0])?.value
    : field.defaultValue;
  const unsaved = () => "changed" in form.dataset
    || [...form.elements].some((field) => field.name && field.type !== "submit" && value(field) !== saved(field));
  function look() {
    const off = unsaved();
    for (const note of document.querySelectorAll("[data-unsaved]")) note.hidden = !off;
    for (const button of document.querySelectorAll("[data-after-saving] button")) button.disabled = off;
  }
  form.addEventListener("input", look);
  form.addEventListener("submit", () => { saving = true; });
  addEventListener("beforeunload", (event) => { if (!saving && unsaved()) event.preventDefault(); });
  addEventListener("pageshow", () => { saving = false; look(); }); // going back, what was written is filled in again
})();
