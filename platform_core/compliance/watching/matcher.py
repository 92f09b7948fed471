"""The entries of the lists, prepared once, against which the people and companies of files are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from platform_core.compliance.names import Index
from platform_core.compliance.watch_enums import HitSign, PartyRole, WatchKind
from platform_core.compliance.watching.people import PersonIndex

# Lists have some ten thousand names, each of which may be alike by chance: above the likeness from which one of a few is looked at.
LEAST: Final = 0.85
MOST_HITS: Final = 50  # of one party; who has more has a name that says nothing
YEARS_APART: Final = 1  # years of birth on lists are often a guess


class Entry(NamedTuple):
    """What of an entry is compared. ``numbers``: prints, in hexadecimal."""

    id: int
    list_slug: str
    ref: str
    kind: WatchKind
    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    births: tuple[int, ...] = ()


class Party(NamedTuple):
    """Somebody in a file. ``numbers``: prints, in hexadecimal; ``birth``: the year, where it is known."""

    role: PartyRole
    name: str
    numbers: tuple[str, ...] = ()
    birth: int | None = None


class Hit(NamedTuple):
    """A party agrees with an entry. ``certain``: by a number, and not by a name alone."""

    entry: Entry
    party: Party
    name: str
    sign: HitSign
    value: float

    @property
    def certain(self) -> bool:
        """Is it the same number, so that it needs nobody to see it is the same one?"""
        return self.sign == HitSign.NUMBER


class Matcher:
    """Entries by number, by name of a person, by name of a company."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take every name apart, some hundred microseconds each."""
        self._entries = {entry.id: entry for entry in entries}
        self._numbers: dict[str, list[int]] = {}
        for entry in self._entries.values():
            for number in entry.numbers:
                self._numbers.setdefault(number, []).append(entry.id)
        self._people = PersonIndex(self._named(WatchKind.PERSON))
        self._companies: Index[int] = Index(self._named(WatchKind.ENTITY))

    def __len__(self) -> int:
        return len(self._entries)

    def search(self, party: Party) -> list[Hit]:
        """Entries that this party agrees with, each once, the surest first. A year of birth that differs speaks against a name."""
        best: dict[int, Hit] = {}
        for hit in self._hits(party):
            known = best.get(hit.entry.id)
            if known is None or (hit.certain, hit.value) > (known.certain, known.value):
                best[hit.entry.id] = hit
        found = [hit for hit in best.values() if hit.certain or not _born_apart(party.birth, hit.entry.births)]
        return sorted(found, key=lambda hit: (not hit.certain, -hit.value, hit.entry.id))[:MOST_HITS]

    def _hits(self, party: Party) -> Iterator[Hit]:
        for number in party.numbers:
            for key in self._numbers.get(number, ()):
                entry = self._entries[key]
                yield Hit(entry, party, entry.names[0], HitSign.NUMBER, 1.0)
        if party.name and party.role != PartyRole.COMPANY:
            for person in self._people.search(party.name):
                yield Hit(self._entries[person.key], party, person.name, person.sign, person.value)
        if party.name and party.role != PartyRole.REPRESENTATIVE:
            for company in self._companies.search(party.name, least=LEAST, limit=MOST_HITS):
                sign = HitSign.NAME if company.score.value == 1.0 else HitSign.ALIKE
                yield Hit(self._entries[company.key], party, company.name, sign, company.score.value)

    def _named(self, kind: WatchKind) -> Iterator[tuple[int, str]]:
        return ((entry.id, name) for entry in self._entries.values() if entry.kind == kind for name in entry.names)


def _born_apart(birth: int | None, births: Sequence[int]) -> bool:
    return bool(birth and births) and all(abs(year - (birth or 0)) > YEARS_APART for year in births)
