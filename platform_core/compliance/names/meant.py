"""Words that are meant though one character is written as another that looks or sounds like it: 网洛 is 网络, 卡卷 is 卡券."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain, combinations

from platform_core.compliance.names.writing import look_alike, may_be_read, nearly_cornered, sound, sounds

# In place of a character that may be another one.
ANY = "\0"
# Of so many characters one may be like nothing.
SURE = 4


class Lexicon:
    """Words, found also where one of their characters, or two of four or more, are others that look or sound alike.

    One of them may be like nothing: of four characters or more, or of three where no other word fits. Where all sound as they should,
    three or more may be changed. Words of one character are not found.
    """

    def __init__(self, words: Iterable[str], *, kept: int = 2, exact_pairs: bool = False) -> None:
        """Some thousand words: 10 microseconds each.

        :param kept: how many characters are as they should be, at the least, of words of three or more.
        :param exact_pairs: of words of two, the one that is changed is easily taken for the right one.
        """
        self._kept, self._exact_pairs = kept, exact_pairs
        self._gaps: dict[str, list[str]] = {}
        self._sounds: dict[str, str] = {}
        self._at: dict[tuple[int, int], set[str]] = {}  # which characters stand at a place in words of a length
        self.longest = 0
        for word in sorted(set(words)):
            size = len(word)
            if size < 2:
                continue
            self.longest = max(self.longest, size)
            self._sounds.setdefault(sounds(word), word)
            for at, one in enumerate(word):
                self._at.setdefault((size, at), set()).add(one)
            for gaps in _ways(size, kept):
                self._gaps.setdefault(_gapped(word, gaps), []).append(word)

    def meant(self, text: str, *, all_alike: bool = False) -> str:
        """The word that the whole text is, or is written for; empty where there is none.

        :param all_alike: no character may be like nothing.
        """
        size = len(text)
        if (size, 0) not in self._at:
            return ""
        strange = {at for at, one in enumerate(text) if one not in self._at[size, at]}
        ways = [gaps for gaps in _ways(size, self._kept) if strange.issubset(gaps)]
        likely = [(gaps, words) for gaps in ways if (words := self._gaps.get(_gapped(text, gaps)))]
        for gaps, words in likely:
            fitting = [word for word in words if all(self._alike(text[at], word[at], size) for at in gaps)]
            if fitting:  # of several the one that is easily taken for it
                return max(fitting, key=lambda word: sum(look_alike(text[at], word[at]) for at in gaps))
        for gaps, words in () if all_alike else likely:
            if size < SURE and not self._told_by_rest(gaps, words, size):
                continue
            for word in words:
                unlike = [at for at in gaps if not self._alike(text[at], word[at], size)]
                if len(unlike) == 1 and (size - len(gaps) > 1 or unlike[0] < size - 1):
                    return word
        return self._sounds.get(sounds(text), "") if size > 2 else ""

    def _told_by_rest(self, gaps: tuple[int, ...], words: list[str], size: int) -> bool:
        """May one character of three be like nothing? Where no other word fits; of a region any but its last, 堇庆市 or 宜舂市."""
        if size < SURE - 1 or self._kept == 1:
            return size == SURE - 1
        return gaps[-1] < size - 1 if self._kept == size else len(words) == 1

    def _alike(self, ours: str, theirs: str, size: int) -> bool:
        if ours == theirs or sound(ours) == sound(theirs):
            return True
        if size == 2 and self._exact_pairs:
            return look_alike(ours, theirs)
        return may_be_read(ours, theirs) or nearly_cornered(ours, theirs)

    def at_end(self, text: str, most: int) -> tuple[str, int]:
        """The longest word that the text ends with, and how many of its characters that are; ``most`` of them at the most."""
        for size in range(min(self.longest, most), 1, -1):
            if word := self.meant(text[-size:]):
                return word, size
        return "", 0

    def at_start(self, text: str, most: int) -> tuple[str, int]:
        """The longest word that the text begins with, likewise."""
        for size in range(min(self.longest, most), 1, -1):
            if word := self.meant(text[:size]):
                return word, size
        return "", 0


@cache
def _ways(size: int, kept: int) -> tuple[tuple[int, ...], ...]:
    """Places of one gap, and of two where enough is kept."""
    numbers = [number for number in (1, 2) if size - number >= min(kept, size - 1)]
    return tuple(chain.from_iterable(combinations(range(size), number) for number in numbers))


def _gapped(word: str, gaps: tuple[int, ...]) -> str:
    for at in gaps:
        word = word[:at] + ANY + word[at + 1 :]
    return word
