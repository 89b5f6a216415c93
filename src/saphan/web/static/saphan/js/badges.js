// How many people are marked for printing, said on the button.
const told = document.getElementById("marked");
const boxes = [...document.querySelectorAll('input[name="who"]')];
const count = () => { const n = boxes.filter((box) => box.checked).length; told.textContent = n ? `(${n})` : ""; };
boxes.forEach((box) => box.addEventListener("change", count));
if (told) count();
