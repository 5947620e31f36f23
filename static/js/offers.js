/* Offers under a search field while one types: a combobox with a list to pick from (WAI-ARIA 1.2).
   All words come from the server. Contract: offer(field) is called once for an
   input[type=search] in a form[role=search]; rows come from the form's address + "/suggest".
   Arrow keys go through the rows, Enter opens the chosen one and else sends the form, Escape
   closes the list, a second one empties the field. */

const WAIT_MS = 120;
let lists = 0;

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL("../css/offers.css", import.meta.url);
document.head.append(sheet);

export function offer(field) {
  const form = field.form;
  const box = document.createElement("div");
  box.className = "offers";
  const list = document.createElement("ul");
  list.id = `offers-${++lists}`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const told = document.createElement("p");
  told.className = "vh";
  told.setAttribute("role", "status");
  box.append(list, told);
  form.append(box);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) field.setAttribute(name, value);
  field.autocomplete = "off";

  const known = new Map();
  let place = -1;
  let timer;
  let wanted = "";

  const rows = () => [...list.querySelectorAll('[role="option"]')];
  const close = () => {
    list.hidden = true;
    place = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const pick = (to) => {
    const all = rows();
    all[place]?.setAttribute("aria-selected", "false");
    place = to < -1 ? all.length - 1 : to >= all.length ? -1 : to;
    if (place < 0) return field.removeAttribute("aria-activedescendant");
    all[place].setAttribute("aria-selected", "true");
    all[place].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", all[place].id);
  };
  const show = (found) => {
    list.replaceChildren(...groups(found.suggestions, list.id));
    list.setAttribute("aria-label", found.label || "");
    told.textContent = found.status || "";
    if (!found.suggestions.length) return close();
    place = -1;
    list.hidden = false;
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", "true");
  };
  const ask = async (typed) => {
    if (!known.has(typed)) {
      try {
        const answer = await fetch(`${form.action}/suggest?${new URLSearchParams({ q: typed })}`, { headers: { accept: "application/json" } });
        if (!answer.ok) return;
        known.set(typed, await answer.json());
      } catch {
        return;
      }
    }
    if (typed === wanted && document.activeElement === field) show(known.get(typed));
  };

  field.addEventListener("input", () => {
    wanted = field.value.trim();
    clearTimeout(timer);
    if (!wanted) return close();
    timer = setTimeout(ask, WAIT_MS, wanted);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return void (field.value.trim() && ask((wanted = field.value.trim())));
      event.preventDefault();
      pick(place + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && place >= 0) {
      event.preventDefault();
      rows()[place].click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  /* A press on a row must not take the focus from the field before the click is done. */
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest('[role="option"]');
    if (row) location.assign(row.dataset.url);
  });
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
}

function groups(found, id) {
  const parts = [];
  let group = null;
  found.forEach((row, number) => {
    if (row.group !== group?.name) {
      const head = document.createElement("li");
      const inside = document.createElement("ul");
      const title = document.createElement("span");
      head.setAttribute("role", "presentation");
      title.id = `${id}-g${parts.length}`;
      title.className = "meta";
      title.textContent = row.group;
      inside.setAttribute("role", "group");
      inside.setAttribute("aria-labelledby", title.id);
      head.append(title, inside);
      parts.push(head);
      group = { name: row.group, inside };
    }
    group.inside.append(option(row, `${id}-${number}`));
  });
  return parts;
}

function option(row, id) {
  const one = document.createElement("li");
  one.id = id;
  one.setAttribute("role", "option");
  one.setAttribute("aria-selected", "false");
  one.dataset.url = row.url;
  if (row.lang) one.lang = row.lang;
  const title = document.createElement("span");
  title.textContent = row.title;
  one.append(title);
  if (row.detail) {
    const detail = document.createElement("span");
    detail.className = "meta";
    detail.textContent = row.detail;
    one.append(detail);
  }
  return one;
}
