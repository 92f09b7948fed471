from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import FileState, LookKind
from platform_core.compliance.errors import PaperUnviewable
from platform_core.compliance.models import Document, DocumentLook


def record_look(
    *,
    document: Document,
    page: int,
    kind: LookKind,
    who: str,
    email: str,
    address: str,
    purpose: str = "",
    now: dt.datetime,
) -> None:
    """Write down that somebody looks at a page; what they get to see comes after.

    Args:
        page: from 1.
        who, email: their log-in.
        address: of their machine.
        purpose: what they look for, as far as they say.

    Raises:
        PaperUnviewable: it is in quarantine, was refused, or is gone, or has no such page.
    """
    if document.file_state != FileState.CLEAN or document.shredded_at is not None or not 1 <= page <= document.pages:
        raise PaperUnviewable
    DocumentLook.objects.create(
        document_id=document.id,
        tenant_role=document.tenant_role,
        kind=kind,
        shown_as=email if kind == LookKind.MERCHANT else "",
        who=who,
        email=email,
        page=page,
        purpose=purpose[:200],
        address=address or None,
        at=now,
    )
