"""How often codes may be read in the clear through the API: counted in the database, where looks come after one another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from django.db import DataError

from platform_core.kernel.transactions import sqlstate
from tenants.issuance.errors import RevealExhausted

USED_UP = "22K02"


@contextmanager
def within_reveal_limits() -> Iterator[None]:
    """A block that counts looks.

    Raises:
        RevealExhausted: a code was read as often as it may be; nothing was counted.
    """
    try:
        yield
    except DataError as error:
        if sqlstate(error) != USED_UP:
            raise
        detail = orjson.loads(error.__cause__.diag.message_detail)  # type: ignore[union-attr]
        raise RevealExhausted(codes=detail["codes"], limit=detail["limit"]) from error
