/* People after @ and terms after # in a text that is being written: a list to pick from (WAI-ARIA 1.2).
   All words come from the server. Contract: [data-mentions=url] in the form of textarea[data-md]; the answer to
   ?sign=&text= has rows (title, detail, url, lang), label and status. What is picked becomes a Markdown link.
   Arrow keys go through the rows, Enter and Tab pick, Escape closes. */

import { insert, plain } from "./insert.js";

const WAIT_MS = 150;
/* Behind Latin letters and in addresses the signs mean something else; Thai is written without spaces. */
const TYPED = /(?<![\w@#/&=.:-])([@#])([^\s@#()[\]]+(?: [^\s@#()[\]]+)?)$/u;
let lists = 0;

const address = document.querySelector("[data-mentions]")?.dataset.mentions;
if (address) for (const area of document.querySelectorAll("textarea[data-md]")) offer(area);

function offer(area) {
  const field = area.closest(".field");
  const list = document.createElement("ul");
  list.id = `mentions-${++lists}`;
  list.className = "mentions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const told = Object.assign(document.createElement("p"), { className: "vh" });
  told.setAttribute("role", "status");
  field.classList.add("writes");
  (area.closest(".rich") ?? area).after(list, told);
  for (const [name, value] of Object.entries({ "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": list.id })) area.setAttribute(name, value);

  const known = new Map();
  let asked = null;
  let timer;
  let typed = null;
  let empty = "";
  let place = 0;

  const close = () => {
    clearTimeout(timer);
    list.hidden = true;
    typed = null;
    area.removeAttribute("aria-activedescendant");
  };
  const pick = (to) => {
    const rows = [...list.children];
    rows[place]?.setAttribute("aria-selected", "false");
    place = (to + rows.length) % rows.length;
    rows[place].setAttribute("aria-selected", "true");
    rows[place].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", rows[place].id);
  };
  const show = (found) => {
    list.replaceChildren(...found.rows.map((row, number) => option(row, `${list.id}-${number}`)));
    list.setAttribute("aria-label", found.label ?? "");
    told.textContent = found.status ?? "";
    if (!found.rows.length) return close();
    list.hidden = false;
    beside(area, field, list, typed.from);
    place = 0;
    pick(0);
  };
  const ask = async (now) => {
    const key = now.sign + now.text;
    if (!known.has(key)) {
      asked?.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(`${address}?${new URLSearchParams({ sign: now.sign, text: now.text })}`, { signal: asked.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return close();
        known.set(key, await answer.json());
      } catch {
        return;
      }
    }
    const found = known.get(key);
    if (!found.rows.length) empty = key;
    if (typed && typed.sign + typed.text === key && document.activeElement === area) show(found);
  };
  const take = (row) => {
    const { from, to } = typed;
    close();
    insert(area, `[${plain(row.dataset.title)}](${row.dataset.url}) `, from, to);
    close();
  };

  area.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.isComposing) return;
    const to = area.selectionEnd;
    const found = TYPED.exec(area.value.slice(Math.max(0, to - 60), to));
    const text = found?.[2] ?? "";
    const key = (found?.[1] ?? "") + text;
    /* Where nothing was found, nothing will be found by more letters. */
    if ([...text].length < 2 || /^\d+$/.test(text) || (empty && key.startsWith(empty))) return close();
    typed = { sign: found[1], text, from: to - key.length, to };
    timer = setTimeout(ask, WAIT_MS, typed);
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) pick(place + steps[event.key]);
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) take(list.children[place]);
    else if (event.key === "Escape") close();
    else {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  /* A press on a row must not take the focus from the area before the click is done. */
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row && typed) take(row);
  });
  area.addEventListener("blur", close);
}

function option(row, id) {
  const one = document.createElement("li");
  one.id = id;
  one.setAttribute("role", "option");
  one.setAttribute("aria-selected", "false");
  one.dataset.url = row.url;
  one.dataset.title = row.title;
  if (row.lang) one.lang = row.lang;
  one.append(Object.assign(document.createElement("span"), { textContent: row.title }));
  if (row.detail) one.append(Object.assign(document.createElement("span"), { className: "meta", textContent: row.detail }));
  return one;
}

/* Under the sign that was typed; on a narrow screen the style sheet puts the list under the area. */
function beside(area, field, list, at) {
  if (getComputedStyle(list).position !== "absolute") return;
  const style = getComputedStyle(area);
  const mirror = document.createElement("div");
  for (const name of ["font", "letterSpacing", "padding", "border", "boxSizing", "tabSize", "textIndent"]) mirror.style[name] = style[name];
  Object.assign(mirror.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", width: `${area.offsetWidth}px` });
  mirror.textContent = area.value.slice(0, at);
  const sign = mirror.appendChild(Object.assign(document.createElement("span"), { textContent: area.value[at] }));
  document.body.append(mirror);
  const [left, top] = [sign.offsetLeft, sign.offsetTop + sign.offsetHeight - area.scrollTop];
  mirror.remove();
  const [outer, inner] = [field.getBoundingClientRect(), area.getBoundingClientRect()];
  list.style.left = `${Math.max(0, Math.min(inner.left - outer.left + left, outer.width - list.offsetWidth))}px`;
  list.style.top = `${inner.top - outer.top + Math.min(top, area.offsetHeight) + 4}px`;
}
