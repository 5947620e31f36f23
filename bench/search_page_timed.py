"""CPU ms of each question in this process: `python -m bench.search_page_timed site|floor FOLDER`.

Prints a JSON object by address. `--profile` prints where the time of the site goes instead.
"""

import cProfile
import gc
import json
import pstats
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from werkzeug.test import Client, EnvironBuilder
from werkzeug.wrappers import Response

from bench.people import EMAIL, PASSWORD, at_floor, hidden
from bench.search_page_questions import questions

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def main() -> None:
    side, folder = sys.argv[1], Path(sys.argv[2])
    application, cookie = signed_in(side, folder)
    # Whatever is loaded once a process, and the first of what it remembers.
    for address in questions(folder / "cop.db", seed=4):
        timed(application, cookie, address)
    gc.collect()
    gc.freeze()
    asked = questions(folder / "cop.db", seed=2563)
    if "--profile" in sys.argv:
        profile = cProfile.Profile(time.process_time)
        profile.enable()
        for address in asked:
            timed(application, cookie, address)
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        pstats.Stats(profile).sort_stats("cumtime").print_stats(90)
    else:
        print(json.dumps({address: timed(application, cookie, address) for address in asked}))


def signed_in(side: str, folder: Path, email: str = EMAIL) -> tuple[Application, str]:
    """Return one of the applications, and the cookies of somebody signed in to it."""
    if side == "floor":
        from bench.floor_search import app as floor  # noqa: PLC0415

        return floor.wsgi_app, at_floor(0, folder / "cop.db").cookie
    from wsgi import app as site  # noqa: PLC0415

    browser = Client(site, Response)
    fields = hidden(browser.get("/login").get_data(as_text=True))
    answer = browser.post("/login", data=fields | {"email": email, "password": PASSWORD})
    if answer.status_code not in {302, 303}:
        raise SystemExit(f"signing in was answered {answer.status_code}")
    kept = browser._cookies or {}  # noqa: SLF001 - all of them, whatever they are called
    return site.wsgi_app, "; ".join(one._to_request_header() for one in kept.values())  # noqa: SLF001


def timed(application: Application, cookie: str, address: str) -> float:
    """Return the CPU ms of one request, what is done after its answer included."""
    environ = EnvironBuilder(address, headers={"Cookie": cookie}).get_environ()
    statuses: list[str] = []

    def start(status: str, _headers: object, _failed: object = None) -> None:
        statuses.append(status)

    before = time.process_time()
    parts = application(environ, start)
    for _ in parts:
        pass
    close = getattr(parts, "close", None)
    if close is not None:
        close()
    took = time.process_time() - before
    if not statuses[0].startswith("200"):
        raise SystemExit(f"{address} was answered {statuses[0]}")
    return took * 1000


if __name__ == "__main__":
    main()
