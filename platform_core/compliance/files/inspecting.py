"""Has a file opened by a process of its own (``child``) and takes its answer with care."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from platform_core.compliance.enums import FileFault
from platform_core.compliance.files.limits import MOST_PAGES, MOST_WAIT, VIEW_BYTES, find_outer_fault

ROOT = Path(__file__).resolve().parents[3]  # where the packages stand
HEAD = 4096  # bytes that the answer's first line may have


class Inspection(NamedTuple):
    """What became of a file: its fault, or what it is and its pages as pictures."""

    fault: FileFault | None
    media_type: str = ""
    phash: int = 0
    detail: bytes = b""
    pages: tuple[bytes, ...] = ()


def inspect_file(content: bytes, name: str) -> Inspection:
    """Open a file in a process with limits of its own, so that a hostile one kills nothing else.

    Args:
        name: as the merchant's machine calls it.
    """
    if fault := find_outer_fault(content, name):
        return Inspection(FileFault(fault))
    try:
        answer = _ask_child(content)
        first, _, rest = answer.partition(b"\n")
        return _read_answer(orjson.loads(first[:HEAD]), rest)
    except (ValueError, KeyError, TypeError):  # it died, or says what it never says
        return Inspection(FileFault.COMPLEX)


def _ask_child(content: bytes) -> bytes:
    command = [sys.executable, "-m", "platform_core.compliance.files.child"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={},
        close_fds=True,
    )
    end = threading.Timer(MOST_WAIT, process.kill)
    end.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(content)
            process.stdin.close()
        except BrokenPipeError:
            pass  # what it answered before it went says why
        return process.stdout.read(HEAD + MOST_PAGES * VIEW_BYTES)
    finally:
        process.kill()
        process.wait()
        end.cancel()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except BrokenPipeError:
                pass


def _read_answer(said: dict[str, Any], rest: bytes) -> Inspection:
    if "fault" in said:
        return Inspection(FileFault(said["fault"]))
    sizes = [int(size) for size in said["sizes"]]
    if not 1 <= len(sizes) <= MOST_PAGES or sum(sizes) != len(rest) or min(sizes) < 1:
        raise ValueError("sizes")
    pages, at = [], 0
    for size in sizes:
        pages.append(rest[at : at + size])
        at += size
    if not all(page.startswith(b"\xff\xd8\xff") for page in pages):
        raise ValueError("pages")
    phash = int(said["phash"])
    if not -(1 << 63) <= phash < 1 << 63:
        raise ValueError("phash")
    return Inspection(None, str(said["media_type"])[:40], phash, bytes.fromhex(said["detail"])[:80], tuple(pages))
