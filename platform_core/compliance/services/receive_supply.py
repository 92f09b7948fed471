from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import ActorKind, SupplierAct, SupplierState, SupplyState
from platform_core.compliance.lifecycle import SYSTEM, Act, Actor
from platform_core.compliance.locks import get_link_locked, get_supplier_locked
from platform_core.compliance.models import Supplier, SupplyLink
from platform_core.compliance.selectors import list_categories_kept_blocked
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName

COPIED = (
    "name", "aliases", "legal_representative", "owners", "entity_type", "capital", "address", "business_scope", "registry", "founded_on",
    "licence_ends_on", "person_print", "bank_print", "phone_print",
)  # fmt: skip


def receive_supply(*, link_id: uuid.UUID, now: dt.datetime) -> Supplier | None:
    """Find the legal entity that a merchant handed in, or begin its file, and have it checked.

    One that is known already keeps what was reviewed of it: the merchant's own words stand in its link, for staff to compare.

    Returns:
        The supplier; None when there is nothing (more) to receive.
    """
    with transaction.atomic():
        link = get_link_locked(link_id)
        if link.state != SupplyState.SUBMITTED:
            return None
        supplier = _find_or_begin(link, now)
        if supplier.state in {SupplierState.DRAFT, SupplierState.NEEDS_INFO}:
            for name in COPIED:
                setattr(supplier, name, getattr(link, name))
            merchant = Actor(ActorKind.MERCHANT, link.submitted_by, link.submitted_email)
            facts = {"documents_complete": True, "files_clean": True, "edited_by": link.edited_by}
            advance_supplier(supplier=supplier, act=Act(SupplierAct.SUBMIT, merchant, now, facts=facts))
            advance_supplier(supplier=supplier, act=Act(SupplierAct.BEGIN_CHECK, SYSTEM, now))
        elif supplier.state == SupplierState.EXPIRED:
            advance_supplier(supplier=supplier, act=Act(SupplierAct.BEGIN_CHECK, SYSTEM, now))
        enqueue_job(
            JobName.CHECK_SUPPLIER,
            key=f"{link.id}:{supplier.version}:{link.submitted_at or now:%Y%m%dT%H%M%S%f}",
            payload={"supplier_id": str(supplier.id), "link_id": str(link.id)},
            now=now,
        )
        return supplier


def _find_or_begin(link: SupplyLink, now: dt.datetime) -> Supplier:
    """The entity of this number; two merchants that hand in the same at once meet at its unique number."""
    if link.supplier_id is not None:
        known = get_supplier_locked(link.supplier_id)
        if known.uscc in {None, link.uscc}:
            known.uscc = link.uscc
            return known
    # One that was purged is known again by the print of its number, and what it is blacklisted for stays so.
    blocked = list_categories_kept_blocked(link.uscc)
    fresh = {"name": link.name, "created_at": now, "changed_at": now, "blocked_categories": blocked}
    supplier, _ = Supplier.objects.get_or_create(uscc=link.uscc, defaults=fresh)
    link.supplier = supplier
    link.save(update_fields=["supplier"])
    return get_supplier_locked(supplier.id)
