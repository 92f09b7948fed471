from __future__ import annotations

from collections.abc import Sequence

from django.db import connection


def release_code_prints(*, spans: Sequence[tuple[int, int, int]]) -> None:
    """Codes left the current shop unsold: whoever has them next is no double.

    Args:
        spans: batch, first place, the place behind the last.
    """
    if spans:
        with connection.cursor() as cursor:
            columns = [list(column) for column in zip(*spans, strict=True)]
            cursor.execute("SELECT public.release_code_prints(%s::bigint[], %s::int[], %s::int[])", columns)
