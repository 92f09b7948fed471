from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.issuance.models import Issuance


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
