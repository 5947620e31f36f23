"""Addresses of recordings: YouTube in all its forms, a media file, or any other page."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

LONGEST = 1_000
MEDIA = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
}
_YOUTUBE = re.compile(r"(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com")
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)
_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.ASCII
)
_HERE = {"localhost", "127.0.0.1"}
_PATHS = {"embed", "live", "shorts", "v", "e"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a recording is: `provider` is youtube, file or link."""

    provider: str
    url: str
    video_id: str = ""
    content_type: str = ""


def read_address(text: str) -> Address | None:
    """Return what the address points to, or None when it is no address that can be used.

    Plain http is taken for YouTube, which is never loaded so, and for this very machine.
    """
    found = _origin(text.strip())
    if found is None:
        return None
    scheme, host, port, parts = found
    if host == "youtu.be" or _YOUTUBE.fullmatch(host):
        video = _video(host, parts.path, parts.query)
        watch = f"https://www.youtube.com/watch?v={video}"
        return Address("youtube", watch, video) if video else None
    if scheme != "https" and host not in _HERE:
        return None
    url = f"{scheme}://{host}{port}{parts._replace(scheme='', netloc='').geturl()}"
    suffix = parts.path[parts.path.rfind(".") :].lower() if "." in parts.path else ""
    provider = "file" if suffix in MEDIA else "link"
    return Address(provider, url, content_type=MEDIA.get(suffix, ""))


def _origin(text: str) -> tuple[str, str, str, SplitResult] | None:
    """Return scheme, host in letters of ASCII, ":port" and the parts of an http address."""
    if len(text) > LONGEST or any(ord(letter) < 33 or letter in "\"'<>\\" for letter in text):
        return None
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return None
    known = host in _HERE or _HOST.fullmatch(host)
    if parts.scheme not in {"http", "https"} or parts.username is not None or not known:
        return None
    return parts.scheme, host, port, parts


def origin_of(url: str) -> str:
    """Return the origin of an address that was read before: "https://media.example.go.th"."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _video(host: str, path: str, query: str) -> str | None:
    pieces = [piece for piece in path.split("/") if piece]
    found = ""
    if host == "youtu.be":
        found = pieces[0] if pieces else ""
    elif pieces[:1] == ["watch"] or not pieces:
        found = parse_qs(query).get("v", [""])[0]
    elif len(pieces) >= 2 and pieces[0] in _PATHS:
        found = pieces[1]
    return found if _VIDEO.fullmatch(found) else None
