from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tenants.catalog.models import CatalogSheet
from tenants.catalog.sheet import guess_roles


def keep_sheet(
    *, filename: str, rows: Sequence[tuple[int, Sequence[str]]], actor: str, now: dt.datetime
) -> CatalogSheet:
    """Keep an uploaded table of products, to be looked at and applied later; its columns are guessed from the first row.

    Args:
        rows: number of the line and its cells, the head first.
    """
    heads = list(rows[0][1])
    return CatalogSheet.objects.create(
        filename=filename[:120],
        actor=actor,
        heads=heads,
        roles=guess_roles(heads),
        rows=[[number, list(cells)] for number, cells in rows[1:]],
        created_at=now,
    )
