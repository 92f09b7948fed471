"""When a delivery comes again: ten attempts in 76 hours, later when the receiver says so, never after 410."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from platform_core.kernel.clock import now
from tests.integration.webhooks.orders import attempts, deliveries, order, send, stocked
from tests.integration.webhooks.receiver import Answer, Receiver
from webhooks.retry_policy import DELAYS, judge

NOW = dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)


def judged(attempts: int = 1, status: int | None = 500, error: str = "", retry_after: str | None = None):
    return judge(attempts=attempts, status=status, error=error, retry_after=retry_after, now=NOW)


def wait(**given) -> float:
    verdict = judged(**given)
    assert verdict.status == "failed"
    return (verdict.due_at - NOW).total_seconds()


def test_the_schedule_is_the_published_one():
    assert DELAYS == (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
    assert sum(DELAYS) / 3600 == pytest.approx(75.6, abs=0.05)


def test_every_wait_lies_within_a_fifth_and_they_differ():
    random.seed(1)
    for made, delay in list(enumerate(DELAYS))[1:]:
        waits = [wait(attempts=made) for _ in range(300)]
        assert min(waits) >= 0.8 * delay
        assert max(waits) <= 1.2 * delay
        assert min(waits) < 0.85 * delay < 1.15 * delay < max(waits)
    assert judged(attempts=len(DELAYS)) == ("exhausted", None)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_only_2xx_is_success(status):
    assert judged(status=status) == ("succeeded", None)


@pytest.mark.parametrize("status", [100, 199, 300, 301, 302, 307, 308, 400, 401, 403, 404, 429, 500, 503])
def test_everything_else_comes_again(status):
    assert 4 <= wait(status=status) <= 6


@pytest.mark.parametrize("error", ["dns", "connection", "tls", "disconnected", "protocol", "address_refused"])
def test_what_gave_no_answer_comes_again(error):
    assert 4 <= wait(status=None, error=error) <= 6


def test_a_timeout_is_overload():
    assert wait(status=None, error="timeout") == 60
    assert wait(status=None, error="timeout", attempts=2) >= 240


def test_410_is_the_end():
    assert judged(status=410) == ("exhausted", None)


@pytest.mark.parametrize("status", [429, 503])
def test_a_receiver_may_ask_for_more_time_up_to_a_day(status):
    assert wait(status=status, retry_after="120") == 120
    assert wait(status=status, retry_after="1") >= 4
    assert wait(status=status, retry_after="Thu, 26 Nov 2026 08:02:00 GMT") == 120
    for longest in ("999999999999999999999", "Thu, 26 Nov 2099 08:02:00 GMT"):
        assert wait(status=status, retry_after=longest) == 86_400
    for nonsense in ("", "soon", "-5", "1.5", "²", "Thu, 26 Nov 1999 08:02:00 GMT", "99 99 9999999999 99:99:99"):
        assert 4 <= wait(status=status, retry_after=nonsense) <= 6
    assert wait(status=status, retry_after="10", attempts=4) >= 0.8 * DELAYS[4], "never sooner than planned"


def test_others_may_not_ask():
    assert wait(status=500, retry_after="3600") <= 6


def test_a_receiver_that_never_takes_it_is_asked_ten_times_in_three_days(tenant, time_machine):
    broken = Receiver(Answer(500))
    order(tenant, stocked(tenant), broken.url())
    time_machine.move_to(now(), tick=False)
    begun, seen = now(), []
    while send():
        seen.append(now())
        [delivery] = deliveries(tenant)
        if delivery.due_at is None:
            break
        time_machine.move_to(delivery.due_at - dt.timedelta(seconds=1), tick=False)
        assert send() == 0
        time_machine.move_to(delivery.due_at, tick=False)
    broken.stop()
    assert len(seen) == len(broken.calls) == 10
    assert (delivery.status, delivery.completed_at) == ("exhausted", seen[-1])
    for planned, earlier, later in zip(DELAYS[1:], seen[:-1], seen[1:], strict=True):
        assert 0.8 * planned <= (later - earlier).total_seconds() <= 1.2 * planned
    assert 0.8 * 75.6 <= (seen[-1] - begun).total_seconds() / 3600 <= 1.2 * 75.6
    assert len({call.id for call in broken.calls}) == 1
    assert [number for number, _, _ in attempts(tenant)] == list(range(1, 11))


def test_410_ends_a_delivery_after_one_call(tenant):
    gone = Receiver(Answer(410))
    order(tenant, stocked(tenant), gone.url())
    send()
    gone.stop()
    assert [each.status for each in deliveries(tenant)] == ["exhausted"]
    assert attempts(tenant) == [(1, 410, "")]
