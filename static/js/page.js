/* On every page: "/" goes to search, menus close, messages can be dismissed, no form is sent twice.
   All words come from the templates. Contract:
   [data-slash] the field that "/" focuses; details.menu closes on Escape and on a click outside;
   details[data-wide-open] starts open where the window is wide;
   [data-dismiss] removes its .toast; form[data-guard] is sent once;
   form[data-forget-drafts] drops the drafts kept in this browser (form.js keeps them). */

const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.querySelector("details.menu[open]");
    if (open) {
      const inside = open.contains(document.activeElement);
      open.open = false;
      if (inside) open.querySelector("summary").focus();
    }
    return;
  }
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const field = [...document.querySelectorAll("[data-slash]")].find((one) => one.offsetParent);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

/* What is offered while one types in a search field is fetched when the first one gets the focus. */
const offering = (field) => {
  if (!field?.matches?.('form[role="search"] input[type="search"]') || field.dataset.offers) return;
  field.dataset.offers = "1";
  import("./offers.js").then(({ offer }) => offer(field));
};
addEventListener("focusin", (event) => offering(event.target));
offering(document.activeElement);

addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const button = event.target.closest?.("[data-dismiss]");
  if (button) button.closest(".toast").remove();
});

for (const button of document.querySelectorAll("[data-dismiss]")) button.hidden = false;

if (matchMedia("(min-width: 52.01rem)").matches) {
  for (const fold of document.querySelectorAll("details[data-wide-open]")) fold.open = true;
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-forget-drafts]")) forgetDrafts();
  if (!form.matches("[data-guard]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
});

/* Coming back by the back button, or a download that left the page standing: the form may be sent again. */
const release = () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
};
addEventListener("pageshow", release);
addEventListener("submit", () => setTimeout(release, 8000));

function forgetDrafts() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("cop-draft:")) localStorage.removeItem(key);
  } catch { /* storage switched off: nothing was kept */ }
}

/* A form that was sent and led to a page without errors leaves no draft behind. */
try {
  const sent = sessionStorage.getItem("cop-sent");
  if (sent) {
    sessionStorage.removeItem("cop-sent");
    if (!document.querySelector("[data-error-summary], [data-problem]")) localStorage.removeItem(sent);
  }
} catch { /* storage switched off */ }
