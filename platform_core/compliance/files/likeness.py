"""Pictures as bits that stay nearly the same when a paper is scanned again: perceptual hashes by the discrete cosine transform.

The method is that of the package ``imagehash`` (phash: grey pixels, the lowest frequencies against their median), which brings numpy,
scipy and PyWavelets, 150 MB for the workers, for these few lines. Its 64 bits say which papers to compare: forms of one kind (two licences)
are as near in them as two scans of one. The 576 bits of the finer hash tell those apart.
"""

from __future__ import annotations

import math
import statistics
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

NEAR: Final = 6  # of 64 bits in which two scans of one paper may differ
COARSE: Final = (32, 8)  # pixels of a side, frequencies of a side
FINE: Final = (96, 24)
FINE_BITS: Final = FINE[1] ** 2
NEAR_IN_DETAIL: Final = FINE_BITS // 10  # scans of one paper: up to 6 %; papers on one form: from 14 %


@cache
def _waves(side: int, kept: int) -> list[list[float]]:
    return [[math.cos(math.pi * k * (2 * x + 1) * 0.5 / side) for x in range(side)] for k in range(kept)]


def _hash(picture: Image, side: int, kept: int) -> int:
    """As many bits as there are kept frequencies, the lowest first."""
    from PIL import Image as Pillow

    flat = list(picture.convert("L").resize((side, side), Pillow.Resampling.LANCZOS).tobytes())
    waves = _waves(side, kept)
    down = [[sum(wave[y] * flat[y * side + x] for y in range(side)) for x in range(side)] for wave in waves]
    low = [sum(wave[x] * row[x] for x in range(side)) for row in down for wave in waves]
    middle = statistics.median(low)
    bits = 0
    for value in low:
        bits = bits << 1 | (value > middle)
    return bits


def phash_of(picture: Image) -> int:
    """The hash of 64 bits, as the signed number that PostgreSQL keeps."""
    bits = _hash(picture, *COARSE)
    return bits - (1 << 64) if bits >= 1 << 63 else bits


def detail_of(picture: Image) -> bytes:
    """The finer hash."""
    return _hash(picture, *FINE).to_bytes(FINE_BITS // 8, "big")


def are_near(one: bytes, other: bytes) -> bool:
    """Are two finer hashes those of one paper?"""
    if len(one) * 8 != FINE_BITS or len(other) * 8 != FINE_BITS:
        return False
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count() <= NEAR_IN_DETAIL
