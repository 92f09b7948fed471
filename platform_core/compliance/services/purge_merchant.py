from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final

from django.db import transaction

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.files.store import delete_paper
from platform_core.compliance.locks import get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantRestrictionKind
from platform_core.compliance.models import Document, Finding, MerchantAppeal, MerchantFile, MerchantRestriction
from platform_core.compliance.retention import Kept, Profile, may_go
from platform_core.compliance.retention_selectors import get_profile_of

# What a merchant told of itself, of which nothing stays. Where it stood, since when, and its history do.
ERASED: Final[dict[str, Any]] = {
    "name": "", "registration_number": "", "legal_representative": "", "entity_type": "", "capital": "", "address": "",
    "business_scope": "", "registry": "", "founded_on": None, "licence_ends_on": None, "contact_person": "", "owners": [], "sealed": None,
    "icp_number": "", "payment_licence": "", "institution": "", "institution_contract": "", "institution_until": None,
    "edited_by": "", "handed_in_by": "", "handed_in_email": "", "handed_in_at": None, "reasons": [], "verified_facts": {}, "note": "",
}  # fmt: skip
# By these it is known again while it is frozen, and for as long as a blacklisting is kept after that.
KNOWN_BY: Final[dict[str, Any]] = {"uscc": "", "person_print": None, "bank_print": None, "phone_print": None}
GONE: Final = "-"  # where the table wants a word


def purge_merchant(*, file_id: uuid.UUID, closed_at: dt.datetime, now: dt.datetime) -> bool:
    """Shred a merchant's own papers and erase what it told of itself, once its shop is closed for long enough (KEEP-01, KEEP-02).

    One that was frozen stays known by its number and prints while that is in force, and three years after. Files go before the rows
    say so: cut off between, it is done again. The database refuses what is early.

    Returns:
        Whether its time was over.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        file = get_merchant_locked(file_id)
        over = may_go(Kept.MERCHANT_FILES, closed_at, get_profile_of(file.tenant_role), now)
        if file.purged_at is not None or not over:
            return False
        papers = Document.objects.filter(tenant_role=file.tenant_role, link=None)
        stored = list(papers.filter(shredded_at=None).values_list("stored", flat=True))
        papers.update(
            title="", fields={}, filename="", sha256=b"", phash=None, detail=None, answer="", uploaded_email=""
        )
        papers.filter(shredded_at=None).update(shredded_at=now)
        frozen = _is_known(file, now)
        _erase_acts(file, frozen=frozen)
        values = {**ERASED, **({} if frozen else KNOWN_BY), "purged_at": now}
        for name, value in values.items():
            setattr(file, name, value)
        file.save(update_fields=list(values))
        for name in stored:
            delete_paper(name)
    return True


def _is_known(file: MerchantFile, now: dt.datetime) -> bool:
    """Is a freeze of it in force, or was it so lately that it is kept?"""
    freezes = MerchantRestriction.objects.filter(file=file, kind=MerchantRestrictionKind.FREEZE)
    lifted = freezes.values_list("lifted_at", flat=True)
    return any(at is None or not may_go(Kept.BLACKLIST, at, Profile.STANDARD, now) for at in lifted)


def _erase_acts(file: MerchantFile, *, frozen: bool) -> None:
    MerchantAppeal.objects.filter(restriction__file=file).update(text=GONE, made_by="", made_email="")
    Finding.objects.filter(subject_kind=SubjectKind.MERCHANT, subject_ref=str(file.id)).update(facts={}, note="")
    if not frozen:
        told: dict[str, Any] = {"reason": GONE, "remedy": GONE, "documents": [], "evidence": []}
        MerchantRestriction.objects.filter(file=file).update(**told)
