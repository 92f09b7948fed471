from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from platform_core.compliance.errors import SupplyIncomplete, SupplyNotEditable
from platform_core.compliance.paper_selectors import list_supply_gaps
from platform_core.compliance.selectors import ZONE, get_own_link
from platform_core.kernel.clock import local_date


def confirm_supply(*, link_id: uuid.UUID, user_id: str, note: str, now: dt.datetime) -> None:
    """A merchant says that what it told of a supplier is still so, or what changed: staff verify it then. In its own context.

    Args:
        note: what changed; empty: nothing.

    Raises:
        RecordNotFound
        SupplyIncomplete: a paper has ended meanwhile, ``missing`` names it.
        SupplyNotEditable: no verification is under way.
    """
    with transaction.atomic():
        link = get_own_link(link_id)
        if missing := [each for each in list_supply_gaps(link, local_date(now, ZONE)) if each.startswith("document:")]:
            raise SupplyIncomplete(missing=missing)
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.confirm_supply(%s, %s, %s, %s)", [link_id, user_id, note, now])
            if not cursor.fetchone()[0]:
                raise SupplyNotEditable(state=link.state)
