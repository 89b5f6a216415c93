// On a narrow screen the forum's navigation scrolls sideways: show where the reader is.
// Not by scrollIntoView, from which on Tab would go, past everything before it.
for (const here of document.querySelectorAll(".local [aria-current]")) {
  const row = here.parentElement;
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
