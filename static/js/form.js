/* On pages with a form. All words come from the templates; without this file the forms still work.
   Contract:
   [data-error-summary]     takes the focus when the page opens; its links focus the fields.
   [data-count="id"]        counts the words of that field, or with data-limit the letters left (data-text, data-over: "{n}").
   form[data-draft]         keeps what is typed in this browser (data-draft-saved "{time}", data-draft-failed), offers it back in
                            [data-draft-offer] ([data-draft-when], [data-draft-restore], [data-draft-drop]) and tells
                            [data-draft-status]. The key holds member and address; page.js drops it after a good answer.
   [data-date-for="id"]     reads a date back: GET data-url?text= answers {text, iso} or {problem}.
   [data-nearby]            brings writing.js once somebody writes, where the page does not load it itself.
   markdown-toolbar         is loaded when the page has one; pictures.js and mentions.js with [data-pictures].
   Ctrl+Enter sends the form of the field one is in. */

const KEPT_FOR_MS = 7 * 24 * 3600 * 1000;
const lang = document.documentElement.lang;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const later = (wait, act) => {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
};

if (document.querySelector("markdown-toolbar")) import("../vendor/markdown-toolbar-element-2.2.3/index.js");
if (document.querySelector("[data-pictures]")) {
  import("./pictures.js");
  import("./mentions.js");
}

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
  });
}

addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const field = event.target;
  if (event.ctrlKey || event.metaKey) {
    if (!field.form?.matches("[method=post]")) return;
    event.preventDefault();
    field.form.requestSubmit();
  } else if (field.matches?.("textarea.title")) {
    event.preventDefault();
  }
});

if (!CSS.supports("field-sizing", "content")) {
  for (const field of document.querySelectorAll("textarea.title")) {
    const grow = () => {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    };
    field.addEventListener("input", grow);
    grow();
  }
}

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("th", { granularity: "word" }) : null;
for (const out of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(out.dataset.count);
  const limit = Number(out.dataset.limit ?? 0);
  if (!field || (!limit && !segmenter)) continue;
  const show = () => {
    const value = field.value.trim();
    if (limit) {
      const left = limit - [...value].length;
      out.textContent = fill(left < 0 ? out.dataset.over : out.dataset.text, { n: Math.abs(left).toLocaleString("en") });
      return;
    }
    let words = 0;
    for (const part of segmenter.segment(value)) if (part.isWordLike) words += 1;
    out.textContent = value ? fill(out.dataset.text, { n: words.toLocaleString("en") }) : "";
  };
  field.addEventListener("input", later(200, show));
  show();
}

for (const out of document.querySelectorAll("[data-date-for]")) {
  const field = document.getElementById(out.dataset.dateFor);
  if (!field) continue;
  let asked = null;
  const say = (text, wrong) => {
    out.textContent = text;
    out.classList.toggle("bad", wrong);
  };
  field.addEventListener("input", later(400, async () => {
    asked?.abort();
    const text = field.value.trim();
    if (!text) return say("", false);
    asked = new AbortController();
    try {
      const address = new URL(out.dataset.url, location.href);
      address.searchParams.set("text", text);
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      const read = await answer.json();
      say(read.text ?? read.problem ?? "", !read.text);
    } catch (error) {
      if (error.name !== "AbortError") say("", false);
    }
  }));
}

for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);

function keepDraft(form) {
  const key = `cop-draft:${document.body.dataset.member ?? ""}:${location.pathname}${form.id ? `#${form.id}` : ""}`;
  const offer = form.querySelector("[data-draft-offer]");
  const status = form.querySelector("[data-draft-status]");
  const onServer = form.querySelector("[data-autosave]");
  const fields = () => [...form.elements].filter((one) => one.name && !["hidden", "password", "file", "submit", "button"].includes(one.type));
  const state = () => JSON.stringify(fields().map((one) => [one.name, one.value, one.checked ?? null, picked(one)]));
  const first = state();
  const version = form.elements.version?.value ?? "";
  const tab = form.elements.tab?.value ?? "";
  const at = () => keyOf(key, tab);
  let touched = false;

  const save = () => {
    try {
      if (state() === first) localStorage.removeItem(at());
      else localStorage.setItem(at(), JSON.stringify({ at: Date.now(), version, tab, state: state() }));
      if (status && !onServer) status.textContent = fill(form.dataset.draftSaved, { time: clock(Date.now()) });
    } catch {
      if (status) status.textContent = form.dataset.draftFailed;
    }
  };
  const saveLater = later(1000, save);
  form.addEventListener("input", () => {
    touched = true;
    if (offer) offer.hidden = true;
    saveLater();
  });
  addEventListener("pagehide", () => touched && !form.dataset.sent && save());
  form.addEventListener("submit", () => {
    try {
      save();
      sessionStorage.setItem("cop-sent", at());
    } catch { /* storage switched off */ }
  });

  /* What the server has as well (writing.js) is offered by the server, with what is different. */
  form.addEventListener("cop-kept", () => {
    try {
      const kept = stored(at());
      if (kept?.state === state()) localStorage.setItem(at(), JSON.stringify({ ...kept, served: true }));
    } catch { /* storage switched off */ }
  });

  const [from, draft] = newest(key);
  if (!draft || !offer || draft.state === first || summary) return;
  const when = offer.querySelector("[data-draft-when]");
  when.textContent = fill(when.dataset.text, { time: moment(draft.at) });
  offer.hidden = false;
  offer.querySelector("[data-draft-restore]").addEventListener("click", () => {
    restore(fields(), JSON.parse(draft.state));
    /* The draft began from that version: the server must see it, or a newer text would be lost. */
    if (form.elements.version && draft.version) form.elements.version.value = draft.version;
    offer.hidden = true;
    localStorage.removeItem(from);
    save();
    fields().find((one) => one.value)?.focus();
  });
  offer.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(from);
    offer.hidden = true;
    fields()[0]?.focus();
  });
}

/* Two pages open with the same form keep a copy each. */
function keyOf(key, tab) {
  const there = tab ? stored(key) : null;
  return there?.tab && there.tab !== tab && !there.served ? `${key}~${tab}` : key;
}

function newest(key) {
  let found = [key, null];
  try {
    for (const name of Object.keys(localStorage)) {
      if (name !== key && !name.startsWith(`${key}~`)) continue;
      const draft = stored(name);
      if (draft && !draft.served && !(found[1]?.at > draft.at)) found = [name, draft];
    }
  } catch { /* storage switched off: nothing was kept */ }
  return found;
}

function picked(field) {
  return field.multiple ? [...field.selectedOptions].map((option) => option.value) : null;
}

function stored(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null");
    if (draft && Date.now() - draft.at < KEPT_FOR_MS) return draft;
    localStorage.removeItem(key);
  } catch { /* unreadable or switched off: as if there were none */ }
  return null;
}

function restore(fields, kept) {
  const rest = [...kept];
  for (const field of fields) {
    const choice = field.type === "radio" || field.type === "checkbox";
    const at = rest.findIndex(([name, value]) => name === field.name && (!choice || value === field.value));
    if (at < 0) continue;
    const [, value, checked, chosen] = rest.splice(at, 1)[0];
    if (choice) field.checked = checked;
    else if (field.multiple) for (const option of field.options) option.selected = chosen.includes(option.value);
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function clock(at) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Bangkok", hour: "2-digit", minute: "2-digit" });
  return lang === "th" ? format.format(at).replace(/^0/, "").replace(":", ".") : format.format(at);
}

function moment(at) {
  const calendar = lang === "th" ? "th-TH-u-ca-buddhist-nu-latn" : "en-GB";
  const day = new Intl.DateTimeFormat(calendar, { timeZone: "Asia/Bangkok", day: "numeric", month: "short", year: "numeric" });
  return `${day.format(at)} ${clock(at)}`;
}

const near = document.querySelector("[data-nearby]");
if (near && !document.querySelector('script[src*="/writing.js"]'))
  document.getElementById(near.dataset.form)?.addEventListener("input", () => import("./writing.js"), { once: true });
