from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import DocumentState, FileState, SubjectKind, SupplierAct, SupplyState
from platform_core.compliance.errors import SupplierActRefused
from platform_core.compliance.lifecycle import SELLING, TWO_REVIEWERS_FROM, Actor
from platform_core.compliance.locks import get_link_locked, get_supplier_locked
from platform_core.compliance.models import Document, SupplyLink, SupplyReview
from platform_core.compliance.services.ask_watch_rule import ask_watch_rule
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.jobs import JobName


def accept_supply(*, link_id: uuid.UUID, actor: Actor, now: dt.datetime) -> SupplyLink:
    """Another merchant sells codes of a supplier that was reviewed already: a reviewer takes its papers and its word.

    The rules are those of the supplier's own review: nobody takes their own work, and from the risk line on it takes two.

    Raises:
        RecordNotFound
        SupplierActRefused: it is not waiting, its checks have not run since it was handed in, or who asks may not.
        WatchRefused: somebody in it is on a watch list, or was not held against them.
        ScreeningUnavailable
    """
    told = SupplyLink.objects.filter(pk=link_id).values_list("supplier_id", flat=True).first()
    if told is None:
        raise RecordNotFound(id=str(link_id))
    ask_watch_rule(kind=SubjectKind.SUPPLIER, ref=told, approves=True, now=now)
    with transaction.atomic():
        supplier, link = get_supplier_locked(told), get_link_locked(link_id)  # in the order of a supplier's own acts
        review = SupplyReview.objects.filter(link=link).select_related("link").first()
        _refuse_unless_open(link, review, actor, supplier.state in SELLING)
        if review is not None:
            review.approved_by = [*review.approved_by, actor.id]
            review.save(update_fields=["approved_by"])
            if review.score >= TWO_REVIEWERS_FROM and len(review.approved_by) < 2:
                return link
        waiting = Document.objects.filter(link=link, state=DocumentState.WAITING, file_state=FileState.CLEAN)
        waiting.update(state=DocumentState.ACCEPTED, decided_at=now, decided_by=actor.email)
        link.state, link.note, link.decided_at, link.decided_by = SupplyState.ACCEPTED, "", now, actor.email
        link.save(update_fields=["state", "note", "decided_at", "decided_by"])
        payload = {"supplier_id": str(supplier.id), "version": supplier.version}
        enqueue_job(JobName.TELL_SUPPLIER, key=f"{link.id}:{now.isoformat()}", payload=payload, now=now)
        return link


def _refuse_unless_open(link: SupplyLink, review: SupplyReview | None, actor: Actor, sells: bool) -> None:
    why = None
    if link.state != SupplyState.SUBMITTED or not sells:
        why = "state"
    elif review is None or not review.is_of_last_hand_in:
        why = "unchecked"
    elif actor.id in {link.submitted_by, link.edited_by}:
        why = "own_work"
    elif actor.id in review.approved_by:
        why = "already_approved"
    if why:
        raise SupplierActRefused(act=SupplierAct.APPROVE, state=link.state, reason=why)
