"""The colours of a shop, computed from its one accent colour so that everything on and beside it can be read (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from coloraide import Color

HEX = re.compile(r"#[0-9a-f]{6}")
TEXT, OUTLINE = 4.5, 3.0  # contrast that words and that lines need
WHITE, BLACK = "#ffffff", "#000000"
# What the colours stand on: card and paper of config/static/ui/base.css, light and dark.
LIGHT, DARK = ("#ffffff", "#f4f5f8"), ("#1c1f27", "#121419")


class Shades(NamedTuple):
    """What follows from the accent on one ground: links, outlines, a wash under what is chosen."""

    link: str
    edge: str
    wash: str


class Palette(NamedTuple):
    """An accent, what stands on it, the far end of its gradient, and its shades by day and by night."""

    accent: str
    on_accent: str
    deep: str
    light: Shades
    dark: Shades
    contrast: float


def _text(color: Color) -> str:
    return str(color.convert("srgb").to_string(hex=True, fit=True))


def _readable(accent: Color, grounds: tuple[str, str], least: float, toward: str) -> Color:
    """The accent itself, or the first step from it toward black or white that stands out enough from both grounds."""
    for step in range(51):
        color = accent.mix(toward, step / 50, space="srgb")
        if all(color.contrast(ground) >= least for ground in grounds):
            return color
    raise AssertionError("black and white stand out from every ground of ours")


def _shades(accent: Color, grounds: tuple[str, str], toward: str, part: float) -> Shades:
    from coloraide import Color

    return Shades(
        _text(_readable(accent, grounds, TEXT, toward)),
        _text(_readable(accent, grounds, OUTLINE, toward)),
        _text(Color(grounds[0]).mix(accent, part, space="srgb")),
    )


@lru_cache(maxsize=500)
def palette_of(accent: str) -> Palette:
    """All colours of a shop.

    Args:
        accent: ``#rrggbb``, lower case.

    Raises:
        ValueError: it is no such colour.
    """
    from coloraide import Color  # 30 ms of import, for processes that draw pages

    if not HEX.fullmatch(accent):
        raise ValueError("not a colour")
    color = Color(accent)
    on_accent = WHITE if color.contrast(WHITE) >= TEXT else BLACK  # one of both always is
    deep = color.mix(BLACK if on_accent == WHITE else WHITE, 0.35, space="srgb")
    return Palette(
        accent,
        on_accent,
        _text(deep),
        _shades(color, LIGHT, BLACK, 0.1),
        _shades(color, DARK, WHITE, 0.1),
        round(color.contrast(on_accent), 1),
    )
