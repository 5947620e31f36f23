/* Keys of the review queue: j and k go to the next and the previous lesson, a and e choose a decision and never send it.
   Contract: [data-review] with data-next and data-previous; radios #decision-0 and #decision-1; [data-keys-on] switches the keys off, for good. */

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

const acts = {
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
