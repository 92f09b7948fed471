from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import connection, transaction

from platform_core.compliance.code_prints import forget_key
from platform_core.compliance.locks import lock_print_epochs

LEFT = "SELECT count(*) FROM compliance_codeprint WHERE print >= %s::uuid AND print <= %s::uuid"
REMOVE = "DELETE FROM compliance_codeprint WHERE print >= %s::uuid AND print <= %s::uuid"


class Closed(NamedTuple):
    """Which epoch was, or would be, closed, and how many prints only it had."""

    epoch: int
    left: int
    done: bool


def close_print_epoch(*, force: bool, now: dt.datetime) -> Closed | None:
    """End the key before the newest, once all its codes are printed anew; its prints go, and the key is destroyed.

    Args:
        force: also while codes are known by it alone, e.g. of shops that are gone: those are found no more.

    Returns:
        None where one key is in use. Not done: prints are left, and it was not forced.
    """
    with transaction.atomic():
        used = lock_print_epochs()
        if len(used) < 2:
            return None
        former = used[-1]
        byte = former.id % 256
        span = [f"{byte:02x}{'0' * 30}", f"{byte:02x}{'f' * 30}"]
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(LEFT, span)
            left = int(cursor.fetchone()[0])
            if left and not force:
                return Closed(former.id, left, done=False)
            cursor.execute(REMOVE, span)
        former.closed_at = now
        former.save(update_fields=["closed_at"])
    forget_key(former.id)
    return Closed(former.id, left, done=True)
