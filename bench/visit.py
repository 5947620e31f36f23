"""What a first visit loads: the page and all that its HTML, style sheets and scripts name."""

import gzip
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from bench.wire import Line, get

_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
_SOURCES = {"script": "src", "img": "src", "use": "href", "source": "src"}
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)""")
# An import in parentheses is asked for later, when something is used that needs it.
_IMPORT = re.compile(r"""^\s*(?:import|export)\b(?!\s*\()[^"'\n]*["']([^"']+)["']""", re.MULTILINE)
_PACKED = ("font/", "image/png", "image/jpeg", "image/webp", "video/", "audio/")


@dataclass
class Visit:
    """Requests and KB of a first visit; `kinds` are KB by content type."""

    requests: int
    kb: float
    kinds: dict[str, float]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and _LINKS & set((given.get("rel") or "").split()):
            self.found.append(given.get("href") or "")
        elif tag in _SOURCES:
            self.found.append(given.get(_SOURCES[tag]) or "")


def first_visit(port: int, path: str) -> Visit:
    """Load the page as a browser with an empty cache would, fonts of the sheets included."""
    line = Line(port)
    waiting, seen, kinds = [path], set(), {}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = line.ask(get(address))
        if answer.status != 200:
            raise SystemExit(f"{address} was answered {answer.status}")
        kind = answer.headers.get("content-type", "").split(";")[0]
        kinds[kind] = kinds.get(kind, 0.0) + sent_bytes(answer.body, answer.headers) / 1024
        waiting += [one for one in named_in(address, kind, answer.body) if one not in seen]
    line.close()
    return Visit(len(seen), sum(kinds.values()), kinds)


def sent_bytes(body: bytes, headers: dict[str, str]) -> int:
    """How many bytes travel where a proxy compresses what compresses."""
    kind = headers.get("content-type", "")
    if "content-encoding" in headers or kind.startswith(_PACKED):
        return len(body)
    return len(gzip.compress(body, 6))


def named_in(address: str, kind: str, body: bytes) -> list[str]:
    """Return the addresses on this site that a page, a style sheet or a script names."""
    if kind == "text/html":
        parser = _Links()
        parser.feed(body.decode())
        links = parser.found
    elif kind == "text/css":
        links = _CSS_URL.findall(body.decode())
    elif "javascript" in kind:
        links = _IMPORT.findall(body.decode())
    else:
        links = []
    whole = (urldefrag(urljoin(address, one))[0] for one in links if not one.startswith("data:"))
    return [one for one in whole if one.startswith("/")]
