"""What is measured: CPU in paired rounds, load, replies, and how soon they are found."""

import secrets
import statistics
import time
from collections.abc import Callable
from urllib.parse import quote

from bench.people import Person
from bench.processes import Server
from bench.wire import Load, get, load

CONNECTIONS = (1, 8, 32)
FOUND_WITHIN = 10.0
Act = Callable[[], object]


def quoted(path: str) -> str:
    """The address as it is sent."""
    return quote(path, safe="/?=&%")


def reader(person: Person, path: str) -> Act:
    """The act of reading a page once; an answer other than 200 ends the run."""
    request = get(quoted(path), person.cookie)

    def read() -> None:
        answer = person.line.ask(request)
        if answer.status != 200:
            raise SystemExit(f"{path} was answered {answer.status}")

    return read


def cpu_ms(server: Server, act: Act, seconds: float) -> float:
    """CPU ms that the server's processes took for one act, over so many seconds of acts.

    The processes' times come in steps of 10 ms, so that a second of them is right to 2 %.
    """
    workers = server.workers()
    before = server.cpu_seconds()
    edge = time.perf_counter() + seconds
    times = 0
    while time.perf_counter() < edge:
        act()
        times += 1
    used = server.cpu_seconds() - before
    if server.workers() != workers:
        raise SystemExit(f"a worker of the {server.name} was replaced while it was measured")
    return used / times * 1000


def paired(rounds: int, *measures: Callable[[], float]) -> list[list[float]]:
    """Take every measure once a round, each round in the other order; the values by measure."""
    values: list[list[float]] = [[] for _ in measures]
    order = list(range(len(measures)))
    for _ in range(rounds):
        for place in order:
            values[place].append(measures[place]())
        order.reverse()
    return values


def ratio(upper: list[float], lower: list[float]) -> float:
    """The median of the quotients of each round."""
    return statistics.median(one / other for one, other in zip(upper, lower, strict=True) if other)


def loads(server: Server, person: Person, path: str, seconds: float) -> dict[int, Load]:
    """Requests a second and times at several numbers of connections."""
    request = get(quoted(path), person.cookie)
    return {many: load(server.port, request, many, seconds) for many in CONNECTIONS}


def warm(server: Server, person: Person, path: str) -> None:
    """Let every worker have answered the page before anything is counted."""
    load(server.port, get(quoted(path), person.cookie), 8, 0.4)


def replies(people: list[tuple[Person, str]], rounds: int, each: int) -> list[list[float]]:
    """Send replies in turns, so many a round, to (person, thread); the seconds of each person."""
    found: list[list[float]] = [[] for _ in people]
    words = "รายงานผลการทดลองประจำสัปดาห์ ใช้เวลาลดลงกว่าเดิม และยังมีเรื่องที่ต้องแก้ไขต่อ "
    for _ in range(rounds):
        for place, (person, thread) in enumerate(people):
            for _ in range(each):
                found[place].append(person.post_reply(thread, words * 5 + secrets.token_hex(4)))
            time.sleep(0.3)
    return found


def found_after(person: Person, thread: str) -> float:
    """Seconds from the answer to a reply's POST until search finds a word of it."""
    word = f"zq{secrets.token_hex(5)}"
    person.post_reply(thread, f"คำที่มีที่เดียว {word}")
    posted = time.perf_counter()
    request = get(f"/search?q={word}", person.cookie)
    while (waited := time.perf_counter() - posted) < FOUND_WITHIN:
        answer = person.line.ask(request)
        if b'data-total="0"' not in answer.body and b"data-total=" in answer.body:
            return time.perf_counter() - posted
        time.sleep(0.05)
    return waited


def high(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[int(len(values) * 0.95)]
