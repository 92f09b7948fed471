"""How the request log keeps an external_id that it will not show."""

from __future__ import annotations

import base64

from django.utils.crypto import salted_hmac

MARK = "#"  # no external_id begins with it


def number_digest(external_id: str) -> str:
    """What is kept of the number of a request that was wrong in itself: enough to find it, not to read it."""
    digest = salted_hmac("kaquan.request_log", external_id, algorithm="sha256").digest()[:15]
    return MARK + base64.urlsafe_b64encode(digest).decode()
