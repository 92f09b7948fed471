from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from platform_core.compliance.enums import SupplierState, SupplyState
from platform_core.compliance.identity_prints import print_of
from platform_core.compliance.lifecycle import SELLING
from platform_core.compliance.models import (
    Supplier,
    SupplierEvent,
    SupplyLink,
    TenantLook,
)
from platform_core.kernel.errors import RecordNotFound

ZONE = "Asia/Shanghai"  # the law's days are days in China


class SupplyStanding(NamedTuple):
    """How a supplier of a merchant's own stands, as far as it is the merchant's business."""

    entity_state: str
    limited: bool
    vouched: bool
    restriction_id: uuid.UUID | None
    kind: str | None
    reason: str | None
    remedy: str | None
    documents: Any
    made_at: dt.datetime | None
    appeal_until: dt.datetime | None
    appeal_state: str | None
    appeal_answer: str | None


class LookColumn(NamedTuple):
    """Something that a look may show: of which kind of rows, where, and whether rows may be asked for by it."""

    what: str
    place: int
    relation: str
    field: str
    shown: str
    narrows: bool
    sorts: bool


def find_clearances(supplier_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """``registered``, ``cleared`` or ``suspended`` of each of some suppliers, in one query, asked in a tenant's context.

    "suspended" when unknown (fail closed).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, public.clearance_of(id) FROM unnest(%s::uuid[]) AS id", [list(supplier_ids)])
        return dict(cursor.fetchall())


def list_supply_links(link_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, SupplyLink]:
    """What a merchant told of suppliers, by link; in a tenant's context its own alone."""
    return SupplyLink.objects.defer("supplier", "decided_by", "told").in_bulk(list(link_ids))


def get_own_link(link_id: uuid.UUID) -> SupplyLink:
    """What the current shop told of a supplier, whatever its state.

    Raises:
        RecordNotFound
    """
    link = list_supply_links([link_id]).get(link_id)
    if link is None:
        raise RecordNotFound(id=str(link_id))
    return link


def list_supply_standings(link_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, SupplyStanding]:
    """How suppliers of the current shop stand, and what is held against them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.supply_standings(%s)", [list(link_ids)])
        rows = cursor.fetchall()
    standings = {row[0]: SupplyStanding(*row[1:]) for row in rows}
    return {
        link: standing._replace(documents=orjson.loads(standing.documents)) if standing.documents else standing
        for link, standing in standings.items()
    }


def list_supply_due_rows(link_ids: Sequence[uuid.UUID]) -> list[tuple[Any, ...]]:
    """By when suppliers of the current shop are verified again: link, day, why, when the shop confirmed, when it was verified."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.supply_due(%s)", [list(link_ids)])
        return list(cursor.fetchall())


def list_suppliers(states: Sequence[SupplierState] = (), *, with_waiting_links: bool = False) -> QuerySet[Supplier]:
    """Suppliers for staff, whose state changed first before the others.

    Args:
        with_waiting_links: those that sell already and that another merchant handed in since, too.
    """
    suppliers = Supplier.objects.order_by("changed_at", "id")
    if not states:
        return suppliers
    wanted = Q(state__in=states)
    if with_waiting_links:
        wanted = wanted | Q(Exists(list_waiting_links().filter(supplier=OuterRef("pk"))), state__in=SELLING)
    return suppliers.filter(wanted)


def list_due_suppliers(now: dt.datetime) -> QuerySet[Supplier]:
    """Suppliers that sell and are to be verified again within thirty days, or that staff called in; those due first before the others.

    Each has as ``confirmed`` whether a shop said since its last verification that what it told is still so.
    """
    confirmed = SupplyLink.objects.filter(supplier=OuterRef("pk"), confirmed_at__gt=OuterRef("verified_at"))
    due = Q(due_at__lte=now + dt.timedelta(days=30)) | ~Q(due_note="")
    found = Supplier.objects.filter(due, state__in=SELLING, due_at__isnull=False)
    return found.annotate(confirmed=Exists(confirmed)).order_by("due_at", "id")


def list_waiting_links() -> QuerySet[SupplyLink]:
    """What merchants handed in and nobody decided about, the longest waiting first."""
    return SupplyLink.objects.filter(state=SupplyState.SUBMITTED).order_by("submitted_at", "id")


def find_supplier_of(link_id: uuid.UUID | None) -> uuid.UUID | None:
    """The legal entity behind what a merchant's contracts and batches name."""
    if link_id is None:
        return None
    return SupplyLink.objects.filter(pk=link_id).values_list("supplier_id", flat=True).first()


def list_supplier_events(supplier_id: uuid.UUID) -> QuerySet[SupplierEvent]:
    """A supplier's history, in order."""
    return SupplierEvent.objects.filter(supplier_id=supplier_id).order_by("version")


def list_print_epochs() -> list[tuple[int, bytes]]:
    """The keys of the register of prints that are in use, the newest first, with what they are checked by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT epoch, check_value FROM public.code_print_epochs()")
        return [(epoch, bytes(check)) for epoch, check in cursor.fetchall()]


def list_own_meetings(lot_id: int) -> dict[int, int]:
    """In which other batches of the current shop codes of this one were before: how many in each."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lot, codes FROM public.own_code_meetings(%s)", [lot_id])
        return dict(cursor.fetchall())


def list_look_columns() -> list[LookColumn]:
    """All that looks into shops may show, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.look_columns() ORDER BY what, place")
        return [LookColumn(*row) for row in cursor.fetchall()]


def list_tenant_looks(tenant_role: str = "") -> QuerySet[TenantLook]:
    """Looks of staff, into one shop or all, the latest first."""
    looks = TenantLook.objects.order_by("-opened_at", "id")
    return looks.filter(tenant_role=tenant_role) if tenant_role else looks


def find_open_look(staff_id: uuid.UUID, tenant_role: str, now: dt.datetime) -> TenantLook | None:
    """A look of this person's into this shop that is still open, if there is one."""
    return list_tenant_looks(tenant_role).filter(staff_id=staff_id, closed_at=None, ends_at__gt=now).first()


def list_categories_kept_blocked(uscc: str) -> list[str]:
    """For which goods an entity with this number is blacklisted though its file was purged; on the platform."""
    known = Supplier.objects.filter(state=SupplierState.PURGED, uscc_print=print_of("uscc", uscc)) if uscc else ()
    return sorted({category for supplier in known for category in supplier.blocked_categories})
