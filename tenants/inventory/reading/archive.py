"""Is an XLSX archive what it says it is? Every entry is unpacked once, counted and thrown away, before a reader sees it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from tenants.inventory.reading.errors import FileRefused

MAXIMUM_UNPACKED = 400 * 1024 * 1024
MAXIMUM_RATIO = 200
MAXIMUM_ENTRIES = 2_000
# The reader holds the whole rectangle of a sheet: two cells in opposite corners would be 400 GB.
MAXIMUM_CELLS = 12_000_000
BLOCK = 1 << 20
OVERLAP = 64
CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
FIRST_SHEET = re.compile(rb"""<(?:\w+:)?sheet\b[^>]*?\br:id\s*=\s*["']([^"']+)["']""")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError)


def check_archive(raw: bytes) -> bool:
    """Whether the first sheet of an XLSX file has formulas (the reader gives their cached values without saying so).

    Raises:
        FileRefused: it unpacks to too much, is damaged, or has a password.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise FileRefused("file_encrypted")
            first = _first_sheet(archive)
            return _unpack(archive, entries, first)
    except BROKEN as error:
        raise FileRefused("file_corrupt") from error


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], first: str) -> bool:
    if len(entries) > MAXIMUM_ENTRIES or sum(entry.file_size for entry in entries) > MAXIMUM_UNPACKED:
        raise FileRefused("zip_bomb")
    unpacked, formulas = 0, False
    for entry in entries:
        size, sheet = 0, entry.filename.startswith("xl/worksheets/")
        corner = (0, 0)
        for data in _blocks(archive, entry):
            size += len(data) - OVERLAP
            if unpacked + size > MAXIMUM_UNPACKED or size > max(entry.compress_size, 4096) * MAXIMUM_RATIO:
                raise FileRefused("zip_bomb")
            if sheet:
                corner = _corner(data, corner)
                formulas = formulas or (entry.filename == first and FORMULA.search(data) is not None)
        unpacked += size
    return formulas


def _blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's bytes, each block with the end of the one before; the size in the directory may be a lie."""
    entry.file_size = MAXIMUM_UNPACKED + BLOCK
    tail = b" " * OVERLAP
    with archive.open(entry) as file:
        while data := file.read(BLOCK):
            yield tail + data
            tail = (tail + data)[-OVERLAP:]


def _corner(data: bytes, corner: tuple[int, int]) -> tuple[int, int]:
    width, height = corner
    for letters, digits in CELL.findall(data):
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - 64
        width, height = max(width, column), max(height, int(digits))
    if width * height > MAXIMUM_CELLS:
        raise FileRefused("zip_bomb")
    return width, height


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The file of the workbook's first sheet: not always sheet1.xml."""
    fallback = "xl/worksheets/sheet1.xml"
    try:
        with archive.open("xl/workbook.xml") as book, archive.open("xl/_rels/workbook.xml.rels") as relations:
            named = FIRST_SHEET.search(book.read(BLOCK))
            found = RELATION.findall(relations.read(BLOCK))
    except KeyError:
        return fallback
    for relation in found if named else ():
        parts = dict(re.findall(rb"""(\w+)\s*=\s*["']([^"']*)["']""", relation))
        if named and parts.get(b"Id") == named[1]:
            target = parts.get(b"Target", b"").decode(errors="replace")
            return target[1:] if target.startswith("/") else f"xl/{target}"
    return fallback
