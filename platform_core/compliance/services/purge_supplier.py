from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final

from django.db import transaction

from platform_core.compliance.acts import SYSTEM, Act
from platform_core.compliance.enums import SupplierAct, SupplierState
from platform_core.compliance.files.store import delete_paper
from platform_core.compliance.identity_prints import print_of
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Appeal, Document, Finding, Restriction, Supplier, SupplyLink, SupplyReview
from platform_core.compliance.retention import Kept, may_go
from platform_core.compliance.retention_selectors import get_longest_profile, list_kept_blacklistings
from platform_core.compliance.services.advance_supplier import advance_supplier

# What is told of an entity, of which nothing stays.
ERASED: Final[dict[str, Any]] = {
    "name": "", "aliases": [], "owners": [], "legal_representative": "", "entity_type": "", "capital": "", "address": "",
    "business_scope": "", "registry": "", "founded_on": None, "licence_ends_on": None,
}  # fmt: skip
PRINTS: Final[dict[str, None]] = {"person_print": None, "bank_print": None, "phone_print": None}


def purge_supplier(*, supplier_id: uuid.UUID, now: dt.datetime) -> bool:
    """Shred the papers of a supplier that left long ago and erase what was told of it. Its history stays, without a name.

    While it is blacklisted for some goods, or was within three years, it stays known by keyed prints: who hands in the same number
    again meets the same verdict. The files go before the rows say so: cut off between, it is done again.

    Returns:
        Whether its time was over.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        links = list(SupplyLink.objects.filter(supplier=supplier))
        profile = get_longest_profile(link.tenant_role for link in links)
        archived = supplier.state == SupplierState.RESTRICTED_ARCHIVE
        if not archived or not may_go(Kept.SUPPLIER_FILES, supplier.ended_at, profile, now):
            return False
        listed = bool(list_kept_blacklistings(supplier.id, now))
        papers = list(Document.objects.filter(link__in=links, shredded_at=None).values_list("pk", "stored"))
        _erase_rows(supplier, links, listed=listed, now=now)
        supplier.uscc_print = print_of("uscc", supplier.uscc) if listed and supplier.uscc else None
        supplier.uscc, supplier.reasons = None, []
        for name, value in {**ERASED, **({} if listed else {**PRINTS, "blocked_categories": []})}.items():
            setattr(supplier, name, value)
        advance_supplier(supplier=supplier, act=Act(SupplierAct.PURGE, SYSTEM, now, facts={"papers": len(papers)}))
        for _, stored in papers:
            delete_paper(stored)
    return True


def _erase_rows(supplier: Supplier, links: list[SupplyLink], *, listed: bool, now: dt.datetime) -> None:
    nobody = {"submitted_email": "", "edited_by": "", "submitted_by": "", "note": "", "sealed": None, "uscc": ""}
    Document.objects.filter(link__in=links).update(
        title="", fields={}, filename="", sha256=b"", phash=None, detail=None, answer="", uploaded_email=""
    )
    Document.objects.filter(link__in=links, shredded_at=None).update(shredded_at=now)
    SupplyLink.objects.filter(pk__in=[link.pk for link in links]).update(**ERASED, **PRINTS, **nobody)
    SupplyReview.objects.filter(link__in=links).update(reasons=[])
    Appeal.objects.filter(restriction__supplier=supplier).update(text="", made_by="", made_email="")
    Finding.objects.filter(supplier_id=supplier.id).update(facts={})
    if not listed:
        told = {"reason": "", "remedy": "", "documents": [], "evidence": []}
        Restriction.objects.filter(supplier=supplier).update(**told)
