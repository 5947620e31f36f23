"""The results as text."""

from typing import Any

from bench.targets import Target


def lines(found: dict[str, Any], reached: list[Target]) -> list[str]:
    """The tables: pages, the rest, targets."""
    return [*_pages(found), "", *_load(found), "", *_rest(found), "", *_targets(reached)]


def _pages(found: dict[str, Any]) -> list[str]:
    head = f"{'page, signed in':<18}{'floor ms':>9}{'site ms':>9}{'ratio':>7}{'queries':>9}"
    rows = [head + f"{'KB':>8}{'gzip KB':>9}{'floor KB':>10}"]
    for name, one in found["pages"].items():
        line = f"{name:<18}{one['cpu_ms']['floor']:>9.2f}{one['cpu_ms']['site']:>9.2f}"
        line += f"{one['cpu_ratio']:>6.1f}x{found['queries'][name]:>9}"
        rows.append(line + f"{one['kb']:>8.1f}{one['gzip_kb']:>9.1f}{one['floor_kb']:>10.1f}")
    for name, one in found["other_pages"].items():
        line = f"{name:<18}{'':>9}{one['cpu_ms']:>9.2f}{'':>7}{found['queries'][name]:>9}"
        rows.append(line + f"{one['kb']:>8.1f}{one['gzip_kb']:>9.1f}")
    return rows


def _load(found: dict[str, Any]) -> list[str]:
    rows = [f"{'requests/s (p95 ms)':<20}" + "".join(f"{n:>26}" for n in (1, 8, 32))]
    for name, one in found["pages"].items():
        for server in ("floor", "site"):
            cells = [
                f"{load['requests_a_second']:>14.0f} ({load['p95_ms']:>7.1f})"
                for load in one["load"][server].values()
            ]
            rows.append(f"{name + ' ' + server:<20}" + "".join(f"{cell:>26}" for cell in cells))
    return rows


def _rest(found: dict[str, Any]) -> list[str]:
    posts = found["replies"]
    speeds = "; ".join(
        f"{name} p50 {posts[f'{name}_p50_ms']:.1f}, p95 {posts[f'{name}_p95_ms']:.1f}, "
        f"CPU {posts[f'{name}_cpu_ms']:.2f}"
        for name in ("floor", "site")
    )
    typical, slowest = posts["found_s_median"], posts["found_s_max"]
    rows = [
        f"reply POST, ms: {speeds}",
        f"reply found by search after {typical:.2f} s, at most {slowest:.2f} s",
    ]
    for server, workers in found["memory"].items():
        sizes = ", ".join(
            f"{one['rss_mb']:.0f} resident / {one['pss_mb']:.0f} PSS" for one in workers
        )
        rows.append(f"MB a worker of the {server}: {sizes}")
    for name, visit in found["first_visit"].items():
        kinds = ", ".join(f"{kind} {kb:.1f}" for kind, kb in visit["kinds"].items())
        rows.append(
            f"first visit to {name}: {visit['requests']} requests, {visit['kb']:.1f} KB ({kinds})"
        )
    return rows


def _targets(reached: list[Target]) -> list[str]:
    rows = [f"{'target':<48}{'found':>10}{'at most':>10}"]
    for one in reached:
        verdict = "ok" if one.reached else "OVER"
        found = f"{one.value:.2f}{one.unit}" if one.unit else f"{one.value:g}"
        rows.append(f"{one.name:<48}{found:>10}{f'{one.most:g}{one.unit}':>10}  {verdict}")
    return rows
