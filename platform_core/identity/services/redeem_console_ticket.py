from __future__ import annotations

import hashlib
import uuid
from typing import NamedTuple

from django.db import connection

from platform_core.identity.errors import TicketRefused


class Arrival(NamedTuple):
    """Who arrived in the back office, as what, and whether they completed their log-in with a second factor."""

    user_id: uuid.UUID
    name: str
    email: str
    role: str
    second_factor: bool


def redeem_console_ticket(*, token: str) -> Arrival:
    """Use up a ticket inside the tenant's context; the database function answers only for the calling tenant's role.

    Raises:
        TicketRefused: used before, too old, or for another shop.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, display_name, email, role, second_factor FROM public.redeem_console_ticket(%s)",
            [hashlib.sha256(token.encode()).digest()],
        )
        row = cursor.fetchone()
    if row is None:
        raise TicketRefused
    return Arrival(*row)
