"""When a delivery is tried again, and when no more."""

from __future__ import annotations

import datetime as dt
import random
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from webhooks.enums import AttemptError, DeliveryStatus

# Seconds before each attempt: ten of them in 75.6 hours.
DELAYS = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
JITTER = 0.2  # each way, so that those who failed together do not come together
OVERLOADED = dt.timedelta(seconds=60)  # at least, after a timeout
LONGEST = dt.timedelta(hours=24)
GONE = 410
ASKS_TO_WAIT = frozenset({429, 503})


class Verdict(NamedTuple):
    """What becomes of a delivery after an attempt; ``due_at`` is None when it is over."""

    status: DeliveryStatus
    due_at: dt.datetime | None


def judge(*, attempts: int, status: int | None, error: str, retry_after: str | None, now: dt.datetime) -> Verdict:
    """Decide by the answer to an attempt.

    Args:
        attempts: how many there were, with this one.
        status: of the answer, or None. Only 2xx is success; 410 says that nobody will ever answer here.
        error: why there is none (``AttemptError``). All of them pass: names and certificates are repaired too.
        retry_after: the answer's header.
    """
    if status is not None and 200 <= status < 300:
        return Verdict(DeliveryStatus.SUCCEEDED, None)
    if status == GONE or attempts >= len(DELAYS):
        return Verdict(DeliveryStatus.EXHAUSTED, None)
    wait = dt.timedelta(seconds=DELAYS[attempts] * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311 - no secret
    if error == AttemptError.TIMEOUT:
        wait = max(wait, OVERLOADED)
    if status in ASKS_TO_WAIT and retry_after is not None:
        wait = max(wait, min(_asked(retry_after, now), LONGEST))
    return Verdict(DeliveryStatus.FAILED, now + wait)


def _asked(retry_after: str, now: dt.datetime) -> dt.timedelta:
    """Seconds or a date (RFC 9110); what is neither asks for nothing."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return dt.timedelta(seconds=min(int(text[:10]), LONGEST.total_seconds()))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # of numbers that no date has
        return dt.timedelta()
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)) - now
