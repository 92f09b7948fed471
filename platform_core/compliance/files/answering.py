"""A page of a paper as an answer: drawn anew, marked, never the file itself; nothing may keep it, run it or show it as a page."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpResponse

from platform_core.compliance.files.store import part_of_page, read_part
from platform_core.compliance.files.watermark import marked, words_of
from platform_core.compliance.models import Document, ExportLetter

POLICY = "default-src 'none'; sandbox"


def answer_page(
    *, owner: uuid.UUID, document: Document | ExportLetter, page: int, email: str, shop: str, at: dt.datetime
) -> HttpResponse:
    """The picture of a page with who looks, when and which shop on it.

    Args:
        owner: under whose key it lies: the merchant's id, or the platform's for an authority's letter.
        email: of who looks.
        shop: the short name of that merchant's shop, or what is written there instead.

    Raises:
        RecordNotFound, KeyMissing, SealBroken
    """
    drawn = read_part(owner, document.stored, part_of_page(page))
    answer = HttpResponse(marked(drawn, words_of(email, at, shop)), content_type="image/jpeg")
    answer["Content-Disposition"] = f'attachment; filename="paper-{document.id}-{page}.jpg"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Security-Policy"] = POLICY
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
