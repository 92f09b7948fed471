"""The ways in which lists are written, each read entry by entry.

UN: scsanctions.un.org, "consolidated.xml". OFAC: sanctionslist.ofac.treas.gov, "SDN.XML". Table: the columns of OpenSanctions'
"targets.simple.csv", which many lists are sold in, and which is typed easily where an authority publishes a notice.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from platform_core.compliance.errors import WatchListRefused
from platform_core.compliance.watch_enums import WatchFormat, WatchKind
from platform_core.compliance.watching.listed import Listed, listed

Reader = Callable[[BinaryIO], Iterator[Listed | None]]
PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
COLUMNS: Final = frozenset({"id", "schema", "name"})
# Schemas of tables that name a person; ships, aircraft and securities are compared as names of companies.
PERSONS: Final = frozenset({"person"})
PEOPLE: Final = frozenset({"individual"})
SEVERAL: Final = ";"


def read_entries(source: BinaryIO, form: WatchFormat) -> Generator[Listed]:
    """The entries of a list.

    Raises:
        WatchListRefused: it is not written so, or an entry has no name; ``at`` says where.
    """
    try:
        for number, entry in enumerate(READERS[form](source), start=1):
            if entry is None:
                raise WatchListRefused(reason="entry_without_name", at=number)
            yield entry
    except (ParseError, DefusedXmlException, UnicodeDecodeError, csv.Error) as error:
        raise WatchListRefused(reason="not_readable", detail=str(error)[:200]) from error


def _texts(element: Element, *path: str) -> list[str]:
    """Texts of the elements of a path, whatever names their namespace."""
    found = [element]
    for step in path:
        found = [child for each in found for child in each if _tag(child) == step]
    return [each.text for each in found if each.text]


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _first(element: Element, *path: str) -> str:
    return next(iter(_texts(element, *path)), "")


def _elements(source: BinaryIO, *tags: str) -> Iterator[Element]:
    """Whole elements of these names; what was read is forgotten, so that memory stays small."""
    for _, element in iterparse(source, events=("end",)):
        if _tag(element) in tags:
            yield element
            element.clear()


def read_un(source: BinaryIO) -> Iterator[Listed | None]:
    """The Security Council's consolidated list."""
    for one in _elements(source, "INDIVIDUAL", "ENTITY"):
        person = _tag(one) == "INDIVIDUAL"
        name = " ".join(text for part in PARTS for text in _texts(one, part)[:1])
        kind = "INDIVIDUAL" if person else "ENTITY"
        yield listed(
            _first(one, "DATAID") or _first(one, "REFERENCE_NUMBER"),
            WatchKind.PERSON if person else WatchKind.ENTITY,
            [name, *_texts(one, "NAME_ORIGINAL_SCRIPT"), *_texts(one, f"{kind}_ALIAS", "ALIAS_NAME")],
            numbers=_texts(one, "INDIVIDUAL_DOCUMENT", "NUMBER"),
            births=[
                text
                for part in ("YEAR", "DATE", "FROM_YEAR", "TO_YEAR")
                for text in _texts(one, "INDIVIDUAL_DATE_OF_BIRTH", part)
            ],
            programme=_first(one, "UN_LIST_TYPE"),
            reference=_first(one, "REFERENCE_NUMBER"),
            listed_on=_first(one, "LISTED_ON"),
            country=", ".join(_texts(one, "NATIONALITY", "VALUE")),
        )


def read_ofac(source: BinaryIO) -> Iterator[Listed | None]:
    """The list of specially designated nationals of the U.S. Treasury."""
    for one in _elements(source, "sdnEntry"):
        person = _first(one, "sdnType").casefold() in PEOPLE
        aliases = [
            f"{_first(aka, 'firstName')} {_first(aka, 'lastName')}"
            for group in one
            if _tag(group) == "akaList"
            for aka in group
        ]
        yield listed(
            _first(one, "uid"),
            WatchKind.PERSON if person else WatchKind.ENTITY,
            [f"{_first(one, 'firstName')} {_first(one, 'lastName')}", *aliases],
            numbers=_texts(one, "idList", "id", "idNumber"),
            births=_texts(one, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth"),
            programme=", ".join(_texts(one, "programList", "program")),
            country=", ".join(_texts(one, "nationalityList", "nationality", "country")),
        )


def read_table(source: BinaryIO) -> Iterator[Listed | None]:
    """A table with at least ``id``, ``schema`` and ``name``; several values of a column are parted by semicolons."""
    text = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
    try:
        yield from _rows(text)
    finally:
        text.detach()  # whoever opened the file closes it


def _rows(text: io.TextIOWrapper) -> Iterator[Listed | None]:
    rows = csv.DictReader(text, strict=True)
    missing = COLUMNS - {*(rows.fieldnames or ())}
    if missing:
        raise WatchListRefused(reason="columns_missing", columns=sorted(missing))
    for row in rows:
        yield listed(
            row["id"],
            WatchKind.PERSON if (row["schema"] or "").strip().casefold() in PERSONS else WatchKind.ENTITY,
            [row["name"], *_several(row.get("aliases"))],
            numbers=_several(row.get("identifiers")),
            births=_several(row.get("birth_date")),
            programme=row.get("sanctions") or row.get("programme"),
            country=row.get("countries"),
            listed_on=row.get("first_seen"),
        )


def _several(text: str | None) -> list[str]:
    return (text or "").split(SEVERAL)


READERS: Final[dict[WatchFormat, Reader]] = {
    WatchFormat.UN: read_un,
    WatchFormat.OFAC: read_ofac,
    WatchFormat.TABLE: read_table,
}
