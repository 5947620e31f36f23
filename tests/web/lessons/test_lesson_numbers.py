"""Numbers are unique and without gaps, also under two submissions at once."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from cop.accounts.queries import actor_by_id
from cop.core.errors import Stale
from cop.db import db, transaction
from cop.lessons import services
from cop.lessons.models import Lesson
from tests.make.accounts import make_member
from tests.make.lessons import make_lesson


def test_the_year_is_that_of_the_first_submission_in_bangkok(app):
    late = datetime(2020, 9, 30, 23, 30, tzinfo=UTC)
    early = datetime(2020, 9, 30, 16, 30, tzinfo=UTC)
    assert make_lesson("submitted", at=early).number == "LL-2563-0001"
    assert make_lesson("submitted", at=late).number == "LL-2564-0001"
    assert make_lesson("submitted", at=early).number == "LL-2563-0002"


def test_the_fiscal_year_is_that_of_the_event(app):
    lesson = make_lesson("submitted", at=datetime(2020, 11, 1, tzinfo=UTC))
    assert (lesson.number, lesson.fiscal_year) == ("LL-2564-0001", 2563)


def test_two_submissions_at_once_get_two_numbers(app):
    author = make_member()
    ids = [make_lesson("draft", author=author).id for _number in range(6)]
    at = datetime(2020, 7, 9, tzinfo=UTC)
    ready, failed = Barrier(2), []

    def work(own: list[int]) -> None:
        with app.app_context():
            try:
                actor = actor_by_id(author.id)
                ready.wait()
                for one in own:
                    with transaction():
                        lesson = db.session.get(Lesson, one)
                        services.submit(lesson, pdpa_check=True, by=actor, at=at)
            except Exception as error:
                failed.append(error)
            finally:
                db.session.remove()

    threads = [Thread(target=work, args=(ids[0::2],)), Thread(target=work, args=(ids[1::2],))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    db.session.expire_all()
    numbers = sorted(db.session.scalars(select(Lesson.number)))
    assert numbers == [f"LL-2563-{number:04}" for number in range(1, 7)]


def test_a_step_on_a_lesson_that_has_changed_since_it_was_read_is_refused(app):
    author = make_member()
    lesson = make_lesson("draft", author=author)
    db.session.expunge_all()
    old = db.session.get(Lesson, lesson.id)
    db.session.expunge(old)
    actor = actor_by_id(author.id)
    at = datetime(2020, 7, 9, tzinfo=UTC)
    with transaction():
        services.submit(db.session.get(Lesson, lesson.id), pdpa_check=True, by=actor, at=at)

    def late() -> None:
        with transaction():
            services.submit(old, pdpa_check=True, by=actor, at=at)

    with pytest.raises(Stale):
        late()
