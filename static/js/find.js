/* Searching inside a transcript: marks every place, counts them, steps through them.
   Enter and Shift+Enter in the field step forward and back, Escape empties it. */

const folded = (text) => text.toLowerCase().replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));

/* Make `form` search the cues ({text: element}); `shown(cue, mark)` is called for each place stepped to. */
export function searchIn(form, cues, shown) {
  const field = form.querySelector("input");
  const out = form.querySelector("output");
  let hits = [];
  let place = -1;
  let timer;

  const count = () => {
    const text = hits.length ? out.dataset.text : out.dataset.none;
    out.textContent = field.value.trim() ? text.replace("{n}", place + 1).replace("{total}", hits.length) : "";
  };
  const step = (by) => {
    if (!hits.length) return;
    hits[place]?.mark.classList.remove("cur");
    place = (place + by + hits.length) % hits.length;
    hits[place].mark.classList.add("cur");
    shown(hits[place].cue, hits[place].mark);
    count();
  };
  const search = () => {
    const wanted = folded(field.value.trim());
    hits = cues.flatMap((cue) => mark(cue, wanted));
    place = -1;
    if (hits.length) step(1);
    else count();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 200);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && field.value) {
      field.value = "";
      search();
    }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-find-prev]").addEventListener("click", () => step(-1));
  form.querySelector("[data-find-next]").addEventListener("click", () => step(1));
  if (field.value) search();
}

function mark(cue, wanted) {
  const whole = cue.text.textContent;
  const low = folded(whole);
  if (!wanted || low.length !== whole.length || !low.includes(wanted)) {
    if (cue.text.firstElementChild) cue.text.textContent = whole;
    return [];
  }
  const parts = [];
  const found = [];
  let from = 0;
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    const one = document.createElement("mark");
    one.textContent = whole.slice(at, at + wanted.length);
    parts.push(whole.slice(from, at), one);
    found.push({ mark: one, cue });
    from = at + wanted.length;
  }
  cue.text.replaceChildren(...parts, whole.slice(from));
  return found;
}
