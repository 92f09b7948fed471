"""Requests that wait for events: few, without a connection, woken by what they want, gone when the process ends."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from merchant_api import waiting
from merchant_api.v1.events import views
from platform_core.events.catalogue import IssuanceCompleted, ProductArchived
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import tenant_context
from tests.world import api, committed_shop, make_key, now

_labels = itertools.count(1)


@pytest.fixture
def shop(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A shop of its own, really committed."""
    with django_db_blocker.unblock(), committed_shop(f"wait-{next(_labels)}") as made:
        yield made


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[waiting.WaitingRoom]:
    """A room of four seats for the test alone; nobody is left in it."""
    made = waiting.WaitingRoom(4)
    monkeypatch.setattr(views, "ROOM", made)
    yield made
    made.close()


class Waiter(threading.Thread):
    """A request in a thread of its own."""

    def __init__(self, client: Any, after: str, seconds: int, more: str = "") -> None:
        super().__init__()
        self.client, self.path = client, f"/v1/events?after={after}&wait={seconds}{more}"
        self.start()

    def run(self) -> None:
        begun = time.monotonic()
        self.answer = self.client.get(self.path)
        self.took = time.monotonic() - begun
        connections.close_all()

    @property
    def types(self) -> list[str]:
        self.join(20)
        assert self.answer.status_code == 200
        return [each["type"] for each in self.answer.json()["data"]]


def caught_up(client: Any) -> str:
    """Where a follower stands that has seen everything."""
    after = "beginning"
    while True:
        page = client.get(f"/v1/events?after={after}&limit=100").json()
        if not page["data"] and not page["has_more"]:
            return str(after)
        after = page["next_after"]


def publish(shop: Any, *payloads: Any) -> None:
    with tenant_context(shop):
        for payload in payloads or [IssuanceCompleted(public_id("iss", new_id()), None, "completed", 1, "api")]:
            publish_event(payload, object_id=payload.id, now=now())


def until(condition: Any, patience: float = 10.0) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def seated(room: waiting.WaitingRoom) -> int:
    return len(room._asking())


def test_who_waits_is_woken_by_an_event_and_otherwise_answered_empty_when_the_time_is_over(shop, room):
    client = api(make_key(shop))
    after = caught_up(client)
    nothing = Waiter(client, after, 1)
    assert nothing.types == []
    assert 0.9 < nothing.took < 5
    assert nothing.answer.json()["next_after"] == after
    assert "Retry-After" not in nothing.answer.headers
    something = Waiter(client, after, 20)
    until(lambda: seated(room) == 1)
    publish(shop)
    assert something.types == ["issuance.completed"]
    assert something.took < 10
    until(lambda: room._watcher is None)  # with nobody waiting, nobody asks


def test_who_waits_for_one_type_sleeps_through_the_others_and_need_not_look_at_them_again(shop, room):
    client = api(make_key(shop))
    after = caught_up(client)
    waiter = Waiter(client, after, 20, "&types[]=product.archived")
    until(lambda: seated(room) == 1)
    publish(shop)
    time.sleep(3 * waiting.TICK)
    assert waiter.is_alive()
    publish(shop, ProductArchived(public_id("prod", new_id())))
    assert waiter.types == ["product.archived"]


def test_an_event_that_is_there_is_not_waited_for(shop, room):
    client = api(make_key(shop))
    after = caught_up(client)
    publish(shop)
    until(lambda: client.get(f"/v1/events?after={after}").json()["data"])
    waiter = Waiter(client, after, 20)
    assert waiter.types == ["issuance.completed"]
    assert waiter.took < 5


def test_one_merchant_takes_half_of_the_seats_and_all_others_are_answered_at_once(shop, room):
    client = api(make_key(shop))
    after = caught_up(client)
    mine = [Waiter(client, after, 20) for _ in range(2)]
    until(lambda: seated(room) == 2)
    third = Waiter(client, after, 20)
    assert third.types == []
    assert third.took < 5
    assert third.answer.headers["Retry-After"] == "2"
    assert third.answer.json()["next_after"] == after
    with committed_shop(f"wait-{next(_labels)}") as other:
        neighbour = api(make_key(other))
        theirs = Waiter(neighbour, caught_up(neighbour), 20)
        until(lambda: seated(room) == 3)
        publish(other)
        assert theirs.types == ["issuance.completed"]
    assert [each.is_alive() for each in mine] == [True, True]
    publish(shop)
    assert [each.types for each in mine] == [["issuance.completed"]] * 2


def test_whoever_waits_has_no_database_connection(shop, room):
    client = api(make_key(shop))
    after = caught_up(client)
    connection.close()

    def count() -> int:
        with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
            row = admin.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'kaquan-web'")
            return int(row.fetchone()[0])  # type: ignore[index]

    before = count()  # of threads that other tests left
    waiters = [Waiter(client, after, 20) for _ in range(2)]
    until(lambda: seated(room) == 2)
    until(lambda: count() <= before + 1)  # the watcher's, for both of them
    publish(shop)
    assert [each.types for each in waiters] == [["issuance.completed"]] * 2


def test_when_nobody_can_look_for_news_each_looks_for_itself(shop, room, monkeypatch):
    client = api(make_key(shop))
    after = caught_up(client)

    def broken(readers: Any) -> set[int]:
        raise RuntimeError

    monkeypatch.setattr(waiting, "list_readers_with_news", broken)
    waiter = Waiter(client, after, 20)
    until(lambda: seated(room) == 1)
    publish(shop)
    assert waiter.types == ["issuance.completed"]


def test_a_closed_room_lets_everybody_go_and_nobody_in(shop, room):
    client = api(make_key(shop))
    after = caught_up(client)
    waiter = Waiter(client, after, 20)
    until(lambda: seated(room) == 1)
    room.close()
    assert waiter.types == []
    assert waiter.took < 10
    with room.seat(shop.role_name) as seat:
        assert seat is None


ENDED = """
import os, signal, threading, time
import django; django.setup()
from merchant_api import waiting
waiting.list_readers_with_news = lambda readers: set()
room = waiting.WaitingRoom(1)
room.listen_for_the_end()
signal.signal(signal.SIGTERM, lambda *_: None)  # a web server's own, installed later
def sit():
    with room.seat("r") as seat:
        waiting.connection.close = lambda: None
        print("sits", flush=True)
        print(room.wait(seat, waiting.Wanted(), None, 30), flush=True)
thread = threading.Thread(target=sit); thread.start(); thread.join()
"""


def test_the_end_of_the_process_is_heard_whoever_handles_the_signal():
    with subprocess.Popen([sys.executable, "-c", ENDED], stdout=subprocess.PIPE, env=os.environ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"sits\n"
        time.sleep(0.2)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == b"False\n"
        assert time.monotonic() - begun < 5
        assert process.wait(10) == 0


def test_without_seats_nobody_waits(shop, monkeypatch):
    monkeypatch.setattr(views, "ROOM", waiting.WaitingRoom(0))
    client = api(make_key(shop))
    waiter = Waiter(client, caught_up(client), 20)
    assert waiter.types == []
    assert waiter.answer.headers["Retry-After"] == "2"
    assert waiter.took < 5
