"""Numbers of wishes: the same wish has the same one, so that a repeat of it is done once."""

from __future__ import annotations

import hashlib


def number_of(*parts: object) -> str:
    """A number made of what is wished for."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]
