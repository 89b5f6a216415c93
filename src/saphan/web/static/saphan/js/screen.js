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
