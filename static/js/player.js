/* The recording page: player, transcript, chapters. All words come from the template. Contract:

   <div class="player" data-provider="file|youtube" data-origin="https://www.youtube-nocookie.com" data-video="ID" data-start="0" data-title="…">
     file:    a <video> or <audio> inside, controls on, captions as <track>
     youtube: <div class="gate">… <button type="button" class="player-load" data-text="เล่นต่อที่ {time}">; nothing is requested from
              outside before that button is pressed; data-origin is the only address that is loaded, written to or listened to
   <div class="lines" tabindex="0"> around
   <ol class="cues" data-transcript><li id="c12" data-start="12.3" data-end="15.0"><a class="cue-time" href="?t=12">0:12</a> <span class="cue-text">…</span></li>
   <… data-chapters> around <a data-seek="870" href="?t=870">            any [data-seek] link outside works too
   <form class="inside" data-find hidden> input, <output data-text="{n} จาก {total}" data-none="ไม่พบ">, [data-find-prev], [data-find-next]
   <p class="resume" data-resume hidden> with a <button>                  shown when the reader's own scrolling stopped the following
   <select data-speed hidden>, <input type="checkbox" data-keys checked>  the second is the off switch of the keys
   Keys outside inputs: space plays and stops, arrows 10 seconds, c captions (files), f search.
   Without scripts each ?t= link opens the page at that time. */

import { searchIn } from "./find.js";

const player = document.querySelector(".player");
const list = document.querySelector("[data-transcript]");
const lines = list?.closest(".lines");
const resume = document.querySelector("[data-resume]");
const cues = [...(list?.querySelectorAll("li[data-start]") ?? [])].map((line) => ({
  line, from: Number(line.dataset.start), text: line.querySelector(".cue-text"),
}));
const chapters = [...document.querySelectorAll("[data-chapters] [data-seek]")];
let start = Number(player?.dataset.start ?? 0);
let driver = null;
let current = null;
let following = true;

/* ---- two ways to play, one set of acts ---- */

function ofMedia(media) {
  const tell = () => at(media.currentTime);
  for (const name of ["timeupdate", "seeked"]) media.addEventListener(name, tell);
  const begin = () => {
    if (start) media.currentTime = start;
  };
  if (media.readyState > 0) begin();
  else media.addEventListener("loadedmetadata", begin, { once: true });
  return {
    seek: (seconds) => {
      start = seconds;
      media.currentTime = seconds;
      media.play().catch(() => { /* the browser wants a press on the player itself */ });
    },
    toggle: () => (media.paused ? media.play().catch(() => {}) : media.pause()),
    time: () => media.currentTime,
    speed: (rate) => { media.playbackRate = rate; },
    captions: () => {
      const track = [...media.textTracks].find((one) => one.kind === "captions" || one.kind === "subtitles");
      if (track) track.mode = track.mode === "showing" ? "hidden" : "showing";
    },
  };
}

function ofYouTube(origin, video) {
  const frame = document.createElement("iframe");
  const query = new URLSearchParams({
    enablejsapi: "1", autoplay: "1", playsinline: "1", rel: "0", cc_load_policy: "1",
    hl: document.documentElement.lang, start: String(Math.floor(start)), origin: location.origin,
  });
  frame.src = `${origin}/embed/${encodeURIComponent(video)}?${query}`;
  frame.title = player.dataset.title ?? document.title;
  if (/[\u0e01-\u0e4e]/.test(frame.title)) frame.lang = "th";
  frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  let now = start;
  let playing = true;
  let heard = false;
  const send = (message) => frame.contentWindow?.postMessage(JSON.stringify({ id: 1, channel: "widget", ...message }), origin);
  const command = (func, ...args) => send({ event: "command", func, args });
  const knock = setInterval(() => (heard || !frame.isConnected ? clearInterval(knock) : send({ event: "listening" })), 250);
  addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    let said;
    try {
      said = typeof event.data === "string" ? JSON.parse(event.data) : event.data;
    } catch {
      return;
    }
    heard = true;
    const info = said?.info;
    if (!info || typeof info !== "object") return;
    if (typeof info.playerState === "number") playing = info.playerState === 1 || info.playerState === 3;
    if (typeof info.currentTime === "number") at(now = info.currentTime);
  });
  player.querySelector(".gate").replaceWith(frame);
  frame.focus();
  return {
    seek: (seconds) => {
      now = seconds;
      command("seekTo", seconds, true);
      command("playVideo");
    },
    toggle: () => {
      command(playing ? "pauseVideo" : "playVideo");
      playing = !playing;
    },
    time: () => now,
    speed: (rate) => command("setPlaybackRate", rate),
    captions: () => {},
  };
}

/* ---- where we are ---- */

function cueAt(seconds) {
  let low = 0;
  let high = cues.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cues[middle].from <= seconds + 0.05) low = middle + 1;
    else high = middle;
  }
  return cues[low - 1] ?? null;
}

function at(seconds) {
  const cue = cueAt(seconds);
  if (cue === current) return;
  current?.line.removeAttribute("aria-current");
  cue?.line.setAttribute("aria-current", "true");
  current = cue;
  let here = null;
  for (const link of chapters) if (Number(link.dataset.seek) <= seconds + 0.05) here = link;
  for (const link of chapters) {
    if (link === here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (following) show(cue);
}

const scrolls = () => Boolean(lines) && lines.scrollHeight > lines.clientHeight + 4;

function show(cue) {
  if (!cue) return;
  if (scrolls()) lines.scrollTop = cue.line.offsetTop - lines.clientHeight / 3;
  else if (driver && window.scrollY > 0) cue.line.scrollIntoView({ block: "nearest" });
}

function follow(on) {
  following = on;
  if (resume) resume.hidden = on;
}

function stop() {
  if (driver && current && following) follow(false);
}

/* ---- going to a moment ---- */

const stamp = (seconds) => {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":");
};

function go(seconds, link) {
  history.replaceState(null, "", `?t=${Math.floor(seconds)}`);
  follow(true);
  if (driver) {
    driver.seek(seconds);
    at(seconds);
    return;
  }
  start = seconds;
  at(seconds);
  const load = player?.querySelector(".player-load");
  if (!load) return;
  const label = load.querySelector("[data-label]") ?? load;
  label.textContent = load.dataset.text.replace("{time}", stamp(seconds));
  load.scrollIntoView({ block: "nearest" });
  if (link) load.focus({ preventScroll: true });
}

addEventListener("click", (event) => {
  const link = event.target.closest?.("a.cue-time, a[data-seek]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(Number(link.dataset.seek ?? link.closest("li").dataset.start), link);
});

/* ---- searching inside ---- */

const find = document.querySelector("form[data-find]");
if (find && cues.length) {
  find.hidden = false;
  searchIn(find, cues, (cue, one) => {
    stop();
    if (scrolls()) show(cue);
    else one.scrollIntoView({ block: "center" });
  });
}

/* ---- following, speed, keys ---- */

for (const name of ["wheel", "touchmove"]) {
  addEventListener(name, (event) => {
    if (scrolls() ? lines.contains(event.target) : true) stop();
  }, { passive: true });
}
lines?.addEventListener("keydown", (event) => {
  if (["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"].includes(event.key)) stop();
});
resume?.querySelector("button").addEventListener("click", () => {
  follow(true);
  show(current);
  current?.line.querySelector(".cue-time").focus({ preventScroll: true });
});

const speed = document.querySelector("select[data-speed]");
speed?.addEventListener("change", () => driver?.speed(Number(speed.value)));

const keys = document.querySelector("input[data-keys]");
const KEYS = "cop-player-keys";
try {
  if (keys) keys.checked = localStorage.getItem(KEYS) !== "off";
  keys?.addEventListener("change", () => localStorage.setItem(KEYS, keys.checked ? "on" : "off"));
} catch { /* storage switched off: the choice holds for this page */ }

addEventListener("keydown", (event) => {
  const target = event.target;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && !event.isComposing;
  if (!plain || (keys && !keys.checked) || target.closest?.("input, textarea, select, video, audio, [contenteditable]")) return;
  if (event.key === " " && target.closest?.("button, a, summary")) return;
  if (event.key === "f" && find && !find.hidden) find.querySelector("input").focus();
  else if (!driver) return;
  else if (event.key === " ") driver.toggle();
  else if (event.key === "ArrowLeft") driver.seek(Math.max(0, driver.time() - 10));
  else if (event.key === "ArrowRight") driver.seek(driver.time() + 10);
  else if (event.key === "c") driver.captions();
  else return;
  event.preventDefault();
});

/* ---- beginning ---- */

const begun = (made) => {
  driver = made;
  if (speed) speed.hidden = false;
};
const media = player?.querySelector("video, audio");
if (media) begun(ofMedia(media));
player?.querySelector(".player-load")?.addEventListener("click", () => {
  begun(ofYouTube(player.dataset.origin, player.dataset.video));
});
if (start) at(start);
