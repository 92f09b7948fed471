from __future__ import annotations

from django.db import connection

from tenants.notifications.models import SmsAccount


def wait_for_contact(contact_hash: bytes) -> None:
    """Until the transaction ends nobody else queues a message to this contact of the current shop, so that a cap is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || encode(%s, 'hex'), 0))", [contact_hash]
        )


def list_accounts_locked() -> list[SmsAccount]:
    """Lock all SMS accounts of the shop: only one of them may be switched on."""
    return list(SmsAccount.objects.select_for_update().order_by("gateway"))
