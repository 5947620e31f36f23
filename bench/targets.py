"""What the site must reach, and whether it does."""

from dataclasses import dataclass
from typing import Any

QUERIES, PSS_MB, FOUND_SECONDS, REQUESTS, VISIT_KB = 12, 90, 2, 12, 180
OF_FLOOR = {
    "home": 4.0,
    "lessons": 4.0,
    "threads": 4.0,
    "lesson": 4.0,
    "thread_20": 4.0,
}


@dataclass
class Target:
    """A target: what was measured, and the most it may be."""

    name: str
    value: float
    most: float
    unit: str = ""

    @property
    def reached(self) -> bool:
        return self.value <= self.most


def targets(found: dict[str, Any]) -> list[Target]:
    """Compare all results with the targets."""
    pages = found["pages"]
    rows = [
        Target(f"CPU of {name}, signed in / floor", pages[name]["cpu_ratio"], most, "x")
        for name, most in OF_FLOOR.items()
    ]
    rows += [
        Target(f"CPU of {name}, signed in / signed out", value, 1.3, "x")
        for name, value in found["signed_in_to_out"].items()
    ]
    rows.append(Target("CPU of last / first page of 220 replies", found["last_to_first"], 1.1, "x"))
    worst = max(found["queries"], key=lambda name: found["queries"][name])
    rows.append(Target(f"most queries a page ({worst})", found["queries"][worst], QUERIES))
    more = found["queries"]["thread_20"] - found["queries"]["thread_few"]
    rows.append(Target("queries more for 20 replies than for few", more, 0))
    posts = found["replies"]
    rows.append(Target("reply POST p95 / floor", posts["p95_ratio"], 4, "x"))
    rows.append(Target("reply found by search, slowest", posts["found_s_max"], FOUND_SECONDS, "s"))
    pss = max(one["pss_mb"] for one in found["memory"]["site"])
    rows.append(Target("PSS of a worker", pss, PSS_MB, "MB"))
    for name, visit in found["first_visit"].items():
        rows.append(Target(f"first visit to {name}: requests", visit["requests"], REQUESTS))
        rows.append(Target(f"first visit to {name}: gzip", visit["kb"], VISIT_KB, "KB"))
    errors = sum(
        one["errors"]
        for page in pages.values()
        for loads in page["load"].values()
        for one in loads.values()
    )
    rows.append(Target("errors under load", errors, 0))
    return rows
