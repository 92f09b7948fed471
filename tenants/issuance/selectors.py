from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.catalog.models import Sku
from tenants.inventory.selectors import find_code, list_codes
from tenants.inventory.stored import StoredCode
from tenants.issuance.codes import Code
from tenants.issuance.models import (
    CodeHistory,
    CodeRecord,
    Issuance,
    IssuanceLine,
    Redemption,
    Refund,
    Replacement,
)


def list_issuances() -> QuerySet[Issuance]:
    """Issuances with their lines."""
    return Issuance.objects.prefetch_related("lines")


def get_issuance(issuance_id: uuid.UUID) -> Issuance:
    """One issuance with its lines.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = list_issuances().filter(pk=issuance_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("iss", issuance_id))
    return found


def find_by_external_id(external_id: str) -> Issuance | None:
    """The issuance with the merchant's own number, or None."""
    return list_issuances().filter(external_id=external_id).first()


def find_earlier(*, external_id: str | None, issuance_id: uuid.UUID | None) -> Issuance | None:
    """An issuance that a retry may mean: by the merchant's number or by what its Idempotency-Key made."""
    wanted = Q(pk=issuance_id)
    if external_id is not None:
        wanted |= Q(external_id=external_id)
    return list_issuances().filter(wanted).first()


def list_facts_of(stored: Sequence[StoredCode]) -> list[Code]:
    """Stored codes with all that is known of them, in three queries whatever their number."""
    skus = Sku.objects.in_bulk({each.sku_id for each in stored})
    records = CodeRecord.objects.in_bulk([each.id for each in stored])
    owners = {each.owner_id for each in stored if each.place == "issued" and each.owner_id}
    lines = dict(IssuanceLine.objects.filter(pk__in=owners).values_list("id", "issuance_id"))
    codes = []
    for each in stored:
        issuance_id = lines.get(each.owner_id) if each.owner_id else None
        line_id = each.owner_id if issuance_id else None
        codes.append(Code(each, skus[each.sku_id], records.get(each.id), issuance_id, line_id))
    return codes


def get_code(code_id: uuid.UUID) -> Code:
    """One code.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    stored = find_code(code_id)
    if stored is None:
        raise RecordNotFound(id=public_id("code", code_id))
    return list_facts_of([stored])[0]


def list_recorded_codes(*, status: str | None, after: uuid.UUID | None, limit: int) -> list[Code]:
    """Codes that something became of since they were issued (or on the shelf), in the order of their ids, downwards."""
    records = CodeRecord.objects.order_by("-code_id")
    if status is not None:
        records = records.filter(status=status)
    if after is not None:
        records = records.filter(code_id__lt=after)
    return list_facts_of(list_codes(list(records.values_list("code_id", flat=True)[:limit])))


def list_code_history(code_id: uuid.UUID) -> QuerySet[CodeHistory]:
    """What happened to a code, oldest first."""
    return CodeHistory.objects.filter(code_id=code_id).order_by("number")


def get_redemption(redemption_id: uuid.UUID) -> Redemption:
    """One redemption.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Redemption.objects.filter(pk=redemption_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("rdm", redemption_id))
    return found


def find_redemption_by_external_id(external_id: str) -> Redemption | None:
    """The redemption with the merchant's own number, or None."""
    return Redemption.objects.filter(external_id=external_id).first()


def get_refund(refund_id: uuid.UUID) -> Refund:
    """One refund with its codes.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = list_refunds().filter(pk=refund_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("rfd", refund_id))
    return found


def list_refunds() -> QuerySet[Refund]:
    """Refunds with their codes."""
    return Refund.objects.prefetch_related("refunded")


def find_refund_by_external_id(external_id: str) -> Refund | None:
    """The refund with the merchant's own number, or None."""
    return list_refunds().filter(external_id=external_id).first()


def get_replacement(replacement_id: uuid.UUID) -> Replacement:
    """One replacement.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Replacement.objects.filter(pk=replacement_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("rpl", replacement_id))
    return found
