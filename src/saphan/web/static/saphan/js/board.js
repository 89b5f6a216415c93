// The organiser's board: meetings are picked up and put down, by pointer or by keyboard alone.
// Without this script each meeting has a page of forms; see "Details" in its cell.
(() => {
  const grid = document.getElementById("grid");
  const bar = document.getElementById("board-bar");
  const say = document.getElementById("board-say");
  let carried = null; // the meeting in hand: {meeting, sequence, name, home, told, cursor}
  let asked = 0; // which picking up the last question to the server belongs to

  const table = () => document.getElementById("board-table");
  const speak = (text) => { if (say) { say.textContent = ""; requestAnimationFrame(() => { say.textContent = text; }); } };
  const url = (name, meeting) => table().dataset[name].replace("/meetings/0/", `/meetings/${meeting}/`);

  // Meetings can be taken by keyboard once this script is here.
  function ready() {
    for (const one of document.querySelectorAll(".meeting[data-meeting]")) {
      one.setAttribute("role", "button");
      one.setAttribute("aria-describedby", "board-help");
      one.tabIndex = 0;
    }
    tick();
  }

  // The line of the present moment, and what is past.
  function tick() {
    const now = Date.now();
    let next = null;
    for (const row of document.querySelectorAll("#board-table tr[data-start]")) {
      const past = Date.parse(row.dataset.end) <= now;
      const present = !past && Date.parse(row.dataset.start) <= now;
      row.classList.toggle("past", past);
      row.classList.toggle("now", present);
      row.classList.remove("next");
      if (!past && !present && !next) next = row;
    }
    const before = next && next.previousElementSibling;
    if (before && before.classList.contains("past")) next.classList.add("next");
  }

  // The cells as a grid: where a tall cell reaches, it stands more than once.
  function matrix() {
    const rows = [...table().tBodies[0].rows];
    const found = rows.map(() => []);
    rows.forEach((row, r) => {
      for (const cell of row.cells) {
        if (cell.tagName === "TH") continue;
        let c = 0;
        while (found[r][c]) c += 1;
        for (let down = 0; down < cell.rowSpan && r + down < rows.length; down += 1) found[r + down][c] = cell;
      }
    });
    return found;
  }
  const where = (cell) => {
    const cells = matrix();
    for (let r = 0; r < cells.length; r += 1) {
      const c = cells[r].indexOf(cell);
      if (c >= 0) return [r, c];
    }
    return [0, 0];
  };
  const label = (cell) => {
    const head = cell.parentElement.querySelector("th .when span span");
    const place = table().tHead.rows[0].cells[where(cell)[1] + 1];
    return `${head ? head.textContent : ""}, ${place ? place.firstChild.textContent.trim() : ""}`;
  };

  // What the server says of a cell: whether it can be, and what stands in the way.
  function verdict(cell) {
    const { told, home } = carried;
    if (cell === home) return { kind: "same", text: bar.dataset.same };
    if (!told) return { kind: "wait", text: "…" };
    const key = cell.dataset.cell;
    if (key in told.swaps) return { kind: "swap", text: bar.dataset.swap, other: told.swaps[key] };
    const reasons = told.cells[key];
    if (reasons === undefined) return { kind: "cannot", text: "" };
    if (!reasons.length) return { kind: "can", text: bar.dataset.free };
    return { kind: "cannot", text: reasons.map((n) => told.reasons[n]).join(" ") };
  }

  function paint() {
    for (const cell of table().querySelectorAll("td")) {
      const { kind } = verdict(cell);
      cell.classList.toggle("can", kind === "can");
      cell.classList.toggle("swap", kind === "swap");
      cell.classList.toggle("cannot", kind === "cannot");
    }
  }

  function point(cell, { aloud = false, focus = false } = {}) {
    if (!cell || !carried) return;
    carried.cursor?.classList.remove("cursor");
    carried.cursor = cell;
    cell.classList.add("cursor");
    const { kind, text } = verdict(cell);
    const [name, place] = [bar.querySelector("strong"), bar.querySelector("span")];
    name.textContent = carried.name;
    place.textContent = `${label(cell)}: ${text}`;
    place.className = { can: "good", cannot: "bad" }[kind] || "";
    if (focus) cell.scrollIntoView({ block: "center", inline: "nearest" });
    if (aloud) speak(`${label(cell)}: ${text}`);
  }

  function pick(element) {
    const home = element.closest("td");
    const name = [...element.querySelectorAll("strong")].map((one) => one.lastChild.textContent.trim()).filter((one, n, all) => all.indexOf(one) === n).join(" – ");
    carried = { meeting: element.dataset.meeting, sequence: element.dataset.sequence, name, home, told: null, cursor: null, element };
    home.classList.add("picked");
    document.body.classList.add("carrying");
    bar.hidden = false;
    point(home);
    speak(bar.dataset.picked.replace("{meeting}", name));
    const turn = asked += 1;
    const shown = [...table().querySelectorAll("td[data-cell]")].map((cell) => cell.dataset.cell.split("-"));
    const [slots, places] = [0, 1].map((n) => [...new Set(shown.map((pair) => pair[n]))].join());
    fetch(`${url("cells", carried.meeting)}?${new URLSearchParams({ day: table().dataset.day, slots, places })}`, { headers: { "X-Requested-With": "fetch" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((told) => {
        if (turn !== asked || !carried) return;
        carried.told = told;
        paint();
        point(carried.cursor);
        const free = [...table().querySelectorAll("td.can")].length;
        speak(`${bar.dataset.picked.replace("{meeting}", name)} ${bar.dataset.count.replace("{n}", free)}`);
      })
      .catch(() => { if (turn === asked) { release(); speak(bar.dataset.failed); } });
  }

  function release() {
    asked += 1;
    if (!carried) return;
    for (const cell of document.querySelectorAll("#board-table td")) cell.classList.remove("can", "swap", "cannot", "cursor", "picked");
    document.body.classList.remove("carrying");
    bar.hidden = true;
    carried = null;
  }
  function putBack() {
    const { element } = carried;
    release();
    element.focus();
    speak(bar.dataset.back);
  }

  function drop(cell) {
    const { kind, text, other } = verdict(cell);
    if (kind === "same") return putBack();
    if (kind === "cannot" || kind === "wait") return speak(`${label(cell)}: ${text}`);
    const { meeting, sequence } = carried;
    const values = kind === "swap" ? { other, sequence } : { cell: cell.dataset.cell, sequence };
    const to = url(kind === "swap" ? "swap" : "move", meeting) + location.search;
    release();
    grid.dataset.after = meeting;
    htmx.ajax("POST", to, { target: "#grid", swap: "innerHTML", values });
  }

  // By keyboard: Enter or Space takes the meeting up and puts it down, arrows move, Escape puts back.
  document.addEventListener("keydown", (event) => {
    const element = event.target.closest?.(".meeting[role=button]");
    const take = event.key === "Enter" || event.key === " ";
    if (!carried) {
      if (element && take) { event.preventDefault(); pick(element); }
      return;
    }
    if (event.target.closest?.("#board-bar")) return;
    if (event.key === "Escape") { event.preventDefault(); return putBack(); }
    if (take) { event.preventDefault(); return drop(carried.cursor); }
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const cells = matrix();
    let [r, c] = where(carried.cursor);
    const start = carried.cursor;
    do { r += step[0]; c += step[1]; } while (cells[r]?.[c] === start);
    const next = cells[r]?.[c];
    if (next) point(next, { aloud: true, focus: true });
  });

  // By pointer: a mouse drags; a tap or a click takes up, and the next puts down.
  let press = null;
  let dragged = false;
  document.addEventListener("pointerdown", (event) => {
    const element = event.target.closest(".meeting[role=button]");
    if (carried || !element || event.button !== 0 || event.target.closest("a")) return;
    press = { element, x: event.clientX, y: event.clientY, type: event.pointerType, ghost: null };
  });
  document.addEventListener("pointermove", (event) => {
    if (!press || press.type === "touch") return;
    if (!press.ghost) {
      if (Math.hypot(event.clientX - press.x, event.clientY - press.y) < 6) return;
      pick(press.element);
      press.ghost = document.createElement("div");
      press.ghost.className = "drag-ghost";
      press.ghost.textContent = carried.name;
      document.body.append(press.ghost);
      document.body.classList.add("dragging");
    }
    event.preventDefault();
    press.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest?.("#board-table td");
    if (cell && carried && cell !== carried.cursor) point(cell);
    edge(event);
  });
  // Near an edge of the board the drag scrolls it.
  function edge(event) {
    const box = table().closest(".scroller");
    const { left, right, top, bottom } = box.getBoundingClientRect();
    if (event.clientX > right - 40) box.scrollLeft += 20;
    if (event.clientX < left + 120) box.scrollLeft -= 20;
    if (event.clientY > Math.min(bottom, innerHeight) - 40) box.scrollTop += 20;
    if (event.clientY < Math.max(top, 0) + 60) box.scrollTop -= 20;
  }
  document.addEventListener("pointerup", (event) => {
    if (!press) return;
    const { ghost } = press;
    press = null;
    if (!ghost) return;
    ghost.remove();
    document.body.classList.remove("dragging");
    dragged = true; // the click that ends a drag takes nothing up
    setTimeout(() => { dragged = false; }, 0);
    if (!carried) return;
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest?.("#board-table td");
    if (!cell) return putBack();
    settle(cell);
  });
  // Put down once the server has said whether it can be.
  function settle(cell, tries = 40) {
    if (!carried) return;
    if (!carried.told && tries) { setTimeout(() => settle(cell, tries - 1), 50); return; }
    if (verdict(cell).kind === "cannot") {
      const text = `${label(cell)}: ${verdict(cell).text}`;
      putBack();
      speak(text);
      return;
    }
    drop(cell);
  }
  document.addEventListener("pointercancel", () => {
    if (press?.ghost) { press.ghost.remove(); document.body.classList.remove("dragging"); putBack(); }
    press = null;
  });
  document.addEventListener("click", (event) => {
    if (dragged) return;
    if (event.target.closest("#board-bar button")) { if (carried) putBack(); return; }
    const element = event.target.closest(".meeting[role=button]");
    if (!carried) {
      if (element && event.detail) pick(element);
      return;
    }
    const cell = event.target.closest("#board-table td");
    if (cell && event.detail && !event.target.closest("a")) { point(cell); drop(cell); }
  });

  // After a change: the meeting keeps the focus, and what happened is said.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "grid") return;
    ready();
    const meeting = grid.dataset.after;
    delete grid.dataset.after;
    if (meeting) document.querySelector(`.meeting[data-meeting="${meeting}"]`)?.focus();
    const said = grid.querySelector("[data-said]");
    if (said) speak(said.textContent);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id !== "grid") return;
    release();
    // Drawn anew by itself, the board leaves the focus where it is.
    const focused = document.activeElement.closest?.("#grid .meeting[data-meeting]");
    if (focused) grid.dataset.after ||= focused.dataset.meeting;
  });

  if (grid) {
    ready();
    setInterval(tick, 30000);
  }
})();
