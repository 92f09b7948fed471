from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from platform_core.events.models import Listener
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from webhooks.models import Endpoint, Redelivery, SigningSecret

DISPATCH = 0x6B71_7765  # a number of its own among advisory locks
SECRETS = 0x6B71_7773  # the same, of which the locks of secrets are made


def get_secrets_locked(tenant_role: str, endpoint_id: uuid.UUID | None) -> list[SigningSecret]:
    """All signing secrets of an endpoint, or of the shop itself, locked, oldest first.

    Whoever replaces them holds the lock until its transaction ends: rows alone do not do, since those that another one has
    just written would not be seen.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [f"{tenant_role} {endpoint_id}", SECRETS]
        )
    rows = SigningSecret.objects.select_for_update().filter(tenant_role=tenant_role, endpoint_id=endpoint_id)
    return list(rows.order_by("id"))


def get_listener_locked() -> Listener:
    """The current shop's listener, locked: whoever changes an endpoint holds it, so that no two changes cross."""
    role = current_tenant().role_name
    Listener.objects.bulk_create([Listener(tenant_role=role, patterns=[])], ignore_conflicts=True)
    return Listener.objects.select_for_update().get(tenant_role=role)


def get_endpoint_locked(endpoint_id: uuid.UUID) -> Endpoint:
    """An endpoint of the current shop.

    Raises:
        RecordNotFound: there is none.
    """
    found = Endpoint.objects.select_for_update().filter(pk=endpoint_id, deleted_at=None).first()
    if found is None:
        raise RecordNotFound(id=public_id("we", endpoint_id))
    return found


def get_redelivery_locked(redelivery_id: uuid.UUID) -> Redelivery:
    """For the platform: a redelivery.

    Raises:
        RecordNotFound: there is none.
    """
    found = Redelivery.objects.select_for_update().filter(pk=redelivery_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("op", redelivery_id))
    return found


@contextmanager
def dispatching_alone() -> Iterator[bool]:
    """Yields whether nobody else sends deliveries; then nobody else does during the block. A dead process holds nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [DISPATCH])
        [alone] = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [DISPATCH])
