"""Where papers lie: the original and its pages, each sealed under the key of the merchant whose papers they are.

That key is the merchant's own, in the keystore: destroying it shreds a closed merchant's papers in every backup (ADR 57). Staff read them
through the platform's processes, which hold the keystore. A folder a day, so that what a broken upload left is found again.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import shutil
import uuid
from pathlib import Path
from typing import Final

from django.conf import settings

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import derive, keystore, seal, unseal

ORIGINAL: Final = "original"
NAME: Final = re.compile(r"\d{8}[0-9a-f]{32}")
PART: Final = re.compile(r"original|page-\d{1,3}")


def fresh_name(now: dt.datetime) -> str:
    """A name that nobody can guess, for a paper that comes now."""
    return f"{now:%Y%m%d}{secrets.token_hex(16)}"


def part_of_page(page: int) -> str:
    """What the picture of a page (from 1) is called."""
    return f"page-{page}"


def _room() -> Path:
    return Path(settings.KAQUAN_DATA_DIR) / "papers"


def _folder(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise RecordNotFound(paper=name[:40])
    return _room() / name[:8] / name


def _key(owner: uuid.UUID) -> bytes:
    return derive(keystore().get(owner), "papers")


def _context(name: str, part: str) -> bytes:
    return f"kaquan/paper/{name}/{part}".encode()


def write_part(owner: uuid.UUID, name: str, part: str, content: bytes) -> None:
    """Seal a part of a paper and put it on disk, whole and durable or not at all; writing it again replaces it.

    Args:
        owner: the merchant's id.
        part: ``original`` or the page's.
    """
    assert PART.fullmatch(part)
    folder = _folder(name)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = folder / f"{part}.{secrets.token_hex(4)}.part"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(seal(_key(owner), content, _context(name, part)))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / f"{part}.sealed")
    directory = os.open(folder, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)


def read_part(owner: uuid.UUID, name: str, part: str) -> bytes:
    """A part in the clear.

    Raises:
        RecordNotFound: there is no such part.
        KeyMissing, SealBroken: shredded, changed, or another merchant's.
    """
    assert PART.fullmatch(part)
    try:
        sealed = (_folder(name) / f"{part}.sealed").read_bytes()
    except FileNotFoundError as error:
        raise RecordNotFound(paper=name) from error
    return unseal(_key(owner), sealed, _context(name, part))


def delete_paper(name: str) -> None:
    """Every part of a paper is gone from the disk; doing it again is harmless."""
    shutil.rmtree(_folder(name), ignore_errors=True)


def names_of_day(day: dt.date) -> list[str]:
    """Every paper that came on a day."""
    folder = _room() / f"{day:%Y%m%d}"
    return sorted(path.name for path in folder.iterdir() if NAME.fullmatch(path.name)) if folder.is_dir() else []
