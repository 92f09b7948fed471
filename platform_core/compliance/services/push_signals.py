from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection, transaction

from platform_core.compliance.enums import Signal
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName

AT_ONCE = 500
PUSH = {
    Signal.PURCHASES: "SELECT public.push_purchases(%s::jsonb)",
    Signal.PRICES: "SELECT public.push_prices(%s::jsonb)",
    Signal.LOTS: "SELECT public.push_lots(%s::jsonb)",
}
CONDUCT = "SELECT public.push_conduct(%s, %s, %s)"


def push_signals(*, kind: Signal, rows: Sequence[dict[str, Any]], now: dt.datetime) -> int:
    """Tell the platform facts of the current shop; what was news is judged by a job. Telling the same again changes nothing.

    Args:
        kind: of purchases: ``order_id``, ``contact`` and ``payer`` (prints in hex, or None), ``value``, ``currency``, ``cards``,
            ``known``, ``night``, ``at``; of prices: ``sku_id``, ``supplier_id``, ``face``, ``price``, ``currency``, ``on_sale``,
            ``at``; of lots: ``lot``, ``supplier_id``, ``sold``, ``bad``, ``orders``,
            ``disputed``, ``at``; of conduct one row: ``day``, ``counts``.

    Returns:
        How many were news.
    """
    fresh: list[Any] = []
    with transaction.atomic(), connection.cursor() as cursor:
        if kind == Signal.CONDUCT:
            for row in rows:
                cursor.execute(CONDUCT, [row["day"], row["counts"], now])
                fresh += [row["day"].isoformat()] if cursor.fetchone()[0] else []
        else:
            for start in range(0, len(rows), AT_ONCE):
                cursor.execute(PUSH[kind], [orjson.dumps(rows[start : start + AT_ONCE]).decode()])
                fresh += cursor.fetchone()[0]
        for start in range(0, len(fresh), AT_ONCE):
            part = [each if isinstance(each, int) else str(each) for each in fresh[start : start + AT_ONCE]]
            payload = {"kind": kind.value, "refs": part}
            enqueue_job(JobName.JUDGE_SIGNALS, key=f"{kind.value}:{new_id()}", payload=payload, now=now)
    return len(fresh)
