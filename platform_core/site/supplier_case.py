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
from platform_core.compliance.listed_identities import Match, list_matches
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
from platform_core.compliance.supply_due import SOON
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
        "listed_alike": _exact(supplier, *_waiting(links)),
        "two_reviewers": supplier.score >= TWO_REVIEWERS_FROM,
        "risk_line": TWO_REVIEWERS_FROM,
        "categories": SupplyCategory.choices,
        "grown": get_orders_of_supplier(supplier.id) if may(standing, SupplierAct.ACTIVATE) else (0, 0),
        "reverification": {
            "asked": bool(supplier.due_note) or (supplier.due_at is not None and supplier.due_at <= now + SOON),
            "over": supplier.due_at is not None and supplier.due_at <= now,
            "confirmed": _confirmed(supplier, links),
        },
        "may": {act.value: may(standing, act) for act in SupplierAct},
    }


def _waiting(links: list[SupplyLink]) -> list[SupplyLink]:
    return [link for link in links if link.state == SupplyState.SUBMITTED]


def _exact(*told: Supplier | SupplyLink) -> list[Match]:
    """Those on the blacklist that it is, by its own number or person: nobody can approve it."""
    found = [match for each in told for match in list_matches(each, category=getattr(each, "category", ""))]
    return list({match.listed.pk: match for match in found if match.is_exact}.values())


def _confirmed(supplier: Supplier, links: list[SupplyLink]) -> list[dict[str, Any]]:
    """The shops that said since the last verification that what they told is still so."""
    since = supplier.verified_at
    said = [link for link in links if link.confirmed_at and (since is None or link.confirmed_at > since)]
    return [{"link": link, "tenant": directory.find_by_role(link.tenant_role)} for link in said]


def _pending(supplier: Supplier, links: list[SupplyLink]) -> list[dict[str, Any]]:
    """What other merchants handed in of a supplier that sells already, each with where its words are not those that were reviewed."""
    waiting = _waiting(links) if supplier.state in SELLING else []
    reviews = SupplyReview.objects.select_related("link").in_bulk([link.pk for link in waiting])
    done = {pk: each for pk, each in reviews.items() if each.is_of_last_hand_in}
    return [
        {
            "link": link,
            "tenant": directory.find_by_role(link.tenant_role),
            "review": done.get(link.pk),
            "listed": bool(_exact(link)),
            "differing": [
                (word, getattr(supplier, name), getattr(link, name))
                for name, word in COMPARED.items()
                if getattr(link, name) != getattr(supplier, name)
            ],
        }
        for link in waiting
    ]
