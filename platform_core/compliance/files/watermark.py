"""A page of a paper as one person sees it: with who looks, when, and which shop, written all over it."""

from __future__ import annotations

import datetime as dt
import io
from zoneinfo import ZoneInfo

from django.conf import settings

STEP = 0.16  # of the longer side, between lines
SLANT = 24  # degrees
INK, HALO = (80, 80, 80, 85), (255, 255, 255, 70)  # to be read on light and on dark


def words_of(email: str, at: dt.datetime, shop: str) -> str:
    """What is written. ASCII alone, so that the font which Pillow carries suffices on every machine."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    return f"{email}  {local:%Y-%m-%d %H:%M:%S %z}  {shop}".encode("ascii", "backslashreplace").decode()


def marked(page: bytes, words: str) -> bytes:
    """A page as drawn by ``child``, with the words slanted and half transparent over all of it, as JPEG."""
    from PIL import Image, ImageDraw, ImageFont  # few processes ever show one

    with Image.open(io.BytesIO(page), formats=("JPEG",)) as opened:
        picture = opened.convert("RGB")
    side = max(picture.size)
    font = ImageFont.load_default(max(14, side // 55))
    reach = int(side * 1.5)
    layer = Image.new("RGBA", (reach, reach), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    width = max(int(pen.textlength(words + "      ", font=font)), 1)
    for row in range(0, reach, max(40, int(side * STEP))):
        shift = (row * 7) % width
        for at in range(-shift, reach, width):
            pen.text((at, row), words, font=font, fill=INK, stroke_width=1, stroke_fill=HALO)
    turned = layer.rotate(SLANT, resample=Image.Resampling.BILINEAR)
    left, top = (reach - picture.width) // 2, (reach - picture.height) // 2
    over = turned.crop((left, top, left + picture.width, top + picture.height))
    picture.paste(over, mask=over.getchannel("A"))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
