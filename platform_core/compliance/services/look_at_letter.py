from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.enums import FileState
from platform_core.compliance.errors import PaperUnviewable
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.models import ExportLetter, LetterLook


def look_at_letter(*, letter: ExportLetter, page: int, actor: Actor, address: str, now: dt.datetime) -> None:
    """Write down that one of the staff looks at a page (from 1) of an authority's letter; what they get to see comes after.

    Raises:
        PaperUnviewable: it is in quarantine, was refused, or has no such page.
    """
    if letter.file_state != FileState.CLEAN or not 1 <= page <= letter.pages:
        raise PaperUnviewable
    LetterLook.objects.create(
        letter=letter, who=uuid.UUID(actor.id), email=actor.email, page=page, address=address or None, at=now
    )
