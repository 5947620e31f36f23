"""How gunicorn serves: the application and the dictionary are loaded once, before the fork."""

import gc
import os
import sys
import traceback
from pathlib import Path
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


def on_starting(server: Any) -> None:  # noqa: ANN401 - gunicorn's hook
    """Make the site ready when `cop serve --prepare` asks for it, and tell who waits for that."""
    waiting = os.environ.pop("COP_TELL_PREPARED", None)
    if waiting is None:
        return
    from cop.thai.words import warm  # noqa: PLC0415 - not before the application exists

    warm()
    # A child does it: what migrating and the demo load into memory goes with it.
    child = os.fork()
    if child == 0:
        os._exit(_prepare(server.cfg.bind[0]))
    _, status = os.waitpid(child, 0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(abs(code))
    os.write(int(waiting), b"\n")
    os.close(int(waiting))


def _prepare(address: str) -> int:
    from cop.operations.starting import announce, make_ready  # noqa: PLC0415 - in the child only
    from wsgi import app  # noqa: PLC0415

    def say(words: str) -> None:
        print(words, flush=True)  # noqa: T201 - the words of a command

    try:
        with app.app_context():
            make_ready(say)
            announce(address, say)
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def when_ready(server: Any) -> None:  # noqa: ANN401 - gunicorn's hook
    """Load before the fork what every worker needs: they share it, and none is slow at first."""
    from jinja2 import FileSystemBytecodeCache  # noqa: PLC0415 - not before the application exists
    from sqlalchemy.orm import configure_mappers  # noqa: PLC0415

    from cop.search.dictionary import agree  # noqa: PLC0415
    from cop.thai.words import warm  # noqa: PLC0415
    from wsgi import app  # noqa: PLC0415

    with app.app_context():
        agree()
    warm()
    configure_mappers()
    compiled = Path(app.config["DATA_DIR"]) / "compiled-templates"
    compiled.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
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
