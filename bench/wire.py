"""A small client: kept connections, one process, so that it costs the servers little."""

import selectors
import socket
import statistics
import time
from dataclasses import dataclass, field

TIMEOUT = 30.0


@dataclass
class Answer:
    """One answer; `seconds` is from the first byte sent to the last one received."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass
class Load:
    """What a number of connections got in a stretch of time."""

    requests_a_second: float
    p50_ms: float
    p95_ms: float
    errors: int


@dataclass
class Line:
    """A kept connection to a port of this machine, opened again when the server closed it."""

    port: int
    made: socket.socket | None = field(default=None, repr=False)

    def ask(self, request: bytes) -> Answer:
        for attempt in (1, 2):
            begun = time.perf_counter()
            try:
                return self._ask(request, begun)
            except (ConnectionError, BrokenPipeError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError("the second attempt returns or raises")

    def close(self) -> None:
        if self.made is not None:
            self.made.close()
            self.made = None

    def _ask(self, request: bytes, begun: float) -> Answer:
        if self.made is None:
            self.made = connect(self.port)
        self.made.sendall(request)
        data = b""
        while not is_whole(data):
            part = self.made.recv(262_144)
            if not part:
                raise ConnectionError("closed before the end of the answer")
            data += part
        seconds = time.perf_counter() - begun
        status, headers, body = parsed(data)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, body, seconds)


def get(path: str, cookie: str = "") -> bytes:
    """The bytes of a GET request."""
    line = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{line}\r\n".encode()


def post(path: str, body: bytes, cookie: str = "") -> bytes:
    """The bytes of a form sent by POST."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def connect(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), TIMEOUT)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def is_whole(data: bytes) -> bool:
    """Tell whether an answer with a Content-Length has come to its end."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = data[:end].lower()
    place = head.find(b"content-length:")
    if place < 0:
        return data.endswith(b"0\r\n\r\n") if b"chunked" in head else True
    length = int(head[place + 15 :].split(b"\r\n", 1)[0])
    return len(data) >= end + 4 + length


def parsed(data: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        name, value = name.strip().lower(), value.strip()
        headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    return int(first.split()[1]), headers, body


def load(port: int, request: bytes, connections: int, seconds: float) -> Load:
    """Ask over so many connections for so long; each asks again when it has its answer."""
    crowd = _Crowd(port, request)
    begun = time.perf_counter()
    for _ in range(connections):
        crowd.open()
    while (left := begun + seconds - time.perf_counter()) > 0:
        crowd.listen(left)
    took = time.perf_counter() - begun
    crowd.leave()
    times = sorted(crowd.times)
    if len(times) < 2:
        return Load(len(times) / took, 0.0, 0.0, crowd.errors)
    middle, high = statistics.median(times) * 1000, times[int(len(times) * 0.95)] * 1000
    return Load(len(times) / took, middle, high, crowd.errors)


class _Crowd:
    """Many connections that ask the same at once, listened to in turn."""

    def __init__(self, port: int, request: bytes) -> None:
        self.port = port
        self.request = request
        self.waiting = selectors.DefaultSelector()
        self.state: dict[socket.socket, tuple[float, bytes]] = {}
        self.times: list[float] = []
        self.errors = 0

    def open(self) -> None:
        one = connect(self.port)
        self.waiting.register(one, selectors.EVENT_READ)
        self._ask(one)

    def listen(self, seconds: float) -> None:
        for key, _events in self.waiting.select(seconds):
            one = key.fileobj
            assert isinstance(one, socket.socket)
            self._take(one, one.recv(262_144))

    def leave(self) -> None:
        for one in list(self.state):
            self._drop(one)
        self.waiting.close()

    def _take(self, one: socket.socket, part: bytes) -> None:
        since, before = self.state[one]
        data = before + part
        if not part:
            self.errors += bool(data)
            self._drop(one)
            self.open()
        elif is_whole(data):
            self.times.append(time.perf_counter() - since)
            self.errors += not data.startswith(b"HTTP/1.1 200")
            self._ask(one)
        else:
            self.state[one] = (since, data)

    def _ask(self, one: socket.socket) -> None:
        self.state[one] = (time.perf_counter(), b"")
        one.sendall(self.request)

    def _drop(self, one: socket.socket) -> None:
        self.waiting.unregister(one)
        self.state.pop(one)
        one.close()
