"""Ids are in time order and bear the time at which they were made."""

import time
import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.ids import first_id_at, moment_of, new_id


def test_ids_of_a_burst_rise_and_do_not_run_ahead_of_the_clock():
    begun = now()
    made = [new_id() for _ in range(20_000)]
    ended = now()
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert (ended - begun).total_seconds() < 10, "too slow to be a burst: nothing was proved"
    assert moment_of(made[-1]) <= ended
    assert made[0] >= first_id_at(begun)


def test_ids_are_version_7_and_rise_when_the_clock_steps_back(monkeypatch):
    first = new_id()
    assert (first.version, first.variant) == (7, uuid.RFC_4122)
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert new_id() > first
