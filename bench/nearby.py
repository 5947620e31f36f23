"""How long one writer waits for what says nearly the same.

`COP_DATA_DIR=... COP_RATE_LIMITS=off python -m bench.nearby`, on a site with lessons
(`cop demo --scale 2000`). Requests go through the whole application, one after another, with
titles and texts of its own lessons from which words were taken.
"""

import random
import time
from statistics import median

from sqlalchemy import func, select

from cop.accounts.models import Member
from cop.accounts.services._sign_ins import Browser, open_row
from cop.core.clock import now
from cop.db import db
from cop.lessons.models import Lesson, Revision
from cop.thai.words import words
from wsgi import app

ASKED = 60
_draw = random.Random(2563)


def main() -> None:
    """Print the median and the 95th percentile, in milliseconds."""
    app.config.update(WTF_CSRF_ENABLED=False, RATE_LIMITS="off")
    client = app.test_client()
    with app.app_context():
        reader = select(Member.id).where(Member.email == "staff@demo.example")
        token, _row = open_row(
            db.session.scalars(reader).one(), Browser("bench", "127.0.0.1"), now()
        )
        db.session.commit()
        of = Revision.id == Lesson.published_revision_id
        rows = db.session.execute(
            select(Revision.title_th, Revision.what_happened).join(Lesson, of).order_by(Lesson.id)
        ).all()
        lessons = db.session.scalar(select(func.count()).select_from(Lesson))
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    for kind in ("title", "title and text"):
        took = []
        for title, text in _draw.sample(rows, ASKED):
            data = {"title_th": _harmed(title), "what_happened": text if "text" in kind else ""}
            begun = time.perf_counter()
            answer = client.post("/lessons/nearby", data=data)
            took.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, answer.status
        took.sort()
        print(
            f"{lessons} lessons, {kind}: median {median(took):.0f} ms, p95 {took[-ASKED // 20]:.0f}"
        )


def _harmed(title: str) -> str:
    return "".join(word for word in words(title) if _draw.random() > 0.2)[:150]


if __name__ == "__main__":
    main()
