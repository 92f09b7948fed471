"""What the rules are asked about a supplier when it is checked. What they come to is kept beside the points of the checks."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Min

from platform_core.compliance.likeness import fewest_permille, name_permille
from platform_core.compliance.listed_checks import facts_behind
from platform_core.compliance.listed_identities import STANDS, count_listed, list_matches
from platform_core.compliance.models import Document, Supplier, SupplyLink
from platform_core.compliance.relations import Relations
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.supplier_checks import GONE
from platform_core.kernel.clock import local_date

ASKED: Final = ("KYB-01", "KYB-02.R", "X2", "X2.R", "X3", "X4", "X12", "X12.I")
VERIFY_ASKED: Final = ("KYB-01", "X2", "X12")  # whoever vouched for one without a number is not asked for it
DUE_ASKED: Final = ("X12",)
COMPARED: Final = ("name", "legal_representative", "entity_type", "registry")


def supplier_facts(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> dict[str, Any]:
    """Counts, likenesses, days and the code of a public register; no number of a person."""
    listed = Supplier.objects.filter(STANDS).exclude(pk=supplier.pk)
    ids = set(listed.values_list("id", flat=True))
    papers = Document.objects.filter(link=link, shredded_at=None).exclude(state__in=GONE)
    ends = papers.aggregate(first=Min("valid_to"))["first"]
    told = [(str(getattr(supplier, name)), str(getattr(link, name))) for name in COMPARED if getattr(link, name)]
    return {
        "uscc": link.uscc,
        "least_similarity": fewest_permille((left, right) for left, right in told if left),
        **count_listed(list_matches(link, category=link.category)),
        "name_score": name_permille([link.name, supplier.name, *link.aliases, *supplier.aliases], listed),
        "listed_in_cluster": int(bool(ids and Relations(facts_behind()).way(supplier.id, ids))),
        "documents_end": ends is not None,
        "documents_to": ends,
        "last_verified_on": local_date(now, ZONE),
    }
