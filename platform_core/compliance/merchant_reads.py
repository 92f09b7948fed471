"""What a shop reads of its own qualification: its file, what is missing in it, what is held against it."""

from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.enums import DocumentState, FileState
from platform_core.compliance.locks import HIDDEN_OF_MERCHANTS
from platform_core.compliance.merchant_enums import MerchantKind
from platform_core.compliance.merchant_file import list_missing_facts, list_missing_papers
from platform_core.compliance.models import MerchantAppeal, MerchantFile, MerchantRestriction
from platform_core.compliance.paper_selectors import list_own_papers
from platform_core.compliance.selectors import ZONE
from platform_core.kernel.clock import local_date


def find_own_merchant() -> MerchantFile | None:
    """What the current shop told of itself; None: nothing yet."""
    return MerchantFile.objects.defer(*HIDDEN_OF_MERCHANTS).first()


def find_own_restriction() -> MerchantRestriction | None:
    """What is held against the current shop's merchant at this moment, and why."""
    own = MerchantRestriction.objects.defer("evidence", "made_by", "lifted_by")
    return own.filter(lifted_at=None).first()


def list_own_merchant_appeals(restriction_id: uuid.UUID) -> list[MerchantAppeal]:
    """What the current shop said against a restriction of itself, the latest first."""
    said = MerchantAppeal.objects.defer("decided_by").filter(restriction_id=restriction_id)
    return list(said.order_by("-made_at"))


def list_merchant_gaps(file: MerchantFile, now: dt.datetime) -> list[str]:
    """What is missing before a merchant can hand itself in: names of facts, ``document:<kind>``, ``document:scanning``."""
    contacts = {name for name in ("phone", "person") if getattr(file, f"{name}_print") is not None}
    told = {"phone": "phone", "person": "identity_number"}
    today = local_date(now, ZONE)
    missing = list_missing_facts(file, {told[name] for name in contacts}, today)
    if not file.kind:
        return missing
    papers = list_own_papers(None).filter(shredded_at=None)
    papers = papers.exclude(state__in=[DocumentState.REPLACED, DocumentState.REJECTED])
    rows = list(papers.values_list("kind", "file_state", "valid_to"))
    there = {kind for kind, state, ends in rows if state == FileState.CLEAN and (ends is None or ends >= today)}
    lacking = list_missing_papers(MerchantKind(file.kind), wants_balances=file.wants_balances, there=there)
    scanning = any(state == FileState.QUARANTINED for _, state, _ in rows)
    return [*missing, *(f"document:{kind}" for kind in lacking), *(["document:scanning"] if scanning else [])]
