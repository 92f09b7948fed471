from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from platform_core.compliance.errors import AppealOver
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName


def appeal_supplier(
    *, link_id: uuid.UUID, restriction_id: uuid.UUID, text: str, user_id: str, email: str, now: dt.datetime
) -> uuid.UUID:
    """A merchant says, from within its own shop, why a restriction of a supplier of its own is wrong.

    Raises:
        AppealOver: there is nothing to appeal against, it is too late, or an appeal of this shop is open.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.appeal_restriction(%s, %s, %s, %s, %s, %s)",
            [link_id, restriction_id, text.strip(), user_id, email, now],
        )
        appeal_id = cursor.fetchone()[0]
        if appeal_id is None:
            raise AppealOver(state="over")
        enqueue_job(JobName.RECEIVE_APPEAL, key=str(appeal_id), payload={"appeal_id": str(appeal_id)}, now=now)
        return uuid.UUID(str(appeal_id))
