"""How much a receiver gets at a time: more while it answers, little while it does not, never more than it wants."""

from __future__ import annotations

import uuid

from webhooks.lanes import START, Lanes
from webhooks.services.claim_deliveries import Claimed

LANE = uuid.uuid4()


def claimed(tries: int = 1) -> Claimed:
    ids = [uuid.uuid4() for _ in range(3)]
    return Claimed(ids[0], "role", LANE, LANE, ids[1], "test.ping", "", "", None, tries, tries, ids[2])


def run(lanes: Lanes, *, succeeded: bool = False, answered: bool = True, most: int = 8, rate: int | None = None) -> int:
    """One delivery from its beginning to its end; how many more the lane may get then."""
    one = claimed()
    lanes.began(one, most=most, rate=rate)
    lanes.ended(one, succeeded=succeeded, answered=answered)
    return lanes.limits()[str(LANE)]


def test_each_success_allows_one_more_up_to_the_limit_of_the_endpoint():
    lanes = Lanes()
    assert [run(lanes, succeeded=True, most=4) for _ in range(4)] == [START + 1, 4, 4, 4]


def test_a_refusal_takes_one_and_silence_half_and_one_always_stays():
    lanes = Lanes()
    for _ in range(8):
        run(lanes, succeeded=True)
    assert run(lanes) == 7
    assert [run(lanes, answered=False) for _ in range(4)] == [3, 1, 1, 1]


def test_what_is_under_way_counts_and_what_is_tried_again_is_told_apart():
    lanes = Lanes()
    first, again = claimed(), claimed(2)
    lanes.began(first)
    lanes.began(again)
    assert (lanes.total, lanes.again, lanes.shops["role"]) == (2, 1, 2)
    assert lanes.busy() == {str(LANE): 2}
    assert lanes.limits() == {str(LANE): 0}
    lanes.ended(again, succeeded=False, answered=True)
    assert (lanes.total, lanes.again, lanes.shops["role"]) == (1, 0, 1)


def test_a_rate_gives_no_more_than_a_second_holds(monkeypatch):
    clock = 100.0
    monkeypatch.setattr("webhooks.lanes.time.monotonic", lambda: clock)
    lanes = Lanes()
    for _ in range(8):
        run(lanes, succeeded=True, rate=3)
    assert lanes.limits() == {str(LANE): 0}, "all of this second is used up"
    clock = 104.0
    assert lanes.limits() == {str(LANE): 3}
