"""How gunicorn serves: the application and the dictionary are loaded once, before the fork."""

import gc
from typing import Any

preload_app = True
worker_class = "gthread"
threads = 2
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None
errorlog = "-"
loglevel = "warning"


def when_ready(server: Any) -> None:  # noqa: ANN401 - gunicorn's hook
    """Load the word list before the fork: the workers share its pages."""
    from cop.thai.words import warm  # noqa: PLC0415 - not before the application exists

    warm()


def pre_fork(server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn's hook
    """Freeze what was loaded so that reference cycles' counters do not unshare it."""
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn's hook
    """Give the child connections of its own."""
    from cop.db import db  # noqa: PLC0415 - not before the application exists
    from wsgi import app  # noqa: PLC0415

    with app.app_context():
        db.engine.dispose(close=False)
