"""Pictures that somebody uploads: read with limits, drawn anew, kept under the name of what is in them."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from pathlib import Path
from typing import Final

from django.conf import settings

from platform_core.tenancy.context import current_tenant
from tenants.catalog.errors import PictureRefused
from tenants.catalog.models import Product

LARGEST_FILE: Final = 1024 * 1024  # bytes
LARGEST_SIDE: Final = 4096  # pixels, as it comes
LOGO_SIDE: Final = 256  # pixels, as it is kept
LARGEST_PHOTO: Final = 5 * 1024 * 1024  # bytes; as a phone takes it
PHOTO_SIDE: Final = 1280
MOST: Final = 6  # pictures of a product
KEPT: Final = re.compile(r"(?:front|products/[0-9a-f]{32})/[0-9a-f]{24}\.webp")
FORMATS: Final = ("PNG", "JPEG", "WEBP")


def drawn_anew(content: bytes, *, side: int = LOGO_SIDE, largest: int = LARGEST_FILE) -> bytes:
    """The picture as a WebP of at most ``side`` pixels a side: nothing of the file but what is to be seen, the right way up.

    Args:
        largest: bytes that the file may have.

    Raises:
        PictureRefused: too large, damaged, or of another format.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # few processes ever read a picture

    if len(content) > largest:
        raise PictureRefused(reason="bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow warns of, the limit below refuses
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if max(picture.size) > LARGEST_SIDE:
                    raise PictureRefused(reason="pixels")
                plain = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureRefused(reason="format") from error
    plain.thumbnail((side, side))
    out = io.BytesIO()
    plain.save(out, "WEBP", quality=90, method=6)
    return out.getvalue()


def keep_picture(content: bytes, folder: str = "front") -> str:
    """Write a picture that was drawn anew into the shop's media folder. The same picture again is the same file.

    Args:
        folder: inside the media folder.

    Returns:
        Its path inside that folder.
    """
    path = f"{folder}/{hashlib.sha256(content).hexdigest()[:24]}.webp"
    file = Path(settings.MEDIA_ROOT) / current_tenant().schema_name / path
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(file)
    return path


def file_of(path: str) -> Path | None:
    """The file of a picture that ``keep_picture`` wrote; None for any other."""
    return Path(settings.MEDIA_ROOT) / current_tenant().schema_name / path if KEPT.fullmatch(path) else None


def pictures_of(product: Product) -> list[dict[str, str]]:
    """The pictures of a product in their order, ``{path, alt}`` each."""
    return product.pictures or ([{"path": product.image, "alt": ""}] if product.image else [])
