"""Pictures that somebody uploads: read with limits, drawn anew, kept under the name of what is in them."""

from __future__ import annotations

import hashlib
import io
import warnings
from pathlib import Path
from typing import Final

from django.conf import settings

from platform_core.tenancy.context import current_tenant
from tenants.catalog.errors import PictureRefused

LARGEST_FILE: Final = 1024 * 1024  # bytes
LARGEST_SIDE: Final = 4096  # pixels, as it comes
LOGO_SIDE: Final = 256  # pixels, as it is kept
FORMATS: Final = ("PNG", "JPEG", "WEBP")


def drawn_anew(content: bytes) -> bytes:
    """The picture as a WebP of at most ``LOGO_SIDE`` pixels a side: nothing of the file but what is to be seen.

    Raises:
        PictureRefused: too large, damaged, or of another format.
    """
    from PIL import Image, UnidentifiedImageError  # few processes ever read a picture

    if len(content) > LARGEST_FILE:
        raise PictureRefused(reason="bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow warns of, the limit below refuses
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if max(picture.size) > LARGEST_SIDE:
                    raise PictureRefused(reason="pixels")
                plain = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureRefused(reason="format") from error
    plain.thumbnail((LOGO_SIDE, LOGO_SIDE))
    out = io.BytesIO()
    plain.save(out, "WEBP", quality=90, method=6)
    return out.getvalue()


def keep_picture(content: bytes) -> str:
    """Write a picture that was drawn anew into the shop's media folder. The same picture again is the same file.

    Returns:
        Its path inside that folder.
    """
    path = f"front/{hashlib.sha256(content).hexdigest()[:24]}.webp"
    file = Path(settings.MEDIA_ROOT) / current_tenant().schema_name / path
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(file)
    return path
