"""Whoever follows events misses none and gets none twice, however late a transaction commits. Committed data, real connections."""

from __future__ import annotations

import itertools
import random
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any

import orjson
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

from platform_core.events.catalogue import IssuanceCompleted
from platform_core.events.services.continue_positions import continue_positions
from platform_core.events.services.draft_event import draft_event
from platform_core.kernel.ids import new_id, public_id
from tests.world import api, as_owner, committed_shop, make_key

_labels = itertools.count(1)
PUBLISH = "SELECT public.publish_event(%s::text::jsonb, now())"


@pytest.fixture
def shop(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A shop of its own, really committed."""
    with django_db_blocker.unblock(), committed_shop(f"follow-{next(_labels)}") as made:
        yield made


class Writer:
    """A connection that writes events as the shop does."""

    def __init__(self, shop: Any) -> None:
        self.connection = psycopg.connect(settings.DATABASE_ADMIN_URL)
        self.connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(shop.role_name)))
        self.connection.commit()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.close()

    def write(self) -> str:
        """An event in the transaction that is open; its ``evt_…``."""
        about = public_id("iss", new_id())
        draft = draft_event(IssuanceCompleted(about, None, "completed", 1, "api"), object_id=about)
        self.connection.execute(PUBLISH, [draft])
        return public_id("evt", uuid.UUID(orjson.loads(draft)["id"]))

    def commit(self) -> None:
        self.connection.commit()


class Follower:
    """Asks on with what it was given, as the reference says."""

    def __init__(self, shop: Any, after: str = "beginning") -> None:
        self.client, self.after, self.seen = api(make_key(shop)), after, []
        self.take()

    def take(self) -> list[str]:
        """What is new."""
        fresh: list[str] = []
        while True:
            page = self.client.get(f"/v1/events?after={self.after}&types[]=issuance.completed&limit=100").json()
            fresh += [each["id"] for each in page["data"]]
            self.after = page["next_after"]
            if not page["has_more"]:
                self.seen += fresh
                return fresh

    def take_until(self, wanted: set[str], patience: float = 20.0) -> None:
        """Ask until all of them were seen."""
        deadline = time.monotonic() + patience
        while not wanted <= set(self.seen):
            assert time.monotonic() < deadline, f"{len(wanted - set(self.seen))} are missing"
            self.take()


def test_an_event_that_commits_late_is_not_passed_over(shop):
    follower = Follower(shop)
    with Writer(shop) as early, Writer(shop) as late:
        first = early.write()
        second = late.write()
        late.commit()
        assert first < second  # who goes by ids alone would now go on behind the first
        assert follower.take() == []
        early.commit()
        follower.take_until({first, second})
    assert follower.seen == [first, second]
    assert follower.take() == []


def test_what_is_rolled_back_is_never_seen_and_holds_nobody_up_any_longer(shop):
    follower = Follower(shop)
    with Writer(shop) as broken, Writer(shop) as other:
        never = broken.write()
        there = other.write()
        other.commit()
        assert follower.take() == []
        broken.connection.rollback()
        follower.take_until({there})
    assert never not in follower.seen


def test_a_long_read_holds_nobody_up_and_a_long_write_does(shop):
    follower = Follower(shop)
    with psycopg.connect(settings.DATABASE_ADMIN_URL) as other, Writer(shop) as writer:
        other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        other.execute("SELECT count(*) FROM events_event")  # as a dump does
        there = writer.write()
        writer.commit()
        follower.take_until({there})
        other.execute("CREATE TEMP TABLE anything (a int)")  # any write, in whatever table
        later = writer.write()
        writer.commit()
        assert follower.take() == []
        other.rollback()
        follower.take_until({later})


def test_with_many_writers_nothing_is_missed_or_doubled(shop):
    follower, made, lock = Follower(shop), set(), threading.Lock()
    writing = threading.Semaphore(0)

    def write(seed: int) -> None:
        dice = random.Random(seed)
        with Writer(shop) as writer:
            for _ in range(40):
                events = [writer.write() for _ in range(dice.choice((1, 1, 1, 3)))]
                time.sleep(dice.choice((0, 0, 0.001, 0.01)))
                if dice.random() < 0.1:
                    writer.connection.rollback()
                    continue
                with lock:
                    made.update(events)
                writer.commit()
        writing.release()

    threads = [threading.Thread(target=write, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        follower.take()
    for thread in threads:
        thread.join()
    follower.take_until(made)
    assert set(follower.seen) == made
    assert len(follower.seen) == len(made) > 300
    again = Follower(shop)
    assert again.seen == follower.seen  # the order is one, whenever it is asked for


def test_after_a_restore_into_another_server_new_events_stand_behind_the_old_ones(shop):
    with Writer(shop) as writer, psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
        old = writer.write()
        writer.commit()
        # As if another server, whose numbers were higher, had written it.
        admin.execute(
            "UPDATE events_event SET position = position + 1000 WHERE id = (SELECT id FROM events_event"
            " WHERE tenant_role = %s AND type = 'issuance.completed')",
            [shop.role_name],
        )
        assert Follower(shop).seen == []  # lost from sight for a thousand transactions
        with as_owner():
            shift = continue_positions()
            assert continue_positions() is None
        assert shift is not None
        assert shift > 0
        follower = Follower(shop)
        assert follower.seen == [old]
        new = writer.write()
        writer.commit()
        follower.take_until({new})
        assert follower.seen == [old, new]
    connections.close_all()
