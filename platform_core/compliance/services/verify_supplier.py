from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.engine import AGAINST
from platform_core.compliance.enums import Level, SubjectKind, SupplierAct, SupplyState
from platform_core.compliance.errors import SupplierActRefused
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.listed_identities import is_listed_exactly
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Supplier, SupplyLink
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.services.ask_watch_rule import ask_watch_rule
from platform_core.compliance.services.screen import screen
from platform_core.compliance.supplier_rules import VERIFY_ASKED, supplier_facts


def verify_supplier(*, supplier_id: uuid.UUID, actor: Actor, note: str, now: dt.datetime) -> Supplier:
    """A member of staff looked at a supplier again and finds it right: good for another six months, at once in every shop.

    The rules are asked first, outside of the step's transaction, so that what they said stays on record when it is refused.

    Args:
        actor: neither handed it in nor wrote it, nor said for a shop that it is still so.
        note: what was looked at, e.g. which public register; for the file.

    Raises:
        RecordNotFound
        SupplierActRefused: ``reason`` is ``rules`` where one blocks, and ``rules`` names them.
        WatchRefused: somebody in its file is on a watch list, or was not held against them.
        ScreeningUnavailable
    """
    links = SupplyLink.objects.filter(supplier_id=supplier_id, state=SupplyState.ACCEPTED).order_by("created_at")
    if blocked := sorted({rule for link in links for rule in _blocked(supplier_id, link, now)}):
        raise SupplierActRefused(act=SupplierAct.VERIFY, reason="rules", rules=blocked)
    ask_watch_rule(kind=SubjectKind.SUPPLIER, ref=supplier_id, approves=True, now=now)
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        told = list(links.all())
        if actor.id in {link.confirmed_by for link in told}:
            raise SupplierActRefused(act=SupplierAct.VERIFY, state=supplier.state, reason="own_work")
        supplier.due_note, supplier.reminded_days = "", None
        facts = {"checks_ran": bool(told), "listed": is_listed_exactly([supplier, *told])}
        return advance_supplier(supplier=supplier, act=Act(SupplierAct.VERIFY, actor, now, note.strip(), facts=facts))


def _blocked(supplier_id: uuid.UUID, link: SupplyLink, now: dt.datetime) -> list[str]:
    supplier = Supplier.objects.get(pk=supplier_id)
    row = screen(
        subject_kind=SubjectKind.SUPPLIER,
        subject_id=str(supplier_id),
        facts=supplier_facts(supplier, link, now),
        now=now,
        only=VERIFY_ASKED if link.uscc else tuple(set(VERIFY_ASKED) - {"KYB-01"}),
        tenant_role=link.tenant_role,
    )
    return [each["rule"] for each in row.outcomes if each["level"] == Level.BLOCK and each["result"] in AGAINST]
