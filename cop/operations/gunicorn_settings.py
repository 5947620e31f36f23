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
    """Load before the fork what every worker needs: they share it, and none is slow at first."""
    from sqlalchemy.orm import configure_mappers  # noqa: PLC0415 - not before the application exists

    from cop.search.dictionary import agree  # noqa: PLC0415
    from cop.thai.words import warm  # noqa: PLC0415
    from wsgi import app  # noqa: PLC0415

    with app.app_context():
        agree()
    warm()
    configure_mappers()
    for name in app.jinja_env.list_templates(["html"]):
        app.jinja_env.get_template(name)
    visitor = app.test_client()
    for address in ("/", "/login"):
        visitor.get(address)


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
