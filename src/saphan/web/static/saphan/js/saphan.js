// On a narrow screen the forum's navigation, and the steps of its set-up, scroll sideways: show where
// the reader is.
// Not by scrollIntoView, from which on Tab would go, past everything before it.
for (const here of document.querySelectorAll(".local [aria-current], .rail [aria-current]")) {
  const row = here.closest("nav, ol");
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
