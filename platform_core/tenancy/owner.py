"""Connections of the owner: the only login that makes schemas, roles and grants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings


@contextmanager
def owner_connection(**options: Any) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection as the owner role, committed at the end of the block and rolled back on an error."""
    with psycopg.connect(
        **{**settings.OWNER_CONNINFO, "application_name": "kaquan-owner", "connect_timeout": "5", **options}
    ) as connection:
        yield connection
