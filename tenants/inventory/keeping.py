"""What left the shelf for good in another way than to a buyer, and is past its time: what it says is destroyed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Final

from django.db.models import F, Q, QuerySet

from tenants.inventory.enums import AllocationKind, Halt, Shelf
from tenants.inventory.locks import TEST_SUPPLIER
from tenants.inventory.models import Allocation, Lot, SharedCode, SharedUse, WithheldCode
from tenants.inventory.models.withheld_code import GONE
from tenants.inventory.stored import StoredCode

AGAIN: Final = dt.timedelta(days=1)  # what is kept back is looked at once a day


def due_withheld(until: dt.datetime, now: dt.datetime) -> QuerySet[WithheldCode]:
    """Single codes that left until then and can still be read, the longest gone first; not those that were kept back lately."""
    rows = WithheldCode.objects.filter(GONE, since__lte=until, shredded_at=None)
    return rows.filter(_not_lately(now)).order_by("since", "lot_id", "position")


def due_lots(until: dt.datetime, now: dt.datetime) -> QuerySet[Lot]:
    """Batches of which nothing is sold any more since then, with unsold codes that can still be read."""
    rows = Lot.objects.filter(gone_at__lte=until, shredded__lt=F("size"))
    return rows.filter(_not_lately(now)).order_by("gone_at", "id")


def due_shared(until: dt.datetime, now: dt.datetime) -> QuerySet[SharedCode]:
    """Shared codes that nobody can be given any more, and nobody was since then: used up, or over."""
    over = Q(uses__gte=F("max_uses")) | Q(sell_by__lte=until.date())
    rows = SharedCode.objects.filter(over, shredded_at=None).exclude(issued__created_at__gt=until)
    # Nobody reads those of a test shop, whose stock is set to any number at any time.
    rows = rows.exclude(code_import__contract__name=TEST_SUPPLIER).filter(code_import__created_at__lte=until)
    return rows.filter(_not_lately(now)).order_by("id")


def list_lots_on_hold(lot_ids: Collection[int]) -> set[int]:
    """Of these batches those that are held or recalled, or that the platform keeps off the shelf."""
    held = Lot.objects.filter(~Q(halt="") | Q(shelf__in=[Shelf.HELD, Shelf.RECALLED]), pk__in=lot_ids)
    return set(held.values_list("pk", flat=True))


def list_lots_looked_into(lot_ids: Collection[int]) -> set[int]:
    """Of these batches those that the platform looks into."""
    return set(Lot.objects.filter(pk__in=lot_ids, halt=Halt.REVIEW).values_list("pk", flat=True))


def list_lots_of_lines(line_ids: Collection[uuid.UUID]) -> list[tuple[uuid.UUID, int]]:
    """Issue lines with the batches that their codes are of."""
    taken = Allocation.objects.filter(owner_id__in=line_ids, kind=AllocationKind.ISSUED)
    return list(taken.values_list("owner_id", "lot_id").distinct())


def list_owners_of_shared(shared_code_id: uuid.UUID) -> list[uuid.UUID]:
    """The issue lines that a shared code was given to."""
    uses = SharedUse.objects.filter(shared_code_id=shared_code_id).order_by("owner_id")
    return list(uses.values_list("owner_id", flat=True).distinct())


def find_gone_since(code: StoredCode) -> dt.datetime | None:
    """Since when what a code says that nobody was issued is not kept any more, as far as it is known."""
    if code.lot_id is None:
        return SharedCode.objects.filter(pk=code.id).values_list("shredded_at", flat=True).first()
    assert code.position is not None
    single = WithheldCode.objects.filter(lot_id=code.lot_id, position=code.position)
    since = single.values_list("shredded_at", flat=True).first()
    return since or Lot.objects.filter(pk=code.lot_id).values_list("shredded_at", flat=True).first()


def count_due_off_shelf(until: dt.datetime, now: dt.datetime) -> dict[str, int]:
    """What the next run looks at, and how much of what is past its time was kept back at the last."""
    held = WithheldCode.objects.filter(GONE, since__lte=until, shredded_at=None, looked_at__isnull=False).count()
    lots = Lot.objects.filter(gone_at__lte=until, shredded__lt=F("size"), looked_at__isnull=False).count()
    return {
        "exported_or_voided": due_withheld(until, now).count(),
        "batches": due_lots(until, now).count(),
        "shared": due_shared(until, now).count(),
        "kept_back": held + lots + SharedCode.objects.filter(shredded_at=None, looked_at__isnull=False).count(),
    }


def _not_lately(now: dt.datetime) -> Q:
    return Q(looked_at=None) | Q(looked_at__lte=now - AGAIN)
