"""The process that opens one file of a stranger, under limits of the kernel, and draws anew what is to be seen on it.

It is started with an empty environment, gets the file on its standard input and answers on its standard output: a line of JSON, then
the pages as JPEG one behind the other. Whatever happens to it, nobody else is hurt; an answer that does not come is a refusal.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from platform_core.compliance.files.likeness import detail_of, phash_of
from platform_core.compliance.files.limits import (
    JPEG,
    MOST_BYTES,
    MOST_MEMORY,
    MOST_PAGES,
    MOST_PIXELS,
    MOST_SECONDS,
    PDF,
    VIEW_SIDE,
    find_second_file,
    find_type,
)

if TYPE_CHECKING:
    from PIL.Image import Image

# Keys of a PDF's dictionaries under which it acts, carries files, or is a program.
ACTIVE = frozenset(
    {
        "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/RichMediaContent", "/XFA", "/AA",
        "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Movie", "/Sound", "/Rendition", "/Collection", "/3D",
    }
)  # fmt: skip
QUALITY = 85


class Refused(Exception):
    """The file is not taken; its argument is the code of the fault."""


def limit_itself() -> None:
    """No more memory, time or files than a paper needs; no other process."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


def read_file(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What a file is, and its pages drawn anew.

    Raises:
        Refused
    """
    kind = find_type(content)
    if kind is None:
        raise Refused("mismatch")
    if fault := find_second_file(content, kind):
        raise Refused(fault)
    like: dict[str, Any] = {}
    drawn: list[bytes] = []
    for page in _pages_of_pdf(content) if kind == PDF else iter([_picture_of(content, kind)]):
        like = like or {"phash": phash_of(page), "detail": detail_of(page).hex()}
        drawn.append(_drawn(page))  # pages of 12 MB each are not kept
    return {"media_type": kind, **like, "sizes": [len(page) for page in drawn]}, drawn


def _drawn(page: Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _picture_of(content: bytes, kind: str) -> Image:
    """The whole picture decoded, the right way up, no larger than it is looked at; nothing of its metadata."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the limit below is the stricter one
    with Image.open(io.BytesIO(content), formats=("JPEG",) if kind == JPEG else ("PNG",)) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise Refused("pixels")
        picture.load()
        if picture.mode in {"1", "P"}:
            picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")  # type: ignore[assignment]
        elif picture.mode.startswith("I"):
            picture = picture.point(lambda value: value / 256).convert("L")  # type: ignore[assignment]
        picture.thumbnail((VIEW_SIDE, VIEW_SIDE))
        upright = ImageOps.exif_transpose(picture)
    if "A" in upright.getbands():
        paper = Image.new("RGB", upright.size, "white")
        paper.paste(upright, mask=upright.getchannel("A"))
        return paper
    plain = Image.new("RGB", upright.size)
    plain.paste(upright.convert("RGB"))
    return plain


def _pages_of_pdf(content: bytes) -> Iterator[Image]:
    import pypdfium2

    most = _checked_pages(content)
    document = pypdfium2.PdfDocument(content)
    if document.get_formtype():
        document.init_forms()
    if len(document) != most:
        raise Refused("damaged")  # two readers see two documents
    for page in document:
        width, height = page.get_size()
        if not 1 <= min(width, height) <= max(width, height) <= 20_000:
            raise Refused("damaged")
        yield page.render(scale=VIEW_SIDE / max(width, height)).to_pil().convert("RGB")


def _checked_pages(content: bytes) -> int:
    """How many pages a PDF has that does nothing but show them."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    with document:
        if document.is_encrypted:
            raise Refused("encrypted")
        for thing in (document.trailer, *document.objects):
            _refuse_active(thing, pikepdf)
        count = len(document.pages)
    if count > MOST_PAGES:
        raise Refused("pages")
    return count


def _refuse_active(thing: Any, pikepdf: Any) -> None:
    """Through one object and what stands directly in it; what it points to comes by itself."""
    waiting = [thing]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
            names = set(item.keys())
            if (
                names & ACTIVE
                or {str(item.get(name)) for name in ("/S", "/Subtype", "/Type") if name in names} & ACTIVE
            ):
                raise Refused("active")
            waiting += [item.get(name) for name in names if _is_direct(item.get(name), pikepdf)]
        elif isinstance(item, pikepdf.Array):
            waiting += [each for each in item if _is_direct(each, pikepdf)]


def _is_direct(item: Any, pikepdf: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary | pikepdf.Array) and not item.is_indirect


def main() -> None:
    """Read, judge, answer."""
    limit_itself()
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    pages: list[bytes] = []
    try:
        answer, pages = read_file(content)
    except Refused as refused:
        answer = {"fault": refused.args[0]}
    except MemoryError:
        answer = {"fault": "complex"}
    except Exception:  # whatever a decoder makes of it
        answer = {"fault": "damaged"}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(pages))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
