"""Where messages go, for those who send and those who take them. Without Django: beat needs nothing else."""

from __future__ import annotations

import urllib.parse
from typing import Any, Final

from config.env import env

ALL_WORK: Final = "celery"  # the queue of whatever has none of its own
DELIVERIES: Final = "webhooks"  # calls of merchants' systems: slow ones must not keep anything else waiting
REDIS_URL: Final = env().redis_url or "redis://127.0.0.1:6379/0"
TRANSPORT_OPTIONS: Final[dict[str, Any]] = {
    "visibility_timeout": 7200,  # longer than the longest job: a job must not run twice at once
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "retry_policy": {"timeout": 2},
}


def broker_url() -> str:
    """``REDIS_URL`` as Celery writes it: a socket has a scheme of its own there."""
    parts = urllib.parse.urlsplit(REDIS_URL)
    if parts.scheme != "unix":
        return REDIS_URL
    number = dict(urllib.parse.parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={number}"
