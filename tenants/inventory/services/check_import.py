from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection, transaction

from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant
from tenants.catalog.models import Sku
from tenants.inventory.reading import CodeRow, LineError, ReadFormat, iter_batches, sift
from tenants.inventory.sealing import keyring
from tenants.inventory.staging import NO_PROBES, PROBES, THERE
from tenants.inventory.uploads import open_upload

LINES = 20_000  # that are looked at before an import begins; it looks at all of them itself
STRETCH = 5_000
NAMED = 100  # lines that are named


class Checked(NamedTuple):
    """What an import would make of the first lines of a file; ``whole``: of all of them. Nothing of what they say.

    ``found``: line, what is wrong with it (``duplicate_in_file``, ``duplicate_in_stock`` or a key of ``ERROR_TEXTS``), and, of
    a duplicate in the file, the line that has the code first.
    """

    lines: int
    whole: bool
    good: int
    in_file: int
    in_stock: int
    wrong: int
    found: list[tuple[int, str, int | None]]


def check_import(*, upload: str, format: ReadFormat, sku_id: uuid.UUID, now: dt.datetime) -> Checked:
    """Look through the beginning of an uploaded file for codes that are there already and lines that cannot be taken.

    Args:
        format: resolved, as a preview gives it.

    Raises:
        FileRefused: it cannot be read on. RecordNotFound: no such upload.
    """
    face_value = Sku.objects.values_list("face_value", flat=True).get(pk=sku_id)
    today = local_date(now, current_tenant().time_zone)
    seen: dict[bytes, int] = {}
    found: list[tuple[int, str, int | None]] = []
    lines = good = in_file = in_stock = bad = 0
    whole = True
    for batch in iter_batches(lambda: open_upload(upload), format, batch_size=STRETCH):
        if lines >= LINES:
            whole = False
            break
        lines += batch.lines_read
        wrong: list[LineError] = list(batch.errors)
        rows = sift(batch.rows, wrong, face_value=face_value, today=today)
        bad += len(wrong)
        found += [(error.line, error.code, None) for error in wrong]
        prints = _prints(rows)
        there = _in_stock(prints)
        for row, print_ in zip(rows, prints, strict=True):
            if print_ in seen:
                in_file += 1
                found.append((row.line, "duplicate_in_file", seen[print_]))
            elif print_ in there:
                in_stock += 1
                seen[print_] = row.line
                found.append((row.line, "duplicate_in_stock", None))
            else:
                good += 1
                seen[print_] = row.line
    return Checked(lines, whole, good, in_file, in_stock, bad, sorted(found)[:NAMED])


def _prints(rows: Sequence[CodeRow]) -> list[bytes]:
    asked = [(row.line, row.card_number, row.secret, row.expires_on) for row in rows]
    return [printed[0] for printed in keyring().print_rows(asked)]


def _in_stock(prints: Sequence[bytes]) -> set[bytes]:
    wanted = sorted(set(prints))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PROBES)
        cursor.execute(THERE, [len(wanted), b"".join(wanted)])
        there = {bytes(row[0]) for row in cursor.fetchall()}
        cursor.execute(NO_PROBES)
        return there
