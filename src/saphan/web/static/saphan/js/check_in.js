// The door: reads badges, answers at once from a list kept in memory, and keeps every scan on the
// phone until the site has it. Each scan has an id of its own, so that sending twice counts once.
const config = JSON.parse(document.getElementById("door-config").textContent);
const said = config.said;
const $ = (id) => document.getElementById(id);
const KEPT = `saphan-door-${config.forum}`;
const SETTINGS = `${KEPT}-settings`;
const A_BATCH = 50;
const AGAIN = 4000; // ms within which the same code is the same scan
const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;

const read = (key, otherwise) => {
  try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
};
let memory = { scans: [], undone: [] };
const kept = () => read(KEPT, memory);
const keep = (change) => {
  memory = kept();
  change(memory);
  try { localStorage.setItem(KEPT, JSON.stringify(memory)); } catch { /* it stays in memory */ }
  told();
};
const newId = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

// What the page says.
let shown = null;
let link = "";
const told = () => {
  const n = kept().scans.length;
  $("waiting").textContent = n ? `${said.waiting} ${n}` : link ? "" : said.none;
  $("link-state").textContent = link;
  $("line").hidden = false;
  $("line").classList.toggle("apart", Boolean(link || n));
};
const text = (selector, words) => {
  const part = $("answer").querySelector(selector);
  part.textContent = words || "";
  part.hidden = !words;
};
const show = (one) => {
  shown = one.id ?? null;
  $("answer").hidden = false;
  $("answer").dataset.answer = one.answer;
  text(".head", one.head);
  text(".name", one.name);
  text(".latin", one.latin);
  text(".from", [one.organisation, one.country, one.role].filter(Boolean).join(" · "));
  const lines = $("answer").querySelector(".lines");
  lines.replaceChildren(...(one.lines ?? []).map((words) => {
    const line = document.createElement("li");
    line.textContent = words;
    return line;
  }));
  $("undo").hidden = !(one.id && ["welcome", "kept"].includes(one.answer));
};
let audio = null;
const signal = (answer) => {
  const good = answer === "welcome" || answer === "kept";
  navigator.vibrate?.(good ? 80 : [120, 80, 120]);
  if (!$("sound").checked) return;
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  tone.frequency.value = good ? 880 : 220;
  tone.connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + (good ? 0.12 : 0.4));
};

// Whom this phone knows without the site.
let list = { salt: "", people: [] };
const renewList = async () => {
  try {
    const got = await fetch(config.people, { redirect: "error" });
    if (got.ok) list = await got.json();
  } catch { /* the older list serves */ }
};
const known = async (scan) => {
  if (scan.who) return list.people.find((one) => one.who === scan.who);
  if (!crypto.subtle) return undefined;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(list.salt + scan.code));
  const hash = [...new Uint8Array(bytes)].map((n) => n.toString(16).padStart(2, "0")).join("");
  return list.people.find((one) => one.hash === hash);
};

// Sending.
let sending = false;
let wait = 0;
let timer = 0;
const later = () => {
  clearTimeout(timer);
  wait = Math.min(15000, wait ? wait * 2 : 1500);
  timer = setTimeout(send, wait);
};
const problem = (words) => { link = words; told(); later(); };
const send = async () => {
  const { scans, undone } = kept();
  if (sending || !(scans.length || undone.length)) return;
  sending = true;
  const batch = scans.slice(0, A_BATCH);
  const undo = undone.slice(0, A_BATCH);
  try {
    const token = JSON.parse(document.body.getAttribute("hx-headers"));
    const got = await fetch(config.send, {
      method: "POST",
      redirect: "manual",
      headers: { ...token, "Content-Type": "application/json" },
      body: JSON.stringify({ sent: new Date().toISOString(), door: $("door").value, scans: batch, undone: undo }),
    });
    if (got.type === "opaqueredirect" || got.status === 403) return problem(said.sign_in);
    if (got.status === 404) return problem(said.closed);
    if (!got.ok) return problem(said.offline);
    const { answers } = await got.json();
    link = "";
    wait = 0;
    const done = new Set(batch.map((one) => one.id));
    const gone = new Set(undo);
    keep((now) => {
      now.scans = now.scans.filter((one) => !done.has(one.id));
      now.undone = now.undone.filter((id) => !gone.has(id));
    });
    for (const one of answers) {
      const person = list.people.find((other) => other.who === one.who);
      if (person) person.in = one.answer === "welcome" || one.answer === "already";
      if (one.id === shown) {
        show(one);
        signal(one.answer);
      }
    }
    htmx.trigger("#hall", "refresh");
  } catch {
    problem(said.offline);
  } finally {
    sending = false;
    if (!link && (kept().scans.length || kept().undone.length)) setTimeout(send, 0);
  }
};

let last = { code: "", at: 0 };
const scan = async (given) => {
  const now = Date.now();
  const code = given.code ?? given.who;
  if (code === last.code && now - last.at < AGAIN) { last.at = now; return; }
  last = { code, at: now };
  const one = { id: newId(), at: new Date(now).toISOString(), ...given };
  keep((memory) => memory.scans.push(one));
  shown = one.id;
  const sent = send();
  const person = await known(one);
  await Promise.race([sent, new Promise((done) => setTimeout(done, 700))]);
  // Not answered by the site yet: the list answers.
  if (shown !== one.id || !kept().scans.some((other) => other.id === one.id)) return;
  show(person
    ? { ...person, id: one.id, answer: "kept", head: said.welcome, lines: [said.kept] }
    : { id: one.id, answer: "waiting", head: code, lines: [said.unknown] });
  signal(person ? "kept" : "waiting");
};

$("undo").addEventListener("click", () => {
  const id = shown;
  const unsent = kept().scans.some((one) => one.id === id) && !sending;
  keep((memory) => {
    if (unsent) memory.scans = memory.scans.filter((one) => one.id !== id);
    else memory.undone.push(id);
  });
  last = { code: "", at: 0 };
  show({ answer: "undone", head: said.undone });
  $("q").focus();
  send();
});

// Typing a code or a name.
const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const asCode = (words) => words.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
const find = () => {
  const words = plain($("q").value).split(/\s+/).filter(Boolean);
  const people = words.length === 0 ? [] : list.people.filter((one) => {
    const begun = ` ${plain([one.name, one.latin, one.organisation].join(" "))}`;
    return words.every((word) => begun.includes(` ${word}`));
  }).slice(0, 20);
  $("found").replaceChildren(...people.map((one) => {
    const item = document.createElement("li");
    item.className = "person";
    const who = document.createElement("span");
    who.className = "who";
    const about = [one.latin, one.organisation, one.country].filter(Boolean).join(" · ");
    const name = document.createElement("strong");
    name.textContent = one.name;
    const more = document.createElement("span");
    more.className = "small quiet";
    more.textContent = about;
    who.append(name, more);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-primary";
    button.textContent = said.check_in;
    button.setAttribute("aria-label", `${said.check_in}: ${one.name}`);
    button.addEventListener("click", () => { clear(); scan({ who: one.who }); });
    item.append(who, button);
    return item;
  }));
  $("found").hidden = people.length === 0;
  return people;
};
const clear = () => { $("q").value = ""; find(); $("q").focus(); };
$("q").addEventListener("input", () => { if (list.people.length) find(); });
$("typed").addEventListener("submit", (event) => {
  const code = asCode($("q").value);
  if (CODE.test(code)) {
    event.preventDefault();
    clear();
    scan({ code });
  } else if (list.people.length && (link || find().length)) {
    event.preventDefault();
    if (!find().length) show({ answer: "unknown", head: said.nobody });
  }
});

// The camera: the browser's own reader where it has one, else ours.
let stream = null;
const reader = async () => {
  if ("BarcodeDetector" in window) {
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue;
    }
  }
  const { decodeQR } = await import(config.decoder);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, 800 / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    try { return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height)); } catch { return undefined; }
  };
};
const stop = () => {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  $("video").hidden = true;
  $("start").textContent = said.start;
};
const look = async () => {
  const see = await reader();
  while (stream) {
    const found = $("video").videoWidth ? await see($("video")).catch(() => undefined) : undefined;
    if (found) scan({ code: CODE.test(asCode(found)) ? asCode(found) : found.slice(0, 64) });
    await new Promise((done) => setTimeout(done, 120));
  }
};
$("start").addEventListener("click", async () => {
  if (stream) return stop();
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    $("video").srcObject = stream;
    $("video").hidden = false;
    $("start").textContent = said.stop;
    await $("video").play();
    look();
  } catch {
    stop();
    show({ answer: "unknown", head: said.no_camera });
  }
});
$("camera").hidden = !navigator.mediaDevices?.getUserMedia;

const settings = read(SETTINGS, {});
$("door").value = settings.door ?? "";
$("sound").checked = settings.sound ?? false;
for (const id of ["door", "sound"]) {
  $(id).addEventListener("change", () => {
    localStorage.setItem(SETTINGS, JSON.stringify({ door: $("door").value, sound: $("sound").checked }));
  });
}
addEventListener("online", () => { wait = 0; send(); renewList(); });
addEventListener("offline", () => { link = said.offline; told(); });
addEventListener("beforeunload", (event) => { if (kept().scans.length) event.preventDefault(); });
setInterval(renewList, 120000);
told();
renewList();
send();
