"""Cache keys carry the tenant: two shops on one server never meet in Valkey."""

from __future__ import annotations

from platform_core.tenancy.backend.session import connection


def make_key(key: str, key_prefix: str, version: int) -> str:
    """``<schema>:<prefix>:<version>:<key>``; ``public`` outside every tenant."""
    return f"{connection.schema_name}:{key_prefix}:{version}:{key}"
