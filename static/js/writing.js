/* While a lesson is written. All words come from the templates or the server.

   Keeps what is typed in a long form on the server as well, some seconds after typing pauses, when the
   page is left and when the network comes back. Nothing is saved as a version: see cop/unsaved.
   All words come from the template. Contract:
   [data-autosave=url] in a form: the line that says when (data-saved "{time}"), or what to do (data-failed,
   data-ended); data-ask is where to ask who else writes. [data-others] in the same form tells it
   (data-own, data-somebody). The form has a hidden "tab". form.js hears "cop-kept" and knows that its
   copy is on the server.

   Beside a lesson's form: what says nearly the same, fetched when the title pauses, and later when the
   other texts do. All words come from the server. Contract: [data-nearby=url] is the card,
   data-form the id of the form, data-without the id of the lesson itself.

   What a lesson still needs, followed while one writes. All words come from the template. Contract:
   [data-todo=form id] holds li[data-field=name], one for each field that may be lacking; data-kind says for
   which kind of lesson it is needed, data-helps that it only helps. The heading is told
   by data-more "{n}" and data-done; [data-helping] is hidden when nothing more would help. */

/* What is typed is kept on the server. */

const PAUSE_MS = 4000;
const AGAIN_MS = 30000;
/* Of the part that sends a picture without scripts; pictures.js puts it away. */
const ASIDE = ["picture", "picture_alt", "picture_plain", "picture_field"];
const lang = document.documentElement.lang;

const line = document.querySelector("[data-autosave]");
if (line) autosave(line, line.closest("form"));

function autosave(line, form) {
  const others = form.querySelector("[data-others]");
  const typed = () => {
    const data = new FormData(form);
    for (const name of ["csrf_token", "form_key", "turn", ...ASIDE]) data.delete(name);
    return JSON.stringify([...data]);
  };
  const body = () => {
    const data = new FormData(form);
    for (const name of ["form_key", ...ASIDE]) data.delete(name);
    data.set("turn", Date.now());
    return data;
  };
  let kept = typed();
  let timer;
  let running = null;

  const tell = (text) => {
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("late", !text.startsWith(line.dataset.saved.split("{")[0]));
  };
  const tellOthers = (who) => {
    if (!others) return;
    const text = others.dataset[who || "none"] ?? "";
    if (others.textContent !== text) others.textContent = text;
    others.hidden = !text;
  };
  const again = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    const now = typed();
    if (now === kept || form.dataset.sent) return;
    if (running) return again(1000);
    running = new AbortController();
    try {
      const answer = await fetch(line.dataset.autosave, { method: "POST", body: body(), signal: running.signal, headers: { Accept: "application/json" } });
      if (answer.status === 401) return tell(line.dataset.ended);
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      kept = now;
      tell(line.dataset.saved.replace("{time}", clock(Date.now())));
      tellOthers(told.others);
      form.dispatchEvent(new CustomEvent("cop-kept"));
    } catch (error) {
      if (error.name === "AbortError") return;
      tell(line.dataset.failed);
      again(AGAIN_MS);
    } finally {
      running = null;
    }
    if (typed() !== kept) again(PAUSE_MS);
  }

  const leave = () => {
    if (form.dataset.sent || typed() === kept) return;
    if (navigator.sendBeacon(line.dataset.autosave, body())) kept = typed();
  };
  form.addEventListener("input", () => again(PAUSE_MS));
  form.addEventListener("change", () => again(PAUSE_MS));
  addEventListener("pagehide", leave);
  addEventListener("online", () => again(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return leave();
    ask();
  });
  /* What is still under way when the form is sent must not come back afterwards: it is older than this turn. */
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    running?.abort();
    const turn = form.elements.turn ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "turn" }));
    turn.value = Date.now();
  });

  async function ask() {
    if (!line.dataset.ask) return;
    try {
      const address = new URL(line.dataset.ask, location.href);
      address.searchParams.set("tab", form.elements.tab.value);
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (answer.ok) tellOthers((await answer.json()).others);
    } catch { /* offline: the next saving tells */ }
  }
}

function clock(at) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Bangkok", hour: "2-digit", minute: "2-digit" });
  return lang === "th" ? format.format(at).replace(/^0/, "").replace(":", ".") : format.format(at);
}

/* What says nearly the same. */

const TITLE_MS = 600;
const TEXT_MS = 2500;
const TITLES = "input[name=title_th], input[name=title], input[name=theme]";

for (const card of document.querySelectorAll("[data-nearby]")) watch(card, document.getElementById(card.dataset.form));

function watch(card, form) {
  if (!form) return;
  let asked = null;
  let timer;
  let known = "";

  const said = () => {
    const data = new FormData();
    for (const field of form.querySelectorAll(`textarea, ${TITLES}`)) data.append(field.name, field.value);
    data.append("without", card.dataset.without);
    return data;
  };

  async function ask() {
    const data = said();
    const now = JSON.stringify([...data]);
    if (now === known || form.dataset.sent) return;
    known = now;
    data.append("csrf_token", form.elements.csrf_token.value);
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(card.dataset.nearby, { method: "POST", body: data, signal: asked.signal });
      if (!answer.ok) return;
      card.innerHTML = await answer.text();
      card.hidden = !card.querySelector("li");
      if (!card.hidden) askForSheet();
    } catch { /* offline, or asked anew: the card stays as it is */ }
  }

  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.target.matches(TITLES)) timer = setTimeout(ask, TITLE_MS);
    else if (event.target.matches("textarea")) timer = setTimeout(ask, TEXT_MS);
  });
  ask();
}

function askForSheet() {
  const href = new URL("../css/writing.css", import.meta.url).href;
  if ([...document.querySelectorAll("link[rel=stylesheet]")].some((one) => one.href === href)) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

/* What is still needed. */

for (const card of document.querySelectorAll("[data-todo]")) {
  const form = document.getElementById(card.dataset.todo);
  if (!form) continue;
  const heading = card.querySelector("h2");
  const fields = (name) => [...form.elements].filter((one) => one.name === name);
  const filled = (name) => fields(name).some((one) => (["radio", "checkbox"].includes(one.type) ? one.checked : one.value.trim()));
  const kind = () => fields("kind").find((one) => one.checked)?.value;

  const show = () => {
    let lacking = 0;
    let helping = 0;
    const needed = new Set();
    for (const row of card.querySelectorAll("li[data-field]")) {
      const { field, kind: only, helps } = row.dataset;
      const wanted = (!only || only === kind()) && !needed.has(field) && !filled(field);
      row.hidden = !wanted;
      if (!wanted) continue;
      needed.add(field);
      if (helps === undefined) lacking += 1;
      else helping += 1;
    }
    card.querySelector("[data-helping]").hidden = !helping;
    const text = lacking ? card.dataset.more.replace("{n}", lacking) : card.dataset.done;
    if (heading.textContent !== text) heading.textContent = text;
  };
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(show, 300);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}
