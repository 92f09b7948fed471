"""What a paper may be, and what can be told of a file by its first bytes and its name. Plain Python: the process that reads hostile
files loads it without Django."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
MOST_PAGES: Final = 20
VIEW_SIDE: Final = 2000  # pixels of the longer side of a page as people look at it
VIEW_BYTES: Final = 4 * 1024 * 1024  # of one page
MOST_MEMORY: Final = 512 * 1024 * 1024  # bytes of address space of the process that reads a file
MOST_SECONDS: Final = 30  # of its processor time
MOST_WAIT: Final = 60  # seconds until it is ended

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
BEGINNINGS: Final = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
ENDINGS: Final = {"jpg": JPEG, "jpeg": JPEG, "png": PNG, "pdf": PDF}
# What a file is called that is, or carries, something else.
OTHERS: Final = frozenset(
    {
        "apk", "app", "asp", "aspx", "bat", "bmp", "cgi", "chm", "cmd", "com", "cpl", "dll", "dmg", "doc", "docm",
        "docx", "exe", "gif", "gz", "hta", "htm", "html", "iso", "jar", "js", "jse", "jsp", "lnk", "mht", "mhtml",
        "mjs", "msi", "php", "phtml", "pif", "pl", "ps1", "py", "rar", "rb", "reg", "rtf", "scr", "sh", "svg",
        "svgz", "swf", "tar", "vb", "vbe", "vbs", "wasm", "wsf", "xht", "xhtml", "xls", "xlsm", "xlsx", "xml", "zip",
        "7z",
    }
)  # fmt: skip
# Two parts, so that scanners leave this file alone.
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# Found anywhere in a scan or a PDF, these are a second file inside of it.
FOREIGN: Final = re.compile(
    rb"<\?php|<script[\s>]|<svg[\s>]|<!doctype html|<html[\s>]|<iframe[\s>]|\x7fELF\x02\x01\x01|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c"
    rb"|This program cannot be run in DOS mode",
    re.IGNORECASE,
)
HEADER_OF_PDF: Final = re.compile(rb"%PDF-\d")
SAMSUNG: Final = b"SEFT"  # phones of this maker write facts behind the picture
PLAIN_NAME: Final = re.compile(r"[^\x00-\x1f\x7f/\\<>:\"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]{1,120}")


def find_type(content: bytes) -> str | None:
    """What a file says that it is in its first bytes."""
    return next((kind for beginning, kind in BEGINNINGS if content.startswith(beginning)), None)


def find_name_fault(name: str) -> str | None:
    """What is wrong with a file's name: ``name`` or ``type``."""
    parts = name.lower().split(".")
    if not PLAIN_NAME.fullmatch(name):
        return "name"
    if len(parts) < 2 or parts[-1].strip() not in ENDINGS:
        return "type"
    inner = {part.strip() for part in parts[1:-1]}
    return "name" if inner & (OTHERS | ENDINGS.keys()) else None


def find_outer_fault(content: bytes, name: str) -> str | None:
    """What is wrong with a file as far as it can be told without opening it: the code of a fault, or None."""
    if not content:
        return "empty"
    if len(content) > MOST_BYTES:
        return "too_large"
    if fault := find_name_fault(name):
        return fault
    kind = find_type(content)
    if kind is None:
        return "mismatch"
    return None if ENDINGS[name.lower().rpartition(".")[2].strip()] == kind else "mismatch"


def find_second_file(content: bytes, kind: str) -> str | None:
    """A virus's test file (``threat``), or a second file in or behind the first (``mixed``)."""
    if EICAR in content:
        return "threat"
    if FOREIGN.search(content) or zipfile.is_zipfile(io.BytesIO(content)):
        return "mixed"
    if kind != PDF and HEADER_OF_PDF.search(content):
        return "mixed"
    return "mixed" if _has_tail(content, kind) else None


def _has_tail(content: bytes, kind: str) -> bool:
    """Is there something behind the end that the format has?"""
    mark = {JPEG: b"\xff\xd9", PNG: b"IEND\xaeB`\x82", PDF: b"%%EOF"}[kind]
    end = content.rfind(mark)
    if end < 0:
        return False  # cut off: the decoder says so
    tail = content[end + len(mark) :]
    return bool(tail.strip(b"\0\r\n\t \xff")) and not (kind == JPEG and tail.endswith(SAMSUNG))
