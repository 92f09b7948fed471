from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from platform_core.compliance.errors import AppealOver
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName


def appeal_merchant(*, restriction_id: uuid.UUID, text: str, user_id: str, email: str, now: dt.datetime) -> uuid.UUID:
    """A merchant says, from within its own shop, why a restriction of itself is wrong.

    Raises:
        AppealOver: there is nothing to appeal against, it is too late, nothing was said, or an appeal is open.
    """
    said = text.strip()
    if not said:
        raise AppealOver(state="empty")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.appeal_merchant_restriction(%s, %s, %s, %s, %s)", [restriction_id, said, user_id, email, now]
        )
        appeal_id = cursor.fetchone()[0]
        if appeal_id is None:
            raise AppealOver(state="over")
        payload = {"appeal_id": str(appeal_id)}
        enqueue_job(JobName.RECEIVE_MERCHANT_APPEAL, key=str(appeal_id), payload=payload, now=now)
        return uuid.UUID(str(appeal_id))
