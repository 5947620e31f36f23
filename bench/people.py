"""Somebody signed in at each of the two servers."""

import hashlib
import re
import secrets
import sqlite3
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from bench.wire import Line, get, post

EMAIL, PASSWORD = "staff@demo.example", "demo-2563-cop"
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NAME, _VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')


@dataclass
class Person:
    """A browser: its connection, its cookies, and the token of its forms."""

    line: Line
    cookie: str
    token: str = ""

    def post_reply(self, thread: str, words: str) -> float:
        """Send a reply; return the seconds until the answer. Raises when it was not taken."""
        fields = {"body": words}
        if self.token:
            fields |= {"csrf_token": self.token, "form_key": uuid.uuid4().hex}
        request = post(f"{thread}/replies", urlencode(fields).encode(), self.cookie)
        answer = self.line.ask(request)
        if answer.status != 303:
            raise SystemExit(f"a reply was answered {answer.status}: {answer.body[:300]!r}")
        return answer.seconds


def at_site(port: int) -> Person:
    """Sign in through the form, as a person does."""
    line = Line(port)
    page = line.ask(get("/login"))
    cookies = _cookies(page.headers)
    fields = hidden(page.body.decode()) | {"email": EMAIL, "password": PASSWORD}
    answer = line.ask(post("/login", urlencode(fields).encode(), _joined(cookies)))
    cookies |= _cookies(answer.headers)
    if answer.status not in {302, 303}:
        raise SystemExit(f"signing in was answered {answer.status}")
    home = line.ask(get("/", _joined(cookies)))
    cookies |= _cookies(home.headers)
    text = home.body.decode()
    if f'data-member="{EMAIL}"' not in text:
        raise SystemExit("nobody is signed in after the sign-in form")
    return Person(line, _joined(cookies), hidden(text)["csrf_token"])


def at_floor(port: int, database: Path) -> Person:
    """Sign in by a row of the same table; the floor has no page for it."""
    token = secrets.token_urlsafe(32)
    at = datetime.fromtimestamp(time.time(), UTC).replace(tzinfo=None)
    end = at + timedelta(days=1)
    base = sqlite3.connect(database, timeout=10)
    base.execute(
        "INSERT INTO sign_ins (token_hash, member_id, created_at, last_seen_at, expires_at,"
        " user_agent, address) SELECT ?, id, ?, ?, ?, 'bench', '' FROM members WHERE email = ?",
        (hashlib.sha256(token.encode()).hexdigest(), *(_stored(t) for t in (at, at, end)), EMAIL),
    )
    base.commit()
    base.close()
    return Person(Line(port), f"floor={token}")


def visitor(port: int) -> Person:
    """Somebody who is not signed in."""
    return Person(Line(port), "")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page by their names; the last one of a name wins."""
    found = {}
    for field in _HIDDEN.findall(page):
        name, value = _NAME.search(field), _VALUE.search(field)
        if name and value:
            found[name[1]] = value[1]
    return found


def _stored(at: datetime) -> str:
    return at.isoformat(" ", "microseconds")


def _cookies(headers: dict[str, str]) -> dict[str, str]:
    lines = headers.get("set-cookie", "").split("\n")
    pairs = (line.split(";", 1)[0].partition("=") for line in lines if line)
    return {name: value for name, _, value in pairs}


def _joined(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
