"""A running site in a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "demo-2563-cop"
SLOWEST_START = 90
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Site:
    """Where the site answers, and the cookies of people who have signed in already."""

    address: str
    folder: Path
    cookies: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def signed_in(self, account: str) -> list[dict[str, str]]:
        """Return the cookies of a demo account; it signs in once for all windows."""
        if account not in self.cookies:
            known = Client(self).sign_in(account).cookies
            self.cookies[account] = [
                {"name": name, "value": value, "url": self.address} for name, value in known.items()
            ]
        return self.cookies[account]


class Client:
    """A client without a browser: for many requests at once, one connection each."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str, str]:
        """Return status, text and Location."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, data: dict[str, str]) -> tuple[int, str, str]:
        """Return status, text and Location."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.site.address}
        return self._ask("POST", path, urlencode(data), kind)

    def token(self, path: str) -> str:
        """Return the token of the first form on a page."""
        found = TOKEN.search(self.get(path)[1])
        assert found, f"{path} has no form"
        return found[1]

    def sign_in(self, account: str) -> "Client":
        data = {
            "email": f"{account}@demo.example",
            "password": PASSWORD,
            "csrf_token": self.token("/login"),
        }
        assert self.post("/login", data)[0] == 303
        return self

    def _ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, str, str]:
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        host = self.site.address.removeprefix("http://")
        with closing(HTTPConnection(host, timeout=30)) as connection:
            connection.request(method, path, body, {**headers, "Cookie": sent})
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            text = answer.read().decode("utf-8", "replace")
            return answer.status, text, answer.headers.get("Location", "")


@contextmanager
def serve(folder: Path) -> Iterator[Site]:
    """Start the site on a free port and stop it again by the id of its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COP_")},
        "COP_DATA_DIR": str(folder / "data"),
        "COP_PUBLIC_READING": "1",
        "COP_RATE_LIMITS": "off",
    }
    flask = Path(sys.executable).with_name("flask")
    command = [str(flask), "--app", "wsgi", "cop", "serve", "--prepare", "--port", str(port)]
    with (folder / "site.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        site = Site(f"http://127.0.0.1:{port}", folder)
        try:
            _wait(site, process)
            yield site
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    words = (folder / "site.log").read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in words, words[-4_000:]


def _wait(site: Site, process: subprocess.Popen[bytes]) -> None:
    edge = time.monotonic() + SLOWEST_START
    while time.monotonic() < edge:
        assert process.poll() is None, (site.folder / "site.log").read_text(encoding="utf-8")
        try:
            if Client(site).get("/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("the site did not start")
