/* Pictures in a text that is being written: pasted, dropped or chosen. All words come from the template
   (components/pictures.html); refusals are said by the server. Contract:
   [data-pictures=url] in the form holds the part for browsers without scripts, which is put away, and two
   templates: [data-button] to choose a file, [data-panel] that asks what is to be seen. textarea[data-md] takes pictures.
   The picture is sent while its words are written. One is asked about at a time; the others wait. */

import { insert, plain } from "./insert.js";

const LARGEST = 4_500_000;
const LONGEST_SIDE = 2560;

const box = document.querySelector("[data-pictures]");
const form = box?.closest("form");
if (form) start();

const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function start() {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet" });
  sheet.href = new URL("../css/writing.css", import.meta.url);
  document.head.append(sheet);
  box.querySelector("fieldset").disabled = true;
  box.hidden = true;
  const told = Object.assign(document.createElement("p"), { className: "vh" });
  told.setAttribute("role", "status");
  box.after(told);
  /* Dropped beside a text box, a picture would be opened in place of the page. */
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => carries(event) && event.preventDefault());
  const waiting = [];
  let open = false;

  const next = () => {
    const [area, file] = waiting.shift() ?? [];
    open = Boolean(area);
    if (open) ask(area, file, told, next);
  };
  const take = (area, files) => {
    for (const file of files) waiting.push([area, file]);
    if (!open) next();
  };
  for (const area of form.querySelectorAll("textarea[data-md]")) watch(area, (files) => take(area, files));
}

function watch(area, take) {
  const pictures = (data) => [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  area.addEventListener("paste", (event) => {
    /* Programs that copy text add a picture of it. */
    if (event.clipboardData.types.includes("text/plain") || !pictures(event.clipboardData).length) return;
    event.preventDefault();
    take(pictures(event.clipboardData));
  });
  area.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    area.classList.add("over");
  });
  for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    take(pictures(event.dataTransfer));
  });
  const button = box.querySelector("template[data-button]").content.firstElementChild.cloneNode(true);
  const bar = area.closest(".rich")?.querySelector("markdown-toolbar");
  if (bar) bar.prepend(button);
  else {
    button.className = "btn quiet sm";
    let under = area.closest(".field").querySelector(".under");
    if (!under) area.after(under = Object.assign(document.createElement("p"), { className: "under" }));
    under.append(button);
  }
  button.setAttribute("aria-describedby", label(area));
  button.addEventListener("click", () => {
    const input = box.querySelector("[data-file]");
    input.value = "";
    input.onchange = () => take([...input.files]);
    input.click();
  });
}

function label(area) {
  const one = area.labels[0];
  if (!one) return "";
  one.id ||= `${area.id}-label`;
  return one.id;
}

function ask(area, file, told, done) {
  const panel = box.querySelector("template[data-panel]").content.firstElementChild.cloneNode(true);
  const [says, problem] = [panel.querySelector("[role=status]"), panel.querySelector(".err")];
  const [words, decoration, put] = [panel.querySelector("#pic-alt"), panel.querySelector("#pic-plain"), panel.querySelector("[data-put]")];
  let address = "";
  let wanted = false;
  let sending = null;
  (area.closest(".rich") ?? area).after(panel);
  words.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "center" });

  const complain = (text) => {
    problem.hidden = !text;
    problem.querySelector("[data-said]").textContent = text;
    if (text) says.textContent = "";
  };
  const close = () => {
    sending?.abort();
    panel.remove();
    area.focus();
    done();
  };
  const place = () => {
    const at = area.selectionStart;
    const [before, after] = [area.value.slice(0, at), area.value.slice(area.selectionEnd)];
    const gap = (text, edge) => (!text || edge.test(text) ? "" : "\n\n");
    panel.remove();
    insert(area, `${gap(before, /\n\n$/)}![${decoration.checked ? "" : plain(words.value)}](${address})${gap(after, /^\n\n/)}`);
    told.textContent = box.dataset.put;
    done();
  };
  const ready = () => {
    if (decoration.checked || words.value.trim()) return true;
    words.setAttribute("aria-invalid", "true");
    complain(words.dataset.lacking);
    words.focus();
    return false;
  };
  const go = () => {
    if (!ready()) return;
    if (address) return place();
    wanted = Boolean(sending);
    if (wanted) says.textContent = box.dataset.wait;
  };
  put.addEventListener("click", go);
  panel.querySelector("[data-drop]").addEventListener("click", close);
  decoration.addEventListener("change", () => {
    words.disabled = decoration.checked;
    complain("");
  });
  words.addEventListener("input", () => {
    words.removeAttribute("aria-invalid");
    complain("");
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && event.target.matches("input") && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      go();
    }
  });

  smaller(file).then((picture) => {
    if (!panel.isConnected) return;
    sending = send(picture, (percent) => {
      /* Screen readers say each change. */
      const text = box.dataset.sending.replace("{percent}", percent);
      if (!wanted && says.textContent !== text) says.textContent = text;
    });
    sending.then((found) => {
      address = found.address;
      const seen = panel.querySelector("img");
      Object.assign(seen, { src: address, width: found.width, height: found.height, hidden: false });
      says.textContent = box.dataset.sent;
      if (wanted && panel.isConnected) place();
    }, (error) => {
      sending = null;
      panel.classList.add("failed");
      complain(error.message);
      panel.querySelector("[data-drop]").focus();
    });
  });
}

/* Send with progress; rejects with words that say what to do. */
function send(file, tell) {
  const request = new XMLHttpRequest();
  const promise = new Promise((resolve, reject) => {
    const fail = (text) => reject(new Error(text));
    request.upload.addEventListener("progress", (event) => event.lengthComputable && tell(20 * Math.floor((5 * event.loaded) / event.total)));
    request.addEventListener("error", () => fail(box.dataset.failed));
    request.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch { /* a page: the status says it all */ }
      if (request.status === 201) resolve(answer);
      else fail({ 401: box.dataset.ended, 429: box.dataset.slow }[request.status] ?? (answer.detail || box.dataset.failed));
    });
  });
  const data = new FormData();
  data.append("csrf_token", form.elements.csrf_token.value);
  data.append("file", file, file.name || "picture");
  request.open("POST", box.dataset.pictures);
  request.setRequestHeader("Accept", "application/json");
  request.send(data);
  promise.abort = () => request.abort();
  return promise;
}

/* A photograph of a telephone is larger than any page shows it. */
async function smaller(file) {
  if (file.size <= LARGEST || !("createImageBitmap" in window)) return file;
  try {
    const picture = await createImageBitmap(file);
    const part = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * part);
    canvas.height = Math.round(picture.height * part);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return (await new Promise((made) => canvas.toBlob(made, "image/jpeg", 0.85))) ?? file;
  } catch {
    return file;
  }
}
