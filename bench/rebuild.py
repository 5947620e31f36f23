"""A full rebuild of the search index: `python -m bench.rebuild [--lessons N] [--engine whoosh]`.

`cop reindex` runs as operators run it: first with nothing beside it, for its time and its memory,
then beside a site whose pages somebody reads, for what readers notice of it.
"""

import argparse
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench import measure, people
from bench.processes import BINARIES, ROOT, memory_of_all, run_command, start_site
from bench.search_page_questions import questions
from bench.wire import get

ENGINES = ("whoosh", "tantivy")
MOST_SECONDS, MOST_MB = 60.0, 400.0
"""What 5,000 lessons may take with nothing beside the rebuild, and all its processes together."""
KINDS = ("home", "lesson", "search")
SECONDS_BETWEEN_PAGES = 0.1
IDLE_SECONDS = 30.0
WARMED = 120
SECONDS_BETWEEN_LOOKS = 0.25
Times = dict[str, list[float]]


@dataclass
class Rebuild:
    """What a rebuild took, its processes together; memory at its highest."""

    seconds: float
    cpu_seconds: float
    pss_mb: float
    rss_mb: float

    def __str__(self) -> str:
        return (
            f"{self.seconds:.1f} s, {self.cpu_seconds:.1f} CPU s,"
            f" at most {self.pss_mb:.0f} MB PSS ({self.rss_mb:.0f} MB RSS)"
        )


def main() -> None:
    effort = _effort()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        folder = effort.data or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="cop-rebuild-"))
        )
        environment = _environment(folder, effort.engine)
        _prepare(environment, folder, effort.lessons)
        alone = [_rebuilt(environment, lambda: None) for _ in range(effort.runs)]
        for one in alone:
            print(f"alone: {one}", flush=True)
        _judge(min(one.seconds for one in alone), max(one.pss_mb for one in alone))
        if not effort.alone:
            print("\n".join(_beside_readers(environment, folder, stack)))


def _effort() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--lessons", type=int, default=5_000)
    asked.add_argument("--engine", choices=ENGINES, default="whoosh")
    asked.add_argument("--runs", type=int, default=3, help="rebuilds with nothing beside them")
    asked.add_argument("--data", type=Path, help="keep the data here and use them again")
    asked.add_argument("--alone", action="store_true", help="leave the readers out")
    return asked.parse_args()


def _environment(folder: Path, engine: str) -> dict[str, str]:
    environment = os.environ | {
        "COP_DATA_DIR": str(folder),
        "COP_ENV": "development",
        "COP_RATE_LIMITS": "off",
        "COP_SEARCH_URL": f"{engine}:",
    }
    for name in ("COP_DATABASE_URL", "COP_REDIS_URL", "COP_BASE_URL"):
        environment.pop(name, None)
    return environment


def _prepare(environment: dict[str, str], folder: Path, lessons: int) -> None:
    """Make the site with its lessons if it is not there yet."""
    run_command(environment, "init")
    written = folder / "lessons-written"
    if not written.exists():
        print(f"  writing {lessons} lessons …", file=sys.stderr, flush=True)
        run_command(environment, "demo")
        command = [sys.executable, "-m", "bench.search_page_content", str(lessons)]
        subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
        written.touch()


def _rebuilt(environment: dict[str, str], meanwhile: Callable[[], None]) -> Rebuild:
    """Run `cop reindex`, doing something else again and again until it has ended."""
    begun = time.monotonic()
    command = [str(BINARIES / "flask"), "--app", "wsgi", "cop", "reindex"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    highest, looked_at = {"pss_mb": 0.0, "rss_mb": 0.0}, 0.0
    try:
        # Of a process that has ended, with all that it waited for itself.
        while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
            if time.monotonic() - looked_at > SECONDS_BETWEEN_LOOKS:
                looked_at = time.monotonic()
                held = memory_of_all(process.pid)
                highest = {name: max(mb, held[name]) for name, mb in highest.items()}
            meanwhile()
            time.sleep(0.02)
    except BaseException:
        process.kill()
        raise
    took = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    if process.returncode:
        raise SystemExit("the rebuild failed")
    return Rebuild(took, ended[2].ru_utime + ended[2].ru_stime, **highest)


def _judge(seconds: float, megabytes: float) -> None:
    for name, found, most in (("s", seconds, MOST_SECONDS), ("MB PSS", megabytes, MOST_MB)):
        verdict = "ok" if found <= most else "OVER"
        print(f"{found:>8.1f} {name:<8} at most {most:.0f}  {verdict}", flush=True)


def _beside_readers(environment: dict[str, str], folder: Path, stack: ExitStack) -> list[str]:
    """Return lines with what the pages took: nothing beside them, and during a rebuild."""
    site = start_site(environment)
    stack.callback(site.stop)
    reader = _Reader(people.at_site(site.port), _pages(folder / "cop.db"))
    reader.warm()
    idle = reader.idle()
    rebuild = _rebuilt(environment, reader.read_on)
    during = reader.taken()
    rows = [f"beside readers: {rebuild}", f"{'ms':<10}{'alone':>16}{'during a rebuild':>24}"]
    rows.append(f"{'':<10}{'p50':>8}{'p95':>8}{'p50':>12}{'p95':>8}{'pages':>8}{'errors':>8}")
    for kind, times in during.items():
        before = (statistics.median(idle[kind]), measure.high(idle[kind]))
        after = (statistics.median(times), measure.high(times))
        rows.append(
            f"{kind:<10}{before[0]:>8.1f}{before[1]:>8.1f}{after[0]:>12.1f}{after[1]:>8.1f}"
            f"{len(times):>8}{reader.errors[kind]:>8}"
        )
    return rows


class _Reader:
    """Somebody who opens one page after the other, ten a second at most."""

    def __init__(self, person: people.Person, pages: list[tuple[str, str]]) -> None:
        self._person = person
        self._pages = pages
        self._next = 0
        self._asked_at = 0.0
        self._times: Times = {}
        self.errors: dict[str, int] = dict.fromkeys(KINDS, 0)

    def warm(self) -> None:
        """Have both workers of the site answered every kind of page."""
        for _ in range(WARMED):
            self._read(counts=False)

    def idle(self) -> Times:
        """Return ms by kind of page with nothing beside the site."""
        edge = time.monotonic() + IDLE_SECONDS
        while time.monotonic() < edge:
            self.read_on()
            time.sleep(0.02)
        return self.taken()

    def read_on(self) -> None:
        """Open the next page if it is time for it."""
        if time.monotonic() - self._asked_at > SECONDS_BETWEEN_PAGES:
            self._asked_at = time.monotonic()
            self._read()

    def taken(self) -> Times:
        """Return ms by kind of page since this was asked last."""
        times, self._times = self._times, {}
        return times

    def _read(self, *, counts: bool = True) -> None:
        kind, address = self._pages[self._next % len(self._pages)]
        self._next += 1
        try:
            answer = self._person.line.ask(get(address, self._person.cookie))
        except OSError:
            self.errors[kind] += 1
            return
        self.errors[kind] += answer.status != 200
        if counts:
            self._times.setdefault(kind, []).append(answer.seconds * 1000)


def _pages(database: Path) -> list[tuple[str, str]]:
    """Return kinds and addresses of pages in turns: the front page, lessons, searches."""
    base = sqlite3.connect(database)
    rows = base.execute("SELECT number FROM lessons WHERE state = 'published' ORDER BY number")
    numbers = [number for (number,) in rows]
    base.close()
    Random("lessons").shuffle(numbers)
    asked = questions(database, seed=2563)
    found: list[tuple[str, str]] = []
    for number, question in zip(numbers, asked, strict=False):
        found += [("home", "/"), ("lesson", f"/lessons/{number}"), ("search", question)]
    return found


if __name__ == "__main__":
    main()
