"""When a worker takes itself for deaf, and when it only has nothing to do, or plenty."""

import pytest

from platform_core.runtime.deaf_worker import PATIENCE, Ear

STEP = PATIENCE / 5


def looks(*seen):
    """What the ear says after each look, one step of time apart."""
    ear = Ear()
    return [ear.is_deaf(waiting=w, taken=t, busy=b, at=n * STEP) for n, (w, t, b) in enumerate(seen)]


def test_messages_that_wait_for_long_while_it_idles_are_messages_it_does_not_hear():
    assert looks(*[(1, 7, False)] * 8) == [False] * 6 + [True] * 2


@pytest.mark.parametrize(
    "other",
    [(0, 7, False), (1, 8, False), (1, 7, True)],
    ids=["nothing waited", "it took one", "it was at work"],
)
def test_one_look_at_which_all_was_well_begins_the_wait_anew(other):
    assert not any(looks(*[(1, 7, False)] * 5, other, *[(1, other[1], False)] * 5))


def test_a_quiet_hour_and_a_busy_one_are_no_deafness():
    assert not any(looks(*[(0, 0, False)] * 50))
    assert not any(looks(*[(900, 3, True)] * 50))
    assert not any(looks(*[(900, number, False) for number in range(50)]))
