from __future__ import annotations

import uuid

from platform_core.compliance.models import Finding, PrintEpoch, Supplier
from platform_core.kernel.errors import RecordNotFound


def find_supplier_locked(supplier_id: uuid.UUID) -> Supplier | None:
    """Lock a supplier: decisions about it come one after the other. None: no such supplier."""
    return Supplier.objects.select_for_update().filter(pk=supplier_id).first()


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
