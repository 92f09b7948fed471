"""Names of a list, prepared once, in which a name is looked for."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from platform_core.compliance.names.parts import Parts, normalise
from platform_core.compliance.names.scoring import BARE, CORE, REVIEW, Score, score

Key = TypeVar("Key", bound=Hashable)


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
        """Take every name apart, about 50 microseconds each."""
        self._keys: list[Key] = []
        self._parts: list[Parts] = []
        for key, name in entries:
            self._keys.append(key)
            self._parts.append(normalise(name))
        self._cores = {at: parts.core for at, parts in enumerate(self._parts)}

    def __len__(self) -> int:
        return len(self._parts)

    def search(self, name: str, *, least: float = REVIEW, limit: int = 20) -> list[Hit[Key]]:
        """Entries whose likeness to the name is ``least`` or more, the likest first, each company once with its likest name."""
        raise NotImplementedError
