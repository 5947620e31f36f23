"""Both stores of the background queue: the SQLite file, and the Redis server where there is one."""

import os
from urllib.parse import urlsplit

import pytest
import redis
from redis.exceptions import ConnectionError as NoServer

QUEUES = ["sqlite", "redis"]
_GIVEN = os.environ.get("COP_TEST_REDIS_URL")


def emptied(queue: str) -> str:
    """Return the setting that chooses this queue, emptied; skip where no server answers."""
    if queue == "sqlite":
        return ""
    url = _own()
    try:
        redis.Redis.from_url(url).flushdb()
    except NoServer:
        if _GIVEN or os.environ.get("CI") == "true":
            raise
        pytest.skip("no Redis answers on 127.0.0.1")
    return url


def _own() -> str:
    """Return the address of this process's own of Redis's sixteen databases."""
    parts = urlsplit(_GIVEN or "redis://127.0.0.1/14")
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    number = (int(parts.path.strip("/") or 0) + process) % 16
    return parts._replace(path=f"/{number}").geturl()
