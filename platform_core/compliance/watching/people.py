"""Names of people, in which a name is looked for: as written, as spelled in Latin letters, and nearly so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from platform_core.compliance.names.latin import WORDS, without_accents
from platform_core.compliance.names.writing import HAN, folded, letters_and_digits, pinyin
from platform_core.compliance.watch_enums import HitSign

# Of names in Latin letters: one letter in eight may differ. Chinese names of two or three characters have no room for that.
LEAST: Final = 0.88
SHORTEST: Final = 2  # words, so that a single given name is alike to nobody


class PersonHit(NamedTuple):
    """A name that agrees: whose, and how."""

    key: int
    name: str
    sign: HitSign
    value: float


class PersonIndex:
    """Names of people, some hundred or some hundred thousand."""

    def __init__(self, entries: Iterable[tuple[int, str]]) -> None:
        self._written: dict[str, list[tuple[int, str]]] = {}
        self._spelled: dict[str, list[tuple[int, str]]] = {}
        self._sorted: list[tuple[int, str]] = []
        self._words: list[str] = []
        for key, name in entries:
            plain = folded(name)
            if HAN.search(plain):
                self._written.setdefault(letters_and_digits(plain), []).append((key, name))
                self._spelled.setdefault(pinyin(letters_and_digits(plain)), []).append((key, name))
                continue
            words = _words(plain)
            for form in _orders(words):
                self._spelled.setdefault(form, []).append((key, name))
            if len(words) >= SHORTEST:
                self._sorted.append((key, name))
                self._words.append(" ".join(sorted(words)))

    def search(self, name: str) -> list[PersonHit]:
        """Whose names agree with this one, each once with the strongest sign."""
        best: dict[int, PersonHit] = {}
        for hit in self._hits(folded(name)):
            if hit.key not in best or best[hit.key].value < hit.value:
                best[hit.key] = hit
        return sorted(best.values(), key=lambda hit: (-hit.value, hit.key))

    def _hits(self, plain: str) -> Iterator[PersonHit]:
        if HAN.search(plain):
            written = letters_and_digits(plain)
            for key, theirs in self._written.get(written, ()):
                yield PersonHit(key, theirs, HitSign.NAME, 1.0)
            for key, theirs in self._spelled.get(pinyin(written), ()):
                if not HAN.search(theirs):  # of two Chinese names the characters count, not how they sound
                    yield PersonHit(key, theirs, HitSign.SPELLING, 0.95)
            return
        words = _words(plain)
        for key, theirs in self._spelled.get("".join(words), ()):
            sign, value = (HitSign.SPELLING, 0.95) if HAN.search(theirs) else (HitSign.NAME, 1.0)
            yield PersonHit(key, theirs, sign, value)
        if len(words) >= SHORTEST:
            near = process.extract(
                " ".join(sorted(words)), self._words, scorer=ratio, score_cutoff=100 * LEAST, limit=None
            )
            for _, value, at in near:
                key, theirs = self._sorted[at]
                same = value == 100
                yield PersonHit(key, theirs, HitSign.NAME if same else HitSign.ALIKE, 1.0 if same else value / 100)


def _words(plain: str) -> list[str]:
    return WORDS.findall(without_accents(plain).replace("'", ""))


def _orders(words: list[str]) -> set[str]:
    """A name with its family name first, and last."""
    return {"".join(words), "".join([*words[1:], *words[:1]]), "".join([*words[-1:], *words[:-1]])} - {""}
