from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import (
    DocumentState,
    FileState,
    SubjectKind,
    SupplierAct,
    SupplierState,
    SupplyState,
)
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Document, Supplier, SupplyLink
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.services.ask_watch_rule import ask_watch_rule


def approve_supplier(*, supplier_id: uuid.UUID, actor: Actor, note: str, now: dt.datetime) -> Supplier:
    """A reviewer finds that it may sell, within limits at first. From the risk line on it takes a second reviewer.

    The link that brought it here is accepted with it, and its papers.

    Args:
        actor: neither handed it in nor edited it last.
        note: for the file; merchants do not see it.

    Raises:
        RecordNotFound
        SupplierActRefused
        WatchRefused: it is on a watch list, or was not held against them.
        ScreeningUnavailable
    """
    if Supplier.objects.filter(pk=supplier_id, state=SupplierState.REVIEW).exists():
        ask_watch_rule(kind=SubjectKind.SUPPLIER, ref=supplier_id, approves=True, now=now)
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        advance_supplier(supplier=supplier, act=Act(SupplierAct.APPROVE, actor, now, note.strip()))
        if supplier.state == SupplierState.APPROVED_LIMITED:
            links = SupplyLink.objects.filter(supplier=supplier, state=SupplyState.SUBMITTED)
            # Who approves has gone through the papers: those that nobody decided about apart are taken with it.
            papers = Document.objects.filter(
                link__in=list(links), state=DocumentState.WAITING, file_state=FileState.CLEAN
            )
            papers.update(state=DocumentState.ACCEPTED, decided_at=now, decided_by=actor.email)
            links.update(state=SupplyState.ACCEPTED, decided_at=now, decided_by=actor.email, note="")
        return supplier
