from __future__ import annotations

import datetime as dt

from tenants.inventory.models import SharedCode


def shred_shared_code(*, code: SharedCode, now: dt.datetime) -> None:
    """Destroy what a locked shared code says that nobody can be given any more, in the caller's transaction. It is never sold again."""
    code.sealed, code.shredded_at, code.max_uses = b"", now, code.uses
    code.save(update_fields=["sealed", "shredded_at", "max_uses"])
