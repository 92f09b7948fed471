"""One use case, one transaction; and what to do when PostgreSQL asks to try again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from django.db import OperationalError, connection, transaction

from platform_core.kernel.errors import DomainError

Result = TypeVar("Result")
DEADLOCK, SERIALIZATION, LOCK_TIMEOUT = "40P01", "40001", "55P03"


class LockTimeout(DomainError):
    """Somebody else held the row longer than we are willing to wait. Nothing was changed."""

    code = "lock_timeout"


def sqlstate(error: BaseException) -> str:
    """The SQLSTATE behind a Django database error, or an empty string."""
    return getattr(error.__cause__, "sqlstate", None) or ""


def in_transaction(work: Callable[[], Result], *, tries: int = 4, one_statement: bool = False) -> Result:
    """Run ``work`` in one transaction, again when PostgreSQL broke a deadlock.

    Args:
        one_statement: ``work`` writes with a single statement, which is a transaction by itself: BEGIN and COMMIT, and
            the waits for them, are saved.

    Raises:
        LockTimeout: a lock was not had within the connection's ``lock_timeout``.
    """
    nested = connection.in_atomic_block
    for attempt in range(1, tries + 1):
        try:
            with nullcontext() if one_statement and not nested else transaction.atomic():
                return work()
        except OperationalError as error:
            state = sqlstate(error)
            if state == LOCK_TIMEOUT:
                raise LockTimeout from error
            if nested or state not in {DEADLOCK, SERIALIZATION} or attempt == tries:
                raise
            time.sleep(random.uniform(0.005, 0.02) * attempt)  # noqa: S311 - jitter, not a secret
    raise AssertionError("unreachable")
