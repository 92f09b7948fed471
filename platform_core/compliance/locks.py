from __future__ import annotations

import uuid
from typing import TypeVar

from django.db import connection
from django.db.models import Model

from platform_core.compliance.errors import MerchantNotEditable, SupplyNotEditable
from platform_core.compliance.models import (
    Appeal,
    AuthorityExport,
    Document,
    Finding,
    MerchantAppeal,
    MerchantFile,
    PrintEpoch,
    Proposal,
    Supplier,
    SupplyLink,
)
from platform_core.kernel.errors import RecordNotFound

Row = TypeVar("Row", bound=Model)

HIDDEN_OF_MERCHANTS = (
    "before", "restricted", "restricted_by", "reviewed_editor", "approved_by", "score", "reasons", "verified_facts", "reminded_days",
)  # fmt: skip


def _get_locked(model: type[Row], pk: uuid.UUID) -> Row:
    row = model._default_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        raise RecordNotFound(id=str(pk))
    return row


def get_supplier_locked(supplier_id: uuid.UUID) -> Supplier:
    """Lock a supplier: acts about it come one after the other.

    Raises:
        RecordNotFound
    """
    return _get_locked(Supplier, supplier_id)


def get_link_locked(link_id: uuid.UUID) -> SupplyLink:
    """Lock what a merchant told of a supplier.

    Raises:
        RecordNotFound
    """
    return _get_locked(SupplyLink, link_id)


def get_own_link_locked(link_id: uuid.UUID) -> SupplyLink:
    """Lock what the current shop told of a supplier; the legal entity behind it is not for it to read.

    Raises:
        RecordNotFound: no link of this shop.
        SupplyNotEditable: the platform looks at it; row security lets the shop lock only what it may change.
    """
    own = SupplyLink.objects.defer("supplier", "decided_by", "told").filter(pk=link_id)
    link = own.select_for_update(of=("self",)).first()
    if link is None:
        seen = own.first()
        raise RecordNotFound(id=str(link_id)) if seen is None else SupplyNotEditable(state=seen.state)
    return link


def get_proposal_locked(proposal_id: uuid.UUID) -> Proposal:
    """Lock an act of two.

    Raises:
        RecordNotFound
    """
    return _get_locked(Proposal, proposal_id)


def get_appeal_locked(appeal_id: uuid.UUID) -> tuple[Appeal, Supplier]:
    """Lock an appeal and, before it, the supplier whose restriction it is about: in the order of the supplier's own acts.

    Raises:
        RecordNotFound
    """
    about = Appeal.objects.filter(pk=appeal_id).values_list("restriction__supplier_id", flat=True).first()
    if about is None:
        raise RecordNotFound(id=str(appeal_id))
    supplier = get_supplier_locked(about)
    return _get_locked(Appeal, appeal_id), supplier


def get_document_locked(document_id: uuid.UUID) -> Document:
    """Lock a paper.

    Raises:
        RecordNotFound
    """
    return _get_locked(Document, document_id)


def lock_rulebook() -> None:
    """One loading of rules after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(4711055)")


def lock_findings_beside(finding_id: uuid.UUID) -> list[Finding]:
    """Lock a finding and all others about the same thing, in the order of their ids: what follows from them is decided once.

    Raises:
        RecordNotFound: no such finding.
    """
    found = Finding.objects.filter(pk=finding_id).first()
    if found is None:
        raise RecordNotFound(id=str(finding_id))
    about = Finding.objects.filter(subject_kind=found.subject_kind, subject_ref=found.subject_ref)
    return list(about.select_for_update().order_by("id"))


def lock_print_epochs() -> list[PrintEpoch]:
    """Lock the keys of the register of prints that are in use, the newest first: a key is opened or closed at a time."""
    return list(PrintEpoch.objects.select_for_update().filter(closed_at=None).order_by("-id"))


def get_finding_locked(finding_id: uuid.UUID) -> Finding:
    """Lock a finding.

    Raises:
        RecordNotFound
    """
    return _get_locked(Finding, finding_id)


def get_merchant_locked(file_id: uuid.UUID) -> MerchantFile:
    """Lock a merchant's file: acts about it come one after the other.

    Raises:
        RecordNotFound
    """
    file = MerchantFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise RecordNotFound(id=str(file_id))
    return file


def get_own_merchant_locked() -> MerchantFile:
    """Lock the current shop's file.

    Raises:
        RecordNotFound: it has none.
        MerchantNotEditable: row security lets the shop lock only what it may change.
    """
    own = MerchantFile.objects.defer(*HIDDEN_OF_MERCHANTS)
    file = own.select_for_update(of=("self",)).first()
    if file is None:
        seen = own.first()
        raise RecordNotFound(id="merchant") if seen is None else MerchantNotEditable(state=seen.state)
    return file


def get_merchant_appeal_locked(appeal_id: uuid.UUID) -> MerchantAppeal:
    """Lock a merchant's appeal.

    Raises:
        RecordNotFound
    """
    appeal = MerchantAppeal.objects.select_for_update().filter(pk=appeal_id).first()
    if appeal is None:
        raise RecordNotFound(id=str(appeal_id))
    return appeal


def get_export_locked(export_id: uuid.UUID) -> AuthorityExport:
    """Lock an export for an authority.

    Raises:
        RecordNotFound
    """
    return _get_locked(AuthorityExport, export_id)


def lock_watch_lists() -> None:
    """One loading of watch lists after the other, until the end of the transaction: editions become visible in their order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(4711056)")
