/* On the results of a search: tells which place on the list was opened first, so that curators see which
   searches lead nowhere. The link itself is not touched; a click that cannot be told is not told.
   Contract: form[data-follow] holds csrf_token, data-q (the words), data-first (the place of the first
   .hit on this page) and data-clicks (the address that is told). */

const form = document.querySelector("form[data-follow]");
const list = document.querySelector(".hits");

if (form && list && navigator.sendBeacon) {
  const hits = [...list.querySelectorAll(".hit")];
  let told = false;
  const tell = (event) => {
    if (told || event.button > 1) return;
    const place = hits.indexOf(event.target.closest?.("a")?.closest(".hit"));
    if (place < 0) return;
    const said = new FormData();
    said.set("csrf_token", form.elements.csrf_token.value);
    said.set("q", form.dataset.q);
    said.set("rank", Number(form.dataset.first) + place);
    told = navigator.sendBeacon(form.dataset.clicks, said);
  };
  list.addEventListener("click", tell);
  list.addEventListener("auxclick", tell);
}
