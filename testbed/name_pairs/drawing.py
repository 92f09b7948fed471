"""Characters that look alike because they are drawn alike: their pictures laid over one another, in two fonts.

Knows nothing of corners and components, which names are compared by, so that what it makes can tell how good that is. Made once and
kept in ``drawn_alike.txt``; with Noto CJK installed, ``python -m testbed.name_pairs.drawing > testbed/name_pairs/drawn_alike.txt``
makes it again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from testbed.name_pairs.words import HELD_OUT, TUNING

FONTS = Path("/usr/share/fonts/opentype/noto")
FACES = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc")
SIMPLIFIED = 2  # of the faces in one file
SIZE, EDGE, DARK = 32, 36, 100
# Of the strokes of each, as many lie on or beside the other's, chance taken off.
ALIKE = 0.78
MOST = 4
FIRST_ROW, LAST_ROW = 0xB0, 0xF7


class Drawn:
    """All characters of GB 2312 in one font: each as bits, thin and one dot thicker."""

    def __init__(self, face: str) -> None:
        font = ImageFont.truetype(FONTS / face, SIZE, index=SIMPLIFIED)
        self._bits = {one: _drawn(one, font) for one in characters()}

    def likeness(self, left: str, right: str) -> float:
        """From what chance makes (0) to one over the other (1)."""
        (ours, our_edge), (theirs, their_edge) = self._bits[left], self._bits[right]
        return min(_covered(ours, their_edge), _covered(theirs, our_edge))


def _drawn(character: str, font: ImageFont.FreeTypeFont) -> tuple[int, int]:
    picture = Image.new("L", (EDGE, EDGE), 0)
    ImageDraw.Draw(picture).text((2, -6), character, fill=255, font=font)
    return _bits(picture), _bits(picture.filter(ImageFilter.MaxFilter(3)))


def _bits(picture: Image.Image) -> int:
    return int.from_bytes(picture.point(lambda grey: 255 if grey > DARK else 0).convert("1").tobytes(), "big")


def _covered(strokes: int, by: int) -> float:
    chance = by.bit_count() / SIZE**2
    return ((strokes & by).bit_count() / strokes.bit_count() - chance) / (1 - chance)


def characters() -> Iterator[str]:
    """Those of GB 2312."""
    for row in range(FIRST_ROW, LAST_ROW + 1):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def lines() -> Iterator[str]:
    """Each character of the words around cores, and what is drawn like it, the likest first."""
    faces = [Drawn(face) for face in FACES]
    words = chain(
        *(chain(*zip(*one.regions, strict=True)) for one in (TUNING, HELD_OUT)),
        *(chain(*zip(*one.industries, strict=True)) for one in (TUNING, HELD_OUT)),
        *(one.suffixes for one in (TUNING, HELD_OUT)),
    )
    known = list(characters())
    for one in sorted(set("".join(words)) & set(known)):
        likenesses = {other: min(face.likeness(one, other) for face in faces) for other in known if other != one}
        alike = sorted((other for other in known if likenesses.get(other, 0) >= ALIKE), key=lambda o: -likenesses[o])
        if alike:
            yield one + "".join(alike[:MOST])


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
