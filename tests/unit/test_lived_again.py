"""A history that is lived once more: moments and ids are of then, and what comes after it is of now."""

import datetime as dt

import pytest

from platform_core.kernel.clock import back_in, now
from platform_core.kernel.ids import moment_of, new_id

DAY = dt.timedelta(days=1)
SOON = dt.timedelta(seconds=5)


def test_moments_and_ids_are_of_then_inside_and_of_now_after_it():
    before, then = new_id(), now() - 40 * DAY
    with back_in(then):
        assert then <= now() < then + SOON
        old = [new_id() for _ in range(50)]
        with back_in(then + DAY):
            assert then + DAY <= now() < then + DAY + SOON
            later = new_id()
        assert now() < then + SOON
    assert all(abs(moment_of(each) - then) < SOON for each in old)
    assert max(old) < later < before < new_id()
    assert now() - moment_of(before) < SOON


def test_who_fails_in_the_past_comes_back():
    with pytest.raises(KeyError), back_in(now() - DAY):
        raise KeyError
    assert now() - moment_of(new_id()) < SOON
