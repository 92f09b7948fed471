from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

from django.db import connection, transaction

from platform_core.compliance.errors import PaperNotEditable
from platform_core.compliance.files.store import delete_paper


def remove_paper(*, document_id: uuid.UUID, now: dt.datetime) -> None:
    """A merchant takes back a paper that nobody decided about, from within its own shop: the file is gone at once.

    Raises:
        PaperNotEditable: it is with the platform, was accepted, or is not this shop's.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT public.remove_paper(%s, %s)", [document_id, now])
        stored = cursor.fetchone()[0]
        if stored is None:
            raise PaperNotEditable
        transaction.on_commit(partial(delete_paper, stored))
