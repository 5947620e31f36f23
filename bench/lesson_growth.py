"""Whether pages of one lesson, and the queue, cost more as lessons grow many.

`python -m bench.lesson_growth [--few 100] [--many 10000] [--rounds 3]`. Two sites with the same
demo, and so many lessons more. CPU time of one request, signed in as a moderator, inside a process
that has answered each page before; processes of the two sites take turns, and a page's figure is
the median of the quotients of the rounds.
"""

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import func, select

from bench.processes import ROOT, run_command
from bench.search_page_timed import signed_in, timed
from cop.db import db
from cop.lessons.models import Decision, Lesson, Revision, RevisionTag, Tag
from cop.operations.content.world import TAG

MOST = 1.3
"""How many times as much a page may cost with many lessons as with few."""
MODERATOR = "moderator@demo.example"
VERSIONS = 8
WARM, REPEATED = 15, 60


def main() -> None:
    effort = _effort()
    if effort.timed:
        print(json.dumps(_costs(effort.timed)))
        return
    with ExitStack() as stack:
        base = effort.data or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="cop-lesson-growth-"))
        )
        sites = [_site(base / str(many), many) for many in (effort.few, effort.many)]
        rounds: list[list[dict[str, float]]] = []
        for number in range(effort.rounds):
            turns = sites if number % 2 == 0 else sites[::-1]
            found = {folder: _measured(folder) for folder in turns}
            rounds.append([found[folder] for folder in sites])
    print(f"{'CPU ms a request':<18}{effort.few:>8}{effort.many:>8}{'ratio':>8}{'at most':>9}")
    for page in rounds[0][0]:
        few, many = ([each[side][page] for each in rounds] for side in (0, 1))
        ratio = statistics.median(more / less for less, more in zip(few, many, strict=True))
        low, high = statistics.median(few), statistics.median(many)
        print(f"{page:<18}{low:>8.2f}{high:>8.2f}{ratio:>8.2f}{MOST:>9}")


def _effort() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--few", type=int, default=100)
    asked.add_argument("--many", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=3, help="processes of each site")
    asked.add_argument("--data", type=Path, help="keep the data here and use them again")
    asked.add_argument("--timed", type=Path, help=argparse.SUPPRESS)
    return asked.parse_args()


def _environment(folder: Path) -> dict[str, str]:
    environment = os.environ | {
        "COP_DATA_DIR": str(folder),
        "COP_ENV": "development",
        "COP_RATE_LIMITS": "off",
    }
    for name in ("COP_DATABASE_URL", "COP_REDIS_URL", "COP_BASE_URL", "COP_SEARCH_URL"):
        environment.pop(name, None)
    return environment


def _site(folder: Path, many: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    environment = _environment(folder)
    for words in (("init",), ("demo",), ("demo", "--scale", str(many))):
        run_command(environment, *words)
    return folder


def _measured(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.lesson_growth", "--timed", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(folder), check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _costs(folder: Path) -> dict[str, float]:
    """Return the median CPU ms of each page in this process."""
    application, cookie = signed_in("site", folder, MODERATOR)
    pages = _pages()
    for _ in range(WARM):
        for address in pages.values():
            timed(application, cookie, address)
    gc.collect()
    gc.freeze()
    took: dict[str, list[float]] = {page: [] for page in pages}
    for _ in range(REPEATED):
        for page, address in pages.items():
            took[page].append(timed(application, cookie, address))
    return {page: statistics.median(each) for page, each in took.items()}


def _pages() -> dict[str, str]:
    """Return addresses by page, of the first lesson that the scale added: it is on both sites."""
    from wsgi import app  # noqa: PLC0415 - it reads the settings of this process

    with app.app_context():
        added = select(RevisionTag.revision_id).join(Tag).where(Tag.key == TAG)
        lesson = db.session.scalars(
            select(Lesson)
            .where(Lesson.published_revision_id.in_(added))
            .order_by(Lesson.number)
            .limit(1)
        ).one()
        address = f"/lessons/{lesson.number}"
        _add_versions(lesson)
    return {
        "lesson": address,
        "history": f"{address}/history",
        "differences": f"{address}/diff?from=1&to={VERSIONS}",
        "queue": "/moderation",
    }


def _add_versions(lesson: Lesson) -> None:
    """Give it a history: a sentence more in each version, and all of them were published."""
    first = db.session.get_one(Revision, lesson.published_revision_id)
    last = db.session.scalar(
        select(func.max(Revision.number)).where(Revision.lesson_id == lesson.id)
    )
    kept = {column.name: getattr(first, column.name) for column in Revision.__table__.columns}
    for number in range((last or 1) + 1, VERSIONS + 1):
        text = f"{first.what_happened}\n\nเพิ่มข้อมูลครั้งที่ {number} หลังจากทดลองใช้กับอำเภออื่น"
        row = {**kept, "id": None, "number": number, "what_happened": text}
        revision = Revision(**row)
        db.session.add(revision)
        db.session.flush()
        db.session.add(
            Decision(
                lesson_id=lesson.id,
                revision_id=revision.id,
                act="publish",
                from_state="in_review",
                to_state="published",
                at=first.created_at,
            )
        )
    db.session.commit()


if __name__ == "__main__":
    main()
