// Counts down to what is next, in the reader's language; without scripts the page tells it as it was
// when it was made.
const language = document.documentElement.lang;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "always" });
const SPEAK = [15, 10, 5, 2, 1]; // minutes left at which a screen reader is told
let spoken = "";

function left(minutes) {
  if (minutes < 120) return relative.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? relative.format(hours, "hour") : relative.format(Math.round(hours / 24), "day");
}

function say(element, minutes, text) {
  const live = document.getElementById("spoken");
  if (!live || !element.dataset.spoken || !(SPEAK.includes(minutes) || minutes === 0)) return;
  const key = element.dataset.countdown + minutes;
  if (key === spoken) return;
  spoken = key;
  live.textContent = minutes ? `${element.dataset.spoken}: ${text}` : text;
}

function count() {
  for (const element of document.querySelectorAll("[data-countdown]")) {
    const minutes = Math.max(0, Math.ceil((new Date(element.dataset.countdown) - Date.now()) / 60000));
    const text = minutes ? left(minutes) : element.dataset.now;
    if (element.textContent !== text) element.textContent = text;
    say(element, minutes, text);
  }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const element of document.querySelectorAll("[data-own-time]")) {
    const known = element.dataset.zones.split(" ");
    const at = new Date(element.dataset.ownTime);
    const hour = timeZone => at.toLocaleString("en-GB", { timeZone, dateStyle: "short", timeStyle: "short" });
    const own = hour(zone);
    element.hidden = known.some(other => hour(other) === own);
    element.querySelector("[data-own]").textContent = at.toLocaleTimeString("en-GB", { timeStyle: "short" });
  }
}

function focusAfter(event) {
  // A button that was pressed is gone: the reader goes on where its answer stands.
  if (event.detail.target?.id !== "day" || !event.detail.requestConfig?.verb?.includes("post")) return;
  document.querySelector("#own-delay, #late-5")?.focus();
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.done;
  });
}
document.addEventListener("htmx:afterSettle", event => { count(); focusAfter(event); });
count();
setInterval(count, 5000);
