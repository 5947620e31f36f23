"""Measure the site against the floor on the same data: `python -m bench.run`, or `make bench`.

Prints tables and writes bench/results.json. `--quick` takes a tenth of the data and fewer rounds:
good for seeing that nothing broke, not for numbers.
"""

import argparse
import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench import measure, people, report
from bench.processes import ROOT, Server, run_command, start_floor, start_site
from bench.targets import targets
from bench.visit import first_visit, sent_bytes
from bench.wire import get

RESULTS = ROOT / "bench" / "results.json"
PAIRED = ("home", "lessons", "lesson", "threads", "thread_20", "thread_220_last")
OTHERS = (
    "thread_220",
    "thread_2000_last",
    "session",
    "sessions",
    "recording",
    "community",
    "search",
)
BOTH_WAYS = ("lesson", "thread_20")


@dataclass
class Bench:
    """Two servers on one set of data, and somebody signed in at each."""

    effort: argparse.Namespace
    addresses: dict[str, str]
    site: Server
    floor: Server
    at_site: people.Person
    at_floor: people.Person

    def cpu(self, name: str, person: people.Person) -> float:
        server = self.floor if person is self.at_floor else self.site
        act = measure.reader(person, self.addresses[name])
        return measure.cpu_ms(server, act, self.effort.stretch)

    def in_pairs(self, *pairs: tuple[str, people.Person]) -> list[list[float]]:
        for name, person in pairs:
            server = self.floor if person is self.at_floor else self.site
            measure.warm(server, person, self.addresses[name])
        acts = [lambda n=name, p=person: self.cpu(n, p) for name, person in pairs]
        return measure.paired(self.effort.rounds, *acts)


def main() -> None:
    effort = _effort()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    begun = time.monotonic()
    with ExitStack() as stack:
        folder = effort.data or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="cop-bench-"))
        )
        found = _measure(_started(effort, folder, stack), folder)
    found["seconds"] = round(time.monotonic() - begun)
    reached = targets(found)
    found["targets"] = [asdict(one) | {"reached": one.reached} for one in reached]
    effort.output.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print("\n".join(report.lines(found, reached)))
    print(f"\n{found['seconds']} s in all; written to {effort.output}")


def _effort() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--quick", action="store_true", help="a tenth of the data, fewer rounds")
    asked.add_argument("--scale", type=int, help="synthetic lessons, 2000 by default")
    asked.add_argument("--rounds", type=int, help="paired rounds of each page, 5 by default")
    asked.add_argument("--seconds", type=float, help="of each load, 2 by default")
    asked.add_argument("--data", type=Path, help="keep the data here and use it again")
    asked.add_argument("--output", type=Path, default=RESULTS)
    effort = asked.parse_args()
    quick = effort.quick
    effort.scale = effort.scale or (100 if quick else 2_000)
    effort.rounds = effort.rounds or (3 if quick else 5)
    effort.seconds = effort.seconds or (0.3 if quick else 2.0)
    effort.stretch = 0.25 if quick else 1.0
    return effort


def _started(effort: argparse.Namespace, folder: Path, stack: ExitStack) -> Bench:
    environment = os.environ | {
        "COP_DATA_DIR": str(folder),
        "COP_ENV": "development",
        "COP_RATE_LIMITS": "off",
        "COP_PUBLIC_READING": "1",
        "FLOOR_DATABASE": str(folder / "cop.db"),
    }
    for name in ("COP_DATABASE_URL", "COP_REDIS_URL", "COP_BASE_URL"):
        environment.pop(name, None)
    _say(f"preparing {effort.scale} lessons")
    run_command(environment, "init")
    addresses = json.loads(run_command(environment, "demo", "--scale", str(effort.scale)))
    addresses |= _prepared(folder / "cop.db", addresses)
    queries = [sys.executable, "-m", "bench.queries"]
    done = subprocess.run(
        queries, cwd=ROOT, env=environment, input=json.dumps(list(addresses.values())),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr.strip()[-2000:])
    effort.queries = json.loads(done.stdout.splitlines()[-1])
    _say("starting both")
    site = start_site(environment)
    stack.callback(site.stop)
    floor = start_floor(environment)
    stack.callback(floor.stop)
    at_floor = people.at_floor(floor.port, folder / "cop.db")
    return Bench(effort, addresses, site, floor, people.at_site(site.port), at_floor)


def _prepared(database: Path, addresses: dict[str, str]) -> dict[str, str]:
    """Open one lesson and one thread to the public; name a thread of few replies and two to answer.

    Done in the database, so that signed in and signed out read the very same pages.
    """
    base = sqlite3.connect(database, timeout=10)
    number = addresses["lesson"].rpartition("/")[2]
    thread_id = int(addresses["thread_20"].rpartition("/")[2])
    base.execute("UPDATE lessons SET visibility = 'public' WHERE number = ?", (number,))
    base.execute("UPDATE threads SET visibility = 'public' WHERE id = ?", (thread_id,))
    base.commit()
    few = "SELECT id FROM threads WHERE reply_count BETWEEN 1 AND 15 AND tags LIKE '%load-test%'"
    ids = [row[0] for row in base.execute(f"{few} ORDER BY reply_count, id LIMIT 3")]
    base.close()
    names = ("thread_few", "answer_site", "answer_floor")
    return {name: f"/threads/{one}" for name, one in zip(names, ids, strict=True)}


def _measure(bench: Bench, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {
        "scale": bench.effort.scale,
        "machine": {"cpus": os.cpu_count(), "python": sys.version.split()[0]},
        "queries": {
            name: bench.effort.queries[path]
            for name, path in bench.addresses.items()
            if not name.startswith("answer_")
        },
        "pages": {name: _page(bench, name) for name in PAIRED},
        "other_pages": {name: _other(bench, name) for name in OTHERS},
        "signed_in_to_out": {name: _both_ways(bench, name) for name in BOTH_WAYS},
    }
    last, first = bench.in_pairs(("thread_220_last", bench.at_site), ("thread_220", bench.at_site))
    found["last_to_first"] = measure.ratio(last, first)
    _say("load")
    for name in PAIRED:
        found["pages"][name]["load"] = _loads(bench, name)
    found["memory"] = {"site": bench.site.memory(), "floor": bench.floor.memory()}
    _say("replies")
    found["replies"] = _replies(bench)
    found["first_visit"] = {
        name: asdict(first_visit(bench.site.port, bench.addresses[name]))
        for name in ("home", "thread_20")
    }
    found["load_average"] = os.getloadavg()
    found["data_mb"] = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / 1e6
    return found


def _page(bench: Bench, name: str) -> dict[str, Any]:
    _say(name)
    floor, site = bench.in_pairs((name, bench.at_floor), (name, bench.at_site))
    return {
        "cpu_ms": {"floor": statistics.median(floor), "site": statistics.median(site)},
        "cpu_ratio": measure.ratio(site, floor),
        "rounds": {"floor": floor, "site": site},
        "floor_kb": _sizes(bench, name, bench.at_floor)["kb"],
        **_sizes(bench, name, bench.at_site),
    }


def _other(bench: Bench, name: str) -> dict[str, Any]:
    _say(name)
    (site,) = bench.in_pairs((name, bench.at_site))
    return {"cpu_ms": statistics.median(site), **_sizes(bench, name, bench.at_site)}


def _both_ways(bench: Bench, name: str) -> float:
    visitor = people.visitor(bench.site.port)
    inside, outside = bench.in_pairs((name, bench.at_site), (name, visitor))
    return measure.ratio(inside, outside)


def _sizes(bench: Bench, name: str, person: people.Person) -> dict[str, float]:
    path = measure.quoted(bench.addresses[name])
    answer = person.line.ask(get(path, person.cookie))
    packed = sent_bytes(answer.body, answer.headers)
    return {"kb": len(answer.body) / 1024, "gzip_kb": packed / 1024}


def _loads(bench: Bench, name: str) -> dict[str, dict[int, dict[str, float]]]:
    path, seconds = bench.addresses[name], bench.effort.seconds
    both = {"floor": (bench.floor, bench.at_floor), "site": (bench.site, bench.at_site)}
    return {
        which: {
            many: asdict(one) for many, one in measure.loads(server, who, path, seconds).items()
        }
        for which, (server, who) in both.items()
    }


def _replies(bench: Bench) -> dict[str, float]:
    here, there = bench.addresses["answer_site"], bench.addresses["answer_floor"]
    cpu = (bench.site.cpu_seconds(), bench.floor.cpu_seconds())
    each = 10
    who = [(bench.at_site, here), (bench.at_floor, there)]
    site, floor = measure.replies(who, bench.effort.rounds * 2, each)
    used = (bench.site.cpu_seconds() - cpu[0], bench.floor.cpu_seconds() - cpu[1])
    found = [measure.found_after(bench.at_site, here) for _ in range(bench.effort.rounds)]
    return {
        "site_p50_ms": statistics.median(site) * 1000,
        "site_p95_ms": measure.high(site) * 1000,
        "floor_p50_ms": statistics.median(floor) * 1000,
        "floor_p95_ms": measure.high(floor) * 1000,
        "p95_ratio": measure.high(site) / measure.high(floor),
        "site_cpu_ms": used[0] / len(site) * 1000,
        "floor_cpu_ms": used[1] / len(floor) * 1000,
        "found_s_median": statistics.median(found),
        "found_s_max": max(found),
    }


def _say(words: str) -> None:
    print(f"  {words} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
