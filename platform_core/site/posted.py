"""What staff typed into a form, as histories keep it."""

from __future__ import annotations

from django.http import HttpRequest


def text_of(request: HttpRequest, name: str, most: int = 1000) -> str:
    """A field without the space around it, cut off at so many characters."""
    return request.POST.get(name, "").strip()[:most]


def lines_of(request: HttpRequest, name: str) -> list[str]:
    """A field of one thing a line: the first twenty."""
    return [line.strip() for line in request.POST.get(name, "").splitlines() if line.strip()][:20]
