from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.acts import Act, Actor
from platform_core.compliance.engine import AGAINST
from platform_core.compliance.enums import DocumentState, Level, SubjectKind, Verdict
from platform_core.compliance.errors import MerchantRuleFailed
from platform_core.compliance.locks import get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantAct, MerchantState
from platform_core.compliance.merchant_file import facts_of
from platform_core.compliance.merchant_rules import APPROVAL_ASKED, approval_facts
from platform_core.compliance.models import Document, MerchantFile
from platform_core.compliance.services.advance_merchant import advance_merchant
from platform_core.compliance.services.ask_watch_rule import ask_watch_rule
from platform_core.compliance.services.record_contract import record_contract
from platform_core.compliance.services.screen import screen


def approve_merchant(*, file_id: uuid.UUID, actor: Actor, note: str, now: dt.datetime) -> MerchantFile:
    """A reviewer finds that it is who it says. From the risk line on it takes a second reviewer.

    With the last approval its papers are taken, and what it told of a licensed institution opens balances to its buyers (PAY-02).

    Args:
        actor: neither handed it in nor edited it last.
        note: for the file; the merchant does not see it.

    Raises:
        RecordNotFound
        MerchantActRefused
        MerchantRuleFailed: a rule for those who open a shop does not hold; ``rules`` names them.
        WatchRefused: somebody in its file is on a watch list, or was not held against them.
        ScreeningUnavailable
    """
    _ask_rules(file_id, now)
    with transaction.atomic():
        file = get_merchant_locked(file_id)
        advance_merchant(file=file, act=Act(MerchantAct.APPROVE, actor, now, note.strip()))
        if file.state == MerchantState.VERIFIED:
            wanted = file.verified_facts.get("wants_balances") is True
            file.verified_facts, file.note, file.reminded_days = facts_of(file), "", None
            file.save(update_fields=["verified_facts", "note", "reminded_days"])
            papers = Document.objects.filter(tenant_role=file.tenant_role, link=None, file_state="clean")
            papers.filter(state=DocumentState.WAITING).update(
                state=DocumentState.ACCEPTED, decided_by=actor.email, decided_at=now
            )
            record_contract(file=file, wanted_before=wanted, by=actor.email, now=now)
        return file


def _ask_rules(file_id: uuid.UUID, now: dt.datetime) -> None:
    """A shop opens only where every rule about it holds; one that cannot be told does not.

    Before the step and outside of its transaction: what the rules said stays on record when the step is refused for it.
    """
    file = MerchantFile.objects.filter(pk=file_id, state=MerchantState.REVIEW).first()
    if file is None:
        return  # the step itself says why not
    row = screen(
        subject_kind=SubjectKind.MERCHANT,
        subject_id=str(file.id),
        facts=approval_facts(file, now),
        now=now,
        only=APPROVAL_ASKED,
        tenant_role=file.tenant_role,
    )
    if row.verdict == Verdict.BLOCKED:
        rules = [each["rule"] for each in row.outcomes if each["level"] == Level.BLOCK and each["result"] in AGAINST]
        raise MerchantRuleFailed(rules=rules)
    ask_watch_rule(kind=SubjectKind.MERCHANT, ref=file.id, tenant_role=file.tenant_role, approves=True, now=now)
