"""All that staff look at when they decide about one supplier."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from platform_core.compliance.enums import AppealState, ProposalKind, ProposalState, SupplierAct, SupplyCategory
from platform_core.compliance.lifecycle import TWO_REVIEWERS_FROM, Actor, may
from platform_core.compliance.models import Appeal, Document, Finding, Proposal, Restriction, Supplier, SupplyLink
from platform_core.compliance.selectors import list_supplier_events
from platform_core.compliance.signal_selectors import get_orders_of_supplier
from platform_core.compliance.standing import standing_of
from platform_core.tenancy import directory

AT_ONCE = 200


def find_supplier_case(supplier: Supplier, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """The template's context: entity, shops, papers, findings, restrictions, history, and which acts are open to this person."""
    standing = standing_of(supplier)
    links = list(SupplyLink.objects.filter(supplier=supplier).order_by("created_at")[:AT_ONCE])
    restrictions = list(Restriction.objects.filter(supplier=supplier).order_by("-made_at"))
    appeals = list(Appeal.objects.filter(restriction__in=restrictions).order_by("-made_at"))
    about = Q(supplier_id=supplier.id) | Q(subject_kind="supplier", subject_ref=str(supplier.id))
    proposal = Proposal.objects.filter(
        kind=ProposalKind.BLACKLIST, subject_id=supplier.id, state=ProposalState.OPEN, expires_at__gte=now
    ).first()
    return {
        "supplier": supplier,
        "shops": [{"link": link, "tenant": directory.find_by_role(link.tenant_role)} for link in links],
        "papers": Document.objects.filter(link__in=links).order_by("kind", "position", "uploaded_at")[:AT_ONCE],
        "findings": Finding.objects.filter(about).order_by("-found_at")[:AT_ONCE],
        "restrictions": restrictions,
        "appeals": appeals,
        "open_appeals": [appeal for appeal in appeals if appeal.state == AppealState.OPEN],
        "events": list_supplier_events(supplier.id),
        "proposal": proposal,
        "own_proposal": proposal is not None and str(proposal.asked_by) == actor.id,
        "two_reviewers": supplier.score >= TWO_REVIEWERS_FROM,
        "risk_line": TWO_REVIEWERS_FROM,
        "categories": SupplyCategory.choices,
        "grown": get_orders_of_supplier(supplier.id) if may(standing, SupplierAct.ACTIVATE) else (0, 0),
        "may": {act.value: may(standing, act) for act in SupplierAct},
    }
