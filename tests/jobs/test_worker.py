"""A real worker on a real queue: what was posted is found soon, whatever happened in between."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from cop.app import create_app
from cop.db import Base, db
from cop.heartbeat import last_beat
from cop.search.engine import index
from cop.search.language.query import parse
from tests.conftest import site_settings
from tests.make.threads import make_reply, make_thread
from tests.queues import QUEUES, emptied

ROOT = Path(__file__).resolve().parents[2]
FLASK = Path(sys.executable).parent / "flask"


class Worker:
    """The worker process of one data folder."""

    def __init__(self, folder: Path, url: str) -> None:
        clean = {n: v for n, v in os.environ.items() if not n.startswith("COP_")}
        self.env = {**clean, "COP_DATA_DIR": str(folder), "COP_REDIS_URL": url}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [FLASK, "--app", "wsgi", "cop", "worker"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stderr=subprocess.DEVNULL)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(20)


@pytest.fixture(params=QUEUES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Flask, Worker]]:
    """A site with its own folder and queue, and its worker, running."""
    url = emptied(request.param)
    app = create_app(site_settings(tmp_path, JOBS="queue", REDIS_URL=url))
    worker = Worker(tmp_path, url)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        index().clear()
        worker.start()
        _until(lambda: last_beat() is not None, 30)
        yield app, worker
        db.session.remove()
        db.engine.dispose()
    if worker.process and worker.process.poll() is None:
        worker.stop()


def _until(condition, seconds: float) -> float:
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        db.session.rollback()
        if condition():
            return time.monotonic() - start
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def _found(words: str) -> int:
    return index().find(parse(words).query, None, 10).total


def test_reply_is_found_soon(site: tuple[Flask, Worker]) -> None:
    make_reply(make_thread(), body="ใช้ครุฑพ่าห์จำลองแทน")
    # Two seconds on a quiet machine; the rest is for one that runs other tests at once.
    _until(lambda: _found("ครุฑพ่าห์จำลอง") == 1, 10)


def test_killed_worker_loses_nothing(site: tuple[Flask, Worker]) -> None:
    _app, worker = site
    thread = make_thread()
    worker.stop(signal.SIGKILL)
    for number in range(5):
        make_reply(thread, body=f"คำตอบข้อ {number} เรื่องครุฑพ่าห์จำลอง")
    worker.start()
    _until(lambda: _found("ครุฑพ่าห์จำลอง") == 1, 90)


def test_worker_stops_when_told(site: tuple[Flask, Worker]) -> None:
    _app, worker = site
    worker.stop()
    assert worker.process is not None
    assert worker.process.returncode == 0
