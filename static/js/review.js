/* Keys of the review queue: j and k go to the next and the previous lesson, n and p to the next and the previous field, c opens
   the form of a remark there, a and e choose a decision and never send it, ? hides and shows the list [data-keys].
   Contract: [data-review] with data-next and data-previous; radios #decision-0 and #decision-1; [data-keys-on] switches the keys off, for good;
   [data-copy] names the field that the button copies, [data-copied] is what it says then. */

const page = document.querySelector("[data-review]");
const toggle = document.querySelector("[data-keys-on]");
const KEPT = "cop-review-keys";
const typing = (target) => target instanceof Element && target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

try {
  if (toggle && localStorage.getItem(KEPT) === "off") toggle.checked = false;
} catch { /* storage switched off: the keys are on */ }

toggle?.addEventListener("change", () => {
  try {
    localStorage.setItem(KEPT, toggle.checked ? "on" : "off");
  } catch { /* storage switched off: the choice lasts for this page */ }
});

const choose = (id) => {
  const radio = document.getElementById(id);
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  radio.focus();
};

const bits = () => [...document.querySelectorAll(".sheet .bit")].filter((one) => one.offsetParent && one.querySelector("h3"));
let here = -1;
const go = (by) => {
  const all = bits();
  here = Math.min(Math.max(here + by, 0), all.length - 1);
  const bit = all[here];
  if (!bit) return;
  bit.tabIndex = -1;
  bit.focus();
  bit.scrollIntoView({ block: "center" });
};
const say = () => {
  const fold = (bits()[here] ?? document).querySelector("[data-say]")?.closest("details");
  if (!fold) return;
  fold.open = true;
  fold.querySelector("textarea").focus();
};
const list = document.querySelector("[data-keys]");

const acts = {
  n: () => go(1),
  p: () => go(-1),
  c: say,
  "?": () => { if (list) list.hidden = !list.hidden; },
  j: () => page.dataset.next && location.assign(page.dataset.next),
  k: () => page.dataset.previous && location.assign(page.dataset.previous),
  a: () => choose("decision-0"),
  e: () => choose("decision-1"),
};

if (page && toggle) {
  addEventListener("keydown", (event) => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/* A link to pass on: the button copies it; without scripts the field is there to be copied by hand. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const words = button.querySelector("span");
  button.hidden = !field;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      words.textContent = button.dataset.copied;
    } catch { /* not allowed to: it is selected, the person copies it */ }
  });
}
