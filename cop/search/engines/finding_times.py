"""How long finding took lately: each process keeps a small file, `cop doctor` reads them all."""

import json
import logging
import os
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

SLOW_MS = 150
_FEWEST = 50
_KEPT = 200
_BETWEEN_WRITES = 20
_FORGOTTEN_AFTER_SECONDS = 7 * 86_400

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long searches took: one in twenty took longer than `p95_ms`."""

    p95_ms: float
    searches: int

    @property
    def is_slow(self) -> bool:
        """Tell whether people have to wait: another engine is advised."""
        return self.p95_ms > SLOW_MS


class FindingTimes:
    """The last 200 times of this process, in milliseconds, and those of the others."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._latest: deque[float] = deque(maxlen=_KEPT)
        self._process = os.getpid()
        self._unwritten = 0

    def note(self, took_ms: float) -> None:
        """Keep a time; every twentieth call writes them down. Never raises for the disk."""
        if self._process != os.getpid():
            # After a fork the times are the parent's.
            self._process, self._unwritten = os.getpid(), 0
            self._latest.clear()
        self._latest.append(took_ms)
        self._unwritten += 1
        if self._unwritten >= _BETWEEN_WRITES:
            self._unwritten = 0
            try:
                self._write()
            except OSError:
                _log.warning("the times of finding cannot be written", exc_info=True)

    def recent(self) -> list[float]:
        """Return the times of all processes of the last seven days, as far as they are written."""
        found: list[float] = []
        for path in self._folder.glob("*.json"):
            if not _is_old(path):
                found += _read(path)
        return found

    def pace(self) -> Pace | None:
        """Return how search goes, or None while there are too few searches to say."""
        times = self.recent()
        return Pace(quantiles(times, n=20)[-1], len(times)) if len(times) >= _FEWEST else None

    def _write(self) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for path in self._folder.glob("*.json"):
            if _is_old(path):
                path.unlink(missing_ok=True)
        draft = self._folder / f"{self._process}.new"
        rounded = [round(each, 3) for each in list(self._latest)]
        draft.write_text(json.dumps(rounded), "utf-8")
        draft.replace(self._folder / f"{self._process}.json")


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _FORGOTTEN_AFTER_SECONDS
    except FileNotFoundError:
        return True


def _read(path: Path) -> list[float]:
    try:
        return [float(each) for each in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return []
