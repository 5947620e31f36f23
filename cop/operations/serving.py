"""The site as one command: web and worker as children, stopped together."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

STOP_SECONDS = 15
BINARIES = Path(sys.executable).parent
# A password hash takes 19 MiB for a moment; by these glibc gives them back instead of keeping them.
MEMORY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "262144",
    "MALLOC_TRIM_THRESHOLD_": "262144",
}
ROOT = Path(__file__).resolve().parents[2]

Child = subprocess.Popen[bytes]


def serve(host: str, port: int, web_workers: int, *, prepare: bool) -> NoReturn:
    """Become the process that looks after web and worker; it needs nothing of the application."""
    command = [sys.executable, "-m", __name__, host, str(port), str(web_workers)]
    command += ["--prepare"] if prepare else []
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, no shell


def look_after(host: str, port: int, web_workers: int, *, prepare: bool) -> int:
    """Run gunicorn and the worker until one of them ends or a signal comes; return an exit code.

    With `prepare` gunicorn, which has the application anyway, makes the site ready before it
    serves; the worker starts when that is done.
    """
    children: list[Child] = []
    stopping: list[int] = []

    def stop(number: int, _frame: object) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        prepared, tell = os.pipe()
        children.append(_start_web(host, port, web_workers, tell if prepare else None))
        os.close(tell)
        if prepare and not _told(prepared, children[0], stopping):
            return 0 if stopping else children[0].wait(STOP_SECONDS) or 1
        children.append(_start([str(BINARIES / "flask"), "--app", "wsgi", "cop", "worker"]))
        while not stopping and all(child.poll() is None for child in children):
            time.sleep(0.1)
    finally:
        _stop(children)
    return 0 if stopping else 1


def _start_web(host: str, port: int, web_workers: int, tell: int | None) -> Child:
    command = [
        str(BINARIES / "gunicorn"),
        "--config", "python:cop.operations.gunicorn_settings",
        "--bind", f"{host}:{port}",
        "--workers", str(web_workers),
        "wsgi:app",
    ]  # fmt: skip
    return _start(command) if tell is None else _start(command, tell)


def _start(command: list[str], *pipes: int) -> Child:
    """Start a child in a group of its own, so that Ctrl-C reaches it once, through us."""
    environment = {**MEMORY, **os.environ}
    if pipes:
        environment["COP_TELL_PREPARED"] = str(pipes[0])
    return subprocess.Popen(  # noqa: S603 - our own programs
        command, cwd=ROOT, start_new_session=True, env=environment, pass_fds=pipes
    )


def _told(pipe: int, web: Child, stopping: list[int]) -> bool:
    """Wait until the child says that the site is ready; False when it ended or we are to stop."""
    while not stopping and web.poll() is None:
        if select.select([pipe], [], [], 0.1)[0]:
            return bool(os.read(pipe, 1))
    return False


def _stop(children: list[Child]) -> None:
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


def _main(arguments: list[str]) -> int:
    prepare = "--prepare" in arguments
    host, port, web_workers = [one for one in arguments if one != "--prepare"]
    return look_after(host, int(port), int(web_workers), prepare=prepare)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
