"""The checks that every supplier passes through before people look at it. Each returns what it came upon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from platform_core.compliance.authorisations import grants_of
from platform_core.compliance.chains import Wanted, check_chain
from platform_core.compliance.checking import Reason
from platform_core.compliance.documents import DOCUMENT_SETS
from platform_core.compliance.enums import DocumentKind, DocumentState, FileState, Level
from platform_core.compliance.listed_checks import check_code, check_listed_name, check_people_behind
from platform_core.compliance.listed_identities import list_matches
from platform_core.compliance.models import Document, Supplier, SupplyLink
from platform_core.compliance.points import POINTS
from platform_core.compliance.reuse import CODES, facts_of, find_reuse
from platform_core.compliance.selectors import ZONE
from platform_core.kernel.clock import local_date

Check = Callable[[Supplier, SupplyLink, dt.datetime], list[Reason]]
WITH_CHAIN = frozenset(category for category, kinds in DOCUMENT_SETS.items() if DocumentKind.AUTHORISATION in kinds)
GONE = (DocumentState.REMOVED, DocumentState.REPLACED, DocumentState.REJECTED)
COMPARED = ("name", "legal_representative", "entity_type", "registry", "founded_on")


def check_listed_identity(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> list[Reason]:
    """X2: a number of it is that of a supplier that is blacklisted, or that was purged and is not forgotten.

    That very entity or person blocks: nobody approves it while the blacklisting stands (see lifecycle.py). An account or a phone asks
    for two reviewers.
    """
    return [
        Reason(
            "X2",
            Level.BLOCK if match.is_exact else Level.REVIEW,
            POINTS["X2"],
            {"listed": str(match.listed.id), "same": list(match.same)},
        )
        for match in list_matches(link, category=link.category)
        if match.listed.pk != supplier.pk
    ]


def check_told_alike(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> list[Reason]:
    """KYB-02: what a further merchant typed of a known entity is not what was reviewed."""
    differing = [name for name in COMPARED if getattr(link, name) and getattr(link, name) != getattr(supplier, name)]
    return [Reason("KYB-02", Level.REVIEW, POINTS["KYB-02"], {"differing": differing})] if differing else []


def check_authorisation_chain(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> list[Reason]:
    """SRC-01: the chain from the owner of each brand down to this supplier holds, today, for its goods."""
    if link.category not in WITH_CHAIN:
        return []
    today = local_date(now, ZONE)
    wanted = Wanted(link.name, link.uscc, link.category, today, today)
    problems = [
        (brand, problem) for brand, grants in grants_of(link).items() for problem in check_chain(grants, wanted)
    ]
    if not problems:
        return []
    level = max((problem.level for _, problem in problems), key=lambda each: each == Level.BLOCK)
    asks = [
        f"{DocumentKind.AUTHORISATION.label}{brand and f'({brand})'} {problem.position or ''}: {problem.words}"
        for brand, problem in problems
        if problem.level == Level.BLOCK
    ]
    facts = {"chain": [{"code": problem.code, "position": problem.position} for _, problem in problems]}
    return [Reason("SRC-01", level, POINTS["SRC-01"], facts, "\n".join(asks))]


def check_scan_reuse(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> list[Reason]:
    """X11: the scan of one of its papers is one of somebody else's."""
    papers = Document.objects.filter(link=link, file_state=FileState.CLEAN, shredded_at=None).select_related("link")
    found = [(paper, reuse) for paper in papers.exclude(state__in=GONE) for reuse in find_reuse(paper)]
    if not found:
        return []
    level = Level.BLOCK if any(reuse.level == Level.BLOCK for _, reuse in found) else Level.REVIEW
    facts = {"papers": [facts_of(paper, reuse) for paper, reuse in found[:50]]}
    return [Reason("X11", level, POINTS[CODES[level]], facts)]


CHECKS: Final[tuple[Check, ...]] = (
    check_code,
    check_listed_identity,
    check_listed_name,
    check_people_behind,
    check_told_alike,
    check_authorisation_chain,
    check_scan_reuse,
)
