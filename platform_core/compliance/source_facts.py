"""What rules ask about where codes come from, as a shop knows it of a supplier of its own."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from platform_core.compliance.documents import list_missing
from platform_core.compliance.enums import DocumentKind, DocumentState, SupplierState, SupplyCategory
from platform_core.compliance.paper_selectors import list_own_papers
from platform_core.compliance.selectors import get_own_link, list_supply_standings

Facts = dict[str, Any]


def source_facts(link_id: uuid.UUID, acquired_on: dt.date) -> Facts:
    """Of a batch that comes from this supplier (SRC-01). Whom the operator vouches for needs no papers.

    Args:
        acquired_on: the day on which the codes came.

    Raises:
        RecordNotFound: it is no supplier of this shop.
    """
    link, standing = get_own_link(link_id), list_supply_standings([link_id])[link_id]
    facts: Facts = {"supplier_state": standing.entity_state, "acquired_on": acquired_on}
    if standing.vouched:
        active = standing.entity_state == SupplierState.ACTIVE
        return {**facts, "missing_documents": [] if active else ["vouching"], "documents_from": acquired_on,
                "documents_end": False}  # fmt: skip
    papers = list(list_own_papers(link_id).values_list("kind", "state", "valid_from", "valid_to"))
    told = [(DocumentKind(kind), DocumentState(state), ends) for kind, state, _, ends in papers]
    category = SupplyCategory(link.category) if link.category else None
    missing = list_missing(category, told, acquired_on, accepted=True) if category else ["category"]
    good = [(begins, ends) for _, state, begins, ends in papers if state == DocumentState.ACCEPTED]
    last_days = [ends for _, ends in good if ends is not None]
    facts |= {
        "missing_documents": [str(kind) for kind in missing],
        "documents_from": max((begins for begins, _ in good if begins is not None), default=acquired_on),
        "documents_end": bool(last_days),
    }
    return {**facts, "documents_to": min(last_days)} if last_days else facts
