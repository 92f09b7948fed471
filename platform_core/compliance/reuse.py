"""X11: is the scan of a paper that of another supplier, or of another merchant?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from platform_core.compliance.enums import Level
from platform_core.compliance.models import Document
from platform_core.compliance.paper_selectors import list_papers_like

CODES: Final[Mapping[Level, str]] = {Level.BLOCK: "X11", Level.REVIEW: "X11.R"}  # in the table of points


class Reuse(NamedTuple):
    """Another paper with the same scan. ``same_file``: byte for byte."""

    other: Document
    same_file: bool
    level: Level


def subject_of(document: Document) -> str:
    """Whom a paper is about: the supplier's number, once it was typed; of a merchant's own paper the merchant."""
    if document.link_id is None or document.link is None:
        return f"shop:{document.tenant_role}"
    return document.link.uscc or (f"entity:{document.link.supplier_id}" if document.link.supplier_id else "")


def find_reuse(document: Document) -> list[Reuse]:
    """Papers about somebody else with the same scan. Two shops may both hand in the licence of one supplier.

    Two subjects that are both known and not the same, with one file between them: that blocks; all else people look at.
    """
    own, found = subject_of(document), []
    for other, same in list_papers_like(document):
        theirs = subject_of(other)
        if (own and own == theirs) or (other.link_id == document.link_id and other.tenant_role == document.tenant_role):
            continue
        certain = same and bool(own) and bool(theirs)
        found.append(Reuse(other, same, Level.BLOCK if certain else Level.REVIEW))
    return found


def facts_of(document: Document, reuse: Reuse) -> dict[str, Any]:
    """What is written down of it."""
    return {"document": str(document.id), "other": str(reuse.other.id), "same_file": reuse.same_file}
