from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.checking import reasons_to_json, score_of
from platform_core.compliance.enums import Level, SubjectKind, SupplierAct, SupplierState
from platform_core.compliance.lifecycle import SELLING, SYSTEM, Act
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Supplier, SupplyLink, SupplyReview
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.services.ask_supplier_info import ask_supplier_info
from platform_core.compliance.services.ask_watch_rule import ask_watch_rule
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.return_supply import return_supply
from platform_core.compliance.services.screen import screen
from platform_core.compliance.services.screen_watched import screen_watched
from platform_core.compliance.supplier_checks import CHECKS
from platform_core.compliance.supplier_rules import ASKED, supplier_facts
from platform_core.compliance.watch_selectors import list_watch_reasons


def check_supplier(*, supplier_id: uuid.UUID, link_id: uuid.UUID, now: dt.datetime) -> Supplier:
    """Run every check over a supplier as one merchant handed it in, and put it before people with what they came upon.

    What another merchant handed in of one that sells already is its link alone: the supplier stays where it is, and staff take the
    link or hand it back. A check that cannot run raises: the supplier stays where it is, unsold, and the job comes again (fail closed).

    What the rules, asked beside it, said is kept with their versions and inputs.

    Raises:
        RecordNotFound
        ScreeningUnavailable
    """
    link = SupplyLink.objects.get(pk=link_id)
    _watch(supplier_id, link, now)
    reasons = [reason for check in CHECKS for reason in check(Supplier.objects.get(pk=supplier_id), link, now)]
    facts = supplier_facts(Supplier.objects.get(pk=supplier_id), link, now)
    with transaction.atomic():
        screen(
            subject_kind=SubjectKind.SUPPLIER, subject_id=str(supplier_id), tenant_role=link.tenant_role,
            facts=facts, only=ASKED, now=now,
        )  # fmt: skip
        supplier = get_supplier_locked(supplier_id)
        for reason in reasons:
            report_finding(
                rule_id=reason.rule_id,
                level=reason.level,
                subject=(SubjectKind.SUPPLIER, str(supplier.id)),
                key=f"{reason.rule_id}:{supplier.id}:{link.id}:{supplier.version}",
                facts=reason.facts,
                now=now,
                tenant_role=link.tenant_role,
                supplier_id=supplier.id,
                points=reason.points,
            )
        counted = [*reasons, *list_watch_reasons(SubjectKind.SUPPLIER, supplier.id)]
        score, told = score_of(counted), reasons_to_json(counted)
        found = {"checked_at": now, "score": score, "reasons": told, "approved_by": []}
        SupplyReview.objects.update_or_create(link=link, defaults=found)
        asks = "\n".join(reason.ask for reason in reasons if reason.level == Level.BLOCK and reason.ask)
        if supplier.state != SupplierState.AUTO_CHECK:
            if asks and supplier.state in SELLING:
                return_supply(link_id=link.id, actor=SYSTEM, note=asks, now=now)
            return supplier
        if asks:
            return ask_supplier_info(supplier_id=supplier.id, actor=SYSTEM, note=asks, now=now)
        supplier.reasons = told
        ran = {"checks_ran": True, "score": score, "reasons": supplier.reasons}
        return advance_supplier(supplier=supplier, act=Act(SupplierAct.PASS_CHECK, SYSTEM, now, facts=ran))


def _watch(supplier_id: uuid.UUID, link: SupplyLink, now: dt.datetime) -> None:
    """Before anything else, and on its own: whoever is on a list is stopped even where another check cannot run."""
    kind = SubjectKind.SUPPLIER
    screen_watched(kind=kind, ref=supplier_id, now=now)
    ask_watch_rule(kind=kind, ref=supplier_id, tenant_role=link.tenant_role, approves=False, now=now)
