from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from platform_core.compliance.errors import SupplyIncomplete, SupplyNotEditable
from platform_core.compliance.selectors import ZONE, get_own_link, list_supply_gaps
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import local_date
from platform_core.kernel.jobs import JobName


def renew_supplier(*, link_id: uuid.UUID, user_id: str, email: str, now: dt.datetime) -> None:
    """A merchant hands in a supplier again whose papers had ended, with newer ones; the platform checks it anew.

    Raises:
        RecordNotFound
        SupplyIncomplete: papers are missing still; ``missing`` names them.
        SupplyNotEditable: it did not expire, or is with the platform already.
    """
    with transaction.atomic():
        link = get_own_link(link_id)
        if missing := list_supply_gaps(link, local_date(now, ZONE)):
            raise SupplyIncomplete(missing=missing)
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.renew_supply(%s, %s, %s, %s)", [link_id, user_id, email, now])
            if not cursor.fetchone()[0]:
                raise SupplyNotEditable(state=link.state)
        enqueue_job(
            JobName.RECEIVE_SUPPLY, key=f"{link_id}:{now.isoformat()}", payload={"link_id": str(link_id)}, now=now
        )
