"""Authorisations that a merchant handed in, as links of chains: one chain a brand."""

from __future__ import annotations

from platform_core.compliance.chains import Grant
from platform_core.compliance.enums import DocumentKind, DocumentState, FileState
from platform_core.compliance.models import Document, SupplyLink

IN_PLAY = (DocumentState.WAITING, DocumentState.ACCEPTED)


def grants_of(link: SupplyLink) -> dict[str, list[Grant]]:
    """By brand, those whose files are clean and that staff did not turn down; a supplier without any has one empty chain."""
    papers = Document.objects.filter(link=link, kind=DocumentKind.AUTHORISATION, file_state=FileState.CLEAN)
    chains: dict[str, list[Grant]] = {}
    for paper in papers.filter(state__in=IN_PLAY, shredded_at=None).order_by("position", "uploaded_at"):
        grant = grant_of(paper)
        chains.setdefault("".join(grant.brand.split()).upper(), []).append(grant)
    return chains or {"": []}


def grant_of(paper: Document) -> Grant:
    """What the merchant typed of it."""
    told = paper.fields
    return Grant(
        position=paper.position,
        brand=str(told.get("brand", "")),
        grantor=str(told.get("grantor", "")),
        grantor_uscc=str(told.get("grantor_uscc", "")),
        grantee=str(told.get("grantee", "")),
        grantee_uscc=str(told.get("grantee_uscc", "")),
        owner=told.get("owner") is True,
        categories=frozenset(str(each) for each in told.get("categories", [])),
        region=str(told.get("region", "")),
        online=told.get("online") is True,
        sublicence=told.get("sublicence") is True,
        valid_from=paper.valid_from,
        valid_to=paper.valid_to,
    )
