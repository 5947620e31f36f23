"""Background work; the only file that knows Huey.

A job is a function that takes ids, opens its own `transaction()`, and may run more than once.
The queue is an SQLite file in the data folder, or Redis where COP_REDIS_URL is set.
"""

import functools
import logging
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, ParamSpec

from flask import Flask, current_app

from cop import heartbeat, journal
from cop.core.imports import again, without
from cop.db import db

# Huey loads the drivers of all queues that it knows, 13 MB and a quarter of a second.
with without("redis", "psycopg"):
    from huey import Huey, MemoryHuey, SqliteHuey, crontab

log = logging.getLogger(__name__)
P = ParamSpec("P")

IDLE_POLL_SECONDS = 0.2
_jobs: list["Job[Any]"] = []


class Job(Generic[P]):
    """A function that can be run later, in the worker."""

    def __init__(self, work: Callable[P, object], retries: int, minutes: int | None) -> None:
        self.work = work
        self.retries = retries
        self.minutes = minutes
        self.name = f"{work.__module__}.{work.__qualname__}"
        functools.update_wrapper(self, work)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> object:
        """Run it here and now, in the caller's context."""
        return self.work(*args, **kwargs)

    def later(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Put it on the queue; a queue that is down is logged and never fails the page."""
        task = current_app.extensions["job_tasks"].get(self.name)
        if task is None:
            return
        try:
            task(*args, **kwargs)
        except Exception:
            log.exception("could not queue %s", self.name)


def job(*, retries: int = 3) -> Callable[[Callable[P, object]], Job[P]]:
    """Make a function a job that is tried again after a failure."""

    def declare(work: Callable[P, object]) -> Job[P]:
        made: Job[P] = Job(work, retries, None)
        _jobs.append(made)
        return made

    return declare


def every(*, minutes: int) -> Callable[[Callable[P, object]], Job[P]]:
    """Make a function a job that the worker runs every so many minutes (1 to 59)."""

    def declare(work: Callable[P, object]) -> Job[P]:
        made: Job[P] = Job(work, 0, minutes)
        _jobs.append(made)
        return made

    return declare


@every(minutes=1)
def dispatch() -> object:
    """Hand waiting journal entries to their handlers."""
    return journal.dispatch()


@every(minutes=30)
def keep_plans_good() -> None:
    """Let SQLite look again at how its tables are filled, where they changed much."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA optimize")


def init_jobs(app: Flask) -> None:
    """Bind every declared job to the queue that the settings name."""
    huey = _queue(app)
    app.extensions["huey"] = huey
    app.extensions["job_tasks"] = {one.name: _bind(app, huey, one) for one in _jobs}
    journal.poked_by(dispatch.later)


def run_worker(app: Flask, workers: int = 1) -> None:
    """Run jobs until told to stop; an idle worker looks for work at least every 0.2 s."""
    huey: Huey = app.extensions["huey"]
    consumer = huey.create_consumer(
        workers=workers,
        initial_delay=0.05,
        backoff=1.2,
        max_delay=IDLE_POLL_SECONDS,
        check_worker_health=True,
    )
    stop = threading.Event()
    beating = heartbeat.keep_beating(app, f"{socket.gethostname()}:{os.getpid()}"[:80], stop)
    try:
        consumer.run()
    finally:
        stop.set()
        beating.join(5)


def _queue(app: Flask) -> Huey:
    if app.config["JOBS"] == "immediate":
        return MemoryHuey("cop", immediate=True, results=False)
    if url := app.config["REDIS_URL"]:
        return Huey("cop", storage_class=again("huey.storage").RedisStorage, url=url, results=False)
    folder = Path(app.config["DATA_DIR"])
    return SqliteHuey("cop", filename=str(folder / "queue.db"), results=False, fsync=False)


def _bind(app: Flask, huey: Huey, declared: Job[Any]) -> Any:  # noqa: ANN401 - Huey's task wrapper
    @functools.wraps(declared.work)
    def run(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed through
        with app.app_context():
            try:
                declared.work(*args, **kwargs)
            finally:
                db.session.remove()

    if declared.minutes is not None:
        when = crontab(minute="*" if declared.minutes == 1 else f"*/{declared.minutes}")
        return huey.periodic_task(when, name=declared.name)(run)
    return huey.task(retries=declared.retries, retry_delay=2, name=declared.name)(run)
