from __future__ import annotations

import uuid

from django.db import connection

from platform_core.compliance.errors import MerchantNotEditable, SupplyNotEditable
from platform_core.compliance.models import (
    Appeal,
    Document,
    MerchantAppeal,
    MerchantFile,
    Proposal,
    Supplier,
    SupplyLink,
)
from platform_core.kernel.errors import RecordNotFound

# Of a merchant's file, from the merchant, by the database: what its standing is made of, and who of the staff did what.
HIDDEN_OF_MERCHANTS = (
    "before", "restricted", "restricted_by", "reviewed_editor", "approved_by", "score", "reasons", "verified_facts", "reminded_days",
)  # fmt: skip


def get_supplier_locked(supplier_id: uuid.UUID) -> Supplier:
    """Lock a supplier: acts about it come one after the other.

    Raises:
        RecordNotFound
    """
    supplier = Supplier.objects.select_for_update().filter(pk=supplier_id).first()
    if supplier is None:
        raise RecordNotFound(id=str(supplier_id))
    return supplier


def get_link_locked(link_id: uuid.UUID) -> SupplyLink:
    """Lock what a merchant told of a supplier.

    Raises:
        RecordNotFound
    """
    link = SupplyLink.objects.select_for_update().filter(pk=link_id).first()
    if link is None:
        raise RecordNotFound(id=str(link_id))
    return link


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
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise RecordNotFound(id=str(proposal_id))
    return proposal


def get_appeal_locked(appeal_id: uuid.UUID) -> Appeal:
    """Lock an appeal.

    Raises:
        RecordNotFound
    """
    appeal = Appeal.objects.select_for_update().filter(pk=appeal_id).first()
    if appeal is None:
        raise RecordNotFound(id=str(appeal_id))
    return appeal


def get_document_locked(document_id: uuid.UUID) -> Document:
    """Lock a paper.

    Raises:
        RecordNotFound
    """
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        raise RecordNotFound(id=str(document_id))
    return document


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


def lock_rulebook() -> None:
    """One loading of rules after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(4711055)")
