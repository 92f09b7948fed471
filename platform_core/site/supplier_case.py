"""All that staff look at when they decide about one supplier."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platform_core.compliance.enums import (
    AppealState,
    ProposalKind,
    ProposalState,
    SupplierAct,
    SupplyCategory,
    SupplyState,
)
from platform_core.compliance.lifecycle import SELLING, TWO_REVIEWERS_FROM, Actor, may
from platform_core.compliance.models import (
    Appeal,
    Document,
    Finding,
    Proposal,
    Restriction,
    Supplier,
    SupplyLink,
    SupplyReview,
)
from platform_core.compliance.selectors import list_supplier_events
from platform_core.compliance.signal_selectors import get_orders_of_supplier
from platform_core.compliance.standing import standing_of
from platform_core.site.finding_words import titled
from platform_core.tenancy import directory

AT_ONCE = 200
COMPARED: Final[dict[str, Promise]] = {
    "name": _("企业名称"),
    "legal_representative": _("法定代表人"),
    "owners": _("受益所有人"),
    "entity_type": _("类型"),
    "capital": _("注册资本"),
    "address": _("住所"),
    "business_scope": _("经营范围"),
    "registry": _("登记机关"),
    "founded_on": _("成立日期"),
    "licence_ends_on": _("营业期限至"),
}


def find_supplier_case(supplier: Supplier, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """The template's context: entity, shops, papers, findings, restrictions, history, and which acts are open to this person."""
    standing = standing_of(supplier)
    links = list(SupplyLink.objects.filter(supplier=supplier).order_by("created_at")[:AT_ONCE])
    restrictions = list(Restriction.objects.filter(supplier=supplier).order_by("-made_at"))
    appeals = list(Appeal.objects.filter(restriction__in=restrictions).order_by("-made_at"))
    about = Q(supplier_id=supplier.id) | Q(subject_kind="supplier", subject_ref=str(supplier.id))
    findings = titled(Finding.objects.filter(about).order_by("-found_at")[:AT_ONCE])
    proposal = Proposal.objects.filter(
        kind=ProposalKind.BLACKLIST, subject_id=supplier.id, state=ProposalState.OPEN, expires_at__gte=now
    ).first()
    return {
        "supplier": supplier,
        "shops": [{"link": link, "tenant": directory.find_by_role(link.tenant_role)} for link in links],
        "pending": _pending(supplier, links),
        "papers": Document.objects.filter(link__in=links).order_by("kind", "position", "uploaded_at")[:AT_ONCE],
        "findings": findings,
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


def _pending(supplier: Supplier, links: list[SupplyLink]) -> list[dict[str, Any]]:
    """What other merchants handed in of a supplier that sells already, each with where its words are not those that were reviewed."""
    waiting = [link for link in links if link.state == SupplyState.SUBMITTED and supplier.state in SELLING]
    reviews = SupplyReview.objects.select_related("link").in_bulk([link.pk for link in waiting])
    done = {pk: each for pk, each in reviews.items() if each.is_of_last_hand_in}
    return [
        {
            "link": link,
            "tenant": directory.find_by_role(link.tenant_role),
            "review": done.get(link.pk),
            "differing": [
                (word, getattr(supplier, name), getattr(link, name))
                for name, word in COMPARED.items()
                if getattr(link, name) != getattr(supplier, name)
            ],
        }
        for link in waiting
    ]
