"""How often codes may be read in the clear through the API: counted in the database, where looks come after one another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from django.db import DataError

from platform_core.kernel.transactions import sqlstate
from tenants.inventory.errors import CodesNotKept
from tenants.issuance.errors import RevealExhausted

USED_UP, NOT_KEPT = "22K02", "22K03"


@contextmanager
def within_reveal_limits() -> Iterator[None]:
    """A block that counts looks.

    Raises:
        RevealExhausted: a code was read as often as it may be; nothing was counted.
        CodesNotKept: they were shredded.
    """
    try:
        yield
    except DataError as error:
        if sqlstate(error) not in {USED_UP, NOT_KEPT}:
            raise
        detail = orjson.loads(error.__cause__.diag.message_detail)  # type: ignore[union-attr]
        if sqlstate(error) == NOT_KEPT:
            raise CodesNotKept(since=detail["since"][:10]) from error
        raise RevealExhausted(codes=detail["codes"], limit=detail["limit"]) from error
