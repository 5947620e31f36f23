/* While the index is built: asks every few seconds how far it is, until it is done or ten minutes have passed.
   The link to the newest state stays for whoever has no scripts; a tab out of sight asks nothing.
   Contract: [data-progress] holds the state; data-progress names the page that has it newer, and is empty
   when nothing more will come. [data-progress-done] is a status line that is told the end. */

const EVERY = 3000;
const MOST = 200;
const box = document.querySelector("[data-progress]");
const done = document.querySelector("[data-progress-done]");
let asked = 0;
let wait = EVERY;

const newest = async () => {
  const answer = await fetch(box.dataset.progress, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-progress]");
};

/* Moves the bar where there is one in both, so that the keyboard's place on the page is kept. */
const show = (state) => {
  const [old, bar] = [box.querySelector("progress"), state.querySelector("progress")];
  if (old && bar) {
    old.max = bar.max;
    old.value = bar.value;
    box.querySelector("p").replaceWith(state.querySelector("p"));
  } else {
    const held = box.contains(document.activeElement);
    box.replaceChildren(...state.childNodes);
    if (held) (box.querySelector("a") ?? document.querySelector("main")).focus();
  }
};

const ask = async () => {
  asked += 1;
  try {
    const state = document.hidden ? null : await newest();
    if (state) {
      const goesOn = state.dataset.progress;
      show(state);
      box.dataset.progress = goesOn;
      if (!goesOn && done) done.textContent = box.textContent.trim();
      wait = EVERY;
    }
  } catch {
    wait = Math.min(wait * 2, 30_000);
  }
  next();
};

const next = () => {
  if (box?.dataset.progress && asked < MOST) setTimeout(ask, wait);
};

next();
