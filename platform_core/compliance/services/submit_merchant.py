from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from platform_core.compliance.errors import MerchantIncomplete, MerchantNotEditable
from platform_core.compliance.locks import get_own_merchant_locked
from platform_core.compliance.merchant_reads import list_merchant_gaps
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName


def submit_merchant(*, user_id: str, email: str, now: dt.datetime) -> None:
    """A merchant hands in who it is, with its papers; the platform begins to check it. Who was verified sells on meanwhile.

    Raises:
        RecordNotFound: nothing was told yet.
        MerchantIncomplete: facts or papers are missing, or a file is not checked yet; ``missing`` names them.
        MerchantNotEditable: it is with the platform already, or frozen.
    """
    with transaction.atomic():
        file = get_own_merchant_locked()
        if missing := list_merchant_gaps(file, now):
            raise MerchantIncomplete(missing=missing)
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.submit_merchant(%s, %s, %s)", [user_id, email, now])
            if not cursor.fetchone()[0]:
                raise MerchantNotEditable(state=file.state)
        payload = {"file_id": str(file.id)}
        enqueue_job(JobName.RECEIVE_MERCHANT, key=f"{file.id}:{now.isoformat()}", payload=payload, now=now)
