"""Brakes: how often one person, or one address, may write and search."""

import math
import time

from flask import Flask, make_response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter

from cop.web.errors import problem

# A person who works fast sends a form every few seconds; a script sends hundreds a minute.
WRITES = parse("60 per minute")
# Each picture is up to 5 MB that are taken apart and kept.
PICTURES = parse("20 per minute")
SEARCHES = parse("120 per minute")
# An expert opens one link and sends one form; whoever asks for many addresses is guessing.
SECRETS = parse("20 per minute")


def init_limits(app: Flask) -> None:
    """Answer 429 with Retry-After to whoever writes or searches faster than people do."""
    if app.config["RATE_LIMITS"] == "off":
        return
    url = str(app.config["REDIS_URL"])
    storage: Storage = RedisStorage(url) if url else MemoryStorage()
    limiter = MovingWindowRateLimiter(storage)

    def brake() -> ResponseReturnValue | None:
        item = _limit()
        if item is None:
            return None
        who = _who()
        if limiter.hit(item, who):
            return None
        reset = limiter.get_window_stats(item, who).reset_time
        response = make_response(problem(429))
        response.headers["Retry-After"] = str(max(1, math.ceil(reset - time.time())))
        return response

    app.before_request(brake)


def _limit() -> RateLimitItem | None:
    if request.path == "/login":
        return None  # it counts failures itself, and a whole hall may share one address
    if request.path.startswith("/expert/"):
        return SECRETS
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        return PICTURES if request.path == "/pictures" else WRITES
    return SEARCHES if request.path.startswith("/search") else None


def _who() -> str:
    actor = getattr(current_user, "actor", None)
    return f"member:{actor.id}" if actor is not None else f"address:{request.remote_addr}"
