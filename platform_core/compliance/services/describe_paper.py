from __future__ import annotations

import uuid

from platform_core.compliance.enums import DocumentState
from platform_core.compliance.errors import PaperNotEditable
from platform_core.compliance.models import Document
from platform_core.compliance.services.upload_paper import Told
from platform_core.kernel.errors import RecordNotFound


def describe_paper(*, document_id: uuid.UUID, told: Told) -> None:
    """A merchant corrects what it says of a paper that waits for the staff, from within its own shop. Its kind and file stay.

    Raises:
        RecordNotFound: no paper of this shop.
        PaperNotEditable: it was decided about, or is with the platform.
    """
    changed = Document.objects.filter(pk=document_id, state=DocumentState.WAITING).update(
        title=told.title[:120],
        fields=told.fields,
        position=told.position,
        valid_from=told.valid_from,
        valid_to=told.valid_to,
    )
    if changed:
        return
    if not Document.objects.filter(pk=document_id).exists():
        raise RecordNotFound(id=str(document_id))
    raise PaperNotEditable
