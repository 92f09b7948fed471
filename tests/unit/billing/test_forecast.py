"""What a month will come to, on series that were made up."""

import datetime as dt

import pytest

from billing.forecast import DAY, Month, forecast_stand, forecast_sum

JUNE = dt.date(2026, 6, 1)  # a Monday


def month(today, passed=0.0):
    return Month(JUNE, dt.date(2026, 6, 30), today, passed)


def series(until, of, since=JUNE - 28 * DAY):
    return {since + number * DAY: of(since + number * DAY) for number in range((until - since).days)}


def used(days, today):
    return sum(quantity for day, quantity in days.items() if JUNE <= day <= today)


def test_a_steady_shop_goes_on_so():
    today = JUNE + 10 * DAY
    days = series(today, lambda day: 100)
    assert forecast_sum(days, used(days, today), None, month(today)) == (3_000, None)


def test_weekdays_count_as_they_did():
    def busy_weekends(day):
        return 300 if day.weekday() >= 5 else 100

    today = JUNE + 9 * DAY
    days = series(today, busy_weekends)
    truth = sum(busy_weekends(JUNE + number * DAY) for number in range(30))
    assert forecast_sum(days, used(days, today), None, month(today)).total == truth
    # A shop that is shut on Sundays has no Sunday in what is to come.
    shut = series(today, lambda day: 0 if day.weekday() == 6 else 60)
    assert forecast_sum(shut, used(shut, today), None, month(today)).total == 26 * 60


def test_late_days_weigh_more():
    today = JUNE + 7 * DAY
    rising = series(today, lambda day: 10 * (1 + (day - JUNE).days), since=JUNE)
    falling = series(today, lambda day: 10 * (7 - (day - JUNE).days), since=JUNE)
    level = (7 * 70 + 6 * 60 + 5 * 50 + 4 * 40 + 3 * 30 + 2 * 20 + 10) / 28
    assert forecast_sum(rising, 280, None, month(today)).total == round(280 + 23 * level)
    assert forecast_sum(falling, 280, None, month(today)).total < forecast_sum(rising, 280, None, month(today)).total


@pytest.mark.parametrize(("known", "said"), [(0, False), (1, False), (2, False), (3, True)])
def test_nothing_is_said_before_three_days(known, said):
    today = JUNE + 12 * DAY
    days = series(today, lambda day: 50, since=today - known * DAY)
    days[today] = 20  # today is no whole day
    assert (forecast_sum(days, 20, None, month(today)).total is not None) == said


def test_the_part_of_today_that_is_over_is_not_counted_again():
    today = JUNE + 10 * DAY
    days = {**series(today, lambda day: 100), today: 75}
    told = forecast_sum(days, 1_075, None, month(today, passed=0.75))
    assert told.total == 3_000


def test_the_day_on_which_the_limit_is_reached():
    today = JUNE + 10 * DAY
    days = series(today, lambda day: 100)
    assert forecast_sum(days, 1_000, 2_000, month(today)).hit_on == JUNE + 19 * DAY
    assert forecast_sum(days, 1_000, 3_000, month(today)).hit_on == dt.date(2026, 6, 30)
    assert forecast_sum(days, 1_000, 3_001, month(today)).hit_on is None
    assert forecast_sum(days, 1_000, 450, month(today)).hit_on == JUNE + 4 * DAY  # it is over
    assert forecast_sum({}, 450, 450, month(today)) == (None, today)  # the exact counter knows better


def test_a_gap_counts_as_nothing():
    today = JUNE + 7 * DAY
    days = {JUNE: 70}
    assert forecast_sum(days, 70, None, month(today)).total == round(70 + 23 * 70 / 28)


def test_what_stands_grows_on():
    today = JUNE + 10 * DAY
    days = {today - number * DAY: 1_000 - 10 * number for number in range(8)}
    assert forecast_stand(days, 1_100, month(today)) == (1_000 + 10 * 19, JUNE + 20 * DAY)
    assert forecast_stand(days, None, month(today)).hit_on is None
    shrinking = {today - number * DAY: 1_000 + 10 * number for number in range(8)}
    assert forecast_stand(shrinking, 1_100, month(today)) == (1_000, None)
    assert forecast_stand({today: 5, today - DAY: 5}, 3, month(today)) == (None, today - DAY)
    assert forecast_stand({}, 3, month(today)) == (None, None)
