from __future__ import annotations

import datetime as dt
import uuid


def sync_customer(*, tenant_id: uuid.UUID, now: dt.datetime) -> None:
    """Read a merchant's subscription and bills at the provider again."""
