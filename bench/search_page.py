"""The search page against a floor: `python -m bench.search_page [--lessons N] [--engine whoosh]`.

Both sides answer the same 240 questions on the same texts, signed in, each inside a process of
its own that has answered 240 other ones before: CPU time of one request from the application's
first line to its last, what is done after the answer included. Processes take turns; a question's
figure is the median of its rounds. Then both are asked under gunicorn, for mean and memory.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import measure, people
from bench.processes import ROOT, Server, run_command, start_floor, start_site
from bench.search_page_questions import questions
from bench.wire import get

MOST = {"whoosh": (4.0, 10.0), "tantivy": (2.0, 4.0)}
"""By engine the most that the site may take, in times of the floor: of the medians, of the p95s."""
SIDES = ("floor", "site")
Times = dict[str, list[float]]


def main() -> None:
    effort = _effort()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        folder = effort.data or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="cop-search-page-"))
        )
        environment = _environment(folder, effort.engine)
        _prepare(environment, folder, effort.lessons)
        asked = questions(folder / "cop.db", seed=2563)
        times = _in_process(environment, folder, effort.rounds)
        found = {side: [statistics.median(each) for each in times[side].values()] for side in SIDES}
        print(f"{effort.lessons} lessons, {effort.engine}, {len(asked)} questions")
        print("\n".join(_table(found, *MOST[effort.engine])))
        if not effort.in_process:
            print("\n".join(_under_gunicorn(environment, folder, asked, stack)))


def _effort() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--lessons", type=int, default=5_000)
    asked.add_argument("--engine", choices=tuple(MOST), default="whoosh")
    asked.add_argument("--rounds", type=int, default=3, help="processes of each side")
    asked.add_argument("--data", type=Path, help="keep the data here and use them again")
    asked.add_argument("--in-process", action="store_true", help="leave gunicorn out")
    return asked.parse_args()


def _environment(folder: Path, engine: str) -> dict[str, str]:
    environment = os.environ | {
        "COP_DATA_DIR": str(folder),
        "COP_ENV": "development",
        "COP_RATE_LIMITS": "off",
        "COP_SEARCH_URL": f"{engine}:",
        "FLOOR_DATABASE": str(folder / "cop.db"),
        "FLOOR_TEXTS": str(folder / "floor-texts.db"),
    }
    for name in ("COP_DATABASE_URL", "COP_REDIS_URL", "COP_BASE_URL"):
        environment.pop(name, None)
    return environment


def _prepare(environment: dict[str, str], folder: Path, lessons: int) -> None:
    """Make the data that are not there yet: the site with its index, and the floor's texts."""
    run_command(environment, "init")
    if not (folder / "floor-texts.db").exists():
        _say(f"writing {lessons} lessons")
        run_command(environment, "demo")
        _run(environment, "bench.search_page_content", str(lessons))
        _run(environment, "bench.floor_search")


def _in_process(environment: dict[str, str], folder: Path, rounds: int) -> dict[str, Times]:
    """Return CPU ms by side and question, one value a round."""
    times: dict[str, Times] = {side: {} for side in SIDES}
    order = list(SIDES)
    for number in range(rounds):
        for side in order:
            _say(f"round {number + 1} of the {side}")
            for address, ms in json.loads(
                _run(environment, "bench.search_page_timed", side, str(folder))
            ).items():
                times[side].setdefault(address, []).append(ms)
        order.reverse()
    return times


def _table(found: dict[str, list[float]], median: float, high: float) -> list[str]:
    rows = [f"{'CPU ms a request':<18}{'floor':>8}{'site':>8}{'ratio':>8}{'at most':>9}"]
    for name, of, most in (("median", statistics.median, median), ("p95", measure.high, high)):
        floor, site = of(found["floor"]), of(found["site"])
        verdict = "ok" if site <= most * floor else "OVER"
        rows.append(
            f"{name:<18}{floor:>8.2f}{site:>8.2f}{site / floor:>7.2f}x{most:>8.0f}x  {verdict}"
        )
    return rows


def _under_gunicorn(
    environment: dict[str, str], folder: Path, asked: list[str], stack: ExitStack
) -> list[str]:
    """Return lines with the mean CPU of all questions asked once, and the workers' memory."""
    site = start_site(environment)
    stack.callback(site.stop)
    floor = start_floor(environment, "bench.floor_search:app")
    stack.callback(floor.stop)
    other = questions(folder / "cop.db", seed=4)
    at_floor = people.at_floor(floor.port, folder / "cop.db")
    at_site = people.at_site(site.port)
    rows = []
    for server, person in ((floor, at_floor), (site, at_site)):
        _ask(server, person, other)
        mean = _ask(server, person, asked)
        pss = max(worker["pss_mb"] for worker in server.memory())
        rows.append(f"{server.name} under gunicorn: {mean:.2f} CPU ms on average, {pss:.0f} MB PSS")
    return rows


def _ask(server: Server, person: people.Person, asked: list[str]) -> float:
    """Ask every question once; return the CPU ms that the server took for one on average."""
    before = server.cpu_seconds()
    for address in asked:
        answer = person.line.ask(get(address, person.cookie))
        if answer.status != 200:
            raise SystemExit(f"{address} was answered {answer.status}")
    return (server.cpu_seconds() - before) / len(asked) * 1000


def _run(environment: dict[str, str], module: str, *words: str) -> str:
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{module} failed")
    return done.stdout


def _say(words: str) -> None:
    print(f"  {words} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
