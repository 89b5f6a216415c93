// Who takes part reads the own timetable, today and the agenda without a network, too: kept_worker.js
// keeps them, and shows what it has. Signing out forgets them (saphan.js).
(() => {
  const note = document.getElementById("kept");
  const { reader } = document.body.dataset;
  if (!note || !reader) return;
  const { kept: at } = document.documentElement.dataset;
  if (at) { // this is a kept copy
    const time = note.querySelector("time");
    time.dateTime = at;
    time.textContent = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    note.hidden = false;
    addEventListener("online", () => location.reload());
    return;
  }
  const workers = navigator.serviceWorker;
  if (!workers || !window.caches) return; // no https
  const pieces = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);
  const fonts = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.endsWith(".woff2"));
  const pages = note.dataset.keep.split(" ").map((path) => new URL(path, location.href).href);
  workers.register(note.dataset.worker, { scope: note.dataset.scope })
    .then(() => workers.ready)
    .then(({ active }) => active.postMessage({ reader, pages, pieces: [...pieces, ...fonts] }))
    .catch(() => {}); // not allowed here: the page itself is there
})();
