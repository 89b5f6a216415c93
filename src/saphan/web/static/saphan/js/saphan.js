// On a narrow screen the forum's navigation, and the steps of its set-up, scroll sideways: show where
// the reader is.
// Not by scrollIntoView, from which on Tab would go, past everything before it.
for (const here of document.querySelectorAll(".local [aria-current], .rail [aria-current]")) {
  const row = here.closest("nav, ol");
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
// What a delegate's browser keeps for when there is no network (kept.js) is for this reader alone: it
// goes at the first page that somebody else or nobody reads, and when somebody signs out.
const forget = async (reader) => {
  for (const name of await caches.keys()) if (name !== `saphan-${reader}`) await caches.delete(name);
};
if (window.caches) {
  forget(document.body.dataset.reader);
  document.querySelector("[data-sign-out]")?.addEventListener("submit", () => forget(""));
}
