"""An entry of a list as every format is read, and what no format may contain."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import orjson

from platform_core.compliance.watch_enums import WatchKind

MOST_NAMES: Final = 200
LONGEST_NAME: Final = 300
LONGEST_REF: Final = 80
YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
BLANKS: Final = re.compile(r"\s+")


class Listed(NamedTuple):
    """Somebody on a list. ``numbers``: of papers and registrations, in the clear while it is read, as prints once it is kept."""

    ref: str
    kind: WatchKind
    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    births: tuple[int, ...] = ()
    told: dict[str, str] = {}

    @property
    def body_hash(self) -> str:
        """Changes when anything changes that is kept of it."""
        body: list[Any] = [self.kind, self.names, self.numbers, self.births, self.told]
        return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def one_line(text: str | None) -> str:
    """NFC, no characters for control, single blanks."""
    plain = unicodedata.normalize("NFC", text or "")
    return BLANKS.sub(" ", "".join(one if unicodedata.category(one) != "Cc" else " " for one in plain)).strip()


def listed(
    ref: str | None,
    kind: WatchKind,
    names: Iterable[str | None],
    *,
    numbers: Iterable[str | None] = (),
    births: Iterable[str | None] = (),
    **told: str | None,
) -> Listed | None:
    """An entry; None where it has no name or no number of its own."""
    spoken = tuple(dict.fromkeys(one_line(name)[:LONGEST_NAME] for name in names if one_line(name)))[:MOST_NAMES]
    own = one_line(ref)[:LONGEST_REF]
    if not spoken or not own:
        return None
    years = sorted({int(year) for text in births for year in YEAR.findall(text or "")})
    return Listed(
        own,
        kind,
        spoken,
        tuple(dict.fromkeys(one_line(number) for number in numbers if one_line(number))),
        tuple(years),
        {name: one_line(text)[:500] for name, text in told.items() if one_line(text)},
    )
