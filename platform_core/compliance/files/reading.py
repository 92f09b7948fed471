"""Reads a file that lies in quarantine: is it still what came, does the scanner know it, what is in it."""

from __future__ import annotations

import hashlib
import uuid

from platform_core.compliance.enums import FileFault
from platform_core.compliance.files.inspecting import Inspection, inspect_file
from platform_core.compliance.files.scanner import scanner
from platform_core.compliance.files.store import ORIGINAL, part_of_page, read_part, write_part
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import SealBroken


def read_quarantined(owner: uuid.UUID, stored: str, sha256: bytes, filename: str) -> Inspection:
    """What is in it; its pages, drawn anew, lie beside it when this returns.

    Args:
        owner: under whose key it is sealed.
        sha256: of the file as it came.

    Raises:
        ScannerUnavailable: it stays where it is (fail closed).
        KeyMissing: the owner's key was destroyed, and its papers with it.
    """
    inspection = _inspect(owner, stored, sha256, filename)
    for number, page in enumerate(inspection.pages, 1):
        write_part(owner, stored, part_of_page(number), page)
    return inspection


def _inspect(owner: uuid.UUID, stored: str, sha256: bytes, filename: str) -> Inspection:
    try:
        content = read_part(owner, stored, ORIGINAL)
    except (RecordNotFound, SealBroken):  # nothing of it can be read any more: it must come again
        return Inspection(FileFault.DAMAGED)
    if hashlib.sha256(content).digest() != sha256:
        return Inspection(FileFault.DAMAGED)
    if scanner().find_threat(content) is not None:
        return Inspection(FileFault.THREAT)
    return inspect_file(content, filename)
