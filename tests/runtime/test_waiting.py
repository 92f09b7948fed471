"""Waiting for events on the real server: it takes no thread from other requests and does not hold up the end."""

from __future__ import annotations

import threading
import time
from typing import Any

import httpx

from tests.live import Platform, running_platform

SEATS = 4  # of one merchant: half of the four of each of two processes


class Waiter(threading.Thread):
    """A long request over a connection of its own."""

    def __init__(self, platform: Platform, key: str, after: str, seconds: int) -> None:
        super().__init__()
        self._client = platform.client(key, timeout=60)
        self._params = {"after": after, "wait": str(seconds)}
        self.answer: httpx.Response | None = None
        self.start()

    def run(self) -> None:
        with self._client as client:
            self.answer = client.get("/v1/events", params=self._params)


def caught_up(client: httpx.Client) -> str:
    """Where a follower stands that has seen everything."""
    after = "beginning"
    while True:
        page: dict[str, Any] = client.get("/v1/events", params={"after": after, "limit": 100}).json()
        after = page["next_after"]
        if not page["has_more"]:
            return str(after)


def seat(platform: Platform, key: str, after: str, seconds: int) -> list[Waiter]:
    """More than there are seats; those who got one."""
    waiters = [Waiter(platform, key, after, seconds) for _ in range(4 * SEATS)]
    deadline = time.monotonic() + 10
    while sum(waiter.answer is None for waiter in waiters) > SEATS:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    for waiter in waiters:
        if waiter.answer is not None:
            assert (waiter.answer.status_code, waiter.answer.json()["data"]) == (200, [])
            assert waiter.answer.headers["Retry-After"] == "2"
    return [waiter for waiter in waiters if waiter.answer is None]


def test_others_are_served_meanwhile_and_a_stop_lets_all_go() -> None:
    with running_platform("--no-demo") as platform:
        key = platform.create_merchant("waits")["api_key_live"]
        with platform.client(key) as client:
            after = caught_up(client)
            seated = seat(platform, key, after, 30)
            assert seated
            for _ in range(30):
                begun = time.monotonic()
                assert client.get("/v1/ping").status_code == 200
                assert time.monotonic() - begun < 5  # and not when somebody's half minute is over
            assert all(waiter.is_alive() for waiter in seated)
        begun = time.monotonic()
        assert platform.stop() == 0
        for waiter in seated:
            waiter.join(1)
            assert waiter.answer is not None
            assert (waiter.answer.status_code, waiter.answer.json()["next_after"]) == (200, after)
        assert time.monotonic() - begun < 25
