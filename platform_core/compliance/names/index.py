"""Names of a list, prepared once, in which a name is looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from platform_core.compliance.names.parts import Parts, normalise
from platform_core.compliance.names.scoring import BARE, CORE, REVIEW, Score, core_likeness, score

Key = TypeVar("Key", bound=Hashable)
# Characters that sound alike and characters that look alike count together; one of the two makes up half of them or more.
MIXED = 0.5


class Hit(NamedTuple, Generic[Key]):
    """An entry that is alike: whose it is, the name that matched, and how alike."""

    key: Key
    name: str
    score: Score


class Index(Generic[Key]):
    """A list of names, some thousand or some hundred thousand.

    A company stands in it once for each of its names, all with its key: the registered one, former ones, brands, the English one.
    """

    def __init__(self, entries: Iterable[tuple[Key, str]]) -> None:
        """Take every name apart, about 100 microseconds each."""
        self._keys: list[Key] = []
        self._parts: list[Parts] = []
        self._size = 0
        for key, name in entries:
            self._size += 1
            for reading in normalise(name).readings:
                self._keys.append(key)
                self._parts.append(reading)
        latin = [at for at, parts in enumerate(self._parts) if parts.core and parts.is_latin]
        chinese = [at for at, parts in enumerate(self._parts) if parts.core and not parts.is_latin]
        self._sounds = _postings((at, self._parts[at].sounds) for at in chinese)
        self._shapes = _postings((at, self._parts[at].shapes) for at in chinese)
        self._chinese_letters = {at: self._parts[at].letters for at in chinese}
        self._latin_letters = {at: self._parts[at].letters for at in latin}

    def __len__(self) -> int:
        return self._size

    def search(self, name: str, *, least: float = REVIEW, limit: int = 20) -> list[Hit[Key]]:
        """Entries whose likeness to the name is ``least`` or more, the likest first, each company once with its likest name."""
        wanted = normalise(name)
        best: dict[Key, Hit[Key]] = {}
        candidates = set().union(*(self._candidates(reading, least) for reading in wanted.readings))
        for at in sorted(candidates):
            found = score(wanted, self._parts[at])
            key = self._keys[at]
            if found.value >= least and (key not in best or best[key].score.value < found.value):
                best[key] = Hit(key, self._parts[at].name, found)
        return sorted(best.values(), key=lambda hit: -hit.score.value)[:limit]

    def _candidates(self, wanted: Parts, least: float) -> set[int]:
        """Places of what may reach the likeness: whatever else agrees, cores make up three quarters of it."""
        needed = (least - BARE) / CORE
        if wanted.is_latin:
            return _near(wanted.letters, self._latin_letters, needed) | _near(
                wanted.letters, self._chinese_letters, least
            )
        near = self._sharing(wanted.sounds, self._sounds, needed) | self._sharing(wanted.shapes, self._shapes, needed)
        likely = {at for at in near if core_likeness(wanted, self._parts[at]) >= needed}
        return likely | _near(wanted.letters, self._latin_letters, least)

    def _sharing(self, signs: str, postings: dict[str, list[int]], needed: float) -> set[int]:
        """Places of cores of which as many signs are shared as the likeness needs, or as many as leave the rest to the other sense."""
        shared: Counter[int] = Counter()
        for sign in set(signs):
            shared.update(postings.get(sign, ()))
        share, own = min(needed, MIXED) / 2, len(signs)
        return {at for at, number in shared.items() if number >= share * (own + len(self._parts[at].core))}


def _postings(entries: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, signs in entries:
        for sign in set(signs):
            found.setdefault(sign, []).append(at)
    return found


def _near(letters: str, among: dict[int, str], needed: float) -> set[int]:
    """Places of what is spelled alike."""
    found = process.extract(letters, among, scorer=ratio, score_cutoff=100 * needed, limit=None) if letters else []
    return {at for _, _, at in found}
