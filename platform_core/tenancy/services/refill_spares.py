from __future__ import annotations

from django.conf import settings

from platform_core.tenancy.owner import owner_connection
from platform_core.tenancy.services.build_spare import build_spare

REFILL_LOCK = 4711002


def refill_spares(*, wanted: int | None = None) -> int:
    """Build spare schemas until there are enough; one process does, others leave at once.

    Returns:
        How many were built.
    """
    target = settings.KAQUAN_SPARE_SCHEMAS if wanted is None else wanted
    built = 0
    with owner_connection(autocommit=True) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [REFILL_LOCK])
            row = cursor.fetchone()
            if not row or not row[0]:
                return 0
        while True:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM public.tenancy_spareschema")
                row = cursor.fetchone()
            if row and int(str(row[0])) >= target:
                return built
            build_spare(owner=connection)
            built += 1
