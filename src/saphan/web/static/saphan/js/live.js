// The page follows its forum: parts with data-live="KINDS" are drawn anew when something of these
// kinds has changed. Without the stream they are asked for every half minute.
(() => {
  const mark = document.getElementById("live");
  if (!mark || !window.EventSource) return;
  const POLL = 30000; // without the stream; parts with data-live-every, which time alone changes: with it too
  const AGAIN = 60000; // until a stream that was refused is tried again
  const GAP = 3000; // between two drawings
  const SOON = 250; // several changes at once are drawn once
  const SPREAD = 1500; // so that a thousand pages do not ask in the same moment
  let source = null;
  let connected = false;
  let last = mark.dataset.since;
  let drawn = 0;
  let timer = 0;
  let fade = 0;
  let due = new Set();

  const parts = () => [...document.querySelectorAll("[data-live]")];
  const kinds = (part) => part.dataset.live.split(" ");

  // Nothing is drawn under somebody's hands.
  function busy(part) {
    if (document.body.classList.contains("carrying")) return true;
    const focus = document.activeElement;
    if (part.contains(focus) && focus.matches("textarea, select, input:not([type=checkbox], [type=radio])")) return true;
    return [...part.querySelectorAll("input, textarea")].some((field) => field.type !== "hidden"
      && (field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
  }

  function draw(part) {
    if (part.hasAttribute("hx-get")) return htmx.trigger(part, "live");
    const inner = "liveInner" in part.dataset;
    return htmx.ajax("GET", location.pathname + location.search, {
      source: part, target: part, headers: { "X-Live": "1" },
      swap: inner ? "innerHTML" : "outerHTML", ...(inner ? {} : { select: `#${part.id}` }),
    });
  }

  function drawAll() {
    timer = 0;
    const asked = due;
    due = new Set();
    drawn = Date.now();
    const wait = new Set();
    for (const part of parts()) {
      const own = kinds(part).filter((kind) => asked.has(kind));
      if (!own.length) continue;
      if (busy(part)) own.forEach((kind) => wait.add(kind));
      else draw(part);
    }
    if (wait.size) soon(wait, GAP);
  }

  function soon(more, wait) {
    more.forEach((kind) => due.add(kind));
    if (!timer) timer = setTimeout(drawAll, Math.max(wait, drawn + GAP - Date.now()));
  }

  function open() {
    if (source || document.hidden) return;
    source = new EventSource(`${mark.dataset.url}?since=${last}`);
    source.addEventListener("ready", (event) => { connected = true; last = event.lastEventId; });
    source.addEventListener("changed", (event) => {
      last = event.lastEventId;
      const spread = "soon" in mark.dataset ? 0 : Math.random() * SPREAD;
      soon(JSON.parse(event.data).kinds, SOON + spread);
    });
    source.onerror = () => {
      connected = false;
      if (source && source.readyState === EventSource.CLOSED) { source = null; setTimeout(open, AGAIN); }
    };
  }
  function close() {
    source?.close();
    source = null;
    connected = false;
  }
  // A page that nobody sees holds no connection: a browser has few of them for one site.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  const every = (part) => Number(part.dataset.liveEvery || POLL / 1000) * 1000;
  const asked = new WeakMap();
  const opened = Date.now();
  setInterval(() => {
    if (document.hidden) return;
    for (const part of parts()) {
      if (connected && !part.dataset.liveEvery) continue;
      if (Date.now() - (asked.get(part) || opened) < every(part) * (connected ? 3 : 1) || busy(part)) continue;
      asked.set(part, Date.now());
      draw(part);
    }
  }, 1000);

  const ours = (event) => {
    const config = event.detail.requestConfig;
    return config && (config.headers["X-Live"] || config.triggeringEvent?.type === "live");
  };
  let before = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!ours(event) || event.detail.xhr.status !== 200) return;
    const part = event.detail.target;
    const { path } = event.detail.requestConfig;
    if (new URL(event.detail.xhr.responseURL).pathname !== new URL(path, location.href).pathname) {
      // Signed out meanwhile: the page itself asks who it is.
      event.detail.shouldSwap = false;
      location.reload();
      return;
    }
    if (busy(part)) {
      // Somebody has begun while the answer was on its way.
      event.detail.shouldSwap = false;
      event.stopPropagation();
      soon(kinds(part.closest("[data-live]") || part.querySelector("[data-live]")), GAP);
      return;
    }
    before = {
      scrolled: [...part.querySelectorAll(".scroller")].map((box) => [box.scrollLeft, box.scrollTop]),
      opened: [...part.querySelectorAll("details")].map((one) => one.open),
    };
  }, true);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!ours(event) || !before) return;
    const part = document.getElementById(event.detail.target.id) || event.detail.target;
    [...part.querySelectorAll(".scroller")].forEach((box, n) => {
      if (before.scrolled[n]) [box.scrollLeft, box.scrollTop] = before.scrolled[n];
    });
    const details = [...part.querySelectorAll("details")];
    if (details.length === before.opened.length) details.forEach((one, n) => { one.open ||= before.opened[n]; });
    before = null;
    if (!mark.dataset.updated) return;
    clearTimeout(fade);
    mark.textContent = mark.dataset.updated;
    mark.hidden = false;
    fade = setTimeout(() => { mark.hidden = true; }, 4000);
  });
  open();
})();
