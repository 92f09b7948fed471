"""Is the database ready to serve: reachable, migrated, seeded?"""

from __future__ import annotations

import hashlib

from django.db import DatabaseError, InterfaceError
from django.db.migrations.loader import MigrationLoader

from platform_core.tenancy.models import SchemaTemplate

HEARTBEAT_KEY = "worker-heartbeat"
HEARTBEAT_MAX_AGE = 30.0


def expected_digest() -> str:
    """Digest of every migration this code has."""
    names = sorted(f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


_expected: list[str] = []


def database_state() -> str:
    """``ok``, or in one phrase what is missing. Run in the platform's context."""
    if not _expected:
        _expected.append(expected_digest())
    try:
        migrated = SchemaTemplate.objects.filter(digest=_expected[0]).exists()
    except (DatabaseError, InterfaceError) as error:
        return type(error).__name__
    return "ok" if migrated else "migrations pending"
