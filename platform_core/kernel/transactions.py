"""One use case, one transaction; and what to do when PostgreSQL asks to try again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


def in_transaction(work: Callable[[], Result], *, tries: int = 4) -> Result:
    """Run ``work`` in one transaction, again when PostgreSQL broke a deadlock.

    Raises:
        LockTimeout: a lock was not had within the connection's ``lock_timeout``.
    """
    nested = connection.in_atomic_block
    for attempt in range(1, tries + 1):
        try:
            with transaction.atomic():
                return work()
        except OperationalError as error:
            state = sqlstate(error)
            if state == LOCK_TIMEOUT:
                raise LockTimeout from error
            if nested or state not in {DEADLOCK, SERIALIZATION} or attempt == tries:
                raise
            time.sleep(random.uniform(0.005, 0.02) * attempt)  # noqa: S311 - jitter, not a secret
    raise AssertionError("unreachable")


@contextmanager
def pipelined() -> Iterator[None]:
    """Inside a transaction: send the block's statements without waiting for the answer to each.

    Reading a result waits for it and for all before it. An error is raised there, or at the end of the block, perhaps
    under a later statement than its own; the transaction is over then, as with any error.

    Not for the ORM's writes: they look at row counts at once, which are not known yet.
    """
    raw = connection.connection
    if raw.pgconn.pipeline_status:
        yield
        return
    with connection.wrap_database_errors, raw.pipeline():
        yield
