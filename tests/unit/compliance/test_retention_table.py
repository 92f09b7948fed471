"""How long things are kept: the longest rule counts, and nothing ends a moment early."""

import datetime as dt

import pytest

from platform_core.compliance.retention import TABLE, Kept, Profile, cutoff, keep_until, may_go
from platform_core.compliance.retention_table import FILES, retention_table

DONE = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
MOMENT = dt.timedelta(microseconds=1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_document_is_current(language):
    kept = FILES[language].read_text(encoding="utf-8")
    assert kept == retention_table(language), "run `manage.py write_retention_table`"
    for row in TABLE:
        assert f"| {row.kept} |" in kept


def test_every_class_has_one_line_and_a_time():
    assert sorted(row.kept for row in TABLE) == sorted(Kept)
    assert all((row.years > 0) != (row.days > 0) for row in TABLE)


@pytest.mark.parametrize(
    ("kept", "profile", "years", "days"),
    [
        (Kept.ORDERS, Profile.STANDARD, 3, 0),
        (Kept.ORDERS, Profile.LICENSED, 10, 0),
        (Kept.LARGE_PURCHASES, Profile.STANDARD, 5, 0),
        (Kept.LARGE_PURCHASES, Profile.LICENSED, 10, 0),
        (Kept.SUPPLIER_FILES, Profile.LICENSED, 10, 0),
        (Kept.CODES, Profile.LICENSED, 0, 180),
        (Kept.IDENTITY_IMAGES, Profile.STANDARD, 0, 30),
    ],
)
def test_a_class_is_kept_to_the_moment(kept, profile, years, days):
    end = DONE.replace(year=DONE.year + years) + dt.timedelta(days=days)
    assert keep_until(kept, DONE, profile) == end
    assert not may_go(kept, DONE, profile, end - MOMENT)
    assert may_go(kept, DONE, profile, end)


def test_the_longest_of_all_rules_counts():
    both = (Kept.ORDERS, Kept.LARGE_PURCHASES)
    assert keep_until(both, DONE, Profile.STANDARD) == DONE.replace(year=2029)
    assert keep_until(both, DONE, Profile.LICENSED) == DONE.replace(year=2034)


def test_what_is_not_completed_never_goes():
    assert not may_go(Kept.ORDERS, None, Profile.STANDARD, DONE.replace(year=2100))


@pytest.mark.parametrize("day", [dt.date(2027, 2, 28), dt.date(2027, 3, 1), dt.date(2028, 2, 29), dt.date(2034, 3, 1)])
@pytest.mark.parametrize("kept", list(Kept))
def test_what_a_cutoff_lets_go_was_kept_long_enough(kept, day):
    at = dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC)
    for profile in Profile:
        last = cutoff(kept, profile, at)
        assert may_go(kept, last, profile, at)
        for hours in range(0, 60, 6):
            late = last + dt.timedelta(hours=hours)
            assert may_go(kept, late - dt.timedelta(days=3), profile, at)
