"""Servers started for a measurement: what they cost, and how they are ended, each by its id."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARIES = Path(sys.executable).parent
TICKS = os.sysconf("SC_CLK_TCK")
STOP_SECONDS = 20


@dataclass
class Server:
    """A started server: `process` is the parent of all that belongs to it."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def pids(self) -> list[int]:
        """The processes that answer requests: gunicorn's own and its workers."""
        return [pid for pid in _tree(self.process.pid) if b"gunicorn" in _command(pid)]

    def workers(self) -> list[int]:
        ours = self.pids()
        return [pid for pid in ours if _parent(pid) in ours]

    def cpu_seconds(self) -> float:
        return sum(_cpu_seconds(pid) for pid in self.pids())

    def memory(self) -> list[dict[str, float]]:
        """Resident and proportional MB of each worker."""
        return [_memory(pid) for pid in self.workers()]

    def stop(self) -> None:
        """End it and whatever of its tree is left, by their ids."""
        left = _tree(self.process.pid)
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in left:
            # A reused number would not be a child of ours: its command tells.
            if str(self.port).encode() in _command(pid) or b"gunicorn" in _command(pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def start_site(environment: dict[str, str]) -> Server:
    """Start the site with its worker, as `make run` does; no process is replaced meanwhile."""
    environment = {**environment, "GUNICORN_CMD_ARGS": "--max-requests 0 --max-requests-jitter 0"}
    port = free_port()
    command = [str(BINARIES / "flask"), "--app", "wsgi", "cop", "serve", "--port", str(port)]
    return _start("site", port, command, environment)


def start_floor(environment: dict[str, str], application: str = "bench.floor:app") -> Server:
    """Start the floor app under the same server with the same settings."""
    port = free_port()
    command = [
        str(BINARIES / "gunicorn"), application, "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--worker-class", "gthread", "--threads", "4", "--preload",
        "--keep-alive", "5", "--log-level", "warning",
    ]  # fmt: skip
    return _start("floor", port, command, environment)


def run_command(environment: dict[str, str], *words: str) -> str:
    """Run a command of the site and return what it printed. Raises when it fails."""
    command = [str(BINARIES / "flask"), "--app", "wsgi", "cop", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout


def memory_of_all(root: int) -> dict[str, float]:
    """Resident and proportional MB of a process and all that it started, together."""
    found = {"rss_mb": 0.0, "pss_mb": 0.0}
    for pid in _tree(root):
        with contextlib.suppress(OSError, KeyError):  # it has ended meanwhile
            found = {name: found[name] + mb for name, mb in _memory(pid).items()}
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start(name: str, port: int, command: list[str], environment: dict[str, str]) -> Server:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=None,
        start_new_session=True,
    )
    server = Server(name, port, process)
    try:
        _wait_for(server)
    except BaseException:
        server.stop()
        raise
    return server


def _wait_for(server: Server, seconds: float = 60) -> None:
    edge = time.monotonic() + seconds
    while time.monotonic() < edge:
        if server.process.poll() is not None:
            raise SystemExit(f"the {server.name} ended before it answered")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1):
            if len(server.workers()) >= 2:
                return
        time.sleep(0.1)
    raise SystemExit(f"the {server.name} did not answer within {seconds:.0f} s")


def _tree(root: int) -> list[int]:
    parents = {pid: _parent(pid) for pid in _all_pids()}
    found, last = [root], [root]
    while last:
        last = [pid for pid, parent in parents.items() if parent in last]
        found += last
    return found


def _all_pids() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def _fields(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat from the state on; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _parent(pid: int) -> int:
    fields = _fields(pid)
    return int(fields[1]) if fields else 0


def _cpu_seconds(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def _memory(pid: int) -> dict[str, float]:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    sizes = dict(re.findall(r"^(Rss|Pss):\s+(\d+) kB", text, re.MULTILINE))
    return {"rss_mb": int(sizes["Rss"]) / 1024, "pss_mb": int(sizes["Pss"]) / 1024}
