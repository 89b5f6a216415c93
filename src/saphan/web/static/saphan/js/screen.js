// A screen of the hall: clocks go on by themselves; without a network it keeps what it shows, marked.
const clocks = [...document.querySelectorAll("time[data-zone]")].map((one) => [one, new Intl.DateTimeFormat("en-GB", {
  timeZone: one.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23",
})]);
const tick = () => clocks.forEach(([one, form]) => { one.textContent = form.format(new Date()); });
setInterval(tick, 1000);
tick();

const lost = document.getElementById("lost");
const mark = () => {
  document.getElementById("as-of").textContent = document.querySelector(".tables").dataset.at;
  lost.hidden = false;
};
for (const name of ["htmx:sendError", "htmx:timeout"]) document.body.addEventListener(name, mark);
document.body.addEventListener("htmx:responseError", (event) => {
  // The link was taken back: the page says so.
  if (event.detail.xhr.status === 404) location.reload();
  else mark();
});
document.body.addEventListener("htmx:afterSwap", () => { lost.hidden = true; });

// Nobody scrolls a screen of the hall: what does not fit gets smaller, and what still does not fit
// turns its pages.
const SMALLEST = 0.6;
const TURNS = 12000;
const scrolledByHand = () => innerWidth < innerHeight; // a phone
const root = document.documentElement;
function fit() {
  const tables = document.querySelector(".tables");
  if (!tables || scrolledByHand()) return;
  for (let size = 100; size >= SMALLEST * 100; size -= 5) {
    tables.style.zoom = size / 100;
    if (root.scrollHeight <= innerHeight) break;
  }
}
for (const name of ["resize", "load"]) addEventListener(name, fit);
document.body.addEventListener("htmx:afterSwap", fit);
fit();
setInterval(() => {
  if (scrolledByHand() || root.scrollHeight <= innerHeight) return;
  const shown = innerHeight - document.querySelector("header").offsetHeight;
  const last = scrollY + innerHeight >= root.scrollHeight - 2;
  scrollTo(0, last ? 0 : scrollY + shown * 0.85);
}, TURNS);
