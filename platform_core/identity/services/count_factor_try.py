from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection

from platform_core.identity.enums import FactorChange
from platform_core.identity.errors import TooManyFactorTries
from platform_core.identity.services.tell_factor_change import tell_factor_change

LIMIT = 6
WINDOW = dt.timedelta(minutes=15)
COUNT = """
INSERT INTO identity_factortries AS t (user_id, count, since) VALUES (%(user)s, 1, %(now)s)
ON CONFLICT (user_id) DO UPDATE SET
    count = CASE WHEN t.since <= %(begun)s THEN 1 ELSE t.count + 1 END,
    since = CASE WHEN t.since <= %(begun)s THEN %(now)s ELSE t.since END
RETURNING count, since
"""


def count_factor_try(*, user_id: uuid.UUID, now: dt.datetime) -> None:
    """Count a try before it is looked at, outside of any transaction that may be rolled back: six are six, however many at once.

    Who is over the limit is told by mail, once a window: somebody has their password.

    Raises:
        TooManyFactorTries
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"user": user_id, "now": now, "begun": now - WINDOW})
        count, since = cursor.fetchone()
    if count <= LIMIT:
        return
    if count == LIMIT + 1:
        tell_factor_change(user_id=user_id, change=FactorChange.TRIED, name="", now=now)
    raise TooManyFactorTries(retry_after=int((since + WINDOW - now).total_seconds()) + 1)
