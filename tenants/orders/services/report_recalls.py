from __future__ import annotations

import datetime as dt
from collections import Counter

from platform_core.compliance.services.tell_recall_progress import RecallCounts, tell_recall_progress
from platform_core.compliance.signal_selectors import OwnRecall, list_own_recalls
from tenants.inventory.enums import Shelf
from tenants.inventory.shelves import list_lot_figures, list_lots_of
from tenants.orders.enums import RecallOutcome, RecallState
from tenants.orders.models import Recall, RecallNotice

TOLD = frozenset({RecallOutcome.TOLD, RecallOutcome.AGAIN})
UNREACHED = frozenset({RecallOutcome.UNREACHABLE, RecallOutcome.REFUSED})


def report_recalls(*, now: dt.datetime) -> int:
    """Tell the platform how far this shop is with what it has to recall: how many, never who. A sweep.

    Returns:
        How many recalls are under way here.
    """
    recalls = list_own_recalls()
    for each in recalls:
        _report(each, now)
    return len(recalls)


def _report(wanted: OwnRecall, now: dt.datetime) -> None:
    lots = [lot for lot in list_lots_of(wanted.supplier_id, wanted.since, wanted.until) if lot.shelf != Shelf.VOIDED]
    figures = list_lot_figures(lots)
    begun = {recall.lot_id: recall for recall in Recall.objects.filter(lot_id__in=list(figures))}
    notices = RecallNotice.objects.filter(recall__in=list(begun.values())).values_list("outcome", flat=True)
    outcomes = Counter(RecallOutcome(outcome) for outcome in notices)
    counts = RecallCounts(
        lots=len(lots),
        frozen=sum(row.unsold for row in figures.values()),
        sold=sum(row.out for row in figures.values()),
        orders=outcomes.total(),
        told=sum(outcomes[each] for each in TOLD),
        unreached=sum(outcomes[each] for each in UNREACHED),
        elsewhere=outcomes[RecallOutcome.ELSEWHERE],
    )
    done = all(lot.id in begun and begun[lot.id].state == RecallState.DONE for lot in lots)
    tell_recall_progress(shop_id=wanted.shop_id, counts=counts, done=done, now=now)
