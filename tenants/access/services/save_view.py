from __future__ import annotations

import datetime as dt
import uuid

from tenants.access.errors import TooManyViews
from tenants.access.models import SavedView

MOST = 30


def save_view(*, user_id: uuid.UUID, page: str, name: str, query: str, shared: bool, now: dt.datetime) -> SavedView:
    """Keep a list's filters under a name, in place of what that name meant before.

    Raises:
        TooManyViews
    """
    mine = SavedView.objects.filter(user_id=user_id, page=page)
    if mine.exclude(name=name).count() >= MOST:
        raise TooManyViews(limit=MOST)
    view, _made = SavedView.objects.update_or_create(
        user_id=user_id, page=page, name=name[:30], defaults={"query": query[:500], "shared": shared, "created_at": now}
    )
    return view
