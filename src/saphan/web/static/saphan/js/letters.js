// What is sent is what was kept: while something is written and not kept, nothing can be sent.
(() => {
  const text = document.getElementById("letter-text");
  const send = document.getElementById("letter-send");
  if (!text || !send) return;
  const changed = (field) => field.type === "checkbox" ? field.checked !== field.defaultChecked
    : field.tagName === "SELECT" ? [...field.options].some((one) => one.selected !== one.defaultSelected)
    : field.value !== field.defaultValue;
  function look() {
    const unkept = [...text.elements].some((field) => field.name && changed(field));
    document.getElementById("letter-unkept").hidden = !unkept;
    for (const button of send.querySelectorAll("button")) button.disabled = unkept;
  }
  text.addEventListener("input", look);
  addEventListener("pageshow", look); // going back, a browser fills in again what was written
})();
