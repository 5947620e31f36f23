"""The site as one command: web and worker as children, stopped together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

STOP_SECONDS = 15
# A password hash takes 19 MiB for a moment; by these glibc gives them back instead of keeping them.
MEMORY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "262144",
    "MALLOC_TRIM_THRESHOLD_": "262144",
}


ROOT = Path(__file__).resolve().parents[2]


def serve(host: str, port: int, web_workers: int) -> NoReturn:
    """Become the process that looks after web and worker; it needs nothing of the application."""
    command = [sys.executable, "-m", __name__, host, str(port), str(web_workers)]
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, no shell


def look_after(host: str, port: int, web_workers: int) -> int:
    """Run gunicorn and the worker until one of them ends or a signal comes; return an exit code."""
    binaries = Path(sys.executable).parent
    web = [
        str(binaries / "gunicorn"),
        "--config", "python:cop.operations.gunicorn_settings",
        "--bind", f"{host}:{port}",
        "--workers", str(web_workers),
        "wsgi:app",
    ]  # fmt: skip
    worker = [str(binaries / "flask"), "--app", "wsgi", "cop", "worker"]
    environment = {**MEMORY, **os.environ}
    children: list[subprocess.Popen[bytes]] = []
    stopping: list[int] = []

    def stop(number: int, _frame: object) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        # Children get a group of their own, so that Ctrl-C reaches them once, through us.
        children = [
            subprocess.Popen(command, cwd=ROOT, start_new_session=True, env=environment)  # noqa: S603
            for command in (web, worker)
        ]
        while not stopping and all(child.poll() is None for child in children):
            time.sleep(0.1)
    finally:
        _stop(children)
    return 0 if stopping else 1


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    edge = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, edge - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


if __name__ == "__main__":
    sys.exit(look_after(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
