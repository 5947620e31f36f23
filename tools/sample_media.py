"""Make the example recording and the example material again: `python -m tools.sample_media`.

Both are our own: slides drawn in Chromium with the fonts of this project, a soft tone, and a
page of Thai text printed to PDF. Nothing of anybody else's stands in them.
"""

import base64
import struct
import tomllib
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "cop" / "operations" / "content"
FONT = ROOT / "static/vendor/anuphan-5.3.0/anuphan-thai-wght-normal.woff2"
TEXT_FONT = ROOT / "static/vendor/plex-sans-thai-looped-1.1.0/IBMPlexSansThaiLooped-Regular.woff2"
ORIGIN = "http://localhost:9"
FRAMES_A_SECOND = 1
SECONDS_A_CLUSTER = 15

ENCODE = """
async ({seconds, chapters, fps, every}) => {
  const font = new FontFace('Anuphan', 'url(/font.woff2)', {weight: '100 700'});
  document.fonts.add(await font.load());
  const canvas = new OffscreenCanvas(640, 360), pen = canvas.getContext('2d');
  const draw = (t) => {
    const now = chapters.filter((c) => c.start <= t).at(-1);
    pen.fillStyle = '#16335b'; pen.fillRect(0, 0, 640, 360);
    pen.fillStyle = '#e5a823'; pen.fillRect(48, 206, 72, 5);
    pen.fillStyle = '#fff'; pen.font = '600 34px Anuphan'; pen.fillText(now.title, 48, 172);
    pen.font = '400 19px Anuphan';
    pen.fillText('ภาพและเสียงนี้ทำขึ้นเป็นตัวอย่าง', 48, 250);
    pen.font = '400 22px monospace';
    pen.fillText(`0${Math.floor(t / 60)}:${String(Math.floor(t) % 60).padStart(2, '0')}`, 48, 310);
    pen.fillStyle = '#7f97b8'; pen.fillRect(130, 303, 460, 4);
    pen.fillStyle = '#fff'; pen.fillRect(130, 303, 460 * t / seconds, 4);
  };
  const out = [];
  const keep = (track) => (chunk) => {
    const data = new Uint8Array(chunk.byteLength); chunk.copyTo(data);
    let text = ''; for (const byte of data) text += String.fromCharCode(byte);
    out.push({track, at: chunk.timestamp, key: chunk.type === 'key', data: btoa(text)});
  };
  const fail = (error) => { throw error; };
  const video = new VideoEncoder({output: keep(1), error: fail});
  video.configure({codec: 'vp8', width: 640, height: 360, bitrate: 8000, framerate: fps});
  for (let i = 0; i < seconds * fps; i++) {
    draw(i / fps);
    const frame = new VideoFrame(canvas, {timestamp: i * 1e6 / fps, duration: 1e6 / fps});
    video.encode(frame, {keyFrame: i % (every * fps) === 0}); frame.close();
  }
  await video.flush();
  const audio = new AudioEncoder({output: keep(2), error: fail});
  const rate = 48000, opus = {frameDuration: 60000, usedtx: true};
  audio.configure({codec: 'opus', sampleRate: rate, numberOfChannels: 1, bitrate: 6000, opus});
  for (let s = 0; s < seconds; s++) {
    const data = new Float32Array(rate);
    const start = chapters.some((c) => c.start === s);
    for (let i = 0; i < rate; i++) {
      const fade = Math.min(1, i / 4800, (rate - i) / 4800);
      data[i] = start ? 0.05 * fade * Math.sin(2 * Math.PI * 330 * i / rate) : 0;
    }
    audio.encode(new AudioData({format: 'f32', sampleRate: rate, numberOfFrames: rate,
      numberOfChannels: 1, timestamp: s * 1e6, data}));
  }
  await audio.flush();
  return out;
}
"""


def main() -> None:
    """Write the recording and the material beside the other content."""
    text = (CONTENT / "texts" / "sessions.toml").read_text(encoding="utf-8")
    facts = tomllib.loads(text)["recording"]
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page()
        page.route(f"{ORIGIN}/**", _serve)
        page.goto(f"{ORIGIN}/")
        (CONTENT / "media" / facts["file"]).write_bytes(_recording(page, facts))
        page.goto(f"{ORIGIN}/paper")
        page.evaluate("document.fonts.ready")
        (CONTENT / "media" / "summary.pdf").write_bytes(page.pdf(format="A4"))
        browser.close()


def _serve(route: Route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path.endswith(".woff2"):
        route.fulfill(path=FONT if path == "/font.woff2" else TEXT_FONT)
        return
    paper = (CONTENT / "media" / "summary.html").read_text(encoding="utf-8")
    body = paper if path == "/paper" else "<!doctype html><title>x</title>"
    route.fulfill(body=body, content_type="text/html; charset=utf-8")


def _recording(page: Page, facts: dict[str, Any]) -> bytes:
    seconds = facts["duration_seconds"]
    given = {
        "seconds": seconds,
        "chapters": facts["chapters"],
        "fps": FRAMES_A_SECOND,
        "every": SECONDS_A_CLUSTER,
    }
    blocks = sorted(page.evaluate(ENCODE, given), key=lambda one: (one["at"], one["track"]))
    return _webm(blocks, seconds)


def _webm(blocks: list[dict[str, Any]], seconds: int) -> bytes:
    """Return a WebM file: a cluster begins with each key frame and has its place in the cues."""
    head = _box(0x1A45DFA3, _text(0x4282, "webm"), _number(0x4287, 4), _number(0x4285, 2))
    info = _box(
        0x1549A966,
        _number(0x2AD7B1, 1_000_000),
        _text(0x4D80, "cop"),
        _text(0x5741, "cop"),
        _box(0x4489, struct.pack(">d", seconds * 1000.0)),
    )
    tracks = _box(0x1654AE6B, _video_track(), _audio_track())
    clusters: list[bytes] = []
    marks: list[bytes] = []
    # The cues come first, so their own length moves what they point to: it is known beforehand.
    count = -(-seconds // SECONDS_A_CLUSTER)
    before = len(info) + len(tracks) + _cues_length(count)
    for start in range(0, seconds, SECONDS_A_CLUSTER):
        place = before + sum(map(len, clusters))
        marks.append(_mark(start * 1000, place))
        clusters.append(_cluster(blocks, start))
    cues = _box(0x1C53BB6B, *marks)
    return head + _box(0x18538067, info, tracks, cues, *clusters)


def _cluster(blocks: list[dict[str, Any]], start: int) -> bytes:
    parts = [_number(0xE7, start * 1000)]
    for one in blocks:
        at = round(one["at"] / 1000) - start * 1000
        if 0 <= at < SECONDS_A_CLUSTER * 1000:
            flags = 0x80 if one["key"] else 0
            head = bytes([0x80 | one["track"]]) + struct.pack(">hB", at, flags)
            parts.append(_box(0xA3, head, base64.b64decode(one["data"])))
    return _box(0x1F43B675, *parts)


def _mark(at: int, place: int) -> bytes:
    where = _box(0xB7, _number(0xF7, 1), _box(0xF1, place.to_bytes(4, "big")))
    return _box(0xBB, _box(0xB3, at.to_bytes(4, "big")), where)


def _cues_length(count: int) -> int:
    return len(_box(0x1C53BB6B, *[_mark(0, 0)] * count))


def _video_track() -> bytes:
    size = _box(0xE0, _number(0xB0, 640), _number(0xBA, 360))
    return _box(
        0xAE, _number(0xD7, 1), _number(0x73C5, 1), _number(0x83, 1), _text(0x86, "V_VP8"), size
    )


def _audio_track() -> bytes:
    private = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 312, 48000, 0, 0)
    sound = _box(0xE1, _box(0xB5, struct.pack(">d", 48000.0)), _number(0x9F, 1))
    return _box(
        0xAE,
        _number(0xD7, 2),
        _number(0x73C5, 2),
        _number(0x83, 2),
        _text(0x86, "A_OPUS"),
        _box(0x63A2, private),
        _number(0x56AA, 6_500_000),
        _number(0x56BB, 80_000_000),
        sound,
    )


def _box(name: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    # A short length where it fits: what guesses kinds of files looks for it in the header.
    size = len(body)
    length = bytes([0x80 | size]) if size < 127 else (size | (1 << 56)).to_bytes(8, "big")
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + length + body


def _number(name: int, value: int) -> bytes:
    return _box(name, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def _text(name: int, value: str) -> bytes:
    return _box(name, value.encode())


if __name__ == "__main__":
    main()
